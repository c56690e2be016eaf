// Statuses are posted, edited and taken back; who may quote them is decided.
#include "inbox/inbox.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/scheduled.hpp"
#include "mastodon/status_draft.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace mastodon {

namespace {

Answer answer(Context& context, Request const& request, db::Write& write, posts::Post const& post) {
    return http::json(Renderer(context, write, request.account()).status(post));
}

// With the text as it was typed, so that the app can offer to write it again.
std::string with_source(std::string status, posts::Post const& post) {
    base::Json more;
    more.object().pair("text", post.text).end();
    auto text = more.take();
    status.back() = ',';
    return status.append(text, 1);
}

// An app that was told whom a post may reach: what would reach others is not posted, and it is told whom.
base::Result<std::optional<Response>> unexpected_people(Context& context, Request const& request, db::Write& write, posts::Post const& post) {
    constexpr std::string_view field = "allowed_mentions";
    auto named = request.fields.list(field);
    if (named.empty()) return std::nullopt;
    for (auto const& each : named)
        if (!each.empty() && !base::parse<AccountId>(each)) return base::refuse_field(std::string(field), "ERR_INVALID", "Nobody has this id");
    auto allowed = ids_in<AccountId>(request, field, 1000);
    std::vector<AccountId> others;
    for (auto const& mention : post.mentions)
        if (std::ranges::find(allowed, mention.account) == allowed.end()) others.push_back(mention.account);
    if (others.empty()) return std::nullopt;
    base::Json out;
    out.object().pair("error", "Post would be sent to unexpected accounts");
    out.key("unexpected_accounts").raw(Renderer(context, write, request.account()).accounts(others)).end();
    return http::json(out.take(), 422);
}

Answer publish(Context& context, Request const& request, db::Write& write) {
    auto draft = TRY(draft_in(request));
    // Apps take 404 as "the post you answer is gone", and 422 as a fault of what was typed.
    for (auto id : {draft.reply_to, draft.quoted})
        if (id && !posts::find(write, id, request.account())) return not_found();
    // What lies in the past is published at once, as apps expect.
    if (auto at = TRY(scheduled_time(request)); at && *at > write.now) {
        auto const planned = TRY(drafts::schedule(write, request.account(), draft, *at));
        teams::wrote(write, request, request.account(), "post.schedule", std::to_string(planned.id));
        return http::json(scheduled_json(planned));
    }
    inbox::Acting const acting(accounts::behind(write, *request.person));
    auto post = TRY(posts::publish(write, request.account(), draft));
    teams::wrote(write, request, post.author, "post", post.id.text());
    if (auto refused = TRY(unexpected_people(context, request, write, post))) return *refused;
    Renderer render(context, write, request.account());
    auto made = posts::just_made(post.id);
    if (made && made->post.created_at == write.now) render.of_new(*made);  // else the same key gave an earlier post again
    return http::json(render.status(post));
}

Answer edit(Context& context, Request const& request, db::Write& write) {
    auto id = TRY(id_of<PostId>(request));
    auto post = posts::find(write, id, request.account());
    if (!post || post->author != request.account() || post->boost_of) return not_found();
    auto draft = TRY(draft_in(request));
    draft.policy = TRY(policy_in(request, post->policy));
    if (draft.language.empty()) draft.language = post->language;
    draft.local_only = post->local_only;
    auto edited = TRY(posts::edit(write, request.account(), id, draft));
    teams::wrote(write, request, edited.author, "post.edit", id.text());
    return answer(context, request, write, std::move(edited));
}

Answer remove(Context& context, Request const& request, db::Write& write) {
    auto id = TRY(id_of<PostId>(request));
    auto post = posts::find(write, id, request.account());
    if (!post) return not_found();
    auto status = Renderer(context, write, request.account()).status(*post);  // while it is still there
    teams::wrote(write, request, post->author, "post.delete", id.text());
    TRY(posts::remove(write, request.account(), id));
    if (request.fields.flag("delete_media").value_or(false))
        for (auto const& each : post->media) TRY(media::remove_attachment(write, request.account(), each.id));
    return http::json(with_source(std::move(status), *post));
}

Answer change_policy(Context& context, Request const& request, db::Write& write) {
    auto id = TRY(id_of<PostId>(request));
    auto post = posts::find(write, id, request.account());
    if (!post || post->author != request.account()) return not_found();
    auto policy = TRY(policy_in(request, post->policy));
    return answer(context, request, write, TRY(posts::change_policy(write, request.account(), id, policy.value_or(post->policy))));
}

Answer revoke(Context& context, Request const& request, db::Write& write) {
    auto id = TRY(id_of<PostId>(request)), quoting = TRY(id_of<PostId>(request, "quoting"));
    auto quote = posts::find(write, quoting, request.account());
    if (!quote || quote->quote.post != id) return not_found();
    return answer(context, request, write, TRY(posts::revoke_quote(write, request.account(), quoting)));
}

}  // namespace

void add_status_writing_routes(Section api, Context& context) {
    constexpr http::Access writing{Open::to_members, "write:statuses"};
    auto with = [&context](Answer (*act)(Context&, Request const&, db::Write&)) {
        return [&context, act](Request const& request, db::Write& write) { return act(context, request, write); };
    };
    auto taking = [](http::Route& route) {
        route.takes_field("status", "string", "What to say; it may be empty beside media")
            .takes_field("media_ids[]", "array", "Attachments, in their order")
            .takes_field("media_attributes[]", "array", "New descriptions and focal points of attachments: id, description, focus")
            .takes_field("poll[options][]", "array", "The choices of a poll")
            .takes_field("poll[expires_in]", "integer", "How many seconds the poll is open")
            .takes_field("poll[multiple]", "boolean", "Whether several choices may be taken")
            .takes_field("poll[hide_totals]", "boolean", "Whether counts are hidden until the end")
            .takes_field("sensitive", "boolean", "Whether it should be covered at first")
            .takes_field("spoiler_text", "string", "A note on what it is about")
            .takes_field("language", "string", "ISO 639 code")
            .takes_field("quote_approval_policy", "string", "Who may quote it: public, followers, nobody");
    };
    auto& post = api.post("/api/v1/statuses", writing, with(publish)).says("Posts");
    taking(post);
    post.takes_field("in_reply_to_id", "string", "The post this one answers")
        .takes_field("quoted_status_id", "string", "The post this one quotes")
        .takes_field("visibility", "string", "public, unlisted, private or direct")
        .takes_field("scheduled_at", "string", "When to post it, at least five minutes ahead; then the answer is a scheduled post")
        .takes_field("local_only", "boolean", "Whether it stays on this server")
        .takes_field("allowed_mentions[]", "array", "Whom it may mention; anybody else is refused");
    taking(api.put("/api/v1/statuses/:id", writing, with(edit)).says("Edits a post; versions before are kept"));
    api.remove("/api/v1/statuses/:id", writing, with(remove)).says("Takes a post back, and gives its text for writing it again")
        .takes_field("delete_media", "boolean", "Whether its attachments go at once");
    api.put("/api/v1/statuses/:id/interaction_policy", writing, with(change_policy)).says("Changes who may quote, answer or boost a post");
    api.post("/api/v1/statuses/:id/quotes/:quoting/revoke", writing, with(revoke)).says("Takes a post out of another's quote");
}

}  // namespace mastodon
