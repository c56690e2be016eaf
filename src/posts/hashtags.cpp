// Hashtags: one for all its spellings, followed and counted.
#include "base/text.hpp"
#include "base/time.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

constexpr base::Time counted_for = 7 * base::day;

Tag tag_of(db::Row const& row) { return {row.integer(0), row.text(1), row.boolean(2), row.integer(3), row.integer(4)}; }

std::int64_t counted_from(db::Read& read) { return base::first_id_at(read.now - counted_for); }

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
    return read.one(sql::tag, {base::fold(name), viewer, counted_from(read)}, tag_of);
}

std::vector<Tag> search_tags(db::Read& read, std::string_view start, int limit) {
    auto folded = base::fold(start);
    if (folded.empty()) return {};
    // Everything that starts so sorts before the same text followed by the last code point.
    auto end = folded + "\xF4\x8F\xBF\xBF";
    return read.rows(sql::tags_starting_with, {folded, end, counted_from(read), limit}, tag_of);
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

std::vector<Tag> followed_tags(db::Read& read, AccountId account) { return read.rows(sql::followed_tags, {account}, tag_of); }

std::vector<Tag> busiest_tags(db::Read& read, int limit) { return read.rows(sql::busiest_tags, {counted_from(read), limit}, tag_of); }

}  // namespace posts
