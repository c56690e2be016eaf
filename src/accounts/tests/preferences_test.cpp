// How posts begin and are shown: kept, checked, and gone with the account.
#include "accounts/accounts.hpp"
#include "world.hpp"

using namespace accounts;

TEST_CASE_FIXTURE(World, "preferences are everybody's until they are set, then one's own") {
    auto ada = member("ada").id;
    CHECK(read([&](db::Read& read) { return preferences(read, ada); }).visibility == "public");
    REQUIRE(write([&](db::Write& write) { return set_preferences(write, ada, {"private", true, "es", "nobody", "hide_all", true, true}); }));
    REQUIRE(write([&](db::Write& write) { return set_preferences(write, ada, {"unlisted", true, "es", "followers", "hide_all", true, true}); }));
    auto now = read([&](db::Read& read) { return preferences(read, ada); });
    CHECK(now.visibility == "unlisted");
    CHECK(now.sensitive);
    CHECK(now.language == "es");
    CHECK(now.quote_policy == "followers");
    CHECK(now.expand_media == "hide_all");
    CHECK(now.expand_spoilers);
    CHECK(now.autoplay);
    CHECK(read([&](db::Read& read) { return export_all(read, ada); }).contains("\"quote_policy\":\"followers\""));
    REQUIRE(write([&](db::Write& write) { return remove(write, ada); }));
    check();
}

TEST_CASE_FIXTURE(World, "preferences that nobody knows are refused by name") {
    auto ada = member("ada").id;
    auto refused = write([&](db::Write& write) { return set_preferences(write, ada, {"everyone", false, "1", "friends", "some", false, false}); });
    REQUIRE_FALSE(refused);
    for (auto field : {"visibility", "quote_policy", "expand_media"}) CHECK(code_at(refused.error(), field) == "ERR_INCLUSION");
    CHECK(code_at(refused.error(), "language") == "ERR_INVALID");
}

TEST_CASE_FIXTURE(World, "where somebody is wins over what the browser says, is exported, and goes with the account") {
    auto ada = member("ada").id;
    CHECK(read([&](db::Read& read) { return place(read, ada); }).zone.empty());
    REQUIRE(write([&](db::Write& write) { return set_place(write, ada, {"Europe/Madrid", "ES"}); }));
    auto token = write([&](db::Write& write) -> base::Result<std::string> { return start_session(write, ada, "Firefox").token; });
    http::Request request;
    request.cookies = {{"salve_session", *token}};
    request.locale.zone = "Asia/Tokyo";
    Doorkeeper door;
    read([&](db::Read& read) { door.identify(request, read); return 0; });
    CHECK(request.locale.zone == "Europe/Madrid");
    CHECK(request.locale.region == "ES");
    http::Request again;
    again.cookies = request.cookies;
    REQUIRE(door.recall(again));
    CHECK(again.locale.zone == "Europe/Madrid");
    auto exported = read([&](db::Read& read) { return export_all(read, ada); });
    CHECK(exported.contains("\"time_zone\":\"Europe/Madrid\",\"region\":\"ES\""));
    REQUIRE(write([&](db::Write& write) { return remove(write, ada); }));
    CHECK(read([&](db::Read& read) { return place(read, ada); }).region.empty());
    check();
}

TEST_CASE_FIXTURE(World, "a clock and a country that nobody knows are refused by name, and nothing changes") {
    auto ada = member("ada").id;
    auto refused = write([&](db::Write& write) { return set_place(write, ada, {"Europe/Atlantis", "es"}); });
    REQUIRE_FALSE(refused);
    for (auto field : {"zone", "region"}) CHECK(code_at(refused.error(), field) == "ERR_INVALID");
    CHECK(read([&](db::Read& read) { return place(read, ada); }).zone.empty());
}
