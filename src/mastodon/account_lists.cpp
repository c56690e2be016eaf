// Lists that belong to an account: its posts, its followers, whom it follows and recommends, and who asks to follow.
#include "lists/lists.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

constexpr int usual_accounts = 40, most_accounts = 80;

using List = std::vector<follows::Entry> (*)(db::Read&, AccountId, follows::Page, AccountId viewer);

Response account_list(Context& context, Request const& request, db::Read& read, AccountId whose, List list) {
    auto page = page_of(request, usual_accounts, most_accounts);
    auto entries = list(read, whose, {page.before, page.since, page.after, page.limit}, request.account());
    std::vector<AccountId> ids;
    for (auto const& each : entries) ids.push_back(each.account);
    auto response = http::json(Renderer(context, read, request.account()).accounts(ids));
    add_links(response, request, ends_of(entries, page.limit, [](auto const& each) { return each.id; }));
    return response;
}

// To whom this account is closed, its lists are empty.
bool closed_to(db::Read& read, AccountId whose, AccountId viewer) {
    return viewer && viewer != whose && blocks::between(read, viewer, whose).blocked_by;
}

bool hides_follows(accounts::Account const& account, AccountId viewer) { return account.hide_collections && account.id != viewer; }

Answer statuses(Context& context, Request const& request, db::Read& read) {
    auto account = TRY(account_in(request, read));
    auto page = page_of(request);
    auto flag = [&](std::string_view name) { return request.fields.flag(name).value_or(false); };
    timelines::Of of{.replies = !flag("exclude_replies"), .boosts = !flag("exclude_reblogs"), .only_pinned = flag("pinned"),
                     .tagged = std::string(request.fields.text("tagged")), .only_media = flag("only_media")};
    auto ids = timelines::account(read, account.id, request.account(), of, page);
    auto response = http::json(Renderer(context, read, request.account()).in(filters::Context::account).statuses(ids));
    add_links(response, request, ends_of(ids, page.limit, [](PostId id) { return id.value; }));
    return response;
}

Answer lists_with(Request const& request, db::Read& read) {
    auto account = TRY(account_in(request, read));
    base::Json out;
    out.array();
    for (auto const& list : lists::containing(read, request.account(), account.id)) write(out, list);
    out.end();
    return http::json(out.take());
}

}  // namespace

void add_account_list_routes(Section api, Context& context) {
    auto list_of = [&context](List list) {
        return [&context, list](Request const& request, db::Read& read) -> Answer {
            auto account = TRY(account_in(request, read));
            bool empty = hides_follows(account, request.account()) || closed_to(read, account.id, request.account());
            return empty ? http::json("[]") : account_list(context, request, read, account.id, list);
        };
    };
    auto own = [&context](List list) {
        return [&context, list](Request const& request, db::Read& read) -> Answer { return account_list(context, request, read, request.account(), list); };
    };
    constexpr http::Access read_accounts{Open::to_anyone, "read:accounts"};
    api.get("/api/v1/accounts/:id/statuses", {Open::to_anyone, "read:statuses"}, [&context](Request const& request, db::Read& read) {
        return statuses(context, request, read);
    }).says("What an account wrote and boosted")
        .takes_field("only_media", "boolean", "Only posts with media").takes_field("pinned", "boolean", "Only pinned posts")
        .takes_field("exclude_replies", "boolean", "No answers to others").takes_field("exclude_reblogs", "boolean", "No boosts")
        .takes_field("tagged", "string", "Only posts with this hashtag");
    api.get("/api/v1/accounts/:id/followers", read_accounts, list_of(follows::followers)).says("Who follows an account");
    api.get("/api/v1/accounts/:id/following", read_accounts, list_of(follows::following)).says("Whom an account follows");
    api.get("/api/v1/accounts/:id/endorsements", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        auto account = TRY(account_in(request, read));
        return closed_to(read, account.id, request.account()) ? http::json("[]") : account_list(context, request, read, account.id, follows::endorsed);
    }).says("Whom an account recommends");
    api.get("/api/v1/accounts/:id/lists", {Open::to_members, "read:lists"}, lists_with).says("Which of one's lists somebody is on");
    api.get("/api/v1/endorsements", {Open::to_members, "read:accounts"}, own(follows::endorsed)).says("Whom one recommends");
    api.get("/api/v1/follow_requests", {Open::to_members, "read:follows"}, own(follows::requests)).says("Who asks to follow");
    // Proofs of identity went out of Mastodon in 3.5; older apps still ask.
    api.get("/api/v1/accounts/:id/identity_proofs", {Open::to_anyone, "read:accounts"}, [](Request const& request, db::Read& read) -> Answer {
        TRY(account_in(request, read));
        return http::json("[]");
    });
}

}  // namespace mastodon
