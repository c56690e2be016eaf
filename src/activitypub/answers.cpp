// Who asks to follow, or to quote, and what the asked say of it: both ways.
#include "activitypub/follows_seen.hpp"
#include "activitypub/objects.hpp"
#include "activitypub/receiving_parts.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

// Whose follow of the sender is answered: ours, by its own words or by the name we gave it.
std::optional<accounts::Account> asker(db::Read& read, Actor const& actor, Document const& object) {
    if (object.is_object() && has_type(object, {"Follow"}) && object["actor"].is_there()) {
        auto target = id_of(object["object"]);
        return target.empty() || target == actor.uri ? local(read, id_of(object["actor"])) : std::nullopt;
    }
    auto ids = follow_in(id_of(object));
    return ids && ids->followed == actor.account ? local(read, ids->follower_uri) : std::nullopt;
}

// The quote by one of ours that the sender was asked about.
std::optional<posts::Post> asked_quote(db::Read& read, Actor const& actor, Document const& object) {
    auto id = id_of(object);
    constexpr std::string_view mark = "#quote_request";
    auto instrument = has_type(object, {"QuoteRequest"}) ? id_of(object["instrument"]) : id.ends_with(mark) ? id.substr(0, id.size() - mark.size()) : std::string();
    auto known = posts::find_by_uri(read, instrument);
    auto quoting = known ? posts::find_unchecked(read, *known) : std::nullopt;
    auto quoted = quoting && quoting->is_local() && quoting->quote.post ? posts::find_unchecked(read, quoting->quote.post) : std::nullopt;
    return quoted && quoted->author == actor.account ? quoting : std::nullopt;
}

}  // namespace

Result<Done> take_follow(db::Write& write, Actor const& actor, Document const& activity) {
    auto followed = local(write, id_of(activity["object"]));
    if (!followed) return Done{};
    bool again = follows::is_follower(write, actor.account, followed->id);
    if (blocks::apart(write, followed->id, actor.account)) return Done{};
    keep_follow(write, actor.account, followed->id, activity["id"].text());
    if (again) return accept_again(write, actor.account, followed->id), Done{};
    return quietly(follows::follow(write, actor.account, followed->id));
}

// Only whom it was asked of can grant it: the sender is the followed, and the author of what is quoted.
Result<Done> take_accept(db::Write& write, Actor const& actor, Document const& activity) {
    if (auto quoting = asked_quote(write, actor, activity["object"])) {
        auto stamp = id_of(activity["result"]);
        if (!is_proper(stamp) || !same_host(stamp, actor.uri)) return Done{};
        keep_quote_stamp(write, quoting->id, stamp);
        return quietly(posts::settle_quote(write, quoting->id, posts::QuoteState::accepted));
    }
    auto follower = asker(write, actor, activity["object"]);
    return follower ? quietly(follows::approve(write, actor.account, follower->id)) : Result<Done>(Done{});
}

Result<Done> take_reject(db::Write& write, Actor const& actor, Document const& activity) {
    if (auto quoting = asked_quote(write, actor, activity["object"])) {
        forget_quote_stamp(write, quoting->id);
        return quietly(posts::settle_quote(write, quoting->id, quoting->quote.state == posts::QuoteState::accepted ? posts::QuoteState::revoked : posts::QuoteState::rejected));
    }
    auto follower = asker(write, actor, activity["object"]);
    if (!follower) return Done{};
    if (follows::is_follower(write, follower->id, actor.account)) return quietly(follows::remove_follower(write, actor.account, follower->id));
    return quietly(follows::reject(write, actor.account, follower->id));
}

// Somebody asks whether their post may quote one of ours. The author's policy answers, or the author.
Result<Done> settle_request(db::Write& write, Actor const& actor, Document const& activity, PostId quoting_id) {
    auto quoting = posts::find_unchecked(write, quoting_id);
    auto quoted = posts::find_by_uri(write, id_of(activity["object"]));
    if (!quoting || quoting->author != actor.account || !quoted || quoting->quote.post != *quoted) return Done{};
    keep_quote_request(write, quoting_id, activity["id"].text());
    if (quoting->quote.state != posts::QuoteState::pending) write.emit(posts::Edited{quoting_id, actor.account, 0});  // answered at once
    return Done{};
}

Result<Done> take_quote_request(db::Write& write, Actor const& actor, Document const& activity) {
    auto quoted = posts::find_by_uri(write, id_of(activity["object"]));
    auto post = quoted ? posts::find_unchecked(write, *quoted) : std::nullopt;
    if (!post || !post->is_local()) return Done{};
    auto instrument = activity["instrument"];
    auto id = id_of(instrument);
    if (!is_proper(id) || !same_host(id, actor.uri)) return forged("This post is another server's.");
    if (auto known = posts::find_by_uri(write, id)) return settle_request(write, actor, activity, *known);
    if (!instrument.is_object() || !is_post(instrument)) return later(write, actor, activity);
    auto quoting = TRY(read_post(write, instrument, actor));
    quoting.received.quoted = *quoted;
    auto kept = keep_post(write, quoting, actor, Origin::sent);
    return kept ? settle_request(write, actor, activity, kept->id) : Result<Done>(Done{});
}

}  // namespace activitypub
