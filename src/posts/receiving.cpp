// Posts of other servers: what they say is cleaned and brought within bounds, then stands beside what is written here.
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"
#include "html/sanitize.hpp"
#include "notifications/notifications.hpp"
#include "posts/drafting.hpp"
#include "posts/queries.hpp"
#include <algorithm>

namespace posts {
using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::size_t most_named = 100, most_tags = 64, longest_uri = 2048;
constexpr std::int64_t longest_note = 1000, longest_title = 300;
constexpr base::Time long_ago = 946'684'800'000;  // the year 2000: whatever claims to be older does not come from a network

// What was received, as it is kept.
struct Kept {
    std::string html, text, content_note, language, link, url;
    base::Time created_at = 0, edited_at = 0;
    std::optional<Post> parent, quoted;
    QuoteState quote = QuoteState::none;
    std::vector<accounts::Account> mentioned;
    bool sensitive = false;
};

Result<accounts::Account> author_of(db::Read& read, AccountId id) {
    auto author = accounts::find(read, id);
    if (!author || author->hidden() || author->is_local()) return refuse(Why::forbidden, "Nothing is taken from this account.");
    return *author;
}

bool is_local(db::Read& read, AccountId id) {
    auto account = accounts::find(read, id);
    return account && account->is_local();
}

std::string tidy(std::string_view text, std::int64_t longest) { return base::shorten(base::trim(base::normalize(text.substr(0, static_cast<std::size_t>(longest) * 16))), longest); }

// BCP 47 as far as we read it.
std::string language_of(std::string_view tag) {
    bool good = tag.size() >= 2 && tag.size() <= 35 && std::ranges::all_of(tag, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
    return good ? std::string(tag) : "und";
}

// The first link that leads to a page, not to a person or a topic.
std::string first_link(std::string_view markup) {
    constexpr std::string_view start = "<a href=\"";
    for (auto at = markup.find(start); at != markup.npos; at = markup.find(start, at + 1)) {
        auto tag = markup.substr(at, markup.find('>', at) - at);
        auto address = tag.substr(start.size(), tag.find('"', start.size()) - start.size());
        if (tag.find("mention") == tag.npos && tag.find("hashtag") == tag.npos && address.find('&') == address.npos) return std::string(address);
    }
    return {};
}

// An old post that is fetched now stands where it was written; its low bits come from its name, which spreads them.
PostId id_at(db::Write& write, base::Time created, std::string_view uri) {
    constexpr base::Time fresh = 10 * base::minute;
    constexpr std::size_t places = 1 << 16;
    if (created + fresh > write.now) return write.new_id<PostId>();
    auto low = std::hash<std::string_view>{}(uri);
    for (std::size_t tries = 0; tries < places; ++tries) {
        PostId id{base::first_id_at(created) | static_cast<std::int64_t>((low + tries) % places)};
        if (!write.number(sql::has_post, {id})) return id;
    }
    return write.new_id<PostId>();
}

// What is answered, as far as its author's server could know it. A person of this server decides who may answer them.
Result<std::optional<Post>> parent_of(db::Read& read, AccountId author, PostId id) {
    if (!id) return std::nullopt;
    auto parent = find_unchecked(read, id);
    if (!parent || parent->boost_of || parent->local_only) return std::nullopt;
    if (blocks::between(read, parent->author, author).blocking) return refuse(Why::forbidden, "Nothing of this account reaches the person it answers.");
    if (!find(read, id, author)) return std::nullopt;
    if (is_local(read, parent->author) && !permissions(read, *parent, author).reply) return refuse(Why::forbidden, "Its author limited who may answer this post.");
    return parent;
}

// Quotes of this server's posts follow their author's policy; those of others, what was proved.
void find_quoted(db::Read& read, Received const& received, Kept& kept) {
    if (!received.quoted) return;
    auto quoted = find(read, received.quoted, received.author);
    if (!quoted || quoted->boost_of || quoted->local_only) return;
    if (quoted->author != received.author && !is_open(quoted->visibility)) return;
    kept.quoted = quoted;
    kept.quote = received.quote == QuoteState::none ? QuoteState::pending : received.quote;
    if (quoted->author == received.author) kept.quote = QuoteState::accepted;
    if (kept.quote != QuoteState::pending || !is_local(read, quoted->author)) return;
    switch (permissions(read, *quoted, received.author).quote) {
    case Permissions::Quoting::yes: kept.quote = QuoteState::accepted; break;
    case Permissions::Quoting::on_request: break;
    case Permissions::Quoting::no: kept.quote = QuoteState::rejected; break;
    }
}

// Those of this server who blocked the author, or are blocked by them, are not named.
Result<std::vector<accounts::Account>> named_by(db::Read& read, Received const& received) {
    auto ids = received.mentions;
    if (ids.size() > most_named) ids.resize(most_named);
    auto all = accounts::find_all(read, ids);
    bool named_local = std::ranges::any_of(all, &accounts::Account::is_local);
    std::erase_if(all, [&](accounts::Account const& account) {
        return account.hidden() || account.id == received.author || (account.is_local() && blocks::apart(read, account.id, received.author));
    });
    bool still = std::ranges::any_of(all, &accounts::Account::is_local);
    if (received.visibility == Visibility::direct && named_local && !still) return refuse(Why::forbidden, "Nothing of this account reaches the people it is addressed to.");
    return all;
}

Result<Kept> prepare_received(db::Read& read, Received const& received) {
    Kept kept;
    auto title = tidy(received.title, longest_title);
    if (!title.empty()) {
        kept.html = "<p><strong>";
        html::escape(kept.html, title);
        kept.html += "</strong></p>";
    }
    kept.html += html::sanitize(received.markup).markup;
    kept.text = html::plain_text(html::Safe{kept.html});
    kept.content_note = tidy(received.content_note, longest_note);
    kept.sensitive = received.sensitive || !kept.content_note.empty();
    kept.language = language_of(received.language);
    kept.url = received.url.starts_with("https://") || received.url.starts_with("http://") ? received.url.substr(0, longest_uri) : received.uri;
    if (is_open(received.visibility)) kept.link = first_link(kept.html);
    kept.created_at = std::clamp(received.created_at ? received.created_at : read.now, long_ago, read.now);
    kept.edited_at = received.edited_at > 0 ? std::clamp(received.edited_at, kept.created_at, read.now) : 0;
    kept.parent = TRY(parent_of(read, received.author, received.reply_to));
    find_quoted(read, received, kept);
    kept.mentioned = TRY(named_by(read, received));
    if (kept.quoted && received.author != kept.quoted->author && blocks::between(read, kept.quoted->author, received.author).blocking)
        return refuse(Why::forbidden, "Nothing of this account reaches the person it quotes.");
    return kept;
}

std::vector<std::string> tidy_tags(std::vector<std::string> const& told) {
    std::vector<std::string> tags;
    for (auto name : told) {
        if (name.starts_with('#')) name.erase(0, 1);
        name = base::normalize(name);
        bool good = !name.empty() && name.size() <= 400;
        for (std::size_t at = 0; good && at < name.size();) {
            auto c = base::next_code_point(name, at);
            good = c == '_' || c == 0xB7 || base::is_letter_or_digit(c) || base::is_mark(c);
        }
        if (good && tags.size() < most_tags) tags.push_back(name);
    }
    return tags;
}

void count_reply(db::Write& write, PostId parent) {
    write.run(sql::count_replies, {parent, 1});
    write.emit(Counted{parent});
}

void count_quote(db::Write& write, PostId quoted, int change) {
    write.run(sql::count_quotes, {quoted, change});
    write.emit(Counted{quoted});
}

void tell(db::Write& write, Post const& told, Received const& received, Kept const& kept) {
    if (received.found_late) {
        for (auto const& account : kept.mentioned) write.run(sql::insert_mention, {told.id, account.id});
        return;
    }
    put_mentions(write, told, kept.mentioned);
    if (kept.quoted && kept.quote == QuoteState::accepted) tell_about(write, kept.quoted->author, "quote", told.author, told);
    if (kept.quoted && kept.quote == QuoteState::pending && kept.quoted->policy.quote_on_request != Allowed::nobody) tell_about(write, kept.quoted->author, "quote", told.author, told);
    if (received.visibility == Visibility::direct || kept.parent) return;
    for (auto follower : follows::notified_by(write, told.author)) tell_about(write, follower, "status", told.author, told);
}

Result<bool> put_poll(db::Write& write, PostId id, Received const& received) {
    return received.poll && polls::keep_told(write, id, received.author, *received.poll).has_value();
}

}  // namespace

Result<Post> receive(db::Write& write, Received const& received) {
    if (received.uri.empty() || received.uri.size() > longest_uri || received.uri.starts_with(base::site_url() + "/")) return refuse(Why::invalid, "This is no post of another server.");
    if (auto known = PostId{write.number(sql::by_uri, {received.uri})}) return *find_unchecked(write, known);
    TRY(author_of(write, received.author));
    auto kept = TRY(prepare_received(write, received));
    auto id = id_at(write, kept.created_at, received.uri);
    auto const& parent = kept.parent;
    auto insert = [&](bool poll) {
        write.run(sql::insert_received, {id, received.author, kept.text, kept.html, kept.content_note, kept.sensitive, text_of(received.visibility), kept.language,
                                         parent ? parent->id : PostId{}, parent ? parent->author : AccountId{}, parent ? parent->thread : id, kept.created_at,
                                         packed(received.policy), kept.quoted ? kept.quoted->id : PostId{}, text_of(kept.quote), !received.media.empty(), poll,
                                         !kept.link.empty(), kept.edited_at, received.uri, kept.url});
    };
    insert(TRY(put_poll(write, id, received)));
    media::keep_remote(write, received.author, id, received.media, received.fetch_media);
    if (!kept.link.empty()) links::set_link(write, id, kept.link);
    put_hashtags(write, id, tidy_tags(received.hashtags));
    Post told;
    told.id = id;
    told.author = received.author;
    told.thread = parent ? parent->thread : id;
    tell(write, told, received, kept);
    accounts::count_posts(write, received.author, 1, kept.created_at);
    if (parent) count_reply(write, parent->id);
    if (kept.quote == QuoteState::accepted) count_quote(write, kept.quoted->id, 1);
    if (received.found_late) write.emit(Discovered{id, received.author});
    else write.emit(Published{id, received.author, PostId{}});
    return *find_unchecked(write, id);
}

Result<Post> receive_edit(db::Write& write, PostId id, Received const& received) {
    auto before = find_unchecked(write, id);
    if (!before || before->author != received.author || before->remote_uri != received.uri || before->boost_of) return refuse(Why::not_found, "There is no such post.");
    TRY(author_of(write, received.author));
    if (received.edited_at && before->edited_at && received.edited_at < before->edited_at) return *before;
    auto as_asked = received;
    as_asked.visibility = before->visibility;
    as_asked.reply_to = PostId{};  // an edit moves nothing to another conversation
    auto kept = TRY(prepare_received(write, as_asked));
    bool says_more = kept.text != before->text || kept.content_note != before->content_note || kept.html != before->html;
    bool has_poll = TRY(put_poll(write, id, received));
    if (!has_poll && before->poll) polls::remove(write, id);
    // Media that stay keep their rows: what was is compared before it changes.
    bool other_media = !std::ranges::equal(before->media, received.media, [](auto const& one, auto const& other) {
        return one.remote_address == other.address && (one.description == other.description || other.description.empty());
    });
    bool edited = says_more || other_media;
    if (edited) keep_version(write, *before);
    media::keep_remote(write, received.author, id, received.media, received.fetch_media);
    auto at = edited ? std::max(kept.edited_at ? kept.edited_at : write.now, before->created_at) : before->edited_at;
    write.run(sql::update_received, {id, kept.text, kept.html, kept.content_note, kept.sensitive, kept.language, packed(received.policy), at, !received.media.empty(), has_poll,
                                     !kept.link.empty(), kept.url});
    for (auto const& mention : before->mentions)
        if (std::ranges::find(kept.mentioned, mention.account, &accounts::Account::id) == kept.mentioned.end()) write.run(sql::delete_mention, {id, mention.account});
    put_mentions(write, *before, kept.mentioned);
    write.run(sql::delete_post_hashtags, {id});
    put_hashtags(write, id, tidy_tags(received.hashtags));
    links::set_link(write, id, kept.link);
    if (edited) tell_of_edit(write, *before);
    write.emit(Edited{id, received.author, edited ? 1 : 0});
    return *find_unchecked(write, id);
}

Result<Post> receive_boost(db::Write& write, ReceivedBoost const& boost) {
    auto booster = TRY(author_of(write, boost.by));
    auto post = TRY(seen(write, boost.by, boost.of));
    bool own_again = post.visibility == Visibility::followers && post.author == boost.by;
    if (post.local_only || (!is_open(post.visibility) && !own_again)) return refuse(Why::forbidden, "This post was not meant to be shared further.");
    if (is_local(write, post.author) && !permissions(write, post, boost.by).boost) return refuse(Why::forbidden, "Its author limited who may share this post.");
    if (auto earlier = PostId{write.number(sql::boost_by, {boost.by, post.id})}) return *find_unchecked(write, earlier);
    if (boost.uri.empty() || boost.uri.size() > longest_uri || write.number(sql::by_uri, {boost.uri})) return refuse(Why::invalid, "This boost names another's.");
    auto created = std::clamp(boost.created_at ? boost.created_at : write.now, long_ago, write.now);
    auto id = id_at(write, created, boost.uri);
    auto to = own_again ? Visibility::followers : boost.visibility == Visibility::direct ? Visibility::followers : boost.visibility;
    write.run(sql::insert_received_boost, {id, booster.id, text_of(to), post.language, post.id, created, boost.uri});
    write.run(sql::count_boosts, {post.id, 1});
    accounts::count_posts(write, booster.id, 1, created);
    tell_about(write, post.author, "reblog", booster.id, post);
    write.emit(Counted{post.id});
    write.emit(Published{id, booster.id, post.id});
    return *find_unchecked(write, id);
}

void connect(db::Write& write, PostId answer_id, PostId parent_id) {
    auto answer = find_unchecked(write, answer_id);
    if (!answer || answer->reply_to || answer->boost_of || answer_id == parent_id) return;
    auto parent = parent_of(write, answer->author, parent_id);
    if (!parent || !*parent || (*parent)->thread == answer->id) return;  // a ring would be a thread without a beginning
    write.run(sql::connect, {answer_id, parent_id, (*parent)->author, (*parent)->thread});
    if (answer->thread == answer_id) write.run(sql::move_thread, {answer_id, (*parent)->thread});
    write.run(sql::connect, {answer_id, parent_id, (*parent)->author, (*parent)->thread});
    count_reply(write, parent_id);
    write.emit(Edited{answer_id, answer->author, 0});
}

Result<Done> settle_quote(db::Write& write, PostId quoting, QuoteState state) {
    auto post = find_unchecked(write, quoting);
    if (!post || !post->quote.post) return refuse(Why::not_found, "There is no such quote.");
    if (post->quote.state == state) return Done{};
    bool counted = post->quote.state == QuoteState::accepted;
    write.run(sql::set_quote_state, {quoting, text_of(state)});
    write.emit(Edited{quoting, post->author, 0});
    if (counted != (state == QuoteState::accepted)) count_quote(write, post->quote.post, counted ? -1 : 1);
    return Done{};
}

void set_quoted(db::Write& write, PostId id, PostId quoted_id, QuoteState state) {
    auto quoting = find_unchecked(write, id);
    auto quoted = find_unchecked(write, quoted_id);
    if (!quoting || !quoted || quoting->quote.post || quoting->boost_of || quoted->boost_of || quoted->local_only || id == quoted_id) return;
    if (quoted->author != quoting->author && !is_open(quoted->visibility)) return;
    if (quoted->author == quoting->author) state = QuoteState::accepted;
    write.run(sql::set_quote, {id, quoted_id, text_of(state)});
    if (state == QuoteState::accepted) count_quote(write, quoted_id, 1);
    write.emit(Edited{id, quoting->author, 0});
}

void set_featured(db::Write& write, AccountId author, std::vector<PostId> const& named) {
    constexpr std::size_t most = 20;
    std::vector<PostId> wanted;
    for (auto id : named) {
        auto post = find_unchecked(write, id);
        if (post && post->author == author && !post->boost_of && is_open(post->visibility) && std::ranges::find(wanted, id) == wanted.end() && wanted.size() < most) wanted.push_back(id);
    }
    if (pinned(write, author) == wanted) return;
    write.run(sql::delete_pins_of, {author});
    for (auto id = wanted.rbegin(); id != wanted.rend(); ++id) write.run(sql::insert_pin, {write.new_id<base::Id<struct PinTag>>(), author, *id});
    write.emit(accounts::Changed{author});
}

std::optional<PostId> find_by_uri(db::Read& read, std::string_view uri) {
    auto ours = base::site_url() + "/users/";
    if (!uri.starts_with(ours)) {
        auto id = PostId{read.number(sql::by_uri, {uri})};
        return id ? std::optional(id) : std::nullopt;
    }
    constexpr std::string_view part = "/statuses/";
    auto rest = uri.substr(ours.size());
    auto at = rest.find(part);
    auto id = at == rest.npos ? std::nullopt : base::parse<PostId>(rest.substr(at + part.size()));
    auto post = id ? find_unchecked(read, *id) : std::nullopt;
    auto author = post && post->is_local() ? accounts::find(read, post->author) : std::nullopt;
    return author && author->is_local() && base::fold(author->username) == base::fold(rest.substr(0, at)) ? id : std::nullopt;
}

}  // namespace posts
