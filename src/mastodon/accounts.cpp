// Other people: finding, looking at and following them.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

base::Result<accounts::Account> account_in(Request const& request, db::Read& read) {
    auto found = accounts::find(read, TRY(id_of<AccountId>(request)));
    if (!found || found->suspended_at) return not_found();
    return std::move(*found);
}

namespace {

using follows::Relationship;
constexpr std::string_view follow_scope = "write:follows";

Response relationship(base::Result<Relationship> const& between) {
    base::Json out;
    write(out, *between);
    return http::json(out.take());
}

Answer relationships(Request const& request, db::Read& read) {
    std::vector<AccountId> known;
    for (auto const& account : accounts::find_all(read, ids_in<AccountId>(request))) known.push_back(account.id);
    base::Json out;
    out.array();
    if (!known.empty())
        for (auto const& each : follows::between(read, request.account(), known)) write(out, each);
    out.end();
    return http::json(out.take());
}

// Whom the asker follows among those who follow somebody.
Answer familiar_followers(Context& context, Request const& request, db::Read& read) {
    constexpr int most_looked_at = 1000, most_shown = 80;
    Renderer render(context, read, request.account());
    base::Json out;
    out.array();
    for (auto id : ids_in<AccountId>(request)) {
        std::vector<AccountId> followers, familiar;
        for (auto const& each : follows::followers(read, id, 0, most_looked_at)) followers.push_back(each.account);
        if (!followers.empty())
            for (auto const& each : follows::between(read, request.account(), followers))
                if (each.following && familiar.size() < most_shown) familiar.push_back(each.id);
        out.object().pair("id", id.text()).key("accounts").raw(render.accounts(familiar)).end();
    }
    out.end();
    return http::json(out.take());
}

Answer follow(Request const& request, db::Write& write) {
    auto account = TRY(account_in(request, write));
    follows::Wish wish{request.fields.flag("reblogs"), request.fields.flag("notify")};
    return relationship(TRY(follows::follow(write, request.account(), account.id, wish)));
}

Answer unfollow(Request const& request, db::Write& write) {
    return relationship(TRY(follows::unfollow(write, request.account(), TRY(id_of<AccountId>(request)))));
}

Answer remove_follower(Request const& request, db::Write& write) {
    return relationship(TRY(follows::remove_follower(write, request.account(), TRY(id_of<AccountId>(request)))));
}

Answer authorize(Request const& request, db::Write& write) {
    return relationship(TRY(follows::approve(write, request.account(), TRY(id_of<AccountId>(request)))));
}

Answer reject(Request const& request, db::Write& write) {
    return relationship(TRY(follows::reject(write, request.account(), TRY(id_of<AccountId>(request)))));
}

}  // namespace

void add_account_routes(Section api, Context& context) {
    using http::Access;
    constexpr Access read_accounts{Open::to_anyone, "read:accounts"};
    constexpr Access follows{Open::to_members, follow_scope};

    api.get("/api/v1/accounts", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(Renderer(context, read, request.account()).accounts(ids_in<AccountId>(request)));
    }).says("Several accounts by their ids");
    api.get("/api/v1/accounts/:id", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        auto account = TRY(account_in(request, read));
        return http::json(Renderer(context, read, request.account()).account(account));
    }).says("One account");
    api.get("/api/v1/accounts/lookup", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        auto account = accounts::find_by_handle(read, request.fields.text("acct"));
        if (!account || account->suspended_at) return not_found();
        return http::json(Renderer(context, read, request.account()).account(*account));
    }).says("An account by its name").takes_field("acct", "string", "ada, @ada or ada@this.server", true);

    api.get("/api/v1/accounts/relationships", {Open::to_members, "read:follows"}, relationships).says("What others are to oneself");
    api.get("/api/v1/accounts/familiar_followers", {Open::to_members, "read:follows"}, [&context](Request const& request, db::Read& read) {
        return familiar_followers(context, request, read);
    }).says("Followers of somebody whom one follows too");

    api.post("/api/v1/accounts/:id/follow", follows, follow).says("Follows, or asks to");
    api.post("/api/v1/accounts/:id/unfollow", follows, unfollow).says("Ends a follow, or takes a request back");
    api.post("/api/v1/accounts/:id/remove_from_followers", follows, remove_follower).says("Makes somebody follow no longer");
    api.post("/api/v1/follow_requests/:id/authorize", follows, authorize).says("Lets somebody follow");
    api.post("/api/v1/follow_requests/:id/reject", follows, reject).says("Declines a request to follow");
}

}  // namespace mastodon
