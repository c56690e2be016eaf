// Claims as pages: asking with evidence, and what moderators decide about it and about credentials.
#include "base/text.hpp"
#include "directory/pages.hpp"
#include "directory/showing.hpp"
#include "html/prose.hpp"
#include "teams/teams.hpp"
#include <fstream>
#include <iterator>

namespace directory {

using base::refuse, base::Why;
using html::Words, http::Open, http::Request;

namespace {

constexpr http::Limit asking{"directory.claims", 10, 3600};
constexpr int page_size = 100;

base::Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    return *account;
}

std::optional<Claim> latest_of(db::Read& read, AccountId person, AccountId organization, bool for_mark) {
    std::optional<Claim> made;
    for (auto const& each : claims_by(read, person))
        if (each.organization == organization && each.for_mark == for_mark) made = each;
    return made;
}

http::Answer form(Request const& request, db::Read& read, bool for_mark, base::Refusal const* refusal) {
    auto const account = TRY(organization_in(request, read));
    if (for_mark) TRY(teams::allow(read, account.id, request.account(), teams::Role::owner));
    auto const before = latest_of(read, request.account(), account.id, for_mark);
    if (!for_mark && !before && !is_unclaimed(read, account.id)) return refuse(Why::conflict, "Somebody runs this organization already. Its owners can invite you.");
    Words const words(request.locale);
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words(for_mark ? "Ask for the mark of a verified organization" : "This is my organization"), .current = "/care"};
    page.main = words.fill(pages::Claim{.handle = account.username, .name = account.name, .mark = for_mark, .sent = before && !before->decided_at, .answer = before && before->decided_at && !before->granted ? before->answer : std::string(),
                                        .summary = html::summary(words, refusal), .deed = for_mark ? "mark" : "claim", .csrf = html::csrf_field(request), .statement = request.fields.text("statement"),
                                        .statement_error = error("statement"), .address = request.fields.text("address"), .address_error = error("address"), .file_error = error("file")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Evidence evidence_in(Request const& request) {
    Evidence made{std::string(request.fields.text("statement")), std::string(request.fields.text("address")), {}, {}, {}};
    auto const* const upload = request.upload("file");
    if (!upload || upload->size == 0) return made;
    made.file_name = upload->name;
    std::ifstream in(upload->path, std::ios::binary);
    made.file.assign(std::istreambuf_iterator<char>(in), {});
    return made;
}

http::Writer ask(bool for_mark) {
    return [for_mark](Request const& request, db::Write& write) -> http::Answer {
        auto const account = TRY(organization_in(request, write));
        auto const rule = for_mark ? ask_for_mark : claim;
        auto const made = rule(write, request.account(), account.id, evidence_in(request));
        if (!made && made.error().fields.empty()) return std::unexpected(made.error());
        if (!made) return form(request, write, for_mark, &made.error());
        return http::redirect("/organizations/" + account.username + (for_mark ? "/mark" : "/claim"));
    };
}

http::Reader shown(bool for_mark) {
    return [for_mark](Request const& request, db::Read& read) { return form(request, read, for_mark, nullptr); };
}

std::string name_of(db::Read& read, AccountId id) {
    auto const account = accounts::find(read, id);
    return account ? account->name : std::string();
}

http::Answer show_queue(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe claims, staff;
    for (auto const& each : waiting_claims(read, 0, page_size))
        words.fill(claims, pages::ClaimRow{.id = each.id, .name = name_of(read, each.organization), .mark = each.for_mark, .when = html::time_tag(words, each.created_at, read.now)});
    for (auto const& each : staff_to_check(read, 0, page_size))
        if (auto const location = find(read, each.location))
            words.fill(staff, pages::CredentialRow{.name = each.name, .role = each.role, .address = address_of(location->id), .place = location->name, .credential = each.credential, .registry = each.registry, .id = each.id, .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Organizations to check"), .current = "/admin/claims"};
    page.main = words.fill(pages::Claims{.claims = claims, .staff = staff, .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .organization_error = html::field_error(words, refusal, "organization"), .reason_error = html::field_error(words, refusal, "reason")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

base::Result<Claim> claim_in(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<ClaimId>("id");
    auto const found = id ? find_claim(read, *id) : std::nullopt;
    if (!found) return refuse(Why::not_found, "There is no such claim.");
    return *found;
}

http::Answer show_claim(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const claim = TRY(claim_in(request, read));
    auto const organization = accounts::find(read, claim.organization), person = accounts::find(read, claim.person);
    if (!organization || !person) return refuse(Why::not_found, "There is no such claim.");
    Words const words(request.locale);
    html::Page page{.title = words("Organizations to check"), .current = "/admin/claims"};
    page.main = words.fill(pages::ClaimDecision{.name = organization->name, .summary = html::summary(words, refusal), .mark = claim.for_mark, .person = person->name, .when = html::time_tag(words, claim.created_at, read.now),
                                                .statement = html::prose(claim.evidence.statement, {{}, "/tags/"}), .address = claim.evidence.address, .file = claim.has_file ? claim.evidence.file_name : std::string(), .id = claim.id, .handle = organization->handle(),
                                                .person_handle = person->handle(), .decided = claim.decided_at ? words.date(claim.decided_at) : std::string(), .granted = claim.granted, .by = name_of(read, claim.decided_by),
                                                .answer = refusal ? std::string(request.fields.text("answer")) : claim.answer, .csrf = html::csrf_field(request), .answer_error = html::field_error(words, refusal, "answer")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer send_file(Request const& request, db::Read& read) {
    auto const claim = TRY(claim_in(request, read));
    auto const evidence = evidence_of(read, claim.id);
    if (!evidence || evidence->file.empty()) return refuse(Why::not_found, "There is no such document.");
    http::Response answer{.type = evidence->file_type, .body = evidence->file};
    // Saved, never shown: it comes from somebody nobody knows yet.
    answer.with("Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encode(evidence->file_name)).with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");
    return answer;
}

http::Answer decide(Request const& request, db::Write& write) {
    auto const claim = TRY(claim_in(request, write));
    auto const done = decide_claim(write, request.account(), claim.id, request.fields.flag("grant").value_or(false), request.fields.text("answer"));
    if (!done) return show_claim(request, write, &done.error());
    return http::redirect("/admin/claims");
}

http::Answer check(Request const& request, db::Write& write) {
    TRY(check_staff(write, request.account(), request.parameters.id<StaffId>("id").value_or(StaffId{})));
    return http::redirect("/admin/claims#credentials");
}

http::Answer unmark(Request const& request, db::Write& write) {
    auto const account = accounts::find_by_handle(write, request.fields.text("organization"));
    if (!account) {
        auto const refusal = base::refuse_field("organization", "ERR_INVALID", "There is no such organization.").error();
        return show_queue(request, write, &refusal);
    }
    auto const done = take_mark(write, request.account(), account->id, request.fields.text("reason"));
    if (!done) return show_queue(request, write, &done.error());
    return http::redirect("/admin/claims");
}

}  // namespace

void add_claim_pages(http::Router::Section& pages) {
    constexpr std::int64_t room_for_a_file = static_cast<std::int64_t>(largest_evidence) + (1 << 20);
    for (bool const for_mark : {false, true}) {
        auto const address = std::string("/organizations/:username/") + (for_mark ? "mark" : "claim");
        pages.get(address, Open::to_members, shown(for_mark));
        pages.post(address, Open::to_members, ask(for_mark)).body_up_to(room_for_a_file).limited(asking);
    }
    pages.get("/admin/claims", Open::to_moderators, [](Request const& request, db::Read& read) { return show_queue(request, read, nullptr); });
    pages.get("/admin/claims/:id", Open::to_moderators, [](Request const& request, db::Read& read) { return show_claim(request, read, nullptr); });
    pages.post("/admin/claims/:id", Open::to_moderators, decide);
    pages.get("/admin/claims/:id/file", Open::to_moderators, send_file);
    pages.post("/admin/credentials/:id/check", Open::to_moderators, check);
    pages.post("/admin/organizations/unmark", Open::to_moderators, unmark);
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (!request.person || request.person->role == http::Role::member) return;
        if (auto const waiting = count_waiting_claims(read)) frame.navigation.push_back({"/admin/claims", "badge-check", "Organizations to check", waiting, false});
    });
}

}  // namespace directory
