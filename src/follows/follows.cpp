// The rules of following: who may follow whom, what a locked account must approve, and what is counted.
#include "follows/inside.hpp"
#include "base/text.hpp"
#include "follows/queries.hpp"
#include "follows/schema.hpp"
#include "notifications/notifications.hpp"
#include <algorithm>
#include <limits>

namespace follows {
using base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

using FollowId = base::Id<struct FollowTag>;

Result<accounts::Account> person(db::Read& read, AccountId id) {
    auto found = accounts::find(read, id);
    if (!found || found->hidden()) return refuse(Why::not_found, "There is no such account.");
    return *found;
}

Asked asked_of(db::Row const& row) { return {row.boolean(0), row.boolean(1), row.text(2)}; }

// Languages as they are stored: lower case, separated by spaces.
Result<std::optional<std::string>> languages_of(Wish const& wish) {
    constexpr std::size_t most = 50, longest = 35;
    if (!wish.languages) return std::nullopt;
    std::string all;
    for (auto const& language : *wish.languages) {
        auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
        if (language.size() < 2 || language.size() > longest || wish.languages->size() > most || !std::ranges::all_of(language, plain))
            return refuse_field("languages", "ERR_INVALID", "Languages are tags such as en or pt-BR, 50 at most.");
        all += (all.empty() ? "" : " ") + base::fold(language);
    }
    return all;
}

std::vector<Entry> entries(db::Read& read, db::Query const& down, db::Query const& up, AccountId of, Page page, AccountId viewer) {
    auto entry_of = [](db::Row const& row) { return Entry{row.integer(0), row.id<AccountId>(1)}; };
    auto from = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
    if (!page.after) return read.rows(down, {of, from, page.since, page.limit, viewer}, entry_of);
    auto rows = read.rows(up, {of, page.after, page.limit, viewer}, entry_of);
    std::ranges::reverse(rows);
    return rows;
}

Relationship followed_between(db::Read& read, AccountId me, AccountId other) {
    auto found = read.one(sql::relationship, {me, other}, [&](db::Row const& row) {
        Relationship relationship{other};
        relationship.following = !row.is_null(0);
        relationship.requested = !row.is_null(2);
        auto wish = relationship.following ? 0 : 2;
        relationship.showing_boosts = relationship.following || relationship.requested ? row.boolean(wish) : false;
        relationship.notifying = row.boolean(wish + 1);
        relationship.followed_by = !row.is_null(4);
        relationship.requested_by = !row.is_null(5);
        relationship.languages = split(row.view(6));
        relationship.note = row.text(7);
        relationship.endorsed = !row.is_null(8);
        return relationship;
    });
    return found.value_or(Relationship{other});
}

// Nothing holds the two together any more.
void part(db::Write& write, AccountId one, AccountId other) {
    for (auto const& [follower, followed] : {Pair{one, other}, Pair{other, one}}) {
        end(write, follower, followed);
        withdraw(write, follower, followed);
    }
}

}  // namespace

void begin(db::Write& write, AccountId follower, AccountId followed, Asked const& asked, Telling telling) {
    write.run(sql::insert_follow, {write.new_id<FollowId>(), follower, followed, asked.boosts, asked.notify, asked.languages});
    accounts::count_followers(write, followed, 1);
    accounts::count_following(write, follower, 1);
    if (telling == Telling::followed) notifications::tell(write, followed, "follow", follower);
    write.emit(Began{follower, followed});
}

bool end(db::Write& write, AccountId follower, AccountId followed) {
    if (!write.run(sql::delete_follow, {follower, followed})) return false;
    accounts::count_followers(write, followed, -1);
    accounts::count_following(write, follower, -1);
    write.run(sql::delete_endorsement, {follower, followed});
    notifications::take_back(write, followed, "follow", follower);
    write.emit(Ended{follower, followed});
    return true;
}

bool drop_request(db::Write& write, AccountId follower, AccountId followed) {
    if (!write.run(sql::delete_request, {follower, followed})) return false;
    notifications::take_back(write, followed, "follow_request", follower);
    return true;
}

