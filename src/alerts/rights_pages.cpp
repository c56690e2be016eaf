// Administration of who may issue alerts.
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

html::Safe people(Words const& words, Request const& request, db::Read& read, AccountId organization) {
    html::Safe made;
    for (auto const& member : members(read, organization))
        if (auto const person = accounts::find(read, member.person))
            words.fill(made, pages::RightPerson{.organization = organization.text(), .id = person->id.text(), .csrf = html::csrf_field(request), .handle = person->handle(), .name = person->name});
    return made;
}

http::Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe all;
    for (auto const& right : rights(read))
        if (auto const organization = accounts::find(read, right.organization))
            words.fill(all, pages::Right{.name = organization->name, .sender = right.sender, .needs_approval = right.needs_approval, .people = people(words, request, read, right.organization),
                                         .id = right.organization.text(), .csrf = html::csrf_field(request)});
    auto const typed = [&](std::string_view name) { return refusal ? request.fields.text(name) : std::string_view(); };
    html::Page page{.title = words("Who may issue alerts"), .current = "/admin"};
    page.main = words.fill(pages::Rights{.rights = all, .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .organization = typed("organization"),
                                         .organization_error = html::field_error(words, refusal, "organization"), .sender = typed("sender"), .sender_error = html::field_error(words, refusal, "sender"),
                                         .needs_approval = !refusal || request.fields.flag("needs_approval").value_or(false)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

// The account that a field names; 0 when there is none, which the rule refuses at its field.
AccountId account_in(Request const& request, db::Read& read, std::string_view field) {
    auto const found = accounts::find_by_handle(read, request.fields.text(field));
    return found ? found->id : AccountId{};
}

AccountId organization_in(Request const& request) { return request.parameters.id<AccountId>("id").value_or(AccountId{}); }

http::Answer done(Request const& request, db::Write& write, base::Result<base::Done> const& outcome) {
    if (!outcome) return show(request, write, &outcome.error());
    return http::redirect("/admin/alerts");
}

}  // namespace

void add_rights_pages(http::Router::Section& pages) {
    pages.get("/admin/alerts", Open::to_admins, [](Request const& request, db::Read& read) { return show(request, read, nullptr); });
    pages.post("/admin/alerts", Open::to_admins, [](Request const& request, db::Write& write) {
        Right const right{.organization = account_in(request, write, "organization"), .sender = std::string(request.fields.text("sender")),
                          .needs_approval = request.fields.flag("needs_approval").value_or(false)};
        return done(request, write, grant(write, request.account(), right));
    });
    pages.post("/admin/alerts/:id/revoke", Open::to_admins, [](Request const& request, db::Write& write) {
        return done(request, write, revoke(write, request.account(), organization_in(request)));
    });
    pages.post("/admin/alerts/:id/people", Open::to_admins, [](Request const& request, db::Write& write) {
        return done(request, write, set_member(write, request.account(), {.organization = organization_in(request), .person = account_in(request, write, "person")}));
    });
    pages.post("/admin/alerts/:id/people/:person/remove", Open::to_admins, [](Request const& request, db::Write& write) {
        return done(request, write, remove_member(write, request.account(), organization_in(request), request.parameters.id<AccountId>("person").value_or(AccountId{})));
    });
}

}  // namespace alerts
