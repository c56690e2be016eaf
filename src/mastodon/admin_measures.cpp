// Figures for administrators' apps: measures by day, the largest parts of a whole, and how many of those who came stay.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "mastodon/admin.hpp"
#include "mastodon/queries.hpp"
#include <any>
#include <array>
#include <chrono>
#include <limits>
#include <map>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

namespace mastodon {

namespace {

using base::Json, base::Time;

constexpr std::int64_t most_days = 366, usual_days = 30;

// Whole days, from the first to the day after the last.
struct Days {
    std::int64_t first = 0, end = 0;
    std::int64_t length() const { return end - first; }
    Days before() const { return {first - length(), first}; }
    static Days ever() { return {0, std::numeric_limits<std::int32_t>::max()}; }
};

Days days_in(Request const& request, Time now) {
    auto day = [&](std::string_view name) -> std::optional<std::int64_t> {
        auto at = base::parse_iso8601(request.fields.text(name));
        if (!at || *at < 0) return std::nullopt;
        return *at / base::day;
    };
    auto last = day("end_at").value_or(now / base::day);
    auto first = day("start_at").value_or(last - usual_days + 1);
    return {std::clamp(first, last - most_days + 1, last), last + 1};
}

// How a query is told which days: by the ids made then, by moments, or by days.
enum class Bounds { ids, moments, days };
std::pair<std::int64_t, std::int64_t> bounds_of(Bounds kind, Days days) {
    if (kind == Bounds::days) return {days.first, days.end};
    auto moment = [](std::int64_t day) { return std::min(day, std::int64_t{1} << 20) * base::day; };
    if (kind == Bounds::moments) return {moment(days.first), moment(days.end)};
    return {base::first_id_at(moment(days.first)), base::first_id_at(moment(days.end))};
}

enum class About { nothing, tag, server };
struct Measure {
    std::string_view key;
    db::Query const& query;
    Bounds bounds = Bounds::ids;
    About about = About::nothing;
    bool bytes = false;
};

constexpr Measure measures[] = {
    {"active_users", sql::measure_active_users, Bounds::days},
    {"new_users", sql::measure_new_users},
    {"interactions", sql::measure_interactions},
    {"opened_reports", sql::measure_opened_reports},
    {"resolved_reports", sql::measure_resolved_reports, Bounds::moments},
    {"tag_accounts", sql::measure_tag_accounts, Bounds::ids, About::tag},
    {"tag_uses", sql::measure_tag_uses, Bounds::ids, About::tag},
    {"tag_servers", sql::measure_tag_servers, Bounds::ids, About::tag},
    {"instance_accounts", sql::measure_instance_accounts, Bounds::ids, About::server},
    {"instance_media_attachments", sql::measure_instance_media, Bounds::ids, About::server, true},
    {"instance_reports", sql::measure_instance_reports, Bounds::ids, About::server},
    {"instance_statuses", sql::measure_instance_statuses, Bounds::ids, About::server},
    {"instance_follows", sql::measure_instance_follows, Bounds::ids, About::server},
    {"instance_followers", sql::measure_instance_followers, Bounds::ids, About::server},
};

// What a figure is about: "tag_uses[id]", "instance_accounts[domain]".
struct Subject { About about = About::nothing; std::int64_t tag = 0; std::string domain; };

base::Result<Subject> subject_of(Request const& request, std::string_view key, About about) {
    Subject subject{about, 0, {}};
    auto name = std::string(key) + (about == About::tag ? "[id]" : "[domain]");
    if (about == About::tag) subject.tag = base::parse_id(request.fields.text(name)).value_or(0);
    if (about == About::server) subject.domain = request.fields.text(name).substr(0, 300);
    bool missing = (about == About::tag && !subject.tag) || (about == About::server && subject.domain.empty());
    if (missing) return base::refuse_field(std::string(key), "ERR_BLANK", "param is missing or the value is empty: " + std::string(key));
    return subject;
}

using ByDay = std::map<std::int64_t, std::int64_t>;

ByDay count(db::Read& read, Measure const& measure, Subject const& subject, Days days) {
    auto [from, to] = bounds_of(measure.bounds, days);
    ByDay found;
    auto take = [&](db::Row const& row) { found[row.integer(0)] += row.integer(1); };
    if (measure.about == About::nothing) read.each(measure.query, {from, to}, take);
    else if (measure.about == About::tag) read.each(measure.query, {from, to, subject.tag}, take);
    else read.each(measure.query, {from, to, subject.domain}, take);
    return found;
}

std::int64_t total(db::Read& read, Measure const& measure, Subject const& subject, Days days) {
    // Somebody who was here on three days is one person.
    if (measure.key == "active_users") return read.number(sql::count_active_users, {days.first, days.end});
    std::int64_t sum = 0;
    for (auto const& [day, times] : count(read, measure, subject, days)) sum += times;
    return sum;
}

std::string in_bytes(std::int64_t bytes) {
    constexpr std::array<std::string_view, 5> units{"Bytes", "KB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    double value = static_cast<double>(bytes);
    for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
    auto tenths = static_cast<std::int64_t>(value * 10);
    auto text = std::to_string(tenths / 10);
    if (unit && tenths % 10) text += "." + std::to_string(tenths % 10);
    return text + " " + std::string(units[unit]);
}

void write_measure(Json& out, db::Read& read, Measure const& measure, Subject const& subject, Days days) {
    bool of_all_time = measure.about == About::server;
    auto sum = total(read, measure, subject, of_all_time ? Days::ever() : days);
    out.object().pair("key", measure.key).key("unit");
    measure.bytes ? out.value("bytes") : out.null();
    out.pair("total", std::to_string(sum));
    if (measure.bytes) out.pair("human_value", in_bytes(sum));
    if (!of_all_time) out.pair("previous_total", std::to_string(total(read, measure, subject, days.before())));
    auto by_day = count(read, measure, subject, days);
    out.key("data").array();
    for (auto day = days.first; day < days.end; ++day)
        out.object().pair("date", base::iso8601(day * base::day)).pair("value", std::to_string(by_day[day])).end();
    out.end().end();
}

base::Result<std::string> measures_json(Request const& request, db::Read& read) {
    Json out;
    out.array();
    auto days = days_in(request, read.now);
    for (auto const& key : request.fields.list("keys"))
        if (auto found = std::ranges::find(measures, key, &Measure::key); found != std::end(measures))
            write_measure(out, read, *found, TRY(subject_of(request, key, found->about)), days);
    out.end();
    return out.take();
}

struct Dimension {
    std::string_view key;
    db::Query const& query;
    Bounds bounds = Bounds::ids;
    About about = About::nothing;
    enum class Names { languages, servers, as_they_are } names = Names::as_they_are;
    bool of_all_time = false;
};

constexpr Dimension dimensions[] = {
    {"languages", sql::dimension_languages, Bounds::days, About::nothing, Dimension::Names::languages},
    {"sources", sql::dimension_sources},
    {"servers", sql::dimension_servers, Bounds::ids, About::nothing, Dimension::Names::servers},
    {"tag_servers", sql::dimension_tag_servers, Bounds::ids, About::tag, Dimension::Names::servers},
    {"tag_languages", sql::dimension_tag_languages, Bounds::ids, About::tag, Dimension::Names::languages},
    {"instance_accounts", sql::dimension_instance_accounts, Bounds::ids, About::server, Dimension::Names::as_they_are, true},
    {"instance_languages", sql::dimension_instance_languages, Bounds::ids, About::server, Dimension::Names::languages},
};

std::string language_name(std::string const& tag) {
    UChar wide[100];
    UErrorCode code = U_ZERO_ERROR;
    auto size = uloc_getDisplayName(tag.c_str(), "en", wide, 100, &code);
    char name[400];
    std::int32_t bytes = 0;
    u_strToUTF8(name, sizeof name, &bytes, wide, size, &code);
    return U_FAILURE(code) || bytes <= 0 ? tag : std::string(name, static_cast<std::size_t>(bytes));
}

std::string human(Dimension::Names names, std::string const& key) {
    if (names == Dimension::Names::languages) return language_name(key);
    if (names == Dimension::Names::servers && key.empty()) return base::site_domain();
    return key == "web" ? "Website" : key;
}

void write_dimension(Json& out, db::Read& read, Dimension const& dimension, Subject const& subject, Days days, int limit) {
    auto [from, to] = bounds_of(dimension.bounds, dimension.of_all_time ? Days::ever() : days);
    out.object().pair("key", dimension.key).key("data").array();
    auto take = [&](db::Row const& row) {
        auto name = human(dimension.names, row.text(0));
        out.object().pair("key", row.view(0).empty() ? std::string_view(name) : row.view(0)).pair("human_key", name).pair("value", std::to_string(row.integer(1))).end();
    };
    if (dimension.about == About::nothing) read.each(dimension.query, {from, to, limit}, take);
    else if (dimension.about == About::tag) read.each(dimension.query, {from, to, limit, subject.tag}, take);
    else read.each(dimension.query, {from, to, limit, subject.domain}, take);
    out.end().end();
}

// Each engine is asked about itself in its own words.
constexpr db::Query sqlite_version{"mastodon.sqlite_version", "SELECT sqlite_version()"};
constexpr db::Query sqlite_size{"mastodon.sqlite_size", "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"};
constexpr db::Query postgresql_version{"mastodon.postgresql_version", "SELECT current_setting('server_version')"};
constexpr db::Query postgresql_size{"mastodon.postgresql_size", "SELECT pg_database_size(current_database())"};

void write_part(Json& out, std::string_view key, std::string_view name, std::string_view value, std::string_view human_value, bool bytes) {
    out.object().pair("key", key).pair("human_key", name).pair("value", value);
    if (bytes) out.pair("unit", "bytes");
    out.pair("human_value", human_value).end();
}

void write_versions(Json& out, db::Read& read, bool postgresql) {
    auto version = read.one(postgresql ? postgresql_version : sqlite_version, {}, [](db::Row const& row) { return row.text(0); }).value_or("");
    out.object().pair("key", "software_versions").key("data").array();
    write_part(out, "salve", "Salve", SALVE_VERSION, SALVE_VERSION, false);
    write_part(out, postgresql ? "postgresql" : "sqlite", postgresql ? "PostgreSQL" : "SQLite", version, version, false);
    out.end().end();
}

void write_space(Json& out, db::Read& read, bool postgresql) {
    auto size = read.number(postgresql ? postgresql_size : sqlite_size, {}), media = read.number(sql::bytes_of_media, {});
    out.object().pair("key", "space_usage").key("data").array();
    write_part(out, postgresql ? "postgresql" : "sqlite", postgresql ? "PostgreSQL" : "SQLite", std::to_string(size), in_bytes(size), true);
    write_part(out, "media", "Media storage", std::to_string(media), in_bytes(media), true);
    out.end().end();
}

base::Result<std::string> dimensions_json(Context& context, Request const& request, db::Read& read) {
    Json out;
    out.array();
    auto days = days_in(request, read.now);
    bool postgresql = context.database.is_postgresql();
    for (auto const& key : request.fields.list("keys")) {
        if (key == "software_versions") write_versions(out, read, postgresql);
        if (key == "space_usage") write_space(out, read, postgresql);
        if (auto found = std::ranges::find(dimensions, key, &Dimension::key); found != std::end(dimensions))
            write_dimension(out, read, *found, TRY(subject_of(request, key, found->about)), days, limit_of(request, 10, 100));
    }
    out.end();
    return out.take();
}

// Days, or months as their first day.
std::int64_t period_of(std::int64_t day, bool by_month) {
    if (!by_month) return day;
    std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return std::chrono::sys_days{date.year() / date.month() / 1}.time_since_epoch().count();
}
std::int64_t next_period(std::int64_t period, bool by_month) { return by_month ? period_of(period + 31, true) : period + 1; }

// For each period: of those who came in it, how many were here in each later one, or after it.
std::string retention_json(Request const& request, db::Read& read) {
    bool by_month = request.fields.text("frequency") == "month";
    auto days = days_in(request, read.now);
    days.first = period_of(days.first, by_month);
    std::map<std::int64_t, std::vector<std::int64_t>> last_seen;  // by the period they came in
    auto [from, to] = bounds_of(Bounds::ids, days);
    read.each(sql::retained, {from, to}, [&](db::Row const& row) {
        last_seen[period_of(row.integer(0), by_month)].push_back(period_of(std::max(row.integer(0), row.integer(1)), by_month));
    });
    Json out;
    out.array();
    for (auto cohort = days.first; cohort < days.end; cohort = next_period(cohort, by_month)) {
        auto const& people = last_seen[cohort];
        out.object().pair("period", base::iso8601(cohort * base::day)).pair("frequency", by_month ? "month" : "day").key("data").array();
        for (auto at = cohort; at < days.end; at = next_period(at, by_month)) {
            auto stayed = std::ranges::count_if(people, [&](std::int64_t last) { return last >= at; });
            auto rate = people.empty() ? 0.0 : static_cast<double>(stayed) / static_cast<double>(people.size());
            out.object().pair("date", base::iso8601(at * base::day)).pair("rate", rate).pair("value", std::to_string(stayed)).end();
        }
        out.end().end();
    }
    out.end();
    return out.take();
}

struct Measured { std::string json; };

// They are asked by POST and only read: on a reader's thread, so that the writer need not wait for figures.
void add_figures(Section& api, std::string_view name, std::string_view says, std::function<base::Result<std::string>(Request const&, db::Read&)> work) {
    api.post("/api/v1/admin/" + std::string(name), {Open::to_moderators, "admin:read"}, [](Request const& request, db::Write&) -> Answer {
        for (auto const& each : request.prepared)
            if (auto found = std::any_cast<Measured>(&each)) return http::json(found->json);
        return not_found();
    }).first([work = std::move(work)](Request& request, db::Read& read) -> base::Result<base::Done> {
        request.prepared.emplace_back(Measured{TRY(work(request, read))});
        return base::Done{};
    }).says(std::string(says));
}

}  // namespace

void add_admin_measure_routes(Section api, Context& context) {
    add_figures(api, "measures", "Figures by day", measures_json);
    add_figures(api, "dimensions", "The largest parts of a whole", [&context](Request const& request, db::Read& read) { return dimensions_json(context, request, read); });
    add_figures(api, "retention", "How many of those who came stay", [](Request const& request, db::Read& read) { return retention_json(request, read); });
}

}  // namespace mastodon
