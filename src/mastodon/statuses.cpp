// Reading statuses: one, several, their conversation, their versions, what quotes them.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

base::Result<posts::Post> post_in(Request const& request, db::Read& read) {
    auto post = posts::find(read, TRY(id_of<PostId>(request)), request.account());
    if (!post) return not_found();
    return std::move(*post);
}

Renderer in_thread(Context& context, Request const& request, db::Read& read) {
    Renderer render(context, read, request.account());
    render.in(filters::Context::thread);
    return render;
}

Answer context_of(Context& context, Request const& request, db::Read& read) {
    auto post = TRY(post_in(request, read));
    // Visitors get a shorter look: a thread is costly to gather.
    auto thread = posts::thread(read, post.id, request.account(), request.person ? 4000 : 200);
    auto render = in_thread(context, request, read);
    base::Json out;
    out.object().key("ancestors").raw(render.statuses(thread.before)).key("descendants").raw(render.statuses(thread.after)).end();
    return http::json(out.take());
}

Answer source(Request const& request, db::Read& read) {
    auto post = TRY(post_in(request, read));
    base::Json out;
    out.object().pair("id", post.id.text()).pair("text", post.text).pair("spoiler_text", post.content_note).end();
    return http::json(out.take());
}

void write_version(base::Json& out, db::Read& read, posts::Version const& version, std::string_view account, std::string_view domain) {
    out.object().pair("content", version.html).pair("spoiler_text", version.content_note).pair("sensitive", version.sensitive);
    out.pair("created_at", base::iso8601(version.at)).key("account").raw(account).key("poll");
    if (version.poll_options.empty()) {
        out.null();
    } else {
        out.object().key("options").array();
        for (auto const& option : version.poll_options) out.object().pair("title", option).end();
        out.end().end();
    }
    out.key("media_attachments").array();
    for (auto const& each : version.media) write(out, each);
    out.end().key("emojis").raw(emojis_in(read, {version.content_note, version.text}, domain)).end();
}

Answer history(Context& context, Request const& request, db::Read& read) {
    auto post = TRY(post_in(request, read));
    auto author = accounts::find(read, post.author);
    if (!author) return not_found();
    auto account = Renderer(context, read, request.account()).account(*author);
    base::Json out;
    out.array();
    for (auto const& version : posts::versions(read, post.id)) write_version(out, read, version, account, author->domain);
    out.end();
    return http::json(out.take());
}

Answer quotes(Context& context, Request const& request, db::Read& read) {
    auto post = TRY(post_in(request, read));
    auto page = page_of(request);
    auto ids = posts::quotes_of(read, post.id, request.account(), page);
    auto response = http::json(in_thread(context, request, read).statuses(ids));
    add_links(response, request, ends_of(ids, page.limit, [](PostId id) { return id.value; }));
    return response;
}

Answer card(Request const& request, db::Read& read) {
    auto post = TRY(post_in(request, read));
    if (!post.link) return http::json("null");
    base::Json out;
    write(out, *post.link);
    return http::json(out.take());
}

}  // namespace

void add_status_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_anyone, "read:statuses"}, as_member{Open::to_members, "read:statuses"};
    auto with = [&context](Answer (*show)(Context&, Request const&, db::Read&)) {
        return [&context, show](Request const& request, db::Read& read) { return show(context, request, read); };
    };
    api.get("/api/v1/statuses", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(Renderer(context, read, request.account()).statuses(ids_in<PostId>(request)));
    }).says("Several posts by their ids").takes_field("id[]", "array", "Their ids", true);
    api.get("/api/v1/statuses/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(TRY(in_thread(context, request, read).status(TRY(id_of<PostId>(request)))));
    }).says("One post");
    api.get("/api/v1/statuses/:id/context", reading, with(context_of)).says("What comes before and after a post");
    api.get("/api/v1/statuses/:id/source", as_member, source).says("A post's text as it was typed");
    api.get("/api/v1/statuses/:id/history", reading, with(history)).says("The versions of a post, oldest first");
    api.get("/api/v1/statuses/:id/quotes", as_member, with(quotes)).says("Posts that quote a post");
    api.get("/api/v1/statuses/:id/card", reading, card).says("The preview of a post's first link");
}

}  // namespace mastodon
