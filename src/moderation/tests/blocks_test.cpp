// What is kept out: servers, addresses, mailboxes; the rules of this server; and the record.
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "world.hpp"

using namespace testing_moderation;

namespace {

struct Guarded : Moderated {
    Verified verified() { return read([](db::Read& read) { return verify_record(read); }); }
    void change(char const* text) {
        db::Query const statement{text, text};
        (void)write([&](db::Write& write) -> base::Result<base::Done> { write.run(statement, {}); return base::Done{}; });
    }
    base::Result<DomainBlock> block(std::string domain, DomainSeverity severity = DomainSeverity::suspend) {
        return write([&](db::Write& write) { return add_domain_block(write, root, {.domain = domain, .severity = severity}); });
    }
    base::Result<IpBlock> close(std::string network, IpSeverity severity = IpSeverity::no_access, base::Time expires_at = 0, std::string own = "") {
        return write([&](db::Write& write) { return add_ip_block(write, root, {.network = network, .severity = severity, .expires_at = expires_at}, own); });
    }
    std::optional<IpSeverity> severity(std::string address) { return read([&](db::Read& read) { return severity_for(read, address); }); }
    bool is_blocked(std::string email) { return read([&](db::Read& read) { return is_email_blocked(read, email); }); }
};

}  // namespace

TEST_CASE_FIXTURE(Guarded, "a list of servers goes out and comes in as CSV, as Mastodon writes it") {
    REQUIRE(write([&](db::Write& write) {
        return add_domain_block(write, root, {.domain = "far.example", .severity = DomainSeverity::silence, .reject_media = true, .public_comment = "Spam, \"much\" of it"});
    }));
    auto csv = read([](db::Read& read) { return domain_blocks_as_csv(read); });
    CHECK(csv == "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
                 "far.example,silence,true,false,\"Spam, \"\"much\"\" of it\",false\n");
    auto import = [&](std::string_view text) { return write([&](db::Write& write) { return import_domain_blocks(write, root, text); }); };
    auto again = import(csv + "bad.example,suspend,True,True,=1+1,True\r\nnot a server,suspend,,,,\nodd.example,loud,,,,\n");
    REQUIRE(again);
    CHECK(again->added == 1);
    CHECK(again->known == 1);
    CHECK(again->faulty == 2);
    auto bad = read([](db::Read& read) { return find_domain_block(read, "bad.example"); });
    REQUIRE(bad);
    CHECK(bad->severity == DomainSeverity::suspend);
    CHECK(bad->reject_media);
    CHECK(bad->obfuscate);
    // What a spreadsheet would take for a formula leaves as text.
    CHECK(read([](db::Read& read) { return domain_blocks_as_csv(read); }).find(",'=1+1,") != std::string::npos);
    CHECK(import("worse.example\nworst.example\n")->added == 2);
    CHECK_FALSE(import("\"never closed"));
    CHECK_FALSE(import(std::string(5 << 20, 'x')));
}

TEST_CASE("a domain has one spelling, and what is none is refused") {
    CHECK(*domain_name("Far.Example") == "far.example");
    CHECK(*domain_name(" far.example. ") == "far.example");
    CHECK(*domain_name("bücher.example") == "xn--bcher-kva.example");
    CHECK(*domain_name("XN--BCHER-KVA.example") == "xn--bcher-kva.example");
    CHECK(*domain_name("ｆａｒ.example") == "far.example");
    for (auto wrong : {"", ".", "far", "far..example", "user@far.example", "far.example:80", "https://far.example", "far.example/x", "-far.example", "far_away.example", "[::1]"})
        CHECK_MESSAGE(!domain_name(wrong), wrong);
    CHECK_FALSE(domain_name(std::string(300, 'a') + ".example"));
    CHECK_FALSE(domain_name(std::string(1'000'000, 'a')));
}

TEST_CASE_FIXTURE(Guarded, "a blocked domain holds for what belongs to it, on the boundaries of labels") {
    REQUIRE(block("far.example"));
    REQUIRE(block("good.far.example", DomainSeverity::noop));
    CHECK(block("FAR.example.").error().fields.front().code == "ERR_TAKEN");
    auto rule = [&](std::string host) {
        auto found = read([&](db::Read& read) { return block_for(read, host); });
        return found ? found->domain : "";
    };
    CHECK(rule("far.example") == "far.example");
    CHECK(rule("Media.Far.Example") == "far.example");
    CHECK(rule("x.good.far.example") == "good.far.example");
    CHECK(rule("notfar.example") == "");
    CHECK(rule("far.example.org") == "");
}

