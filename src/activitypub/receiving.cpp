// What each activity means here. The dialect knows who may claim what; the rules are the rooms' own.
#include "activitypub/deliveries.hpp"
#include "activitypub/follows_seen.hpp"
#include "activitypub/groups.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/objects.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/receiving_parts.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"
#include "html/sanitize.hpp"
#include "moderation/moderation.hpp"
#include "polls/polls.hpp"
#include <algorithm>
#include <array>

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::string_view received_job = "activitypub.received";

// The post, also where a boost of it is named.
std::optional<PostId> named_post(db::Read& read, Document const& object) { return posts::find_by_uri(read, id_of(object)); }

bool is_named_here(db::Read& read, ReadPost const& post) {
    return std::ranges::any_of(accounts::find_all(read, post.received.mentions), [](auto const& account) { return account.is_local(); });
}

// Servers may send whatever they like; what nobody here follows, is named in or answers is not kept.
bool concerns_us(db::Read& read, Actor const& actor, ReadPost const& post) {
    return read.number(sql::is_followed_here, {actor.account}) || is_named_here(read, post) || post.received.reply_to || post.received.quoted ||
           is_for_group_here(read, actor.account, post.groups);
}

// A vote names a choice of a poll of this server.
Result<Done> vote(db::Write& write, Actor const& actor, ReadPost const& post) {
    auto poll = polls::find(write, post.received.reply_to);
    auto asked = posts::find(write, post.received.reply_to, actor.account);
    if (!poll || !asked || !asked->is_local()) return Done{};
    auto choice = std::ranges::find(poll->options, post.vote, &polls::Option::title);
    if (choice == poll->options.end()) return Done{};
    return quietly(polls::add_vote(write, poll->post, actor.account, static_cast<int>(choice - poll->options.begin())));
}

Result<Done> create(db::Write& write, Actor const& actor, Document const& activity) {
    auto object = activity["object"];
    if (object.is_text()) {
        if (!is_proper(object.text()) || !same_host(object.text(), actor.uri)) return forged("This object is another server's.");
        return named_post(write, object) || !write.number(sql::is_followed_here, {actor.account}) ? Result<Done>(Done{}) : later(write, actor, activity);
    }
    if (!is_post(object)) {
        // What claims an id or an author must be the sender's own, also where we do not keep it.
        auto id = id_of(object);
        return id.empty() || same_host(id, actor.uri) ? Result<Done>(Done{}) : forged("This object is another server's.");
    }
    auto post = TRY(read_post(write, object, actor));
    if (posts::find_by_uri(write, post.received.uri)) return Done{};  // named again: nobody is added to its readers
    if (post.is_vote && post.received.reply_to)
        if (polls::find(write, post.received.reply_to)) return vote(write, actor, post);
    if (!concerns_us(write, actor, post)) return Done{};
    auto kept = keep_post(write, post, actor, Origin::sent);
    if (kept) pass_on(write, groups_of(write, kept->id), activity.written());
    return Done{};
}

Result<Done> update(db::Write& write, Actor const& actor, Document const& activity) {
    auto object = activity["object"];
    auto id = id_of(object);
    if (!is_proper(id) || !same_host(id, actor.uri)) return forged("This object is another server's.");
    if (is_actor(object) || id == actor.uri) {
        if (id != actor.uri) return forged("This actor is another.");
        fetch_actor_later(write, actor.uri);
        return Done{};
    }
    auto known = posts::find_by_uri(write, id);
    if (!object.is_object() || !is_post(object)) return Done{};
    auto post = TRY(read_post(write, object, actor));
    if (known && keep_edit(write, *known, post, actor)) pass_on(write, groups_of(write, *known), activity.written());
    return Done{};
}

