// Hashtags: looking at one, following it, and which are busy.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

std::string tags_json(std::vector<posts::Tag> const& tags, base::Time now) {
    base::Json out;
    out.array();
    for (auto const& each : tags) write(out, each, now);
    out.end();
    return out.take();
}

Response tag_response(posts::Tag const& tag, base::Time now) {
    base::Json out;
    write(out, tag, now);
    return http::json(out.take());
}

std::string name_in(Request const& request) { return std::string(request.parameters.text("name")); }

Answer show(Request const& request, db::Read& read) {
    auto name = name_in(request);
    auto tag = posts::find_tag(read, name, request.account());
    if (!tag) tag = posts::Tag{.name = name};  // a hashtag that nobody used yet is no error to apps
    return tag_response(*tag, read.now);
}

Answer follow(Request const& request, db::Write& write) {
    return tag_response(TRY(posts::follow_tag(write, request.account(), name_in(request))), write.now);
}

Answer unfollow(Request const& request, db::Write& write) {
    return tag_response(TRY(posts::unfollow_tag(write, request.account(), name_in(request))), write.now);
}

Answer followed(Request const& request, db::Read& read) {
    return http::json(tags_json(posts::followed_tags(read, request.account()), read.now));
}

Answer busiest(Request const& request, db::Read& read) {
    return http::json(tags_json(posts::busiest_tags(read, limit_of(request, 10, 20)), read.now));
}

}  // namespace

void add_tag_routes(Section api, Context&) {
    api.get("/api/v1/tags/:name", {Open::to_anyone, "read:statuses"}, show).says("One hashtag");
    api.post("/api/v1/tags/:name/follow", {Open::to_members, "write:follows"}, follow).says("Follows a hashtag");
    api.post("/api/v1/tags/:name/unfollow", {Open::to_members, "write:follows"}, unfollow).says("Follows a hashtag no longer");
    api.get("/api/v1/followed_tags", {Open::to_members, "read:follows"}, followed).says("Hashtags one follows");
    api.get("/api/v1/trends", Open::to_anyone, busiest);
    api.get("/api/v1/trends/tags", Open::to_anyone, busiest).says("Hashtags that many people use this week");
}

}  // namespace mastodon
