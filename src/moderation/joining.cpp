// What this room adds to others while the site starts: who may sign up, what notifications say, what is exported and what
// goes when an account does.
#include "base/json.hpp"
#include "base/time.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include "notifications/notifications.hpp"

namespace moderation {

namespace {

using accounts::Admission;

constexpr std::int64_t days_kept = 400;  // a year and a month: cohorts are counted by months

// The same words for every reason: whoever tries to come back need not learn which of them it was.
Result<Admission> may_sign_up(db::Read& read, accounts::SignUp const& form) {
    auto severity = severity_for(read, form.address);
    if (severity && *severity >= IpSeverity::sign_up_block) return refuse_field("address", "ERR_BLOCKED", "You cannot sign up here.");
    if (auto block = block_of_mailbox(read, form.email)) attempted(read, block->id, form.address);
    if (is_email_blocked(read, form.email)) return refuse_field("email", "ERR_BLOCKED", "You cannot sign up with this e-mail address.");
    return severity ? Admission::after_approval : Admission::open;
}

using notifications::Notification, notifications::Shown;

void show_notifications() {
    notifications::show_as("moderation_warning", [](Notification const& told, accounts::Account const&, db::Read&, html::Words const& words) -> std::optional<Shown> {
        return Shown{words("A moderator made a decision about your account"), "/decisions/" + std::to_string(told.about), {}, "shield-check"};
    });
    notifications::show_as("admin.report", [](Notification const& told, accounts::Account const& from, db::Read&, html::Words const& words) -> std::optional<Shown> {
        return Shown{words("{name} reported something", {{"name", from.name}}), "/moderation/reports/" + std::to_string(told.about), {}, "shield-check"};
    });
    notifications::show_as("admin.sign_up", [](Notification const&, accounts::Account const& from, db::Read&, html::Words const& words) -> std::optional<Shown> {
        return Shown{words("{name} signed up", {{"name", from.name}}), "/moderation/accounts/" + from.id.text(), {}, "user-plus"};
    });
}

void write_decision(base::Json& out, db::Read& read, Decision const& decision) {
    out.object().pair("act", text_of(decision.act)).pair("at", base::iso8601(decision.created_at)).pair("reasons", decision.reasons);
    out.pair("overruled", decision.overruled_at != 0).key("rules").array();
    for (auto const& rule : find_rules(read, decision.rules)) out.value(rule.text);
    out.end().key("posts").array();
    for (auto const& post : decision.posts) out.object().pair("id", post.id.text()).pair("words", post.words).end();
    out.end();
    if (auto appeal = appeal_of(read, decision.id))
        out.key("appeal").object().pair("text", appeal->text).pair("at", base::iso8601(appeal->created_at)).pair("answer", appeal->answer).end();
    out.end();
}

// What one reported, and what was decided about one; not what others reported.
std::string part(db::Read& read, AccountId account) {
    base::Json out;
    out.object().key("reports").array();
    constexpr int step = 200;
    for (std::int64_t before = 0;;) {
        auto all = reports(read, {.reporter = account}, {.before = before, .limit = step});
        for (auto const& each : all)
            out.object().pair("about", each.target.text()).pair("category", text_of(each.category)).pair("comment", each.comment)
                .pair("at", base::iso8601(each.created_at)).end();
        if (std::ssize(all) < step) break;
        before = all.back().id.value;
    }
    out.end().key("decisions").array();
    for (auto const& decision : decisions(read, account, {.limit = 1000})) write_decision(out, read, decision);
    out.end().key("active_days").array();
    read.each(sql::days_of, {account}, [&](db::Row const& row) { out.value(base::iso8601(row.integer(0) * base::day).substr(0, 10)); });
    out.end().end();
    return out.take();
}

}  // namespace

void start() {
    accounts::add_sign_up_check(may_sign_up);
    accounts::take_rules_from([](db::Read& read) {
        std::vector<std::string> texts;
        for (auto const& rule : rules(read)) texts.push_back(rule.text);
        return texts;
    });
    show_notifications();
}

// Accounts that are made by command are confirmed from the first: whoever made them knows.
void hear(db::Write& write, base::Event const& event) {
    if (event.kind != accounts::SignedUp::kind) return;
    auto account = base::from_event<accounts::SignedUp>(event).account;
    if (accounts::confirm_email() && accounts::is_confirmed(write, account)) return;
    tell_moderators(write, "admin.sign_up", account);
}

void add_export() { accounts::add_to_export("moderation.json", part); }

void note_active_days(db::Write& write) {
    auto since = write.now - 2 * base::day;
    write.run(sql::note_active_sessions, {since});
    write.run(sql::note_active_tokens, {since});
    write.run(sql::forget_old_days, {write.now / base::day - days_kept});
}

// What was decided, and that it was, stays for those who must answer for it; what the person wrote goes.
void forget(db::Write& write, AccountId account) {
    write.run(sql::forget_days, {account});
    write.run(sql::forget_report_comments, {account});
    write.run(sql::forget_appeals_waiting, {account});
    write.run(sql::forget_decision_words, {account});
    write.run(sql::forget_appeal_texts, {account});
    write.run(sql::forget_assignments, {account});
}

}  // namespace moderation
