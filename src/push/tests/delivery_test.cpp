// Messages on their way to a push service of our own, read there by another decryption than the one that is tested.
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "filters/filters.hpp"
#include "http/client.hpp"
#include "local_server.hpp"
#include "posters.hpp"
#include "push/encryption.hpp"
#include "push/keys.hpp"
#include "push/push.hpp"
#include "push/vapid.hpp"
#include <boost/json.hpp>
#include <deque>
#include <mutex>
#include <openssl/kdf.h>

using namespace testing_people;
using base::AccountId, base::PostId;
using posts::Visibility;

namespace {

using Arrived = testing_local::Connection;

// Answers each message with the next status it was given, else 201.
class Service {
public:
    std::string origin() const { return server_.at(""); }
    std::string endpoint() const { return server_.at("/send/here"); }
    void answer(int status) {
        std::lock_guard lock(mutex_);
        statuses_.push_back(status);
    }
    std::vector<Arrived> take() {
        std::lock_guard lock(mutex_);
        return std::exchange(arrived_, {});
    }

private:
    void serve(Arrived const& arrived) {
        int status = 201;
        {
            std::lock_guard lock(mutex_);
            if (!statuses_.empty()) {
                status = statuses_.front();
                statuses_.pop_front();
            }
            arrived_.push_back(arrived);
        }
        arrived.answer(std::to_string(status) + " Said");
    }

    std::mutex mutex_;  // guards the two
    std::deque<int> statuses_;
    std::vector<Arrived> arrived_;
    testing_local::Server server_{[this](Arrived const& arrived) { serve(arrived); }};
};

// OpenSSL's own HKDF and decryption, from the receiver's side.
std::string hkdf(std::string const& salt, std::string const& input, std::string const& info, std::size_t size) {
    push::Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
    std::string out(size, '\0');
    REQUIRE(EVP_PKEY_derive_init(context.get()) == 1);
    EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256());
    EVP_PKEY_CTX_set1_hkdf_salt(context.get(), push::bytes(std::string_view(salt)), static_cast<int>(salt.size()));
    EVP_PKEY_CTX_set1_hkdf_key(context.get(), push::bytes(std::string_view(input)), static_cast<int>(input.size()));
    EVP_PKEY_CTX_add1_hkdf_info(context.get(), push::bytes(std::string_view(info)), static_cast<int>(info.size()));
    REQUIRE(EVP_PKEY_derive(context.get(), push::bytes(out), &size) == 1);
    return out;
}

std::string agreed(push::Keys const& mine, std::string const& theirs) {
    auto key = push::secret_key(mine), other = push::public_key(theirs);
    REQUIRE((key && other));
    push::Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.get(), nullptr));
    std::string out(32, '\0');
    auto size = out.size();
    EVP_PKEY_derive_init(context.get());
    EVP_PKEY_derive_set_peer(context.get(), other.get());
    REQUIRE(EVP_PKEY_derive(context.get(), push::bytes(out), &size) == 1);
    return out;
}

std::string opened(std::string const& key, std::string const& nonce, std::string sealed) {
    push::Owned<EVP_CIPHER_CTX> cipher(EVP_CIPHER_CTX_new());
    std::string tag = sealed.substr(sealed.size() - 16), plain(sealed.size() - 16, '\0');
    int size = 0, last = 0;
    EVP_DecryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, push::bytes(std::string_view(key)), push::bytes(std::string_view(nonce)));
    EVP_DecryptUpdate(cipher.get(), push::bytes(plain), &size, push::bytes(std::string_view(sealed)), static_cast<int>(plain.size()));
    EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, 16, tag.data());
    REQUIRE(EVP_DecryptFinal_ex(cipher.get(), push::bytes(plain) + size, &last) == 1);
    return plain;
}

std::string zero(std::string text) { return text + '\0'; }

struct Phone {
    push::Keys keys = push::new_keys();
    std::string auth = crypto::random_bytes(16);

    std::string read(Arrived const& message) const {
        auto salt = message.body().substr(0, 16), sender = message.body().substr(21, 65);
        auto input = hkdf(auth, agreed(keys, sender), zero("WebPush: info") + keys.open + sender, 32);
        auto plain = opened(hkdf(salt, input, zero("Content-Encoding: aes128gcm"), 16), hkdf(salt, input, zero("Content-Encoding: nonce"), 12), message.body().substr(86));
        REQUIRE(plain.back() == 2);
        return plain.substr(0, plain.size() - 1);
    }
    std::string read_draft(Arrived const& message) const {
        auto part = [](std::string const& field, std::string const& name) {
            auto at = field.find(name + "=") + name.size() + 1;
            return *crypto::from_base64url(field.substr(at, field.find(';', at) - at));
        };
        auto salt = part(message.header("Encryption"), "salt"), sender = part(message.header("Crypto-Key"), "dh");
        auto length = std::string("\0\x41", 2);
        auto context = zero("P-256") + length + keys.open + length + sender;
        auto input = hkdf(auth, agreed(keys, sender), zero("Content-Encoding: auth"), 32);
        auto plain = opened(hkdf(salt, input, zero("Content-Encoding: aesgcm") + context, 16), hkdf(salt, input, zero("Content-Encoding: nonce") + context, 12), message.body());
        return plain.substr(2);
    }
};

