// The administrators' page of other agencies' feeds.
#include "base/time.hpp"
#include "cap/cap.hpp"
#include "cap/importing.hpp"
#include "cap/pages.hpp"
#include "cap/publishing.hpp"
#include "html/html.hpp"

namespace cap {

using base::Done, base::refuse, base::Result, base::Why, html::Words;

namespace {

constexpr int most_looked_at = 10, most_faults_shown = 30;
constexpr std::string_view all_sources = "/admin/alert-sources";

std::string address_of(std::int64_t id) { return std::string(all_sources) + "/" + std::to_string(id); }

Result<Source> named(http::Request const& request, db::Read& read) {
    auto id = request.parameters.integer("id");
    auto found = id ? find(read, *id) : std::nullopt;
    if (!found) return refuse(Why::not_found, "There is no such source.");
    return *found;
}

Source typed(http::Request const& request) {
    auto const& fields = request.fields;
    Source source{.url = std::string(fields.text("url")), .name = std::string(fields.text("name")), .home_page = std::string(fields.text("home_page"))};
    source.minutes = fields.integer("minutes").value_or(0);
    source.expected_hours = fields.integer("expected_hours").value_or(-1);
    source.certificate = fields.text("certificate");
    return source;
}

std::string state_of(Words const& words, Source const& source, base::Time now) {
    if (source.paused) return words("Paused.");
    auto said = source.good_at ? words("Last good answer: {when}. Alerts taken in: {taken, number}. Refused: {refused, number}.",
                                       {{"when", words.ago(source.good_at, now)}, {"taken", source.taken}, {"refused", source.refused}})
                               : words("No good answer yet.");
    return source.silent_since ? words("Silent since {when}.", {{"when", words.date_time(source.silent_since)}}) + " " + said : said;
}

html::Safe form(Words const& words, http::Request const& request, Source const& source, base::Refusal const* refusal) {
    bool const is_new = source.id == 0;
    auto fault = [&](std::string_view field) { return html::at_fault(refusal, field); };
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    auto url_error = error("url"), name_error = error("name"), home_error = error("home_page"), minutes_error = error("minutes"), hours_error = error("expected_hours"),
         certificate_error = error("certificate"), summary = html::summary(words, refusal), csrf = html::csrf_field(request);
    auto action = is_new ? std::string(all_sources) : address_of(source.id);
    return words.fill(pages::SourceForm{.action = action, .csrf = csrf, .summary = summary, .is_new = is_new, .url = source.url, .url_fault = fault("url"), .url_error = url_error,
                                        .name = source.name, .name_fault = fault("name"), .name_error = name_error, .home_page = source.home_page, .home_fault = fault("home_page"),
                                        .home_error = home_error, .minutes = source.minutes, .minutes_fault = fault("minutes"), .minutes_error = minutes_error,
                                        .hours = source.expected_hours, .hours_fault = fault("expected_hours"), .hours_error = hours_error, .certificate_fault = fault("certificate"),
                                        .certificate = source.certificate, .certificate_error = certificate_error});
}

http::Answer list_page(http::Request const& request, db::Read& read, Source const& in_form, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe rows;
    std::int64_t silent = 0;
    for (auto const& source : sources(read)) {
        silent += source.silent_since > 0;
        rows += words.fill(pages::SourceRow{.id = source.id, .name = source.name, .url = source.url, .state = state_of(words, source, read.now), .fault = source.fault,
                                            .csrf = html::csrf_field(request), .paused = source.paused});
    }
    auto notice = silent ? words("{count, plural, one {# feed is silent.} other {# feeds are silent.}} An agency may have something to say that does not reach us.", {{"count", silent}}) : std::string();
    html::Page page{.title = words("Alerts of other agencies"), .current = "/admin", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Sources{.silent = notice, .form = form(words, request, in_form, refusal), .rows = rows});
    return html::page(request, read, std::move(page));
}

struct Looked { Result<std::vector<Seen>> seen; };

html::Safe seen_rows(Words const& words, std::vector<Seen> const& all) {
    html::Safe rows;
    for (auto const& each : all) {
        auto const& info = each.message ? alerts::in_language(*each.message, words.locale()) : alerts::Info{};
        auto headline = info.headline.empty() && each.message ? info.event.empty() ? each.message->identifier : info.event : info.headline;
        auto severity = each.message ? std::string(alerts::text_of(alerts::worst(*each.message))) : std::string();
        auto sent = each.message ? words.date_time(each.message->sent.at) : std::string();
        rows += words.fill(pages::SeenRow{.headline = headline, .severity = severity, .sent = sent, .fault = each.fault, .address = each.address});
    }
    return rows;
}

http::Answer one_page(http::Request const& request, db::Read& read, Source const& source, base::Refusal const* refusal, Looked const* looked) {
    Words words(request.locale);
    html::Safe faults_shown;
    for (auto const& each : faults(read, source.id, most_faults_shown))
        faults_shown += words.fill(pages::FaultRow{.when = html::time_tag(words, each.at, read.now), .fault = each.text, .address = each.address});
    auto fault = looked && !looked->seen ? html::said(words, looked->seen.error()) : std::string();
    html::Page page{.title = source.name, .current = "/admin", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Source{.name = source.name, .url = source.url, .state = state_of(words, source, read.now), .looked = looked != nullptr, .fault = fault,
                                         .seen = looked && looked->seen ? seen_rows(words, *looked->seen) : html::Safe{}, .id = source.id, .csrf = html::csrf_field(request),
                                         .form = form(words, request, source, refusal), .faults = faults_shown});
    return html::page(request, read, std::move(page));
}

http::Answer save_new(http::Request const& request, db::Write& write) {
    auto made = add(write, request.account(), typed(request));
    if (!made) return list_page(request, write, typed(request), &made.error());
    return http::redirect(address_of(made->id));
}

http::Answer save(http::Request const& request, db::Write& write) {
    auto source = TRY(named(request, write));
    auto wanted = typed(request);
    wanted.id = source.id;
    wanted.url = source.url;
    auto changed = change(write, request.account(), wanted);
    if (!changed) return one_page(request, write, wanted, &changed.error(), nullptr);
    return http::redirect(address_of(source.id));
}

template <class Rule>
http::Writer then_back(Rule rule) {
    return [rule](http::Request const& request, db::Write& write) -> http::Answer {
        auto source = TRY(named(request, write));
        TRY(rule(write, request.account(), source.id));
        return http::redirect(std::string(all_sources));
    };
}

http::Answer show_looked(http::Request const& request, db::Write& write) {
    auto source = TRY(named(request, write));
    for (auto const& each : request.prepared)
        if (auto const* looked = std::any_cast<Looked>(&each)) return one_page(request, write, source, nullptr, looked);
    return http::redirect(address_of(source.id));
}

}  // namespace

void add_pages(http::Router::Section pages, db::Database& database) {
    alerts::add_outlet({"CAP document", "For other agencies and sirens. It is signed when it is issued.", [](db::Read&, alerts::Alert const& alert, html::Words const&) { return write(alert.message); }});
    alerts::add_outlet({"Feed entry", "For feed readers and other programs, as Atom.", [](db::Read&, alerts::Alert const& alert, html::Words const&) { return entry_text(alert); }});
    alerts::add_outlet({"Calendar entry", "For calendars, when it is to begin later.", [](db::Read& read, alerts::Alert const& alert, html::Words const&) { return calendar_text(read, alert); }});
    using http::Open, http::Request;
    pages.get(all_sources, Open::to_admins, [](Request const& request, db::Read& read) { return list_page(request, read, {}, nullptr); });
    pages.post(all_sources, Open::to_admins, save_new);
    pages.get("/admin/alert-sources/:id", Open::to_admins, [](Request const& request, db::Read& read) -> http::Answer {
        auto source = TRY(named(request, read));
        return one_page(request, read, source, nullptr, nullptr);
    });
    pages.post("/admin/alert-sources/:id", Open::to_admins, save);
    pages.post("/admin/alert-sources/:id/pause", Open::to_admins, then_back([](db::Write& write, base::AccountId by, std::int64_t id) { return pause(write, by, id, true); }));
    pages.post("/admin/alert-sources/:id/resume", Open::to_admins, then_back([](db::Write& write, base::AccountId by, std::int64_t id) { return pause(write, by, id, false); }));
    pages.post("/admin/alert-sources/:id/remove", Open::to_admins, then_back(remove));
    pages.post("/admin/alert-sources/:id/look", Open::to_admins, show_looked).first(http::Aside([&database](Request& request) -> Result<Done> {
        auto source = TRY(database.read([&](db::Read& read) { return named(request, read); }));
        request.prepared.emplace_back(Looked{look(source, most_looked_at)});
        return Done{};
    }));
}

}  // namespace cap
