// Who hears of a thread: the patient by a word that tells nothing, the team in its inbox, and open pages at once.
#include "base/settings.hpp"
#include "mail/mail.hpp"
#include "messages/inside.hpp"
#include "reminders/reminders.hpp"

namespace messages {

namespace {

// A reader of an open page, as its topic names them: "care-thread/<thread>/<reader>/<locale>".
struct Listener { AccountId reader; std::string locale; };
std::optional<Listener> listener_of(std::string_view topic) {
    auto const locale = topic.rfind('/');
    auto const reader = topic.rfind('/', locale - 1);
    auto const id = base::parse<AccountId>(topic.substr(reader + 1, locale - reader - 1));
    if (!id) return std::nullopt;
    return Listener{*id, std::string(topic.substr(locale + 1))};
}

// The messages anew: who may no longer read them is told nothing.
std::string told(db::Database& database, ThreadId id, Listener const& listener) {
    bool const may = database.read([&](db::Read& read) { return reach(read, listener.reader, id).has_value(); });
    if (!may) return {};
    watched(database, listener.reader, id, true, "live");
    return database.read([&](db::Read& read) -> std::string {
        auto const reached = reach(read, listener.reader, id);
        if (!reached) return {};
        return log_of(html::Words(listener.locale), read, key_of(read, reached->stored), *reached, listener.reader, 0, true).markup;
    });
}

}  // namespace

// It stands on locked screens and in mailboxes: neither a word of it, nor whose it is.
void tell_patient(db::Write& write, AccountId patient, std::string_view key) {
    auto const words = reminders::words_for(write, patient);
    auto const said = words("You have a new message");
    reminders::tell_now(write, patient, {.push = said, .subject = words("You have a new message at {site}", {{"site", base::site_name()}}), .text = mail::paragraphs({said, html::absolute("/care-messages")}),
                                         .address = "/care-messages", .calendar = {}, .method = {}}, key);
}

// The name of who waits: the words stand in the thread alone, where opening it goes on record.
std::optional<inbox::Shown> inbox_shown(db::Read& read, html::Words const& words, AccountId organization, std::string_view about) {
    auto const id = thread_about(about);
    auto const found = id ? stored(read, *id) : std::nullopt;
    if (!found || found->erased_at || found->thread.organization != organization) return std::nullopt;
    auto const patient = accounts::find(read, found->thread.patient);
    if (!patient || patient->hidden()) return std::nullopt;
    return inbox::Shown{patient->name, words("A sealed message. Opening it goes on record."), address_of(*id)};
}

base::Result<base::Done> answer_in_inbox(db::Write& change, inbox::Answer const& answer) {
    auto const id = thread_about(answer.about);
    if (!id) return std::unexpected(not_there());
    TRY(write(change, answer.by, *id, answer.text, {}, answer.key));
    return base::Done{};
}

void tell_open_pages(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<Changed>([&](Changed const& event) {
        for (auto const& topic : hub.topics_under("care-thread/" + event.thread.text() + "/")) {
            auto const listener = listener_of(topic);
            if (!listener) continue;
            auto const markup = told(database, event.thread, *listener);
            if (!markup.empty()) hub.publish(topic, {"html", markup});
        }
    });
}

}  // namespace messages
