// Messages with care teams for programs: /api/salve/v1/care_messages (docs/api/care-messages.md). The same rules, the same record.
#include "base/json.hpp"
#include "base/time.hpp"
#include "messages/inside.hpp"
#include <algorithm>

namespace messages {

using http::Open, http::Request;

namespace {

http::Response sealed_json(std::string body, int status = 200) { return http::json(std::move(body), status).with("Cache-Control", "no-store"); }

std::string handle_of(db::Read& read, AccountId id) {
    auto const found = id ? accounts::find(read, id) : std::nullopt;
    return found ? found->handle() : std::string();
}

void write_head(base::Json& json, db::Read& read, Thread const& thread) {
    json.pair("id", thread.id.text()).pair("organization", handle_of(read, thread.organization)).pair("patient", handle_of(read, thread.patient)).pair("subject", thread.subject).pair("closed", thread.closed).pair("part2", thread.part2);
    json.pair("unread", thread.unread).pair("created_at", base::iso8601(thread.created_at)).pair("last_at", base::iso8601(thread.last_at));
}

void write_message(base::Json& json, db::Read& read, Message const& each) {
    json.object().pair("id", each.id.text()).pair("author", handle_of(read, each.author)).pair("by_team", each.by_team).pair("automatic", each.automatic).pair("text", each.text).pair("at", base::iso8601(each.at));
    if (each.read_at) json.pair("read_at", base::iso8601(each.read_at));
    json.key("attachments").array();
    for (auto const& file : each.attachments)
        json.object().pair("id", std::to_string(file.id)).pair("name", file.name).pair("type", file.type).pair("bytes", file.bytes).pair("url", html::absolute("/api/salve/v1/care_messages/" + each.thread.text() + "/files/" + std::to_string(file.id))).end();
    json.end().end();
}

http::Answer list(Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& each : threads_of_patient(read, reader_of(request, read), before_in(request), listed_at_once)) {
        json.object();
        write_head(json, read, each);
        json.end();
    }
    return sealed_json(json.end().take());
}

http::Aside watching_list(db::Database& database) {
    return [&database](Request& request) -> base::Result<base::Done> {
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto const person = reader_of(request, write);
            for (auto const& each : threads_of_patient(write, person, before_in(request), listed_at_once)) note(write, {.thread = each, .key_id = {}, .subject = {}}, Side::patient, person, records::Action::read, "list");
            return base::Done{};
        });
    };
}

http::Answer one(Request const& request, db::Read& read) { return sealed_json(as_json(read, TRY(reach(read, reader_of(request, read), TRY(thread_in(request)))))); }

std::string key_in(Request const& request) {
    auto const header = request.header("idempotency-key");
    return std::string(header.empty() ? request.fields.text("idempotency_key") : header);
}

http::Answer start(Request const& request, db::Write& write) {
    auto const by = reader_of(request, write);
    auto const organization = accounts::find_by_handle(write, request.fields.text("organization").substr(0, 200));
    auto const patient = request.fields.has("patient") ? accounts::find_by_handle(write, request.fields.text("patient").substr(0, 200)) : accounts::find(write, by);
    auto const made = TRY(open(write, by, {.patient = patient ? patient->id : AccountId{}, .organization = organization ? organization->id : AccountId{}, .subject = std::string(request.fields.text("subject")), .text = std::string(request.fields.text("text")),
                                           .files = files_of(request), .part2 = request.fields.flag("part2").value_or(false)}, key_in(request)));
    return sealed_json(as_json(write, TRY(reach(write, by, made.id))));
}

http::Answer say(Request const& request, db::Write& change) {
    auto const id = TRY(thread_in(request));
    auto const by = reader_of(request, change);
    TRY(write(change, by, id, request.fields.text("text"), files_of(request), key_in(request)));
    return sealed_json(as_json(change, TRY(reach(change, by, id))));
}

template <class Rule>
http::Writer does(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const id = TRY(thread_in(request));
        auto const by = reader_of(request, write);
        TRY(rule(write, by, id));
        return sealed_json(as_json(write, TRY(reach(write, by, id))));
    };
}

http::Answer erase_one(Request const& request, db::Write& write) {
    TRY(erase(write, reader_of(request, write), TRY(thread_in(request))));
    return sealed_json("{}");
}

}  // namespace

std::string as_json(db::Read& read, Reached const& reached) {
    auto const key = key_of(read, reached.stored);
    base::Json json;
    json.object();
    write_head(json, read, opened(key, reached));
    json.key("readers").array();
    for (auto const& each : readers_of(read, reached.stored.thread)) json.object().pair("account", handle_of(read, each.person)).pair("role", each.role).end();
    json.end().key("messages").array();
    for (auto const& each : opened_messages(read, key, reached.stored, 0, static_cast<int>(most_messages))) write_message(json, read, each);
    return json.end().end().take();
}

void add_api(http::Router::Section api, db::Database& database) {
    constexpr http::Access reading{Open::to_members, "care:read"}, writing{Open::to_members, "care:write"};
    auto const looks = watching(database, records::Action::read), changes = watching(database, records::Action::update);
    std::string const all = "/api/salve/v1/care_messages", each = all + "/:id";
    api.get(all, reading, list).first(watching_list(database)).says("Your conversations with care teams, newest first.").takes_field("before", "string", "The id of a conversation: those that come after it in the list.");
    api.post(all, writing, start).first(take_files).body_up_to(room_for_files).limited(writing_limit).says("Begins a conversation.").takes_field("organization", "string", "Its handle.", true).takes_field("subject", "string", "Up to 120 characters.", true)
        .takes_field("text", "string", "Up to 10,000 characters.", true).takes_field("files[]", "file", "Up to four pictures, PDF or text files of 5 MB.").takes_field("patient", "string", "Whom a care team writes to; oneself when left out.");
    api.get(each, reading, one).first(looks).says("One conversation: who can read it, and its messages, oldest first.");
    api.get(each + "/files/:file", reading, send_file).first(looks).says("What is attached to a message: saved, never shown.");
    api.post(each + "/messages", writing, say).first(take_files).first(changes).body_up_to(room_for_files).limited(writing_limit).says("Writes a message. The header Idempotency-Key makes sending twice one message.").takes_field("text", "string", "Up to 10,000 characters.", true)
        .takes_field("files[]", "file", "Up to four pictures, PDF or text files of 5 MB.");
    api.post(each + "/read", writing, does(mark_read)).first(changes).says("Marks what the other side said as read.");
    api.post(each + "/close", writing, does(close)).first(changes).says("Closes the conversation.");
    api.post(each + "/reopen", writing, does(reopen)).first(changes).says("Opens it again.");
    api.remove(each, writing, erase_one).first(changes).says("Erases the conversation with its key; the patient's alone.");
}

}  // namespace messages
