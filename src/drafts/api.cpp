// Drafts over our own API: an app on each device shows the same ones.
#include "base/json.hpp"
#include "base/time.hpp"
#include "drafts/drafts.hpp"
#include "teams/teams.hpp"

namespace drafts {

using base::Result;

namespace {

void write_kept(base::Json& json, Kept const& kept) {
    json.object().pair("id", std::to_string(kept.id)).pair("version", kept.version).pair("changed_at", base::iso8601(kept.changed_at));
    json.pair("note", kept.note).key("draft");
    write(json, kept.draft);
    json.end();
}

http::Response as_json(Kept const& kept, int status = 200) {
    base::Json json;
    write_kept(json, kept);
    return http::json(json.take(), status);
}

Result<std::int64_t> id_in(http::Request const& request) {
    auto id = request.parameters.integer("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such draft.");
    return *id;
}

http::Answer show_all(http::Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& kept : list(read, request.account(), request.fields.integer("before").value_or(0))) write_kept(json, kept);
    return http::json(json.end().take());
}

http::Answer show(http::Request const& request, db::Read& read) {
    auto kept = find(read, request.account(), TRY(id_in(request)));
    if (!kept) return base::refuse(base::Why::not_found, "There is no such draft.");
    return as_json(*kept);
}

// The app that writes is the one that the post will name.
Result<posts::Draft> sent(http::Request const& request) {
    auto draft = TRY(draft_in(request.fields));
    draft.app = request.person->app;
    return draft;
}

http::Answer put(http::Request const& request, db::Write& write) {
    auto version = request.fields.integer("version");
    if (!version) return base::refuse_field("version", "ERR_BLANK", "Say which version of the draft this changes.");
    return as_json(TRY(change(write, request.account(), TRY(id_in(request)), *version, TRY(sent(request)))));
}

}  // namespace

void add_api(http::Router::Section api) {
    using http::Open;
    constexpr http::Access reading{Open::to_members, "read:statuses"}, writing{Open::to_members, "write:statuses"};
    auto taking = [](http::Route& route) {
        route.takes_field("status", "string", "The text").takes_field("spoiler_text", "string", "The content note")
            .takes_field("visibility", "string", "public, unlisted, private or direct").takes_field("media_ids[]", "array", "Attachments, kept for 30 days")
            .takes_field("poll[options][]", "array", "The choices of a poll").takes_field("in_reply_to_id", "string", "The post it answers");
    };
    api.get("/api/salve/v1/drafts", reading, show_all).says("Your drafts, newest first, 40 at a time.").takes_field("before", "string", "Id of the oldest draft known");
    api.get("/api/salve/v1/drafts/:id", reading, show).says("One draft.");
    taking(api.post("/api/salve/v1/drafts", writing, [](http::Request const& request, db::Write& write) -> http::Answer {
        return as_json(TRY(create(write, request.account(), TRY(sent(request)))), 201);
    }).says("Keeps a draft."));
    auto& changing = api.put("/api/salve/v1/drafts/:id", writing, put).says("Changes a draft. Refused with 409 when it was changed since the version named.");
    taking(changing);
    changing.takes_field("version", "integer", "The version that was read", true);
    api.post("/api/salve/v1/drafts/:id/publish", writing, [](http::Request const& request, db::Write& write) -> http::Answer {
        auto post = TRY(publish(write, request.account(), TRY(id_in(request))));
        teams::wrote(write, request, request.account(), "post", post.id.text());
        base::Json json;
        json.object().pair("id", post.id.text()).end();
        return http::json(json.take());
    }).says("Publishes a draft, and gives the post's id.");
    api.remove("/api/salve/v1/drafts/:id", writing, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(remove(write, request.account(), TRY(id_in(request))));
        return http::json("{}");
    }).says("Deletes a draft.");
}

}  // namespace drafts
