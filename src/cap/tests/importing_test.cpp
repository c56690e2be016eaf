// Other agencies' alerts: read in turns, checked, kept with their source; faults are counted, and silence is noticed.
#include "agency.hpp"
#include "base/settings.hpp"
#include "crypto/crypto.hpp"
#include "cap/importing.hpp"
#include <atomic>
#include <map>

using namespace testing_cap;

namespace {

// What an agency serves, by path; an ETag for each.
struct Office {
    std::mutex mutex;
    std::map<std::string, std::string> pages;  // guarded by the mutex
    std::atomic<bool> broken = false;
    testing_local::Server server{[this](testing_local::Connection const& connection) {
        if (broken) return connection.answer("503 Service Unavailable");
        std::scoped_lock lock(mutex);
        auto found = pages.find(path_of(connection));
        if (found == pages.end()) return connection.answer("404 Not Found");
        auto tag = "\"" + crypto::hex(crypto::sha256(found->second)).substr(0, 12) + "\"";
        if (connection.request.contains(tag)) return connection.answer("304 Not Modified");
        connection.answer("200 OK\r\nETag: " + tag, found->second);
    }};
    void put(std::string const& path, std::string text) {
        std::scoped_lock lock(mutex);
        pages[path] = std::move(text);
    }
};

std::string alert(std::string const& identifier, std::string_view more = {}) {
    auto message = flood();
    message.identifier = identifier;
    message.sender = "warnings@river.example";
    message.note = more;
    return cap::write(message);
}

struct Importing : Agency {
    Office office;

    std::string index(std::vector<std::string> const& names, std::string const& more = {}) {
        std::string made = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id>" + more;
        for (auto const& name : names)
            made += "<entry><id>tag:" + name + "</id><updated>2026-11-22T00:00:00Z</updated><link rel=\"alternate\" type=\"text/html\" href=\"/page\"/><link type=\"application/cap+xml\" href=\"" + name + "\"/></entry>";
        return made + "</feed>";
    }
    base::Result<base::Done> turn(cap::Source const& source) {
        advance(1);
        return cap::poll(database, source.id);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Importing, "each alert of an index is taken in once, with its source and as it came") {
    office.put("/feed/all", index({"one.cap", "/two.cap"}));
    office.put("/feed/one.cap", alert("one"));
    office.put("/two.cap", alert("two"));
    auto river = *source(office.server.at("/feed/all"));
    REQUIRE(turn(river));
    auto all = in_force();
    REQUIRE(all.size() == 2);
    CHECK(all.front().source == river.id);
    CHECK(all.front().source_name == "River office");
    CHECK(read([&](db::Read& read) { return alerts::xml_of(read, all.front().id); }).contains("<sender>warnings@river.example"));
    CHECK(again(river).taken == 2);
    CHECK(office.server.requests().size() == 3);
    REQUIRE(turn(river));
    CHECK(office.server.requests().size() == 4);
    CHECK(office.server.requests().back().contains("if-none-match"));
    // A new entry is read alone.
    office.put("/feed/all", index({"one.cap", "/two.cap", "three.cap"}));
    office.put("/feed/three.cap", alert("three"));
    REQUIRE(turn(river));
    CHECK(office.server.requests().size() == 6);
    CHECK(in_force().size() == 3);
    check();
}

TEST_CASE_FIXTURE(Importing, "RSS and a single document are sources too") {
    office.put("/rss", "<rss version=\"2.0\"><channel><title>t</title><item><title>a</title><link>" + office.server.at("/a.xml") + "</link><guid>1</guid></item></channel></rss>");
    office.put("/a.xml", alert("by-rss"));
    office.put("/single", alert("single"));
    REQUIRE(turn(*source(office.server.at("/rss"))));
    REQUIRE(turn(*source(office.server.at("/single"))));
    CHECK(in_force().size() == 2);
}

TEST_CASE_FIXTURE(Importing, "a bad document costs the others nothing; its fault is kept, and it is not read again until it changes") {
    office.put("/feed", index({"bomb.cap", "gone.cap", "wrong.cap", "good.cap"}));
    office.put("/bomb.cap", "<!DOCTYPE a [<!ENTITY b \"c\">]><alert>&b;</alert>");
    office.put("/wrong.cap", sample("invalid.cap"));
    office.put("/good.cap", alert("good"));
    auto river = *source(office.server.at("/feed"));
    REQUIRE(turn(river));
    CHECK(in_force().size() == 1);
    CHECK(again(river).refused == 2);
    auto kept = faults(river);
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].text == "alert/scope: missing");
    CHECK(kept[1].text.contains("404"));
    CHECK(kept[2].text.contains("document types"));
    auto before = office.server.requests().size();
    REQUIRE(turn(river));
    CHECK(office.server.requests().size() == before + 2);  // the index, and what was not there
    CHECK(again(river).refused == 2);
}

