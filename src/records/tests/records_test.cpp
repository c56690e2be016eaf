// Records: what is sealed opens for its key alone, the log shows what was changed, consents hold as long as they say.
#include "records/records.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/box.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"
#include <filesystem>
#include <unistd.h>

using namespace records;

namespace {

db::Schema const schemas[] = {jobs::schema, accounts::schema, records::schema};

struct Clinic : db::testing::World {
    std::string folder;
    AccountId ada, ben, cleo, clinic, other;

    Clinic() : World(schemas) {
        ada = join("ada"), ben = join("ben"), cleo = join("cleo");
        auto pattern = (std::filesystem::temp_directory_path() / "salve-records-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
        keep_keys_in(folder + "/keys");
        clinic = found("clinic"), other = found("other");
    }
    ~Clinic() { std::filesystem::remove_all(folder); }

    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }
    AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    AccountId found(std::string const& username) {
        auto const id = join(username);
        (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
            write.run({"test.kind", "UPDATE account SET kind = 'organization' WHERE id = $1"}, {id});
            return base::Done{};
        });
        return id;
    }
    void note(Access const& access) {
        REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { records::note(write, access); return base::Done{}; }));
    }
    Verified verified() { return read([](db::Read& read) { return verify(read); }); }
    base::Result<Consent> agree(Consent const& wanted) { return write([&](db::Write& write) { return give(write, wanted); }); }
};

}  // namespace

TEST_CASE_FIXTURE(Clinic, "every statement is taken by the engine") {
    check_statements();
    check();
}

TEST_CASE_FIXTURE(Clinic, "a sealed text opens with its key where it was sealed for, and nowhere once the key is gone") {
    auto const id = *write([](db::Write& write) -> base::Result<KeyId> { return new_key(write); });
    auto const sealed = read([&](db::Read& read) { return key(read, id)->seal("blue heron", "message.text.1"); });
    read([&](db::Read& read) {
        auto const opening = key(read, id);
        CHECK(opening->open(sealed, "message.text.1") == "blue heron");
        CHECK_FALSE(opening->open(sealed, "message.text.2"));
        auto changed = sealed;
        changed[40] = changed[40] == 'A' ? 'B' : 'A';
        CHECK_FALSE(opening->open(changed, "message.text.1"));
        return true;
    });
    (void)write([&](db::Write& write) -> base::Result<base::Done> { destroy(write, id); return base::Done{}; });
    CHECK_FALSE(read([&](db::Read& read) { return key(read, id).has_value(); }));
}

TEST_CASE_FIXTURE(Clinic, "keys are wrapped anew with the newest key of the file, and what they sealed opens as before") {
    std::vector<KeyId> ids;
    std::vector<std::string> sealed;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(*write([](db::Write& write) -> base::Result<KeyId> { return new_key(write); }));
        sealed.push_back(read([&](db::Read& read) { return key(read, ids.back())->seal("blue heron", "x"); }));
    }
    CHECK(crypto::add_key(folder + "/keys") == 2);
    keep_keys_in(folder + "/keys");  // as at the next start
    // Two at a time, as after a kill in the middle.
    CHECK(*write([](db::Write& write) -> base::Result<bool> { return rewrap(write, 2); }));
    for (std::size_t i = 0; i < ids.size(); ++i) CHECK(read([&](db::Read& read) { return key(read, ids[i])->open(sealed[i], "x"); }) == "blue heron");
    while (*write([](db::Write& write) -> base::Result<bool> { return rewrap(write, 2); })) {}
    std::int64_t wrapped = 0;
    read([&](db::Read& read) {
        read.each({"test.keys", "SELECT wrapped, master FROM record_key"}, {}, [&](db::Row const& row) {
            ++wrapped;
            CHECK(row.view(0).starts_with("2."));
            CHECK(row.integer(1) == 2);
        });
        return true;
    });
    CHECK(wrapped == 5);
    for (std::size_t i = 0; i < ids.size(); ++i) CHECK(read([&](db::Read& read) { return key(read, ids[i])->open(sealed[i], "x"); }) == "blue heron");
}

TEST_CASE_FIXTURE(Clinic, "what a person tells about themselves stands nowhere in the database, and goes with their account") {
    REQUIRE(write([&](db::Write& write) { return set_particulars(write, ada, {"Ada", "Heronfeather", "1984-02-29", "+1 (541) 555-0100", "female"}); }));
    auto const told = read([&](db::Read& read) { return particulars(read, ada); });
    CHECK(full_name(told) == "Ada Heronfeather");
    CHECK(told.birth_date == "1984-02-29");
    read([](db::Read& read) {
        read.each({"test.person", "SELECT sealed FROM record_person"}, {}, [](db::Row const& row) { CHECK_FALSE(row.view(0).contains("Heron")); });
        return true;
    });
    for (auto const& [bad, field] : {std::pair{Particulars{.birth_date = "1985-02-29"}, "birth_date"}, {Particulars{.birth_date = "2999-01-01"}, "birth_date"}, {Particulars{.phone = "call me"}, "phone"},
                                     {Particulars{.gender = "x"}, "gender"}, {Particulars{.given = std::string(1'000'000, 'a')}, "given"}, {Particulars{.family = "\xff"}, "family"}}) {
        auto const refused = write([&](db::Write& write) { return set_particulars(write, ada, bad); });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fields.front().field == field);
    }
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget_account(write, ada); return base::Done{}; });
    CHECK(full_name(read([&](db::Read& read) { return particulars(read, ada); })).empty());
    CHECK(read([](db::Read& read) { return read.number({"test.keys", "SELECT COUNT(*) FROM record_key"}, {}); }) == 0);
}

