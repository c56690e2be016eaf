// Hashtags: one for all its spellings, followed and counted.
#include "base/text.hpp"
#include "base/time.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"
#include <algorithm>
#include <limits>
#include <unordered_map>

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

constexpr int days_counted = 7;
constexpr base::Time counted_for = days_counted * base::day;
constexpr std::size_t most_featured = 10;

Tag tag_of(db::Row const& row) { return {.id = row.integer(0), .name = row.text(1), .following = row.boolean(2), .featuring = row.boolean(3)}; }

// Seven days, today included: what apps draw is what is summed.
std::int64_t counted_from(db::Read& read) {
    auto today = read.now - read.now % base::day;
    return base::first_id_at(today - counted_for + base::day);
}

std::vector<Day> empty_days(base::Time now) {
    std::vector<Day> days;
    for (int back = 0; back < days_counted; ++back) days.push_back({now - now % base::day - back * base::day});
    return days;
}

// How often they were used, for all of them in two statements.
void add_history(db::Read& read, std::vector<Tag*> const& tags) {
    if (tags.empty()) return;
    db::List ids;
    std::unordered_map<std::int64_t, Tag*> by_id;
    for (auto* tag : tags) {
        ids.push_back(tag->id);
        by_id.emplace(tag->id, tag);
        tag->history = empty_days(read.now);
    }
    auto from = counted_from(read), today = read.now / base::day;
    read.each(sql::tag_people, {ids, from}, [&](db::Row const& row) {
        auto* tag = by_id.at(row.integer(0));
        tag->uses = row.integer(1);
        tag->accounts = row.integer(2);
    });
    read.each(sql::tag_days, {ids, from}, [&](db::Row const& row) {
        auto back = today - row.integer(1);
        if (back < 0 || back >= days_counted) return;
        auto& day = by_id.at(row.integer(0))->history[static_cast<std::size_t>(back)];
        day.uses = row.integer(2);
        day.accounts = row.integer(3);
    });
}

std::vector<Tag> with_history(db::Read& read, std::vector<Tag> tags) {
    std::vector<Tag*> pointers;
    for (auto& tag : tags) pointers.push_back(&tag);
    add_history(read, pointers);
    return tags;
}

FeaturedTag featured_of(db::Row const& row) { return {row.integer(0), row.text(1), row.integer(2), row.integer(3)}; }

struct Featured { FeaturedTag tag; std::int64_t hashtag; };

std::vector<Featured> read_featured(db::Read& read, AccountId account) {
    return read.rows(sql::featured_tags, {account}, [](db::Row const& row) { return Featured{featured_of(row), row.integer(4)}; });
}

bool is_hashtag(std::string_view name) {
    std::size_t at = 0;
    while (at < name.size()) {
        auto c = base::next_code_point(name, at);
        if (c != '_' && c != 0xB7 && !base::is_letter_or_digit(c) && c < 0x300) return false;
    }
    return !name.empty() && name.size() <= 400 && base::is_utf8(name);
}

}  // namespace

std::int64_t hashtag_id(db::Write& write, std::string_view spelled) {
    auto folded = base::fold(spelled);
    if (auto known = write.number(sql::hashtag_by_folded, {folded})) return known;
    auto id = write.new_id<base::Id<struct HashtagTag>>();
    write.run(sql::insert_hashtag, {id, spelled, folded});
    return id.value;
}

std::optional<Tag> find_tag(db::Read& read, std::string_view name, AccountId viewer) {
    auto tag = read.one(sql::tag, {base::fold(name), viewer}, tag_of);
    if (tag) add_history(read, {&*tag});
    return tag;
}

std::vector<Tag> find_tags(db::Read& read, std::vector<std::int64_t> const& ids, AccountId viewer) {
    if (ids.empty()) return {};
    auto found = with_history(read, read.rows(sql::tags_by_id, {db::List(ids), viewer}, tag_of));
    std::vector<Tag> ordered;
    for (auto id : ids)
        if (auto tag = std::ranges::find(found, id, &Tag::id); tag != found.end()) ordered.push_back(*tag);
    return ordered;
}

