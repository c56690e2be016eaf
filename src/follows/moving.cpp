// What becomes of follows, decisions and notes of people here when somebody moves to another account.
#include "follows/inside.hpp"
#include "base/time.hpp"
#include "follows/queries.hpp"
#include <algorithm>

namespace follows {

namespace {

constexpr int at_once = 100;

html::Words words_of(db::Read& read, AccountId reader) {
    auto account = accounts::find(read, reader);
    return html::Words(account ? account->language : "en");
}

// Doing it again after a fault changes nothing: what was carried over is recognized by its first words.
void carry_note(db::Write& write, AccountId reader, accounts::Account const& from, AccountId to, std::string const& text) {
    auto words = words_of(write, reader);
    auto carried = words("This person moved here from {handle}. What you had noted about them:", {{"handle", from.handle()}}) + "\n" + text;
    auto now = between(write, reader, to).note;
    if (reader == to || now.starts_with(carried)) return;
    // Too long together: one's own words alone, and those about the new account before those about the old.
    if (!set_note(write, reader, to, now.empty() ? carried : carried + "\n\n" + now) && now.empty()) (void)set_note(write, reader, to, text);
}

// Why one blocks or mutes somebody whom one never met.
void explain(db::Write& write, AccountId reader, AccountId to, std::string const& why) {
    if (between(write, reader, to).note.empty()) (void)set_note(write, reader, to, why);
}

void carry_block(db::Write& write, blocks::Held const& held, accounts::Account const& from, AccountId to) {
    auto now = between(write, held.by, to);
    // Whoever follows the new account knows whom they have before them.
    if (held.by == to || now.standing.blocking || now.following || !blocks::block(write, held.by, to)) return;
    auto words = words_of(write, held.by);
    explain(write, held.by, to, words("This person moved here from {handle}, whom you had blocked.", {{"handle", from.handle()}}));
}

void carry_mute(db::Write& write, blocks::Held const& held, accounts::Account const& from, AccountId to) {
    auto now = between(write, held.by, to);
    auto seconds = held.until ? std::max<base::Time>(1, (held.until - write.now) / base::second) : 0;
    if (held.by == to || now.standing.muting || now.following || !blocks::mute(write, held.by, to, {held.notifications, seconds})) return;
    auto words = words_of(write, held.by);
    explain(write, held.by, to, words("This person moved here from {handle}, whom you had muted.", {{"handle", from.handle()}}));
}

template <class List, class Carry>
void step_by_step(db::Database& database, List list, Carry carry) {
    for (std::int64_t after = 0;;) {
        auto last = database.write([&](db::Write& write) -> base::Result<std::int64_t> {
            auto part = list(write, after);
            for (auto const& each : part) carry(write, each);
            return std::ssize(part) < at_once ? 0 : part.back().id;
        });
        if (!last || *last == 0) return;
        after = *last;
    }
}

}  // namespace

bool take_followers_along(db::Write& write, AccountId from, AccountId to, int most) {
    auto target = accounts::find(write, to);
    struct Going { AccountId follower; Asked asked; };
    auto going = write.rows(sql::followers_here, {from, most}, [](db::Row const& row) {
        return Going{row.id<AccountId>(0), {row.boolean(1), row.boolean(2), row.text(3)}};
    });
    for (auto const& [follower, asked] : going) {
        auto now = between(write, follower, to);
        bool apart = now.standing.blocking || now.standing.blocked_by || now.standing.domain_blocking;
        if (follower != to && target && !target->hidden() && !apart) {
            // Another server is asked as for any follow; here nobody need be asked.
            if (!target->is_local()) {
                (void)follow(write, follower, to, {asked.boosts, asked.notify, split(asked.languages)});
            } else if (!now.following) {
                drop_request(write, follower, to);
                begin(write, follower, to, asked, Telling::nobody);
            }
            write.emit(WentAlong{follower, from, to});
        }
        end(write, follower, from);
    }
    return std::ssize(going) == most;
}

void carry_over(db::Database& database, AccountId from_id, AccountId to) {
    auto from = database.read([&](db::Read& read) { return accounts::find(read, from_id); });
    if (!from) return;
    struct Note { std::int64_t id; std::string text; };  // the id of who noted it
    step_by_step(database, [&](db::Read& read, std::int64_t after) {
        return read.rows(sql::notes_about, {from_id, after, at_once}, [](db::Row const& row) { return Note{row.integer(0), row.text(1)}; });
    }, [&](db::Write& write, Note const& note) { carry_note(write, AccountId{note.id}, *from, to, note.text); });
    step_by_step(database, [&](db::Read& read, std::int64_t after) { return blocks::blocks_of(read, from_id, after, at_once); },
                 [&](db::Write& write, blocks::Held const& held) { carry_block(write, held, *from, to); });
    step_by_step(database, [&](db::Read& read, std::int64_t after) { return blocks::mutes_of(read, from_id, after, at_once); },
                 [&](db::Write& write, blocks::Held const& held) { carry_mute(write, held, *from, to); });
}

}  // namespace follows
