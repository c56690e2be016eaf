// What is to be told, when, and by which channels.
#include "reminders/reminders.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/fields.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"
#include "push/push.hpp"
#include "reminders/queries.hpp"
#include "reminders/schema.hpp"
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>

namespace reminders {

using base::Done, base::refuse_field, base::Result;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::string_view push_job = "reminders.push";
constexpr int at_once = 200;
constexpr base::Time push_lives = base::day, keys_last = 400 * base::day;
constexpr std::int64_t least_lead = 5, most_lead = 30 * 24 * 60;
constexpr std::size_t most_leads = 5;

// Set while the site starts, constant afterwards.
std::map<std::string, Tell, std::less<>>& tellers() {
    static std::map<std::string, Tell, std::less<>> all;
    return all;
}

Reminder reminder_of(db::Row const& row) { return {row.integer(0), row.id<AccountId>(1), row.text(2), row.text(3), row.integer(4)}; }

std::string joined(std::vector<std::int64_t> const& all) {
    std::string text;
    for (auto const each : all) (text += text.empty() ? "" : ",") += std::to_string(each);
    return text;
}

std::vector<std::int64_t> numbers_in(std::string_view text) {
    std::vector<std::int64_t> made;
    for (auto const each : base::split(text, ','))
        if (std::int64_t number = 0; std::from_chars(each.data(), each.data() + each.size(), number).ec == std::errc()) made.push_back(number);
    return made;
}

// What a device shows, for apps of Mastodon too: they ask for all of these, and know no reminders.
std::string push_text(std::string const& locale, Said const& said, std::string_view key) {
    base::Json json;
    json.object().pair("access_token", "").pair("preferred_locale", locale).pair("notification_id", std::int64_t{0}).pair("notification_type", "status").pair("icon", base::site_url() + html::asset("icon.svg"));
    return json.pair("title", base::site_name()).pair("body", said.push).pair("url", said.address).pair("tag", key).end().take();
}

// One job a device: a device whose service is away holds up no other.
void push_to_devices(db::Write& write, accounts::Account const& person, Said const& said, std::string_view key) {
    for (auto const& each : push::all_of(write, person.id)) {
        base::Json json;
        json.object().pair("account", person.id.text()).pair("subscription", std::to_string(each.id)).pair("until", std::to_string(write.now + push_lives)).pair("text", push_text(person.language, said, crypto::token_hash(key))).end();
        jobs::add(write, push_job, json.take());
    }
}

void send_letter(db::Write& write, accounts::Account const& person, Said const& said) {
    auto const facts = accounts::login_facts(write, {person.id});
    if (facts.empty() || facts.front().email.empty() || !facts.front().confirmed) return;
    mail::send(write, {.to = facts.front().email, .subject = said.subject, .text = said.text, .calendar = said.calendar, .method = said.method});
}

html::Words words_of(db::Read& read, accounts::Account const& person) {
    http::Locale reader;
    reader = person.language;
    reader.zone = accounts::place(read, person.id).zone;
    return html::Words(reader);
}

void tell(db::Write& write, accounts::Account const& person, Said const& said, std::string_view key, bool by_push) {
    auto const wanted = choice(write, person.id);
    if (wanted.push && by_push && !said.push.empty()) push_to_devices(write, person, said, key);
    if (wanted.mail && !said.subject.empty()) send_letter(write, person, said);
}

std::optional<accounts::Account> reachable(db::Read& read, AccountId id) {
    auto person = accounts::find(read, id);
    if (!person || !person->is_local() || person->hidden() || person->disabled_at) return std::nullopt;
    return person;
}

void tell_one(db::Write& write, Reminder const& due) {
    auto const teller = tellers().find(due.kind);
    auto const person = reachable(write, due.person);
    if (teller == tellers().end() || !person) return;
    if (auto const said = teller->second(write, words_of(write, *person), due)) tell(write, *person, *said, due.kind + ":" + due.about, true);
}

base::Result<Done> carry(db::Database& database, jobs::Job const& job) {
    http::Fields fields;
    TRY(http::parse_json(job.payload, fields));
    auto const text_of = [&](std::string_view name) { return std::string(fields.text(name)); };
    auto const subscription = base::parse_id(text_of("subscription")).value_or(0);
    auto const until = base::parse_id(text_of("until")).value_or(0);
    auto const to = database.read([&](db::Read& read) { return until > read.now ? push::with_ids(read, {subscription}) : std::vector<push::Subscription>{}; });
    if (to.empty()) return Done{};
    push::Carrier carrier;
    push::Parcel const parcels[] = {{to.front(), std::make_shared<push::Note const>(push::Note{.text = text_of("text"), .topic = {}, .until = until, .urgent = true})}};
    auto const outcome = carrier.carry(parcels).front();
    if (outcome == push::Outcome::again) return base::refuse(base::Why::unavailable, "The push service does not take it now.");
    if (outcome == push::Outcome::gone)
        return database.write([&](db::Write& write) -> Result<Done> {
            push::remove(write, subscription);
            return Done{};
        });
    return Done{};
}

std::string exported(db::Read& read, AccountId person) {
    base::Json json;
    auto const chosen = choice(read, person);
    json.object().pair("push", chosen.push).pair("mail", chosen.mail).key("minutes_before").array();
    for (auto const each : chosen.lead) json.value(each);
    json.end().key("waiting").array();
    for (auto const& each : waiting(read, person)) json.object().pair("kind", each.kind).pair("at", base::iso8601(each.at)).end();
    json.end().end();
    return json.take();
}

}  // namespace

