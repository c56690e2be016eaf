// Hashtags: looking at one, following it, showing it on one's own page.
#include "base/settings.hpp"
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
    auto page = page_of(request, 100, 200);
    auto all = posts::followed_tags(read, request.account(), page);
    std::vector<posts::Tag> tags;
    for (auto const& each : all) tags.push_back(each.tag);
    auto response = http::json(tags_json(tags, read.now));
    add_links(response, request, ends_of(all, page.limit, [](posts::FollowedTag const& each) { return each.at; }));
    return response;
}

// On one's own page, by name.
Answer feature(Request const& request, db::Write& write) {
    TRY(posts::feature_tag(write, request.account(), name_in(request)));
    return show(request, write);
}

Answer unfeature(Request const& request, db::Write& write) {
    TRY(posts::unfeature_tag(write, request.account(), name_in(request)));
    return show(request, write);
}

void write_featured(base::Json& out, posts::FeaturedTag const& tag) {
    out.object().pair("id", std::to_string(tag.id)).pair("name", tag.name).pair("url", base::site_url() + "/tags/" + http::percent_encode(tag.name));
    out.pair("statuses_count", std::to_string(tag.statuses)).key("last_status_at");
    tag.last_status_at ? out.value(day_of(tag.last_status_at)) : out.null();
    out.end();
}

Response featured_by(db::Read& read, AccountId account) {
    base::Json out;
    out.array();
    for (auto const& each : posts::featured_tags(read, account)) write_featured(out, each);
    out.end();
    return http::json(out.take());
}

Answer own_featured(Request const& request, db::Read& read) { return featured_by(read, request.account()); }

Answer others_featured(Request const& request, db::Read& read) { return featured_by(read, TRY(account_in(request, read)).id); }

Answer add_featured(Request const& request, db::Write& write) {
    base::Json out;
    write_featured(out, TRY(posts::feature_tag(write, request.account(), request.fields.text("name"))));
    return http::json(out.take());
}

Answer remove_featured(Request const& request, db::Write& write) {
    auto id = base::parse_id(request.parameters.text("id"));
    if (!id) return not_found();
    TRY(posts::unfeature_tag(write, request.account(), *id));
    return http::json("{}");
}

Answer suggested(Request const& request, db::Read& read) {
    return http::json(tags_json(posts::tags_to_feature(read, request.account(), 10), read.now));
}

}  // namespace

void add_tag_routes(Section api, Context&) {
    api.get("/api/v1/tags/:name", {Open::to_anyone, "read:statuses"}, show).says("One hashtag");
    api.post("/api/v1/tags/:name/follow", {Open::to_members, "write:follows"}, follow).says("Follows a hashtag");
    api.post("/api/v1/tags/:name/unfollow", {Open::to_members, "write:follows"}, unfollow).says("Follows a hashtag no longer");
    api.post("/api/v1/tags/:name/feature", {Open::to_members, "write:accounts"}, feature).says("Shows a hashtag on one's page");
    api.post("/api/v1/tags/:name/unfeature", {Open::to_members, "write:accounts"}, unfeature).says("Shows a hashtag on one's page no longer");
    api.get("/api/v1/featured_tags", {Open::to_members, "read:accounts"}, own_featured).says("Hashtags on one's page");
    api.post("/api/v1/featured_tags", {Open::to_members, "write:accounts"}, add_featured)
        .says("Shows a hashtag on one's page").takes_field("name", "string", "The hashtag", true);
    api.remove("/api/v1/featured_tags/:id", {Open::to_members, "write:accounts"}, remove_featured).says("Takes a hashtag off one's page");
    api.get("/api/v1/featured_tags/suggestions", {Open::to_members, "read:accounts"}, suggested).says("Hashtags that one uses most");
    api.get("/api/v1/accounts/:id/featured_tags", {Open::to_anyone, "read:accounts"}, others_featured).says("Hashtags on somebody's page");
    api.get("/api/v1/followed_tags", {Open::to_members, "read:follows"}, followed).says("Hashtags one follows");
}

}  // namespace mastodon
