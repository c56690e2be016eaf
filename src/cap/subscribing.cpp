// WebSub as a subscriber: a hub that tells us of a change spares the wait for the next turn. What it sends is a sign to look
// at the source itself, and is not believed.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "cap/hub.hpp"
#include "cap/importing.hpp"
#include "cap/queries.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"

namespace cap {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

// Asked for again every day, so that no hub's lease runs out that is a day long or longer.
constexpr base::Time renewed_after = base::day;
constexpr std::int64_t lease_seconds = 10 * 86'400;
constexpr std::string_view about_secret = "cap_source/secret";

std::optional<Source> of_token(db::Read& read, http::Request const& request) {
    auto token = request.parameters.text("token");
    auto id = token.size() == 43 ? read.number(sql::source_by_token, {token}) : 0;
    return id ? find(read, id) : std::nullopt;
}

// Whether it was us who asked.
http::Answer confirm(http::Request const& request, db::Read& read) {
    auto source = of_token(read, request);
    auto const& fields = request.fields;
    bool const asked = source && !source->paused && fields.text("hub.mode") == "subscribe" && !source->topic.empty() && fields.text("hub.topic") == source->topic;
    if (!asked || fields.text("hub.challenge").size() > 1000) return refuse(Why::not_found, "Nothing was asked for here.");
    auto answer = http::text(std::string(fields.text("hub.challenge")));
    return answer.with("X-Content-Type-Options", "nosniff");
}

bool is_signed(Source const& source, http::Request const& request) {
    auto signature = request.header("x-hub-signature");
    auto secret = opened(source.secret, about_secret);
    if (secret.empty()) return false;
    if (signature.starts_with("sha256=")) return crypto::same(signature.substr(7), crypto::hex(crypto::hmac_sha256(secret, request.body)));
    if (signature.starts_with("sha1=")) return crypto::same(signature.substr(5), crypto::hex(crypto::hmac_sha1(secret, request.body)));
    return false;
}

http::Answer hear_of_change(http::Request const& request, db::Write& write) {
    auto source = of_token(write, request);
    if (!source) return refuse(Why::gone, "This source is no longer read.");
    // A forger learns nothing (WebSub, 8).
    if (!source->paused && is_signed(*source, request)) jobs::add(write, poll_job, std::to_string(source->id), 0, std::to_string(source->id));
    return http::text("", 202);
}

}  // namespace

void subscribe_where_possible(db::Database& database, Source const& source, Index const& index) {
    if (index.hub.empty()) return;
    auto const topic = index.self.empty() ? source.url : index.self;
    auto const now = database.read([](db::Read& read) { return read.now; });
    bool const same = source.hub == index.hub && source.topic == topic;
    if (same && source.lease_until > now) return;
    auto secret = crypto::new_token();
    (void)database.write([&](db::Write& write) -> Result<Done> {
        write.run(sql::set_hub, {source.id, index.hub, topic, sealed(secret, about_secret)});
        write.run(sql::set_lease, {source.id, write.now + renewed_after});
        return Done{};
    });
    auto field = [](std::string_view name, std::string_view value) { return std::string(name) + "=" + http::percent_encode(value); };
    http::Fetch fetch{.method = "POST", .url = index.hub, .largest = 64 << 10, .redirects = 0};
    fetch.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    fetch.body = field("hub.mode", "subscribe") + "&" + field("hub.topic", topic) + "&" + field("hub.callback", base::site_url() + "/alerts/sources/" + source.token) + "&" +
                 field("hub.secret", secret) + "&" + field("hub.lease_seconds", std::to_string(lease_seconds));
    (void)http::fetch(fetch);  // a hub that refuses costs nothing: the source is looked at in its turn
}

void add_callback_routes(http::Router::Section pages) {
    pages.get("/alerts/sources/:token", http::Open::to_anyone, confirm).limited({"alerts.callback", 120, 60}).says("Where another hub asks whether this server wants its messages");
    pages.post("/alerts/sources/:token", http::Open::to_anyone, hear_of_change).without_csrf().limited({"alerts.callback", 120, 60}).says("Where another hub tells of new alerts");
}

}  // namespace cap
