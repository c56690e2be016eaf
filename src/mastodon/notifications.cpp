// Notifications, one by one (v1) and in groups (v2).
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/notification_memory.hpp"
#include "mastodon/notification_pages.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

using notifications::Group, notifications::Notification;

namespace {

notifications::Filter filter_in(Request const& request) {
    notifications::Filter filter{request.fields.list("types"), request.fields.list("exclude_types")};
    // An id that is none names nobody.
    if (request.fields.has("account_id")) filter.from = request.fields.id<AccountId>("account_id").value_or(AccountId{-1});
    filter.include_filtered = request.fields.flag("include_filtered").value_or(false);
    return filter;
}

notifications::Page page_in(Request const& request, int usual = 40, int most = 80) {
    auto page = page_of(request, usual, most);
    return {page.before, page.since, page.after, page.limit};
}

std::int64_t number_in(Request const& request) { return request.parameters.integer("id").value_or(0); }

// On the I/O loop. Readers who filter are left to the database.
std::optional<Response> from_memory(Context const& context, NotificationMemory const& memory, Request const& request) {
    if (!request.account() || !filters::known_to_have_none(request.account(), filters::Context::notifications, base::clock_now())) return std::nullopt;
    auto page = memory.find(request.account(), request.target);
    std::string body;
    if (!page || !context.cache.append(body, page->recipe, request.account())) return std::nullopt;
    auto response = http::json(std::move(body));
    add_links(response, request, page->ends);
    return response;
}

Notification const& newest_of(Notification const& told) { return told; }
Notification const& newest_of(Group const& group) { return group.newest; }

// Keeps what was answered, when nothing of it needs more than accounts and statuses.
template <class Each>
void remember(NotificationMemory& memory, Request const& request, db::Read& read, std::vector<Each> const& all, Ends ends) {
    std::vector<PostId> posts;
    for (auto const& each : all) {
        if (tells_more(newest_of(each))) return;
        if (newest_of(each).post) posts.push_back(newest_of(each).post);
    }
    if (all.empty()) return;
    auto marks = posts::marks(read, request.account(), posts);
    MarksByPost by_post;
    for (std::size_t i = 0; i < posts.size(); ++i) by_post[posts[i]] = bits_of(marks[i]);
    memory.put(request.account(), request.target, {.recipe = recipe_of(all, by_post), .ends = ends}, read.now);
}

Answer list(Context& context, NotificationMemory& memory, Request const& request, db::Read& read) {
    auto page = page_in(request);
    auto all = notifications::list(read, request.account(), page, filter_in(request));
    auto ends = ends_of(all, page.limit, [](Notification const& each) { return each.id; });
    Renderer render(context, read, request.account());
    auto response = http::json(list_json(render, read, all));
    add_links(response, request, ends);
    remember(memory, request, read, all, ends);
    return response;
}

Answer one(Context& context, Request const& request, db::Read& read) {
    auto told = notifications::find(read, request.account(), number_in(request));
    if (!told) return not_found();
    Renderer render(context, read, request.account());
    auto json = notification_json(render, *told);
    if (json.empty()) return not_found();
    return http::json(std::move(json));
}

base::Result<bool> wants_partial(Request const& request) {
    auto how = request.fields.text("expand_accounts");
    if (!how.empty() && how != "full" && how != "partial_avatars")
        return base::refuse_field("expand_accounts", "ERR_INCLUSION", "Invalid value for 'expand_accounts': '" + std::string(how.substr(0, 40)) + "', allowed values are 'full' and 'partial_avatars'");
    return how == "partial_avatars";
}

Answer groups(Context& context, NotificationMemory& memory, Request const& request, db::Read& read) {
    auto partial = TRY(wants_partial(request));
    auto page = page_in(request);
    auto all = notifications::groups(read, request.account(), page, filter_in(request), request.fields.list("grouped_types"));
    Renderer render(context, read, request.account());
    auto ends = ends_of(all, page.limit, [](Group const& each) { return each.newest.id; });
    auto response = http::json(groups_json(render, read, all, partial));
    add_links(response, request, ends);
    if (!partial) remember(memory, request, read, all, ends);
    return response;
}

Answer one_group(Context& context, Request const& request, db::Read& read) {
    auto group = notifications::find_group(read, request.account(), request.parameters.text("id"));
    if (!group) return not_found();
    Renderer render(context, read, request.account());
    std::vector<Group> one = {*group};
    return http::json(groups_json(render, read, one, false));
}

Answer people_in_group(Context& context, Request const& request, db::Read& read) {
    auto page = page_in(request);
    auto key = request.parameters.text("id");
    if (!notifications::find_group(read, request.account(), key)) return not_found();
    auto members = notifications::members(read, request.account(), key, page.before, page.limit);
    std::vector<AccountId> people;
    for (auto const& each : members) people.push_back(each.account);
    auto response = http::json(Renderer(context, read, request.account()).accounts(people));
    add_links(response, request, ends_of(members, page.limit, [](notifications::Member const& each) { return each.id; }));
    return response;
}

Answer count(Request const& request, std::int64_t number) {
    base::Json out;
    out.object().pair("count", std::min<std::int64_t>(number, limit_of(request, 100, 1000))).end();
    return http::json(out.take());
}

}  // namespace

