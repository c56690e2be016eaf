// Decisions about accounts: what is done, and the statement of reasons its owner gets.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "mail/mail.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include "notifications/notifications.hpp"
#include <unordered_map>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 7> acts{"none", "disable", "sensitive", "silence", "suspend", "delete_statuses", "mark_statuses_as_sensitive"};
constexpr int longest_reasons = 4000, longest_quote = 300;
constexpr std::size_t most_posts = 200;
constexpr std::string_view standard_reasons = "What you did here goes against the rules of this server.";

Posts& known_posts() {
    static Posts known;
    return known;
}

Decision decision_of(db::Row const& row) {
    Decision decision;
    decision.id = row.id<DecisionId>(0);
    decision.target = row.id<AccountId>(1);
    decision.moderator = row.id<AccountId>(2);
    decision.act = act_of(row.view(3)).value_or(Act::none);
    decision.reasons = row.text(4);
    decision.report = row.id<ReportId>(5);
    decision.created_at = row.integer(6);
    decision.overruled_at = row.integer(7);
    return decision;
}

std::vector<Decision> with_parts(db::Read& read, std::vector<Decision> all) {
    if (all.empty()) return all;
    db::List ids;
    std::unordered_map<std::int64_t, Decision*> by_id;
    for (auto& each : all) {
        ids.push_back(each.id.value);
        by_id[each.id.value] = &each;
    }
    read.each(sql::decision_posts, {ids}, [&](db::Row const& row) { by_id[row.integer(0)]->posts.push_back({row.id<PostId>(1), row.text(2)}); });
    read.each(sql::decision_rules, {ids}, [&](db::Row const& row) { by_id[row.integer(0)]->rules.push_back(row.id<RuleId>(1)); });
    return all;
}

std::optional<Decision> only(std::vector<Decision> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

// What a verdict rests on, once the report has filled in what it leaves open.
struct Grounds { std::string reasons; std::vector<RuleId> rules; std::vector<PostId> posts; };

Result<Grounds> grounds_of(db::Write& write, Verdict const& verdict) {
    Grounds grounds{TRY(tidy(verdict.reasons, "text", longest_reasons)), verdict.rules, verdict.posts};
    std::vector<PostId> reported;
    if (verdict.report) {
        auto of = find_report(write, verdict.report);
        if (!of || of->target != verdict.target) return refuse(Why::not_found, "There is no such report.");
        reported = of->posts;
        if (grounds.rules.empty()) grounds.rules = of->rules;
        if (grounds.posts.empty()) grounds.posts = reported;
    }
    if (grounds.posts.size() > most_posts) return refuse_field("status_ids", "ERR_TOO_LONG", "Too many posts at once.");
    // A moderator sees what everybody sees, and what was reported: nothing else may be touched either.
    auto open = posts().seen(write, verdict.target, grounds.posts, AccountId{});
    std::erase_if(grounds.posts, [&](PostId post) {
        return std::ranges::find(open, post) == open.end() && std::ranges::find(reported, post) == reported.end();
    });
    bool about_posts = verdict.act == Act::delete_posts || verdict.act == Act::mark_posts;
    if (about_posts && grounds.posts.empty()) return refuse_field("status_ids", "ERR_BLANK", "Choose the posts that this is about.");
    seed_rules(write);
    if (find_rules(write, grounds.rules).size() != grounds.rules.size()) return refuse_field("rule_ids", "ERR_INVALID", "There is no such rule.");
    if (grounds.reasons.empty()) grounds.reasons = standard_reasons;
    return grounds;
}

// The letter repeats the reasons only behind its link: mailboxes are read by others too.
void send_statement(db::Write& write, AccountId target, std::string const& secret) {
    tell_letter(write, target, [&](html::Words const& words) {
        return Letter{words("A decision about your account"),
                      {words("A moderator of {site} made a decision about your account.", {{"site", base::site_name()}}),
                       words("What was decided, why, and how you can appeal:"), base::site_url() + "/decision?key=" + secret,
                       words("Keep this letter: the address works even if you cannot sign in.")}};
    });
}

Result<Done> carry_out(db::Write& write, AccountId by, Verdict const& verdict, std::vector<PostId> const& touched) {
    if (verdict.act == Act::delete_posts)
        for (auto post : touched) TRY(posts().remove(write, post));
    else if (verdict.act == Act::mark_posts)
        for (auto post : touched) TRY(posts().cover(write, post));
    else if (verdict.act != Act::none) set_state(write, by, verdict.target, verdict.act, true);
    return Done{};
}

void close_reports(db::Write& write, AccountId by, Verdict const& verdict) {
    if (verdict.report) (void)close(write, by, verdict.report);
    // Once somebody is gone, nothing is left to decide about what others reported.
    if (verdict.act == Act::suspend)
        for (auto id : write.rows(sql::open_reports_about, {verdict.target}, [](db::Row const& row) { return row.id<ReportId>(0); }))
            (void)close(write, by, id);
}

void store(db::Write& write, AccountId by, Verdict const& verdict, Grounds const& grounds, DecisionId id, std::string const& secret) {
    write.run(sql::insert_decision, {id, verdict.target, by, text_of(verdict.act), grounds.reasons, verdict.report, crypto::token_hash(secret), write.now});
    for (auto post : grounds.posts)
        write.run(sql::insert_decision_post, {id, post, base::shorten(posts().words(write, post), longest_quote)});
    for (auto rule : grounds.rules) write.run(sql::insert_decision_rule, {id, rule});
}

}  // namespace

