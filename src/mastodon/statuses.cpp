// Writing, reading and taking back statuses.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

base::Result<posts::Draft> draft_in(Request const& request) {
    auto const& fields = request.fields;
    if (!fields.list("media_ids").empty()) return base::refuse_field("media_ids", "ERR_INVALID", "Pictures cannot be posted here yet");
    if (fields.has("poll")) return base::refuse_field("poll", "ERR_INVALID", "Polls cannot be posted here yet");
    if (!fields.text("scheduled_at").empty()) return base::refuse_field("scheduled_at", "ERR_INVALID", "Posts cannot be scheduled here yet");

    posts::Draft draft;
    draft.text = fields.text("status");
    draft.content_note = fields.text("spoiler_text");
    draft.sensitive = fields.flag("sensitive").value_or(false);
    draft.language = fields.text("language");
    draft.idempotency_key = request.header("idempotency-key");
    draft.app = request.person->app;
    if (auto word = fields.text("visibility"); !word.empty()) {
        draft.visibility = posts::visibility_of(word);
        if (!draft.visibility) return base::refuse_field("visibility", "ERR_INCLUSION", "Visibility is not included in the list");
    }
    if (auto parent = fields.text("in_reply_to_id"); !parent.empty()) {
        auto id = base::parse<PostId>(parent);
        if (!id) return not_found();
        draft.reply_to = *id;
    }
    return draft;
}

// With the text as it was typed, so that the app can offer to write it again.
std::string with_source(std::string status, posts::Post const& post) {
    base::Json more;
    more.object().pair("text", post.text).end();
    auto text = more.take();
    status.back() = ',';
    return status.append(text, 1);
}

Answer context_of(Context& context, Request const& request, db::Read& read) {
    auto id = TRY(id_of<PostId>(request));
    if (!posts::find(read, id, request.account())) return not_found();
    // Visitors get a shorter look: a thread is costly to gather.
    auto thread = posts::thread(read, id, request.account(), request.person ? 4000 : 200);
    Renderer render(context, read, request.account());
    base::Json out;
    out.object().key("ancestors").raw(render.statuses(thread.before)).key("descendants").raw(render.statuses(thread.after)).end();
    return http::json(out.take());
}

Answer source(Request const& request, db::Read& read) {
    auto post = posts::find(read, TRY(id_of<PostId>(request)), request.account());
    if (!post) return not_found();
    base::Json out;
    out.object().pair("id", post->id.text()).pair("text", post->text).pair("spoiler_text", post->content_note).end();
    return http::json(out.take());
}

Answer history(Context& context, Request const& request, db::Read& read) {
    auto post = posts::find(read, TRY(id_of<PostId>(request)), request.account());
    if (!post) return not_found();
    auto author = accounts::find(read, post->author);
    if (!author) return not_found();
    base::Json out;
    out.array().object().pair("content", post->html).pair("spoiler_text", post->content_note).pair("sensitive", post->sensitive);
    out.pair("created_at", base::iso8601(post->created_at)).key("account").raw(Renderer(context, read, request.account()).account(*author));
    out.key("media_attachments").array().end().key("emojis").array().end().key("poll").null().end().end();
    return http::json(out.take());
}

}  // namespace

void add_status_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_anyone, "read:statuses"}, writing{Open::to_members, "write:statuses"};

    api.post("/api/v1/statuses", writing, [&context](Request const& request, db::Write& write) -> Answer {
        auto draft = TRY(draft_in(request));
        // Apps take 404 as "the post you answer is gone", and 422 as a fault of what was typed.
        if (draft.reply_to && !posts::find(write, draft.reply_to, request.account())) return not_found();
        auto post = TRY(posts::publish(write, request.account(), draft));
        return http::json(Renderer(context, write, request.account()).status(post));
    }).says("Posts")
        .takes_field("status", "string", "What to say", true)
        .takes_field("in_reply_to_id", "string", "The post this one answers")
        .takes_field("sensitive", "boolean", "Whether it should be covered at first")
        .takes_field("spoiler_text", "string", "A note on what it is about")
        .takes_field("visibility", "string", "public, unlisted, private or direct")
        .takes_field("language", "string", "ISO 639 code");
    api.get("/api/v1/statuses", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(Renderer(context, read, request.account()).statuses(ids_in<PostId>(request)));
    }).says("Several posts by their ids");
    api.get("/api/v1/statuses/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(TRY(Renderer(context, read, request.account()).status(TRY(id_of<PostId>(request)))));
    }).says("One post");
    api.remove("/api/v1/statuses/:id", writing, [&context](Request const& request, db::Write& write) -> Answer {
        auto id = TRY(id_of<PostId>(request));
        auto post = posts::find(write, id, request.account());
        if (!post) return not_found();
        auto status = Renderer(context, write, request.account()).status(*post);  // while it is still there
        TRY(posts::remove(write, request.account(), id));
        return http::json(with_source(std::move(status), *post));
    }).says("Takes a post back, and gives its text for writing it again");
    api.get("/api/v1/statuses/:id/context", reading, [&context](Request const& request, db::Read& read) {
        return context_of(context, request, read);
    }).says("What comes before and after a post");
    api.get("/api/v1/statuses/:id/source", {Open::to_members, "read:statuses"}, source).says("A post's text as it was typed");
    api.get("/api/v1/statuses/:id/history", reading, [&context](Request const& request, db::Read& read) {
        return history(context, request, read);
    }).says("The versions of a post");
    api.get("/api/v1/statuses/:id/card", reading, [](Request const&, db::Read&) -> Answer { return http::json("null"); });
}

}  // namespace mastodon
