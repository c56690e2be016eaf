// Other people: finding, looking at and following them, and what one keeps about them.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

base::Result<accounts::Account> account_in(Request const& request, db::Read& read) {
    auto found = accounts::find(read, TRY(id_of<AccountId>(request)));
    if (!found || found->hidden()) return not_found();
    return std::move(*found);
}

Response relationship_response(follows::Relationship const& between) {
    base::Json out;
    write(out, between);
    return http::json(out.take());
}

namespace {

using follows::Relationship;
constexpr std::string_view follow_scope = "write:follows";

Answer relationships(Request const& request, db::Read& read) {
    bool also_suspended = request.fields.flag("with_suspended").value_or(false);
    std::vector<AccountId> known;
    for (auto const& account : accounts::find_all(read, ids_in<AccountId>(request)))
        if (!account.hidden() || also_suspended) known.push_back(account.id);
    base::Json out;
    out.array();
    if (!known.empty())
        for (auto const& each : follows::between(read, request.account(), known)) write(out, each);
    out.end();
    return http::json(out.take());
}

// Whom the asker follows among those who follow somebody.
Answer familiar_followers(Context& context, Request const& request, db::Read& read) {
    constexpr int most_shown = 80;
    Renderer render(context, read, request.account());
    base::Json out;
    out.array();
    for (auto id : ids_in<AccountId>(request)) {
        auto account = accounts::find(read, id);
        if (!account || account->hidden()) continue;
        auto familiar = follows::familiar_followers(read, request.account(), id, most_shown);
        out.object().pair("id", id.text()).key("accounts").raw(render.accounts(familiar)).end();
    }
    out.end();
    return http::json(out.take());
}

std::optional<std::vector<std::string>> languages_in(Request const& request) {
    auto languages = request.fields.list("languages");
    if (languages.empty() && !request.fields.has("languages") && !request.fields.has("languages[]")) return std::nullopt;
    std::erase(languages, "");  // a form's way of saying: none, so all
    return languages;
}

Answer follow(Request const& request, db::Write& write) {
    auto account = TRY(account_in(request, write));
    follows::Wish wish{request.fields.flag("reblogs"), request.fields.flag("notify"), languages_in(request)};
    return relationship_response(TRY(follows::follow(write, request.account(), account.id, wish)));
}

Answer note(Request const& request, db::Write& write) {
    return relationship_response(TRY(follows::set_note(write, request.account(), TRY(id_of<AccountId>(request)), request.fields.text("comment"))));
}

// Rules that take who asks and whom it is about.
using Rule = base::Result<Relationship> (*)(db::Write&, AccountId, AccountId);
auto by(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> Answer {
        return relationship_response(TRY(rule(write, request.account(), TRY(id_of<AccountId>(request)))));
    };
}

}  // namespace

void add_account_routes(Section api, Context& context) {
    using http::Access;
    constexpr Access read_accounts{Open::to_anyone, "read:accounts"};
    constexpr Access follows{Open::to_members, follow_scope}, accounts_of{Open::to_members, "write:accounts"};

    api.get("/api/v1/accounts", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        return http::json(Renderer(context, read, request.account()).accounts(ids_in<AccountId>(request)));
    }).says("Several accounts by their ids");
    api.get("/api/v1/accounts/:id", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        auto account = TRY(account_in(request, read));
        return http::json(Renderer(context, read, request.account()).account(account));
    }).says("One account");
    api.get("/api/v1/accounts/lookup", read_accounts, [&context](Request const& request, db::Read& read) -> Answer {
        auto account = accounts::find_by_handle(read, request.fields.text("acct"));
        if (!account || account->hidden()) return not_found();
        return http::json(Renderer(context, read, request.account()).account(*account));
    }).says("An account by its name").takes_field("acct", "string", "ada, @ada or ada@this.server", true);

    api.get("/api/v1/accounts/relationships", {Open::to_members, "read:follows"}, relationships).says("What others are to oneself");
    api.get("/api/v1/accounts/familiar_followers", {Open::to_members, "read:follows"}, [&context](Request const& request, db::Read& read) {
        return familiar_followers(context, request, read);
    }).says("Followers of somebody whom one follows too");

    api.post("/api/v1/accounts/:id/follow", follows, follow).says("Follows, or asks to")
        .takes_field("reblogs", "boolean", "Also what they boost").takes_field("notify", "boolean", "A notification for each post")
        .takes_field("languages[]", "array", "Only posts in these languages");
    api.post("/api/v1/accounts/:id/unfollow", follows, by(follows::unfollow)).says("Ends a follow, or takes a request back");
    api.post("/api/v1/accounts/:id/remove_from_followers", follows, by(follows::remove_follower)).says("Makes somebody follow no longer");
    api.post("/api/v1/follow_requests/:id/authorize", follows, by(follows::approve)).says("Lets somebody follow");
    api.post("/api/v1/follow_requests/:id/reject", follows, by(follows::reject)).says("Declines a request to follow");

    api.post("/api/v1/accounts/:id/note", accounts_of, note).says("Notes something about somebody, for one's own eyes")
        .takes_field("comment", "string", "The note; empty takes it away");
    for (auto name : {"/api/v1/accounts/:id/pin", "/api/v1/accounts/:id/endorse"})
        api.post(name, accounts_of, by(follows::endorse)).says("Recommends somebody on one's profile");
    for (auto name : {"/api/v1/accounts/:id/unpin", "/api/v1/accounts/:id/unendorse"})
        api.post(name, accounts_of, by(follows::unendorse)).says("Recommends somebody no longer");
}

}  // namespace mastodon
