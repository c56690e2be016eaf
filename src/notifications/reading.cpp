// Lists of notifications, one by one and in groups, paged by key.
#include "base/text.hpp"
#include "notifications/inside.hpp"
#include "notifications/queries.hpp"
#include <algorithm>
#include <limits>
#include <unordered_map>

namespace notifications {

namespace {

bool contains(std::vector<std::string> const& all, std::string_view kind) { return std::ranges::find(all, kind) != all.end(); }

// The kinds that pass; empty for all of them.
std::vector<std::string> wanted_kinds(Filter const& filter) {
    std::vector<std::string> wanted;
    if (filter.only.empty() && filter.without.empty()) return wanted;
    for (auto kind : kinds)
        if ((filter.only.empty() || contains(filter.only, kind)) && !contains(filter.without, kind)) wanted.emplace_back(kind);
    // Kinds that Mastodon has no word for come to whoever names them.
    for (auto const& kind : filter.only)
        if (is_about_alert(kind) && !contains(filter.without, kind)) wanted.push_back(kind);
    if (wanted.empty()) wanted.emplace_back();  // everything was excluded
    return wanted;
}

// Walks one account's notifications from newest to oldest, or upwards, by the index that fits what is asked.
class Walk {
public:
    Walk(db::Read& read, AccountId account, Page const& page, Filter const& filter)
        : read_(read), account_(account), filter_(filter), wanted_(wanted_kinds(filter)), upwards_(page.after != 0),
          before_(page.before ? page.before : std::numeric_limits<std::int64_t>::max()), since_(upwards_ ? page.after : page.since),
          make_(notification_of(account, read.number(sql::seen, {account}))) {}

    bool upwards() const { return upwards_; }
    // Only heads come; those who ask for some kinds or one person get all and drop the rest.
    void only_heads() { heads_ = true; }

    std::vector<Notification> next(int count) {
        auto found = filter_.from ? of_person(count) : wanted_.empty() ? of_all(count) : of_kinds(count);
        if (!found.empty()) (upwards_ ? since_ : before_) = found.back().id;
        done_ = static_cast<int>(found.size()) < count;
        if (filter_.from && !wanted_.empty()) std::erase_if(found, [&](Notification const& each) { return !contains(wanted_, each.kind); });
        return found;
    }
    bool done() const { return done_; }

private:
    std::vector<Notification> of_all(int count) {
        if (heads_ && !filter_.include_filtered)
            return read_.rows(upwards_ ? sql::heads_oldest : sql::heads_newest, {account_, before_, since_, count}, make_);
        return read_.rows(upwards_ ? sql::oldest : sql::newest, {account_, before_, since_, filter_.include_filtered, count}, make_);
    }
    std::vector<Notification> of_person(int count) {
        return read_.rows(upwards_ ? sql::from_oldest : sql::from_newest, {account_, before_, since_, filter_.include_filtered, count, filter_.from}, make_);
    }
    std::vector<Notification> of_kinds(int count) {
        std::vector<Notification> all;
        for (auto const& kind : wanted_)
            for (auto& each : read_.rows(upwards_ ? sql::kind_oldest : sql::kind_newest, {account_, before_, since_, filter_.include_filtered, count, kind}, make_))
                all.push_back(std::move(each));
        std::ranges::sort(all, [this](auto const& a, auto const& b) { return upwards_ ? a.id < b.id : a.id > b.id; });
        if (static_cast<int>(all.size()) > count) all.resize(static_cast<std::size_t>(count));
        return all;
    }