std::vector<Tag> search_tags(db::Read& read, std::string_view start, int limit) {
    auto folded = base::fold(start);
    if (folded.empty()) return {};
    // Everything that starts so sorts before the same text followed by the last code point.
    auto end = folded + "\xF4\x8F\xBF\xBF";
    return with_history(read, read.rows(sql::tags_starting_with, {folded, end, counted_from(read), limit}, tag_of));
}

Result<Tag> follow_tag(db::Write& write, AccountId account, std::string_view name) {
    if (!is_hashtag(name)) return base::refuse_field("name", "ERR_INVALID", "A hashtag is made of letters, digits and underscores.");
    auto id = hashtag_id(write, name);
    if (write.run(sql::insert_tag_follow, {write.new_id<base::Id<struct TagFollowTag>>(), account, id})) write.emit(TagFollowed{account, id, 1});
    return *find_tag(write, name, account);
}

Result<Tag> unfollow_tag(db::Write& write, AccountId account, std::string_view name) {
    auto tag = find_tag(write, name, account);
    if (!tag) return refuse(Why::not_found, "There is no such hashtag.");
    if (write.run(sql::delete_tag_follow, {account, tag->id})) write.emit(TagFollowed{account, tag->id, 0});
    tag->following = false;
    return *tag;
}

std::vector<Tag> followed_tags(db::Read& read, AccountId account) { return with_history(read, read.rows(sql::followed_tags, {account}, tag_of)); }

std::vector<FollowedTag> followed_tags(db::Read& read, AccountId account, Page page) {
    auto make = [](db::Row const& row) { return FollowedTag{row.integer(4), tag_of(row)}; };
    auto before = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
    auto followed = page.after ? read.rows(sql::followed_tags_after, {account, page.after, page.limit}, make)
                               : read.rows(sql::followed_tags_newest, {account, before, page.since, page.limit}, make);
    if (page.after) std::ranges::reverse(followed);
    std::vector<Tag*> tags;
    for (auto& each : followed) tags.push_back(&each.tag);
    add_history(read, tags);
    return followed;
}

Result<FeaturedTag> feature_tag(db::Write& write, AccountId account, std::string_view name) {
    if (!name.empty() && name.front() == '#') name.remove_prefix(1);
    if (!is_hashtag(name)) return base::refuse_field("name", "ERR_INVALID", "A hashtag is made of letters, digits and underscores.");
    auto tag = hashtag_id(write, name);
    auto shown = read_featured(write, account);
    if (auto known = std::ranges::find(shown, tag, &Featured::hashtag); known != shown.end()) return known->tag;
    if (shown.size() >= most_featured) return base::refuse_field("name", "ERR_TOO_MANY", "You already feature 10 hashtags. Take one away first.");
    write.run(sql::insert_featured_tag, {write.new_id<base::Id<struct FeaturedTagTag>>(), account, tag, name});
    write.emit(accounts::Changed{account});
    return featured_tags(write, account).back();
}

Result<base::Done> unfeature_tag(db::Write& write, AccountId account, std::int64_t featured) {
    if (!write.run(sql::delete_featured_tag, {account, featured})) return refuse(Why::not_found, "This hashtag is not featured.");
    write.emit(accounts::Changed{account});
    return base::Done{};
}

Result<base::Done> unfeature_tag(db::Write& write, AccountId account, std::string_view name) {
    auto tag = write.number(sql::hashtag_by_folded, {base::fold(name)});
    for (auto const& each : read_featured(write, account))
        if (tag && each.hashtag == tag) return unfeature_tag(write, account, each.tag.id);
    return refuse(Why::not_found, "This hashtag is not featured.");
}

std::vector<FeaturedTag> featured_tags(db::Read& read, AccountId account) { return read.rows(sql::featured_tags, {account}, featured_of); }

std::vector<Tag> tags_to_feature(db::Read& read, AccountId account, int limit) {
    return with_history(read, read.rows(sql::tags_to_feature, {account, limit}, tag_of));
}

}  // namespace posts
