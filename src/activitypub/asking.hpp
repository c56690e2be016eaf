// Who asks for a document, and what they may have. Private to activitypub.
#pragma once
#include "activitypub/objects.hpp"
#include "http/router.hpp"

namespace activitypub {

// A server whose signature was seen to hold.
struct Asker { AccountId account; std::string host; };

// For http::Route::first: finds whose signature is on the request. One that does not hold is nobody's, and refused where it
// is asked for. Strangers are looked up, over the network, where only they may have what they ask for.
enum class Strangers { left_out, looked_up };
http::Aside recognizing(db::Database&, Strangers = Strangers::left_out);
Asker asker_of(http::Request const&);  // empty for nobody

bool wants_activity(http::Request const&);  // by its Accept: ActivityStreams rather than a page
http::Response as_activity(std::string document, int status = 200);
std::unexpected<base::Refusal> nothing_here();
std::unexpected<base::Refusal> gone_from_here();
// Whether documents are given to this asker at all: moderators' blocks, authorized fetch.
base::Result<base::Done> may_ask(db::Read&, Asker const&);

base::Result<accounts::Account> actor_named(db::Read&, std::string_view username);  // here, and to be shown
struct Shown { accounts::Account author; posts::Post post; };
base::Result<Shown> post_named(db::Read&, Asker const&, std::string_view username, std::string_view id);

void add_discovery_routes(http::Router::Section, db::Database&);
void add_actor_routes(http::Router::Section, db::Database&);
void add_object_routes(http::Router::Section, db::Database&);

}  // namespace activitypub
