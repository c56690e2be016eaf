// Acting for an organization under one's own name: a session of its account beside one's own, and apps' tokens.
#include "accounts/accounts.hpp"
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "accounts/queries.hpp"
#include <algorithm>
#include <utility>

namespace accounts {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::string_view own_cookie = "salve_own_session";  // one's own, while one acts for somebody

std::function<std::vector<AccountId>(db::Read&, AccountId)>& rule() {
    static std::function<std::vector<AccountId>(db::Read&, AccountId)> known;
    return known;
}

void keep_session(http::Response& response, std::string_view cookie, std::string_view token) {
    http::set_cookie(response, {.name = std::string(cookie), .value = std::string(token), .seconds = token.empty() ? -1 : 400 * 24 * 3600});
}

http::Answer begin(http::Request const& request, db::Write& write) {
    auto const organization = find_by_handle(write, request.parameters.text("username"));
    auto const session = TRY(act_for(write, request.account(), organization ? organization->id : AccountId{}, request.header("user-agent")));
    auto response = http::redirect("/home");
    keep_session(response, own_cookie, request.cookie(session_cookie));
    keep_session(response, session_cookie, session.token);
    return response;
}

http::Answer end(http::Request const& request, db::Write& write) {
    if (behind(write, *request.person)) (void)end_session(write, request.account(), request.person->grant);
    auto response = http::redirect("/organizations");
    keep_session(response, session_cookie, request.cookie(own_cookie));
    keep_session(response, own_cookie, {});
    return response;
}

}  // namespace

void let_act_for(std::function<std::vector<AccountId>(db::Read&, AccountId person)> whom) { rule() = std::move(whom); }

std::vector<AccountId> may_act_for(db::Read& read, AccountId person) { return rule() ? rule()(read, person) : std::vector<AccountId>{}; }

bool acts_for(db::Read& read, AccountId person, AccountId organization) {
    auto const all = may_act_for(read, person);
    return std::ranges::find(all, organization) != all.end();
}

Result<SignedIn> act_for(db::Write& write, AccountId person, AccountId organization, std::string_view user_agent) {
    if (!organization || !acts_for(write, person, organization)) return refuse(Why::not_found, "There is no such organization.");
    return start_session_by(write, organization, person, user_agent);
}

AccountId behind(db::Read& read, http::Person const& person) {
    return AccountId{read.number(person.by_session ? sql::behind_session : sql::behind_token, {person.grant})};
}

void end_acting(db::Write& write, AccountId person, AccountId organization) {
    auto const ended = write.rows(sql::grants_by, {person, organization}, [](db::Row const& row) { return std::pair(row.integer(0), row.id<AccountId>(1)); });
    write.run(sql::delete_codes_by, {person, organization});
    if (ended.empty()) return;
    write.run(sql::delete_sessions_by, {person, organization});
    write.run(sql::delete_tokens_by, {person, organization});
    for (auto const& [grant, account] : ended) write.emit(GrantEnded{account, grant});
}

void add_acting_pages(http::Router::Section& pages) {
    // Only a browser that acts for somebody keeps its own session aside: others are not asked.
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read& read) {
        if (!request.person || !request.person->by_session || request.cookie(own_cookie).empty() || !behind(read, *request.person)) return;
        html::Words const words(request.locale);
        auto line = words.fill(pages::Acting{.name = request.person->name, .csrf = html::csrf_field(request)});
        line += frame.above;
        frame.above = std::move(line);
    });
    pages.post("/act-for/:username", http::Open::to_members, begin).limited({"act_for", 60, 900}).says("Acts for an organization one works for");
    pages.post("/leave-acting", http::Open::to_members, end).says("Goes back to one's own account");
}

}  // namespace accounts
