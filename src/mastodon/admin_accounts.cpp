// Accounts as moderators see them, and what they may do to them.
#include "mastodon/admin.hpp"
#include "base/text.hpp"

namespace mastodon {

namespace {

using accounts::Listing;
using moderation::Act;

constexpr std::pair<std::string_view, Listing::Status> statuses[] = {
    {"active", Listing::Status::active}, {"pending", Listing::Status::pending}, {"disabled", Listing::Status::disabled},
    {"silenced", Listing::Status::silenced}, {"sensitized", Listing::Status::sensitized}, {"suspended", Listing::Status::suspended},
};

void take_texts(Request const& request, Listing& wanted) {
    auto text = [&](std::string_view name) { return std::string(request.fields.text(name).substr(0, 500)); };
    wanted.username = text("username");
    wanted.display_name = text("display_name");
    wanted.email = text("email");
    wanted.ip = text("ip");
    wanted.domain = text("by_domain");
    wanted.invited_by = request.fields.id<AccountId>("invited_by").value_or(AccountId{});
}

// Version 1 has a flag for each filter; without any it lists accounts of this server that are in use.
Listing first_version(Request const& request) {
    auto flag = [&](std::string_view name) { return request.fields.flag(name).value_or(false); };
    Listing wanted;
    take_texts(request, wanted);
    wanted.origin = flag("remote") || !wanted.domain.empty() ? Listing::Origin::remote : Listing::Origin::local;
    wanted.status = Listing::Status::active;
    for (auto const& [name, status] : statuses)
        if (flag(name)) wanted.status = status;
    wanted.staff = flag("staff");
    return wanted;
}

Listing second_version(Request const& request) {
    Listing wanted;
    take_texts(request, wanted);
    auto origin = request.fields.text("origin"), status = request.fields.text("status");
    if (origin == "local") wanted.origin = Listing::Origin::local;
    if (origin == "remote") wanted.origin = Listing::Origin::remote;
    for (auto const& [name, meaning] : statuses)
        if (status == name) wanted.status = meaning;
    // Roles by the numbers that accounts show.
    for (auto const& id : request.fields.list("role_ids")) {
        if (id == "1") wanted.role = http::Role::moderator;
        if (id == "3") wanted.role = http::Role::admin;
    }
    wanted.staff = request.fields.text("permissions") == "staff";
    return wanted;
}

Response list(Context& context, Request const& request, db::Read& read, Listing const& wanted) {
    auto page = admin_page(request);
    auto found = accounts::admin_list(read, wanted, {page.before, page.since, page.after, page.limit});
    auto shown = admin_accounts(context, read, request.account(), found);
    return admin_list(request, found, [&](base::Json& out, accounts::Account const& each) { out.raw(shown.at(each.id)); });
}

base::Result<accounts::Account> known(Request const& request, db::Read& read) {
    auto account = accounts::find(read, TRY(id_of<AccountId>(request)));
    if (!account) return not_found();
    return *account;
}

template <class ReadOrWrite>
Answer one(Context& context, Request const& request, ReadOrWrite& read) {
    auto account = TRY(known(request, read));
    return http::json(admin_accounts(context, read, request.account(), {account}).at(account.id));
}

Answer act(Request const& request, db::Write& write) {
    auto account = TRY(known(request, write));
    auto type = moderation::act_of(request.fields.text("type"));
    bool of_posts = type == Act::delete_posts || type == Act::mark_posts;
    if (!type || of_posts) return base::refuse_field("type", "ERR_INCLUSION", "Type is not included in the list");
    moderation::Verdict verdict{.target = account.id, .act = *type, .reasons = std::string(request.fields.text("text"))};
    if (auto report = request.fields.text("report_id"); !report.empty()) {
        auto id = base::parse<moderation::ReportId>(report);
        if (!id) return not_found();
        verdict.report = *id;
    }
    verdict.send_letter = request.fields.flag("send_email_notification").value_or(true);
    TRY(moderation::decide(write, request.account(), verdict));
    return http::json("{}");
}

using Change = base::Result<base::Done> (*)(db::Write&, AccountId, AccountId);

}  // namespace

void add_admin_account_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_moderators, "admin:read:accounts"}, writing{Open::to_moderators, "admin:write:accounts"};
    api.get("/api/v1/admin/accounts", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return list(context, request, read, first_version(request));
    }).says("Accounts by what is known of them");
    api.get("/api/v2/admin/accounts", reading, [&context](Request const& request, db::Read& read) -> Answer {
        return list(context, request, read, second_version(request));
    }).says("Accounts by what is known of them");
    api.get("/api/v1/admin/accounts/:id", reading, [&context](Request const& request, db::Read& read) { return one(context, request, read); })
        .says("An account as moderators see it");
    api.post("/api/v1/admin/accounts/:id/action", writing, act).says("Decides about an account")
        .takes_field("type", "string", "none, sensitive, disable, silence or suspend", true)
        .takes_field("text", "string", "The reasons, as the owner of the account reads them")
        .takes_field("report_id", "string", "The report that this closes")
        .takes_field("send_email_notification", "boolean", "Whether the owner is told by mail too");

    auto change = [&](std::string_view action, Change rule, std::string_view says) {
        api.post("/api/v1/admin/accounts/:id/" + std::string(action), writing, [&context, rule](Request const& request, db::Write& write) -> Answer {
            auto account = TRY(known(request, write));
            TRY(rule(write, request.account(), account.id));
            return one(context, request, write);
        }).says(std::string(says));
    };
    change("approve", moderation::approve, "Lets a new account in");
    change("enable", [](db::Write& write, AccountId by, AccountId id) { return moderation::lift(write, by, id, Act::disable); }, "Lets somebody sign in again");
    change("unsilence", [](db::Write& write, AccountId by, AccountId id) { return moderation::lift(write, by, id, Act::silence); }, "Ends a limitation");
    change("unsuspend", [](db::Write& write, AccountId by, AccountId id) { return moderation::lift(write, by, id, Act::suspend); }, "Ends a suspension");
    change("unsensitive", [](db::Write& write, AccountId by, AccountId id) { return moderation::lift(write, by, id, Act::sensitive); }, "Media are shown again");

    auto end = [&](auto add, Open who, std::string pattern, Change rule, std::string_view says) {
        (api.*add)(pattern, http::Access{who, "admin:write:accounts"}, [&context, rule](Request const& request, db::Write& write) -> Answer {
            auto account = TRY(known(request, write));
            auto shown = admin_accounts(context, write, request.account(), {account}).at(account.id);  // while it is there
            TRY(rule(write, request.account(), account.id));
            return http::json(std::move(shown));
        }).says(std::string(says));
    };
    end(&Section::post, Open::to_moderators, "/api/v1/admin/accounts/:id/reject", moderation::reject, "Turns a new account away");
    end(&Section::remove, Open::to_admins, "/api/v1/admin/accounts/:id", moderation::erase, "Deletes a suspended account for good");
}

}  // namespace mastodon
