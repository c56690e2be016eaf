// What moderators do by command: the same rules as on pages, under one person's name, and in the record.
#include "app/commands.hpp"
#include "moderation/moderation.hpp"
#include "posters.hpp"
#include "record_keys.hpp"
#include <algorithm>
#include <fstream>

namespace {

using moderation::Category;

struct Commands : testing_people::Posters {
    Commands() : Posters({moderation::schema}) {
        testing_people::record_keys.use();
        posts::add_to_moderation();
        for (auto [name, role] : {std::pair{"mia", http::Role::moderator}, {"max", http::Role::moderator}, {"rosa", http::Role::admin}}) {
            auto account = join(name);
            REQUIRE(write([&](db::Write& write) { return accounts::set_role(write, account, role); }));
        }
    }
    app::Outcome run(app::Arguments arguments) {
        auto parsed = app::parse(arguments);
        if (parsed.instead) return *parsed.instead;
        REQUIRE(app::is_moderation(parsed.command.name));
        return app::moderate(database, parsed.command);
    }
    app::Outcome moderate(app::Arguments arguments) {
        arguments.insert(arguments.begin(), "moderation");
        return run(arguments);
    }
    accounts::Account named(std::string const& handle) { return *read([&](db::Read& read) { return accounts::find_by_handle(read, handle); }); }
    std::int64_t report() {
        auto made = write([&](db::Write& write) { return moderation::report(write, ada, {.target = ben, .category = Category::spam, .comment = "Sells pills"}); });
        REQUIRE(made);
        return made->id.value;
    }
    std::string record() { return run({"audit", "show"}).out; }
};

}  // namespace

TEST_CASE_FIXTURE(Commands, "a report is listed, decided about, and the decision is lifted") {
    CHECK(moderate({"reports"}).out == "No reports.\n");
    auto number = std::to_string(report());
    auto listed = moderate({"reports"}).out;
    CHECK(listed.starts_with(number));
    CHECK(listed.contains("about @ben  by @ada"));

    auto decided = moderate({"act", "--as", "mia", "--username", "ben", "--type", "silence", "--reason", "It is advertising", "--report", number});
    CHECK(decided.status == 0);
    CHECK(named("ben").silenced_at > 0);
    CHECK(moderate({"reports"}).out == "No reports.\n");
    CHECK(moderate({"reports", "--closed"}).out.starts_with(number));
    CHECK(told(ben) == testing_people::Kinds{"moderation_warning"});
    CHECK(moderate({"lift", "--as", "mia", "--username", "ben", "--type", "silence"}).status == 0);
    CHECK(named("ben").silenced_at == 0);
    CHECK(moderate({"resolve", "--as", "mia", "--report", std::to_string(report())}).status == 0);
    auto said = record();
    CHECK(said.contains("@mia"));
    CHECK(said.contains("account:" + ben.text()));
    check();
}

TEST_CASE_FIXTURE(Commands, "whoever is no moderator, or names what is not there, changes nothing") {
    for (auto const& arguments : {app::Arguments{"act", "--as", "ada", "--username", "ben", "--type", "silence", "--reason", "x"},
                                  {"act", "--as", "nobody", "--username", "ben", "--type", "silence", "--reason", "x"},
                                  {"act", "--as", "mia", "--username", "nobody", "--type", "silence", "--reason", "x"},
                                  {"act", "--as", "mia", "--username", "ben", "--type", "banish", "--reason", "x"},
                                  {"act", "--as", "mia", "--username", "rosa", "--type", "silence", "--reason", "x"},
                                  {"domain", "block", "--as", "mia", "far.example"}, {"domain", "block", "--as", "rosa", "far.example", "--severity", "hard"},
                                  {"domain", "unblock", "--as", "rosa", "never.example"}, {"email", "unblock", "--as", "rosa", "never.example"},
                                  {"ip", "block", "--as", "rosa", "not an address"}, {"ip", "block", "--as", "rosa", "192.0.2.7", "--days", "-1"},
                                  {"answer", "--as", "max", "--appeal", "17", "--answer", "No"}, {"resolve", "--as", "mia", "--report", "17"}}) {
        std::string whole;
        for (auto const& each : arguments) whole += each + " ";
        CAPTURE(whole);
        auto outcome = moderate(arguments);
        CHECK(outcome.status != 0);
        CHECK_FALSE(outcome.err.empty());
    }
    CHECK(moderate({"act", "--username", "ben", "--type", "silence", "--reason", "x"}).status != 0);  // in nobody's name
    CHECK(named("ben").silenced_at == 0);
    CHECK(record() == "The record is empty.\n");
}