Result<Done> remove(db::Write& write, Actor const& actor, Document const& activity) {
    auto id = id_of(activity["object"]);
    if (!is_proper(id) || !same_host(id, actor.uri)) return forged("This object is another server's.");
    if (id == actor.uri) {
        write.run(sql::delete_actor, {actor.account});
        return quietly(accounts::remove(write, actor.account));
    }
    if (auto quoting = post_with_stamp(write, id)) {
        forget_quote_stamp(write, *quoting);
        return quietly(posts::settle_quote(write, *quoting, posts::QuoteState::revoked));
    }
    auto known = posts::find_by_uri(write, id);
    auto post = known ? posts::find_unchecked(write, *known) : std::nullopt;
    if (!post) return Done{};
    if (post->author != actor.account) return forged("This post is somebody else's.");
    auto groups = groups_of(write, post->id);
    if (posts::remove(write, actor.account, post->id)) pass_on(write, groups, activity.written());
    return Done{};
}

Result<Done> like(db::Write& write, Actor const& actor, Document const& activity) {
    auto post = named_post(write, activity["object"]);
    if (post && posts::favourite(write, actor.account, *post)) pass_on_of_member(write, groups_of(write, *post), actor.account, activity.written());
    return Done{};
}

Result<Done> announce(db::Write& write, Actor const& actor, Document const& activity) {
    auto object = activity["object"];
    if (object.is_object() && is_activity(object)) return write.number(sql::is_followed_here, {actor.account}) ? later(write, actor, activity) : Result<Done>(Done{});
    auto id = id_of(object);
    if (!is_proper(id)) return refuse(Why::invalid, "This boost names nothing.");
    if (auto post = posts::find_by_uri(write, id)) return take_boost(write, actor, activity, *post);
    if (host_of(id) == base::fold(base::site_domain()) || !write.number(sql::is_followed_here, {actor.account})) return Done{};
    return later(write, actor, activity);
}

Result<Done> block(db::Write& write, Actor const& actor, Document const& activity) {
    auto other = local(write, id_of(activity["object"]));
    return other ? quietly(blocks::block(write, actor.account, other->id)) : Result<Done>(Done{});
}

Result<Done> undo(db::Write& write, Actor const& actor, Document const& activity) {
    auto object = activity["object"];
    auto id = id_of(object);
    if (!id.empty() && (!is_proper(id) || !same_host(id, actor.uri))) return forged("This activity is another server's.");
    if (object["actor"].is_there() && id_of(object["actor"]) != actor.uri) return forged("This was done by somebody else.");
    auto target = id_of(object["object"]);
    if (has_type(object, {"Follow"})) {
        auto followed = local(write, target);
        if (!followed) return Done{};
        forget_follow(write, actor.account, followed->id);
        return quietly(follows::unfollow(write, actor.account, followed->id));
    }
    if (has_type(object, {"Block"})) {
        auto other = local(write, target);
        return other ? quietly(blocks::unblock(write, actor.account, other->id)) : Result<Done>(Done{});
    }
    if (has_type(object, {"Like", "EmojiReact"})) {
        auto post = posts::find_by_uri(write, target);
        if (post && posts::unfavourite(write, actor.account, *post)) pass_on_of_member(write, groups_of(write, *post), actor.account, activity.written());
        return Done{};
    }
    // A boost by its own name, or by what it shows.
    auto named = posts::find_by_uri(write, id);
    auto shared = named ? posts::find_unchecked(write, *named) : std::nullopt;
    if (shared && shared->boost_of && shared->author == actor.account) return quietly(posts::unboost(write, actor.account, shared->boost_of));
    if (auto post = has_type(object, {"Announce"}) ? posts::find_by_uri(write, target) : std::nullopt) return quietly(posts::unboost(write, actor.account, *post));
    return Done{};
}

Result<Done> feature(db::Write& write, Actor const& actor, Document const& activity, bool on) {
    auto collection = write.one(sql::actor_by_uri, {actor.uri}, [](db::Row const& row) { return row.text(10); }).value_or("");
    if (collection.empty() || id_of(activity["target"]) != collection) return Done{};
    auto post = named_post(write, activity["object"]);
    if (!post) {
        // What is pinned may be older than what is known: the whole collection is read anew.
        if (on && same_host(id_of(activity["object"]), actor.uri) && write.number(sql::is_followed_here, {actor.account})) fetch_actor_later(write, actor.uri);
        return Done{};
    }
    auto pins = posts::pinned(write, actor.account);
    std::erase(pins, *post);
    if (on) pins.insert(pins.begin(), *post);
    posts::set_featured(write, actor.account, pins);
    return Done{};
}

