// Writing and deleting posts: what may be said, to whom it goes, what is counted and who is told.
#include "posts/posts.hpp"
#include "base/text.hpp"
#include "follows/follows.hpp"
#include "html/prose.hpp"
#include "notifications/notifications.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"
#include "posts/schema.hpp"
#include <algorithm>
#include <map>

namespace posts {
using base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr base::Time key_lives = base::Time{60} * 60 * 1000;
constexpr std::size_t longest_note_key = 200, most_mentions = 100;

// A draft that was checked and completed.
struct Ready {
    std::string text, html, content_note, language;
    Visibility visibility;
    std::optional<Post> parent;
    std::vector<accounts::Account> mentioned;
    std::vector<std::string> hashtags;
};

Result<base::Done> check_text(Draft const& draft, Ready const& ready) {
    if (!base::is_utf8(draft.text)) return refuse_field("status", "ERR_INVALID", "The text is not valid UTF-8.");
    if (!base::is_utf8(draft.content_note)) return refuse_field("spoiler_text", "ERR_INVALID", "The content note is not valid UTF-8.");
    if (ready.text.empty()) return refuse_field("status", "ERR_BLANK", "Write something first: a post needs some text.");
    // Graphemes never outnumber bytes, so that counting is needed only past the limit; 4 bytes times 16 code points bounds
    // what one grapheme may weigh.
    auto limit = longest();
    auto bytes = static_cast<std::int64_t>(ready.text.size() + ready.content_note.size());
    if (bytes > limit && (bytes > limit * 64 || html::counted_length(ready.text) + base::graphemes(ready.content_note) > limit))
        return refuse_field("status", "ERR_TOO_LONG", "A post is at most " + std::to_string(limit) + " characters, its content note included.");
    return base::Done{};
}

bool is_language(std::string_view tag) {
    if (tag.size() < 2 || tag.size() > 35) return false;
    return std::ranges::all_of(tag, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<std::optional<Post>> parent_of(db::Read& read, AccountId author, Draft const& draft) {
    if (!draft.reply_to) return std::nullopt;
    auto parent = find(read, draft.reply_to, author);
    if (parent && parent->boost_of) parent = find(read, parent->boost_of, author);
    if (!parent) return refuse_field("in_reply_to_id", "ERR_INVALID", "The post you are answering is no longer there.");
    return parent;
}

// Looks up who is mentioned, once each, and makes the markup with their addresses.
void find_people_and_tags(db::Read& read, Ready& ready) {
    std::map<std::string, std::optional<accounts::Account>, std::less<>> people;
    auto person = [&](std::string_view handle) -> std::optional<std::string> {
        auto known = people.find(handle);
        if (known == people.end() && people.size() < most_mentions) {
            auto account = accounts::find_by_handle(read, handle);
            if (account && account->suspended_at) account.reset();
            if (account && std::ranges::find(ready.mentioned, account->id, &accounts::Account::id) == ready.mentioned.end())
                ready.mentioned.push_back(*account);
            known = people.emplace(std::string(handle), std::move(account)).first;
        }
        return known != people.end() && known->second ? std::optional(known->second->url()) : std::nullopt;
    };
    ready.html = html::prose(ready.text, {person, base::site_url() + "/tags/"}).markup;
    for (auto const& found : html::find_in(ready.text))
        if (found.kind == html::Found::Kind::hashtag) ready.hashtags.emplace_back(found.inner);
}

// Whoever is answered is addressed, also when the text does not name them: they are told, and see a direct answer.
void add_answered(db::Read& read, AccountId author, Ready& ready) {
    if (!ready.parent || ready.parent->author == author) return;
    auto named = std::ranges::find(ready.mentioned, ready.parent->author, &accounts::Account::id);
    if (named != ready.mentioned.end()) return;
    auto answered = accounts::find(read, ready.parent->author);
    if (answered && !answered->suspended_at) ready.mentioned.push_back(*answered);
}

Result<Ready> prepare(db::Read& read, accounts::Account const& author, Draft const& draft) {
    Ready ready{base::trim(base::normalize(draft.text)), {}, base::trim(base::normalize(draft.content_note)),
                draft.language.empty() ? author.language : draft.language, Visibility::everyone, {}, {}, {}};
    TRY(check_text(draft, ready));
    if (!is_language(ready.language)) return refuse_field("language", "ERR_INVALID", "The language must be a tag such as en or pt-BR.");
    ready.parent = TRY(parent_of(read, author.id, draft));
    ready.visibility = draft.visibility.value_or(ready.parent ? ready.parent->visibility : Visibility::everyone);
    find_people_and_tags(read, ready);
    add_answered(read, author.id, ready);
    return ready;
}

void put_hashtags(db::Write& write, PostId post, std::vector<std::string> const& spelled) {
    for (auto const& name : spelled) write.run(sql::insert_post_hashtag, {post, hashtag_id(write, name), name});
}

void tell(db::Write& write, PostId post, AccountId author, Ready const& ready) {
    for (auto const& account : ready.mentioned) {
        write.run(sql::insert_mention, {post, account.id});
        notifications::tell(write, account.id, "mention", author, post);
    }
    if (ready.visibility == Visibility::direct || ready.parent) return;
    for (auto follower : follows::notified_by(write, author)) notifications::tell(write, follower, "status", author, post);
}

// The first post under this key, if it is still there.
std::optional<Post> already_published(db::Read& read, AccountId author, std::string const& key) {
    if (key.empty()) return std::nullopt;
    auto id = PostId{read.number(sql::post_by_key, {author, key, read.now - key_lives})};
    return id ? find_unchecked(read, id) : std::nullopt;
}

void remove_boost(db::Write& write, PostId boost, AccountId booster, PostId of) {
    write.run(sql::delete_post, {boost});
    accounts::count_posts(write, booster, -1);
    write.emit(Deleted{boost, booster, of});
    write.emit(Marked{booster, of, 2, 0});
}

}  // namespace

Result<Post> publish(db::Write& write, AccountId author_id, Draft const& draft) {
    if (draft.idempotency_key.size() > longest_note_key) return refuse_field("Idempotency-Key", "ERR_TOO_LONG", "An idempotency key is at most 200 bytes.");
    if (auto earlier = already_published(write, author_id, draft.idempotency_key)) return *earlier;
    auto author = accounts::find(write, author_id);
    if (!author || author->suspended_at) return refuse(Why::forbidden, "This account cannot post.");
    auto ready = TRY(prepare(write, *author, draft));

    auto id = write.new_id<PostId>();
    auto const& parent = ready.parent;
    write.run(sql::insert_post, {id, author_id, ready.text, ready.html, ready.content_note, draft.sensitive || !ready.content_note.empty(),
                                 text_of(ready.visibility), ready.language, parent ? parent->id : PostId{}, parent ? parent->author : AccountId{},
                                 parent ? parent->thread : id, PostId{}, draft.app, write.now});
    if (!draft.idempotency_key.empty()) write.run(sql::put_key, {author_id, draft.idempotency_key, id, write.now});
    put_hashtags(write, id, ready.hashtags);
    tell(write, id, author_id, ready);
    accounts::count_posts(write, author_id, 1, write.now);
    if (parent) {
        write.run(sql::count_replies, {parent->id, 1});
        write.emit(Counted{parent->id});
    }
    write.emit(Published{id, author_id, PostId{}});
    return *find_unchecked(write, id);
}

Result<Post> remove(db::Write& write, AccountId author, PostId id) {
    auto post = find_unchecked(write, id);
    if (!post || post->author != author) return refuse(Why::not_found, "There is no such post.");
    if (post->boost_of) {
        TRY(unboost(write, author, post->boost_of));
        return *post;
    }
    using Boost = std::pair<PostId, AccountId>;
    for (auto const& [boost, booster] : write.rows(sql::boosts_of, {id}, [](db::Row const& row) { return Boost{row.id<PostId>(0), row.id<AccountId>(1)}; }))
        remove_boost(write, boost, booster, id);
    for (auto const* statement : {&sql::delete_mentions, &sql::delete_post_hashtags, &sql::delete_favourites_of, &sql::delete_bookmarks_of,
                                  &sql::delete_pin_of, &sql::replies_lose_parent, &sql::delete_post})
        write.run(*statement, {id});
    notifications::forget_post(write, id);
    accounts::count_posts(write, author, -1);
    if (post->reply_to) {
        write.run(sql::count_replies, {post->reply_to, -1});
        write.emit(Counted{post->reply_to});
    }
    write.emit(Deleted{id, author, PostId{}});
    return *post;
}

void forget(db::Write& write, AccountId account) {
    auto ids = [](db::Row const& row) { return row.id<PostId>(0); };
    for (auto post : write.rows(sql::favourites_by, {account}, ids)) (void)unfavourite(write, account, post);
    // Boosts go with their posts, and may already be gone with an earlier one.
    for (auto post : write.rows(sql::all_posts_of, {account}, ids)) (void)remove(write, account, post);
    for (auto const* statement : {&sql::forget_bookmarks, &sql::forget_mentions, &sql::forget_tag_follows, &sql::forget_keys})
        write.run(*statement, {account});
}

void forget_old_keys(db::Write& write) { write.run(sql::forget_old_keys, {write.now - key_lives}); }

}  // namespace posts
