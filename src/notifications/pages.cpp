// The page of notifications, and their number on every page.
#include "notifications/notifications.hpp"
#include "notifications/pages.hpp"
#include "notifications/queries.hpp"
#include "notifications/request_pages.hpp"
#include <algorithm>
#include <unordered_map>

namespace notifications {
using html::Words;

namespace {

constexpr int page_size = 40;

std::unordered_map<AccountId, accounts::Account> people_of(db::Read& read, std::vector<Group> const& told) {
    std::vector<AccountId> ids;
    for (auto const& each : told) ids.push_back(each.newest.from);
    std::unordered_map<AccountId, accounts::Account> people;
    for (auto& account : accounts::find_all(read, ids)) people.emplace(account.id, std::move(account));
    return people;
}

// What may be looked at by itself, in the words of the address.
struct Kind { std::string_view name, words; std::vector<std::string> only; };

std::vector<Kind> const& shown_kinds() {
    static std::vector<Kind> const all = {{"", "All", {}}, {"mention", "Mentions", {"mention", "quote"}}, {"support", "Support", {"favourite", "reblog"}},
                                          {"follow", "Follows", {"follow", "follow_request"}}, {"post", "Posts", {"status", "update", "poll", "quoted_update", "alert_answer", "alert_declined", "alert_question"}}};
    return all;
}

http::Answer show(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto const& all = shown_kinds();
    auto asked = std::ranges::find(all, request.fields.text("only"), &Kind::name);
    auto const& kind = asked == all.end() ? all.front() : *asked;
    html::Safe tabs;
    for (auto const& each : all)
        words.fill(tabs, pages::Kind{.address = each.name.empty() ? std::string("/notifications") : "/notifications?only=" + std::string(each.name),
                                     .current = each.name == kind.name, .words = words.plain(each.words)});
    Page page{.before = request.fields.integer("before").value_or(0), .limit = page_size};
    auto told = groups(read, request.account(), page, {.only = kind.only});
    auto unseen = unread(read, request.account());
    auto waiting = pending(read, request.account()).requests;
    auto newest = list(read, request.account(), {.limit = 1});
    auto older = static_cast<int>(told.size()) == page_size
                     ? std::string("/notifications?before=") + std::to_string(told.back().newest.id) + (kind.name.empty() ? "" : "&only=" + std::string(kind.name)) : std::string();
    html::Page made{.title = words("Notifications"), .current = "/notifications"};
    made.main = words.fill(pages::List{.kinds = tabs, .waiting = waiting ? words.number(waiting) : std::string(), .unread = unseen > 0,
                                       .csrf = html::csrf_field(request), .newest = newest.empty() ? 0 : newest.front().id, .rows = rows(read, words, told),
                                       .empty = told.empty(), .landscape = html::avatar("", 2, html::Shape::circle), .older = older});
    return html::page(request, read, std::move(made));
}

http::Answer read_all(http::Request const& request, db::Write& write) {
    mark_read(write, request.account(), request.fields.integer("up_to").value_or(0));
    if (!request.wants_fragment()) return http::redirect("/notifications");
    return html::fragment(html::Safe{"<span id=\"read\"></span>"});
}

}  // namespace

html::Safe rows(db::Read& read, Words const& words, std::vector<Group> const& told) {
    auto people = people_of(read, told);
    html::Safe made;
    for (auto const& each : told) {
        auto from = people.find(each.newest.from);
        if (from == people.end() || from->second.suspended_at) continue;
        auto row = shown(each.newest, from->second, read, words, each.count - 1);
        if (!row) continue;
        made += words.fill(pages::Row{.fresh = !each.newest.read, .id = each.newest.id, .symbol = html::icon(row->icon), .picture = accounts::picture(from->second),
                                      .address = row->address, .sentence = row->sentence, .when = html::time_tag(words, each.newest.at, read.now), .detail = row->detail});
    }
    return made;
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/notifications", Open::to_members, show);
    pages.post("/notifications/read", Open::to_members, read_all);
    add_request_pages(pages);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read& read) {
        if (request.account()) frame.new_notifications = read.number(sql::unread_beside_bell, {request.account()});
    });
}

}  // namespace notifications
