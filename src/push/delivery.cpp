// Brings notifications to push services, one job each.
#include "push/delivery.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "posts/posts.hpp"
#include "push/encryption.hpp"
#include "push/vapid.hpp"
#include <algorithm>

namespace push {
using base::Done, base::refuse, base::Result, base::Why;

namespace {

// A message that nobody fetched for so long would only disturb.
constexpr base::Time lives = 2 * base::day;
constexpr std::size_t longest_payload = 3000;  // a record holds 4096 with its key, tag and padding
constexpr std::int64_t longest_body = 140;

bool is_about(db::Read& read, Policy policy, notifications::Notification const& told) {
    if (policy == Policy::followed) return follows::is_follower(read, told.account, told.from);
    if (policy == Policy::follower) return follows::is_follower(read, told.from, told.account);
    return policy == Policy::all;
}

std::string picture_of(accounts::Account const& from) {
    if (from.avatar.empty()) return base::site_url() + html::asset("icon.svg");
    return from.avatar.starts_with('/') ? base::site_url() + from.avatar : from.avatar;
}

struct Told { std::string title, body, address; bool names_who = true; };

// What may not be read by everybody is not said, not even encrypted: it lies on a locked phone's screen.
std::optional<Told> told_of(db::Read& read, notifications::Notification const& told, accounts::Account const& from, html::Words const& words) {
    std::optional<posts::Post> post;
    std::string covered;
    if (told.post) {
        post = posts::find(read, told.post, told.account);
        if (!post) return std::nullopt;
        auto met = filters::apply(read, told.account, {*post}, filters::Context::notifications);
        if (filters::hides(met, *post)) return std::nullopt;
        if (auto found = met.find(post->id); found != met.end()) covered = found->second.front().filter.title;
    }
    bool is_open = !post || post->visibility == posts::Visibility::everyone || post->visibility == posts::Visibility::unlisted;
    if (!is_open && post->visibility == posts::Visibility::direct) return Told{words("You have a new message"), "", "/notifications", false};
    auto shown = notifications::shown(told, from, read, words);
    if (!shown) return std::nullopt;
    Told made{shown->sentence, "", shown->address};
    if (!covered.empty()) made.body = words("Covered: {titles}", {{"titles", covered}});
    else if (post && is_open)
        made.body = post->content_note.empty() ? base::shorten(post->text, longest_body) : words("Contains: {note}", {{"note", base::shorten(post->content_note, longest_body)}});
    return made;
}

struct Address { AccountId account; std::int64_t notification = 0, subscription = 0; };

std::optional<Address> address_in(std::string_view payload) {
    auto parts = base::split(payload, ' ');
    if (parts.size() != 3) return std::nullopt;
    auto account = base::parse<AccountId>(parts[0]);
    auto notification = base::parse_id(parts[1]), subscription = base::parse_id(parts[2]);
    if (!account || !notification || !subscription) return std::nullopt;
    return Address{*account, *notification, *subscription};
}

Result<Done> deliver(db::Database& database, jobs::Job const& job) {
    auto address = address_in(job.payload);
    if (!address) return Done{};
    struct Message { std::optional<Subscription> to; std::string text; };
    auto message = database.read([&](db::Read& read) {
        Message made{with_id(read, address->subscription), {}};
        bool fresh = base::time_of(address->notification) > read.now - lives;
        if (made.to && made.to->account == address->account && fresh) made.text = payload(read, *made.to, address->notification);
        return made;
    });
    if (message.text.empty()) return Done{};
    auto request = request_for(*message.to, message.text, base::clock_now());
    auto answered = request ? http::fetch(*request) : refuse(Why::forbidden, "The receiver's key is no key.");
    auto outcome = outcome_of(answered);
    if (outcome == Outcome::delivered) return Done{};
    if (outcome == Outcome::again) return refuse(Why::unavailable, answered ? "The push service answered " + std::to_string(answered->status) : "The push service does not answer.");
    return database.write([&](db::Write& write) -> Result<Done> {
        remove(write, address->subscription);
        return Done{};
    });
}

}  // namespace

std::string payload(db::Read& read, Subscription const& to, std::int64_t notification) {
    auto told = notifications::find(read, to.account, notification);
    if (!told || told->filtered || told->read || !is_about(read, to.policy, *told)) return {};
    auto from = accounts::find(read, told->from), reader = accounts::find(read, to.account);
    if (!from || !reader || from->suspended_at || reader->suspended_at) return {};
    html::Words words(reader->language);
    auto said = told_of(read, *told, *from, words);
    if (!said) return {};
    base::Json json;
    // Apps ask for all of these. The token they hold already: it is not sent around.
    json.object().pair("access_token", "").pair("preferred_locale", reader->language).pair("notification_id", told->id);
    json.pair("notification_type", notifications::is_about_alert(told->kind) ? "update" : std::string_view(told->kind)).pair("icon", said->names_who ? picture_of(*from) : base::site_url() + html::asset("icon.svg"));
    json.pair("title", base::shorten(said->title, longest_body)).pair("body", said->body);
    json.pair("url", said->address).end();  // for our own pages: a script cannot read the number of an id
    return json.text().size() <= longest_payload ? json.take() : std::string{};
}

std::string_view origin_of(std::string_view endpoint) { return endpoint.substr(0, endpoint.find('/', endpoint.find("//") + 2)); }

std::string contact_for_services() {
    auto const& contact = accounts::contact();
    return contact.find('@') != contact.npos && contact.find("//") == contact.npos ? "mailto:" + contact : base::site_url();
}

std::optional<http::Fetch> request_for(Subscription const& to, std::string_view payload, base::Time now) {
    auto token = vapid_token(server_keys(), origin_of(to.endpoint), contact_for_services(), now);
    return request_for(to, Note{.text = std::string(payload), .topic = {}, .until = now + lives}, token, now);
}

std::optional<http::Fetch> request_for(Subscription const& to, Note const& note, std::string_view token, base::Time now) {
    auto open = crypto::from_base64url(to.p256dh), auth = crypto::from_base64url(to.auth);
    if (!open || !auth) return std::nullopt;
    auto sender = new_keys();
    auto salt = crypto::random_bytes(16);
    Receiver receiver{*open, *auth};
    auto body = to.standard ? encrypt(note.text, receiver, sender, salt) : encrypt_as_draft(note.text, receiver, sender, salt);
    if (!body) return std::nullopt;
    http::Fetch request{.method = "POST", .url = to.endpoint, .headers = {}, .body = std::move(*body), .largest = 64 << 10, .redirects = 0};
    auto with = [&](std::string name, std::string value) { request.headers.emplace_back(std::move(name), std::move(value)); };
    with("Content-Type", "application/octet-stream");
    with("TTL", std::to_string(std::max<base::Time>(note.until - now, 0) / base::second));
    with("Urgency", note.urgent ? "high" : "normal");
    if (!note.topic.empty()) with("Topic", note.topic);
    if (to.standard) {
        with("Content-Encoding", "aes128gcm");
        with("Authorization", "vapid t=" + std::string(token) + ", k=" + server_key());
    } else {
        with("Content-Encoding", "aesgcm");
        with("Encryption", "salt=" + crypto::base64url(salt));
        with("Crypto-Key", "dh=" + crypto::base64url(sender.open) + ";p256ecdsa=" + server_key());
        with("Authorization", "WebPush " + std::string(token));
    }
    return request;
}

Outcome outcome_of(Result<http::Fetched> const& answer) {
    if (!answer) return answer.error().why == Why::forbidden ? Outcome::gone : Outcome::again;
    auto const status = answer->status;
    if (status >= 200 && status < 300) return Outcome::delivered;
    // 404 and 410 say so; other refusals of what is right would come again for ever.
    bool refused = status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    return refused ? Outcome::gone : Outcome::again;
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle("push.deliver", [&database](jobs::Job const& job) { return deliver(database, job); });
}

}  // namespace push