bool withdraw(db::Write& write, AccountId follower, AccountId followed, AccountId by) {
    if (!drop_request(write, follower, followed)) return false;
    write.emit(Withdrawn{follower, followed, by});
    return true;
}

std::vector<std::string> split(std::string_view languages) {
    std::vector<std::string> all;
    while (!languages.empty()) {
        auto word = languages.substr(0, languages.find(' '));
        languages.remove_prefix(std::min(languages.size(), word.size() + 1));
        all.emplace_back(word);
    }
    return all;
}

Result<Relationship> follow(db::Write& write, AccountId follower, AccountId followed, Wish wish) {
    if (follower == followed) return refuse(Why::forbidden, "You cannot follow yourself.");
    auto other = TRY(person(write, followed));
    auto languages = TRY(languages_of(wish));
    auto now = between(write, follower, followed);
    // Whoever was blocked must not learn it from the words of a refusal.
    if (now.standing.blocking || now.standing.blocked_by || now.standing.domain_blocking) return refuse(Why::not_found, "There is no such account.");
    if (other.moved_to) return refuse(Why::forbidden, "This action is not allowed");
    Asked asked{wish.boosts.value_or(true), wish.notify.value_or(false), languages.value_or("")};
    if (now.following) {
        write.run(sql::change_follow, {follower, followed, wish.boosts, wish.notify, languages});
        // A reader's feed may have to lose or gain boosts.
        write.emit(Began{follower, followed});
    } else if (now.requested) {
        write.run(sql::change_request, {follower, followed, wish.boosts, wish.notify, languages});
    } else if (other.locked || !other.is_local()) {
        // Another server says itself who follows its people: what is asked for holds once it accepts.
        write.run(sql::insert_request, {write.new_id<FollowId>(), follower, followed, asked.boosts, asked.notify, asked.languages});
        if (other.is_local()) notifications::tell(write, followed, "follow_request", follower);
        write.emit(Requested{follower, followed});
    } else {
        begin(write, follower, followed, asked);
    }
    return between(write, follower, followed);
}

Result<Relationship> unfollow(db::Write& write, AccountId follower, AccountId followed) {
    end(write, follower, followed);
    withdraw(write, follower, followed, follower);
    return between(write, follower, followed);
}

Result<Relationship> approve(db::Write& write, AccountId followed, AccountId follower) {
    auto asked = write.one(sql::request_of, {follower, followed}, asked_of);
    if (!asked) return refuse(Why::not_found, "There is no such follow request.");
    drop_request(write, follower, followed);
    begin(write, follower, followed, *asked);
    return between(write, followed, follower);
}

Result<Relationship> reject(db::Write& write, AccountId followed, AccountId follower) {
    if (!withdraw(write, follower, followed, followed)) return refuse(Why::not_found, "There is no such follow request.");
    return between(write, followed, follower);
}

Result<Relationship> remove_follower(db::Write& write, AccountId followed, AccountId follower) {
    end(write, follower, followed);
    return between(write, followed, follower);
}

Result<Relationship> set_note(db::Write& write, AccountId me, AccountId other, std::string_view text) {
    constexpr std::int64_t longest = 2000;
    TRY(person(write, other));
    if (std::ssize(text) > 16 * longest || !base::is_utf8(text) || base::graphemes(text) > longest)
        return refuse_field("comment", "ERR_TOO_LONG", "A note is at most 2000 characters.");
    auto trimmed = base::trim(text);
    if (trimmed.empty()) write.run(sql::delete_note, {me, other});
    else write.run(sql::put_note, {me, other, trimmed});
    return between(write, me, other);
}

Result<Relationship> endorse(db::Write& write, AccountId me, AccountId other) {
    TRY(person(write, other));
    if (!is_follower(write, me, other)) return refuse(Why::invalid, "Validation failed: You must be already following the person you want to endorse");
    write.run(sql::insert_endorsement, {write.new_id<FollowId>(), me, other});
    return between(write, me, other);
}

