// Settings that change while the server runs: kept, taken over, taken back, and refused by their names.
#include "app/live_settings.hpp"
#include "accounts/accounts.hpp"
#include "app/site.hpp"
#include "db/testing.hpp"
#include "html/html.hpp"
#include "moderation/moderation.hpp"
#include "posts/posts.hpp"
#include "record_keys.hpp"

namespace {

struct Running {
    db::testing::Fresh database{app::schemas()};
    app::Site site{*database, database.place().file("files")};
    base::AccountId chief = *database->write([](db::Write& write) -> base::Result<base::AccountId> {
        return TRY(accounts::sign_up(write, {.username = "chief", .email = "chief@example.org", .role = http::Role::admin, .agreement = true, .confirmed = true,
                                             .password_hash = accounts::hash_password("a password for tests")})).id;
    });

    Running() { app::load_kept_settings(*database); }
    ~Running() {
        for (auto const& live : app::live_settings()) take_back(live.name);
        site.bus.drain();
        // Other tests of this program keep the record where it was before this site.
        testing_people::record_keys.use();
    }

    base::Result<base::Done> change(std::string_view name, std::string_view text) {
        auto done = database->write([&](db::Write& write) { return app::change_setting(write, chief, name, text); });
        site.bus.drain();
        return done;
    }
    void take_back(std::string_view name) {
        (void)database->write([&](db::Write& write) { return app::take_back_setting(write, chief, name); });
        site.bus.drain();
    }
    std::string refused(std::string_view name, std::string_view text) {
        auto done = change(name, text);
        return done ? "" : done.error().fields.at(0).field;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Running, "a changed setting holds at once, and after the next start; taken back, the file's holds again") {
    auto const before = posts::longest();
    REQUIRE(change("posts.longest", "500"));
    CHECK(posts::longest() == 500);
    posts::longest.change(before);  // as the next start has it
    app::load_kept_settings(*database);
    CHECK(posts::longest() == 500);
    take_back("posts.longest");
    CHECK(posts::longest() == before);
    auto const acts = database->read([](db::Read& read) { return moderation::entries(read, {}, {.limit = 2}); });
    REQUIRE(acts.size() == 2);
    CHECK(acts[0].act == "setting.take_back");
    CHECK(acts[1].act == "setting.change");
    CHECK(acts[1].detail == "500");
}

TEST_CASE_FIXTURE(Running, "every setting that may change is declared, and takes the value it has") {
    for (auto const& live : app::live_settings()) {
        CAPTURE(live.name);
        auto const* setting = base::find_setting(live.name);
        REQUIRE(setting);
        CHECK(change(live.name, app::value_of(*setting)));
    }
}

TEST_CASE_FIXTURE(Running, "what a setting does not take is refused by its name, and changes nothing") {
    CHECK(refused("posts.longest", "99") == "posts.longest");
    CHECK(refused("posts.longest", "1e3") == "posts.longest");
    CHECK(refused("server.name", "  ") == "server.name");
    CHECK(refused("server.name", std::string(1'000'000, 'x')) == "server.name");
    CHECK(refused("server.time_zone", "Europe/Atlantis") == "server.time_zone");
    CHECK(refused("accounts.who_invites", "friends") == "accounts.who_invites");
    CHECK(refused("accounts.sign_up_open", "perhaps") == "accounts.sign_up_open");
    CHECK(refused("help.exit", "javascript:alert(1)") == "help.exit");
    CHECK(refused("help.lines", "Night line") == "help.lines");
    CHECK(refused("mail.password", "x") == "mail.password");
    CHECK(refused("no.such", "x") == "no.such");
    CHECK(database->read([](db::Read& read) { return app::kept_settings(read); }).empty());
}
