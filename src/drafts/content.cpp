// A draft as JSON, in the words that apps use for posts.
#include "base/json.hpp"
#include "drafts/drafts.hpp"

namespace drafts {

using base::refuse_field, base::Result;

namespace {

void write_poll(base::Json& json, polls::Draft const& poll) {
    json.key("poll").object().key("options").array();
    for (auto const& option : poll.options) json.value(option);
    json.end().pair("expires_in", poll.seconds).pair("multiple", poll.multiple).pair("hide_totals", poll.hide_totals).end();
}

void write_policy(base::Json& json, posts::Policy const& policy) {
    json.key("policy").object().pair("reply", posts::text_of(policy.reply)).pair("boost", posts::text_of(policy.boost));
    json.pair("quote", posts::text_of(policy.quote)).pair("quote_on_request", posts::text_of(policy.quote_on_request)).end();
}

Result<posts::Allowed> allowed_in(http::Fields const& fields, std::string const& name, posts::Allowed usual) {
    auto text = fields.maybe(name);
    if (!text) return usual;
    auto allowed = posts::allowed_of(*text);
    if (!allowed) return refuse_field(name, "ERR_INVALID", "This must be public, followers, following or nobody.");
    return *allowed;
}

Result<std::optional<posts::Policy>> policy_in(http::Fields const& fields) {
    bool says = false;
    for (auto const* name : {"policy[reply]", "policy[boost]", "policy[quote]", "policy[quote_on_request]"}) says = says || fields.has(name);
    if (!says) return std::nullopt;
    posts::Policy policy;
    policy.reply = TRY(allowed_in(fields, "policy[reply]", policy.reply));
    policy.boost = TRY(allowed_in(fields, "policy[boost]", policy.boost));
    policy.quote = TRY(allowed_in(fields, "policy[quote]", policy.quote));
    policy.quote_on_request = TRY(allowed_in(fields, "policy[quote_on_request]", policy.quote_on_request));
    return policy;
}

Result<std::vector<base::MediaId>> media_in(http::Fields const& fields) {
    std::vector<base::MediaId> ids;
    for (auto const& text : fields.list("media_ids")) {
        if (text.empty()) continue;
        auto id = base::parse<base::MediaId>(text);
        if (!id || ids.size() >= media::most_attachments) return refuse_field("media_ids", "ERR_INVALID", "There is no such attachment.");
        ids.push_back(*id);
    }
    return ids;
}

}  // namespace

void write(base::Json& json, posts::Draft const& draft) {
    json.object().pair("status", draft.text).pair("spoiler_text", draft.content_note).pair("sensitive", draft.sensitive);
    if (draft.visibility) json.pair("visibility", posts::text_of(*draft.visibility));
    json.pair("language", draft.language).pair("local_only", draft.local_only).pair("application_id", draft.app);
    if (draft.reply_to) json.pair("in_reply_to_id", draft.reply_to.text());
    if (draft.quoted) json.pair("quoted_status_id", draft.quoted.text());
    json.key("media_ids").array();
    for (auto id : draft.media) json.value(id.text());
    json.end();
    if (draft.poll) write_poll(json, *draft.poll);
    if (draft.policy) write_policy(json, *draft.policy);
    json.end();
}

Result<posts::Draft> draft_in(http::Fields const& fields) {
    posts::Draft draft;
    draft.text = fields.text("status");
    draft.content_note = fields.text("spoiler_text");
    draft.sensitive = fields.flag("sensitive").value_or(false);
    draft.local_only = fields.flag("local_only").value_or(false);
    draft.language = fields.text("language");
    draft.app = fields.integer("application_id").value_or(0);
    if (auto text = fields.text("visibility"); !text.empty()) {
        draft.visibility = posts::visibility_of(text);
        if (!draft.visibility) return refuse_field("visibility", "ERR_INVALID", "The visibility must be public, unlisted, private or direct.");
    }
    draft.reply_to = fields.id<base::PostId>("in_reply_to_id").value_or(base::PostId{});
    draft.quoted = fields.id<base::PostId>("quoted_status_id").value_or(base::PostId{});
    draft.media = TRY(media_in(fields));
    draft.policy = TRY(policy_in(fields));
    auto options = fields.list("poll[options]");
    std::erase_if(options, [](std::string const& option) { return option.empty(); });
    if (!options.empty())
        draft.poll = polls::Draft{std::move(options), fields.integer("poll[expires_in]").value_or(24 * 3600),
                                  fields.flag("poll[multiple]").value_or(false), fields.flag("poll[hide_totals]").value_or(false)};
    return draft;
}

}  // namespace drafts
