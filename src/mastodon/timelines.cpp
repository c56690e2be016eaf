// Home, public and hashtag timelines. Home is answered from memory whenever memory has it all.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using timelines::Entry;

Ends ends_of_feed(std::vector<Entry> const& entries, int limit) {
    return ends_of(entries, limit, [](Entry const& each) { return each.post.value; });
}

// On the I/O loop: no statement, no waiting, one allocation for the body.
std::optional<Response> home_from_memory(Context& context, Request const& request) {
    thread_local std::vector<Entry> entries;
    entries.clear();
    auto page = page_of(request);
    if (!context.feeds.page(request.account(), page, entries)) return std::nullopt;
    std::string body;
    if (!context.cache.append(body, entries)) return std::nullopt;
    auto response = http::json(std::move(body));
    add_links(response, request, ends_of_feed(entries, page.limit));
    return response;
}

Response timeline(Context& context, Request const& request, db::Read& read, std::vector<PostId> const& ids, int limit) {
    auto response = http::json(Renderer(context, read, request.account()).statuses(ids));
    add_links(response, request, ends_of(ids, limit, [](PostId id) { return id.value; }));
    return response;
}

Answer home(Context& context, Request const& request, db::Read& read) {
    context.feeds.load(read, request.account());
    auto page = page_of(request);
    return timeline(context, request, read, timelines::home(read, request.account(), page), page.limit);
}

Answer everybodys(Context& context, Request const& request, db::Read& read) {
    auto flag = [&](std::string_view name) { return request.fields.flag(name).value_or(false); };
    if (flag("remote") || flag("only_media")) return http::json("[]");  // there is neither yet
    auto page = page_of(request);
    return timeline(context, request, read, timelines::local(read, request.account(), page), page.limit);
}

Answer hashtag(Context& context, Request const& request, db::Read& read) {
    auto flag = [&](std::string_view name) { return request.fields.flag(name).value_or(false); };
    if (flag("remote") || flag("only_media")) return http::json("[]");
    auto page = page_of(request);
    auto const& fields = request.fields;
    timelines::TagQuery query{std::string(request.parameters.text("hashtag")), fields.list("any"), fields.list("all"), fields.list("none")};
    return timeline(context, request, read, timelines::hashtag(read, query, request.account(), page), page.limit);
}

}  // namespace

void add_timeline_routes(Section api, Context& context) {
    auto reading = [&context](Answer (*list)(Context&, Request const&, db::Read&)) {
        return [&context, list](Request const& request, db::Read& read) { return list(context, request, read); };
    };
    api.get("/api/v1/timelines/home", {Open::to_members, "read:statuses"}, reading(home))
        .quickly([&context](Request const& request) { return home_from_memory(context, request); })
        .says("Posts by those one follows");
    api.get("/api/v1/timelines/public", {Open::to_anyone, "read:statuses"}, reading(everybodys)).says("Public posts");
    api.get("/api/v1/timelines/tag/:hashtag", {Open::to_anyone, "read:statuses"}, reading(hashtag))
        .says("Public posts with a hashtag")
        .takes_field("any[]", "array", "Further hashtags of which one is enough")
        .takes_field("all[]", "array", "Further hashtags that must be there")
        .takes_field("none[]", "array", "Hashtags that must not be there");
}

}  // namespace mastodon
