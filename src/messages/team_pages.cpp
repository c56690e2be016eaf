// For the care team: the conversations it has, one to a patient, and how it takes messages.
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "messages/inside.hpp"
#include "messages/pages.hpp"

namespace messages {

using http::Open, http::Request, html::Words;

namespace {

constexpr int offered = 100;

html::Safe rows_of(Words const& words, db::Read& read, std::vector<Thread> const& all) {
    html::Safe made;
    for (auto const& each : all)
        words.fill(made, pages::Row{.address = address_of(each.id), .subject = each.subject, .unread = each.unread > 0, .count = each.unread, .name = name_of(words, read, each.patient),
                                    .when = html::time_tag(words, each.last_at, read.now), .closed = each.closed, .part2 = each.part2});
    return made;
}

html::Safe patients(Words const& words, db::Read& read, AccountId organization) {
    html::Safe made;
    for (auto const& each : accounts::find_all(read, patients_of(read, organization, offered)))
        if (!each.hidden()) words.fill(made, pages::Option{.value = each.username, .chosen = false, .label = each.name});
    return made;
}

http::Answer show_list(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const room = TRY(room_of(request, read, teams::Role::responder));
    Words const words(request.locale);
    auto const all = threads_of_team(read, room.organization.id, reader_of(request, read), before_in(request), listed_at_once);
    auto const typed = [&](std::string_view field) { return refusal ? request.fields.text(field).substr(0, 50'000) : std::string_view(); };
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    auto const username = room.organization.username;
    html::Page page{.title = words("Messages"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::TeamList{.username = username, .name = room.organization.name, .editor = room.role <= teams::Role::editor, .open = desk(read, room.organization.id).open, .summary = html::summary(words, refusal), .rows = rows_of(words, read, all),
                                           .older = std::ssize(all) == listed_at_once ? "/organizations/" + username + "/care-messages?before=" + all.back().id.text() : std::string(), .csrf = html::csrf_field(request), .key = crypto::new_token(),
                                           .patient = typed("patient"), .patient_error = error("patient"), .patients = patients(words, read, room.organization.id), .subject = typed("subject"), .subject_error = error("subject"), .text_error = error("text"),
                                           .text = typed("text"), .part2 = refusal && request.fields.flag("part2").value_or(false)});
    return html::page(request, read, std::move(page));
}

http::Answer list(Request const& request, db::Read& read) { return show_list(request, read, nullptr); }

http::Aside watching_list(db::Database& database) {
    return [&database](Request& request) -> base::Result<base::Done> {
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto const room = room_of(request, write, teams::Role::responder);
            if (!room) return base::Done{};
            auto const by = reader_of(request, write);
            for (auto const& each : threads_of_team(write, room->organization.id, by, before_in(request), listed_at_once)) note(write, {.thread = each, .key_id = {}, .subject = {}}, Side::team, by, records::Action::read, "list");
            return base::Done{};
        });
    };
}

http::Answer begin(Request const& request, db::Write& write) {
    auto const room = TRY(room_of(request, write, teams::Role::responder));
    auto const patient = accounts::find_by_handle(write, base::trim(request.fields.text("patient").substr(0, 200)));
    auto const made = open(write, reader_of(request, write), {.patient = patient ? patient->id : AccountId{}, .organization = room.organization.id, .subject = std::string(request.fields.text("subject")), .text = std::string(request.fields.text("text")),
                                                             .files = {}, .part2 = request.fields.flag("part2").value_or(false)}, request.fields.text("idempotency_key"));
    // Who blocked the organization is not told apart from who is no patient.
    base::Refusal const nobody = base::refuse_field("patient", "ERR_INVALID", "Nobody by that name is a patient of yours here.").error();
    if (!made && made.error().why == base::Why::not_found) return show_list(request, write, &nobody);
    if (!made && made.error().why == base::Why::invalid) return show_list(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(made->id));
}

http::Answer show_desk(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const room = TRY(room_of(request, read, teams::Role::editor));
    Words const words(request.locale);
    auto const kept = desk(read, room.organization.id);
    auto const typed = [&](std::string_view field, std::string const& was) { return refusal ? std::string(request.fields.text(field).substr(0, 20'000)) : was; };
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Messages"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Desk{.username = room.organization.username, .summary = html::summary(words, refusal), .saved = request.fields.has("saved"), .csrf = html::csrf_field(request), .open = refusal ? request.fields.flag("open").value_or(false) : kept.open,
                                       .hours = typed("hours_note", kept.hours_note), .hours_error = error("hours_note"), .until = typed("away_until", kept.away_until > read.now ? words.local(kept.away_until) : std::string()), .until_error = error("away_until"),
                                       .away_error = error("away_text"), .away = typed("away_text", kept.away_text)});
    return html::page(request, read, std::move(page));
}

http::Answer desk_page(Request const& request, db::Read& read) { return show_desk(request, read, nullptr); }

base::Result<Desk> desk_in(Request const& request, AccountId organization) {
    Words const words(request.locale);
    auto const typed = request.fields.text("away_until");
    auto const until = typed.empty() ? base::Time{0} : TRY(words.moment_in("away_until", typed));
    return Desk{.organization = organization, .open = request.fields.flag("open").value_or(false), .hours_note = std::string(request.fields.text("hours_note")), .away_text = std::string(request.fields.text("away_text")), .away_until = until};
}

http::Answer save_desk(Request const& request, db::Write& write) {
    auto const room = TRY(room_of(request, write, teams::Role::editor));
    auto const wanted = desk_in(request, room.organization.id);
    if (!wanted) return show_desk(request, write, &wanted.error());
    auto const done = set_desk(write, reader_of(request, write), *wanted);
    if (!done && done.error().why == base::Why::invalid) return show_desk(request, write, &done.error());
    if (!done) return std::unexpected(done.error());
    return http::redirect("/organizations/" + room.organization.username + "/care-messages/settings?saved=1");
}

}  // namespace

void add_team_pages(http::Router::Section& pages, db::Database& database) {
    directory::add_door({"/organizations/{username}/care-messages", "Care messages", "lock"});
    pages.get("/organizations/:username/care-messages", Open::to_members, list).first(watching_list(database)).says("The sealed conversations of a care team");
    pages.post("/organizations/:username/care-messages", Open::to_members, begin).limited(writing_limit);
    pages.get("/organizations/:username/care-messages/settings", Open::to_members, desk_page);
    pages.post("/organizations/:username/care-messages/settings", Open::to_members, save_desk);
}

}  // namespace messages
