// Posts, boosts, favourites, pins, votes and quotes of people here, as activities to those who must hear of them.
#include "activitypub/follows_seen.hpp"
#include "activitypub/groups.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/telling.hpp"
#include "activitypub/vocabulary.hpp"
#include "crypto/crypto.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace activitypub {

namespace {

constexpr std::int64_t favourite = 1, pin = 8;  // posts::Marked::what
constexpr base::Time poll_pause = 2 * base::minute;

std::optional<accounts::Account> local(db::Read& read, AccountId id) {
    auto account = accounts::find(read, id);
    if (!account || !account->is_local() || account->hidden()) return std::nullopt;
    return account;
}

// Likes and boosts are counted elsewhere too, and are no change of what it says.
std::string hash_of(db::Read& read, posts::Post post, accounts::Account const& author) {
    post.favourites = post.boosts = 0;
    return crypto::token_hash(object_of(read, post, author, false));
}

void keep_told(db::Write& write, posts::Post const& post, std::string const& hash) {
    write.run(sql::put_told_post, {post.id, post.author, post.boost_of.value != 0, post.visibility == posts::Visibility::direct, hash});
}

std::vector<AccountId> named_in(posts::Post const& post) {
    std::vector<AccountId> people;
    for (auto const& mention : post.mentions) people.push_back(mention.account);
    return people;
}

std::vector<AccountId> groups_of(db::Read& read, posts::Post const& post) {
    // Only who names a group or answers something in one posts to it.
    return post.mentions.empty() && !post.reply_to ? std::vector<AccountId>() : activitypub::groups_of(read, post.id);
}

void send_post(db::Write& write, posts::Post const& post, Parcel parcel, std::vector<AccountId> const& groups) {
    if (post.visibility == posts::Visibility::direct) {
        parcel.urgent = true;
        parcel.not_before = 0;
        send_to(write, parcel, named_in(post));
    } else {
        auto also = named_in(post);
        also.insert(also.end(), groups.begin(), groups.end());
        send_to_followers(write, parcel, also);
        pass_on(write, groups, parcel.activity, post.id, parcel.not_before);
    }
}

void ask_to_quote(db::Write& write, posts::Post const& post, accounts::Account const& author, base::Time not_before) {
    if (post.quote.state != posts::QuoteState::pending) return;
    auto quoted = posts::find_unchecked(write, post.quote.post);
    if (!quoted || quoted->is_local()) return;
    send_to(write, {.author = author.id, .activity = quote_request_of(write, post, author, quoted->remote_uri), .about = post.id, .not_before = not_before}, {quoted->author});
}

// Whether anybody elsewhere is to hear of it: most posts of most people cost no more than this question.
bool is_heard_elsewhere(db::Read& read, posts::Post const& post) {
    if (read.number(sql::has_audience, {post.author})) return true;
    if (post.quote.state == posts::QuoteState::pending) return true;
    return std::ranges::any_of(post.mentions, [](posts::Mention const& mention) { return mention.handle.contains('@'); });
}

void published(db::Write& write, posts::Published const& event) {
    auto author = local(write, event.author);
    auto made = posts::just_made(event.post);
    auto post = !author ? std::nullopt : made ? std::optional(made->post) : posts::find_unchecked(write, event.post);
    if (!post || post->local_only) return;
    auto leaves = write.now + posts::undo_seconds() * base::second;
    if (event.boost_of) {
        auto boosted = posts::find_unchecked(write, event.boost_of);
        if (!boosted || boosted->local_only) return;
        keep_told(write, *post, "");
        note_told(write, *author);
        send_to_followers(write, {.author = author->id, .activity = announce_of(write, event.post, post->created_at, post->visibility, *boosted, *author), .about = post->id, .not_before = leaves}, {boosted->author});
        return;
    }
    auto groups = groups_of(write, *post);
    if (groups.empty() && !is_heard_elsewhere(write, *post)) return keep_told(write, *post, "");
    note_told(write, *author);
    keep_told(write, *post, hash_of(write, *post, *author));
    send_post(write, *post, {.author = author->id, .activity = create_of(write, *post, *author), .about = post->id, .not_before = leaves}, groups);
    ask_to_quote(write, *post, *author, leaves);
}

// What the person here decided about a quote that another server asked for.
void answer_quote(db::Write& write, posts::Post const& quoting) {
    struct Request { std::string uri; bool granted = false; };
    auto request = write.one(sql::quote_request, {quoting.id}, [](db::Row const& row) { return Request{row.text(0), row.boolean(1)}; });
    auto quoted = request && quoting.quote.post ? posts::find_unchecked(write, quoting.quote.post) : std::nullopt;
    auto author = quoted ? local(write, quoted->author) : std::nullopt;
    auto asker = accounts::find(write, quoting.author);
    if (!author || !asker) return;
    auto stamp = stamp_uri(*author, quoting.id);
    auto named = quote_request_named(request->uri, asker->uri(), quoted->uri(author->username), quoting.remote_uri);
    using enum posts::QuoteState;
    auto send = [&](std::string activity) { send_to(write, {.author = author->id, .activity = std::move(activity)}, {quoting.author}); };
    if (quoting.quote.state == accepted && !request->granted) {
        write.run(sql::set_quote_request, {quoting.id, true});
        send(quote_accept_of(named, *author, stamp));
    } else if (quoting.quote.state == rejected || quoting.quote.state == revoked) {
        send(request->granted ? stamp_deletion_of(*author, stamp) : reject_of(named, *author));
        write.run(sql::delete_quote_request, {quoting.id});
    }
}

void edited(db::Write& write, posts::Edited const& event) {
    auto post = posts::find_unchecked(write, event.post);
    if (!post) return;
    if (!post->is_local()) return answer_quote(write, *post);
    if (!told_post(write, post->id)) return;
    if (event.edited) return tell_of_change(write, post->id);
    // Cards, counts and permissions: looked at once, however often they change.
    auto pause = post->poll ? poll_pause : posts::undo_seconds() * base::second;
    jobs::add(write, "activitypub.update_post", post->id.text(), write.now + pause, post->id.text());
}

void take_back_boost(db::Write& write, posts::Deleted const& event, accounts::Account const& booster) {
    recall(write, event.post);
    auto boosted = posts::find_unchecked(write, event.boost_of);
    if (boosted)
        send_where_it_went(write, {.author = booster.id, .activity = undo_of(announce_of(write, event.post, write.now, posts::Visibility::everyone, *boosted, booster), booster), .about = event.post}, Also::nobody);
    forget_reach(write, event.post);
    write.run(sql::delete_told_post, {event.post});
}

void deleted(db::Write& write, posts::Deleted const& event) {
    auto author = accounts::find(write, event.author);
    auto told = author && author->is_local() ? told_post(write, event.post) : std::nullopt;
    if (!told) return;
    if (event.boost_of) return take_back_boost(write, event, *author);
    recall(write, event.post);
    // Before it left, it is known to nobody; a private one is known to those it went to.
    bool never_left = base::time_of(event.post.value) + posts::undo_seconds() * base::second > write.now;
    posts::Post gone;
    gone.id = event.post;
    auto deletion = delete_of(gone.uri(author->username), *author);
    send_where_it_went(write, {.author = author->id, .activity = deletion, .about = event.post, .urgent = told->direct},
                       told->direct || never_left ? Also::nobody : Also::followers);
    if (!never_left) pass_on(write, activitypub::groups_of(write, event.post), deletion);
    forget_reach(write, event.post);
    write.run(sql::set_gone, {event.post, write.now});
}

void liked(db::Write& write, posts::Marked const& event, accounts::Account const& who, posts::Post const& post) {
    auto groups = activitypub::groups_of(write, post.id);
    if (post.is_local() && groups.empty()) return;
    if (event.on) note_told(write, who);
    auto number = event.on ? count_deed(write, who.id, "like", post.id.value) : deeds(write, who.id, "like", post.id.value);
    if (!number) return;
    auto like = like_of(who, uri_of(write, post), number);
    auto activity = event.on ? like : undo_of(like, who);
    pass_on_of_member(write, groups, who.id, activity);
    groups.push_back(post.author);
    send_to(write, {.author = who.id, .activity = activity}, groups);
}

void pinned(db::Write& write, posts::Marked const& event, accounts::Account const& who, posts::Post const& post) {
    if (!may_federate(post) || !is_open(post)) return;
    auto number = count_deed(write, who.id, "pin", post.id.value);
    auto uri = post.uri(who.username);
    send_to_followers(write, {.author = who.id, .activity = event.on ? add_of(who, uri, number) : remove_of(who, uri, number)});
}

void marked(db::Write& write, posts::Marked const& event) {
    if (event.what != favourite && event.what != pin) return;
    auto who = local(write, event.viewer);
    auto post = who ? posts::find_unchecked(write, event.post) : std::nullopt;
    if (!post) return;
    if (event.what == favourite) liked(write, event, *who, *post);
    else pinned(write, event, *who, *post);
}

void voted(db::Write& write, polls::VoteCast const& event) {
    auto voter = local(write, event.voter);
    auto question = voter ? posts::find_unchecked(write, event.post) : std::nullopt;
    if (!question || question->is_local() || !question->poll) return;
    auto author = accounts::find(write, question->author);
    if (!author) return;
    note_told(write, *voter);
    for (auto const& vote : polls::votes_of(write, voter->id, {event.post}))
        for (auto choice : vote.choices)
            send_to(write, {.author = voter->id, .activity = vote_of(*voter, *question, author->uri(), question->poll->options.at(static_cast<std::size_t>(choice)).title, choice)}, {author->id});
}

}  // namespace

