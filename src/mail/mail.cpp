// The job that sends letters, and what it does by the setting mail.server.
#include "mail/mail.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/kept_sealer.hpp"
#include "http/fields.hpp"
#include "mail/letter.hpp"
#include "mail/smtp.hpp"
#include <memory>

namespace mail {
namespace {

constexpr std::string_view job_kind = "mail.send";

// mail.from may be an address, or a name with the address in <>.
std::string sender_address() {
    auto const open = from().rfind('<');
    return clean_address(open == std::string::npos ? from() : from().substr(open));
}

std::string sender() {
    return from().contains('<') ? from() : base::site_name() + " <" + from() + ">";
}

// RFC 5322 writes what RFC 9110 writes, but for the zone.
std::string date_of(base::Time time) {
    auto date = base::http_date(time);
    return date.substr(0, date.size() - 3) + "+0000";
}

constexpr std::string_view about_letter = "job.payload.mail.send.1";

// Without a file, in tests of single rooms, letters wait as they are.
crypto::KeptSealer& keys() {
    static crypto::KeptSealer one;
    return one;
}

std::shared_ptr<crypto::Sealer const> sealer() { return keys().file().empty() ? nullptr : keys().get(); }

// What waits from before letters were sealed begins as JSON does.
base::Result<std::string> opened(std::string const& payload) {
    if (payload.starts_with('{')) return payload;
    auto const with = sealer();
    auto text = with ? with->open(payload, about_letter) : std::nullopt;
    if (!text) return base::refuse(base::Why::invalid, "The letter cannot be opened: is the key file another one?");
    return *text;
}

// Set while the site starts, constant afterwards.
Watch& watching() {
    static Watch one;
    return one;
}

base::Result<base::Done> leave(jobs::Job const& job, Letter const& letter) {
    auto const address = sender_address();
    // The same at each attempt: who gets a letter twice sees that it is one.
    auto const id = std::to_string(job.id);
    auto const text = message(letter, sender(), date_of(base::time_of(job.id)), id + "." + address);
    if (server() != "folder") return hand_over(server(), address, letter.to, text);
    put_into_folder(id, text);
    return base::Done{};
}

base::Result<base::Done> deliver(jobs::Job const& job) {
    http::Fields fields;
    TRY(http::parse_json(TRY(opened(job.payload)), fields));
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    Letter const letter{text("to"), text("subject"), text("text"), text("about"), text("unsubscribe"), text("calendar"), text("method")};
    if (!is_address(letter.to)) return base::refuse(base::Why::invalid, "This is not an address that mail can go to.");
    auto const watched = !letter.about.empty();
    if (watched && watching().still_wanted && !watching().still_wanted(letter.about)) return base::Done{};
    auto left = leave(job, letter);
    if (watched && watching().ended) watching().ended(letter.about, left.has_value());
    return left;
}

}  // namespace

std::string paragraphs(std::vector<std::string> const& all) {
    std::string text;
    for (auto const& each : all) (text += text.empty() ? "" : "\n\n") += each;
    return text + "\n";
}

void send(db::Write& write, Letter const& letter) {
    base::Json json;
    json.object().pair("to", letter.to).pair("subject", letter.subject).pair("text", letter.text);
    if (!letter.about.empty()) json.pair("about", letter.about);
    if (!letter.unsubscribe.empty()) json.pair("unsubscribe", letter.unsubscribe);
    if (!letter.calendar.empty()) json.pair("calendar", letter.calendar).pair("method", letter.method);
    auto const text = json.end().take();
    auto const with = sealer();
    jobs::add(write, job_kind, with ? with->seal(text, about_letter) : text);
}

void keep_keys_in(std::string key_file) { keys().keep_in(std::move(key_file)); }

void watch(Watch asked) { watching() = std::move(asked); }

void start(jobs::Runner& runner, std::string folder) {
    keep_letters_in(folder);
    runner.handle(std::string(job_kind), deliver);
}

}  // namespace mail
