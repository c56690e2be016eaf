// Notifications, one by one (v1) and as groups of one (v2).
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/notification_entity.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

using notifications::Notification;

std::string notification_json(Renderer& render, Notification const& told) { return notifications_json(render, {told}, false); }

std::string notifications_json(Renderer& render, std::vector<Notification> const& all, bool as_list) {
    std::vector<PostId> posts;
    std::vector<AccountId> people;
    for (auto const& each : all) {
        posts.push_back(each.post);
        people.push_back(each.from);
    }
    auto statuses = render.statuses_by_id(posts);
    auto accounts = render.accounts_by_id(people);
    base::Json out;
    if (as_list) out.array();
    for (auto const& each : all) {
        auto account = accounts.find(each.from);
        if (account == accounts.end()) continue;
        auto status = statuses.find(each.post);
        if (each.post && status == statuses.end()) continue;  // gone meanwhile
        write(out, each, account->second, each.post ? status->second : std::string{});
    }
    if (as_list) out.end();
    return out.take();
}

namespace {

notifications::Filter filter_in(Request const& request) {
    notifications::Filter filter{request.fields.list("types"), request.fields.list("exclude_types"), {}};
    if (auto from = request.fields.id<AccountId>("account_id")) filter.from = *from;
    return filter;
}

struct Listed {
    std::vector<Notification> all;
    Ends ends;
};

Listed list(Request const& request, db::Read& read) {
    auto page = page_of(request, 40, 80);
    auto all = notifications::list(read, request.account(), {page.before, page.since, page.after, page.limit}, filter_in(request));
    auto ends = ends_of(all, page.limit, [](Notification const& each) { return each.id; });
    return {std::move(all), ends};
}

std::int64_t number_in(Request const& request) { return request.parameters.integer("id").value_or(0); }

void write_group(base::Json& out, Notification const& told) {
    auto id = std::to_string(told.id);
    out.object().pair("group_key", "ungrouped-" + id).pair("notifications_count", 1).pair("type", told.kind);
    out.pair("most_recent_notification_id", told.id).pair("page_min_id", id).pair("page_max_id", id);
    out.pair("latest_page_notification_at", base::iso8601(told.at));
    out.key("sample_account_ids").array().value(told.from.text()).end().key("status_id");
    told.post ? out.value(told.post.text()) : out.null();
    out.end();
}

template <class ById>
std::string values_of(ById const& by_id) {
    base::Json out;
    out.array();
    for (auto const& [id, json] : by_id) out.raw(json);
    out.end();
    return out.take();
}

std::string groups_json(Renderer& render, std::vector<Notification> const& all) {
    std::vector<PostId> posts;
    std::vector<AccountId> people;
    for (auto const& each : all) {
        posts.push_back(each.post);
        people.push_back(each.from);
    }
    auto statuses = render.statuses_by_id(posts);
    auto accounts = render.accounts_by_id(people);
    base::Json out;
    out.object().key("accounts").raw(values_of(accounts)).key("statuses").raw(values_of(statuses)).key("notification_groups").array();
    for (auto const& each : all)
        if (accounts.contains(each.from) && (!each.post || statuses.contains(each.post))) write_group(out, each);
    out.end().end();
    return out.take();
}

std::optional<Notification> in_group(Request const& request, db::Read& read) {
    constexpr std::string_view prefix = "ungrouped-";
    auto key = request.parameters.text("id");
    if (!key.starts_with(prefix)) return std::nullopt;
    return notifications::find(read, request.account(), base::parse_id(key.substr(prefix.size())).value_or(0));
}

Answer unread_count(Request const& request, db::Read& read) {
    base::Json out;
    out.object().pair("count", std::min<std::int64_t>(notifications::unread(read, request.account()), limit_of(request, 100, 1000))).end();
    return http::json(out.take());
}

Answer dismiss(Request const& request, db::Write& write) {
    notifications::dismiss(write, request.account(), number_in(request));
    return http::json("{}");
}

Answer clear(Request const& request, db::Write& write) {
    notifications::clear(write, request.account());
    return http::json("{}");
}

}  // namespace

void add_notification_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_members, "read:notifications"}, writing{Open::to_members, "write:notifications"};

    api.get("/api/v1/notifications", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto [all, ends] = list(request, read);
        Renderer render(context, read, request.account());
        auto response = http::json(notifications_json(render, all, true));
        add_links(response, request, ends);
        return response;
    }).says("What concerns oneself");
    api.get("/api/v1/notifications/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto told = notifications::find(read, request.account(), number_in(request));
        if (!told) return not_found();
        Renderer render(context, read, request.account());
        auto json = notification_json(render, *told);
        if (json.empty()) return not_found();
        return http::json(std::move(json));
    }).says("One notification");
    api.get("/api/v1/notifications/unread_count", reading, unread_count).says("How many are new");
    api.post("/api/v1/notifications/clear", writing, clear).says("Puts all notifications away");
    api.post("/api/v1/notifications/:id/dismiss", writing, dismiss).says("Puts one notification away");

    api.get("/api/v2/notifications", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto [all, ends] = list(request, read);
        Renderer render(context, read, request.account());
        auto response = http::json(groups_json(render, all));
        add_links(response, request, ends);
        return response;
    }).says("What concerns oneself, in groups");
    api.get("/api/v2/notifications/unread_count", reading, unread_count);
    api.get("/api/v2/notifications/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto told = in_group(request, read);
        if (!told) return not_found();
        Renderer render(context, read, request.account());
        return http::json(groups_json(render, {*told}));
    }).says("One group");
    api.get("/api/v2/notifications/:id/accounts", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto told = in_group(request, read);
        if (!told) return not_found();
        return http::json(Renderer(context, read, request.account()).accounts(std::vector{told->from}));
    }).says("Who is in a group");
    api.post("/api/v2/notifications/:id/dismiss", writing, [](Request const& request, db::Write& write) -> Answer {
        if (auto told = in_group(request, write)) notifications::dismiss(write, request.account(), told->id);
        return http::json("{}");
    }).says("Puts a group away");
}

}  // namespace mastodon
