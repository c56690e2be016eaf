// Moving to another account, and lines of a profile whose page links back.
#include "browser.hpp"
#include "accounts/links_back.hpp"
#include "http/client.hpp"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <thread>

namespace {

struct Moving : Pages {
    Account old_one = member("old_one"), new_one = member("new_one");

    base::Result<base::Done> name(AccountId whose, std::string handle) {
        return write([&](db::Write& write) { return add_alias(write, whose, handle); });
    }
    base::Result<base::Done> go(AccountId whose, std::string handle) {
        return write([&](db::Write& write) { return accounts::move(write, whose, handle); });
    }
    Account now_is(AccountId id) { return *read([&](db::Read& read) { return find(read, id); }); }
};

// Answers every call with one page, on a port of its own.
struct Page1 {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), port = 0;
    std::string body;
    std::thread thread;

    explicit Page1(std::string page) : body(std::move(page)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket, 8) == 0);
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        thread = std::thread([this] {
            for (int caller; (caller = ::accept(socket, nullptr, nullptr)) >= 0; ::close(caller)) {
                char heard[4096];
                (void)!::read(caller, heard, sizeof heard);
                auto said = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
                (void)!::write(caller, said.data(), said.size());
            }
        });
    }
    ~Page1() {
        ::shutdown(socket, SHUT_RDWR);
        thread.join();
        ::close(socket);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Moving, "an account moves to one that names it, and its profile points there") {
    CHECK(code_at(go(old_one.id, "new_one").error(), "handle") == "ERR_INVALID");
    REQUIRE(name(new_one.id, "@old_one"));
    std::vector<base::Event> told;
    database.on_commit([&](auto events) { told.insert(told.end(), events.begin(), events.end()); });
    REQUIRE(go(old_one.id, "new_one"));
    CHECK(now_is(old_one.id).moved_to == new_one.id);
    auto event = std::ranges::find(told, Moved::kind, &base::Event::kind);
    REQUIRE(event != told.end());
    CHECK(base::from_event<Moved>(*event).from == old_one.id);
    CHECK(base::from_event<Moved>(*event).to == new_one.id);
    CHECK(read([&](db::Read& read) { return export_all(read, new_one.id); }).contains(old_one.uri()));
    check();
}

TEST_CASE_FIXTURE(Moving, "seven days lie between two moves, also when one was taken back") {
    auto third = member("third");
    REQUIRE(name(new_one.id, "old_one"));
    REQUIRE(name(third.id, "old_one"));
    REQUIRE(go(old_one.id, "new_one"));
    CHECK(go(old_one.id, "third").error().why == base::Why::forbidden);
    REQUIRE(write([&](db::Write& write) { return come_back(write, old_one.id); }));
    CHECK(!now_is(old_one.id).moved_to);
    CHECK(go(old_one.id, "third").error().why == base::Why::forbidden);
    advance(7 * base::day);
    CHECK(go(old_one.id, "third"));
    CHECK(code_at(go(new_one.id, "old_one").error(), "handle") == "ERR_INVALID");
    CHECK(write([&](db::Write& write) { return come_back(write, new_one.id); }).error().why == base::Why::conflict);
    check();
}

