// The door: whose signature it is, whether it holds, and whether the same came before. Signatures are checked on reader
// threads, keys are fetched aside; the writer is given what is verified.
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/receiving.hpp"
#include "activitypub/signatures.hpp"
#include "base/time.hpp"
#include <any>

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::int64_t largest_activity = 1 << 20;
constexpr base::Time between_key_fetches = 5 * base::minute;

struct Arrived {
    Document activity;
    Signature signature;
    std::string actor;            // as the activity says
    std::optional<Actor> signer;  // whose key holds
    base::Time key_fetched_at = 0;
    bool relayed = false;         // the signer passes on what another server's actor did
    bool passed_over = false;     // the end of an account that was never known here
};
using Held = std::shared_ptr<Arrived>;

Held held_in(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto const* held = std::any_cast<Held>(&each)) return *held;
    return nullptr;
}

std::unexpected<base::Refusal> not_theirs() { return refuse(Why::unauthorized, "This signature is not the actor's."); }

Result<Done> look(http::Request& request, db::Read& read) {
    if (!federate()) return refuse(Why::not_found, "This server speaks with no others.");
    auto arrived = std::make_shared<Arrived>();
    arrived->signature = TRY(read_signature(request, read.now));
    arrived->activity = TRY(Document::read(request.body));
    arrived->actor = id_of(arrived->activity["actor"]);
    auto const& key = arrived->signature.key_id;
    if (!arrived->activity.is_object() || !is_proper(arrived->actor)) return refuse(Why::invalid, "This activity has no actor.");
    if (!is_proper(key)) return not_theirs();
    arrived->relayed = !same_host(key, arrived->actor);
    if (!deals_with(read, host_of(arrived->actor)) || !deals_with(read, host_of(key))) return refuse(Why::forbidden, "This server does not deal with that one.");
    auto known = stored_actor_with_key(read, key);
    bool held = known && holds(arrived->signature, known->key_pem);
    if (arrived->relayed && (!held || !is_worth_asking_for(read, *known, arrived->activity))) return not_theirs();
    if (held) {
        if (known->uri != arrived->actor && !arrived->relayed) return not_theirs();
        arrived->signer = known;
    }
    if (known) arrived->key_fetched_at = known->fetched_at;
    arrived->passed_over = !known && has_type(arrived->activity, {"Delete"}) && id_of(arrived->activity["object"]) == arrived->actor && !stored_actor(read, arrived->actor);
    request.prepared.emplace_back(Held(arrived));
    return Done{};
}

// A key that is new, or that was changed there since it was fetched.
Result<Done> fetch_key(http::Request& request, db::Database& database) {
    auto arrived = held_in(request);
    if (!arrived || arrived->signer || arrived->passed_over) return Done{};
    if (arrived->key_fetched_at + between_key_fetches > base::clock_now()) return not_theirs();
    auto actor = actor_with_key(database, arrived->signature.key_id, arrived->key_fetched_at > 0);
    if (!actor || actor->uri != arrived->actor || !holds(arrived->signature, actor->key_pem)) return not_theirs();
    arrived->signer = *actor;
    return Done{};
}

http::Response accepted() { return http::json("{}", 202); }

http::Answer receive(http::Request const& request, db::Write& write) {
    auto arrived = held_in(request);
    if (!arrived || arrived->passed_over) return accepted();
    if (!arrived->signer) return not_theirs();
    auto const& activity = arrived->activity;
    auto const& actor = *arrived->signer;
    auto id = std::string(activity["id"].text());
    if (arrived->relayed) {
        ask_origin_later(write, activity);
        return accepted();
    }
    if (!id.empty() && (!is_proper(id) || !same_host(id, actor.uri))) return refuse(Why::forbidden, "This activity has another server's name.");
    if (!id.empty() && write.number(sql::has_activity, {id})) return accepted();
    auto account = accounts::find(write, actor.account);
    if (!account || account->hidden()) return accepted();
    TRY(take(write, actor, activity));
    if (!id.empty()) write.run(sql::note_activity, {id, write.now});
    heard_from(write, actor.host);
    refresh_later(write, actor);
    if (auto followers = request.header("collection-synchronization"); !followers.empty()) synchronize(write, actor.account, followers);
    return accepted();
}

}  // namespace

void add_inboxes(http::Router::Section api, db::Database& database) {
    auto aside = [&database](http::Request& request) { return fetch_key(request, database); };
    for (std::string_view pattern : {"/inbox", "/users/:name/inbox"})
        api.post(pattern, http::Open::to_anyone, receive).body_up_to(largest_activity).without_csrf().first(http::Before(look)).first(http::Aside(aside))
            .says("Takes a signed activity from another server.");
}

}  // namespace activitypub
