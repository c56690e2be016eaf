// The team's own pages: who is in it, what was done in its name, and where somebody works.
#include "notifications/notifications.hpp"
#include "teams/pages.hpp"
#include "teams/teams.hpp"

namespace teams {

using base::refuse, base::Result, base::Why;
using html::Words, http::Open, http::Request;

namespace {

constexpr int deeds_at_once = 40;

std::string label_of(Words const& words, Role role) {
    constexpr std::array<char const*, 4> labels = {"Owner", "Editor", "Responder", "Analyst"};
    return words(labels[static_cast<std::size_t>(role)]);
}

html::Safe role_options(Words const& words, Role chosen) {
    html::Safe made;
    for (auto const role : {Role::owner, Role::editor, Role::responder, Role::analyst}) words.fill(made, pages::Role{.code = text_of(role), .chosen = role == chosen, .label = label_of(words, role)});
    return made;
}

Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    return *account;
}

Result<accounts::Account> seen_in(Request const& request, db::Read& read, Role at_least) {
    auto const account = TRY(organization_in(request, read));
    TRY(allow(read, account.id, request.account(), at_least));
    return account;
}

// Who acts: a member who acts for the organization is meant by their own name.
AccountId actor(Request const& request, db::Read& read) {
    auto const behind = accounts::behind(read, *request.person);
    return behind ? behind : request.account();
}

http::Answer show_team(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const account = TRY(seen_in(request, read, Role::analyst));
    Words const words(request.locale);
    auto const self = actor(request, read);
    bool const owner = may(read, account.id, self, Role::owner);
    html::Safe rows, invited;
    for (auto const& each : members(read, account.id))
        if (auto const person = accounts::find(read, each.person))
            words.fill(rows, pages::Member{.handle = person->handle(), .name = person->name, .role = label_of(words, each.role), .since = words.date(each.since), .owner = owner, .organization = account.username,
                                           .id = person->id.text(), .csrf = html::csrf_field(request), .roles = role_options(words, each.role), .self = person->id == self && !owner});
    for (auto const& each : invitations_of(read, account.id))
        if (auto const person = accounts::find(read, each.person))
            words.fill(invited, pages::Invited{.handle = person->handle(), .name = person->name, .role = label_of(words, each.role), .owner = owner, .organization = account.username, .id = person->id.text(), .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Team"), .current = "/care"};
    page.main = words.fill(pages::Team{.handle = account.username, .name = account.name, .saved = !refusal && request.fields.has("saved"), .summary = html::summary(words, refusal),
                                       .act = self == request.account() && self != account.id && may(read, account.id, self, Role::editor), .csrf = html::csrf_field(request), .rows = rows, .invited = invited, .owner = owner,
                                       .person = refusal ? request.fields.text("person") : std::string_view(), .person_error = html::field_error(words, refusal, "person"),
                                       .roles = role_options(words, role_of(request.fields.text("role")).value_or(Role::responder))});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer after(Request const& request, db::Write& write, std::string_view organization, Result<base::Done> const& done) {
    if (!done) {
        if (done.error().why == Why::not_found || done.error().why == Why::forbidden) return std::unexpected(done.error());
        return show_team(request, write, &done.error());
    }
    return http::redirect("/organizations/" + std::string(organization) + "/team?saved=1");
}

Result<Role> role_in_form(Request const& request) {
    auto const role = role_of(request.fields.text("role"));
    if (!role) return base::refuse_field("role", "ERR_INVALID", "Choose a role.");
    return *role;
}

http::Answer post_invitation(Request const& request, db::Write& write) {
    auto const account = TRY(seen_in(request, write, Role::owner));
    auto const role = TRY(role_in_form(request));
    auto const person = accounts::find_by_handle(write, request.fields.text("person"));
    return after(request, write, account.username, invite(write, account.id, actor(request, write), person ? person->id : AccountId{}, role));
}

http::Answer post_role(Request const& request, db::Write& write) {
    auto const account = TRY(seen_in(request, write, Role::owner));
    auto const role = TRY(role_in_form(request));
    return after(request, write, account.username, set_role(write, account.id, actor(request, write), request.parameters.id<AccountId>("person").value_or(AccountId{}), role));
}

http::Answer post_removal(Request const& request, db::Write& write) {
    auto const account = TRY(organization_in(request, write));
    auto const by = actor(request, write);
    auto const done = remove(write, account.id, by, request.parameters.id<AccountId>("person").value_or(AccountId{}));
    if (done && !role_in(write, account.id, request.account())) return http::redirect("/organizations");
    return after(request, write, account.username, done);
}

http::Answer show_mine(Request const& request, db::Read& read) {
    Words const words(request.locale);
    html::Safe rows, invitations;
    for (auto const& each : memberships(read, request.account()))
        if (auto const account = accounts::find(read, each.organization); account && !account->hidden())
            words.fill(rows, pages::MineRow{.handle = account->username, .name = account->name, .role = label_of(words, each.role), .act = each.role <= Role::editor, .csrf = html::csrf_field(request)});
    for (auto const& each : invitations_to(read, request.account())) {
        auto const account = accounts::find(read, each.organization);
        auto const by = accounts::find(read, each.by);
        if (account && !account->hidden())
            words.fill(invitations, pages::MineInvitation{.handle = account->username, .name = account->name, .role = label_of(words, each.role), .by = by && by->id != account->id ? by->name : std::string(), .csrf = html::csrf_field(request)});
    }
    html::Page page{.title = words("Organizations you work for"), .current = "/organizations"};
    page.main = words.fill(pages::Mine{.invitations = invitations, .rows = rows});
    return html::page(request, read, std::move(page));
}

http::Answer post_answer(Request const& request, db::Write& write) {
    auto const account = TRY(organization_in(request, write));
    TRY(answer(write, account.id, request.account(), request.fields.text("decision") == "join"));
    return http::redirect("/organizations");
}

http::Answer show_record(Request const& request, db::Read& read) {
    auto const account = TRY(seen_in(request, read, Role::analyst));
    Words const words(request.locale);
    auto const all = deeds(read, account.id, request.fields.integer("before").value_or(0), deeds_at_once);
    html::Safe rows;
    for (auto const& each : all) {
        auto const who = accounts::find(read, each.person);
        words.fill(rows, pages::Deed{.who = who ? who->name : words("Somebody whose account is gone"), .act = each.act, .about = each.about, .detail = each.detail, .when = html::time_tag(words, each.at, read.now)});
    }
    html::Page page{.title = words("Record of the team"), .current = "/care"};
    page.main = words.fill(pages::Record{.handle = account.username, .name = account.name, .rows = rows, .older = all.size() == deeds_at_once ? std::to_string(all.back().id) : std::string()});
    return html::page(request, read, std::move(page));
}

}  // namespace

void wrote(db::Write& write, Request const& request, AccountId organization, std::string_view act, std::string_view about) {
    if (!request.person) return;
    // With a grant of the organization's account it is who holds it; with one's own, oneself.
    auto const by = organization == request.account() ? accounts::behind(write, *request.person) : request.account();
    if (by) record(write, organization, by, act, about);
}

html::Safe author_line(Words const& words, Request const& request, db::Read& read, AccountId organization, std::string_view about) {
    auto const self = request.person ? actor(request, read) : AccountId{};
    if (!self || !may(read, organization, self, Role::analyst)) return {};
    auto const author = accounts::find(read, author_of(read, organization, about));
    return author ? words.fill(pages::AuthorLine{.name = author->name}) : html::Safe{};
}

void add_pages(http::Router::Section pages) {
    notifications::show_as(std::string(told_kind), [](notifications::Notification const& told, accounts::Account const& from, db::Read&, Words const& words) -> std::optional<notifications::Shown> {
        if (told.about < 1 || told.about > 4) return notifications::Shown{words("You are no longer in the team of {name}", {{"name", from.name}}), "/@" + from.handle(), {}, "users"};
        auto const role = label_of(words, static_cast<Role>(told.about - 1));
        return notifications::Shown{words("Your role in the team of {name} is now: {role}", {{"name", from.name}, {"role", role}}), "/organizations", {}, "users"};
    });
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (!request.person || !request.person->by_session || request.path == "/organizations") return;
        if (auto const waiting = invitations_to(read, request.account()).size()) {
            frame.navigation.push_back({"/organizations", "building-2", "Organizations you work for", static_cast<std::int64_t>(waiting), false});
            frame.above += Words(request.locale).fill(pages::InvitationLine{});
        } else if (!memberships(read, request.account()).empty()) {
            frame.navigation.push_back({"/organizations", "building-2", "Organizations you work for", 0, false});
        }
    });
    pages.get("/organizations", Open::to_members, show_mine).says("The organizations one works for");
    pages.post("/organizations/:username/join", Open::to_members, post_answer).says("Answers an invitation to a team");
    pages.get("/organizations/:username/team", Open::to_members, [](Request const& request, db::Read& read) { return show_team(request, read, nullptr); }).says("Who runs an organization");
    pages.post("/organizations/:username/team", Open::to_members, post_invitation).limited({"team_invitations", 60, 3600}).says("Invites somebody to a team");
    pages.post("/organizations/:username/team/:person", Open::to_members, post_role).says("Changes a role in a team");
    pages.post("/organizations/:username/team/:person/remove", Open::to_members, post_removal).says("Takes somebody out of a team, or leaves it");
    pages.get("/organizations/:username/record", Open::to_members, show_record).says("Who did what in an organization's name");
}

}  // namespace teams
