// Keys by command, and the check of the record of who looked at whose care.
#include "app/commands.hpp"
#include "base/time.hpp"
#include "people.hpp"
#include "records/records.hpp"
#include <filesystem>
#include <unistd.h>

namespace {

struct Records : testing_people::People {
    std::string folder;
    Records() : People({records::schema}) {
        auto pattern = (std::filesystem::temp_directory_path() / "salve-records-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
        records::keep_keys_in(folder + "/keys");
    }
    ~Records() { std::filesystem::remove_all(folder); }
    app::Outcome verify() {
        auto const parsed = app::parse({"records", "verify"});
        REQUIRE_FALSE(parsed.instead);
        REQUIRE(app::is_about_records(parsed.command.name));
        return app::manage_records(database, parsed.command);
    }
    void look() {
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            records::note(write, {.person = ben, .patient = ada, .what = "thread", .about = "7"});
            return base::Done{};
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Records, "the record of who looked is whole, and what somebody took out of it is missed") {
    CHECK(verify().out == "0 entries, whole.\n");
    look(), look();
    CHECK(verify().out == "2 entries, whole.\n");
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        write.run({"test.forget", "UPDATE record_access SET person = person + 1"}, {});
        return base::Done{};
    });
    auto const spoiled = verify();
    CHECK(spoiled.status == 1);
    CHECK(spoiled.err.ends_with("is missing or was changed.\n"));
}

TEST_CASE_FIXTURE(Records, "a new key seals from the next start on, and wraps what was sealed before") {
    auto const sealed = write([&](db::Write& write) { return records::set_particulars(write, ada, {.given = "Ada", .family = "Lark"}); });
    REQUIRE(sealed);
    auto const parsed = app::parse({"--data", folder, "keys", "new"});
    REQUIRE_FALSE(parsed.instead);
    CHECK(app::make_key(parsed.command).out.starts_with("Key 2 seals from the next start on."));
    records::keep_keys_in(folder + "/keys");  // the next start
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        while (records::rewrap(write, 100)) {}
        return base::Done{};
    });
    CHECK(read([&](db::Read& read) { return records::particulars(read, ada).family; }) == "Lark");
    CHECK(read([&](db::Read& read) { return read.number({"test.old", "SELECT COUNT(*) FROM record_key WHERE master < 2"}, {}); }) == 0);
}