void add_notification_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_members, "read:notifications"}, writing{Open::to_members, "write:notifications"};
    auto add = [&](std::string_view address, auto handler) -> http::Route& {
        return api.get(address, reading, [&context, handler](Request const& request, db::Read& read) { return handler(context, request, read); });
    };
    auto memory = std::make_shared<NotificationMemory>(context.database);
    auto add_kept = [&](std::string_view address, auto handler) -> http::Route& {
        return api.get(address, reading, [&context, memory, handler](Request const& request, db::Read& read) { return handler(context, *memory, request, read); })
            .quickly([&context, memory](Request const& request) { return from_memory(context, *memory, request); });
    };
    add_kept("/api/v1/notifications", list).says("What concerns oneself");
    add("/api/v1/notifications/:id", one).says("One notification");
    api.get("/api/v1/notifications/unread_count", reading, [](Request const& request, db::Read& read) {
        return count(request, notifications::unread(read, request.account()));
    }).says("How many are new");
    api.post("/api/v1/notifications/clear", writing, [](Request const& request, db::Write& write) -> Answer {
        notifications::clear(write, request.account());
        return http::json("{}");
    }).says("Puts all notifications away");
    auto dismiss = [](Request const& request, db::Write& write) -> Answer {
        auto id = request.parameters.has("id") ? number_in(request) : request.fields.integer("id").value_or(0);
        notifications::dismiss(write, request.account(), id);
        return http::json("{}");
    };
    api.post("/api/v1/notifications/:id/dismiss", writing, dismiss).says("Puts one notification away");
    api.post("/api/v1/notifications/dismiss", writing, dismiss).says("Puts one notification away, as older apps ask");

    add_kept("/api/v2/notifications", groups).says("What concerns oneself, in groups");
    api.get("/api/v2/notifications/unread_count", reading, [](Request const& request, db::Read& read) {
        return count(request, notifications::unread_groups(read, request.account()));
    }).says("How many groups are new");
    add("/api/v2/notifications/:id", one_group).says("One group");
    add("/api/v2/notifications/:id/accounts", people_in_group).says("Who is in a group");
    api.post("/api/v2/notifications/:id/dismiss", writing, [](Request const& request, db::Write& write) -> Answer {
        notifications::dismiss_group(write, request.account(), request.parameters.text("id"));
        return http::json("{}");
    }).says("Puts a group away");
    api.post("/api/v2/notifications/clear", writing, [](Request const& request, db::Write& write) -> Answer {
        notifications::clear(write, request.account());
        return http::json("{}");
    }).says("Puts all notifications away");
}

}  // namespace mastodon
