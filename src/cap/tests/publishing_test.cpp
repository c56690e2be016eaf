// What others get of our alerts: documents, indexes, calendars, and word of changes.
#include "agency.hpp"
#include "base/settings.hpp"
#include "cap/publishing.hpp"
#include "crypto/crypto.hpp"

using namespace testing_cap;

TEST_CASE_FIXTURE(Agency, "the engine takes every statement of this room") { check_statements(); }

TEST_CASE_FIXTURE(Agency, "an alert is a signed document of the schema, which this server's certificate verifies") {
    auto alert = issued(smoke());
    auto answer = get("/alerts/" + alert.id.text() + ".cap");
    CHECK(answer.status == 200);
    CHECK(answer.type == "application/cap+xml; charset=utf-8");
    CHECK(fits_the_schema(folder, answer.body));
    auto certificate = get("/alerts/signing-key.pem").body;
    CHECK(cap::verify(answer.body, certificate).has_value());
    auto read = cap::read(answer.body);
    REQUIRE(read);
    CHECK(*read == alert.message);
    CHECK(get("/alerts/" + alert.id.text() + ".cap").body == answer.body);
    for (auto wrong : {"/alerts/1.cap", "/alerts/x.cap", "/alerts/1.ics", "/@nobody/alerts.atom", "/@ada/alerts.rss"}) CHECK_MESSAGE(get(wrong).status == 404, wrong);
}

TEST_CASE_FIXTURE(Agency, "the index lists what is in force with CAP's words and links, and nothing once it is over") {
    auto alert = issued(smoke());
    auto feed = get("/alerts/feed.atom");
    CHECK(feed.type == "application/atom+xml; charset=utf-8");
    CHECK(succeeds("xmllint --nonet --noout '" + folder.put("feed.xml", feed.body).string() + "'"));
    CHECK(feed.body.contains("<title>Stay in &amp; keep &lt;windows&gt; closed</title>"));
    CHECK(feed.body.contains("<link rel=\"alternate\" type=\"application/cap+xml\" href=\"" + alert.url() + ".cap\"/>"));
    CHECK(feed.body.contains("<cap:severity>Severe</cap:severity>"));
    CHECK(feed.body.contains("<cap:geocode><cap:valueName>SAME</cap:valueName><cap:value>041029</cap:value></cap:geocode>"));
    CHECK(feed.body.contains("<link rel=\"hub\" href=\"" + base::site_url() + "/alerts/hub\"/>"));
    auto rss = get("/alerts/feed.rss").body;
    CHECK(succeeds("xmllint --nonet --noout '" + folder.put("feed.rss", rss).string() + "'"));
    CHECK(rss.contains("<guid>" + alert.url() + "</guid>"));
    CHECK(get("/@health/alerts.atom").body.contains(alert.url()));
    CHECK_FALSE(get("/@ada/alerts.atom").body.contains(alert.url()));
    (void)followed(alert, alerts::MessageType::cancel);
    CHECK_FALSE(get("/alerts/feed.atom").body.contains("<entry"));
    CHECK_FALSE(get("/@health/alerts.atom").body.contains("<entry"));
}

TEST_CASE_FIXTURE(Agency, "who has the feed already is told so from memory, until an alert comes or goes") {
    auto alert = issued(smoke());
    auto first = get("/alerts/feed.atom");
    auto tag = header(first, "ETag");
    auto asked = request("GET", "/alerts/feed.atom");
    asked.headers = {{"if-none-match", tag}};
    CHECK(ask(asked).status == 304);
    auto quick = router.find("GET", "/alerts/feed.atom").route->quick;
    REQUIRE(quick);
    auto remembered = quick(asked);
    REQUIRE(remembered);
    CHECK(remembered->status == 304);
    asked.headers = {{"if-modified-since", header(first, "Last-Modified")}};
    CHECK(quick(asked)->status == 304);
    asked.headers = {{"if-modified-since", "Thu, 01 Jan 2026 00:00:00 GMT"}};
    CHECK(quick(asked)->status == 200);
    advance(2000);
    (void)followed(alert, alerts::MessageType::update);
    CHECK_FALSE(quick(asked).has_value());
    asked.headers = {{"if-none-match", tag}};
    CHECK(ask(asked).status == 200);
}

TEST_CASE_FIXTURE(Agency, "an imported alert is given on as it came, byte by byte") {
    auto xml = "<?xml version=\"1.0\"?>\n<!-- theirs -->" + cap::write(flood()).substr(39);
    auto message = flood();
    message.sender = "theirs@river.example";
    auto kept = write([&](db::Write& write) { return alerts::receive(write, {message, 1, "River office", "https://river.example", xml}); });
    REQUIRE(kept);
    CHECK(get("/alerts/" + kept->id.text() + ".cap").body == xml);
    CHECK(get("/alerts/feed.atom").body.contains("<name>River office</name>"));
}