struct Pushing : Posters {
    Service service;
    Phone phone;
    jobs::Runner runner{database, 1};

    Pushing() : Posters({filters::schema, push::schema}) {
        http::allow_loopback.change(true);
        set_now(base::clock_now());
        database.on_emit(push::hear);
        push::add_jobs(runner, database);
        // Sentences are registered with the pages that show them.
        static http::Router router;
        static bool const shown = [] { posts::add_pages(router.speaking(html::refuse_as_page)); return true; }();
        (void)shown;
    }
    ~Pushing() { http::allow_loopback.change(false); }

    push::Subscription wanted(bool standard = true) {
        return {.account = ada, .grant = 7, .endpoint = service.endpoint(), .p256dh = crypto::base64url(phone.keys.open), .auth = crypto::base64url(phone.auth),
                .standard = standard, .alerts = {"mention", "favourite"}};
    }
    void subscribe(push::Subscription const& wanted) {
        REQUIRE(write([&](db::Write& write) { return push::subscribe(write, wanted); }));
    }
    void subscribe() { subscribe(wanted()); }
    std::vector<Arrived> delivered() {
        runner.run_due();
        return service.take();
    }
    boost::json::object only_message() {
        auto all = delivered();
        REQUIRE(all.size() == 1);
        return boost::json::parse(phone.read(all.front())).as_object();
    }
    std::size_t subscriptions() { return read([&](db::Read& read) { return push::all_of(read, ada).size(); }); }
    void let_strangers_in() {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::set_policy(write, ada, {.private_mentions = notifications::Treatment::accept}); return base::Done{}; });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Pushing, "a mention arrives encrypted, signed for its push service, and without secrets") {
    subscribe();
    REQUIRE(say(ben, "@ada how are you?"));
    auto all = delivered();
    REQUIRE(all.size() == 1);
    auto const& message = all.front();
    CHECK(message.head().starts_with("POST /send/here "));
    CHECK(message.header("Content-Encoding") == "aes128gcm");
    CHECK(message.header("TTL") == "172800");
    CHECK(message.header("Urgency") == "normal");
    auto signature = message.header("Authorization");
    REQUIRE(signature.starts_with("vapid t="));
    auto token = signature.substr(8, signature.find(',') - 8);
    auto dot = token.rfind('.');
    CHECK(push::verify_es256(*crypto::from_base64url(push::server_key()), token.substr(0, dot), *crypto::from_base64url(token.substr(dot + 1))));
    CHECK(crypto::from_base64url(token.substr(token.find('.') + 1, dot - token.find('.') - 1))->contains("\"aud\":\"" + service.origin() + "\""));
    CHECK(signature.ends_with("k=" + push::server_key()));

    auto said = boost::json::parse(phone.read(message)).as_object();
    CHECK(said["access_token"].as_string() == "");
    CHECK(said["notification_type"].as_string() == "mention");
    CHECK(said["preferred_locale"].as_string() == "en");
    CHECK(said["notification_id"].is_int64());
    CHECK(std::string(said["title"].as_string()).contains("ben"));
    CHECK(said["body"].as_string() == "@ada how are you?");
    CHECK(std::string(said["icon"].as_string()).starts_with("http"));
    CHECK_FALSE(message.head().contains("how are you"));
}

TEST_CASE_FIXTURE(Pushing, "an app that knows the draft only gets what it can read") {
    subscribe(wanted(false));
    REQUIRE(say(ben, "@ada hello"));
    auto all = delivered();
    REQUIRE(all.size() == 1);
    CHECK(all.front().header("Content-Encoding") == "aesgcm");
    CHECK(all.front().header("Authorization").starts_with("WebPush "));
    CHECK(all.front().header("Crypto-Key").contains(";p256ecdsa=" + push::server_key()));
    CHECK(boost::json::parse(phone.read_draft(all.front())).as_object()["body"].as_string() == "@ada hello");
}

TEST_CASE_FIXTURE(Pushing, "nothing of a private post is in a message, not even who wrote it") {
    let_strangers_in();
    subscribe();
    REQUIRE(say(ben, "@ada secret diagnosis", Visibility::direct));
    auto said = only_message();
    CHECK(said["title"].as_string() == "You have a new message");
    CHECK(said["body"].as_string() == "");
    CHECK_FALSE(boost::json::serialize(said).contains("ben"));
    auto mine = say(ada, "For followers: a diagnosis", Visibility::followers);
    follow(ben, ada);
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ben, mine->id); }));
    CHECK(only_message()["body"].as_string() == "");
    auto noted = draft("@ada details");
    noted.content_note = "Operation";
    REQUIRE(say(ben, noted));
    auto body = std::string(only_message()["body"].as_string());
    CHECK(body.contains("Operation"));
    CHECK_FALSE(body.contains("details"));
}

