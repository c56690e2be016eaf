// The sources: an administrator's choice, changed under their name and on the record.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cap/importing.hpp"
#include "cap/queries.hpp"
#include "crypto/crypto.hpp"
#include "moderation/moderation.hpp"
#include <algorithm>

namespace cap {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr int most_sources = 200;
constexpr std::size_t longest_address = 2000, longest_name = 200;
constexpr base::Time shortest_silence = 15 * base::minute;

Source source_of(db::Row const& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.id<base::AccountId>(4), row.integer(5), row.integer(6), row.integer(7), row.text(8), row.boolean(9),
            row.text(10), row.text(11), row.integer(12), row.integer(13), row.integer(14), row.integer(15), row.integer(16), row.text(17), row.integer(18), row.integer(19),
            row.integer(20), row.text(21), row.text(22), row.text(23), row.text(24), row.integer(25)};
}

bool is_address(std::string_view text) { return text.size() <= longest_address && !text.empty() && resolved(text, text) == text && text.find("://") + 3 < text.size(); }

Result<Source> checked(Source asked) {
    asked.url = base::trim(asked.url);
    asked.name = base::trim(base::normalize(asked.name));
    asked.home_page = base::trim(asked.home_page);
    asked.certificate = base::trim(asked.certificate);
    if (!is_address(asked.url)) return refuse_field("url", "ERR_INVALID", "This is not the address of a feed.");
    if (asked.url.starts_with(base::site_url() + "/")) return refuse_field("url", "ERR_INVALID", "This is a feed of this server.");
    if (asked.name.empty()) return refuse_field("name", "ERR_BLANK", "Say which agency this is.");
    if (asked.name.size() > longest_name) return refuse_field("name", "ERR_TOO_LONG", "This text is too long.");
    if (!is_address(asked.home_page)) return refuse_field("home_page", "ERR_INVALID", "This is not the address of a page.");
    if (asked.minutes < 1 || asked.minutes > 1440) return refuse_field("minutes", "ERR_INVALID", "Choose from 1 to 1440 minutes.");
    if (asked.expected_hours < 0 || asked.expected_hours > 8760) return refuse_field("expected_hours", "ERR_INVALID", "Choose from 0 to 8760 hours.");
    if (!asked.certificate.empty()) {
        if (!check_certificate(asked.certificate)) return refuse_field("certificate", "ERR_INVALID", "This is no certificate in PEM.");
        asked.certificate += "\n";
    }
    return asked;
}

// Whoever added it wants to see whether it works.
void read_soon(db::Write& write, std::int64_t id) {
    auto source = find(write, id);
    write.run(sql::put_off, {id, write.now + source->minutes * base::minute});
    jobs::add(write, poll_job, std::to_string(id), 0, std::to_string(id));
}

auto no_source() { return refuse(Why::not_found, "There is no such source."); }

void note(db::Write& write, base::AccountId by, std::string_view act, Source const& source) {
    moderation::record(write, by, act, "alert_source:" + std::to_string(source.id), source.url);
}

}  // namespace

Result<Source> add(db::Write& write, base::AccountId by, Source const& asked) {
    auto source = TRY(checked(asked));
    if (write.number(sql::source_by_url, {source.url})) return refuse_field("url", "ERR_TAKEN", "This feed is read already.");
    if (write.number(sql::count_sources, {}) >= most_sources) return refuse_field("url", "ERR_TOO_MANY", "There are too many sources.");
    source.id = write.new_id<base::Id<Source>>().value;
    write.run(sql::insert_source, {source.id, source.url, source.name, source.home_page, by, write.now, source.minutes, source.expected_hours, source.certificate, crypto::new_token()});
    read_soon(write, source.id);
    note(write, by, "alert_source.add", source);
    return *find(write, source.id);
}

Result<Source> change(db::Write& write, base::AccountId by, Source const& asked) {
    auto known = find(write, asked.id);
    if (!known) return no_source();
    auto wanted = asked;
    wanted.url = known->url;
    auto source = TRY(checked(wanted));
    write.run(sql::change_source, {source.id, source.name, source.home_page, source.minutes, source.expected_hours, source.certificate});
    // With another certificate, what was refused may hold now.
    if (source.certificate != known->certificate) write.run(sql::forget_what_was_seen, {source.id});
    note(write, by, "alert_source.change", source);
    return *find(write, source.id);
}

Result<Done> pause(db::Write& write, base::AccountId by, std::int64_t id, bool paused) {
    auto known = find(write, id);
    if (!known) return no_source();
    if (known->paused == paused) return Done{};
    write.run(sql::pause_source, {id, paused, write.now});
    if (!paused) read_soon(write, id);
    note(write, by, paused ? "alert_source.pause" : "alert_source.resume", *known);
    return Done{};
}

Result<Done> remove(db::Write& write, base::AccountId by, std::int64_t id) {
    auto known = find(write, id);
    if (!known) return no_source();
    write.run(sql::delete_source, {id});
    note(write, by, "alert_source.remove", *known);
    return Done{};
}

std::optional<Source> find(db::Read& read, std::int64_t id) { return read.one(sql::source, {id}, source_of); }
std::vector<Source> sources(db::Read& read) { return read.rows(sql::all_sources, {most_sources}, source_of); }

std::vector<Fault> faults(db::Read& read, std::int64_t source, int limit) {
    return read.rows(sql::faults_of, {source, limit}, [](db::Row const& row) { return Fault{row.integer(0), row.integer(1), row.text(2), row.text(3)}; });
}

bool is_silent(Source const& source, base::Time now) {
    if (source.paused) return false;
    auto const patience = std::max(3 * source.minutes * base::minute, shortest_silence);
    if (now - std::max(source.good_at, source.added_at) > patience) return true;
    return source.expected_hours > 0 && now - std::max(source.alert_at, source.added_at) > source.expected_hours * base::hour;
}

}  // namespace cap
