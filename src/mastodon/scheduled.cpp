// Posts for a moment to come, as apps make, move and cancel them.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/scheduled.hpp"

namespace mastodon {

namespace {

template <class Tag>
void write_id(base::Json& out, std::string_view name, base::Id<Tag> id) {
    out.key(name);
    id ? out.value(id.text()) : out.null();
}

void write_poll(base::Json& out, std::optional<polls::Draft> const& poll) {
    out.key("poll");
    if (!poll) {
        out.null();
        return;
    }
    out.object().key("options").array();
    for (auto const& option : poll->options) out.value(option);
    out.end().pair("expires_in", std::to_string(poll->seconds)).pair("multiple", poll->multiple).pair("hide_totals", poll->hide_totals).end();
}

void write_params(base::Json& out, posts::Draft const& draft) {
    out.key("params").object().pair("text", draft.text).pair("sensitive", draft.sensitive).pair("spoiler_text", draft.content_note);
    out.key("visibility");
    draft.visibility ? out.value(posts::text_of(*draft.visibility)) : out.null();
    out.key("language");
    draft.language.empty() ? out.null() : out.value(draft.language);
    write_id(out, "in_reply_to_id", draft.reply_to);
    write_id(out, "quoted_status_id", draft.quoted);
    out.pair("application_id", draft.app);
    out.key("media_ids");
    if (draft.media.empty()) {
        out.null();
    } else {
        out.array();
        for (auto id : draft.media) out.value(id.text());
        out.end();
    }
    write_poll(out, draft.poll);
    out.key("idempotency").null().key("scheduled_at").null().pair("with_rate_limit", false).end();
}

base::Result<std::int64_t> scheduled_id(Request const& request) {
    auto id = request.parameters.integer("id");
    if (!id) return not_found();
    return *id;
}

base::Result<drafts::Scheduled> scheduled_in(Request const& request, db::Read& read) {
    auto found = drafts::find_scheduled(read, request.account(), TRY(scheduled_id(request)));
    if (!found) return not_found();
    return std::move(*found);
}

Answer list(Request const& request, db::Read& read) {
    auto page = page_of(request);
    auto all = drafts::scheduled(read, request.account(), page);
    base::Json out;
    out.array();
    for (auto const& each : all) out.raw(scheduled_json(each));
    auto response = http::json(out.end().take());
    add_links(response, request, ends_of(all, page.limit, [](drafts::Scheduled const& each) { return each.id; }));
    return response;
}

Answer show(Request const& request, db::Read& read) { return http::json(scheduled_json(TRY(scheduled_in(request, read)))); }

Answer move(Request const& request, db::Write& write) {
    auto post = TRY(scheduled_in(request, write));
    auto at = TRY(scheduled_time(request));
    return http::json(scheduled_json(at ? TRY(drafts::move(write, request.account(), post.id, *at)) : post));
}

Answer cancel(Request const& request, db::Write& write) {
    TRY(scheduled_in(request, write));
    TRY(drafts::cancel(write, request.account(), TRY(scheduled_id(request))));
    return http::json("{}");
}

}  // namespace

std::string scheduled_json(drafts::Scheduled const& post) {
    base::Json out;
    out.object().pair("id", std::to_string(post.id)).pair("scheduled_at", base::iso8601(post.at));
    write_params(out, post.draft);
    out.key("media_attachments").array();
    for (auto const& each : post.media) write(out, each);
    out.end().end();
    return out.take();
}

base::Result<std::optional<base::Time>> scheduled_time(Request const& request) {
    auto text = request.fields.text("scheduled_at");
    if (text.empty()) return std::nullopt;
    auto at = base::parse_iso8601(text);
    if (!at) return base::refuse_field("scheduled_at", "ERR_INVALID", "Scheduled at is not a valid date and time");
    return *at;
}

void add_scheduled_routes(Section api, Context&) {
    constexpr http::Access reading{Open::to_members, "read:statuses"}, writing{Open::to_members, "write:statuses"};
    api.get("/api/v1/scheduled_statuses", reading, list).says("Posts for a moment to come, newest first");
    api.get("/api/v1/scheduled_statuses/:id", reading, show).says("One of them");
    api.put("/api/v1/scheduled_statuses/:id", writing, move).says("Moves a scheduled post to another moment")
        .takes_field("scheduled_at", "string", "ISO 8601, at least five minutes ahead", true);
    api.remove("/api/v1/scheduled_statuses/:id", writing, cancel).says("Cancels a scheduled post");
}

}  // namespace mastodon