TEST_CASE_FIXTURE(Commands, "an appeal is answered by another moderator than the one who decided") {
    REQUIRE(moderate({"act", "--as", "mia", "--username", "ben", "--type", "silence", "--reason", "It is advertising"}).status == 0);
    auto decision = read([&](db::Read& read) { return moderation::decisions(read, ben, {}); }).at(0).id;
    auto appeal = write([&](db::Write& write) { return moderation::appeal(write, decision, "I only told what helped me"); });
    REQUIRE(appeal);
    CHECK(moderate({"appeals"}).out.contains("@ben against silence by @mia: I only told what helped me"));
    auto number = std::to_string(appeal->id.value);
    CHECK(moderate({"answer", "--as", "mia", "--appeal", number, "--answer", "No"}).status != 0);
    CHECK(moderate({"answer", "--as", "max", "--appeal", number, "--answer", "You are right", "--grant"}).status == 0);
    CHECK(named("ben").silenced_at == 0);
    CHECK(moderate({"appeals"}).out == "No appeals wait.\n");
    check();
}

TEST_CASE_FIXTURE(Commands, "servers, mailboxes and addresses are kept out and let in again") {
    for (auto const& [kind, what] : {std::pair{"domain", "far.example"}, {"email", "throwaway.example"}, {"email", "a.b@mail.example"}, {"ip", "192.0.2.0/24"}}) {
        CAPTURE(what);
        CHECK(moderate({kind, "block", "--as", "rosa", what}).out == "Blocked.\n");
        CHECK(record().contains(std::string(kind) == "email" ? "email" : kind));
        CHECK(moderate({kind, "unblock", "--as", "rosa", what}).out == "Unblocked.\n");
    }
    REQUIRE(moderate({"domain", "block", "--as", "rosa", "far.example", "--severity", "silence", "--comment", "Noise"}).status == 0);
    auto block = read([](db::Read& read) { return moderation::find_domain_block(read, "far.example"); });
    REQUIRE(block);
    CHECK(block->severity == moderation::DomainSeverity::silence);
    CHECK(block->private_comment == "Noise");
    CHECK(moderate({"domain", "allow", "--as", "rosa", "near.example"}).status == 0);
    CHECK(moderate({"domain", "disallow", "--as", "rosa", "near.example"}).status == 0);
    CHECK(read([](db::Read& read) { return moderation::domain_allows(read, {}); }).empty());
    check();
}

TEST_CASE_FIXTURE(Commands, "the record is verified by command, and the first bad entry is named") {
    for (auto domain : {"one.example", "two.example", "three.example"}) REQUIRE(moderate({"domain", "block", "--as", "rosa", domain}).status == 0);
    auto whole = run({"audit", "verify"});
    CHECK(whole.status == 0);
    CHECK(whole.out.starts_with("3 entries, whole."));
    CHECK(run({"audit", "show", "--limit", "1"}).out.contains("domain:three.example"));
    auto root = testing_people::record_keys.folder + "/root";
    CHECK(run({"audit", "verify", "--root", root}).status == 0);
    auto other = testing_people::record_keys.folder + "/other";
    std::ofstream(other) << std::string(64, 'a') << "\n";
    CHECK(run({"audit", "verify", "--root", other}).status == 1);
    CHECK(run({"audit", "verify", "--root", other + "-missing"}).status != 0);

    (void)write([](db::Write& write) -> base::Result<base::Done> {
        constexpr db::Query forge{"tests.forge", "UPDATE audit_entry SET target = 'domain:nice.example' WHERE number = 2"};
        write.run(forge, {});
        return base::Done{};
    });
    auto broken = run({"audit", "verify"});
    CHECK(broken.status == 1);
    CHECK(broken.err == "Entry 2 is missing or was changed.\n");
}
