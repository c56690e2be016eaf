// Lists that belong to an account: its posts, its followers, whom it follows, and who asks to.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

constexpr int usual_accounts = 40, most_accounts = 80;

using List = std::vector<follows::Entry> (*)(db::Read&, AccountId, std::int64_t before, int limit);

// Pages go back only: a list of follows has no gaps to fill.
Response account_list(Context& context, Request const& request, db::Read& read, AccountId whose, List list) {
    auto page = page_of(request, usual_accounts, most_accounts);
    auto entries = list(read, whose, page.before, page.limit);
    std::vector<AccountId> ids;
    for (auto const& each : entries) ids.push_back(each.account);
    auto response = http::json(Renderer(context, read, request.account()).accounts(ids));
    add_links(response, request, ends_of(entries, page.limit, [](auto const& each) { return each.id; }));
    return response;
}

Answer statuses(Context& context, Request const& request, db::Read& read) {
    auto account = TRY(account_in(request, read));
    auto page = page_of(request);
    auto flag = [&](std::string_view name) { return request.fields.flag(name).value_or(false); };
    timelines::Of of{.replies = !flag("exclude_replies"), .boosts = !flag("exclude_reblogs"), .only_pinned = flag("pinned"),
                     .tagged = std::string(request.fields.text("tagged"))};
    if (flag("only_media")) return http::json("[]");
    auto ids = timelines::account(read, account.id, request.account(), of, page);
    auto response = http::json(Renderer(context, read, request.account()).statuses(ids));
    add_links(response, request, ends_of(ids, page.limit, [](PostId id) { return id.value; }));
    return response;
}

}  // namespace

void add_account_list_routes(Section api, Context& context) {
    auto list_of = [&context](List list) {
        return [&context, list](Request const& request, db::Read& read) -> Answer {
            return account_list(context, request, read, TRY(account_in(request, read)).id, list);
        };
    };
    api.get("/api/v1/accounts/:id/statuses", {Open::to_anyone, "read:statuses"}, [&context](Request const& request, db::Read& read) {
        return statuses(context, request, read);
    }).says("What an account wrote and boosted");
    api.get("/api/v1/accounts/:id/followers", {Open::to_anyone, "read:accounts"}, list_of(follows::followers)).says("Who follows an account");
    api.get("/api/v1/accounts/:id/following", {Open::to_anyone, "read:accounts"}, list_of(follows::following)).says("Whom an account follows");
    api.get("/api/v1/follow_requests", {Open::to_members, "read:follows"}, [&context](Request const& request, db::Read& read) -> Answer {
        return account_list(context, request, read, request.account(), follows::requests);
    }).says("Who asks to follow");
}

}  // namespace mastodon