TEST_CASE_FIXTURE(Clinic, "the log of access is whole, and each change, gap and cut is found") {
    for (int i = 0; i < 40; ++i) note({.person = ben, .organization = clinic, .patient = i % 2 ? ada : cleo, .action = Action::read, .what = "thread", .about = std::to_string(i)});
    CHECK(verified().counted == 40);
    CHECK(verified().first_bad == 0);
    CHECK(read([&](db::Read& read) { return accesses(read, ada, 0, 100); }).size() == 20);
    CHECK(read([&](db::Read& read) { return accesses(read, ada, 0, 100); }).front().about == "39");
    check();
    auto const spoil = [&](std::string_view sql, std::string_view back) {
        auto const run = [&](std::string_view text) { (void)database.write([&](db::Write& write) -> base::Result<base::Done> { write.run({"test.spoil", text}, {}); return base::Done{}; }); };
        run(sql);
        CHECK(verified().first_bad > 0);
        run(back);
        CHECK(verified().first_bad == 0);
    };
    spoil("UPDATE record_access SET person = person + 1 WHERE about = '7'", "UPDATE record_access SET person = person - 1 WHERE about = '7'");
    spoil("UPDATE record_access SET refused = TRUE WHERE about = '39'", "UPDATE record_access SET refused = FALSE WHERE about = '39'");
    spoil("UPDATE record_access SET number = number + 1000 WHERE about = '38'", "UPDATE record_access SET number = number - 1000 WHERE about = '38'");
    spoil("UPDATE record_chain SET entries = entries - 1", "UPDATE record_chain SET entries = entries + 1");
    (void)database.write([](db::Write& write) -> base::Result<base::Done> { write.run({"test.cut", "DELETE FROM record_access WHERE about = '39'"}, {}); return base::Done{}; });
    CHECK(verified().first_bad > 0);
}

TEST_CASE_FIXTURE(Clinic, "a consent names recipient, purpose and end; it holds until then, or until it is taken back") {
    auto const year = now() + 365 * base::day;
    auto const refused = [&](Consent const& wanted, std::string_view field) {
        auto const answer = agree(wanted);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().fields.front().field == field);
    };
    refused({.patient = ada, .recipient = ben, .expires_at = year}, "recipient");
    refused({.patient = ada, .recipient = other, .expires_at = now()}, "expires");
    refused({.patient = ada, .recipient = other, .expires_at = now() + 3 * 365 * base::day}, "expires");
    refused({.patient = ada, .recipient = other, .what = {"secrets"}, .expires_at = year}, "what");
    refused({.patient = ada, .discloser = other, .recipient = other, .expires_at = year}, "recipient");

    auto const given = agree({.patient = ada, .discloser = clinic, .recipient = other, .purpose = Purpose::treatment, .what = {"messages"}, .expires_at = year});
    REQUIRE(given);
    auto const covers = [&](AccountId from, AccountId to, std::string_view what) { return read([&](db::Read& read) { return consent_for(read, ada, from, to, what).has_value(); }); };
    CHECK(covers(clinic, other, "messages"));
    CHECK_FALSE(covers(clinic, other, "plans"));
    CHECK_FALSE(covers(other, clinic, "messages"));
    CHECK_FALSE(read([&](db::Read& read) { return consent_for(read, cleo, clinic, other, "messages").has_value(); }));
    CHECK_FALSE(write([&](db::Write& write) { return withdraw(write, cleo, given->id); }));
    REQUIRE(write([&](db::Write& write) { return withdraw(write, ada, given->id); }));
    CHECK_FALSE(covers(clinic, other, "messages"));
    CHECK_FALSE(write([&](db::Write& write) { return withdraw(write, ada, given->id); }));
    REQUIRE(agree({.patient = ada, .recipient = other, .expires_at = now() + base::day}));
    CHECK(covers(clinic, other, "plans"));
    advance(2 * base::day);
    CHECK_FALSE(covers(clinic, other, "plans"));
}

TEST_CASE_FIXTURE(Clinic, "being asked back is agreed to by itself, and lets nobody read") {
    CHECK_FALSE(read([&](db::Read& read) { return allows_recall(read, ada, clinic); }));
    REQUIRE(agree({.patient = ada, .discloser = clinic, .recipient = clinic, .purpose = Purpose::recall, .expires_at = now() + base::day}));
    CHECK(read([&](db::Read& read) { return allows_recall(read, ada, clinic); }));
    CHECK_FALSE(read([&](db::Read& read) { return consent_for(read, ada, other, clinic, "messages").has_value(); }));
}

TEST_CASE_FIXTURE(Clinic, "the patient sees what was given to others") {
    auto const consent = agree({.patient = ada, .recipient = other, .expires_at = now() + base::day});
    REQUIRE(consent);
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        disclosed(write, {.patient = ada, .discloser = clinic, .recipient = other, .person = ben, .what = "thread", .about = "5", .consent = consent->id});
        return base::Done{};
    });
    auto const seen = read([&](db::Read& read) { return disclosures(read, ada, 0, 10); });
    REQUIRE(seen.size() == 1);
    CHECK(seen.front().consent == consent->id);
    CHECK(read([&](db::Read& read) { return disclosures(read, cleo, 0, 10); }).empty());
    check();
}
