// The rules of announcements: what may be said, when it is shown, and who has read it.
#include "announcements/announcements.hpp"
#include "announcements/queries.hpp"
#include "announcements/schema.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/prose.hpp"
#include <algorithm>
#include <unordered_set>

namespace announcements {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr int most_shown = 40;
constexpr std::string_view end_job = "announcements.end";

auto no_announcement() { return refuse(Why::not_found, "There is no such announcement."); }

Announcement announcement_in(db::Row const& row) {
    return {row.integer(0), {row.text(1), row.integer(2), row.integer(3), row.boolean(4)}, row.integer(5), row.integer(6)};
}

Reaction reaction_in(db::Row const& row) { return {row.integer(0), row.integer(1), row.text(2), row.integer(3)}; }

Result<Draft> checked(Draft said) {
    if (said.text.size() > longest_text * 32) return refuse_field("text", "ERR_TOO_LONG", "An announcement is at most 3000 characters long.");
    said.text = base::trim(base::normalize(said.text));
    if (said.text.empty()) return refuse_field("text", "ERR_BLANK", "Write what there is to tell.");
    if (base::graphemes(said.text) > longest_text) return refuse_field("text", "ERR_TOO_LONG", "An announcement is at most 3000 characters long.");
    if (said.starts_at && said.ends_at && said.ends_at <= said.starts_at)
        return refuse_field("ends_at", "ERR_INVALID", "The end must be after the beginning.");
    return said;
}

// An announcement whose end was moved finds, at the earlier one, that its time has not come.
void add_end(db::Write& write, Announcement const& announcement) {
    if (!announcement.published_at || !announcement.said.ends_at) return;
    auto id = std::to_string(announcement.id);
    jobs::add(write, end_job, id, announcement.said.ends_at, id + "/" + std::to_string(announcement.said.ends_at));
}

std::unordered_set<std::int64_t> numbers(db::Read& read, db::Query const& query, AccountId account) {
    std::unordered_set<std::int64_t> all;
    if (account) read.each(query, {account}, [&](db::Row const& row) { all.insert(row.integer(0)); });
    return all;
}

void end(db::Write& write, std::int64_t id) {
    auto over = find(write, id);
    if (over && over->published_at && over->said.ends_at && over->said.ends_at <= write.now) write.emit(Withdrawn{id});
}

}  // namespace

Result<Announcement> create(db::Write& write, Draft const& asked) {
    auto said = TRY(checked(asked));
    auto id = write.new_id<base::Id<Announcement>>();
    write.run(sql::insert_announcement, {id, said.text, said.starts_at, said.ends_at, said.all_day, write.now});
    return *find(write, id.value);
}

Result<Announcement> change(db::Write& write, std::int64_t id, Draft const& asked) {
    auto said = TRY(checked(asked));
    if (write.run(sql::change_announcement, {id, said.text, said.starts_at, said.ends_at, said.all_day, write.now}) == 0) return no_announcement();
    auto changed = *find(write, id);
    if (changed.is_shown(write.now)) write.emit(Published{id});
    add_end(write, changed);
    return changed;
}

Result<Announcement> publish(db::Write& write, std::int64_t id) {
    auto found = find(write, id);
    if (!found) return no_announcement();
    if (found->published_at) return *found;
    write.run(sql::set_published, {id, write.now});
    write.emit(Published{id});
    found->published_at = write.now;
    add_end(write, *found);
    return *found;
}

Result<Announcement> withdraw(db::Write& write, std::int64_t id) {
    auto found = find(write, id);
    if (!found) return no_announcement();
    if (!found->published_at) return *found;
    write.run(sql::set_published, {id, 0});
    write.emit(Withdrawn{id});
    return *find(write, id);
}

Result<Done> remove(db::Write& write, std::int64_t id) {
    auto found = find(write, id);
    if (!found) return no_announcement();
    write.run(sql::delete_announcement, {id});
    if (found->published_at) write.emit(Withdrawn{id});
    return Done{};
}

Result<Done> dismiss(db::Write& write, AccountId account, std::int64_t id) {
    auto found = find(write, id);
    if (!found || !found->is_shown(write.now)) return no_announcement();
    write.run(sql::mark_read, {id, account});
    return Done{};
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(end_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto id = base::parse_id(job.payload);
        if (!id) return Done{};
        return database.write([&](db::Write& write) -> Result<Done> { end(write, *id); return Done{}; });
    });
}

std::vector<Shown> shown(db::Read& read, AccountId viewer) {
    auto found = read.rows(sql::shown_announcements, {read.now, most_shown}, announcement_in);
    if (found.empty()) return {};
    auto seen = numbers(read, sql::read_by, viewer), mine = numbers(read, sql::reactions_by, viewer);
    db::List ids;
    std::vector<Shown> all;
    for (auto& each : found) {
        ids.push_back(each.id);
        all.push_back({std::move(each), seen.contains(ids.back()), {}});
    }
    read.each(sql::reactions_of, {ids}, [&](db::Row const& row) {
        auto reaction = reaction_in(row);
        reaction.mine = mine.contains(reaction.id);
        auto at = std::ranges::find(all, reaction.announcement, [](Shown const& each) { return each.announcement.id; });
        at->reactions.push_back(std::move(reaction));
    });
    return all;
}

std::vector<Announcement> all(db::Read& read, int limit) { return read.rows(sql::all_announcements, {limit}, announcement_in); }

std::optional<Announcement> find(db::Read& read, std::int64_t id) { return read.one(sql::announcement, {id}, announcement_in); }

std::optional<Reaction> find_reaction(db::Read& read, std::int64_t reaction) { return read.one(sql::reaction, {reaction}, reaction_in); }

html::Safe markup(db::Read& read, std::string_view text) {
    auto person = [&](std::string_view handle) -> std::optional<std::string> {
        auto account = accounts::find_by_handle(read, handle);
        return account && !account->hidden() ? std::optional(account->url()) : std::nullopt;
    };
    return html::prose(text, {person, base::site_url() + "/tags/"});
}

std::vector<accounts::Account> named_in(db::Read& read, std::string_view text) {
    std::vector<accounts::Account> people;
    for (auto const& found : html::find_in(text)) {
        if (found.kind != html::Found::Kind::mention) continue;
        auto account = accounts::find_by_handle(read, found.inner);
        bool known = account && std::ranges::find(people, account->id, &accounts::Account::id) != people.end();
        if (account && !account->hidden() && !known) people.push_back(std::move(*account));
    }
    return people;
}

}  // namespace announcements