TEST_CASE_FIXTURE(Moving, "nobody names themselves, somebody unknown, or more than ten") {
    CHECK(code_at(name(new_one.id, "new_one").error(), "handle") == "ERR_INVALID");
    CHECK(code_at(name(new_one.id, "nobody_here").error(), "handle") == "ERR_INVALID");
    CHECK(code_at(name(new_one.id, std::string(100'000, 'a')).error(), "handle") == "ERR_INVALID");
    for (int i = 0; i < 10; ++i) REQUIRE(name(new_one.id, member("other" + std::to_string(i)).username));
    CHECK(code_at(name(new_one.id, "old_one").error(), "handle") == "ERR_TOO_LONG");
}

TEST_CASE_FIXTURE(Moving, "an account that goes is nobody's other account and nobody's target") {
    REQUIRE(name(new_one.id, "old_one"));
    REQUIRE(go(old_one.id, "new_one"));
    REQUIRE(write([&](db::Write& write) { return remove(write, new_one.id); }));
    CHECK(!now_is(old_one.id).moved_to);
    check();
}

TEST_CASE_FIXTURE(Moving, "the settings name, move and take back, with the password") {
    auto there = signed_in("new_one");
    there.get("/settings/moving");
    CHECK(there.post("/settings/moving/alias", {{"handle", "nobody_here"}}).status == 422);
    CHECK(there.post("/settings/moving/alias", {{"handle", "old_one"}}).status == 303);
    CHECK(there.get("/settings/moving").body.contains("@old_one"));
    auto here = signed_in("old_one");
    here.get("/settings/moving");
    CHECK(here.post("/settings/moving", {{"target", "new_one"}, {"current", "wrong"}}).status == 422);
    CHECK(here.post("/settings/moving", {{"target", "new_one"}, {"current", good_password}}).status == 303);
    CHECK(here.get("/settings/moving").body.contains("You moved to new_one"));
    CHECK(here.post("/settings/moving/back", {}).status == 303);
    CHECK(!now_is(old_one.id).moved_to);
    CHECK(there.post("/settings/moving/alias/" + old_one.id.text() + "/remove", {}).status == 303);
    CHECK(read([&](db::Read& read) { return aliases(read, new_one.id); }).empty());
}

TEST_CASE("a page links back with rel=me on a link or a link element, and with nothing else") {
    std::string_view const profile = "https://larkspur.example/@ada";
    for (auto page : {"<a href=\"https://larkspur.example/@ada\" rel=\"me\">x</a>", "<A REL='nofollow me' HREF='https://larkspur.example/@ada/'>",
                      "<link rel=me href=https://larkspur.example/@ada>", "<p><b>1 < 2</b><a class=\"a>b\" rel=\"me\" href=\"https://larkspur.example/@ada\"/>"}) {
        CAPTURE(page);
        CHECK(links_back(page, profile));
    }
    for (auto page : {"", "<", "<a", "<a rel=me href=", "<a href=\"https://larkspur.example/@ada\">", "<a rel=\"me\" href=\"https://larkspur.example/@adam\">",
                      "<!-- <a rel=\"me\" href=\"https://larkspur.example/@ada\"> -->", "<script>'<a rel=\"me\" href=\"https://larkspur.example/@ada\">'</script>",
                      "<img rel=\"me\" href=\"https://larkspur.example/@ada\">", "<a rel=\"home\" href=\"https://larkspur.example/@ada\">",
                      "<a title='rel=\"me\" href=\"https://larkspur.example/@ada\"'>"}) {
        CAPTURE(page);
        CHECK_FALSE(links_back(page, profile));
    }
    CHECK_FALSE(links_back(std::string(1'000'000, '<'), profile));
}

TEST_CASE_FIXTURE(Moving, "a line whose page links back is verified, stays so while it stands, and is looked at by a job") {
    http::allow_loopback.change(true);
    Page1 links("<a rel=\"me\" href=\"" + old_one.url() + "\">me</a>"), silent("<p>nothing</p>");
    auto of = [](Page1 const& page) { return "http://127.0.0.1:" + std::to_string(page.port) + "/"; };
    jobs::Runner runner(database);
    add_jobs(runner, database);
    auto save = [&](std::vector<Field> fields) {
        Profile profile;
        profile.fields = std::move(fields);
        REQUIRE(write([&](db::Write& write) { return change_profile(write, old_one.id, profile); }));
        runner.run_due();
    };
    save({{"Site", of(links)}, {"Other", of(silent)}, {"Ward", "3"}});
    auto fields = now_is(old_one.id).fields;
    REQUIRE(fields.size() == 3);
    CHECK(fields[0].verified_at == now());
    CHECK(fields[1].verified_at == 0);
    CHECK(fields[2].verified_at == 0);
    auto since = now();
    advance(base::hour);
    save({{"Ward", "4"}, {"Site", of(links)}});
    CHECK(now_is(old_one.id).fields[1].verified_at == since);
    save({{"Site", of(silent)}});
    CHECK(now_is(old_one.id).fields[0].verified_at == 0);
    http::allow_loopback.change(false);
    check();
}