TEST_CASE_FIXTURE(Agency, "what is planned is an event for calendars, changed and cancelled under one name; what is not planned is none") {
    auto planned = smoke();
    planned.onset = {now() + base::hour, 0};
    planned.headline = "Water off, Mill Street; bring bottles";
    auto alert = issued(planned);
    CHECK(read([&](db::Read& read) { return cap::calendar_text(read, alert); }).contains("SUMMARY:Water off\\, Mill Street\\; bring bottles"));
    CHECK(cap::entry_text(alert).contains("<title>Water off, Mill Street; bring bottles</title>"));
    auto calendar = get("/alerts/" + alert.id.text() + ".ics");
    CHECK(calendar.status == 200);
    CHECK(calendar.type == "text/calendar; charset=utf-8");
    CHECK(calendar.body.contains("SUMMARY:Water off\\, Mill Street\\; bring bottles\r\n"));
    CHECK(calendar.body.contains("STATUS:CONFIRMED"));
    CHECK(calendar.body.contains("SEQUENCE:0"));
    auto uid = calendar.body.substr(calendar.body.find("UID:"), 40);
    // A draft that ends it, as it is shown before it is issued.
    auto draft = alert;
    draft.id = alerts::AlertId{alert.id.value + 1};
    draft.replaces = alert.id;
    draft.message.type = alerts::MessageType::cancel;
    auto const previewed = read([&](db::Read& read) { return cap::calendar_text(read, draft); });
    for (auto const& part : {std::string("STATUS:CANCELLED"), std::string("SEQUENCE:1"), uid}) CHECK_MESSAGE(previewed.contains(part), previewed);
    auto cancelled = followed(alert, alerts::MessageType::cancel);
    auto after = get("/alerts/" + alert.id.text() + ".ics").body;
    CHECK(after.contains("STATUS:CANCELLED"));
    CHECK(after.contains("SEQUENCE:1"));
    CHECK(after.contains(uid));
    CHECK(get("/alerts/" + cancelled.id.text() + ".ics").body == after);
    CHECK(get("/alerts/" + issued(smoke()).id.text() + ".ics").status == 404);
}

TEST_CASE_FIXTURE(Agency, "the hub believes a callback that gives the challenge back, and sends it each change, signed") {
    std::string const secret = "a secret between us";
    testing_local::Server subscriber([](testing_local::Connection const& connection) {
        auto path = path_of(connection);
        auto at = path.find("hub.challenge=");
        connection.answer("200 OK", at == path.npos ? "" : path.substr(at + 14, path.find('&', at) - at - 14));
    });
    auto topic = base::site_url() + "/alerts/feed.atom";
    auto asked = post("/alerts/hub", {}, "hub.mode=subscribe&hub.topic=" + http::percent_encode(topic) + "&hub.callback=" + http::percent_encode(subscriber.at("/here?me=1")) + "&hub.secret=" + http::percent_encode(secret));
    CHECK(asked.status == 202);
    jobs.run_due();
    REQUIRE(subscriber.requests().size() == 1);
    CHECK(subscriber.requests().front().contains("GET /here?me=1&hub.mode=subscribe&hub.topic=" + http::percent_encode(topic)));
    (void)issued(smoke());
    jobs.run_due();
    REQUIRE(subscriber.requests().size() == 2);
    testing_local::Connection told{-1, subscriber.requests()[1]};
    CHECK(told.request.starts_with("POST /here?me=1 "));
    CHECK(told.body() == get("/alerts/feed.atom").body);
    CHECK(told.request.contains("sha256=" + crypto::hex(crypto::hmac_sha256(secret, told.body()))));
    CHECK(told.request.contains("rel=\"hub\""));
    CHECK(post("/alerts/hub", {}, "hub.mode=unsubscribe&hub.topic=" + http::percent_encode(topic) + "&hub.callback=" + http::percent_encode(subscriber.at("/here?me=1"))).status == 202);
    jobs.run_due();
    CHECK(subscriber.requests().size() == 3);
    (void)issued(smoke());
    jobs.run_due();
    CHECK(subscriber.requests().size() == 3);
    check();
}

TEST_CASE_FIXTURE(Agency, "the hub tells nobody who did not ask, and of nothing but this server's alert feeds") {
    testing_local::Server stranger([](testing_local::Connection const& connection) { connection.answer("200 OK", "no challenge"); });
    auto ask_for = [&](std::string const& topic, std::string const& callback, std::string const& more = "") {
        return post("/alerts/hub", {}, "hub.mode=subscribe&hub.topic=" + http::percent_encode(topic) + "&hub.callback=" + http::percent_encode(callback) + more).status;
    };
    CHECK(ask_for(base::site_url() + "/alerts/feed.atom", stranger.at("/")) == 202);
    jobs.run_due();
    (void)issued(smoke());
    jobs.run_due();
    CHECK(stranger.requests().size() == 1);
    CHECK(ask_for(base::site_url() + "/home", stranger.at("/")) == 422);
    CHECK(ask_for("https://other.example/alerts/feed.atom", stranger.at("/")) == 422);
    CHECK(ask_for(base::site_url() + "/alerts/feed.atom", "file:///etc/passwd") == 422);
    CHECK(ask_for(base::site_url() + "/alerts/feed.atom", stranger.at("/"), "&hub.secret=" + std::string(200, 'x')) == 422);
    CHECK(post("/alerts/hub", {}, "hub.mode=publish").status == 422);
    http::allow_loopback.change(false);
    CHECK(ask_for(base::site_url() + "/alerts/feed.atom", stranger.at("/private")) == 202);
    jobs.run_due();
    CHECK(stranger.requests().size() == 1);
}
