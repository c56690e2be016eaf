// What may be said: checks a draft, finds the people, topics and links in it, and what it answers or quotes.
#include "posts/drafting.hpp"
#include "base/text.hpp"
#include "html/prose.hpp"
#include "posts/queries.hpp"
#include <algorithm>
#include <map>

namespace posts {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::size_t most_mentions = 100;

Result<Done> check_text(Draft const& draft, Ready const& ready) {
    if (!base::is_utf8(draft.text)) return refuse_field("status", "ERR_INVALID", "The text is not valid UTF-8.");
    if (!base::is_utf8(draft.content_note)) return refuse_field("spoiler_text", "ERR_INVALID", "The content note is not valid UTF-8.");
    bool says_more = !draft.media.empty() || draft.poll || draft.quoted;
    if (ready.text.empty() && !says_more) return refuse_field("status", "ERR_BLANK", "Write something first: a post needs some text.");
    // Graphemes never outnumber bytes, so that counting is needed only past the limit; 4 bytes times 16 code points bounds
    // what one grapheme may weigh.
    auto limit = longest();
    auto bytes = static_cast<std::int64_t>(ready.text.size() + ready.content_note.size());
    if (bytes > limit && (bytes > limit * 64 || html::counted_length(ready.text) + base::graphemes(ready.content_note) > limit))
        return refuse_field("status", "ERR_TOO_LONG", "A post is at most " + std::to_string(limit) + " characters, its content note included.");
    return Done{};
}

Result<Done> check_parts(Draft const& draft) {
    if (!draft.poll) return Done{};
    if (!draft.media.empty()) return refuse_field("media_ids", "ERR_INVALID", "A post has either media or a poll, not both.");
    return polls::check(*draft.poll);
}

bool is_language(std::string_view tag) {
    if (tag.size() < 2 || tag.size() > 35) return false;
    return std::ranges::all_of(tag, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

// The post behind a draft's reference, also when a boost of it was named.
std::optional<Post> named(db::Read& read, AccountId author, PostId id) {
    auto post = find(read, id, author);
    if (post && post->boost_of) post = find(read, post->boost_of, author);
    return post;
}

Result<std::optional<Post>> parent_of(db::Read& read, AccountId author, Draft const& draft) {
    if (!draft.reply_to) return std::nullopt;
    auto parent = named(read, author, draft.reply_to);
    if (!parent) return refuse_field("in_reply_to_id", "ERR_INVALID", "The post you are answering is no longer there.");
    if (!permissions(read, *parent, author).reply)
        return std::unexpected(base::Refusal{Why::forbidden, "Its author limited who may answer this post.",
                                             {{"in_reply_to_id", "ERR_NOT_ALLOWED", "Its author limited who may answer this post."}}});
    return parent;
}

std::unexpected<base::Refusal> not_quotable() {
    std::string words = "The post you are trying to quote does not appear to exist.";
    return std::unexpected(base::Refusal{Why::not_found, words, {{"quoted_status_id", "ERR_INVALID", words}}});
}

// What may not be quoted is not found either: refusals tell nothing about who decided what.
Result<Done> find_quoted(db::Read& read, AccountId author, Draft const& draft, Ready& ready) {
    if (!draft.quoted) return Done{};
    ready.quoted = named(read, author, draft.quoted);
    if (!ready.quoted) return not_quotable();
    switch (permissions(read, *ready.quoted, author).quote) {
        // Of another server's post, that server says so itself.
        case Permissions::Quoting::yes: ready.quote = ready.quoted->is_local() ? QuoteState::accepted : QuoteState::pending; break;
        case Permissions::Quoting::on_request: ready.quote = QuoteState::pending; break;
        case Permissions::Quoting::no: return not_quotable();
    }
    return Done{};
}

// Looks up who is mentioned, once each, and makes the markup with their addresses.
void find_people_and_tags(db::Read& read, Ready& ready) {
    std::map<std::string, std::optional<accounts::Account>, std::less<>> people;
    auto person = [&](std::string_view handle) -> std::optional<std::string> {
        auto known = people.find(handle);
        if (known == people.end() && people.size() < most_mentions) {
            auto account = accounts::find_by_handle(read, handle);
            if (account && account->hidden()) account.reset();
            if (account && std::ranges::find(ready.mentioned, account->id, &accounts::Account::id) == ready.mentioned.end())
                ready.mentioned.push_back(*account);
            known = people.emplace(std::string(handle), std::move(account)).first;
        }
        return known != people.end() && known->second ? std::optional(known->second->url()) : std::nullopt;
    };
    ready.html = html::prose(ready.text, {person, base::site_url() + "/tags/"}).markup;
    for (auto const& found : html::find_in(ready.text)) {
        if (found.kind == html::Found::Kind::hashtag) ready.hashtags.emplace_back(found.inner);
        if (found.kind == html::Found::Kind::link && ready.link.empty() && is_open(ready.visibility)) ready.link = found.inner;
    }
}

// Whoever is answered is addressed, also when the text does not name them: they are told, and see a direct answer.
void add_answered(db::Read& read, AccountId author, AccountId answered, Ready& ready) {
    if (!answered || answered == author) return;
    auto named = std::ranges::find(ready.mentioned, answered, &accounts::Account::id);
    if (named != ready.mentioned.end()) return;
    auto account = accounts::find(read, answered);
    if (account && !account->hidden()) ready.mentioned.push_back(*account);
}

// What both ways of writing share; the visibility and the parent are known.
Result<Done> complete(db::Read& read, AccountId author, AccountId answered, Draft const& draft, Ready& ready) {
    ready.text = base::trim(base::normalize(draft.text));
    ready.content_note = base::trim(base::normalize(draft.content_note));
    ready.sensitive = draft.sensitive || !ready.content_note.empty();
    TRY(check_text(draft, ready));
    TRY(check_parts(draft));
    if (!is_language(ready.language)) return refuse_field("language", "ERR_INVALID", "The language must be a tag such as en or pt-BR.");
    find_people_and_tags(read, ready);
    add_answered(read, author, answered, ready);
    return Done{};
}

// A quote in a direct message would tell its reader something about somebody who is not part of it.
Result<Done> check_direct_quote(AccountId author, Ready const& ready) {
    if (!ready.quoted || ready.visibility != Visibility::direct || ready.quoted->author == author) return Done{};
    if (std::ranges::find(ready.mentioned, ready.quoted->author, &accounts::Account::id) != ready.mentioned.end()) return Done{};
    return refuse_field("quoted_status_id", "ERR_INVALID", "Cannot quote a non-mentioned user in a Private Mention post.");
}

}  // namespace

Result<accounts::Account> writer(db::Read& read, AccountId author) {
    auto account = accounts::find(read, author);
    if (!account || account->hidden()) return refuse(Why::forbidden, "This account cannot post.");
    return *account;
}

Result<Ready> prepare(db::Read& read, accounts::Account const& author, Draft const& draft) {
    Ready ready;
    auto usual = accounts::preferences(read, author.id);
    auto usual_language = usual.language.empty() ? author.language : usual.language;
    ready.language = draft.language.empty() ? usual_language : draft.language;
    ready.parent = TRY(parent_of(read, author.id, draft));
    auto usual_visibility = ready.parent ? ready.parent->visibility : visibility_of(usual.visibility).value_or(Visibility::everyone);
    ready.visibility = draft.visibility.value_or(usual_visibility);
    ready.policy = draft.policy.value_or(Policy{.quote = allowed_of(usual.quote_policy).value_or(Allowed::everyone)});
    TRY(find_quoted(read, author.id, draft, ready));
    TRY(complete(read, author.id, ready.parent ? ready.parent->author : AccountId{}, draft, ready));
    TRY(check_direct_quote(author.id, ready));
    // What stays here keeps its answers and quotes here as well.
    ready.local_only = draft.local_only || (ready.parent && ready.parent->local_only) || (ready.quoted && ready.quoted->local_only);
    return ready;
}

Result<Done> check(db::Read& read, AccountId author, Draft const& draft) {
    TRY(prepare(read, TRY(writer(read, author)), draft));
    return Done{};
}

Result<Ready> prepare_edit(db::Read& read, accounts::Account const& author, Post const& before, Draft const& draft) {
    Ready ready;
    ready.language = draft.language.empty() ? before.language : draft.language;
    ready.visibility = before.visibility;
    ready.policy = draft.policy.value_or(before.policy);
    ready.quote = before.quote.state;
    ready.local_only = before.local_only;
    auto with_quote = draft;
    with_quote.quoted = before.quote.post;
    TRY(complete(read, author.id, before.reply_to_author, with_quote, ready));
    return ready;
}

Result<Done> put_media(db::Write& write, AccountId author, PostId post, Draft const& draft) {
    TRY(media::attach(write, author, post, draft.media));
    for (auto const& [id, details] : draft.media_details) TRY(media::describe(write, author, id, details));
    return Done{};
}

std::vector<PutHashtag> put_hashtags(db::Write& write, PostId post, std::vector<std::string> const& spelled) {
    std::vector<PutHashtag> put;
    for (auto const& name : spelled) {
        auto folded = base::fold(name);
        auto id = write.number(sql::insert_known_hashtag, {post, folded, name});
        if (!id) {
            // New, or there already: the same one in another spelling.
            auto made = hashtag_id(write, name);
            if (write.run(sql::insert_post_hashtag, {post, made, name})) id = made;
        }
        if (id) put.push_back({id, name});
    }
    std::ranges::sort(put, {}, &PutHashtag::id);
    return put;
}

void put_mentions(db::Write& write, Post const& post, std::vector<accounts::Account> const& people) {
    for (auto const& account : people)
        if (write.run(sql::insert_mention, {post.id, account.id})) tell_about(write, account.id, "mention", post.author, post);
}

}  // namespace posts
