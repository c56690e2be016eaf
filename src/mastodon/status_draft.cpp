// Reads a status that somebody wrote: what forms and JSON call each part of it.
#include "mastodon/status_draft.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>
#include <charconv>

namespace mastodon {

namespace {

using http::Fields;

auto not_in_list(std::string_view field, std::string_view label) {
    return base::refuse_field(std::string(field), "ERR_INCLUSION", std::string(label) + " is not included in the list");
}

base::Result<std::vector<MediaId>> media_in(Fields const& fields) {
    std::vector<MediaId> ids;
    for (auto const& text : fields.list("media_ids")) {
        if (text.empty()) continue;
        auto id = base::parse<MediaId>(text);
        if (!id) return base::refuse_field("media_ids", "ERR_INVALID", "Media attachments could not be found");
        ids.push_back(*id);
        if (ids.size() > media::most_attachments) break;  // enough to be refused for being too many
    }
    return ids;
}

// "-0.5,0.3"
std::optional<std::pair<double, double>> focus_in(std::string_view text) {
    auto comma = text.find(',');
    if (comma == text.npos) return std::nullopt;
    auto number = [](std::string_view part) -> std::optional<double> {
        while (part.starts_with(' ')) part.remove_prefix(1);
        double value = 0;
        auto [end, fault] = std::from_chars(part.data(), part.data() + part.size(), value);
        return fault == std::errc{} && value >= -1 && value <= 1 ? std::optional(value) : std::nullopt;
    };
    auto x = number(text.substr(0, comma)), y = number(text.substr(comma + 1));
    if (!x || !y) return std::nullopt;
    return std::pair{*x, *y};
}

base::Result<bool> flag_in(Fields const& fields, std::string_view name) {
    if (!fields.has(name)) return false;
    auto flag = fields.flag(name);
    if (!flag) return base::refuse_field(std::string(name), "ERR_INVALID", "This must be true or false");
    return *flag;
}

// media_attributes[0][id] of JSON, media_attributes[][id] of forms: there, the same name again begins the next one.
base::Result<std::vector<std::pair<MediaId, media::Details>>> details_in(Fields const& fields) {
    constexpr std::string_view prefix = "media_attributes[";
    struct Group { std::string_view index; std::vector<std::string_view> names; MediaId id; media::Details details; };
    std::vector<Group> groups;
    for (auto const& [name, value] : fields.all()) {
        if (!name.starts_with(prefix)) continue;
        auto close = name.find(']');
        if (close == name.npos || name.size() < close + 3) continue;
        auto index = std::string_view(name).substr(prefix.size(), close - prefix.size());
        auto key = std::string_view(name).substr(close + 2, name.size() - close - 3);
        bool is_new = groups.empty() || groups.back().index != index || (index.empty() && std::ranges::find(groups.back().names, key) != groups.back().names.end());
        if (is_new) groups.push_back({index, {}, {}, {}});
        auto& group = groups.back();
        group.names.push_back(key);
        if (key == "id") group.id = base::parse<MediaId>(value).value_or(MediaId{});
        if (key == "description") group.details.description = value;
        if (key != "focus" || value.empty()) continue;
        auto focus = focus_in(value);
        if (!focus) return base::refuse_field("media_attributes", "ERR_INVALID", "A focal point is two numbers between -1 and 1");
        std::tie(group.details.focus_x, group.details.focus_y) = *focus;
    }
    std::vector<std::pair<MediaId, media::Details>> all;
    for (auto& group : groups) {
        if (!group.id) return base::refuse_field("media_attributes", "ERR_INVALID", "Media attachments could not be found");
        all.emplace_back(group.id, std::move(group.details));
    }
    return all;
}

std::optional<polls::Draft> poll_in(Fields const& fields) {
    bool named = std::ranges::any_of(fields.all(), [](auto const& each) { return each.first.starts_with("poll["); });
    auto options = fields.list("poll[options]");
    // Apps send an empty poll with a post that has none.
    std::erase_if(options, [](std::string const& each) { return each.empty(); });
    if (!named || (options.empty() && fields.text("poll[expires_in]").empty())) return std::nullopt;
    polls::Draft poll;
    poll.options = std::move(options);
    poll.seconds = fields.integer("poll[expires_in]").value_or(0);
    poll.multiple = fields.flag("poll[multiple]").value_or(false);
    poll.hide_totals = fields.flag("poll[hide_totals]").value_or(false);
    return poll;
}

base::Result<std::optional<posts::Allowed>> allowed_in(Fields const& fields, std::string_view what) {
    auto name = "interaction_policy[" + std::string(what) + "][always]";
    auto words = fields.list(name);
    if (words.empty()) return std::nullopt;
    auto allowed = posts::Allowed::nobody;
    for (auto const& word : words) {
        if (word == "author" || word == "me" || word == "mentioned") continue;  // they always may
        auto found = posts::allowed_of(word);
        if (!found) return not_in_list(name, "Interaction policy");
        allowed = std::min(allowed, *found);
    }
    return allowed;
}

base::Result<PostId> post_named(Fields const& fields, std::string_view field) {
    auto text = fields.text(field);
    if (text.empty()) return PostId{};
    auto id = base::parse<PostId>(text);
    if (!id) return not_found();
    return *id;
}

}  // namespace

base::Result<std::optional<posts::Policy>> policy_in(Request const& request, posts::Policy const& now) {
    auto const& fields = request.fields;
    auto policy = now;
    auto reply = TRY(allowed_in(fields, "can_reply")), boost = TRY(allowed_in(fields, "can_reblog"));
    auto quote = fields.text("quote_approval_policy");
    if (!reply && !boost && quote.empty()) return std::nullopt;
    policy.reply = reply.value_or(now.reply);
    policy.boost = boost.value_or(now.boost);
    if (!quote.empty()) {
        auto allowed = posts::allowed_of(quote);
        if (!allowed) return not_in_list("quote_approval_policy", "Quote approval policy");
        policy.quote = *allowed;
    }
    return policy;
}

base::Result<posts::Draft> draft_in(Request const& request) {
    auto const& fields = request.fields;
    posts::Draft draft;
    draft.text = fields.text("status");
    draft.content_note = fields.text("spoiler_text");
    draft.sensitive = TRY(flag_in(fields, "sensitive"));
    draft.language = fields.text("language");
    draft.idempotency_key = request.header("idempotency-key");
    draft.app = request.person->app;
    draft.local_only = TRY(flag_in(fields, "local_only"));
    if (auto word = fields.text("visibility"); !word.empty()) {
        draft.visibility = posts::visibility_of(word);
        if (!draft.visibility) return not_in_list("visibility", "Visibility");
    }
    draft.reply_to = TRY(post_named(fields, "in_reply_to_id"));
    draft.quoted = TRY(post_named(fields, "quoted_status_id"));
    draft.media = TRY(media_in(fields));
    draft.media_details = TRY(details_in(fields));
    draft.poll = poll_in(fields);
    draft.policy = TRY(policy_in(request, {}));
    return draft;
}

}  // namespace mastodon
