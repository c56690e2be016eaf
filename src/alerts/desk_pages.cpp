// The desk: where an organization's people write alerts, agree to them and issue them.
#include "alerts/composing.hpp"
#include "alerts/pages.hpp"
#include "alerts/previews.hpp"
#include "alerts/showing.hpp"
#include "alerts/inside.hpp"
#include "alerts/templates.hpp"

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

constexpr int listed = 20;

std::string address_of(Draft const& draft) { return "/alerts/desk/" + std::to_string(draft.id); }

base::Result<Draft> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.integer("id");
    auto draft = id ? find_draft(read, request.account(), *id) : std::nullopt;
    if (!draft) return base::refuse(base::Why::not_found, "There is no such draft.");
    return *draft;
}

std::string name_of(db::Read& read, AccountId id) {
    auto const account = accounts::find(read, id);
    return account ? account->name : std::string();
}

html::Safe rows(Words const& words, db::Read& read, AccountId person) {
    html::Safe made;
    for (auto const& draft : drafts(read, person)) {
        auto const& info = in_language(draft.message, words.locale());
        bool const waiting = draft.state == Draft::State::waiting;
        auto const headline = headline_of(info);
        words.fill(made, pages::DraftRow{.id = draft.id, .headline = headline.empty() ? words("Without a headline yet") : headline, .waiting = waiting,
                                         .state = waiting ? words("Waits for approval") : draft.sent_back.empty() ? words("In work") : words("Sent back"),
                                         .name = name_of(read, draft.organization), .when = html::time_tag(words, draft.changed_at, read.now)});
    }
    return made;
}

http::Answer show_desk(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const organizations = memberships(read, request.account());
    if (organizations.empty()) return base::refuse(base::Why::not_found, "You do not issue alerts for an organization.");
    html::Safe starts, issued;
    for (auto const& member : organizations) {
        auto const right = right_of(read, member.organization);
        if (member.composes)
            words.fill(starts, pages::Start{.csrf = html::csrf_field(request), .organization = member.organization.text(), .name = name_of(read, member.organization), .approval = right->needs_approval});
        for (auto const& alert : issued_by(read, member.organization, {.limit = listed})) {
            if (alert.taken_away) continue;
            auto const& info = in_language(alert.message, words.locale());
            words.fill(issued, pages::Past{.address = "/alerts/" + alert.id.text(), .language = info.language, .headline = headline_of(info), .level = level_of(words, alert.message, info),
                                           .name = issuer_of(read, alert), .when = html::time_tag(words, alert.issued_at, read.now)});
        }
    }
    html::Page page{.title = words("Issue alerts"), .current = "/alerts"};
    page.main = words.fill(pages::Desk{.more = on_desk(request, read, organizations), .drafts = rows(words, read, request.account()), .starts = starts, .issued = issued});
    return html::page(request, read, std::move(page));
}

// For an update: what whoever agrees to it must see.
html::Safe differences_of(Words const& words, db::Read& read, Draft const& draft) {
    auto const earlier = draft.replaces ? find(read, draft.replaces) : std::nullopt;
    return earlier ? changes_between(words, earlier->message, draft.message) : html::Safe{};
}

http::Answer show_draft(Request const& request, db::Read& read, Draft const& draft, base::Refusal const* told) {
    Words const words(request.locale);
    auto const at_fields = told ? at_form(*told) : base::Refusal{};
    auto const* refusal = told ? &at_fields : nullptr;
    auto const right = right_of(read, draft.organization);
    auto const member = acting(read, request.account(), draft.organization);
    bool const waiting = draft.state == Draft::State::waiting, open = draft.state == Draft::State::writing;
    bool const needs = right && right->needs_approval;
    bool const may_agree = member->approves && draft.author != request.account();
    html::Page page{.title = name_of(read, draft.organization), .current = "/alerts"};
    page.main = form_of(words, request, read, draft, refusal, {
        .differences = differences_of(words, read, draft), .preview = previews(words, read, draft), .may_issue = right && (needs ? waiting && may_agree : open || waiting), .may_ask = needs && open && member->composes,
        .may_send_back = waiting && may_agree, .issue_words = needs ? words("Agree and issue now") : words("Issue now")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer keep_typed(Request const& request, db::Write& write) {
    auto draft = TRY(named(request, write));
    draft.version = request.fields.integer("version").value_or(0);
    auto said = draft_in(request, write, draft);
    if (!said) return show_draft(request, write, draft, &said.error());
    auto saved = save(write, request.account(), *said);
    if (!saved) return show_draft(request, write, *said, &saved.error());
    auto const found = request.fields.text("find");
    if (request.fields.has("show_map")) return http::redirect(address_of(*saved) + "?look=" + http::percent_encode(request.fields.text("look")) + "#map");
    return http::redirect(address_of(*saved) + (found.empty() ? std::string() : "?find=" + http::percent_encode(found) + "#find"));
}

// A button of the draft: what refuses it stands on the page.
template <class Rule>
http::Writer step(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const draft = TRY(named(request, write));
        base::Result<std::string> gone_to = rule(request, write, draft);
        if (!gone_to) return show_draft(request, write, draft, &gone_to.error());
        return http::redirect(*gone_to);
    };
}

std::int64_t version_in(Request const& request) { return request.fields.integer("version").value_or(0); }

}  // namespace

void add_desk_pages(http::Router::Section& pages) {
    pages.get("/alerts/desk", Open::to_members, show_desk).says("Where alerts are written");
    pages.post("/alerts/desk", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer {
        auto const organization = request.fields.id<AccountId>("organization").value_or(AccountId{});
        Draft draft{.organization = organization};
        draft.message.infos.push_back({.language = std::string(request.locale)});
        return http::redirect(address_of(TRY(save(write, request.account(), draft))));
    });
    pages.get("/alerts/desk/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const draft = TRY(named(request, read));
        if (draft.issued_as) return http::redirect("/alerts/" + draft.issued_as.text());
        return show_draft(request, read, draft, nullptr);
    });
    pages.post("/alerts/desk/:id", Open::to_members, keep_typed);
    pages.post("/alerts/desk/:id/issue", Open::to_members, step([](Request const& request, db::Write& write, Draft const& draft) -> base::Result<std::string> {
        return "/alerts/" + TRY(issue(write, request.account(), draft.id, version_in(request))).id.text();
    }));
    pages.post("/alerts/desk/:id/ask", Open::to_members, step([](Request const& request, db::Write& write, Draft const& draft) -> base::Result<std::string> {
        return address_of(TRY(ask_approval(write, request.account(), draft.id, version_in(request))));
    }));
    pages.post("/alerts/desk/:id/send-back", Open::to_members, step([](Request const& request, db::Write& write, Draft const& draft) -> base::Result<std::string> {
        return address_of(TRY(send_back(write, request.account(), draft.id, request.fields.text("reason"))));
    }));
    pages.post("/alerts/desk/:id/drop", Open::to_members, step([](Request const& request, db::Write& write, Draft const& draft) -> base::Result<std::string> {
        TRY(drop(write, request.account(), draft.id));
        return "/alerts/desk";
    }));
    add_template_pages(pages);
    add_preview_pages(pages);
    pages.post("/alerts/:id/update", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer {
        auto const id = request.parameters.id<AlertId>("id").value_or(AlertId{});
        auto const type = message_type_of(request.fields.text("type"));
        if (type != MessageType::update && type != MessageType::cancel) return base::refuse_field("type", "ERR_INVALID", "Choose to update the alert or to end it.");
        return http::redirect(address_of(TRY(start_update(write, request.account(), id, *type))));
    });
}

}  // namespace alerts
