// The hub: it believes a subscriber's callback alone, and tells each by a job of its own, so that a slow one holds up nobody.
#include "cap/hub.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cap/queries.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "http/document.hpp"
#include <algorithm>
#include <filesystem>
#include <mutex>

namespace cap {

using base::Done, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::int64_t shortest_lease = 300, usual_lease = 10 * 86'400, longest_lease = 30 * 86'400, most_subscribers = 10'000;
constexpr int most_at_once = 200, most_attempts = 4, most_failures = 50;
constexpr std::string_view verify_job = "cap.verify_subscriber", tell_job = "cap.tell_subscribers", deliver_job = "cap.deliver";

// Guarded by its mutex.
struct Sealing {
    std::mutex mutex;
    std::string file;
    std::shared_ptr<crypto::Sealer const> sealer;
};
Sealing& sealing() {
    static Sealing one;
    return one;
}
std::shared_ptr<crypto::Sealer const> sealer() {
    std::scoped_lock lock(sealing().mutex);
    std::filesystem::create_directories(std::filesystem::path(sealing().file).parent_path());
    if (!sealing().sealer) sealing().sealer = std::make_shared<crypto::Sealer const>(sealing().file);
    return sealing().sealer;
}

bool is_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && text.size() < 2000 && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '"' && c != '#'; });
}

struct Subscriber { std::int64_t id = 0; std::string topic, callback, secret; base::Time lease_until = 0; std::int64_t failures = 0; };

std::optional<Subscriber> subscriber(db::Read& read, std::int64_t id) {
    return read.one(sql::subscriber, {id}, [](db::Row const& row) { return Subscriber{row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.integer(5)}; });
}

std::string packed(Asked const& asked) {
    base::Json json;
    json.object().pair("subscribes", asked.subscribes).pair("topic", asked.topic).pair("callback", asked.callback).pair("secret", asked.secret).pair("lease", asked.lease_seconds).end();
    return sealed(json.text(), verify_job);
}

std::optional<Asked> unpacked(std::string_view payload) {
    auto json = http::Document::read(opened(payload, verify_job));
    if (!json) return std::nullopt;
    auto const& from = *json;
    return Asked{from["subscribes"].flag(), std::string(from["topic"].text()), std::string(from["callback"].text()), std::string(from["secret"].text()), from["lease"].integer().value_or(0)};
}

// A callback that does not give the challenge back did not ask: nothing is kept, and nobody is told.
Result<Done> verify_intent(db::Database& database, Asked const& asked) {
    auto challenge = crypto::new_token();
    std::string query = "hub.mode=" + std::string(asked.subscribes ? "subscribe" : "unsubscribe") + "&hub.topic=" + http::percent_encode(base::site_url() + asked.topic) + "&hub.challenge=" + challenge;
    if (asked.subscribes) query += "&hub.lease_seconds=" + std::to_string(asked.lease_seconds);
    http::Fetch fetch{.url = with_query(asked.callback, query), .largest = 4096, .redirects = 0};
    auto answer = http::fetch(fetch);
    if (!answer || answer->status < 200 || answer->status > 299 || base::trim(answer->body) != challenge) return Done{};
    return database.write([&](db::Write& write) -> Result<Done> {
        write.run(sql::end_leases, {write.now});
        if (!asked.subscribes) {
            write.run(sql::delete_subscriber, {asked.topic, asked.callback});
        } else if (write.number(sql::count_subscribers, {}) < most_subscribers) {
            auto id = write.new_id<base::Id<Subscriber>>();
            auto secret = asked.secret.empty() ? std::string() : sealed(asked.secret, "cap_subscriber/secret");
            write.run(sql::put_subscriber, {id, asked.topic, asked.callback, secret, write.now + asked.lease_seconds * base::second});
        }
        return Done{};
    });
}

Result<Done> tell_all(db::Database& database, alerts::AlertId alert) {
    auto topics = database.read([&](db::Read& read) { return feeds_that_show(read, alert); });
    for (auto const& topic : topics)
        for (std::int64_t last = 0, count = most_at_once; count == most_at_once;)
            TRY(database.write([&](db::Write& write) -> Result<Done> {
                auto batch = write.rows(sql::subscribers_of, {topic, write.now, last, most_at_once}, [](db::Row const& row) { return row.integer(0); });
                for (auto id : batch) jobs::add(write, deliver_job, std::to_string(id), 0, std::to_string(id));
                count = static_cast<std::int64_t>(batch.size());
                if (count > 0) alerts::count(write, alert, alerts::Channel::websub, count);
                if (!batch.empty()) last = batch.back();
                return Done{};
            }));
    return Done{};
}