void know_posts(Posts posts) { known_posts() = std::move(posts); }
Posts const& posts() { return known_posts(); }

std::string_view text_of(Act act) { return name_of(acts, act); }
std::optional<Act> act_of(std::string_view text) { return named<Act>(acts, text); }

std::string_view meaning_of(Act act) {
    switch (act) {
        case Act::none: return "This is a warning. Your account works as before.";
        case Act::disable: return "Your account is closed for now. You cannot sign in; your profile and your posts stay.";
        case Act::sensitive: return "Pictures and films that you post are covered until somebody chooses to see them.";
        case Act::silence: return "Your posts are shown to those who follow you, and no longer in public lists and in search.";
        case Act::suspend: return "Your account is suspended. You cannot sign in, and nobody can see your profile and your posts.";
        case Act::delete_posts: return "The posts below were deleted.";
        case Act::mark_posts: return "The posts below are covered until somebody chooses to see them.";
    }
    return {};
}

Result<Decision> decide(db::Write& write, AccountId by, Verdict const& verdict) {
    auto target = TRY(governed(write, by, verdict.target));
    bool of_login = verdict.act == Act::disable;
    if (of_login && !target.domain.empty()) return refuse(Why::forbidden, "Accounts of other servers sign in there.");
    if (target.pending) return refuse(Why::forbidden, "This account waits to be let in: approve or reject it.");
    auto grounds = TRY(grounds_of(write, verdict));
    auto id = write.new_id<DecisionId>();
    auto secret = crypto::new_token();
    store(write, by, verdict, grounds, id, secret);
    TRY(carry_out(write, by, verdict, grounds.posts));
    close_reports(write, by, verdict);
    record(write, by, "account." + std::string(text_of(verdict.act)), target_of(verdict.target), "decision:" + id.text());
    if (target.domain.empty()) {
        // From the person to themselves: which moderator it was is not theirs to know.
        notifications::tell(write, verdict.target, "moderation_warning", verdict.target, {}, id.value);
        if (verdict.send_letter) send_statement(write, verdict.target, secret);
    }
    write.emit(Decided{id, verdict.target});
    return *find_decision(write, id);
}

std::vector<Decision> decisions(db::Read& read, AccountId target, Page page) {
    constexpr auto first = std::numeric_limits<std::int64_t>::max();
    if (!page.after) return with_parts(read, read.rows(sql::decisions_newest, {target, page.before ? page.before : first, page.since, page.limit}, decision_of));
    auto rows = read.rows(sql::decisions_after, {target, page.after, page.limit}, decision_of);
    std::ranges::reverse(rows);
    return with_parts(read, std::move(rows));
}

std::optional<Decision> find_decision(db::Read& read, DecisionId id) { return only(with_parts(read, read.rows(sql::decision, {id}, decision_of))); }

std::optional<Decision> find_decision(db::Read& read, std::string_view secret) {
    if (secret.empty() || secret.size() > 100) return std::nullopt;
    return only(with_parts(read, read.rows(sql::decision_by_link, {crypto::token_hash(secret)}, decision_of)));
}

Result<Done> lift(db::Write& write, AccountId by, AccountId target, Act act) {
    TRY(governed(write, by, target));
    if (act != Act::disable && act != Act::sensitive && act != Act::silence && act != Act::suspend) return refuse(Why::invalid, "This cannot be lifted.");
    set_state(write, by, target, act, false);
    record(write, by, "account.lift_" + std::string(text_of(act)), target_of(target));
    return Done{};
}

}  // namespace moderation
