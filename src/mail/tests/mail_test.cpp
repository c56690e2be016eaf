// Letters as other programs read them: a real SMTP server with Python's parser behind it, and the demo mailbox.
#include "base/text.hpp"
#include "db/testing.hpp"
#include "html/html.hpp"
#include "mail/letter.hpp"
#include "mail/mail.hpp"
#include <algorithm>
#include <array>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <map>

namespace {

using base::Done;
using base::Result;
using mail::Letter;

// tests/sink.py as a process. It ends by itself after `letters`.
class Sink {
public:
    explicit Sink(int letters, std::string const& how = "") {
        std::string const script = MAIL_TESTS "/sink.py";
        pipe_ = ::popen(("/usr/bin/python3 '" + script + "' " + std::to_string(letters) + " " + how).c_str(), "r");
        REQUIRE(pipe_);
        port_ = line();
        REQUIRE_FALSE(port_.empty());
    }
    ~Sink() { ::pclose(pipe_); }
    std::string address(std::string const& host = "127.0.0.1") const { return "smtp://" + host + ":" + port_; }
    bool took_nothing() { return line().empty(); }  // waits for its end
    std::map<std::string, std::string> letter() {
        std::map<std::string, std::string> said;
        for (auto next = line(); next != "end"; next = line()) {
            REQUIRE_FALSE(next.empty());
            auto const tab = next.find('\t');
            said[next.substr(0, tab)] = next.substr(tab + 1);
        }
        return said;
    }

private:
    std::string line() {
        std::string read;
        for (int c; (c = std::fgetc(pipe_)) != EOF && c != '\n';) read += static_cast<char>(c);
        return read;
    }
    std::FILE* pipe_ = nullptr;
    std::string port_;
};

struct World : db::testing::World {
    World() : db::testing::World(std::span(&jobs::schema, 1)), runner(database) {
        auto pattern = (std::filesystem::temp_directory_path() / "salve-mail-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
        mail::start(runner, folder + "/mail");
    }
    ~World() {
        mail::server.change("folder");
        mail::from.change("salve@localhost");
        std::filesystem::remove_all(folder);
        check();
    }
    void send(Letter const& letter) {
        REQUIRE(database.write([&](db::Write& write) -> Result<Done> {
            mail::send(write, letter);
            return Done{};
        }));
    }
    http::Response get(std::string path) {
        http::Router router;
        mail::add_pages(router.speaking(html::refuse_as_page));
        router.unknown("/", html::refuse_as_page);
        http::Request request;
        request.method = "GET";
        request.path = request.target = std::move(path);
        return http::answer(router, database, std::move(request));
    }
    std::vector<jobs::Waiting> waiting() {
        return database.read([](db::Read& read) { return jobs::overview(read); });
    }

    jobs::Runner runner;
    std::string folder;
};

std::string const hard_text =
    "Gr\u00fc\u00df Gott, \u0645\u0631\u062d\u0628\u0627 \U0001F469\u200D\u2695\uFE0F!\n"
    "\n"
    ".a line with a dot in front\n"
    ".\n"
    "From here = there, with a space behind \n"
    "http://localhost:8080/confirm?token=abc=def&x=1\n" +
    std::string(500, 'x') + "\n";

std::string escaped(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.replace(at, 1, "\\n");
    return text;
}

TEST_CASE_FIXTURE(World, "a mail server receives the letter as it was written, whatever its language") {
    Sink sink(2);
    mail::server.change(sink.address());
    std::string const subject = "Termin best\u00e4tigen: \u0645\u0648\u0639\u062f\u0643 \u5df2\u786e\u8ba4, und zwar ganz ausf\u00fchrlich \U0001F469\u200D\u2695\uFE0F";
    send({"ada@clinic.example", subject, hard_text});
    send({"bob@clinic.example", "Confirm your address", "Plain."});
    runner.run_due();
    CHECK(waiting().empty());
    auto letter = sink.letter();
    CHECK(letter["mail_from"] == "salve@localhost");
    CHECK(letter["helo"] == "localhost");
    CHECK(letter["rcpt"] == "ada@clinic.example");
    CHECK(letter["To"] == "ada@clinic.example");
    CHECK(letter["From"] == base::site_name() + " <salve@localhost>");
    CHECK(letter["Subject"] == subject);
    CHECK(letter["text"] == escaped(hard_text));
    CHECK(letter["defects"] == "[]");
    CHECK(letter["Date"].ends_with(" +0000"));
    CHECK(std::stoi(letter["longest"]) <= 76);
    auto plain = sink.letter();
    CHECK(plain["Subject"] == "Confirm your address");
    CHECK(plain["text"] == "Plain.\\n");
    CHECK(plain["Message-ID"] != letter["Message-ID"]);
}

TEST_CASE_FIXTURE(World, "the sender's name may be set, and may hold what must be encoded") {
    Sink sink(1);
    mail::server.change(sink.address() + "/");
    mail::from.change("Sant\u00e9, \"Larkspur\" <no-reply@larkspur.example>");
    send({"ada@clinic.example", "Hello", "Hello"});
    runner.run_due();
    auto letter = sink.letter();
    CHECK(letter["mail_from"] == "no-reply@larkspur.example");
    CHECK(letter["helo"] == "larkspur.example");
    CHECK(letter["From"].contains("Sant\u00e9"));
    CHECK(letter["From"].ends_with("<no-reply@larkspur.example>"));
    CHECK(letter["defects"] == "[]");
}

TEST_CASE_FIXTURE(World, "a letter that the server will not take yet waits to be sent again") {
    Sink sink(1, "refuse");
    mail::server.change(sink.address());
    send({"ada@clinic.example", "Hello", "Hello"});
    runner.run_due();
    REQUIRE(waiting().size() == 1);
    CHECK(waiting()[0].waiting == 1);
}

TEST_CASE_FIXTURE(World, "a server past loopback that offers no TLS is not told who gets what") {
    Sink sink(1, "elsewhere");
    mail::server.change(sink.address("127.0.0.2"));
    send({"ada@clinic.example", "Hello", "Hello"});
    runner.run_due();
    CHECK(waiting().at(0).waiting == 1);
    CHECK(sink.took_nothing());
}

TEST_CASE_FIXTURE(World, "without a mail server that answers, the letter waits") {
    mail::server.change("smtp://127.0.0.1:1");
    send({"ada@clinic.example", "Hello", "Hello"});
    runner.run_due();
    REQUIRE(waiting().size() == 1);
    CHECK(waiting()[0].waiting == 1);
}

TEST_CASE_FIXTURE(World, "an address that is two, or none, gets no letter") {
    for (std::string address : {"", "ada", "@x", "ada@", "a@b@c", "ada@x,eve@y", "ada@x\r\nRCPT TO:<eve@y>", "ada@x>", "<ada@x>", "a b@x"}) {
        CHECK_FALSE(mail::is_address(address));
        send({address, "Hello", "Hello"});
    }
    runner.run_due();
    CHECK(mail::kept().empty());
    CHECK(waiting().at(0).waiting == 10);
}

std::string written(Letter const& letter, std::string_view from = "salve@localhost") {
    return mail::message(letter, from, "Sun, 22 Nov 2026 13:51:39 +0000", "1.salve@localhost");
}

// Names of the headers, in order; a line that is no header is "?".
std::vector<std::string> header_names(std::string_view message) {
    std::vector<std::string> names;
    auto head = message.substr(0, message.find("\r\n\r\n"));
    while (!head.empty()) {
        auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        if (line.starts_with(' ')) continue;
        auto const colon = line.find(": ");
        names.emplace_back(colon == line.npos ? "?" : line.substr(0, colon));
    }
    return names;
}

TEST_CASE("nothing in a letter becomes a header") {
    auto const expected = header_names(written({"ada@x", "Hello", "Hello"}));
    CHECK(expected.size() == 9);
    for (std::string evil : {"\r\nBcc: eve@y", "\nBcc: eve@y", "\rBcc: eve@y", "\r\n\r\nBody", "\u2028Bcc: eve@y", "\u0085Bcc: e@y"}) {
        auto const message = written({"ada@x" + evil, "Hello" + evil, evil}, "Name" + evil + " <salve@localhost" + evil + ">");
        CHECK(header_names(message) == expected);
        for (std::size_t at = 0; (at = message.find_first_of("\r\n", at)) != message.npos; at += 2) CHECK(message.compare(at, 2, "\r\n") == 0);
    }
}

TEST_CASE("lines stay under 77 bytes, and encoded words are whole characters") {
    std::string subject;
    for (int i = 0; i < 60; ++i) subject += i % 3 ? "\u20ac" : "\U0001F469";
    auto const message = written({"ada@x", subject, std::string(300, ' ') + "\n" + std::string(300, '=')});
    for (auto line : base::split(message, '\n')) CHECK(line.size() <= 77);  // with its \r
    CHECK(mail::read_message(message).subject == subject);
}

TEST_CASE("what was written is read back") {
    for (std::string text : {std::string("a\n"), std::string("\n"), hard_text, std::string("=3D =\n"), std::string("  \n\t\n")}) {
        auto const letter = mail::read_message(written({"ada@x", "S\u00fcbject =?utf-8?B?eA==?=", text}));
        CHECK(letter.to == "ada@x");
        CHECK(letter.subject == "S\u00fcbject =?utf-8?B?eA==?=");
        CHECK(letter.date == "Sun, 22 Nov 2026 13:51:39 +0000");
        auto unix_text = letter.text;
        CHECK(unix_text == text);
    }
}

TEST_CASE_FIXTURE(World, "an event comes beside the text, as its calendar reads it, and the demo mailbox shows the text") {
    std::string const event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Ärztin, 3. Stock\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    Letter const letter{.to = "ada@people.example", .subject = "A reminder", .text = "Tomorrow at ten.\n", .calendar = event, .method = "REQUEST"};
    auto const whole = mail::message(letter, "salve@localhost", "Sun, 22 Nov 2026 13:51:39 +0000", "1.salve@localhost");
    CHECK(whole.contains("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"));
    CHECK(whole.contains("SUMMARY:=C3=84rztin, 3. Stock\r\n"));
    CHECK(whole.ends_with("--=_part--\r\n"));
    CHECK(mail::read_message(whole).text == "Tomorrow at ten.\n");
}

TEST_CASE_FIXTURE(World, "letters wait sealed once the site says with which keys, and leave as they were written") {
    mail::keep_keys_in(folder + "/keys");
    send({.to = "ada@people.example", .subject = "Subject", .text = "a phrase that nobody else reads\n"});
    database.read([](db::Read& read) {
        read.each({"jobs.payloads", "SELECT payload FROM job"}, {}, [](db::Row const& row) { CHECK_FALSE(row.view(0).contains("phrase")); });
        return true;
    });
    runner.run_due();
    mail::keep_keys_in({});
    REQUIRE(mail::kept().size() == 1);
    CHECK(mail::kept().front().text == "a phrase that nobody else reads\n");
}

TEST_CASE_FIXTURE(World, "with the folder, letters are kept for the demo mailbox, newest first and for the owner only") {
    send({"ada@x", "First", "1"});
    advance(1000);
    send({"bob@x", "Second \u00fc", "2"});
    runner.run_due();
    auto const letters = mail::kept();
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].subject == "Second \u00fc");
    CHECK(letters[0].to == "bob@x");
    CHECK(letters[1].text == "1\n");
    for (auto const& entry : std::filesystem::directory_iterator(folder + "/mail")) {
        CHECK(entry.path().extension() == ".eml");
        CHECK((entry.status().permissions() & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) == std::filesystem::perms::none);
    }
}