http::Fetch message_to(Subscriber const& to, Published const& feed) {
    http::Fetch fetch{.method = "POST", .url = to.callback, .body = feed.body, .largest = 64 << 10, .redirects = 0};
    fetch.headers = {{"content-type", feed.type}};
    for (auto const& [name, value] : feed.headers) fetch.headers.emplace_back(name == "Link" ? "link" : name, value);
    if (!to.secret.empty()) fetch.headers.emplace_back("x-hub-signature", "sha256=" + crypto::hex(crypto::hmac_sha256(opened(to.secret, "cap_subscriber/secret"), feed.body)));
    return fetch;
}

Result<Done> deliver(db::Database& database, std::int64_t id, int attempts) {
    auto found = database.read([&](db::Read& read) -> std::optional<std::pair<Subscriber, Published>> {
        auto to = subscriber(read, id);
        if (!to || to->lease_until <= read.now) return std::nullopt;
        auto feed = feed_at(read, to->topic);
        if (!feed) return std::nullopt;
        return std::pair(*to, *feed);
    });
    if (!found) return Done{};
    auto answer = http::fetch(message_to(found->first, found->second));
    bool const heard = answer && answer->status >= 200 && answer->status < 300;
    bool const leaves = (answer && answer->status == 410) || (!heard && found->first.failures >= most_failures);
    (void)database.write([&](db::Write& write) -> Result<Done> {
        write.run(leaves ? sql::delete_subscriber_by_id : heard ? sql::subscriber_heard : sql::subscriber_failed, {id});
        return Done{};
    });
    // The next change is told anyway: nothing of today's is tried for days.
    if (heard || leaves || attempts >= most_attempts) return Done{};
    return base::refuse(Why::unavailable, "The subscriber does not answer.");
}

http::Answer take_request(http::Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    auto mode = fields.text("hub.mode");
    if (mode != "subscribe" && mode != "unsubscribe") return refuse_field("hub.mode", "ERR_INCLUSION", "hub.mode is subscribe or unsubscribe.");
    TRY(ask(write, {mode == "subscribe", std::string(fields.text("hub.topic")), std::string(fields.text("hub.callback")), std::string(fields.text("hub.secret")), fields.integer("hub.lease_seconds").value_or(0)}));
    return http::text("", 202);
}

}  // namespace

void keep_sealing_key_in(std::string const& folder) {
    std::scoped_lock lock(sealing().mutex);
    sealing().file = folder + "/keys";  // the server's own, as for all that is sealed
    sealing().sealer.reset();
}

std::string sealed(std::string_view plain, std::string_view about) { return crypto::base64(sealer()->seal(plain, about)); }

std::string opened(std::string_view sealed, std::string_view about) {
    auto bytes = crypto::from_base64(sealed);
    return bytes ? sealer()->open(*bytes, about).value_or("") : std::string();
}

std::string with_query(std::string_view address, std::string_view query) {
    return std::string(address) + (address.contains('?') ? "&" : "?") + std::string(query);
}

Result<Done> ask(db::Write& write, Asked asked) {
    auto const site = base::site_url();
    if (!asked.topic.starts_with(site)) return refuse_field("hub.topic", "ERR_INVALID", "This hub tells of this server's alert feeds only.");
    asked.topic.erase(0, site.size());
    if (asked.topic.size() > 300 || !feed_at(write, asked.topic)) return refuse_field("hub.topic", "ERR_INVALID", "This hub tells of this server's alert feeds only.");
    if (!is_address(asked.callback)) return refuse_field("hub.callback", "ERR_INVALID", "The callback is no address on the web.");
    if (asked.secret.size() >= 200) return refuse_field("hub.secret", "ERR_TOO_LONG", "A secret has fewer than 200 bytes.");
    asked.lease_seconds = asked.lease_seconds <= 0 ? usual_lease : std::clamp(asked.lease_seconds, shortest_lease, longest_lease);
    jobs::add(write, verify_job, packed(asked));
    return Done{};
}

void add_hub_routes(http::Router::Section pages) {
    pages.post("/alerts/hub", http::Open::to_anyone, take_request).without_csrf().limited({"alerts.hub", 30, 600}).says("The WebSub hub of the alert feeds");
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind != alerts::Issued::kind && event.kind != alerts::Ended::kind) return;
    if (write.number(sql::count_subscribers, {}) > 0) jobs::add(write, tell_job, std::to_string(event.ids[0]));
}

void add_hub_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(verify_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto asked = unpacked(job.payload);
        return asked ? verify_intent(database, *asked) : Done{};
    });
    runner.handle(std::string(tell_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto alert = base::parse<alerts::AlertId>(job.payload);
        return alert ? tell_all(database, *alert) : Done{};
    });
    runner.handle(std::string(deliver_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto id = base::parse_id(job.payload);
        return id ? deliver(database, *id, job.attempts) : Done{};
    });
}

}  // namespace cap
