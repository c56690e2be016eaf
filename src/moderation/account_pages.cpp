// Accounts as moderators see them: finding them, letting them in, deciding about one, and ending what was decided.
#include "base/text.hpp"
#include "moderation/room.hpp"

namespace moderation {

Answer report_page(Request const&, db::Read&, ReportId, base::Refusal const*);

namespace {

using Status = accounts::Listing::Status;
struct State { std::string_view value, words; Status status; };
constexpr State states[] = {
    {"", "Any", Status::any}, {"active", "In use", Status::active}, {"pending", "Waiting to be let in", Status::pending},
    {"silenced", "Limited", Status::silenced}, {"sensitized", "Pictures covered", Status::sensitized},
    {"disabled", "Closed for now", Status::disabled}, {"suspended", "Suspended", Status::suspended},
};

accounts::Listing wanted_in(Request const& request) {
    accounts::Listing wanted;
    auto status = request.fields.text("status");
    for (auto const& each : states)
        if (each.value == status) wanted.status = each.status;
    auto q = base::trim(request.fields.text("q").substr(0, 400));
    if (q.find('@', 1) != q.npos) wanted.email = q;
    else if (network_name(q)) wanted.ip = q;
    else wanted.username = q.starts_with('@') ? q.substr(1) : q;
    return wanted;
}

html::Safe rows(Request const& request, Words const& words, db::Read& read, std::vector<accounts::Account> const& found) {
    std::vector<AccountId> waiting;
    for (auto const& each : found)
        if (each.pending) waiting.push_back(each.id);
    std::unordered_map<AccountId, std::string> reasons;
    for (auto const& facts : accounts::login_facts(read, waiting)) reasons[facts.account] = facts.reason;
    html::Safe made;
    for (auto const& each : found) {
        auto buttons = each.pending ? words.fill(pages::Admit{.id = each.id, .csrf = html::csrf_field(request), .name = each.name}) : html::Safe{};
        words.fill(made, pages::AccountRow{.picture = accounts::picture(each), .id = each.id, .name = each.name, .marks = marks(words, each), .handle = each.handle(),
                                           .since = words.date(each.created_at), .reason = reasons[each.id], .buttons = buttons});
    }
    return made;
}

Answer list(Request const& request, db::Read& read) {
    Words words(request.locale);
    auto page = page_in(request);
    auto found = accounts::admin_list(read, wanted_in(request), {page.before, page.since, page.after, page.limit});
    auto status = request.fields.text("status"), q = request.fields.text("q").substr(0, 400);
    std::vector<Choice> choices;
    for (auto const& each : states) choices.push_back({each.value, words(each.words)});
    auto address = "/moderation/accounts?status=" + http::percent_encode(status) + "&q=" + http::percent_encode(q);
    return room_page(request, read, {.tab = "/moderation/accounts",
                                     .content = words.fill(pages::Accounts{.q = q, .states = options(words, choices, status), .heading = words("Newest first"),
                                                                           .rows = rows(request, words, read, found)}),
                                     .older = older_than(found, address, [](accounts::Account const& each) { return each.id.value; })});
}

html::Safe buttons(Request const& request, Words const& words, accounts::Account const& account) {
    auto made = account.pending ? words.fill(pages::Admit{.id = account.id, .csrf = html::csrf_field(request), .name = account.name}) : html::Safe{};
    auto add = [&](bool offered, std::string_view step, std::string_view color, std::string_view what) {
        if (offered) words.fill(made, pages::Lift{.id = account.id, .step = step, .csrf = html::csrf_field(request), .color = color, .words = words(what)});
    };
    add(account.disabled_at, "enable", "", "Open the account again");
    add(account.silenced_at, "unsilence", "", "End the limitation");
    add(account.sensitized_at, "unsensitive", "", "Show pictures again");
    add(account.suspended_at, "unsuspend", "", "End the suspension");
    add(account.suspended_at && request.person->role == http::Role::admin, "erase", "red", "Delete for good");
    return made;
}

std::string joined(std::vector<std::string> const& all) {
    std::string text;
    for (auto const& each : all) (text += text.empty() ? "" : ", ") += each;
    return text;
}

Answer one(Request const& request, db::Read& read, AccountId id, base::Refusal const* refusal) {
    constexpr int lately = 20;
    auto account = accounts::find(read, id);
    if (!account) return refuse(Why::not_found, "There is no such account.");
    Words words(request.locale);
    auto known = accounts::login_facts(read, {id});
    auto facts = known.empty() ? accounts::LoginFacts{.confirmed = true} : known.front();
    auto about = reports(read, {.target = id}, {.limit = lately});
    bool may = governed(read, request.account(), id).has_value() && !account->pending;
    auto content = words.fill(pages::Account{
        .picture = accounts::picture(*account), .address = "/@" + account->handle(), .name = account->name, .marks = marks(words, *account), .handle = account->handle(),
        .since = words.date(account->created_at), .email = facts.email, .confirmed = facts.confirmed, .addresses = joined(facts.ips), .posts = account->posts,
        .followers = account->followers, .reason = facts.reason, .buttons = may || account->pending ? buttons(request, words, *account) : html::Safe{},
        .decisions = decision_rows(words, read, decisions(read, id, {.limit = lately})), .reports = report_rows(words, read, about),
        .verdict = may ? verdict_form(request, words, read, *account, nullptr, refusal) : html::Safe{}});
    return room_page(request, read, {.tab = "/moderation/accounts", .content = content, .older = {}, .refusal = refusal});
}

std::string address_of(AccountId id) { return "/moderation/accounts/" + id.text() + "?done=1"; }

// A person gives reasons to a person: what apps may leave out, this form does not.
Result<Decision> decided(Request const& request, db::Write& write, Verdict const& verdict, bool is_act) {
    if (!is_act) return refuse_field("act", "ERR_INCLUSION", "Choose what should happen.");
    TRY(tidy(verdict.reasons, "text", 4000, false));
    return decide(write, request.account(), verdict);
}

Answer decide_form(Request const& request, db::Write& write) {
    auto id = TRY(id_in<AccountId>(request));
    auto act = act_of(request.fields.text("act"));
    Verdict verdict{.target = id, .act = act.value_or(Act::none), .reasons = std::string(request.fields.text("text"))};
    verdict.report = request.fields.id<ReportId>("report").value_or(ReportId{});
    verdict.rules = ids_in<RuleId>(request, "rule_ids");
    verdict.posts = ids_in<PostId>(request, "status_ids");
    verdict.send_letter = request.fields.flag("letter").value_or(false);
    auto made = decided(request, write, verdict, act.has_value());
    if (!made && made.error().why == Why::invalid)
        return verdict.report ? report_page(request, write, verdict.report, &made.error()) : one(request, write, id, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(verdict.report ? "/moderation/reports/" + verdict.report.text() + "?done=1" : address_of(id));
}

using Step = Result<Done> (*)(db::Write&, AccountId, AccountId);

}  // namespace

void add_account_pages(http::Router::Section pages) {
    pages.get("/moderation/accounts", Open::to_moderators, list);
    pages.get("/moderation/accounts/:id", Open::to_moderators, [](Request const& request, db::Read& read) -> Answer {
        return one(request, read, TRY(id_in<AccountId>(request)), nullptr);
    });
    pages.post("/moderation/accounts/:id/decide", Open::to_moderators, decide_form);
    auto step = [&](std::string name, Open who, Step rule, bool stays) {
        pages.post("/moderation/accounts/:id/" + name, who, [rule, stays](Request const& request, db::Write& write) -> Answer {
            auto id = TRY(id_in<AccountId>(request));
            TRY(rule(write, request.account(), id));
            return http::redirect(stays ? address_of(id) : "/moderation/accounts?done=1");
        });
    };
    step("approve", Open::to_moderators, approve, true);
    step("reject", Open::to_moderators, reject, false);
    step("erase", Open::to_admins, erase, false);
    step("enable", Open::to_moderators, [](db::Write& write, AccountId by, AccountId id) { return lift(write, by, id, Act::disable); }, true);
    step("unsilence", Open::to_moderators, [](db::Write& write, AccountId by, AccountId id) { return lift(write, by, id, Act::silence); }, true);
    step("unsensitive", Open::to_moderators, [](db::Write& write, AccountId by, AccountId id) { return lift(write, by, id, Act::sensitive); }, true);
    step("unsuspend", Open::to_moderators, [](db::Write& write, AccountId by, AccountId id) { return lift(write, by, id, Act::suspend); }, true);
}

}  // namespace moderation
