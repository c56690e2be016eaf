// Signing in, guessing, forgetting, and who the doorkeeper lets in.
#include "world.hpp"
#include "accounts/inside.hpp"

using namespace accounts;
using base::Why;

namespace {

http::Request with_cookie(std::string token) {
    http::Request request;
    request.cookies.emplace_back("salve_session", std::move(token));
    return request;
}

http::Request with_bearer(std::string token) {
    http::Request request;
    request.headers.emplace_back("authorization", "Bearer " + std::move(token));
    return request;
}

struct Door : World {
    Doorkeeper door;
    Door() {
        database.on_commit([this](std::span<base::Event const> events) {
            for (auto const& event : events) door.hear(event);
        });
    }
    std::optional<http::Person> who(http::Request request) {
        if (!door.recall(request)) read([&](db::Read& read) { door.identify(request, read); return 0; });
        return request.person;
    }
    bool from_memory(http::Request request) { return door.recall(request); }
    std::string session(AccountId id) {
        return change([&](db::Write& write) { return start_session(write, id, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0").token; });
    }
    std::string token(AccountId id, std::string_view scopes = "read write") {
        return *write([&](db::Write& write) { return create_token(write, id, scopes); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(World, "people sign in with their username or their address") {
    auto ada = member("Ada");
    for (auto name : {"ada", "ADA", "@ada", " ada@example.org ", "Ada@Example.org"}) {
        CAPTURE(name);
        CHECK(read([&](db::Read& read) { return verify_password(read, name, good_password); }).value_or(AccountId{}) == ada.id);
    }
}

TEST_CASE_FIXTURE(World, "a wrong name and a wrong password are refused in the same words") {
    member("carol");
    auto refusal = [&](std::string_view name, std::string_view password) {
        return read([&](db::Read& read) { return verify_password(read, name, password); }).error();
    };
    auto wrong_password = refusal("carol", "seven quiet otters pain");
    auto wrong_name = refusal("nobody", good_password);
    CHECK(wrong_password.why == Why::unauthorized);
    CHECK(wrong_name.why == wrong_password.why);
    CHECK(wrong_name.message == wrong_password.message);
    CHECK(refusal("", "").why == Why::unauthorized);
    CHECK(refusal(std::string(100'000, 'x'), std::string(100'000, 'x')).why == Why::unauthorized);
}

TEST_CASE_FIXTURE(World, "after ten wrong tries a login rests for a quarter of an hour, under all its names") {
    member("dan");
    auto attempt = [&](std::string_view name, std::string_view password) {
        return read([&](db::Read& read) { return verify_password(read, name, password); });
    };
    for (int i = 0; i < 5; ++i) CHECK(attempt("dan", "wrong").error().why == Why::unauthorized);
    for (int i = 0; i < 5; ++i) CHECK(attempt("dan@example.org", "wrong").error().why == Why::unauthorized);
    auto refused = attempt("dan", good_password);
    REQUIRE(!refused);
    CHECK(refused.error().why == Why::too_many);
    CHECK(refused.error().retry_after_seconds > 0);
    advance(15 * base::minute);
    CHECK(attempt("dan", good_password));
}

TEST_CASE_FIXTURE(World, "signing in forgets the wrong tries before it") {
    member("eve");
    auto attempt = [&](std::string_view password) { return read([&](db::Read& read) { return verify_password(read, "eve", password); }); };
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 9; ++i) CHECK(!attempt("wrong"));
        CHECK(attempt(good_password));
    }
}

TEST_CASE("a browser is called by its name and its system") {
    struct { std::string_view header, name; } const cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on macOS"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile Safari/604.1", "Safari on iPhone"},
        {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"},
        {"curl/8.0", "curl"}, {"", "Unknown browser"}, {"<script>", "Unknown browser"}};
    for (auto const& [header, name] : cases) CHECK(browser_of(header) == name);
}

TEST_CASE_FIXTURE(Door, "a session is known from memory after the first look") {
    auto ada = member("ada");
    auto token = session(ada.id);
    CHECK(!from_memory(with_cookie(token)));
    auto person = who(with_cookie(token));
    REQUIRE(person);
    CHECK(person->account == ada.id);
    CHECK(person->by_session);
    CHECK(person->csrf.size() == 43);
    CHECK(person->csrf != token);
    CHECK(from_memory(with_cookie(token)));
    CHECK(who(with_cookie(token))->csrf == person->csrf);
}

TEST_CASE_FIXTURE(Door, "who writes is still known: counting a post or a follower changes nothing that they may do") {
    auto ada = member("ada");
    auto token = session(ada.id);
    REQUIRE(who(with_cookie(token)));
    change([&](db::Write& write) {
        count_posts(write, ada.id, 1, write.now);
        count_followers(write, ada.id, 1);
        count_following(write, ada.id, 1);
        return 0;
    });
    CHECK(from_memory(with_cookie(token)));
}

TEST_CASE_FIXTURE(Door, "a request without a secret is settled from memory, in the language it asks for") {
    http::Request request;
    CHECK(door.recall(request));
    CHECK(!request.person);
    CHECK(request.locale == "en");
    CHECK(!from_memory(with_cookie("made-up")));
    CHECK(!who(with_cookie("made-up")));
    CHECK(!who(with_bearer("made-up")));
    CHECK(!who(with_cookie(std::string(10'000, 'x'))));
}

TEST_CASE_FIXTURE(Door, "a token is not a session, nor the other way round") {
    auto ada = member("ada");
    auto as_session = session(ada.id), as_token = token(ada.id);
    CHECK(!who(with_bearer(as_session)));
    CHECK(!who(with_cookie(as_token)));
    auto person = who(with_bearer(as_token));
    REQUIRE(person);
    CHECK(!person->by_session);
    CHECK(person->may("write:statuses"));
    CHECK(!person->may("push"));
    CHECK(person->app != 0);
}

TEST_CASE_FIXTURE(Door, "an ended session is refused at once, and so are its streams") {
    auto ada = member("ada");
    auto kept = session(ada.id), ended = session(ada.id);
    auto person = *who(with_cookie(ended)), other = *who(with_cookie(kept));
    CHECK(door.still_valid(person));
    REQUIRE(write([&](db::Write& write) { return end_session(write, ada.id, person.grant); }));
    CHECK(!who(with_cookie(ended)));
    CHECK(!door.still_valid(person));
    CHECK(who(with_cookie(kept)));
    CHECK(door.still_valid(other));
    CHECK(!write([&](db::Write& write) { return end_session(write, ada.id, person.grant); }));
}

TEST_CASE_FIXTURE(Door, "nobody ends another's session") {
    auto ada = member("ada"), ben = member("ben");
    auto token = session(ada.id);
    auto grant = who(with_cookie(token))->grant;
    CHECK(write([&](db::Write& write) { return end_session(write, ben.id, grant); }).error().why == Why::not_found);
    CHECK(who(with_cookie(token)));
}

TEST_CASE_FIXTURE(Door, "suspension, disabling, a new password and a forgotten second step end every session and token at once") {
    std::function<base::Result<base::Done>(db::Write&, AccountId)> const ends[] = {
        suspend, [](db::Write& write, AccountId id) { return set_disabled(write, id, true); },
        [](db::Write& write, AccountId id) { return set_password(write, id, "eight loud herons sing"); }, clear_second_factor};
    int number = 0;
    for (auto const& end : ends) {
        auto ada = member("ada" + std::to_string(++number));
        auto cookie = session(ada.id), bearer = token(ada.id);
        auto by_cookie = *who(with_cookie(cookie)), by_bearer = *who(with_bearer(bearer));
        REQUIRE(write([&](db::Write& write) { return end(write, ada.id); }));
        CHECK(!who(with_cookie(cookie)));
        CHECK(!who(with_bearer(bearer)));
        CHECK(!door.still_valid(by_cookie));
        CHECK(!door.still_valid(by_bearer));
    }
    check();
}

TEST_CASE_FIXTURE(Door, "the session that is started with a new password goes on") {
    auto ada = member("ada");
    std::string started;
    database.wait_write([&](db::Write& write) {
        REQUIRE(set_password(write, ada.id, "eight loud herons sing"));
        started = start_session(write, ada.id, "").token;
        return true;
    });
    auto person = who(with_cookie(started));
    REQUIRE(person);
    CHECK(door.still_valid(*person));
}

TEST_CASE_FIXTURE(Door, "a changed profile shows at once, and streams go on") {
    auto ada = member("ada");
    auto token = session(ada.id);
    auto before = *who(with_cookie(token));
    REQUIRE(write([&](db::Write& write) { return change_profile(write, ada.id, {.name = "Ada L."}); }));
    CHECK(who(with_cookie(token))->name == "Ada L.");
    CHECK(door.still_valid(before));
}

TEST_CASE_FIXTURE(Door, "a session ends when it was not used for long") {
    auto ada = member("ada");
    auto token = session(ada.id);
    advance((session_days() - 1) * base::day);
    CHECK(who(with_cookie(token)));
    door.forget_everything();
    advance(2 * base::day);
    CHECK(!who(with_cookie(token)));
    REQUIRE(write([](db::Write& write) { return sweep(write); }));
    CHECK(read([&](db::Read& read) { return sessions(read, ada.id); }).empty());
}

TEST_CASE_FIXTURE(Door, "the last use of a session is noted at most once an hour") {
    auto ada = member("ada");
    set_now(base::clock_now() - 2 * base::hour);
    auto token = session(ada.id);
    auto used = [&] { return read([&](db::Read& read) { return sessions(read, ada.id); }).at(0).used_at; };
    auto started = used();
    CHECK(who(with_cookie(token)));
    CHECK(used() == started);
    door.flush_used(database);
    auto noted = used();
    CHECK(noted > started + base::hour);
    CHECK(who(with_cookie(token)));
    door.flush_used(database);
    CHECK(used() == noted);
}

TEST_CASE_FIXTURE(Door, "an account's language chooses the page's, before the browser's") {
    auto ada = member("ada");
    auto request = with_cookie(session(ada.id));
    request.headers.emplace_back("accept-language", "xx, en;q=0.5");
    read([&](db::Read& read) { door.identify(request, read); return 0; });
    CHECK(request.locale == "en");
}

TEST_CASE_FIXTURE(World, "a forgotten password is replaced through a letter, once, and the answer never tells who is here") {
    auto ada = member("ada");
    auto ask = [&](std::string_view email) { return write([&](db::Write& write) { return ask_for_reset(write, email); }); };
    CHECK(ask("nobody@example.org"));
    CHECK(ask("not an address"));
    CHECK(letters() == 0);
    CHECK(ask("ADA@example.org"));
    auto token = secret_mailed("/reset/");
    auto reset = [&](std::string_view password) { return write([&](db::Write& write) { return reset_password(write, token, password); }); };
    CHECK(code_at(reset("short").error(), "password") == "ERR_TOO_SHORT");
    CHECK(code_at(reset("ada ada ada ada ada").error(), "password") == "ERR_INVALID");
    REQUIRE(reset("eight loud herons sing"));
    CHECK(read([&](db::Read& read) { return verify_password(read, "ada", "eight loud herons sing"); }).value_or(AccountId{}) == ada.id);
    CHECK(!read([&](db::Read& read) { return verify_password(read, "ada", good_password); }));
    CHECK(reset("nine loud herons sing").error().why == Why::gone);
    check();
}

TEST_CASE_FIXTURE(World, "a reset's link expires, and a confirmation's link is none") {
    REQUIRE(write([&](db::Write& write) { return sign_up(write, form("ada")); }));
    auto confirmation = secret_mailed("/confirm?token=");
    CHECK(write([&](db::Write& write) { return reset_password(write, confirmation, "eight loud herons sing"); }).error().why == Why::gone);
    REQUIRE(write([&](db::Write& write) { return ask_for_reset(write, "ada@example.org"); }));
    auto token = secret_mailed("/reset/");
    advance(2 * base::hour);
    CHECK(write([&](db::Write& write) { return reset_password(write, token, "eight loud herons sing"); }).error().why == Why::gone);
}
