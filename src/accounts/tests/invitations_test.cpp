// Who comes in by invitation, where sign-up is closed or waits for somebody's word.
#include "browser.hpp"

namespace {

struct Invited : Pages {
    Account ada = member("ada");
    ~Invited() {
        sign_up_open.change(true);
        approval.change(false);
        who_invites.change("everybody");
    }
    Invitation invitation(std::int64_t most = 1, base::Time lasts = base::day) {
        return *write([&](db::Write& write) { return invite(write, ada.id, most, lasts); });
    }
    base::Result<Account> come(std::string name, std::string code) {
        auto wanted = form(name);
        wanted.password_hash = "no password fits this";
        wanted.invitation = std::move(code);
        return write([&](db::Write& write) { return sign_up(write, wanted); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Invited, "a closed server takes those who are invited, as many as the invitation is for") {
    sign_up_open.change(false);
    CHECK(come("ben", "").error().why == base::Why::forbidden);
    CHECK(code_at(come("ben", "nothing").error(), "invitation") == "ERR_INVALID");
    auto link = invitation();
    auto ben = come("ben", link.code);
    REQUIRE(ben);
    CHECK(code_at(come("cleo", link.code).error(), "invitation") == "ERR_INVALID");
    CHECK(read([&](db::Read& read) { return invitations(read, ada.id); })[0].uses == 1);
    auto facts = read([&](db::Read& read) { return login_facts(read, {ben->id}); })[0];
    CHECK(facts.invited_by == ada.id);
    CHECK(facts.invitation == link.id);
    CHECK(read([&](db::Read& read) { return admin_list(read, {.invited_by = ada.id}, {}); }).size() == 1);
    check();
}

TEST_CASE_FIXTURE(Invited, "an invitation ends with its time, its maker's wish, and its maker's good standing") {
    auto expired = invitation(0, base::hour);
    advance(base::hour);
    CHECK_FALSE(come("ben", expired.code));
    auto ended = invitation(0, 0);
    CHECK(come("ben", ended.code));
    auto id = ended.id;
    auto eve = member("eve").id;
    CHECK(write([&](db::Write& write) { return end_invitation(write, eve, id); }).error().why == base::Why::not_found);
    REQUIRE(write([&](db::Write& write) { return end_invitation(write, ada.id, id); }));
    CHECK_FALSE(come("cleo", ended.code));
    auto of_the_suspended = invitation(0, 0);
    REQUIRE(write([&](db::Write& write) { return suspend(write, ada.id); }));
    CHECK_FALSE(come("cleo", of_the_suspended.code));
    check();
}

TEST_CASE_FIXTURE(Invited, "who is invited does not wait to be let in, and who is not says why they come") {
    approval.change(true);
    CHECK_FALSE(come("ben", invitation().code)->pending);
    auto page = of_age();
    CHECK(page.get("/sign-up").body.contains("name=\"reason\""));
    auto details = Pages::details("cleo");
    details.emplace_back("reason", "Night nurse on ward 3.");
    CHECK(header(page.post("/sign-up", details), "Location") == "/sign-up/sent");
    page.get("/confirm", {{"token", secret_mailed("/confirm?token=")}});
    CHECK(header(page.post("/confirm", {{"token", secret_mailed("/confirm?token=")}}), "Location") == "/sign-up/waiting");
    auto cleo = read([](db::Read& read) { return *find_by_handle(read, "cleo"); });
    CHECK(cleo.pending);
    CHECK(read([&](db::Read& read) { return login_facts(read, {cleo.id}); })[0].reason == "Night nurse on ward 3.");
    auto refused = browser();
    refused.get("/sign-in");
    auto told = refused.post("/sign-in", {{"login", "cleo"}, {"password", good_password}});
    CHECK(told.status == 403);
    CHECK(told.body.contains("still has to let you in"));
    check();
}

TEST_CASE_FIXTURE(Invited, "the link says who invites, and leads through sign-up on a closed server") {
    sign_up_open.change(false);
    auto link = invitation();
    auto page = browser();
    CHECK(page.get("/sign-up").body.contains("by invitation only"));
    auto shown = page.get("/invite/" + link.code);
    CHECK(shown.status == 200);
    CHECK(shown.body.contains("ada invites you"));
    page.get("/sign-up");
    page.post("/sign-up/age", {{"birth_month", "5"}, {"birth_year", "1980"}});
    page.get("/sign-up");
    CHECK(header(page.post("/sign-up", Pages::details("ben")), "Location") == "/sign-up/sent");
    CHECK(browser().get("/invite/" + link.code).status == 410);
    CHECK(browser().get("/invite/nothing").status == 410);
}

TEST_CASE_FIXTURE(Invited, "invitations are made, shown and ended in the settings, by those who may") {
    auto page = signed_in("ada");
    page.get("/settings/invitations");
    CHECK(page.post("/settings/invitations", {{"most_uses", "-3"}, {"lasts", "1"}}).status == 422);
    CHECK(page.post("/settings/invitations", {{"most_uses", "5"}, {"lasts", "7"}}).status == 303);
    auto made = read([&](db::Read& read) { return invitations(read, ada.id); });
    REQUIRE(made.size() == 1);
    CHECK(made[0].expires_at == now() + 7 * base::day);
    auto shown = page.get("/settings/invitations");
    CHECK(shown.body.contains(made[0].address()));
    CHECK(page.post("/settings/invitations/" + std::to_string(made[0].id) + "/end", {}).status == 303);
    CHECK(read([&](db::Read& read) { return invitations(read, ada.id); }).empty());
    who_invites.change("staff");
    CHECK(page.get("/settings/invitations").status == 404);
    CHECK_FALSE(page.get("/settings").body.contains("/settings/invitations"));
    CHECK(page.post("/settings/invitations", {{"most_uses", "5"}, {"lasts", "7"}}).status == 403);
}

TEST_CASE_FIXTURE(Invited, "a wrong address can be replaced until it is confirmed, and the first letter is worth nothing then") {
    auto ben = come("ben", "");
    auto first = secret_mailed("/confirm?token=");
    auto wrong = [&](std::string email) { return write([&](db::Write& write) { return mail_confirmation(write, ben->id, email); }); };
    CHECK(code_at(wrong("nothing").error(), "email") == "ERR_INVALID");
    CHECK(code_at(wrong("ADA@example.org").error(), "email") == "ERR_TAKEN");
    REQUIRE(wrong("ben@new.example"));
    CHECK(write([&](db::Write& write) { return confirm(write, first); }).error().why == base::Why::gone);
    REQUIRE(write([&](db::Write& write) { return confirm(write, secret_mailed("/confirm?token=")); }));
    CHECK(wrong("ben@newer.example").error().why == base::Why::forbidden);
    CHECK(read([&](db::Read& read) { return login_facts(read, {ben->id}); })[0].email == "ben@new.example");
    check();
}
