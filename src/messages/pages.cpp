// The pages of a conversation with a care team: one's own list, a new one, and the thread that both sides read.
#include "crypto/crypto.hpp"
#include "html/help.hpp"
#include "messages/inside.hpp"
#include "messages/pages.hpp"
#include "messages/queries.hpp"
#include <algorithm>
#include <tuple>

namespace messages {

using http::Open, http::Request, html::Words;

namespace {

constexpr int offered = 200;

html::Safe help(Words const& words, Request const& request) { return words.fill(pages::Help{.lines = html::help_at_once(words, request.locale.region)}); }

std::string size_words(std::int64_t bytes) { return bytes < 1'000'000 ? std::to_string((bytes + 999) / 1000) + " kB" : std::to_string((bytes + 500'000) / 1'000'000) + " MB"; }

html::Safe files_of_message(Words const& words, ThreadId thread, Message const& message) {
    html::Safe made;
    for (auto const& each : message.attachments)
        words.fill(made, pages::File{.address = address_of(thread) + "/files/" + std::to_string(each.id), .name = each.name, .size = size_words(each.bytes)});
    return made;
}

std::string role_words(Words const& words, std::string_view role) {
    if (role == "organization") return words("the organization itself");
    if (role == "owner") return words("Owner");
    if (role == "editor") return words("Editor");
    return words("Answers messages");
}

// By name and role, the reader first.
html::Safe readers_line(Words const& words, db::Read& read, Thread const& thread, AccountId reader) {
    html::Safe made;
    for (auto const& each : readers_of(read, thread))
        if (each.person != reader) words.fill(made, pages::Reader{.name = name_of(words, read, each.person), .role = each.role == "patient" ? words("patient") : role_words(words, each.role)});
    return made;
}

struct Opened { Reached reached; AccountId reader; Thread thread; records::Key key; };
base::Result<Opened> opened_in(Request const& request, db::Read& read) {
    auto const reader = reader_of(request, read);
    auto const reached = TRY(reach(read, reader, TRY(thread_in(request))));
    auto key = key_of(read, reached.stored);
    auto thread = opened(key, reached);
    return Opened{reached, reader, std::move(thread), std::move(key)};
}

std::string up_of(db::Read& read, Reached const& reached) {
    auto const organization = accounts::find(read, reached.stored.thread.organization);
    return reached.side == Side::team && organization ? "/organizations/" + organization->username + "/care-messages" : std::string("/care-messages");
}

// The tab's title and the address name neither subject nor people: others may see them.
http::Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const open = TRY(opened_in(request, read));
    Words const words(request.locale);
    auto const& thread = open.thread;
    bool const own = open.reached.side == Side::patient;
    auto const team = desk(read, thread.organization);
    auto const before = request.fields.integer("before").value_or(0);
    bool const away = team.away_until > read.now;
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Messages"), .current = "/care-messages", .live = before ? std::string() : "/live" + address_of(thread.id), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Thread{
        .up = up_of(read, open.reached), .subject = thread.subject, .who = name_of(words, read, own ? thread.organization : thread.patient), .closed = thread.closed, .part2 = thread.part2, .readers = readers_line(words, read, thread, open.reader),
        .own = own, .hours = team.hours_note, .away = away ? team.away_text : std::string(), .until = words.date_time(team.away_until), .help = own ? help(words, request) : html::Safe{}, .summary = html::summary(words, refusal), .asked = static_cast<bool>(thread.asked_to),
        .from = name_of(words, read, thread.organization), .to = thread.asked_to ? name_of(words, read, thread.asked_to) : std::string(), .address = address_of(thread.id), .csrf = html::csrf_field(request), .unread = thread.unread > 0,
        .log = log_of(words, read, open.key, open.reached, open.reader, before, false), .key = crypto::new_token(), .text_error = error("text"), .text = refusal ? request.fields.text("text").substr(0, 50'000) : std::string_view(), .files_error = error("files")});
    return html::page(request, read, std::move(page));
}

http::Answer show_thread(Request const& request, db::Read& read) { return show(request, read, nullptr); }

html::Safe rows_of(Words const& words, db::Read& read, std::vector<Thread> const& all) {
    html::Safe made;
    for (auto const& each : all)
        words.fill(made, pages::Row{.address = address_of(each.id), .subject = each.subject, .unread = each.unread > 0, .count = each.unread, .name = name_of(words, read, each.organization),
                                    .when = html::time_tag(words, each.last_at, read.now), .closed = each.closed, .part2 = each.part2});
    return made;
}

http::Answer mine(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto all = threads_of_patient(read, reader_of(request, read), before_in(request), listed_at_once);
    auto const older = std::ssize(all) == listed_at_once ? "/care-messages?before=" + all.back().id.text() : std::string();
    std::ranges::sort(all, [](Thread const& a, Thread const& b) { return std::tuple(a.unread > 0, a.last_at, a.id.value) > std::tuple(b.unread > 0, b.last_at, b.id.value); });
    html::Page page{.title = words("Messages"), .current = "/care-messages", .sensitive = true};
    page.main = words.fill(pages::Mine{.rows = rows_of(words, read, all), .older = older});
    return html::page(request, read, std::move(page));
}

// Subjects are words of the record: who lists them has looked at each.
http::Aside watching_own(db::Database& database) {
    return [&database](Request& request) -> base::Result<base::Done> {
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto const person = reader_of(request, write);
            for (auto const& each : threads_of_patient(write, person, before_in(request), listed_at_once)) note(write, {.thread = each, .key_id = {}, .subject = {}}, Side::patient, person, records::Action::read, "list");
            return base::Done{};
        });
    };
}

// Care teams that one may write to.
html::Safe options(Words const& words, db::Read& read, AccountId reader, AccountId without, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : accounts::find_all(read, open_desks(read, {}, offered)))
        if (each.id != without && check_recipient(read, reader, each.id)) words.fill(made, pages::Option{.value = each.username, .chosen = each.username == chosen, .label = each.name});
    return made;
}

http::Answer new_page(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    auto const typed = [&](std::string_view field) { return refusal ? request.fields.text(field).substr(0, 50'000) : std::string_view(); };
    html::Page page{.title = words("Messages"), .current = "/care-messages", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::New{.help = help(words, request), .summary = html::summary(words, refusal), .options = options(words, read, reader_of(request, read), {}, request.fields.text(refusal ? "organization" : "to")), .csrf = html::csrf_field(request),
                                      .key = refusal && !request.fields.text("idempotency_key").empty() ? std::string(request.fields.text("idempotency_key").substr(0, 200)) : crypto::new_token(), .organization_error = error("organization"),
                                      .subject = typed("subject"), .subject_error = error("subject"), .text_error = error("text"), .text = typed("text"), .files_error = error("files")});
    return html::page(request, read, std::move(page));
}

http::Answer start(Request const& request, db::Write& write) {
    auto const organization = accounts::find_by_handle(write, request.fields.text("organization").substr(0, 200));
    auto const by = reader_of(request, write);
    auto const made = open(write, by, {.patient = by, .organization = organization ? organization->id : AccountId{}, .subject = std::string(request.fields.text("subject")), .text = std::string(request.fields.text("text")), .files = files_of(request)},
                           request.fields.text("idempotency_key"));
    if (!made && made.error().why == base::Why::invalid) return new_page(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(made->id));
}

http::Answer send(Request const& request, db::Write& change) {
    auto const id = TRY(thread_in(request));
    auto const by = reader_of(request, change);
    auto const made = write(change, by, id, request.fields.text("text"), files_of(request), request.fields.text("idempotency_key"));
    if (!made && (made.error().why == base::Why::invalid || made.error().why == base::Why::conflict)) return show(request, change, &made.error());
    if (!made) return std::unexpected(made.error());
    (void)mark_read(change, by, id);
    return http::redirect(address_of(id) + "#m" + made->id.text());
}

http::Answer read_form(Request const& request, db::Write& write) {
    auto const id = TRY(thread_in(request));
    TRY(mark_read(write, reader_of(request, write), id));
    if (!request.wants_fragment()) return http::redirect(address_of(id));
    return html::fragment(html::Safe{"<span id=\"read\"></span>"});
}

template <class Rule>
http::Writer button(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const id = TRY(thread_in(request));
        auto const done = rule(write, reader_of(request, write), id);
        if (!done && done.error().why == base::Why::conflict) return show(request, write, &done.error());
        if (!done) return std::unexpected(done.error());
        return http::redirect(address_of(id));
    };
}

http::Answer show_transfer(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const open = TRY(opened_in(request, read));
    Words const words(request.locale);
    html::Page page{.title = words("Messages"), .current = "/care-messages", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Transfer{.address = address_of(open.thread.id), .subject = open.thread.subject, .summary = html::summary(words, refusal), .options = options(words, read, open.thread.patient, open.thread.organization, request.fields.text("to")),
                                           .csrf = html::csrf_field(request), .to_error = html::field_error(words, refusal, "to"), .own = open.reached.side == Side::patient});
    return html::page(request, read, std::move(page));
}

http::Answer transfer_page(Request const& request, db::Read& read) { return show_transfer(request, read, nullptr); }

// The team hands it over at once under a consent that stands; otherwise the patient is asked.
http::Answer hand_over(Request const& request, db::Write& write) {
    auto const id = TRY(thread_in(request));
    auto const by = reader_of(request, write);
    auto const reached = TRY(reach(write, by, id));
    auto const to = accounts::find_by_handle(write, request.fields.text("to").substr(0, 200));
    auto const target = to ? to->id : AccountId{};
    auto done = reached.side == Side::patient ? agree_to_transfer(write, by, id, target) : transfer(write, by, id, target);
    bool const asks = !done && !done.error().fields.empty() && done.error().fields.front().code == "ERR_CONSENT";
    if (asks) done = ask_to_transfer(write, by, id, target);
    if (!done && (done.error().why == base::Why::invalid || done.error().why == base::Why::conflict)) return show_transfer(request, write, &done.error());
    if (!done) return std::unexpected(done.error());
    return http::redirect(asks || reached.side == Side::patient ? address_of(id) : up_of(write, reached));
}

http::Answer answer_to_transfer(Request const& request, db::Write& write) {
    auto const id = TRY(thread_in(request));
    TRY(answer_transfer(write, reader_of(request, write), id, request.fields.flag("agrees").value_or(false)));
    return http::redirect(address_of(id));
}

http::Answer erase_page(Request const& request, db::Read& read) {
    auto const open = TRY(opened_in(request, read));
    TRY(reach_as_patient(read, open.reader, open.thread.id));
    Words const words(request.locale);
    html::Page page{.title = words("Messages"), .current = "/care-messages", .sensitive = true};
    page.main = words.fill(pages::Erase{.address = address_of(open.thread.id), .subject = open.thread.subject, .csrf = html::csrf_field(request)});
    return html::page(request, read, std::move(page));
}

http::Answer erase_form(Request const& request, db::Write& write) {
    TRY(erase(write, reader_of(request, write), TRY(thread_in(request))));
    return http::redirect("/care-messages");
}

http::Reader live(StillValid still_valid) {
    return [still_valid](Request const& request, db::Read& read) -> http::Answer {
        auto const id = TRY(thread_in(request));
        auto const reader = reader_of(request, read);
        TRY(reach(read, reader, id));
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = {"care-thread/" + id.text() + "/" + reader.text() + "/" + std::string(request.locale), "pages/" + std::string(request.locale) + "/" + reader.text(), "page/bell/" + reader.text()};
        response.stream->still_allowed = [still_valid, person = *request.person] { return still_valid(person); };
        return response;
    };
}

html::Safe beside(db::Read& read, Words const& words, Request const&, directory::Location const& location) {
    auto const team = desk(read, location.organization);
    auto const organization = team.open ? accounts::find(read, location.organization) : std::nullopt;
    return organization && !organization->hidden() ? words.fill(pages::Beside{.username = organization->username, .hours = team.hours_note}) : html::Safe{};
}

}  // namespace

std::string name_of(Words const& words, db::Read& read, AccountId id) {
    auto const found = id ? accounts::find(read, id) : std::nullopt;
    return found && !found->hidden() ? found->name : words("Somebody who left");
}

// Saved, never shown: nobody knows what is in it.
http::Answer send_file(Request const& request, db::Read& read) {
    auto const id = TRY(thread_in(request));
    auto const reader = reader_of(request, read);
    TRY(reach(read, reader, id));
    auto const number = request.parameters.integer("file").value_or(0);
    auto const found = read.number(sql::file_in_thread, {number, id}) ? attachment(read, reader, number) : std::nullopt;
    if (!found) return base::refuse(base::Why::not_found, "There is no such document.");
    http::Response answer{.type = found->type == "text/plain" ? "text/plain; charset=utf-8" : found->type, .body = found->content};
    answer.with("Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encode(found->name)).with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff").with("Content-Security-Policy", "default-src 'none'; sandbox");
    return answer;
}

html::Safe log_of(Words const& words, db::Read& read, records::Key const& key, Reached const& reached, AccountId reader, std::int64_t before, bool live) {
    auto const& thread = reached.stored.thread;
    auto const all = opened_messages(read, key, reached.stored, before, shown_at_once);
    std::vector<std::pair<AccountId, std::string>> names;  // few people write in a thread
    auto const called = [&](AccountId id) -> std::string const& {
        auto const known = std::ranges::find(names, id, &std::pair<AccountId, std::string>::first);
        return known != names.end() ? known->second : names.emplace_back(id, name_of(words, read, id)).second;
    };
    html::Safe made;
    for (auto const& each : all) {
        bool const own = each.author == reader, ours = each.by_team == (reached.side == Side::team);
        words.fill(made, pages::Message{.own = own, .id = each.id, .author = called(each.author), .team = each.by_team, .when = html::time_tag(words, each.at, read.now), .automatic = each.automatic, .text = each.text,
                                        .files = files_of_message(words, thread.id, each), .seen = ours && !each.automatic && each.read_at != 0});
    }
    bool const fresh = live && (reached.side == Side::patient ? reached.stored.unread_patient : reached.stored.unread_team) > 0;
    return words.fill(pages::Log{.older = std::ssize(all) == shown_at_once ? address_of(thread.id) + "?before=" + all.front().id.text() : std::string(), .messages = made, .fresh = fresh ? address_of(thread.id) + "/read" : std::string()});
}

void add_pages(http::Router::Section pages, db::Database& database, StillValid still_valid) {
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        // An organization's own account hears of messages here: without a team there is no inbox.
        auto const part = request.account() ? read.number(sql::part_in_threads, {request.account()}) : 0;
        if (!part) return;
        bool const team = part == 2;
        auto const beside_messages = std::ranges::find(frame.navigation, "/messages", &html::Entry::address);
        frame.navigation.insert(beside_messages == frame.navigation.end() ? beside_messages : beside_messages + 1, {team ? "/organizations/" + request.person->username + "/care-messages" : "/care-messages", "lock", "Care messages", team ? read.number(sql::unread_of_team, {request.account()}) : unread(read, request.account())});
    });
    directory::add_beside(beside);
    auto const reading = watching(database, records::Action::read), changing = watching(database, records::Action::update);
    pages.get("/care-messages", Open::to_members, mine).first(watching_own(database)).says("One's own messages with care teams");
    pages.get("/care-messages/new", Open::to_members, [](Request const& request, db::Read& read) { return new_page(request, read, nullptr); });
    pages.post("/care-messages", Open::to_members, start).first(take_files).body_up_to(room_for_files).limited(writing_limit);
    pages.get("/care-messages/:id", Open::to_members, show_thread).first(reading).says("A sealed conversation with a care team");
    pages.get("/live/care-messages/:id", Open::to_members, live(std::move(still_valid)));
    pages.post("/care-messages/:id", Open::to_members, send).first(take_files).first(changing).body_up_to(room_for_files).limited(writing_limit);
    pages.post("/care-messages/:id/read", Open::to_members, read_form).first(changing);
    pages.post("/care-messages/:id/close", Open::to_members, button(close)).first(changing);
    pages.post("/care-messages/:id/reopen", Open::to_members, button(reopen)).first(changing);
    pages.get("/care-messages/:id/transfer", Open::to_members, transfer_page).first(reading);
    pages.post("/care-messages/:id/transfer", Open::to_members, hand_over).first(changing);
    pages.post("/care-messages/:id/transfer/answer", Open::to_members, answer_to_transfer).first(changing);
    pages.get("/care-messages/:id/erase", Open::to_members, erase_page).first(reading);
    pages.post("/care-messages/:id/erase", Open::to_members, erase_form).first(changing);
    pages.get("/care-messages/:id/files/:file", Open::to_members, send_file).first(reading);
    add_team_pages(pages, database);
}

}  // namespace messages
