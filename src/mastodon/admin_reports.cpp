// The queue of reports for moderators' apps.
#include "base/time.hpp"
#include "mastodon/admin.hpp"

namespace mastodon {

namespace {

using moderation::Report, moderation::ReportId;

// Everybody that a list of reports names, rendered once.
struct Named {
    std::unordered_map<AccountId, std::string> accounts;
    std::string json(AccountId id) const {
        auto found = accounts.find(id);
        return found == accounts.end() ? "null" : found->second;
    }
};

Named named(Context& context, db::Read& read, AccountId viewer, std::vector<Report> const& all) {
    std::vector<AccountId> ids;
    for (auto const& each : all)
        for (auto id : {each.reporter, each.target, each.assigned, each.closed_by})
            if (id) ids.push_back(id);
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return {admin_accounts(context, read, viewer, accounts::find_all(read, ids))};
}

// Reported posts are shown with the report whoever they were written to, and nowhere else to moderators.
void write_statuses(Context& context, db::Read& read, base::Json& out, Report const& report) {
    out.key("statuses").array();
    for (auto id : report.posts)
        if (auto post = posts::find_unchecked(read, id)) out.raw(Renderer(context, read, AccountId{}).status(*post));
    out.end();
}

std::string report_of(Context& context, db::Read& read, Named const& people, Report const& report) {
    base::Json out;
    out.object().pair("id", report.id.text()).pair("action_taken", report.closed_at != 0).key("action_taken_at");
    report.closed_at ? out.value(base::iso8601(report.closed_at)) : out.null();
    out.pair("category", text_of(report.category)).pair("comment", report.comment).pair("forwarded", report.forwarded);
    out.pair("created_at", base::iso8601(report.created_at)).pair("updated_at", base::iso8601(report.updated_at));
    out.key("account").raw(people.json(report.reporter)).key("target_account").raw(people.json(report.target));
    out.key("assigned_account").raw(people.json(report.assigned)).key("action_taken_by_account").raw(people.json(report.closed_by));
    write_statuses(context, read, out, report);
    out.key("rules").array();
    for (auto const& rule : moderation::find_rules(read, report.rules)) write(out, rule);
    out.end().end();
    return out.take();
}

Response answer(Context& context, Request const& request, db::Read& read, Report const& report) {
    return http::json(report_of(context, read, named(context, read, request.account(), {report}), report));
}

Answer list(Context& context, Request const& request, db::Read& read) {
    moderation::ReportFilter filter{.closed = request.fields.flag("resolved").value_or(false)};
    filter.reporter = request.fields.id<AccountId>("account_id").value_or(AccountId{});
    filter.target = request.fields.id<AccountId>("target_account_id").value_or(AccountId{});
    auto all = moderation::reports(read, filter, admin_page(request));
    auto people = named(context, read, request.account(), all);
    return admin_list(request, all, [&](base::Json& out, Report const& each) { out.raw(report_of(context, read, people, each)); });
}

Answer change(Context& context, Request const& request, db::Write& write) {
    std::optional<moderation::Category> category;
    if (auto word = request.fields.maybe("category")) {
        category = moderation::category_of(*word);
        if (!category) return base::refuse_field("category", "ERR_INCLUSION", "Category is not included in the list");
    }
    std::optional<std::vector<moderation::RuleId>> rules;
    if (request.fields.has("rule_ids[]") || request.fields.has("rule_ids")) rules = ids_in<moderation::RuleId>(request, "rule_ids");
    return answer(context, request, write, TRY(moderation::recategorize(write, request.account(), TRY(id_of<ReportId>(request)), category, rules)));
}

}  // namespace

void add_admin_report_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_moderators, "admin:read:reports"}, writing{Open::to_moderators, "admin:write:reports"};
    api.get("/api/v1/admin/reports", reading, [&context](Request const& request, db::Read& read) { return list(context, request, read); })
        .says("What members reported");
    api.get("/api/v1/admin/reports/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto report = moderation::find_report(read, TRY(id_of<ReportId>(request)));
        if (!report) return not_found();
        return answer(context, request, read, *report);
    }).says("One report");
    api.put("/api/v1/admin/reports/:id", writing, [&context](Request const& request, db::Write& write) { return change(context, request, write); })
        .says("Changes what a report is about");

    using Rule = base::Result<Report> (*)(db::Write&, AccountId, ReportId);
    auto step = [&](std::string_view action, Rule rule, std::string_view says) {
        api.post("/api/v1/admin/reports/:id/" + std::string(action), writing, [&context, rule](Request const& request, db::Write& write) -> Answer {
            return answer(context, request, write, TRY(rule(write, request.account(), TRY(id_of<ReportId>(request)))));
        }).says(std::string(says));
    };
    step("assign_to_self", moderation::assign, "Takes a report on");
    step("unassign", moderation::unassign, "Gives a report back");
    step("resolve", moderation::resolve, "Closes a report without a decision");
    step("reopen", moderation::reopen, "Opens a report again");
}

}  // namespace mastodon
