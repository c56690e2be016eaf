// Web Push subscriptions as apps make them.
#include "api.hpp"
#include "crypto/crypto.hpp"

using namespace testing_api;

namespace {

// A point of P-256 and a secret, as a browser sends them.
constexpr std::string_view keys = "&subscription[keys][p256dh]=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                                  "&subscription[keys][auth]=BTBZMqHH6r4Tts7J_aSIgg";

struct Subscribing : Api {
    static constexpr char const* address = "/api/v1/push/subscription";
    Answered subscribe(std::string more = "") { return post(address, ada, "subscription[endpoint]=https://push.example/x" + std::string(keys) + more); }
};

}  // namespace

TEST_CASE_FIXTURE(Subscribing, "a subscription is made, read, changed and ended") {
    CHECK(get(address, ada).status() == 404);
    auto made = subscribe("&data[alerts][mention]=true&data[alerts][favourite]=0&data[policy]=followed");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s endpoint:s standard:b alerts:o server_key:s policy:s");
    CHECK_FALSE(made["standard"].flag());
    CHECK(made["alerts"]["mention"].flag());
    CHECK_FALSE(made["alerts"]["favourite"].flag());
    CHECK(made.text("policy") == "followed");
    CHECK(made.text("server_key") == get("/api/v2/instance")["configuration"]["vapid"]["public_key"].text());
    CHECK(crypto::from_base64url(made.text("server_key"))->size() == 65);
    CHECK(get(address, ada).text("id") == made.text("id"));
    CHECK(get(address, ben).status() == 404);
    auto changed = ask(request("PUT", address, ada, "data[alerts][poll]=1"));
    CHECK(changed["alerts"]["poll"].flag());
    CHECK_FALSE(changed["alerts"]["mention"].flag());
    CHECK(changed.text("policy") == "followed");
    CHECK(ask(request("DELETE", address, ada)).status() == 200);
    CHECK(get(address, ada).status() == 404);
    CHECK(ask(request("PUT", address, ada, "data[alerts][poll]=1")).status() == 404);
}

TEST_CASE_FIXTURE(Subscribing, "a token has one subscription, and one that is faulty is refused with its field") {
    REQUIRE(subscribe("&subscription[standard]=true")["standard"].flag());
    CHECK_FALSE(subscribe()["standard"].flag());
    CHECK(read([&](db::Read& now) { return push::all_of(now, ada).size(); }) == 1);
    auto refused = post(address, ada, "subscription[endpoint]=nowhere" + std::string(keys));
    CHECK(refused.status() == 422);
    CHECK(refused["details"].has("endpoint"));
    CHECK(subscribe("&data[policy]=friends").status() == 422);
    CHECK(ask(request("POST", address, ada, "", "read write follow")).status() == 403);
    CHECK(get(address).status() == 401);
}