// A report by another server: about one of ours, with the posts it names.
Result<Done> flag(db::Write& write, Actor const& actor, Document const& activity) {
    auto decided = moderation::block_for(write, without_port(actor.host));
    if (decided && decided->reject_reports) return Done{};
    moderation::Complaint complaint{.comment = html::plain_text(html::sanitize(activity["content"].text()))};
    complaint.comment = base::shorten(complaint.comment, 1000);
    std::vector<posts::Post> named;
    for (auto const& each : activity["object"].list(50)) {
        auto id = id_of(each);
        if (auto account = local(write, id)) complaint.target = account->id;
        else if (auto post = posts::find_by_uri(write, id))
            if (auto found = posts::find_unchecked(write, *post); found && found->is_local()) named.push_back(*found);
    }
    if (!complaint.target && !named.empty()) complaint.target = named.front().author;
    for (auto const& post : named)
        if (post.author == complaint.target) complaint.posts.push_back(post.id);
    return complaint.target ? quietly(moderation::report(write, actor.account, complaint)) : Result<Done>(Done{});
}

Result<Done> move(db::Write& write, Actor const& actor, Document const& activity) {
    if (id_of(activity["object"]) != actor.uri) return forged("Only oneself can be moved.");
    return later(write, actor, activity);
}

using Handler = Result<Done> (*)(db::Write&, Actor const&, Document const&);
struct Known { std::string_view type; Handler handler; };

Result<Done> add(db::Write& write, Actor const& actor, Document const& activity) { return feature(write, actor, activity, true); }
Result<Done> take_away(db::Write& write, Actor const& actor, Document const& activity) { return feature(write, actor, activity, false); }

constexpr std::array<Known, 16> known_types = {{{"Create", create}, {"Update", update}, {"Delete", remove}, {"Follow", take_follow}, {"Accept", take_accept}, {"Reject", take_reject},
                                                {"Like", like}, {"EmojiReact", like}, {"Announce", announce}, {"Undo", undo}, {"Add", add}, {"Remove", take_away},
                                                {"Block", block}, {"Flag", flag}, {"Move", move}, {"QuoteRequest", take_quote_request}}};

}  // namespace

Result<Done> later(db::Write& write, Actor const& actor, Document const& activity) {
    jobs::add(write, received_job, actor.uri + "\n" + activity.written());
    return Done{};
}

std::optional<accounts::Account> local(db::Read& read, std::string_view uri) {
    auto account = accounts::find_by_uri(read, uri);
    return account && account->is_local() && !account->hidden() ? account : std::nullopt;
}

Result<Done> take(db::Write& write, Actor const& actor, Document const& activity) {
    if (id_of(activity["actor"]) != actor.uri) return refuse(Why::unauthorized, "This signature is not the actor's.");
    for (auto const& [type, handler] : known_types)
        if (has_type(activity, {type})) return handler(write, actor, activity);
    return Done{};  // Views, and what others will think of
}

void add_receiving_jobs(jobs::Runner& runner, db::Database& database) {
    add_relay_jobs(runner, database);
    runner.handle(std::string(received_job), [&database](jobs::Job const& job) -> Result<Done> {
        constexpr int enough_tries = 4;
        auto end = job.payload.find('\n');
        auto actor = database.read([&](db::Read& read) { return stored_actor(read, std::string_view(job.payload).substr(0, end)); });
        auto activity = end == job.payload.npos ? Result<Document>(Document()) : Document::read(std::string_view(job.payload).substr(end + 1));
        if (!actor || !activity) return Done{};
        auto outcome = take_slowly(database, *actor, *activity);
        bool again = !outcome && outcome.error().why == Why::unavailable && job.attempts < enough_tries;
        return again ? outcome : Result<Done>(Done{});
    });
}

}  // namespace activitypub
