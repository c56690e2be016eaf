// The composer's fields: what they offer, and what was chosen in them.
#include "base/text.hpp"
#include "posts/page_parts.hpp"
#include "posts/pages.hpp"
#include <algorithm>

namespace posts {
using html::Words;

namespace {

std::vector<MediaId> media_in(http::Fields const& fields) {
    std::vector<MediaId> ids;
    auto left_out = fields.list("media_remove");
    for (auto const& text : fields.list("media_ids"))
        if (auto id = base::parse<MediaId>(text); id && std::ranges::find(left_out, text) == left_out.end()) ids.push_back(*id);
    return ids;
}

std::optional<polls::Draft> poll_in(http::Fields const& fields) {
    polls::Draft poll;
    for (auto const& title : fields.list("poll[options]"))
        if (auto trimmed = base::trim(title); !trimmed.empty()) poll.options.push_back(trimmed);
    if (poll.options.empty()) return std::nullopt;
    poll.seconds = fields.integer("poll[expires_in]").value_or(0);
    poll.multiple = fields.flag("poll[multiple]").value_or(false);
    poll.hide_totals = fields.flag("poll[hide_totals]").value_or(false);
    return poll;
}

}  // namespace

Draft draft_in_form(http::Fields const& fields) {
    Draft draft{std::string(fields.text("status")), std::string(fields.text("spoiler_text")), fields.flag("sensitive").value_or(false)};
    draft.visibility = visibility_of(fields.text("visibility"));
    draft.language = fields.text("language");
    draft.reply_to = fields.id<PostId>("in_reply_to_id").value_or(PostId{});
    draft.idempotency_key = fields.text("idempotency_key");
    draft.quoted = fields.id<PostId>("quoted_status_id").value_or(PostId{});
    draft.local_only = fields.flag("local_only").value_or(false);
    draft.policy = policy_in(fields);
    draft.poll = poll_in(fields);
    draft.media = media_in(fields);
    for (auto id : draft.media)
        if (auto description = fields.maybe("media_description[" + id.text() + "]"))
            draft.media_details.push_back({id, {.description = std::string(*description), .focus_x = {}, .focus_y = {}}});
    return draft;
}

html::Safe options(Words const& words, std::vector<Choice> const& choices, std::string_view chosen) {
    html::Safe rows;
    for (auto const& each : choices) words.fill(rows, pages::Option{.value = each.value, .chosen = each.value == chosen, .words = each.words});
    return rows;
}

html::Safe policy_fields(Words const& words, Policy const& policy) {
    std::vector<Choice> const people = {{"public", words("Everyone")}, {"followers", words("My followers")}, {"following", words("People I follow")},
                                        {"nobody", words("Nobody")}};
    auto quoting = people;
    quoting.insert(quoting.begin() + 1, {"request", words("Everyone, after I agree")});
    bool on_request = policy.quote == Allowed::nobody && policy.quote_on_request != Allowed::nobody;
    return words.fill(pages::Policy{.reply = options(words, people, text_of(policy.reply)), .boost = options(words, people, text_of(policy.boost)),
                                    .quote = options(words, quoting, on_request ? "request" : text_of(policy.quote))});
}

std::optional<Policy> policy_in(http::Fields const& fields) {
    if (!fields.has("reply_policy") && !fields.has("boost_policy") && !fields.has("quote_approval_policy")) return std::nullopt;
    auto allowed = [&](std::string_view field) { return allowed_of(fields.text(field)).value_or(Allowed::everyone); };
    Policy policy{.reply = allowed("reply_policy"), .boost = allowed("boost_policy"), .quote = allowed("quote_approval_policy")};
    if (fields.text("quote_approval_policy") == "request") policy.quote = Allowed::nobody, policy.quote_on_request = Allowed::everyone;
    return policy;
}

}  // namespace posts