TEST_CASE_FIXTURE(World, "the demo mailbox lists letters and shows one with links that work, and no markup of the letter's") {
    CHECK(get("/demo/mail").body.contains("There are no letters yet."));
    send({"ada@x", "<b>Confirm</b>", "Hello <script>alert(1)</script>\nhttp://localhost:8080/confirm?token=abc&x=1\nAlso (see https://a.example/b). Bye"});
    runner.run_due();
    auto const all = get("/demo/mail");
    CHECK(all.status == 200);
    CHECK(all.body.contains("Demo mailbox"));
    CHECK(all.body.contains("ada@x"));
    CHECK(all.body.contains("&lt;b>Confirm") != all.body.contains("&lt;b&gt;Confirm"));
    auto const id = mail::kept().at(0).id;
    CHECK(all.body.contains("href=\"/demo/mail/" + id + "\""));
    auto const one = get("/demo/mail/" + id);
    CHECK(one.status == 200);
    CHECK(one.body.contains("Demo mailbox"));
    CHECK(one.body.contains("<a href=\"http://localhost:8080/confirm?token=abc&amp;x=1\">"));
    CHECK(one.body.contains("<a href=\"https://a.example/b\">"));
    CHECK_FALSE(one.body.contains("<script>alert"));
}

TEST_CASE_FIXTURE(World, "an id that is no letter's, or a path, is not found") {
    for (std::string id : {"1", "x", "..%2f..%2fetc%2fpasswd", "../1"}) CHECK(get("/demo/mail/" + id).status == 404);
}

TEST_CASE_FIXTURE(World, "with a mail server there is no demo mailbox") {
    send({"ada@x", "Hello", "Hello"});
    runner.run_due();
    auto const id = mail::kept().at(0).id;
    mail::server.change("smtp://127.0.0.1:25");
    CHECK(get("/demo/mail").status == 404);
    CHECK(get("/demo/mail/" + id).status == 404);
}

}  // namespace
