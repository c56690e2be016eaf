// An alert by letter: at once, or with others in a daily one. A letter is stored by the commit that notes who gets it, so
// that nobody gets two.
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "alerts/telling.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/words.hpp"
#include "mail/mail.hpp"
#include <algorithm>
#include <mutex>

namespace alerts {

namespace {

constexpr std::size_t batch_size = 100;
constexpr base::Time digest_hour = 7 * base::hour;
constexpr std::string_view token_about = "alerts.letters";

// Guarded by its mutex.
struct Keys {
    std::mutex mutex;
    std::string file;
    std::unique_ptr<crypto::Sealer> sealer;
};
Keys& keys() {
    static Keys one;
    return one;
}

template <class Work> auto with_sealer(Work work) {
    std::lock_guard lock(keys().mutex);
    if (keys().file.empty()) throw std::logic_error("nobody said where keys are kept");
    if (!keys().sealer) keys().sealer = std::make_unique<crypto::Sealer>(keys().file);
    return work(*keys().sealer);
}

struct Reader { accounts::Account account; std::string email; };

std::vector<Reader> readers(db::Read& read, std::vector<AccountId> const& people) {
    std::vector<Reader> all;
    for (auto const& facts : accounts::login_facts(read, people))
        if (auto account = facts.confirmed ? accounts::find(read, facts.account) : std::nullopt; account && !account->hidden() && !account->disabled_at)
            all.push_back({std::move(*account), facts.email});
    return all;
}

std::string titled(html::Words const& words, Alert const& alert, std::string const& title) {
    if (alert.message.type == MessageType::cancel) return words("Over: {headline}", {{"headline", title}});
    if (alert.message.type == MessageType::update) return words("Update: {headline}", {{"headline", title}});
    return title;
}

void add(std::vector<std::string>& parts, std::string text) {
    if (!text.empty()) parts.push_back(std::move(text));
}

// Whole, for the answer may be needed where no page opens.
std::vector<std::string> parts_of(html::Words const& words, db::Read& read, Alert const& alert) {
    auto const& info = in_language(alert.message, words.locale());
    std::vector<std::string> parts;
    add(parts, practice_of(words, alert.message));
    add(parts, titled(words, alert, headline_of(info)));
    if (!alert.changed.empty()) add(parts, words("What changed") + "\n" + alert.changed);
    if (!alert.why.empty()) add(parts, words("Why") + "\n" + alert.why);
    add(parts, info.description);
    std::string steps;
    for (auto const& step : steps_of(info)) (steps += steps.empty() ? "- " : "\n- ") += step;
    add(parts, steps);
    std::string places;
    for (auto const& area : info.areas) (places += places.empty() ? "" : "; ") += area.description;
    if (!places.empty()) add(parts, words("Where it holds") + "\n" + base::shorten(places, 1000));
    add(parts, info.contact);
    auto const ends = ends_of(words, alert);
    add(parts, words("Issued by {name}", {{"name", issuer_of(read, alert)}}) + (ends.empty() ? "" : "\n" + ends));
    add(parts, alert.url());
    return parts;
}

// The subject names the event and no place: it shows on a locked phone.
std::string subject_of(html::Words const& words, Alert const& alert) {
    return titled(words, alert, level_of(words, alert.message, in_language(alert.message, words.locale())));
}

mail::Letter letter_to(db::Read& read, Alert const& alert, Reader const& reader) {
    html::Words const words(reader.account.language);
    auto parts = parts_of(words, read, alert);
    parts.push_back(letters_foot(words, reader.account.id));
    return {.to = reader.email, .subject = subject_of(words, alert), .text = mail::paragraphs(parts), .about = alert.id.text(), .unsubscribe = letters_address(reader.account.id)};
}

}  // namespace

void keep_letter_keys_in(std::string key_file) {
    std::lock_guard lock(keys().mutex);
    keys().file = std::move(key_file);
    keys().sealer.reset();
}

std::string letters_address(AccountId account) {
    auto const token = with_sealer([&](crypto::Sealer const& sealer) { return sealer.seal(account.text(), token_about); });
    return base::site_url() + "/alerts/letters/" + crypto::base64url(token);
}

std::string letters_foot(html::Words const& words, AccountId person) {
    return words("You get this letter because you asked {site} for alerts by mail. Other letters, or none:", {{"site", base::site_name()}}) + "\n" + letters_address(person);
}

// Seven in the morning where the reader is.
base::Time next_letters(std::string_view zone, base::Time now) {
    auto const name = html::known_zone(zone);
    auto const shown = html::time_there(name, now);
    auto morning = shown - shown % base::day + digest_hour;
    if (morning <= shown) morning += base::day;
    return html::time_when_clocks_show(name, morning);
}

std::optional<AccountId> account_of_letters(std::string_view token) {
    auto const sealed = crypto::from_base64url(token);
    auto const opened = sealed ? with_sealer([&](crypto::Sealer const& sealer) { return sealer.open(*sealed, token_about); }) : std::nullopt;
    return opened ? base::parse<AccountId>(*opened) : std::nullopt;
}

std::string letter_text(html::Words const& words, db::Read& read, Alert const& alert) {
    return subject_of(words, alert) + "\n\n" + mail::paragraphs(parts_of(words, read, alert));
}

void mail_on(db::Database& database, AlertId id, People const& people) {
    auto telling = Telling::take(database, id, Way::mail);
    while (telling) {
        if (people.stopping && people.stopping()) return telling->rest();
        auto const batch = telling->next(people, batch_size);
        if (!batch) return;
        struct Waits { AccountId person; base::Time until = 0; };
        struct Made { std::vector<std::pair<AccountId, mail::Letter>> letters; std::vector<Waits> waiting; };
        auto const made = database.read([&](db::Read& read) {
            Made all;
            for (auto const& reader : readers(read, batch->people)) {
                auto const wish = people.wish(read, reader.account.id, batch->alert);
                if (wish.letter) all.letters.emplace_back(reader.account.id, letter_to(read, batch->alert, reader));
                else if (wish.digest) all.waiting.push_back({reader.account.id, next_letters(accounts::place(read, reader.account.id).zone, read.now)});
            }
            return all;
        });
        bool const ours = telling->step(batch->people.back(), [&](db::Write& write, Alert const& now) {
            for (auto const& [person, letter] : made.letters) {
                note_told(write, now, Way::mail, person);
                mail::send(write, letter);
            }
            for (auto const& each : made.waiting) {
                write.run(sql::put_digest, {each.person, id});
                jobs::add(write, "alerts.digest", each.person.text(), each.until, each.person.text());
            }
            if (!made.letters.empty()) count(write, id, Channel::mail_queued, static_cast<std::int64_t>(made.letters.size()));
            if (!made.waiting.empty()) count(write, id, Channel::mail_digest, static_cast<std::int64_t>(made.waiting.size()));
        });
        if (!ours) return;
    }
}

void mail_digest(db::Database& database, AccountId person) {
    database.wait_write([&](db::Write& write) {
        auto const ids = write.rows(sql::digest_of, {person}, [](db::Row const& row) { return row.id<AlertId>(0); });
        write.run(sql::delete_digest, {person});
        auto const found = readers(write, {person});
        if (found.empty()) return true;
        auto const& reader = found.front();
        html::Words const words(reader.account.language);
        std::vector<std::string> parts;
        for (auto id : ids) {
            auto const alert = find(write, id);
            if (!alert || !is_to_be_told(*alert, write.now)) continue;
            auto const& info = in_language(alert->message, words.locale());
            auto const ends = ends_of(words, *alert);
            parts.push_back(titled(words, *alert, headline_of(info)) + "\n" + level_of(words, alert->message, info) + "\n" + issuer_of(write, *alert) + (ends.empty() ? "" : " · " + ends) + "\n" + alert->url());
            note_told(write, *alert, Way::mail, person);
        }
        if (parts.empty()) return true;
        parts.push_back(letters_foot(words, person));
        mail::send(write, {.to = reader.email, .subject = words("Alerts of the day at {site}", {{"site", base::site_name()}}), .text = mail::paragraphs(parts), .unsubscribe = letters_address(person)});
        return true;
    });
}

// alerts.json: of which alerts somebody was told, by which way, and what waits for their daily letter.
std::string told_as_json(db::Read& read, AccountId account) {
    base::Json json;
    auto const id_of = [](db::Row const& row) { return row.id<AlertId>(0); };
    json.object().key("told").array();
    read.each(sql::told_to, {account}, [&](db::Row const& row) { json.object().pair("alert", base::site_url() + "/alerts/" + id_of(row).text()).pair("by", row.text(1)).end(); });
    json.end().key("in_the_next_daily_letter").array();
    for (auto id : read.rows(sql::digest_of, {account}, id_of)) json.value(base::site_url() + "/alerts/" + id.text());
    json.end().key("put_away").array();
    for (auto id : dismissed(read, account)) json.value(base::site_url() + "/alerts/" + id.text());
    return json.end().end().take();
}

void watch_letters(db::Database& database) {
    mail::watch({.still_wanted =
                     [&database](std::string_view about) {
                         auto const id = base::parse<AlertId>(about);
                         return id && database.read([&](db::Read& read) {
                             auto const alert = find(read, *id);
                             return alert && is_to_be_told(*alert, read.now);
                         });
                     },
                 .ended = [](std::string_view about, bool left) {
                     if (auto const id = base::parse<AlertId>(about)) count_soon(*id, left ? Channel::mail_sent : Channel::mail_failed);
                 }});
}

}  // namespace alerts
