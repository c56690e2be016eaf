// What members tell moderators, the rules they refer to, and what notifications of moderation are about.
#include "mastodon/admin.hpp"
#include "mastodon/notification_entity.hpp"
#include "teams/teams.hpp"

namespace mastodon {

namespace {

base::Result<moderation::Complaint> complaint_in(Request const& request) {
    auto const& fields = request.fields;
    auto target = fields.id<AccountId>("account_id");
    if (!target) return not_found();
    moderation::Complaint complaint{.target = *target};
    complaint.posts = ids_in<PostId>(request, "status_ids", 200);
    complaint.rules = ids_in<moderation::RuleId>(request, "rule_ids");
    complaint.comment = fields.text("comment");
    complaint.forward = fields.flag("forward").value_or(false);
    if (!complaint.rules.empty()) complaint.category = moderation::Category::violation;
    if (auto word = fields.text("category"); !word.empty()) {
        auto category = moderation::category_of(word);
        if (!category) return base::refuse_field("category", "ERR_INCLUSION", "Category is not included in the list");
        complaint.category = *category;
    }
    return complaint;
}

Answer report(Context& context, Request const& request, db::Write& write) {
    auto made = TRY(moderation::report(write, request.account(), TRY(complaint_in(request))));
    auto target = accounts::find(write, made.target);
    if (!target) return not_found();
    return http::json(report_json(made, Renderer(context, write, request.account()).account(*target)));
}

Answer rules(Request const&, db::Read& read) {
    base::Json out;
    out.array();
    for (auto const& rule : moderation::rules(read)) write(out, rule);
    out.end();
    return http::json(out.take());
}

Answer domain_blocks(Request const&, db::Read& read) {
    base::Json out;
    out.array();
    for (auto const& block : moderation::public_domain_blocks(read)) {
        out.object().pair("domain", block.public_name()).pair("digest", block.digest()).pair("severity", text_of(block.severity)).key("comment");
        block.public_comment.empty() ? out.null() : out.value(block.public_comment);
        out.end();
    }
    out.end();
    return http::json(out.take());
}

std::string account_of(Renderer& render, db::Read& read, AccountId id) {
    auto account = accounts::find(read, id);
    return account ? render.account(*account) : std::string();
}

// The person told is the one who was decided about: only they have such a notification.
std::string warning_member(Renderer& render, db::Read& read, notifications::Notification const& told) {
    auto decision = moderation::find_decision(read, moderation::DecisionId{told.about});
    if (!decision || decision->target != told.account) return {};
    auto target = account_of(render, read, decision->target);
    return target.empty() ? target : "\"moderation_warning\":" + warning_json(read, *decision, target);
}

// Somebody may have ceased to be a moderator since.
std::string report_member(Renderer& render, db::Read& read, notifications::Notification const& told) {
    auto reader = accounts::find(read, told.account);
    auto about = moderation::find_report(read, moderation::ReportId{told.about});
    if (!reader || reader->role == http::Role::member || !about) return {};
    auto target = account_of(render, read, about->target);
    return target.empty() ? target : "\"report\":" + report_json(*about, target);
}

std::string severance_member(Renderer&, db::Read& read, notifications::Notification const& told) {
    auto lost = follows::find_severance(read, told.about);
    if (!lost || lost->account != told.account) return {};
    base::Json out;
    out.object().pair("id", std::to_string(lost->id)).pair("type", text_of(lost->cause)).pair("purged", false).pair("target_name", lost->target);
    out.pair("followers_count", lost->followers).pair("following_count", lost->following).pair("created_at", base::iso8601(lost->at)).end();
    return "\"event\":" + out.take();
}

}  // namespace

void add_report_routes(Section api, Context& context) {
    api.post("/api/v1/reports", {Open::to_members, "write:reports"}, [&context](Request const& request, db::Write& write) {
        return report(context, request, write);
    }).says("Tells the moderators about an account")
        .takes_field("account_id", "string", "Whom it is about", true)
        .takes_field("status_ids[]", "array", "Posts that show it")
        .takes_field("comment", "string", "What happened, in your words")
        .takes_field("category", "string", "spam, legal, violation or other")
        .takes_field("rule_ids[]", "array", "Rules that were broken")
        .takes_field("forward", "boolean", "Whether the account's own server is told too");
    api.get("/api/v1/instance/rules", Open::to_anyone, rules).says("The rules of this server");
    api.get("/api/v1/instance/domain_blocks", Open::to_anyone, domain_blocks).says("Servers that are limited here");
    tell_about("moderation_warning", warning_member);
    tell_about("admin.report", report_member);
    tell_about("severed_relationships", severance_member);
    // Apps have no word for a role in a team, and nothing to show it with.
    tell_about(std::string(teams::told_kind), [](Renderer&, db::Read&, notifications::Notification const&) { return std::string(); });
}

}  // namespace mastodon