Result<Relationship> unendorse(db::Write& write, AccountId me, AccountId other) {
    TRY(person(write, other));
    write.run(sql::delete_endorsement, {me, other});
    return between(write, me, other);
}

void forget(db::Write& write, AccountId account) {
    for (auto const& [follower, followed] : pairs(write, sql::everyone_around, account.value)) end(write, follower, followed);
    for (auto const* statement : {&sql::delete_requests_around, &sql::delete_notes_around, &sql::delete_endorsements_around, &sql::delete_dismissals_around, &sql::delete_severances})
        write.run(*statement, {account});
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == accounts::Suspended::kind) {
        sever_account(write, base::from_event<accounts::Suspended>(event).account);
    } else if (event.kind == blocks::Blocked::kind) {
        auto blocked = base::from_event<blocks::Blocked>(event);
        part(write, blocked.account, blocked.other);
    } else if (event.kind == blocks::DomainBlocked::kind) {
        auto domain = base::from_event<blocks::DomainBlocked>(event).domain;
        auto name = write.one(sql::domain_of_block, {domain}, [](db::Row const& row) { return row.text(0); });
        sever(write, Cause::user_domain_block, name.value_or(""), pairs(write, sql::follows_of_domain, domain));
        for (auto const& [follower, followed] : pairs(write, sql::requests_of_domain, domain)) withdraw(write, follower, followed);
    }
}

Relationship between(db::Read& read, AccountId me, AccountId other) {
    auto relationship = followed_between(read, me, other);
    relationship.standing = blocks::between(read, me, other);
    return relationship;
}

std::vector<Relationship> between(db::Read& read, AccountId me, std::vector<AccountId> const& others) {
    std::vector<Relationship> all;
    auto standings = blocks::between(read, me, others);
    for (std::size_t i = 0; i < others.size(); ++i) {
        all.push_back(followed_between(read, me, others[i]));
        all.back().standing = standings[i];
    }
    return all;
}

base::Time follower_since(db::Read& read, AccountId follower, AccountId followed) {
    return base::time_of(read.number(sql::follow_between, {follower, followed}));
}

bool is_follower(db::Read& read, AccountId follower, AccountId followed) {
    return read.number(sql::is_follower, {follower, followed}) == 1;
}

std::vector<Entry> followers(db::Read& read, AccountId of, Page page, AccountId viewer) {
    return entries(read, sql::followers, sql::followers_after, of, page, viewer);
}
std::vector<Entry> following(db::Read& read, AccountId of, Page page, AccountId viewer) {
    return entries(read, sql::following, sql::following_after, of, page, viewer);
}
std::vector<Entry> requests(db::Read& read, AccountId of, Page page, AccountId viewer) {
    return entries(read, sql::requests, sql::requests_after, of, page, viewer);
}
std::vector<Entry> endorsed(db::Read& read, AccountId of, Page page, AccountId viewer) {
    return entries(read, sql::endorsed, sql::endorsed_after, of, page, viewer);
}
std::vector<Entry> followers(db::Read& read, AccountId of, std::int64_t before, int limit) { return followers(read, of, Page{.before = before, .limit = limit}, {}); }
std::vector<Entry> following(db::Read& read, AccountId of, std::int64_t before, int limit) { return following(read, of, Page{.before = before, .limit = limit}, {}); }
std::vector<Entry> requests(db::Read& read, AccountId of, std::int64_t before, int limit) { return requests(read, of, Page{.before = before, .limit = limit}, {}); }

std::vector<Followed> all_followed_by(db::Read& read, AccountId follower) {
    return read.rows(sql::all_followed_by, {follower}, [](db::Row const& row) { return Followed{row.id<AccountId>(0), row.boolean(1), row.text(2)}; });
}

std::vector<AccountId> notified_by(db::Read& read, AccountId author) {
    return read.rows(sql::notified_by, {author}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

std::vector<AccountId> familiar_followers(db::Read& read, AccountId me, AccountId other, int limit) {
    return read.rows(sql::familiar, {me, other, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

}  // namespace follows
