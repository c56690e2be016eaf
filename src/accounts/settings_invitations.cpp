// Invitations as pages: making and ending links, and where a link leads.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"
#include "base/time.hpp"
#include <array>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr std::string_view tab = "/settings/invitations";

html::Safe fields_of(Request const& request, html::Words const& words, base::Refusal const* refusal) {
    auto one = words("One person"), any = words("Any number");
    std::array<Choice, 5> const uses{{{"1", one}, {"5", "5"}, {"25", "25"}, {"100", "100"}, {"0", any}}};
    auto day = words("A day"), week = words("A week"), month = words("30 days"), ever = words("Until I end it");
    std::array<Choice, 4> const lasts{{{"1", day}, {"7", week}, {"30", month}, {"0", ever}}};
    auto wanted_uses = request.fields.text("most_uses"), wanted_days = request.fields.text("lasts");
    auto fields = choice(words, "most_uses", words("How many may come with it"), uses, wanted_uses.empty() ? "1" : wanted_uses, refusal);
    fields += choice(words, "lasts", words("How long it works"), lasts, wanted_days.empty() ? "7" : wanted_days, refusal);
    return fields;
}

html::Safe rows_of(Request const& request, db::Read& read, html::Words const& words) {
    html::Safe rows;
    for (auto const& each : invitations(read, request.account())) {
        auto uses = each.most_uses ? words("{uses} of {most} came", {{"uses", each.uses}, {"most", each.most_uses}})
                                   : words("{uses, plural, one {# person came} other {# people came}}", {{"uses", each.uses}});
        bool over = each.expires_at && each.expires_at <= read.now;
        auto until = !each.expires_at ? words("until you end it") : over ? words("expired") : words("until {time}", {{"time", words.date_time(each.expires_at)}});
        words.fill(rows, pages::SettingsInvitation{.id = each.id, .address = each.address(), .uses = uses, .until = until, .csrf = html::csrf_field(request)});
    }
    return rows;
}

Response form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto fields = fields_of(request, words, refusal), rows = rows_of(request, read, words);
    auto main = words.fill(pages::SettingsInvitations{.csrf = html::csrf_field(request), .fields = fields, .rows = rows});
    return settings_page(request, read, tab, std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) {
    if (!may_invite(*find(read, request.account()))) return base::refuse(base::Why::not_found, "You cannot invite people here.");
    return form(request, read, nullptr);
}

Answer make(Request const& request, db::Write& write) {
    auto days = request.fields.integer("lasts").value_or(-1);
    auto made = invite(write, request.account(), request.fields.integer("most_uses").value_or(-1), days < 0 || days > 366 ? -1 : days * base::day);
    if (!made) return form(request, write, &made.error());
    return http::redirect("/settings/invitations?saved=1");
}

Answer end(Request const& request, db::Write& write) {
    TRY(end_invitation(write, request.account(), request.parameters.integer("id").value_or(0)));
    return http::redirect("/settings/invitations?saved=1");
}

// The link itself: who invites, and the way to sign up. The cookie lasts as long as the browser is open.
Answer follow_link(Request const& request, db::Read& read) {
    auto invitation = open_invitation(read, request.parameters.text("code"));
    if (!invitation) return base::refuse(base::Why::gone, "This invitation has expired, or as many came with it as it was for. Ask for a new one.");
    html::Words words(request.locale);
    auto maker = *find(read, invitation->by);
    auto response = narrow_page(request, read, words("You are invited"),
                                words.fill(pages::Invited{.picture = picture(maker), .name = maker.name, .site = base::site_name(), .about = words(base::site_about())}));
    http::set_cookie(response, {.name = std::string(invitation_cookie), .value = invitation->code});
    return response;
}

}  // namespace

void add_invitation_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/invitations", Open::to_members, show).says("One's invitations, and a form for another");
    pages.post("/settings/invitations", Open::to_members, make).limited({"invitations", 30, 3600}).says("Makes an invitation");
    pages.post("/settings/invitations/:id/end", Open::to_members, end).says("Ends an invitation");
    pages.get("/invite/:code", Open::to_anyone, follow_link).says("Where an invitation's link leads");
}

}  // namespace accounts
