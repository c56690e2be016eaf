// Home, public, hashtag, list and link timelines. Home is answered from memory whenever memory has it all.
#include "base/time.hpp"
#include "lists/lists.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using timelines::Entry;

Ends ends_of_feed(std::vector<Entry> const& entries, int limit) {
    return ends_of(entries, limit, [](Entry const& each) { return each.post.value; });
}

// Posts that a reader without filters meets, from the parts in memory; nothing when one of them is not there.
std::optional<Response> entries_from_memory(Context& context, Request const& request, std::vector<Entry> const& entries, int limit) {
    std::string body;
    if (!context.cache.append(body, entries, request.account())) return std::nullopt;
    auto response = http::json(std::move(body));
    add_links(response, request, ends_of_feed(entries, limit));
    return response;
}

// On the I/O loop: no statement, no waiting, one allocation for the body. Readers who filter are left to the database.
std::optional<Response> home_from_memory(Context& context, Request const& request) {
    thread_local std::vector<Entry> entries;
    entries.clear();
    auto page = page_of(request);
    if (!filters::known_to_have_none(request.account(), filters::Context::home, base::clock_now())) return std::nullopt;
    if (!context.feeds.page(request.account(), page, entries)) return std::nullopt;
    return entries_from_memory(context, request, entries, page.limit);
}

Response timeline(Context& context, Request const& request, db::Read& read, filters::Context where, std::vector<PostId> const& ids, int limit) {
    auto render = Renderer(context, read, request.account()).in(where);
    auto response = http::json(where == filters::Context::everyone ? render.open_statuses(ids) : render.statuses(ids));
    add_links(response, request, ends_of(ids, limit, [](PostId id) { return id.value; }));
    return response;
}

bool flag(Request const& request, std::string_view name) { return request.fields.flag(name).value_or(false); }

timelines::Origin origin_in(Request const& request) {
    bool local = flag(request, "local"), remote = flag(request, "remote");
    return local == remote ? timelines::Origin::any : local ? timelines::Origin::local : timelines::Origin::remote;
}

Answer home(Context& context, Request const& request, db::Read& read) {
    context.feeds.load(read, request.account());
    auto page = page_of(request);
    return timeline(context, request, read, filters::Context::home, timelines::home(read, request.account(), page), page.limit);
}

timelines::Public public_in(Request const& request) { return {origin_in(request), flag(request, "only_media")}; }

std::optional<Response> everybodys_from_memory(Context& context, Request const& request) {
    thread_local std::vector<Entry> entries;
    auto page = page_of(request);
    if (!filters::known_to_have_none(request.account(), filters::Context::everyone, base::clock_now())) return std::nullopt;
    if (!context.commons.page(request.account(), public_in(request), page, entries)) return std::nullopt;
    return entries_from_memory(context, request, entries, page.limit);
}

// A post that came since is looked up and written; the others are in memory already.
std::optional<Response> everybodys_renewed(Context& context, Request const& request, db::Read& read) {
    context.commons.load(read, request.account());
    std::vector<Entry> entries;
    auto page = page_of(request);
    if (!filters::known_to_have_none(request.account(), filters::Context::everyone, read.now)) return std::nullopt;
    if (!context.commons.page(request.account(), public_in(request), page, entries)) return std::nullopt;
    Renderer(context, read, request.account()).statuses(context.cache.missing(entries));
    return entries_from_memory(context, request, entries, page.limit);
}

Answer everybodys(Context& context, Request const& request, db::Read& read) {
    if (auto made = everybodys_renewed(context, request, read)) return std::move(*made);
    auto page = page_of(request);
    auto ids = timelines::everybody(read, request.account(), public_in(request), page);
    return timeline(context, request, read, filters::Context::everyone, ids, page.limit);
}

Answer hashtag(Context& context, Request const& request, db::Read& read) {
    auto page = page_of(request);
    auto const& fields = request.fields;
    timelines::TagQuery query{std::string(request.parameters.text("hashtag")), fields.list("any"), fields.list("all"), fields.list("none"),
                              origin_in(request), flag(request, "only_media")};
    return timeline(context, request, read, filters::Context::everyone, timelines::hashtag(read, query, request.account(), page), page.limit);
}

// Somebody else's list is as if it were not there.
Answer list(Context& context, Request const& request, db::Read& read) {
    auto found = lists::find(read, request.account(), TRY(id_of<lists::ListId>(request)));
    if (!found) return not_found();
    auto page = page_of(request);
    return timeline(context, request, read, filters::Context::home, timelines::list(read, *found, page), page.limit);
}

Answer link(Context& context, Request const& request, db::Read& read) {
    auto url = request.fields.text("url");
    if (url.empty()) return base::refuse_field("url", "ERR_BLANK", "Url can't be blank");
    auto card = links::find(read, url);
    if (!card) return not_found();
    auto page = page_of(request);
    return timeline(context, request, read, filters::Context::everyone, timelines::linked(read, card->id, request.account(), page), page.limit);
}

}  // namespace

void add_timeline_routes(Section api, Context& context) {
    auto reading = [&context](Answer (*list)(Context&, Request const&, db::Read&)) {
        return [&context, list](Request const& request, db::Read& read) { return list(context, request, read); };
    };
    api.get("/api/v1/timelines/home", {Open::to_members, "read:statuses"}, reading(home))
        .quickly([&context](Request const& request) { return home_from_memory(context, request); })
        .says("Posts by those one follows");
    api.get("/api/v1/timelines/public", {Open::to_anyone, "read:statuses"}, reading(everybodys))
        .quickly([&context](Request const& request) { return everybodys_from_memory(context, request); }).says("Public posts")
        .takes_field("local", "boolean", "Only posts of this server").takes_field("remote", "boolean", "Only posts of other servers")
        .takes_field("only_media", "boolean", "Only posts with media");
    api.get("/api/v1/timelines/tag/:hashtag", {Open::to_anyone, "read:statuses"}, reading(hashtag))
        .says("Public posts with a hashtag")
        .takes_field("any[]", "array", "Further hashtags of which one is enough")
        .takes_field("all[]", "array", "Further hashtags that must be there")
        .takes_field("none[]", "array", "Hashtags that must not be there");
    api.get("/api/v1/timelines/list/:id", {Open::to_members, "read:lists"}, reading(list)).says("Posts by the members of a list");
    api.get("/api/v1/timelines/link", {Open::to_anyone, "read:statuses"}, reading(link))
        .says("Public posts that link to a page").takes_field("url", "string", "The page's address", true);
}

}  // namespace mastodon