TEST_CASE_FIXTURE(Importing, "a feed cannot speak for who issues here, nor for another source") {
    auto ours = flood();
    ours.sender = "alerts@larkspur.example";
    office.put("/ours", cap::write(ours));
    auto thief = *source(office.server.at("/ours"));
    (void)turn(thief);
    CHECK(in_force().empty());
    CHECK(again(thief).refused == 1);
    office.put("/a", alert("first"));
    REQUIRE(turn(*source(office.server.at("/a"))));
    auto cancel = flood();
    cancel.identifier = "cancel";
    cancel.sender = "other@elsewhere.example";
    cancel.type = alerts::MessageType::cancel;
    cancel.references = {{"warnings@river.example", "first", flood().sent}};
    office.put("/b", cap::write(cancel));
    auto other = *source(office.server.at("/b"));
    (void)turn(other);
    CHECK(in_force().size() == 1);
    CHECK(faults(other).front().text == "It refers to an alert of somebody else.");
}

TEST_CASE_FIXTURE(Importing, "with a pinned certificate, only what it signed is taken") {
    auto certificate = cap::certificate();
    auto message = flood();
    message.sender = "warnings@river.example";
    office.put("/signed", cap::sign(cap::write(message)));
    office.put("/plain", alert("plain"));
    auto forged = cap::sign(alert("forged"));
    office.put("/forged", forged.replace(forged.find("Severe"), 6, "Minor"));
    REQUIRE(turn(*source(office.server.at("/signed"), certificate)));
    CHECK(in_force().size() == 1);
    for (auto path : {"/plain", "/forged"}) {
        auto river = *source(office.server.at(path), certificate);
        (void)turn(river);
        CHECK(again(river).refused == 1);
    }
    CHECK(in_force().size() == 1);
}

TEST_CASE_FIXTURE(Importing, "a feed that fails is asked less often, and is silent after a quarter of an hour; then it is back") {
    office.put("/feed", index({}));
    auto river = *source(office.server.at("/feed"));
    REQUIRE(turn(river));
    office.broken = true;
    std::int64_t waits = 0;
    for (int i = 0; i < 8; ++i) {
        CHECK_FALSE(turn(river).has_value());
        auto wait = again(river).next_at - again(river).tried_at;
        CHECK(wait >= waits);
        CHECK(wait <= base::hour);
        waits = wait;
    }
    CHECK(waits > 5 * base::minute);
    CHECK(again(river).silent_since == 0);
    advance(16 * base::minute);
    (void)turn(river);
    CHECK(again(river).silent_since > 0);
    CHECK(get("/admin/alert-sources", root).body.contains("1 feed is silent."));
    CHECK(cap::metrics(database).contains("salve_alert_sources_silent 1"));
    office.broken = false;
    REQUIRE(turn(river));
    CHECK(again(river).silent_since == 0);
    CHECK(again(river).failures == 0);
}

TEST_CASE_FIXTURE(Importing, "a feed that should say something and does not is silent, however well it answers") {
    office.put("/feed", index({}));
    auto river = *source(office.server.at("/feed"));
    river.expected_hours = 24;
    REQUIRE(write([&](db::Write& write) { return cap::change(write, root, river); }));
    REQUIRE(turn(river));
    CHECK(again(river).silent_since == 0);
    advance(25 * base::hour);
    REQUIRE(turn(river));
    CHECK(again(river).silent_since > 0);
}

TEST_CASE_FIXTURE(Importing, "the queue looks at each source when its turn has come, and a paused one never") {
    office.put("/feed", index({"one.cap"}));
    office.put("/one.cap", alert("one"));
    auto river = *source(office.server.at("/feed"));
    jobs.run_due();
    CHECK(in_force().size() == 1);
    REQUIRE(write([&](db::Write& write) { return cap::pause(write, root, river.id, true); }));
    auto asked = office.server.requests().size();
    advance(base::hour);
    jobs.run_due();
    CHECK(office.server.requests().size() == asked);
    check();
}

TEST_CASE_FIXTURE(Importing, "machines that no stranger may reach are not reached") {
    office.put("/feed", index({}));
    auto river = *source(office.server.at("/feed"));
    http::allow_loopback.change(false);
    CHECK_FALSE(turn(river).has_value());
    CHECK(office.server.requests().empty());
}

