// The job that sends letters, and what it does by the setting mail.server.
#include "mail/mail.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "http/fields.hpp"
#include "mail/letter.hpp"
#include "mail/smtp.hpp"

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

base::Result<base::Done> deliver(jobs::Job const& job) {
    http::Fields fields;
    TRY(http::parse_json(job.payload, fields));
    Letter const letter{std::string(fields.text("to")), std::string(fields.text("subject")), std::string(fields.text("text"))};
    if (!is_address(letter.to)) return base::refuse(base::Why::invalid, "This is not an address that mail can go to.");
    auto const address = sender_address();
    // The same at each attempt: who gets a letter twice sees that it is one.
    auto const id = std::to_string(job.id);
    auto const text = message(letter, sender(), date_of(base::time_of(job.id)), id + "." + address);
    if (server() != "folder") return hand_over(server(), address, letter.to, text);
    put_into_folder(id, text);
    return base::Done{};
}

}  // namespace

void send(db::Write& write, Letter const& letter) {
    auto const payload = base::Json().object().pair("to", letter.to).pair("subject", letter.subject).pair("text", letter.text).end().take();
    jobs::add(write, job_kind, payload);
}

void start(jobs::Runner& runner, std::string folder) {
    keep_letters_in(folder);
    runner.handle(std::string(job_kind), deliver);
}

}  // namespace mail
