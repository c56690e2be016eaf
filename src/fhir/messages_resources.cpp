// Communication: what a person and their care teams wrote to each other, and what an app writes for them.
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "messages/messages.hpp"

namespace fhir {

using base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

void sides(Writer& writer, messages::Thread const& thread, bool by_team) {
    auto& json = writer.json;
    auto const team = "Organization/" + thread.organization.text(), patient = "Patient/" + thread.patient.text();
    json.key("recipient").array().object().pair("reference", by_team ? patient : team).end().end();
    json.key("sender").object().pair("reference", by_team ? team : patient).end();
}

void payload(base::Json& json, messages::Message const& message) {
    if (message.text.empty() && message.attachments.empty()) return;
    json.key("payload").array();
    if (!message.text.empty()) json.object().pair("contentString", message.text).end();
    for (auto const& each : message.attachments)
        json.object().key("contentAttachment").object().pair("contentType", each.type).pair("size", each.bytes).pair("title", each.name).end().end();
    json.end();
}

// `before`: the message of the thread that came before it; 0 for the first.
Resource communication(messages::Thread const& thread, messages::Message const& message, std::int64_t before) {
    Resource made{.type = "Communication", .id = message.id.text(), .updated = std::max(message.at, message.read_at), .key = message.id.value};
    Writer writer(made, thread.part2 ? std::vector{part2_label} : std::vector<Coding>{});
    auto& json = writer.json;
    json.key("extension").array().object().pair("url", extension_url("thread")).pair("valueString", thread.id.text()).end().end();
    if (before) json.key("inResponseTo").array().object().pair("reference", "Communication/" + std::to_string(before)).end().end();
    json.pair("status", "completed");
    writer.link("subject", "Patient", thread.patient.text());
    if (!thread.subject.empty()) writer.coded("topic", {}, thread.subject);
    writer.moment("sent", message.at).moment("received", message.read_at);
    sides(writer, thread, message.by_team);
    payload(json, message);
    writer.finish();
    auto const team = Link{message.by_team ? "sender" : "recipient", "Organization", thread.organization.text()};
    made.links = {{"patient", "Patient", thread.patient.text()}, {"subject", "Patient", thread.patient.text()}, {message.by_team ? "recipient" : "sender", "Patient", thread.patient.text()}, team};
    made.tokens = {{"status", "http://hl7.org/fhir/event-status", "completed"}};
    made.moments = {{"sent", message.at, message.at + 1}};
    if (message.read_at) made.moments.push_back({"received", message.read_at, message.read_at + 1});
    return made;
}

std::vector<messages::Thread> threads_of(db::Read& read, AccountId person) { return messages::threads_of_patient(read, person, {}, static_cast<int>(messages::most_threads)); }

std::vector<Resource> in_thread(db::Read& read, AccountId person, messages::Thread const& thread) {
    std::vector<Resource> all;
    std::int64_t before = 0;
    for (auto const& message : messages::messages_of(read, person, thread.id, 0, static_cast<int>(messages::most_messages))) {
        all.push_back(communication(thread, message, before));
        before = message.id.value;
    }
    return all;
}

std::vector<Resource> own(db::Read& read, AccountId person) {
    std::vector<Resource> all;
    for (auto const& thread : threads_of(read, person))
        for (auto& each : in_thread(read, person, thread)) all.push_back(std::move(each));
    return all;
}

std::optional<Resource> one(db::Read& read, AccountId person, std::int64_t id) {
    auto all = own(read, person);
    auto const found = std::ranges::find(all, id, &Resource::key);
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

// The thread that a message answers.
std::optional<messages::ThreadId> answered(db::Read& read, AccountId person, http::Document const& document) {
    for (auto const& each : document["inResponseTo"].list())
        if (auto const id = referenced(each, "Communication"))
            for (auto const& thread : threads_of(read, person))
                for (auto const& message : messages::messages_of(read, person, thread.id, 0, static_cast<int>(messages::most_messages)))
                    if (message.id.value == *id) return thread.id;
    return std::nullopt;
}

Result<Resource> say(db::Write& write, http::Request const& request, Asker const& asker, http::Document const& document) {
    std::string text;
    for (auto const& each : document["payload"].list()) {
        if (each["contentString"].text().empty()) return refuse_field("payload", "ERR_INVALID", "An app sends words; files are added on the page.");
        text += (text.empty() ? "" : "\n\n") + std::string(each["contentString"].text());
    }
    auto const key = request.header("idempotency-key");
    if (document["inResponseTo"].is_there()) {
        auto const thread = answered(write, asker.person, document);
        if (!thread) return refuse(Why::not_found, "There is no such message.");
        auto const made = TRY(messages::write(write, asker.person, *thread, text, {}, key));
        return one(write, asker.person, made.id.value).value();
    }
    std::optional<std::int64_t> team;
    for (auto const& each : document["recipient"].list()) team = referenced(each, "Organization");
    if (!team) return refuse_field("recipient", "ERR_BLANK", "Name the organization that is written to.");
    auto const thread = TRY(messages::open(write, asker.person, {.patient = asker.person, .organization = AccountId{*team}, .subject = std::string(document["topic"]["text"].text()), .text = text}, key));
    return in_thread(write, asker.person, thread).at(0);
}

}  // namespace

void add_messages(std::vector<Kind>& all) {
    Kind kind{.type = "Communication", .record = "thread"};
    kind.parameters = {{"patient", Of::link, "Whose thread"}, {"subject", Of::link, "Whose thread"}, {"sender", Of::link, "Patient or Organization"}, {"recipient", Of::link, "Patient or Organization"}, {"status", Of::token, "completed"}, {"sent", Of::moment, "When it was written"}, {"received", Of::moment, "When it was read"}};
    kind.includes = {"sender", "recipient"};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) { return one(read, asker.person, id); };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) { return page_of(own(read, asker.person), after, limit); };
    kind.create = say;
    all.push_back(std::move(kind));
}

}  // namespace fhir