TEST_CASE_FIXTURE(Importing, "a hub that a source names is asked to tell us, and its word brings the next turn") {
    office.put("/hub", "");
    office.put("/feed", index({"one.cap"}, "<link rel=\"hub\" href=\"/hub\"/>"));
    office.put("/one.cap", alert("one"));
    auto river = *source(office.server.at("/feed"));
    jobs.run_due();
    auto asked = office.server.requests().back();
    CHECK(asked.starts_with("POST /hub "));
    auto known = again(river);
    auto callback = "/alerts/sources/" + known.token;
    CHECK(asked.contains(http::percent_encode(base::site_url() + callback)));
    CHECK(get(callback + "?hub.mode=subscribe&hub.topic=" + http::percent_encode(known.topic) + "&hub.challenge=abc").body == "abc");
    CHECK(get(callback + "?hub.mode=subscribe&hub.topic=other&hub.challenge=abc").status == 404);
    CHECK(get("/alerts/sources/" + std::string(43, 'a') + "?hub.mode=subscribe&hub.challenge=abc").status == 404);
    auto secret = asked.substr(asked.find("hub.secret=") + 11);
    secret = secret.substr(0, secret.find('&'));
    office.put("/feed", index({"one.cap", "two.cap"}, "<link rel=\"hub\" href=\"/hub\"/>"));
    office.put("/two.cap", alert("two"));
    auto word = request("POST", callback);
    word.body = "<feed/>";
    word.headers = {{"x-hub-signature", "sha256=" + crypto::hex(crypto::hmac_sha256("not the secret", word.body))}};
    CHECK(ask(word).status == 202);
    CHECK(read([](db::Read& read) { return jobs::overview(read); }).empty());
    word.headers = {{"x-hub-signature", "sha256=" + crypto::hex(crypto::hmac_sha256(secret, word.body))}};
    CHECK(ask(word).status == 202);
    jobs.run_due();
    CHECK(in_force().size() == 2);
}

TEST_CASE_FIXTURE(Importing, "administrators add, look at, change, pause and remove sources; each act is on the record") {
    office.put("/feed", index({"one.cap", "wrong.cap"}));
    office.put("/one.cap", alert("one"));
    office.put("/wrong.cap", sample("invalid.cap"));
    auto form = "name=River&home_page=https%3A%2F%2Friver.example%2F&minutes=5&expected_hours=0&certificate=&url=";
    CHECK(post("/admin/alert-sources", ada, form + http::percent_encode(office.server.at("/feed"))).status != 303);
    auto refused = post("/admin/alert-sources", root, std::string(form) + "nonsense");
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("This is not the address of a feed."));
    CHECK(post("/admin/alert-sources", root, form + http::percent_encode(office.server.at("/feed"))).status == 303);
    CHECK(post("/admin/alert-sources", root, form + http::percent_encode(office.server.at("/feed"))).body.contains("This feed is read already."));
    auto river = read([](db::Read& read) { return cap::sources(read); }).front();
    auto place = "/admin/alert-sources/" + std::to_string(river.id);
    auto looked = post(place + "/look", root);
    CHECK(looked.body.contains("The river rises: leave the low streets"));
    CHECK(looked.body.contains("alert/scope: missing"));
    CHECK(in_force().empty());
    CHECK(post(place, root, "name=River+office&home_page=https%3A%2F%2Friver.example%2F&minutes=0&expected_hours=0&certificate=").body.contains("Choose from 1 to 1440 minutes."));
    CHECK(post(place, root, "name=River+office&home_page=https%3A%2F%2Friver.example%2F&minutes=9&expected_hours=0&certificate=").status == 303);
    CHECK(again(river).minutes == 9);
    CHECK(post(place + "/pause", root).status == 303);
    CHECK(again(river).paused);
    CHECK(post(place + "/resume", root).status == 303);
    CHECK(get(place, root).status == 200);
    CHECK(get(place, ada).status != 200);
    CHECK(post(place + "/remove", root).status == 303);
    CHECK(get(place, root).status == 404);
    std::set<std::string> acts;
    for (auto const& entry : read([&](db::Read& read) { return moderation::entries(read, {.actor = root}, {}); })) acts.insert(entry.act);
    for (auto act : {"add", "change", "pause", "resume", "remove"}) CHECK(acts.contains(std::string("alert_source.") + act));
    check();
}

TEST_CASE("links of an index are read as addresses on the web, or not at all") {
    CHECK(cap::resolved("https://a.example/feeds/all?x=/1", "one.cap") == "https://a.example/feeds/one.cap");
    CHECK(cap::resolved("https://a.example/feeds/all", "/one.cap") == "https://a.example/one.cap");
    CHECK(cap::resolved("https://a.example/feeds/all", "//b.example/one.cap") == "https://b.example/one.cap");
    CHECK(cap::resolved("https://a.example", "one.cap") == "https://a.example/one.cap");
    CHECK(cap::resolved("https://a.example/", "file:///etc/passwd") == "");
    CHECK(cap::resolved("https://a.example/", "") == "");
    CHECK(cap::read_index("<html/>", "https://a.example/").error().message == "This is neither an alert nor an index of alerts.");
    std::string many = "<feed xmlns=\"http://www.w3.org/2005/Atom\">";
    for (int i = 0; i < 1000; ++i) many += "<entry><link href=\"" + std::to_string(i) + ".cap\"/></entry>";
    CHECK(cap::read_index(many + "</feed>", "https://a.example/")->entries.size() == cap::most_entries);
}