    db::Read& read_;
    AccountId account_;
    Filter const& filter_;
    std::vector<std::string> wanted_;
    bool upwards_, heads_ = false, done_ = false;
    std::int64_t before_, since_;  // exclusive
    decltype(notification_of({}, 0)) make_;
};

// Fills a page with what passes, looking further only when something did not.
template <class Passes>
std::vector<Notification> page_of(Walk& walk, int limit, Passes passes) {
    constexpr int step = 200, most_steps = 200;
    std::vector<Notification> kept;
    for (int steps = 0; steps < most_steps && static_cast<int>(kept.size()) < limit; ++steps) {
        for (auto& each : walk.next(steps ? step : limit))
            if (static_cast<int>(kept.size()) < limit && passes(each)) kept.push_back(std::move(each));
        if (walk.done()) break;
    }
    if (walk.upwards()) std::ranges::reverse(kept);
    return kept;
}

std::vector<AccountId> people_of(db::Read& read, Notification const& head, Unheard& unheard) {
    std::vector<AccountId> people;
    auto before = std::numeric_limits<std::int64_t>::max();
    constexpr int at_once = 4 * sample_size;
    for (std::size_t found = at_once; found == at_once && people.size() < sample_size;) {
        auto part = read.rows(sql::members, {head.account, head.kind, head.post, head.bucket, before, at_once},
                              [](db::Row const& row) { return Member{row.integer(0), row.id<AccountId>(1)}; });
        found = part.size();
        for (auto const& each : part)
            if (people.size() < sample_size && !unheard(each.account)) people.push_back(each.account);
        if (found) before = part.back().id;
    }
    return people;
}

// Counts and samples for the heads of groups; those whose people are all unheard are dropped.
void complete(db::Read& read, std::vector<Group>& groups, std::int64_t page_ends_at, Unheard& unheard) {
    db::List heads;
    for (auto const& each : groups)
        if (!each.key.starts_with("ungrouped-")) heads.push_back(each.newest.id);
    struct Size { std::int64_t count, oldest; };
    std::unordered_map<std::int64_t, Size> sizes;
    if (!heads.empty())
        read.each(sql::sizes, {heads, page_ends_at}, [&](db::Row const& row) { sizes[row.integer(0)] = {row.integer(1), row.integer(2)}; });
    for (auto& each : groups) {
        each.oldest_on_page = each.newest.id;
        each.people = {each.newest.from};
        if (auto size = sizes.find(each.newest.id); size != sizes.end()) {
            each.count = size->second.count;
            if (size->second.oldest) each.oldest_on_page = size->second.oldest;
            if (each.count > 1) each.people = people_of(read, each.newest, unheard);
        }
        std::erase_if(each.people, [&](AccountId person) { return unheard(person); });
        // A head that is not heard of any more gives its place to who is.
        if (!each.people.empty()) each.newest.from = each.people.front();
    }
    std::erase_if(groups, [](Group const& each) { return each.people.empty(); });
}

}  // namespace

bool Unheard::operator()(AccountId from) {
    if (!people_.contains(from)) return false;
    auto [known, is_new] = decided_.try_emplace(from, true);
    if (is_new) {
        auto now = blocks::between(read_, account_, from);
        known->second = now.muting_notifications || now.blocking || now.blocked_by || now.domain_blocking;
    }
    return known->second;
}

std::string text_of(GroupKey const& key) {
    if (key.alone) return "ungrouped-" + std::to_string(key.alone);
    return key.kind + (key.post ? "-" + key.post.text() : std::string{}) + "-" + std::to_string(key.bucket);
}

std::string group_key(Notification const& told) {
    return text_of(told.bucket ? GroupKey{told.kind, told.post, told.bucket} : GroupKey{.alone = told.id});
}

std::optional<GroupKey> key_of(std::string_view text) {
    constexpr std::string_view alone = "ungrouped-";
    if (text.starts_with(alone)) {
        auto id = base::parse_id(text.substr(alone.size()));
        return id ? std::optional(GroupKey{.alone = *id}) : std::nullopt;
    }
    auto parts = base::split(text, '-');
    if (parts.size() < 2 || parts.size() > 3 || !is_groupable(parts.front())) return std::nullopt;
    auto bucket = base::parse_id(parts.back()), post = parts.size() == 3 ? base::parse_id(parts[1]) : std::optional<std::int64_t>(0);
    if (!bucket || !*bucket || !post) return std::nullopt;
    return GroupKey{std::string(parts.front()), PostId{*post}, *bucket};
}

std::vector<Notification> list(db::Read& read, AccountId account, Page page, Filter const& filter) {
    Unheard unheard(read, account);
    Walk walk(read, account, page, filter);
    return page_of(walk, page.limit, [&](Notification const& each) { return !unheard(each.from); });
}

std::vector<Group> groups(db::Read& read, AccountId account, Page page, Filter const& filter, std::vector<std::string> const& grouped) {
    auto in_groups = [&](std::string const& kind) { return is_groupable(kind) && (grouped.empty() || contains(grouped, kind)); };
    Unheard unheard(read, account);
    Walk walk(read, account, page, filter);
    if (std::ranges::all_of(kinds, [&](auto kind) { return !is_groupable(kind) || in_groups(std::string(kind)); })) walk.only_heads();
    auto heads = page_of(walk, page.limit, [&](Notification const& each) {
        if (each.bucket && in_groups(each.kind)) return each.head;
        return !unheard(each.from);
    });
    // The last page ends where the list does, or where the asker's own knowledge begins.
    bool full = static_cast<int>(heads.size()) >= page.limit;
    auto ends_at = full && !heads.empty() ? heads.back().id : std::max(page.since, page.after) + 1;
    std::vector<Group> made;
    for (auto& each : heads) {
        auto key = in_groups(each.kind) ? group_key(each) : text_of(GroupKey{.alone = each.id});
        made.push_back({std::move(key), std::move(each)});
    }
    complete(read, made, ends_at, unheard);
    return made;
}

std::optional<Group> find_group(db::Read& read, AccountId account, std::string_view text) {
    auto key = key_of(text);
    if (!key) return std::nullopt;
    auto make = notification_of(account, read.number(sql::seen, {account}));
    auto head = key->alone ? find(read, account, key->alone) : read.one(sql::head_of_group, {account, key->kind, key->post, key->bucket}, make);
    if (!head) return std::nullopt;
    std::vector<Group> one;
    one.push_back({text_of(*key), std::move(*head)});
    Unheard unheard(read, account);
    complete(read, one, 0, unheard);
    return one.empty() ? std::nullopt : std::optional(std::move(one.front()));
}

std::vector<Member> members(db::Read& read, AccountId account, std::string_view text, std::int64_t before, int limit) {
    auto key = key_of(text);
    if (!key) return {};
    Unheard unheard(read, account);
    std::vector<Member> all;
    if (key->alone) {
        auto one = find(read, account, key->alone);
        if (one && (!before || one->id < before)) all.push_back({one->id, one->from});
    } else {
        all = read.rows(sql::members, {account, key->kind, key->post, key->bucket, before ? before : std::numeric_limits<std::int64_t>::max(), limit},
                        [](db::Row const& row) { return Member{row.integer(0), row.id<AccountId>(1)}; });
    }
    std::erase_if(all, [&](Member const& each) { return unheard(each.account); });
    return all;
}

std::optional<Notification> find(db::Read& read, AccountId account, std::int64_t id) {
    return read.one(sql::find, {account, id}, notification_of(account, read.number(sql::seen, {account})));
}

std::int64_t unread(db::Read& read, AccountId account) { return read.number(sql::unread, {account}); }
std::int64_t unread_groups(db::Read& read, AccountId account) { return read.number(sql::unread_heads, {account}); }

}  // namespace notifications