Choice choice(db::Read& read, AccountId person) {
    return read.one(sql::choice, {person}, [](db::Row const& row) { return Choice{numbers_in(row.view(0)), row.boolean(1), row.boolean(2)}; }).value_or(Choice{});
}

Result<Done> choose(db::Write& write, AccountId person, Choice const& wanted) {
    auto lead = wanted.lead;
    std::ranges::sort(lead, std::greater{});
    auto const same = std::ranges::unique(lead);
    lead.erase(same.begin(), same.end());
    if (lead.size() > most_leads) return refuse_field("lead", "ERR_TOO_MANY", "Choose at most five moments.");
    for (auto const each : lead)
        if (each < least_lead || each > most_lead) return refuse_field("lead", "ERR_INVALID", "Choose between 5 minutes and 30 days before.");
    write.run(sql::put_choice, {person, joined(lead), wanted.push, wanted.mail});
    write.emit(Chosen{person});
    return Done{};
}

void set(db::Write& write, AccountId person, std::string_view kind, std::string_view about, std::vector<base::Time> const& at) {
    clear(write, person, kind, about);
    for (auto const each : at)
        if (each > write.now) write.run(sql::insert_reminder, {write.new_id<base::Id<struct ReminderTag>>(), person, kind, about, each});
}

void clear(db::Write& write, AccountId person, std::string_view kind, std::string_view about) { write.run(sql::delete_about, {person, kind, about}); }

std::vector<Reminder> waiting(db::Read& read, AccountId person) { return read.rows(sql::waiting, {person}, reminder_of); }

void tell_with(std::string kind, Tell how) { tellers().insert_or_assign(std::move(kind), std::move(how)); }

void tell_now(db::Write& write, AccountId id, Said const& said, std::string_view key, bool by_push) {
    auto const person = reachable(write, id);
    if (!person || !write.run(sql::note_told, {std::string(key) + ":" + id.text(), write.now})) return;
    tell(write, *person, said, key, by_push);
}

html::Words words_for(db::Read& read, AccountId id) {
    auto const person = accounts::find(read, id);
    return person ? words_of(read, *person) : html::Words();
}

// What came due together of one thing (the server was away) is told once, as the last of it.
void tell_due(db::Write& write) {
    auto due = write.rows(sql::due, {write.now, at_once}, reminder_of);
    std::set<std::string> told;
    for (auto i = due.rbegin(); i != due.rend(); ++i) {
        if (!told.insert(i->person.text() + " " + i->kind + " " + i->about).second) continue;
        write.run(sql::delete_due, {i->person, i->kind, i->about, write.now});
        tell_one(write, *i);
    }
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(push_job), [&database](jobs::Job const& job) { return carry(database, job); });
    runner.every("reminders.tell", base::minute, [&database] {
        auto const some = [](db::Write& write) -> Result<bool> {
            bool const any = !write.rows(sql::due, {write.now, 1}, reminder_of).empty();
            tell_due(write);
            return any;
        };
        while (database.write(some).value_or(false)) {}
    });
    runner.every("reminders.forget", base::day, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> {
            write.run(sql::forget_told, {write.now - keys_last});
            write.run(sql::forget_links, {write.now - 30 * base::day});
            return Done{};
        });
    });
}

void add_export() { accounts::add_to_export("reminders.json", exported); }

void forget_account(db::Write& write, AccountId person) {
    write.run(sql::forget_reminders_of, {person});
    write.run(sql::forget_choice_of, {person});
    write.run(sql::forget_links_of, {person});
}

}  // namespace reminders
