// The frame of moderators' pages, and the rows that more than one of them shows.
#include "moderation/room.hpp"
#include "base/text.hpp"

namespace moderation {

namespace {

struct RoomTab { std::string_view address, words; bool for_admins = false; };
constexpr RoomTab room_tabs[] = {
    {"/moderation/reports", "Reports"}, {"/moderation/accounts", "Accounts"}, {"/moderation/appeals", "Appeals"}, {"/moderation/rules", "Rules", true},
    {"/moderation/domains", "Servers", true}, {"/moderation/addresses", "Addresses", true}, {"/moderation/mailboxes", "Mailboxes", true}, {"/moderation/record", "Record"},
};

}  // namespace

html::Safe tabs_of(Words const& words, std::vector<Tab> const& tabs) {
    html::Safe made;
    for (auto const& tab : tabs) words.fill(made, pages::RoomTab{.address = tab.address, .current = tab.current, .words = tab.words, .count = tab.count});
    return made;
}

Response room_page(Request const& request, db::Read& read, Room const& room) {
    Words words(request.locale);
    bool admin = request.person && request.person->role == http::Role::admin;
    std::vector<Tab> tabs;
    for (auto const& each : room_tabs) {
        if (each.for_admins && !admin) continue;
        auto count = each.words == "Reports" ? open_reports(read) : each.words == "Appeals" ? waiting_appeals(read) : 0;
        tabs.push_back({std::string(each.address), words(each.words), each.address == room.tab, count});
    }
    html::Page page{.title = words("Moderation"), .current = "/moderation/reports"};
    page.main = words.fill(pages::Room{.heading = words("Moderation"), .tabs = tabs_of(words, tabs),
                                       .said = request.fields.has("done") && !room.refusal ? words("Done. It stands in the record.") : std::string(),
                                       .summary = html::summary(words, room.refusal), .content = room.content, .older = room.older});
    page.status = room.refusal ? http::status_of(room.refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

html::Safe input(Words const& words, Input const& field, base::Refusal const* refusal) {
    return words.fill(pages::Field{.name = field.name, .label = field.label, .hint = field.hint, .error = html::field_error(words, refusal, field.name),
                                   .value = field.value, .invalid = html::at_fault(refusal, field.name)});
}

html::Safe options(Words const& words, std::vector<Choice> const& all, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : all) words.fill(made, pages::Option{.value = each.value, .chosen = each.value == chosen, .label = each.label});
    return made;
}

html::Safe choice(Words const& words, std::string_view name, std::string_view label, std::vector<Choice> const& all, std::string_view chosen, base::Refusal const* refusal) {
    return words.fill(pages::Choice{.name = name, .label = label, .error = html::field_error(words, refusal, name), .options = options(words, all, chosen)});
}

std::unordered_map<AccountId, accounts::Account> people(db::Read& read, std::vector<AccountId> ids) {
    std::unordered_map<AccountId, accounts::Account> found;
    for (auto& account : accounts::find_all(read, ids)) found.emplace(account.id, std::move(account));
    return found;
}

std::string name_of(std::unordered_map<AccountId, accounts::Account> const& all, AccountId id) {
    auto found = all.find(id);
    return found == all.end() ? "-" : found->second.name;
}

html::Safe lines(Words const& words, std::vector<Rule> const& rules) {
    html::Safe made;
    for (auto const& rule : rules) words.fill(made, pages::Line{.text = words.plain(rule.text)});
    return made;
}

html::Safe quotes(Words const& words, std::vector<QuotedPost> const& posts) {
    html::Safe made;
    for (auto const& post : posts) words.fill(made, pages::Quoted{.id = post.id, .words = post.words});
    return made;
}

std::string label_of(Words const& words, Act act) {
    switch (act) {
        case Act::none: return words("Warn only");
        case Act::disable: return words("Close the account for now");
        case Act::sensitive: return words("Cover their pictures and films");
        case Act::silence: return words("Limit: show posts to followers only");
        case Act::suspend: return words("Suspend: nobody sees the account");
        case Act::delete_posts: return words("Delete the posts chosen below");
        case Act::mark_posts: return words("Cover the posts chosen below");
    }
    return {};
}

std::string label_of(Words const& words, Category category) {
    switch (category) {
        case Category::spam: return words("Advertising or spam");
        case Category::legal: return words("Against the law");
        case Category::violation: return words("Breaks a rule");
        case Category::other: return words("Something else");
    }
    return {};
}

html::Safe decision_rows(Words const& words, db::Read& read, std::vector<Decision> const& decisions) {
    std::vector<AccountId> ids;
    for (auto const& each : decisions) ids.push_back(each.moderator);
    auto moderators = people(read, ids);
    html::Safe rows;
    for (auto const& each : decisions)
        words.fill(rows, pages::DecisionRow{.act = label_of(words, each.act), .state = each.overruled_at ? words("taken back") : std::string(), .reasons = each.reasons,
                                            .moderator = name_of(moderators, each.moderator), .when = html::time_tag(words, each.created_at, read.now)});
    return rows;
}

html::Safe report_rows(Words const& words, db::Read& read, std::vector<Report> const& reports) {
    std::vector<AccountId> ids;
    for (auto const& each : reports)
        for (auto id : {each.reporter, each.target, each.assigned}) ids.push_back(id);
    auto named = people(read, ids);
    html::Safe rows;
    for (auto const& each : reports) {
        auto target = named.find(each.target);
        auto taken = each.closed_at ? words("closed") : each.assigned ? words("taken by {name}", {{"name", name_of(named, each.assigned)}}) : std::string();
        words.fill(rows, pages::QueueRow{.picture = target == named.end() ? html::Safe{} : accounts::picture(target->second), .id = each.id, .name = name_of(named, each.target),
                                         .color = each.category == Category::legal ? "r" : "a", .category = label_of(words, each.category), .taken = taken,
                                         .reporter = name_of(named, each.reporter), .when = html::time_tag(words, each.created_at, read.now), .posts = std::ssize(each.posts),
                                         .comment = each.comment});
    }
    return rows;
}

html::Safe marks(Words const& words, accounts::Account const& account) {
    html::Safe made;
    auto mark = [&](bool on, std::string_view color, std::string what) {
        if (on) words.fill(made, pages::Mark{.color = color, .words = what});
    };
    mark(account.role == http::Role::admin, "g", words("administrator"));
    mark(account.role == http::Role::moderator, "g", words("moderator"));
    mark(account.pending, "a", words("waits to be let in"));
    mark(account.disabled_at, "r", words("closed for now"));
    mark(account.silenced_at, "a", words("limited"));
    mark(account.sensitized_at, "a", words("pictures covered"));
    mark(account.suspended_at, "r", words("suspended"));
    return made;
}

namespace {

html::Safe act_choices(Words const& words, accounts::Account const& account, bool about_posts, std::string_view chosen) {
    html::Safe made;
    for (auto act : {Act::none, Act::mark_posts, Act::delete_posts, Act::sensitive, Act::silence, Act::disable, Act::suspend}) {
        bool of_posts = act == Act::mark_posts || act == Act::delete_posts;
        if ((of_posts && !about_posts) || (act == Act::disable && !account.domain.empty())) continue;
        words.fill(made, pages::Radio{.name = "act", .value = text_of(act), .on = text_of(act) == chosen, .label = label_of(words, act), .hint = ""});
    }
    return made;
}

html::Safe ticks(Words const& words, std::string_view name, std::vector<std::pair<std::int64_t, std::string>> const& all, std::vector<std::string> const& chosen) {
    html::Safe made;
    for (auto const& [id, label] : all) {
        auto value = std::to_string(id);
        words.fill(made, pages::Tick{.name = name, .value = value, .on = std::ranges::find(chosen, value) != chosen.end(), .label = label});
    }
    return made;
}

template <class Ids>
std::vector<std::string> texts(Ids const& ids) {
    std::vector<std::string> all;
    for (auto id : ids) all.push_back(id.text());
    return all;
}

}  // namespace

html::Safe verdict_form(Request const& request, Words const& words, db::Read& read, accounts::Account const& account, Report const* report, base::Refusal const* refusal) {
    constexpr int latest = 10, shown = 120;
    auto ids = report ? report->posts : posts().latest(read, account.id, latest);
    std::vector<std::pair<std::int64_t, std::string>> of_posts, of_rules;
    for (auto id : ids) of_posts.emplace_back(id.value, base::shorten(posts().words(read, id), shown));
    for (auto const& rule : rules(read)) of_rules.emplace_back(rule.id.value, words(rule.text));
    auto chosen_posts = refusal ? request.fields.list("status_ids") : report ? texts(report->posts) : std::vector<std::string>{};
    auto chosen_rules = refusal ? request.fields.list("rule_ids") : report ? texts(report->rules) : std::vector<std::string>{};
    auto act = refusal ? request.fields.text("act") : std::string_view("none");
    return words.fill(pages::Verdict{
        .account = account.id, .csrf = html::csrf_field(request), .report = report ? report->id.text() : std::string(),
        .act_error = html::field_error(words, refusal, "act"), .acts = act_choices(words, account, !ids.empty(), act),
        .posts = ticks(words, "status_ids", of_posts, chosen_posts), .posts_error = html::field_error(words, refusal, "status_ids"),
        .rules = ticks(words, "rule_ids", of_rules, chosen_rules), .text_error = html::field_error(words, refusal, "text"),
        .text_invalid = html::at_fault(refusal, "text"), .text = refusal ? request.fields.text("text") : std::string_view()});
}

void add_pages(http::Router::Section pages) {
    add_report_pages(pages);
    add_decision_pages(pages);
    add_queue_pages(pages);
    add_account_pages(pages);
    add_block_pages(pages);
    add_appeal_pages(pages);
    add_record_pages(pages);
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (!request.person || request.person->role == http::Role::member) return;
        frame.navigation.push_back({"/moderation/reports", "shield-check", "Moderation", open_reports(read) + waiting_appeals(read), false});
    });
}

}  // namespace moderation