void tell_of_change(db::Write& write, PostId id) {
    auto post = posts::find_unchecked(write, id);
    auto author = post && may_federate(*post) ? local(write, post->author) : std::nullopt;
    auto told = author ? told_post(write, id) : std::nullopt;
    if (!told) return;
    auto hash = hash_of(write, *post, *author);
    if (hash == told->hash) return;
    write.run(sql::set_told_hash, {id, hash});
    Parcel parcel{.author = author->id, .activity = update_of(write, *post, *author), .about = id};
    send_where_it_went(write, parcel, told->direct ? Also::nobody : Also::followers, named_in(*post));
    pass_on(write, groups_of(write, *post), parcel.activity, id);
}

void tell_of_posts(db::Write& write, base::Event const& event) {
    if (event.kind == posts::Published::kind) published(write, base::from_event<posts::Published>(event));
    else if (event.kind == posts::Edited::kind) edited(write, base::from_event<posts::Edited>(event));
    else if (event.kind == posts::Deleted::kind) deleted(write, base::from_event<posts::Deleted>(event));
    else if (event.kind == posts::Marked::kind) marked(write, base::from_event<posts::Marked>(event));
    else if (event.kind == polls::VoteCast::kind) voted(write, base::from_event<polls::VoteCast>(event));
}

}  // namespace activitypub