TEST_CASE("an obfuscated domain shows its ends only") {
    DomainBlock block{.domain = "very-bad.example", .obfuscate = true};
    CHECK(block.public_name() == "very****.***mple");
    CHECK(block.digest().size() == 64);
    block.obfuscate = false;
    CHECK(block.public_name() == "very-bad.example");
}

TEST_CASE("a network has one spelling") {
    CHECK(*network_name("192.0.2.7") == "192.0.2.7/32");
    CHECK(*network_name("192.0.2.7/24") == "192.0.2.0/24");
    CHECK(*network_name("2001:DB8::5/32") == "2001:db8::/32");
    CHECK(*network_name("2001:db8::1") == "2001:db8::1/128");
    CHECK(*network_name("0.0.0.0/0") == "0.0.0.0/0");
    for (auto wrong : {"", "x", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/", "192.0.2.7/1x", "::/129", "192.0.2.7:80", "[::1]", "192.0.2", "far.example"})
        CHECK_MESSAGE(!network_name(wrong), wrong);
}

TEST_CASE_FIXTURE(Guarded, "the worst rule for an address holds, until it expires") {
    REQUIRE(close("192.0.2.0/24", IpSeverity::sign_up_requires_approval));
    REQUIRE(close("192.0.2.128/25", IpSeverity::sign_up_block));
    REQUIRE(close("192.0.2.200", IpSeverity::no_access, now() + 60'000));
    REQUIRE(close("2001:db8::/33", IpSeverity::no_access));
    CHECK(severity("192.0.2.1") == IpSeverity::sign_up_requires_approval);
    CHECK(severity("192.0.2.129") == IpSeverity::sign_up_block);
    CHECK(severity("192.0.2.200") == IpSeverity::no_access);
    CHECK(severity("::ffff:192.0.2.129") == IpSeverity::sign_up_block);
    CHECK(severity("2001:db8:7fff::1") == IpSeverity::no_access);
    CHECK_FALSE(severity("2001:db8:8000::1"));
    CHECK_FALSE(severity("192.0.3.1"));
    CHECK_FALSE(severity(""));
    advance(61'000);
    CHECK(severity("192.0.2.200") == IpSeverity::sign_up_block);
    check();
}

TEST_CASE_FIXTURE(Guarded, "nobody shuts themselves out") {
    CHECK(close("192.0.2.0/24", IpSeverity::no_access, 0, "192.0.2.7").error().fields.front().field == "ip");
    CHECK(close("0.0.0.0/0", IpSeverity::no_access, 0, "192.0.2.7").error().fields.front().field == "ip");
    CHECK(close("192.0.2.0/24", IpSeverity::sign_up_block, 0, "192.0.2.7"));
    CHECK(close("192.0.2.0/24", IpSeverity::no_access).error().fields.front().code == "ERR_TAKEN");
    CHECK(close("192.0.3.0/24", IpSeverity::no_access, now() - 1).error().fields.front().field == "expires_in");
}

TEST_CASE_FIXTURE(Guarded, "the gate keeps out who has no access") {
    database.clock = base::clock_now;
    Gate gate(database);
    gate.load();
    CHECK(gate.lets_in("192.0.2.7"));
    auto made = close("192.0.2.0/24");
    REQUIRE(close("192.0.3.0/24", IpSeverity::sign_up_block));
    gate.load();
    CHECK_FALSE(gate.lets_in("192.0.2.7"));
    CHECK_FALSE(gate.lets_in("::ffff:192.0.2.7"));
    CHECK(gate.lets_in("192.0.3.7"));
    CHECK(gate.lets_in("not an address"));
    REQUIRE(write([&](db::Write& write) { return remove_ip_block(write, root, made->id); }));
    gate.load();
    CHECK(gate.lets_in("192.0.2.7"));
}

TEST_CASE_FIXTURE(Guarded, "mailboxes are blocked by their domain, on the boundaries of labels, or by themselves in any spelling") {
    REQUIRE(write([&](db::Write& write) { return block_email_domain(write, root, "Throwaway.example"); }));
    CHECK(is_blocked("x@throwaway.example"));
    CHECK(is_blocked("x@Mail.THROWAWAY.example"));
    CHECK_FALSE(is_blocked("x@notthrowaway.example"));
    CHECK_FALSE(is_blocked("x@throwaway.example.org"));
    REQUIRE(write([&](db::Write& write) { return block_email(write, root, "Some.Body+list@far.example"); }));
    CHECK(is_blocked("somebody@far.example"));
    CHECK(is_blocked("SOME.BODY+other@FAR.example"));
    CHECK_FALSE(is_blocked("somebody@near.example"));
    CHECK(canonical_hash("test@example.com") == "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");
    CHECK(write([&](db::Write& write) { return block_email(write, root, "", "xyz"); }).error().fields.front().field == "canonical_email_hash");
}

TEST_CASE_FIXTURE(Guarded, "sign-ups are refused or wait by address and mailbox") {
    moderation::start();
    auto join_from = [&](std::string name, std::string address, std::string email = "") {
        return write([&](db::Write& write) {
            accounts::SignUp form{name, email.empty() ? name + "@people.example" : email, "a long enough password"};
            form.agreement = true;
            form.password_hash = "no password fits this";
            form.address = address;
            return accounts::sign_up(write, form);
        });
    };
    REQUIRE(close("192.0.2.0/24", IpSeverity::sign_up_requires_approval));
    REQUIRE(close("192.0.3.0/24", IpSeverity::sign_up_block));
    REQUIRE(write([&](db::Write& write) { return block_email_domain(write, root, "throwaway.example"); }));
    CHECK_FALSE(join_from("dora", "192.0.4.1")->pending);
    auto waits = join_from("emil", "192.0.2.1");
    REQUIRE(waits);
    CHECK(waits->pending);
    CHECK_FALSE(join_from("fritz", "192.0.3.1"));
    CHECK_FALSE(join_from("gerd", "192.0.4.1", "gerd@mail.throwaway.example"));
    CHECK(write([&](db::Write& write) { return approve(write, ada, waits->id); }).error().why == Why::forbidden);
    REQUIRE(write([&](db::Write& write) { return approve(write, mia, waits->id); }));
    CHECK_FALSE(account(waits->id).pending);
    CHECK(write([&](db::Write& write) { return reject(write, mia, waits->id); }).error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Guarded, "rules keep their numbers when others change, and are those of the setting until then") {
    auto before = read([](db::Read& read) { return rules(read); });
    REQUIRE(before.size() >= 2);
    CHECK(before[0].id.value == 1);
    auto added = write([&](db::Write& write) { return add_rule(write, root, "Be brief.", "Others want to speak too."); });
    REQUIRE(added);
    REQUIRE(write([&](db::Write& write) { return remove_rule(write, root, before[0].id); }));
    auto after = read([](db::Read& read) { return rules(read); });
    REQUIRE(after.size() == before.size());
    CHECK(after[0].id == before[1].id);
    CHECK(after[0].text == before[1].text);
    CHECK(after.back().text == "Be brief.");
    CHECK(read([&](db::Read& read) { return find_rules(read, {before[0].id}); }).front().text == before[0].text);
    CHECK(write([&](db::Write& write) { return change_rule(write, root, before[0].id, "Back again", ""); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return add_rule(write, root, " ", ""); }).error().fields.front().field == "text");
}

TEST_CASE_FIXTURE(Guarded, "the record tells what was done by whom, and where it was tampered with") {
    for (auto domain : {"one.example", "two.example", "three.example"}) REQUIRE(block(domain));
    auto whole = verified();
    CHECK(whole.entries == 3);
    CHECK(whole.first_bad == 0);
    CHECK(whole.head.size() == 64);
    auto of_root = read([&](db::Read& read) { return entries(read, {.actor = root}, {.limit = 2}); });
    REQUIRE(of_root.size() == 2);
    CHECK(of_root[0].target == "domain:three.example");
    CHECK(read([&](db::Read& read) { return entries(read, {.target = "domain:one.example"}, {}); }).size() == 1);
    check();
    // As somebody with the database in their hands would.
    change("UPDATE audit_entry SET detail = 'noop' WHERE number = 2");
    CHECK(verified().first_bad == 2);
    change("DELETE FROM audit_entry WHERE number = 1");
    CHECK(verified().first_bad == 1);
}

TEST_CASE_FIXTURE(Guarded, "an entry cannot be made anew by whoever has the database, nor taken off the end") {
    for (auto domain : {"one.example", "two.example", "three.example"}) REQUIRE(block(domain));
    auto key = [&] { return read([](db::Read& read) { return read.rows(db::Query{"tests.key", "SELECT key FROM audit_chain"}, {}, [](db::Row const& row) { return row.text(0); }).at(0); }); };
    auto before = key();
    REQUIRE(block("four.example"));
    CHECK(key() != before);
    SUBCASE("without a key") {
        // The whole chain again, as it was hashed when there were no keys.
        change("UPDATE audit_entry SET keyed = FALSE");
        change("UPDATE audit_chain SET keyed_entries = 0, plain_entries = 4");
        CHECK(verified().first_bad == 1);
        change("DELETE FROM audit_chain");
        CHECK(verified().first_bad == 1);
    }
    SUBCASE("shortened") {
        change("DELETE FROM audit_entry WHERE number = 4");
        CHECK(verified().first_bad == 4);
    }
    SUBCASE("shortened with the count of keys") {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { checkpoint(write); return base::Done{}; });
        change("DELETE FROM audit_entry WHERE number = 4");
        change("UPDATE audit_chain SET keyed_entries = 3");
        CHECK(verified().first_bad == 4);
    }
    SUBCASE("with another root") {
        CHECK(read([](db::Read& read) { return verify_record(read, std::string(64, 'a')); }).first_bad == 1);
    }
}

TEST_CASE_FIXTURE(Guarded, "entries from before there were keys are proven by the first that has one") {
    auto plain = [&](std::int64_t number, std::string const& before) {
        auto text = R"([")" + before + R"(",)" + std::to_string(number) + R"(,5,1,"domain_block.add","domain:old.example","suspend"])";
        auto hash = crypto::hex(crypto::sha256(text));
        constexpr db::Query insert{"tests.plain", "INSERT INTO audit_entry (number, at, actor_id, act, target, detail, hash) VALUES ($1, 5, 1, 'domain_block.add', 'domain:old.example', 'suspend', $2)"};
        (void)write([&](db::Write& write) -> base::Result<base::Done> { write.run(insert, {number, hash}); return base::Done{}; });
        return hash;
    };
    plain(2, plain(1, ""));
    REQUIRE(block("new.example"));
    CHECK(verified().first_bad == 0);
    CHECK(verified().entries == 3);
    change("UPDATE audit_entry SET target = 'domain:other.example' WHERE number = 1");
    CHECK(verified().first_bad == 1);
}

TEST_CASE_FIXTURE(Guarded, "a checkpoint is signed once for what it covers, and is not to be changed") {
    auto mark = [&] { (void)write([](db::Write& write) -> base::Result<base::Done> { checkpoint(write); return base::Done{}; }); };
    auto last = [&] { return read([](db::Read& read) { return last_checkpoint(read); }); };
    mark();
    CHECK_FALSE(last());
    REQUIRE(block("one.example"));
    mark();
    REQUIRE(last());
    CHECK(last()->number == 1);
    CHECK(last()->head == verified().head);
    auto at = last()->at;
    mark();
    CHECK(last()->at == at);
    REQUIRE(block("two.example"));
    mark();
    CHECK(last()->number == 2);
    CHECK(verified().first_bad == 0);
    change("UPDATE audit_checkpoint SET at = at + 1 WHERE number = 1");
    CHECK(verified().first_bad == 1);
}

TEST_CASE_FIXTURE(Guarded, "what the last check found is kept, and without the root nothing is claimed") {
    REQUIRE(block("one.example"));
    check_record(database);
    auto found = read([](db::Read& read) { return last_check(read); });
    REQUIRE(found);
    CHECK(found->entries == 1);
    CHECK(found->first_bad == 0);
    CHECK(found->has_root);
    keep_keys_in(testing_people::record_keys.folder + "/keys", testing_people::record_keys.folder + "/elsewhere");
    CHECK_FALSE(verified().has_root);
    keep_keys_in(testing_people::record_keys.folder + "/keys", testing_people::record_keys.folder + "/root");
    CHECK(verified().has_root);
}

TEST_CASE_FIXTURE(Guarded, "days on which somebody was here are noted once") {
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        accounts::start_session(write, ada, "test");
        note_active_days(write);
        note_active_days(write);
        return base::Done{};
    });
    constexpr db::Query count{"tests.count", "SELECT COUNT(*) FROM active_day"};
    CHECK(read([&](db::Read& read) { return read.number(count, {}); }) == 1);
}