TEST_CASE_FIXTURE(Pushing, "only what was asked for is sent: by kind, by person, unread, and not hidden by a filter") {
    subscribe();
    follow(ben, ada);
    CHECK(delivered().empty());  // follows were not asked for
    auto change = [&](push::Policy policy) { REQUIRE(write([&](db::Write& write) { return push::change(write, ada, 7, {"mention"}, policy); })); };
    auto sent = [&](AccountId who) { REQUIRE(say(who, "@ada x")); return delivered().size() == 1; };
    change(push::Policy::follower);
    CHECK(sent(ben));
    CHECK_FALSE(sent(cleo));
    change(push::Policy::followed);
    CHECK_FALSE(sent(ben));
    follow(ada, cleo);
    CHECK(sent(cleo));
    change(push::Policy::none);
    CHECK_FALSE(sent(cleo));
    change(push::Policy::all);
    REQUIRE(say(ben, "@ada y"));
    auto newest = read([&](db::Read& read) { return notifications::list(read, ada, {.limit = 1}).front().id; });
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::mark_read(write, ada, newest); return base::Done{}; });
    CHECK(delivered().empty());
    REQUIRE(write([&](db::Write& write) {
        return filters::create(write, ada, {.title = "x", .contexts = Kinds{"notifications"}, .action = "hide", .keywords = {{.text = "spider"}}});
    }));
    REQUIRE(say(ben, "@ada a spider"));
    CHECK(delivered().empty());
}

TEST_CASE_FIXTURE(Pushing, "an endpoint that is gone loses its subscription; one that is busy is asked again") {
    subscribe();
    for (int status : {429, 503}) service.answer(status);
    REQUIRE(say(ben, "@ada one"));
    CHECK(delivered().size() == 1);
    advance(base::hour);
    CHECK(delivered().size() == 1);
    CHECK(subscriptions() == 1);
    advance(base::hour);
    CHECK(delivered().size() == 1);  // taken at last
    advance(base::hour);
    CHECK(delivered().empty());
    service.answer(410);
    REQUIRE(say(ben, "@ada two"));
    CHECK(delivered().size() == 1);
    CHECK(subscriptions() == 0);
}

TEST_CASE_FIXTURE(Pushing, "a message too old to matter is dropped") {
    subscribe();
    REQUIRE(say(ben, "@ada one"));
    advance(3 * base::day);
    CHECK(delivered().empty());
}

TEST_CASE_FIXTURE(Pushing, "our own network is not reached, and such a subscription goes") {
    auto inside = wanted();
    inside.endpoint = "https://127.0.0.1:1/inside";
    http::allow_loopback.change(false);
    subscribe(inside);
    REQUIRE(say(ben, "@ada one"));
    CHECK(delivered().empty());
    CHECK(subscriptions() == 0);
}

TEST_CASE_FIXTURE(Pushing, "a subscription ends with its token, with all older ones, and with a suspension") {
    auto token = [&] { return *write([&](db::Write& write) { return accounts::create_token(write, ada, "push"); }); };
    token();
    subscribe();
    auto later = wanted();
    later.grant = 8;
    subscribe(later);
    CHECK(subscriptions() == 2);
    auto happens = [&](auto event) { (void)write([&](db::Write& write) -> base::Result<base::Done> { write.emit(event); return base::Done{}; }); };
    happens(accounts::GrantEnded{ada, 7});
    CHECK(subscriptions() == 1);
    happens(accounts::GrantEnded{ben, 8});
    happens(accounts::GrantEnded{ada, 0, 8});
    CHECK(subscriptions() == 1);
    happens(accounts::GrantEnded{ada, 0, 9});
    CHECK(subscriptions() == 0);
    subscribe();
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, ada); }));
    CHECK(subscriptions() == 0);
}

TEST_CASE_FIXTURE(Pushing, "bad subscriptions are refused with the field at fault") {
    auto fault = [&](auto change) {
        auto bad = wanted();
        change(bad);
        auto made = write([&](db::Write& write) { return push::subscribe(write, bad); });
        return made ? std::string("none") : made.error().fields.front().field;
    };
    CHECK(fault([](auto&) {}) == "none");
    CHECK(fault([](auto& bad) { bad.endpoint = ""; }) == "endpoint");
    CHECK(fault([](auto& bad) { bad.endpoint = "ftp://push.example/x"; }) == "endpoint");
    CHECK(fault([](auto& bad) { bad.endpoint = "https://push.example/ x"; }) == "endpoint");
    CHECK(fault([](auto& bad) { bad.endpoint = "https://push.example/" + std::string(1'000'000, 'x'); }) == "endpoint");
    CHECK(fault([](auto& bad) { bad.p256dh = "AAAA"; }) == "p256dh");
    CHECK(fault([](auto& bad) { bad.auth = "!"; }) == "auth");
    CHECK(fault([](auto& bad) { bad.p256dh += "="; bad.auth += "=="; }) == "none");
    CHECK(subscriptions() == 1);
}

TEST_CASE_FIXTURE(Pushing, "every statement of this room is taken by the engine") { check_statements(); }
