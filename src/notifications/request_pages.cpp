// The pages of requests, and of the policy that makes people wait.
#include "notifications/request_pages.hpp"
#include "notifications/pages.hpp"
#include <unordered_map>

namespace notifications {
using html::Words;

namespace {

constexpr int page_size = 40;

std::string count_of(Words const& words, std::int64_t count) {
    return words("{count, plural, one {# notification} other {# notifications}}", {{"count", count}});
}

http::Answer show_requests(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto all = requests(read, request.account(), {.before = request.fields.integer("before").value_or(0), .limit = page_size});
    html::Safe rows;
    for (auto const& each : all) {
        auto from = accounts::find(read, each.from);
        if (!from || from->suspended_at) continue;
        words.fill(rows, pages::Request{.picture = accounts::picture(*from), .id = each.id, .name = from->name, .handle = from->handle(), .count = count_of(words, each.count),
                                        .when = html::time_tag(words, each.updated_at, read.now), .csrf = html::csrf_field(request)});
    }
    auto older = static_cast<int>(all.size()) == page_size ? "/notifications/requests?before=" + std::to_string(all.back().id) : std::string();
    html::Page made{.title = words("Requests"), .current = "/notifications"};
    made.main = words.fill(pages::Requests{.rows = rows, .older = older});
    return html::page(request, read, std::move(made));
}

http::Answer show_waiting(http::Request const& request, db::Read& read) {
    auto found = find_request(read, request.account(), request.parameters.integer("id").value_or(0));
    auto from = found ? accounts::find(read, found->from) : std::nullopt;
    if (!from || from->suspended_at) return base::refuse(base::Why::not_found, "There is no such request.");
    Words words(request.locale);
    auto told = groups(read, request.account(), {.limit = page_size}, {.from = from->id, .include_filtered = true});
    html::Page made{.title = words("Requests"), .current = "/notifications"};
    made.main = words.fill(pages::Waiting{.name = from->name, .handle = from->handle(), .id = found->id, .csrf = html::csrf_field(request), .rows = rows(read, words, told)});
    return html::page(request, read, std::move(made));
}

http::Answer decide(http::Request const& request, db::Write& write) {
    auto id = request.parameters.integer("id").value_or(0);
    if (request.fields.text("answer") == "accept") TRY(accept(write, request.account(), id));
    else TRY(dismiss_request(write, request.account(), id));
    return http::redirect("/notifications/requests");
}

struct Question { std::string_view name, label, hint; Treatment Policy::*answer; };
constexpr Question questions[] = {
    {"not_following", "People you do not follow", "Until you follow them or let them in.", &Policy::not_following},
    {"not_followers", "People who do not follow you", "Also those who began to less than three days ago.", &Policy::not_followers},
    {"new_accounts", "New accounts", "Made in the last 30 days, unless you follow them.", &Policy::new_accounts},
    {"private_mentions", "Private messages you did not ask for", "Unless they answer you, or you follow who wrote them.", &Policy::private_mentions},
    {"limited_accounts", "Accounts that moderators limited", "Unless you follow them.", &Policy::limited_accounts},
};

http::Answer show_policy(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto now = policy(read, request.account());
    html::Safe asked;
    for (auto const& each : questions) {
        auto is = [&](Treatment treatment) { return now.*each.answer == treatment; };
        words.fill(asked, pages::Question{.name = each.name, .label = words.plain(each.label), .hint = words.plain(each.hint),
                                          .accept = is(Treatment::accept), .filter = is(Treatment::filter), .drop = is(Treatment::drop)});
    }
    return accounts::settings_page(request, read, "/settings/notifications", words.fill(pages::Policy{.csrf = html::csrf_field(request), .questions = asked}));
}

http::Answer save_policy(http::Request const& request, db::Write& write) {
    auto now = policy(write, request.account());
    for (auto const& each : questions)
        if (auto treatment = treatment_of(request.fields.text(each.name))) now.*each.answer = *treatment;
    set_policy(write, request.account(), now);
    return http::redirect("/settings/notifications?saved=1");
}

}  // namespace

void add_request_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/notifications/requests", Open::to_members, show_requests);
    pages.get("/notifications/requests/:id", Open::to_members, show_waiting);
    pages.post("/notifications/requests/:id", Open::to_members, decide);
    pages.get("/settings/notifications", Open::to_members, show_policy);
    pages.post("/settings/notifications", Open::to_members, save_policy);
    accounts::add_settings_tab("/settings/notifications", "Notifications");
}

}  // namespace notifications
