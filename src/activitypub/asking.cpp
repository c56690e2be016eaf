// Who asks for a document: a signature is verified before the database is asked for anything.
#include "activitypub/asking.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/fetching.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/signatures.hpp"
#include "activitypub/telling.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

Result<Asker> recognize(db::Database& database, http::Request const& request, Strangers strangers) {
    auto signature = TRY(read_signature(request, base::clock_now()));
    auto host = host_of(signature.key_id);
    if (host.empty() || !database.read([&](db::Read& read) { return deals_with(read, host); })) return nothing_here();
    auto known = database.read([&](db::Read& read) { return stored_actor_with_key(read, signature.key_id); });
    // A stranger may have what everybody may have: nothing is fetched to learn who it is, unless it must be known.
    if (!known && strangers == Strangers::left_out && !authorized_fetch()) return Asker{};
    auto actor = known ? *known : TRY(actor_with_key(database, signature.key_id));
    // It may have another key by now: asked for once more.
    if (!holds(signature, actor.key_pem)) actor = TRY(actor_with_key(database, signature.key_id, true));
    if (!holds(signature, actor.key_pem)) return refuse(Why::unauthorized, "The signature does not hold.");
    return Asker{actor.account, actor.host};
}

}  // namespace

http::Aside recognizing(db::Database& database, Strangers strangers) {
    return [&database, strangers](http::Request& request) -> Result<Done> {
        if (request.header("signature").empty()) return Done{};
        auto asker = recognize(database, request, strangers);
        if (asker) request.prepared.push_back(*asker);
        else if (authorized_fetch() || asker.error().why == Why::not_found) return std::unexpected(asker.error());
        return Done{};
    };
}

Asker asker_of(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto asker = std::any_cast<Asker>(&each)) return *asker;
    return {};
}

bool wants_activity(http::Request const& request) {
    auto accepted = request.header("accept");
    // A browser takes anything, and says that it likes pages.
    auto page = accepted.find("text/html"), activity = accepted.find("application/activity+json");
    if (activity == accepted.npos) activity = accepted.find("application/ld+json");
    return activity != accepted.npos && (page == accepted.npos || activity < page);
}

http::Response as_activity(std::string document, int status) {
    auto response = http::json(std::move(document), status);
    response.type = "application/activity+json; charset=utf-8";
    // A cache must not hand what one server may have to another.
    response.with("Vary", authorized_fetch() ? "Accept, Signature" : "Accept");
    return response;
}

std::unexpected<base::Refusal> nothing_here() { return refuse(Why::not_found, "Record not found"); }
std::unexpected<base::Refusal> gone_from_here() { return refuse(Why::gone, "This is not here any more."); }

Result<Done> may_ask(db::Read& read, Asker const& asker) {
    if (!federate()) return nothing_here();
    if (!asker.host.empty() && !deals_with(read, asker.host)) return nothing_here();
    if (asker.host.empty() && (authorized_fetch() || allow_list())) return refuse(Why::unauthorized, "Request not signed");
    return Done{};
}

Result<accounts::Account> actor_named(db::Read& read, std::string_view username) {
    if (username.contains('@')) return nothing_here();
    auto account = accounts::find_by_handle(read, username);
    if (!account && read.number(sql::is_gone, {base::fold(username)})) return gone_from_here();
    if (!account || !account->is_local() || account->pending) return nothing_here();
    if (account->hidden()) return gone_from_here();
    return std::move(*account);
}

Result<Shown> post_named(db::Read& read, Asker const& asker, std::string_view username, std::string_view id) {
    auto author = TRY(actor_named(read, username));
    auto number = base::parse<PostId>(id);
    if (!number) return nothing_here();
    auto post = posts::find(read, *number, asker.account);
    if (post && post->author == author.id && may_federate(*post)) return Shown{std::move(author), std::move(*post)};
    auto told = told_post(read, *number);
    if (!post && told && told->author == author.id && told->gone_at && !told->direct) return gone_from_here();
    return nothing_here();
}

}  // namespace activitypub
