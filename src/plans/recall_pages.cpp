// Asking people back who are due: whom, what is said, and how many of them let themselves be asked.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"
#include <algorithm>

namespace plans {

using http::Open, http::Request, html::Words;

namespace {

constexpr int shown = 20;
constexpr std::int64_t longest_ago = 120;  // months

std::string sent_text(Words const& words, Outreach const& outreach) { return words("{count, plural, one {Sent to # person.} other {Sent to # people.}}", {{"count", outreach.sent}}); }

std::string without_text(Words const& words, Outreach const& outreach) {
    return words("{count, plural, one {# did not agree to be asked back and got nothing.} other {# did not agree to be asked back and got nothing.}}", {{"count", outreach.without_consent}});
}

struct Typed { std::string patients, months, subject, text, key; };

http::Answer show(Request const& request, db::Read& read, Typed typed, base::Refusal const* refusal) {
    auto const desk = TRY(desk_of(request, read));
    Words const words(request.locale);
    auto const all = outreach_of(read, reader_of(request, read), desk.organization.id, shown);
    auto const done = std::ranges::find(all, request.fields.integer("sent").value_or(0), &Outreach::id);
    html::Safe rows;
    for (auto const& each : all) words.fill(rows, pages::RecallRow{.subject = each.subject, .when = words.date_time(each.at), .sent = sent_text(words, each), .without = without_text(words, each)});
    if (typed.key.empty()) typed.key = std::to_string(read.now) + "-" + reader_of(request, read).text();
    html::Page page{.title = words("Ask people back"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Recall{.username = desk.organization.username, .name = desk.organization.name, .sent = done == all.end() ? std::string() : sent_text(words, *done), .without = done == all.end() ? std::string() : without_text(words, *done),
                                         .summary = html::summary(words, refusal), .csrf = html::csrf_field(request), .key = typed.key, .patients_error = html::field_error(words, refusal, "patients"), .patients = typed.patients, .months = typed.months,
                                         .months_error = html::field_error(words, refusal, "months"), .subject = typed.subject, .subject_error = html::field_error(words, refusal, "subject"), .text_error = html::field_error(words, refusal, "text"),
                                         .text = typed.text, .rows = rows});
    return html::page(request, read, std::move(page));
}

http::Answer form(Request const& request, db::Read& read) { return show(request, read, {}, nullptr); }

Typed typed_in(Request const& request) {
    auto const text = [&](std::string_view field) { return std::string(request.fields.text(field).substr(0, 20'000)); };
    return {text("patients"), text("months"), text("subject"), text("text"), text("key").substr(0, 100)};
}

std::vector<std::string> names_in(std::string text) {
    std::ranges::replace_if(text, [](char c) { return c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t'; }, ' ');
    std::vector<std::string> made;
    for (auto const each : base::split(text, ' '))
        if (!each.empty()) made.emplace_back(each);
    return made;
}

http::Answer send(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write));
    auto const typed = typed_in(request);
    auto const made = [&]() -> base::Result<Outreach> {
        std::vector<AccountId> people;
        auto const names = names_in(typed.patients);
        if (names.size() > most_asked) return base::refuse_field("patients", "ERR_TOO_LONG", "At most 500 people at once.");
        for (auto const& each : names) {
            auto const found = accounts::find_by_handle(write, each);
            if (!found) return base::refuse_field("patients", "ERR_INVALID", "Nobody by that name is a patient of yours here.");
            people.push_back(found->id);
        }
        return reach_out(write, reader_of(request, write), desk.organization.id, people, request.fields.text("subject"), request.fields.text("text"), typed.key);
    }();
    if (!made && made.error().why == base::Why::invalid) return show(request, write, typed, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect("/organizations/" + desk.organization.username + "/recall?sent=" + std::to_string(made->id));
}

// The form comes back with their names in it; nothing is sent.
http::Answer find_due(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write));
    auto typed = typed_in(request);
    auto const months = request.fields.integer("months").value_or(0);
    if (months < 1 || months > longest_ago) {
        auto const refused = base::Refusal{base::Why::invalid, "Give a number of months from 1 to 120.", {{"months", "ERR_INVALID", "Give a number of months from 1 to 120."}}};
        return show(request, write, typed, &refused);
    }
    if (known_care().not_seen_since) {
        std::vector<AccountId> allowed;
        for (auto const each : known_care().not_seen_since(write, desk.organization.id, write.now - months * 30 * base::day, static_cast<int>(most_asked))) allowed.push_back(each);
        typed.patients.clear();
        for (auto const& each : accounts::find_all(write, allowed))
            if (!each.hidden()) (typed.patients += typed.patients.empty() ? "" : " ") += each.username;
    }
    return show(request, write, typed, nullptr);
}

}  // namespace

void add_recall_pages(http::Router::Section& pages, db::Database&) {
    directory::add_door({"/organizations/{username}/recall", "Ask people back", "megaphone"});
    pages.get("/organizations/:username/recall", Open::to_members, form).says("Asking patients back for a screening or a follow-up, for the team");
    pages.post("/organizations/:username/recall", Open::to_members, send);
    pages.post("/organizations/:username/recall/find", Open::to_members, find_due);
}

}  // namespace plans
