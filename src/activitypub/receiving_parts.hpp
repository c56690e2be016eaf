// What the parts of receiving share. Private to activitypub.
#pragma once
#include "activitypub/receiving.hpp"

namespace activitypub {

inline std::unexpected<base::Refusal> forged(std::string why) { return base::refuse(base::Why::forbidden, std::move(why)); }
// What a rule refuses is passed over.
template <class T>
base::Result<base::Done> quietly(base::Result<T> const&) { return base::Done{}; }

base::Result<base::Done> later(db::Write&, Actor const&, Document const& activity);  // take_slowly(), by a job
std::optional<accounts::Account> local(db::Read&, std::string_view uri);            // who lives here, to be shown

base::Result<base::Done> take_follow(db::Write&, Actor const&, Document const& activity);
base::Result<base::Done> take_accept(db::Write&, Actor const&, Document const& activity);
base::Result<base::Done> take_reject(db::Write&, Actor const&, Document const& activity);
base::Result<base::Done> take_quote_request(db::Write&, Actor const&, Document const& activity);
base::Result<base::Done> settle_request(db::Write&, Actor const&, Document const& activity, PostId quoting);
base::Result<base::Done> ask_origin(db::Database&, std::string const& uri);  // of a post: read anew, or gone when its server says so
base::Result<base::Done> take_boost(db::Write&, Actor const&, Document const& activity, PostId);

}  // namespace activitypub
