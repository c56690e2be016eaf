// Who has a question is told of its answer: by a notification each, a letter where one is wanted, and at once on pages that
// are open. The agency is told that people ask.
#include "questions/inside.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "bus/bus.hpp"
#include "http/hub.hpp"
#include "mail/mail.hpp"
#include "notifications/notifications.hpp"
#include "questions/queries.hpp"

namespace questions {

namespace {

constexpr int told_at_once = 500;

std::string payload_of(QuestionId id, std::int64_t entry, AccountId after) { return id.text() + " " + std::to_string(entry) + " " + after.text(); }

void add_part(std::vector<std::string>& parts, std::string_view label, std::string const& text) {
    if (!text.empty()) parts.push_back(std::string(label) + "\n" + text);
}

// Its subject names neither the question nor the alert: it stands on locked screens.
mail::Letter letter_to(accounts::Account const& reader, std::string const& email, accounts::Account const& agency, Question const& question, Answer const& answer) {
    html::Words const words(reader.language);
    std::vector<std::string> parts{answer.version > 1 ? words("{name} updated an answer to a question you have", {{"name", agency.name}}) : words("{name} answered a question you have", {{"name", agency.name}})};
    parts.push_back(question.wording);
    add_part(parts, words.plain("What is known"), answer.known);
    add_part(parts, words.plain("What is not known"), answer.not_known);
    add_part(parts, words.plain("What is being done"), answer.doing);
    if (answer.next_update) add_part(parts, words.plain("Next update by"), words.date_time(answer.next_update));
    parts.push_back(html::absolute(address_of(question, question.chain)));
    parts.push_back(alerts::letters_foot(words, reader.id));
    return {.to = email, .subject = words("News for you at {site}", {{"site", base::site_name()}}), .text = mail::paragraphs(parts), .unsubscribe = alerts::letters_address(reader.id)};
}

// Letters to those who want mail of alerts at once; who wants one a day gets the newest answer in the morning.
void write_letters(db::Write& write, Question const& question, Answer const& answer, std::vector<AccountId> const& people, bool in_the_morning) {
    auto const agency = accounts::find(write, question.organization);
    if (!agency) return;
    for (auto const& facts : accounts::login_facts(write, people)) {
        auto const reader = facts.confirmed ? accounts::find(write, facts.account) : std::nullopt;
        if (!reader || reader->hidden() || reader->disabled_at) continue;
        auto const wish = alerts::how_told(write, reader->id).mail;
        bool const daily = wish == places::Mail::daily;
        if (wish == places::Mail::none) continue;
        if (!daily || in_the_morning) mail::send(write, letter_to(*reader, facts.email, *agency, question, answer));
        else jobs::add(write, "questions.letter", payload_of(question.id, 0, reader->id), alerts::next_letters(accounts::place(write, reader->id).zone, write.now), payload_of(question.id, 0, reader->id));
    }
}

// A few hundred at a time, so that a question of thousands holds nobody up. Notices and letters come from one commit with
// what is left to do: who is killed in between is followed, and nobody is told twice.
base::Result<base::Done> tell_some(db::Write& write, std::string_view payload) {
    auto const parts = base::split(payload, ' ');
    auto const id = parts.size() == 3 ? base::parse<QuestionId>(parts[0]) : std::nullopt;
    auto const entry = parts.size() == 3 ? base::parse_id(parts[1]) : std::nullopt;
    auto const answer = entry ? answer_on_record(write, *entry) : std::nullopt;
    auto const question = id ? find(write, *id) : std::nullopt;
    if (!question || !answer || answer->taken_away) return base::Done{};
    auto const after = base::parse_id(parts[2]).value_or(0);
    auto const alert = newest(write, question->chain);
    auto const people = write.rows(sql::voices_after, {*id, after, told_at_once}, [](db::Row const& row) { return row.id<AccountId>(0); });
    for (auto account : people) notifications::tell(write, account, told_kind, question->organization, alert->post, *entry);
    auto const answered = find(write, answer->question);
    if (answered) write_letters(write, *answered, *answer, people, false);
    if (people.size() == told_at_once) jobs::add(write, "questions.tell", payload_of(*id, *entry, people.back()));
    return base::Done{};
}

base::Result<base::Done> send_letter(db::Write& write, std::string_view payload) {
    auto const parts = base::split(payload, ' ');
    auto const id = parts.size() == 3 ? base::parse<QuestionId>(parts[0]) : std::nullopt;
    auto const reader = parts.size() == 3 ? base::parse<AccountId>(parts[2]) : std::nullopt;
    auto const question = id && reader && has_joined(write, *reader, *id) ? find(write, *id) : std::nullopt;
    auto const answer = question ? answer_of(write, *id) : std::nullopt;
    if (answer && !answer->taken_away) write_letters(write, *question, *answer, {*reader}, true);
    return base::Done{};
}

// Those whose question was declined, and those with one that was put to it.
base::Result<base::Done> tell_declined(db::Write& write, std::string_view payload) {
    auto const parts = base::split(payload, ' ');
    auto const id = parts.size() == 2 ? base::parse<QuestionId>(parts[0]) : std::nullopt;
    auto const question = id ? find(write, *id) : std::nullopt;
    if (!question || question->state != State::declined) return base::Done{};
    auto const alert = newest(write, question->chain);
    auto const people = write.rows(sql::voices_after, {*id, base::parse_id(parts[1]).value_or(0), told_at_once}, [](db::Row const& row) { return row.id<AccountId>(0); });
    for (auto account : people) notifications::tell(write, account, declined_kind, question->organization, alert->post, id->value);
    if (people.size() == told_at_once) jobs::add(write, "questions.tell_declined", id->text() + " " + people.back().text());
    return base::Done{};
}

// Whoever acts for the agency, its own account among them. It comes from the agency: who asked stays unnamed.
base::Result<base::Done> tell_agency(db::Write& write, std::string_view payload) {
    auto const chain = base::parse<AlertId>(payload);
    auto const alert = chain ? newest(write, *chain) : std::nullopt;
    auto const waits = alert ? write.number(sql::waits_in_chain, {*chain}) : 0;
    if (!waits) return base::Done{};
    notifications::tell(write, alert->issuer, asked_kind, alert->issuer, alert->post, waits);
    for (auto const& member : alerts::members(write, alert->issuer))
        if (member.person != alert->issuer) notifications::tell(write, member.person, asked_kind, alert->issuer, alert->post, waits);
    return base::Done{};
}

void publish(http::Hub& hub, db::Database& database, QuestionId id, std::function<std::string(html::Words const&, db::Read&, Question const&)> const& shown) {
    auto const question = database.read([&](db::Read& read) { return find(read, id); });
    if (!question || !question->is_public()) return;
    for (auto const& locale : html::locales())
        for (auto const who : {"/members/", "/visitors/"}) {
            auto const topic = "page/alert/" + question->chain.text() + who + locale;
            if (!hub.anyone_on(topic)) continue;
            hub.publish(topic, {"html", database.read([&](db::Read& read) { return shown(html::Words(locale), read, *question); })});
        }
}

}  // namespace

void add_jobs(jobs::Runner& runner, db::Database& database) {
    auto const handle = [&](std::string kind, base::Result<base::Done> (*work)(db::Write&, std::string_view)) {
        runner.handle(std::move(kind), [&database, work](jobs::Job const& job) {
            return database.write([&](db::Write& write) { return work(write, job.payload); });
        });
    };
    handle("questions.tell", tell_some);
    handle("questions.tell_agency", tell_agency);
    handle("questions.tell_declined", tell_declined);
    handle("questions.letter", send_letter);
}

// The title names neither the question nor the subject: it stands on locked screens.
void add_notices() {
    notifications::show_as(std::string(told_kind), [](notifications::Notification const& told, accounts::Account const& from, db::Read& read, html::Words const& words) -> std::optional<notifications::Shown> {
        auto const answer = answer_on_record(read, told.about);
        auto question = answer ? find(read, answer->question) : std::nullopt;
        if (question && question->merged_into) question = find(read, question->merged_into);
        if (!question) return std::nullopt;
        auto const sentence = answer->version > 1 ? words("{name} updated an answer to a question you have", {{"name", from.name}}) : words("{name} answered a question you have", {{"name", from.name}});
        return notifications::Shown{sentence, address_of(*question, question->alert), {}, "message-circle"};
    });
    notifications::show_as(std::string(declined_kind), [](notifications::Notification const& told, accounts::Account const& from, db::Read& read, html::Words const& words) -> std::optional<notifications::Shown> {
        auto const question = find(read, QuestionId{told.about});
        if (!question) return std::nullopt;
        return notifications::Shown{words("{name} declined a question you asked", {{"name", from.name}}), "/alerts/" + question->chain.text() + "#questions", {}, "message-circle"};
    });
    notifications::show_as(std::string(asked_kind), [](notifications::Notification const&, accounts::Account const& from, db::Read&, html::Words const& words) -> std::optional<notifications::Shown> {
        return notifications::Shown{words("People ask {name} about an alert", {{"name", from.name}}), "/alerts/desk/questions", {}, "message-circle"};
    });
}

void tell_open_pages(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<TakenUp>([&](TakenUp const& event) {
        publish(hub, database, event.question, [](html::Words const& words, db::Read& read, Question const& question) {
            return "<div data-for=\"question-list\" data-at=\"end\">" + article(words, read, question, {}).markup + "</div>";
        });
    });
    bus.soon<Answered>([&](Answered const& event) {
        publish(hub, database, event.question, [](html::Words const& words, db::Read& read, Question const& question) {
            auto const answer = answer_of(read, question.id);
            return "<div id=\"qa" + question.id.text() + "\">" + (answer ? answer_sheet(words, read, question, *answer).markup : std::string()) + "</div>";
        });
    });
}

}  // namespace questions
