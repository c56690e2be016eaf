// Policies about strangers' notifications, and the requests that wait by them.
#include "base/time.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include "notifications/notifications.hpp"

namespace mastodon {

namespace {

using notifications::Policy, notifications::Treatment;

// The five questions of a policy, in the second version's words and the first's ("" where it had none).
struct Question { std::string_view name, first; Treatment Policy::*answer; };
constexpr Question questions[] = {
    {"for_not_following", "filter_not_following", &Policy::not_following},       {"for_not_followers", "filter_not_followers", &Policy::not_followers},
    {"for_new_accounts", "filter_new_accounts", &Policy::new_accounts},          {"for_private_mentions", "filter_private_mentions", &Policy::private_mentions},
    {"for_limited_accounts", "", &Policy::limited_accounts},
};

std::string policy_json(db::Read& read, AccountId account, bool first_version) {
    auto policy = notifications::policy(read, account);
    auto pending = notifications::pending(read, account);
    base::Json out;
    out.object();
    for (auto const& question : questions) {
        if (!first_version) out.pair(question.name, notifications::text_of(policy.*question.answer));
        else if (!question.first.empty()) out.pair(question.first, policy.*question.answer != Treatment::accept);
    }
    out.key("summary").object().pair("pending_requests_count", pending.requests).pair("pending_notifications_count", pending.notifications).end().end();
    return out.take();
}

base::Result<Policy> changed(Policy policy, http::Fields const& fields, bool first_version) {
    for (auto const& question : questions) {
        auto name = first_version ? question.first : question.name;
        if (name.empty() || !fields.has(name)) continue;
        if (first_version) {
            policy.*question.answer = fields.flag(name).value_or(false) ? Treatment::filter : Treatment::accept;
            continue;
        }
        auto treatment = notifications::treatment_of(fields.text(name));
        if (!treatment) return base::refuse_field(std::string(name), "ERR_INCLUSION", "Must be accept, filter or drop.");
        policy.*question.answer = *treatment;
    }
    return policy;
}

void add_policy(Section api, std::string_view address, bool first_version) {
    api.get(address, {Open::to_members, "read:notifications"}, [=](Request const& request, db::Read& read) -> Answer {
        return http::json(policy_json(read, request.account(), first_version));
    }).says("What becomes of notifications by strangers");
    auto change = [=](Request const& request, db::Write& write) -> Answer {
        auto policy = TRY(changed(notifications::policy(write, request.account()), request.fields, first_version));
        notifications::set_policy(write, request.account(), policy);
        return http::json(policy_json(write, request.account(), first_version));
    };
    api.patch(address, {Open::to_members, "write:notifications"}, change).says("Changes what becomes of notifications by strangers");
    api.put(address, {Open::to_members, "write:notifications"}, change);
}

std::string requests_json(Renderer& render, std::vector<notifications::Request> const& all, bool as_list) {
    std::vector<PostId> posts;
    std::vector<AccountId> people;
    for (auto const& each : all) {
        posts.push_back(each.last_post);
        people.push_back(each.from);
    }
    auto statuses = render.statuses_by_id(posts);
    auto accounts = render.accounts_by_id(people);
    base::Json out;
    if (as_list) out.array();
    for (auto const& each : all) {
        auto account = accounts.find(each.from);
        if (account == accounts.end()) continue;
        out.object().pair("id", std::to_string(each.id)).pair("created_at", base::iso8601(each.created_at)).pair("updated_at", base::iso8601(each.updated_at));
        out.pair("notifications_count", std::to_string(each.count)).key("account").raw(account->second).key("last_status");
        auto status = statuses.find(each.last_post);
        status == statuses.end() ? out.null() : out.raw(status->second);
        out.end();
    }
    if (as_list) out.end();
    return out.take();
}

using Decide = base::Result<base::Done> (*)(db::Write&, AccountId, std::int64_t);

void add_decision(Section api, std::string const& word, Decide decide) {
    constexpr http::Access writing{Open::to_members, "write:notifications"};
    std::string const base = "/api/v1/notifications/requests/";
    api.post(base + ":id/" + word, writing, [decide](Request const& request, db::Write& write) -> Answer {
        if (!decide(write, request.account(), request.parameters.integer("id").value_or(0))) return not_found();
        return http::json("{}");
    });
    // Those that are gone meanwhile are decided.
    api.post(base + word, writing, [decide](Request const& request, db::Write& write) -> Answer {
        for (auto const& text : request.fields.list("id")) (void)decide(write, request.account(), base::parse_id(text).value_or(0));
        return http::json("{}");
    });
}

}  // namespace

void add_notification_request_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_members, "read:notifications"};
    add_policy(api, "/api/v1/notifications/policy", true);
    add_policy(api, "/api/v2/notifications/policy", false);
    api.get("/api/v1/notifications/requests", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto page = page_of(request, 40, 80);
        auto all = notifications::requests(read, request.account(), {page.before, page.since, page.after, page.limit});
        Renderer render(context, read, request.account());
        auto response = http::json(requests_json(render, all, true));
        add_links(response, request, ends_of(all, page.limit, [](notifications::Request const& each) { return each.id; }));
        return response;
    }).says("People whose notifications wait");
    // Letting in is done before it is answered.
    api.plain("/api/v1/notifications/requests/merged", reading, [](Request const&) -> Answer { return http::json(R"({"merged":true})"); });
    api.get("/api/v1/notifications/requests/:id", reading, [&context](Request const& request, db::Read& read) -> Answer {
        auto found = notifications::find_request(read, request.account(), request.parameters.integer("id").value_or(0));
        if (!found) return not_found();
        Renderer render(context, read, request.account());
        auto json = requests_json(render, {*found}, false);
        if (json.empty()) return not_found();
        return http::json(std::move(json));
    }).says("One person whose notifications wait");
    add_decision(api, "accept", notifications::accept);
    add_decision(api, "dismiss", notifications::dismiss_request);
}

}  // namespace mastodon
