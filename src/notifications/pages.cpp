// The page of notifications, and their number on every page.
#include "notifications/notifications.hpp"
#include "notifications/pages.hpp"
#include <unordered_map>

namespace notifications {
using html::Words;

namespace {

constexpr int page_size = 40;

std::unordered_map<AccountId, accounts::Account> people_of(db::Read& read, std::vector<Notification> const& told) {
    std::vector<AccountId> ids;
    for (auto const& each : told) ids.push_back(each.from);
    std::unordered_map<AccountId, accounts::Account> people;
    for (auto& account : accounts::find_all(read, ids)) people.emplace(account.id, std::move(account));
    return people;
}

html::Safe rows(db::Read& read, Words const& words, std::vector<Notification> const& told) {
    auto people = people_of(read, told);
    html::Safe made;
    for (auto const& each : told) {
        auto from = people.find(each.from);
        if (from == people.end() || from->second.suspended_at) continue;
        auto row = shown(each, from->second, read, words);
        if (!row) continue;
        made += words.fill(pages::Row{.fresh = !each.read, .id = each.id, .symbol = html::icon(row->icon), .picture = accounts::picture(from->second),
                                      .address = row->address, .sentence = row->sentence, .when = html::time_tag(words, each.at, read.now), .detail = row->detail});
    }
    return made;
}

http::Answer show(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    bool mentions = request.fields.text("only") == "mention";
    Page page{.before = request.fields.integer("before").value_or(0), .limit = page_size};
    auto told = list(read, request.account(), page, {.only = mentions ? std::vector<std::string>{"mention"} : std::vector<std::string>{}});
    auto waiting = unread(read, request.account());
    auto newest = list(read, request.account(), {.limit = 1});
    auto older = static_cast<int>(told.size()) == page_size
                     ? std::string("/notifications?before=") + std::to_string(told.back().id) + (mentions ? "&only=mention" : "") : std::string();
    html::Page made{.title = words("Notifications"), .current = "/notifications"};
    made.main = words.fill(pages::List{.mentions = mentions, .unread = waiting > 0, .csrf = html::csrf_field(request),
                                       .newest = newest.empty() ? 0 : newest.front().id, .rows = rows(read, words, told), .empty = told.empty(),
                                       .landscape = html::avatar("", 2, html::Shape::circle), .older = older});
    return html::page(request, read, std::move(made));
}

http::Answer read_all(http::Request const& request, db::Write& write) {
    mark_read(write, request.account(), request.fields.integer("up_to").value_or(0));
    if (!request.wants_fragment()) return http::redirect("/notifications");
    return html::fragment(html::Safe{"<span id=\"read\"></span>"});
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/notifications", Open::to_members, show);
    pages.post("/notifications/read", Open::to_members, read_all);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read& read) {
        if (request.account()) frame.new_notifications = unread(read, request.account());
    });
}

}  // namespace notifications
