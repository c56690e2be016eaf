// Entities of the admin API, and of what moderators decided.
#include "base/time.hpp"
#include "mastodon/admin.hpp"

namespace mastodon {

namespace {

using base::Json;

void write_text_or_null(Json& out, std::string_view name, std::string_view text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
}

void write_login(Json& out, accounts::LoginFacts const& facts) {
    out.pair("email", facts.email);
    write_text_or_null(out, "ip", facts.last_ip);
    out.pair("confirmed", facts.confirmed).pair("locale", facts.locale);
    write_text_or_null(out, "invite_request", facts.reason);
    if (facts.invited_by) out.pair("invited_by_account_id", facts.invited_by.text());
    out.key("ips").array();
    for (std::size_t i = 0; i < facts.ips.size(); ++i)
        out.object().pair("ip", facts.ips[i]).pair("used_at", base::iso8601(i < facts.ip_times.size() ? facts.ip_times[i] : 0)).end();
    out.end();
}

std::string admin_account(accounts::Account const& account, accounts::LoginFacts const& facts, std::string_view shown) {
    Json out;
    out.object().pair("id", account.id.text()).pair("username", account.username);
    write_text_or_null(out, "domain", account.domain);
    out.pair("created_at", base::iso8601(account.created_at));
    write_login(out, facts);
    write_role(out.key("role"), account.role);
    out.pair("suspended", account.suspended_at != 0).pair("silenced", account.silenced_at != 0).pair("sensitized", account.sensitized_at != 0);
    out.pair("disabled", account.disabled_at != 0).pair("approved", !account.pending).key("account").raw(shown).end();
    return out.take();
}

template <class Ids>
void write_ids(Json& out, std::string_view name, Ids const& ids) {
    out.key(name).array();
    for (auto const& id : ids) out.value(id.text());
    out.end();
}

}  // namespace

std::unordered_map<AccountId, std::string> admin_accounts(Context& context, db::Read& read, AccountId viewer, std::vector<accounts::Account> const& all) {
    std::vector<AccountId> ids;
    for (auto const& each : all) ids.push_back(each.id);
    std::unordered_map<AccountId, accounts::LoginFacts> facts;
    for (auto& each : accounts::login_facts(read, ids)) facts.emplace(each.account, std::move(each));
    Renderer render(context, read, viewer);
    std::unordered_map<AccountId, std::string> made;
    for (auto const& each : all) made.emplace(each.id, admin_account(each, facts[each.id], render.account(each)));
    return made;
}

void write(Json& out, moderation::Rule const& rule) {
    out.object().pair("id", rule.id.text()).pair("text", rule.text).pair("hint", rule.hint).key("translations").object().end().end();
}

std::string report_json(moderation::Report const& report, std::string_view target) {
    Json out;
    out.object().pair("id", report.id.text()).pair("action_taken", report.closed_at != 0).key("action_taken_at");
    report.closed_at ? out.value(base::iso8601(report.closed_at)) : out.null();
    out.pair("category", text_of(report.category)).pair("comment", report.comment).pair("forwarded", report.forwarded);
    out.pair("created_at", base::iso8601(report.created_at));
    write_ids(out, "status_ids", report.posts);
    write_ids(out, "rule_ids", report.rules);
    out.key("target_account").raw(target).end();
    return out.take();
}

std::string warning_json(db::Read& read, moderation::Decision const& decision, std::string_view target) {
    Json out;
    out.object().pair("id", decision.id.text()).pair("action", text_of(decision.act)).pair("text", decision.reasons).key("status_ids").array();
    for (auto const& post : decision.posts) out.value(post.id.text());
    out.end().pair("created_at", base::iso8601(decision.created_at)).key("target_account").raw(target).key("appeal");
    if (auto appeal = moderation::appeal_of(read, decision.id)) {
        auto state = !appeal->decided_at ? "pending" : appeal->granted ? "approved" : "rejected";
        out.object().pair("text", appeal->text).pair("state", state).end();
    } else {
        out.null();
    }
    out.end();
    return out.take();
}

}  // namespace mastodon
