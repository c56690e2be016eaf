// Finding accounts, changing profiles, and how an account ends.
#include "world.hpp"
#include "accounts/queries.hpp"

using namespace accounts;
using base::Why;

TEST_CASE_FIXTURE(World, "every statement is taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(World, "what every request asks is answered by an index") {
    if (database.is_postgresql()) return;  // there the size of the tables decides
    db::List const ids{1, 2};
    struct { db::Query query; db::Arguments arguments; } const asked[] = {
        {sql::find, {1}}, {sql::find_all, {ids}}, {sql::find_by_username, {"", "ada"}}, {sql::fields_of_all, {ids}},
        {sql::search, {"61", "61g", 20, "a"}}, {sql::person_by_session, {"hash", 0}}, {sql::person_by_token, {"hash"}}, {sql::sessions_of, {1}},
        {sql::login_by_email, {"a@b.org"}}, {sql::login_by_account, {1}}, {sql::apps_with_access, {1}}, {sql::code, {"hash"}}, {sql::app_by_client, {"id"}}};
    for (auto const& [query, arguments] : asked) {
        CAPTURE(query.name);
        auto text = "EXPLAIN QUERY PLAN " + std::string(query.text);
        read([&](db::Read& read) {
            for (auto const& step : read.rows({query.name, text}, arguments, [](db::Row const& row) { return row.text(3); })) CHECK_MESSAGE((!step.starts_with("SCAN") || step.starts_with("SCAN json_each")), step);
            return 0;
        });
    }
}

TEST_CASE_FIXTURE(World, "an account is found by its handle in every spelling") {
    auto ada = member("Ada_L");
    read([&](db::Read& read) {
        for (auto spelling : {"Ada_L", "ada_l", "@ADA_L", "ada_l@localhost:8080", "@ada_l@LOCALHOST:8080"}) {
            CAPTURE(spelling);
            auto found = find_by_handle(read, spelling);
            REQUIRE(found);
            CHECK(found->id == ada.id);
            CHECK(found->username == "Ada_L");
        }
        for (auto other : {"", "@", "ada", "ada_l@elsewhere.example", "ada_l@"}) CHECK_MESSAGE(!find_by_handle(read, other), other);
        return 0;
    });
    check();
}

TEST_CASE_FIXTURE(World, "accounts come in the order asked, without those that are missing") {
    auto ada = member("ada"), ben = member("ben");
    read([&](db::Read& read) {
        auto found = find_all(read, {ben.id, AccountId{5}, ada.id, ben.id});
        REQUIRE(found.size() == 3);
        CHECK(found[0].id == ben.id);
        CHECK(found[1].id == ada.id);
        CHECK(find_all(read, {}).empty());
        return 0;
    });
}

TEST_CASE_FIXTURE(World, "search finds words that start so, the exact username first and then the most followed") {
    auto hospital = member("larkspur_hospital"), ana = member("ana"), anabel = member("anabel"), hidden = member("ananas");
    write([&](db::Write& write) { return change_profile(write, hospital.id, {.name = "Larkspur Hospital"}); });
    write([&](db::Write& write) { return change_profile(write, ana.id, {.name = "Ana Muñoz"}); });
    write([&](db::Write& write) { return change_profile(write, hidden.id, {.discoverable = false}); });
    change([&](db::Write& write) { count_followers(write, anabel.id, 10); });
    read([&](db::Read& read) {
        auto names = [&](std::string_view text, int limit = 10, int offset = 0) {
            std::string all;
            for (auto const& account : search(read, text, limit, offset)) (all += all.empty() ? "" : " ") += account.username;
            return all;
        };
        CHECK(names("ana") == "ana anabel");
        CHECK(names("an") == "anabel ana");
        CHECK(names("an", 1) == "anabel");
        CHECK(names("an", 1, 1) == "ana");
        CHECK(names("munoz") == "ana");
        CHECK(names("MUÑ") == "ana");
        CHECK(names("hosp") == "larkspur_hospital");
        CHECK(names("lark hosp") == "larkspur_hospital");
        CHECK(names("lark nothing") == "");
        CHECK(names("@larkspur_h") == "larkspur_hospital");
        CHECK(names("%") == "");
        CHECK(names("") == "");
        CHECK(names(std::string(100'000, 'x')) == "");
        return 0;
    });
}

TEST_CASE_FIXTURE(World, "a profile keeps what was not said and tidies what was") {
    auto ada = member("ada");
    Profile said;
    said.name = "  Ada\nLovelace ";
    said.note = "Nurse.\r\nLikes engines.";
    said.fields = std::vector<Field>{{"Site", "https://example.org"}, {"", ""}, {"Ward", "4"}};
    said.locked = true;
    REQUIRE(write([&](db::Write& write) { return change_profile(write, ada.id, said); }));
    REQUIRE(write([&](db::Write& write) { return change_profile(write, ada.id, {.language = "es"}); }));
    auto now = *read([&](db::Read& read) { return find(read, ada.id); });
    CHECK(now.name == "Ada Lovelace");
    CHECK(now.note == "Nurse.\nLikes engines.");
    REQUIRE(now.fields.size() == 2);
    CHECK(now.fields[1].value == "4");
    CHECK(now.locked);
    CHECK(now.language == "es");
    check();
}

TEST_CASE_FIXTURE(World, "a profile is refused with all its faults at once, and nothing changes") {
    auto ada = member("ada");
    Profile said;
    said.name = std::string(61, 'x');
    said.note = std::string(501, 'x');
    said.avatar = "javascript:alert(1)";
    said.language = "not a language";
    said.fields = std::vector<Field>(9, Field{"a", "b"});
    auto outcome = write([&](db::Write& write) { return change_profile(write, ada.id, said); });
    REQUIRE(!outcome);
    for (auto field : {"name", "note", "fields"}) CHECK(code_at(outcome.error(), field) == "ERR_TOO_LONG");
    for (auto field : {"avatar", "language"}) CHECK(code_at(outcome.error(), field) == "ERR_INVALID");
    CHECK(read([&](db::Read& read) { return find(read, ada.id); })->name == "ada");
}

TEST_CASE_FIXTURE(World, "a suspended account is found, but cannot sign in and holds no grant") {
    auto ada = member("ada");
    change([&](db::Write& write) { return start_session(write, ada.id, "").token; });
    REQUIRE(write([&](db::Write& write) { return create_token(write, ada.id, "read"); }));
    REQUIRE(write([&](db::Write& write) { return suspend(write, ada.id); }));
    read([&](db::Read& read) {
        CHECK(find(read, ada.id)->suspended_at == now());
        CHECK(sessions(read, ada.id).empty());
        CHECK(apps_with_access(read, ada.id).empty());
        CHECK(verify_password(read, "ada", good_password).error().why == Why::forbidden);
        return 0;
    });
    CHECK(write([&](db::Write& write) { return create_token(write, ada.id, "read"); }).error().why == Why::forbidden);
    check();
    REQUIRE(write([&](db::Write& write) { return unsuspend(write, ada.id); }));
    CHECK(read([&](db::Read& read) { return verify_password(read, "ada", good_password); }));
}

TEST_CASE_FIXTURE(World, "a removed account leaves only its name behind, which nobody can take") {
    auto ada = member("ada");
    REQUIRE(write([&](db::Write& write) { return change_profile(write, ada.id, {.name = "Ada", .note = "A private line"}); }));
    change([&](db::Write& write) { return start_session(write, ada.id, "").token; });
    REQUIRE(write([&](db::Write& write) { return create_token(write, ada.id, "read"); }));
    change([&](db::Write& write) { return media::store(write, ada.id, {"avatar", media::Shape::avatar, "ab/cd.webp", 4, 4, 10}).id; });
    REQUIRE(write([&](db::Write& write) { return remove(write, ada.id); }));
    read([&](db::Read& read) {
        CHECK(!media::find(read, ada.id, media::Shape::avatar));
        CHECK(!find(read, ada.id));
        CHECK(!find_by_handle(read, "ada"));
        CHECK(search(read, "ada", 10).empty());
        CHECK(!verify_password(read, "ada", good_password));
        return 0;
    });
    auto again = form("ADA");
    again.email = "other@example.org";
    CHECK(code_at(write([&](db::Write& write) { return sign_up(write, again); }).error(), "username") == "ERR_TAKEN");
    auto same_mail = form("ada2");
    same_mail.email = "ada@example.org";
    CHECK(write([&](db::Write& write) { return sign_up(write, same_mail); }));
    CHECK(write([&](db::Write& write) { return remove(write, ada.id); }).error().why == Why::not_found);
    check();
}

TEST_CASE_FIXTURE(World, "counts follow what other capabilities say") {
    auto ada = member("ada");
    change([&](db::Write& write) {
        count_followers(write, ada.id, 3);
        count_followers(write, ada.id, -1);
        count_following(write, ada.id, 4);
        count_posts(write, ada.id, 1, now());
        count_posts(write, ada.id, 1, now() - base::day);
    });
    auto counted = *read([&](db::Read& read) { return find(read, ada.id); });
    CHECK(counted.followers == 2);
    CHECK(counted.following == 4);
    CHECK(counted.posts == 2);
    CHECK(counted.last_post_at == now());
    check();
}

TEST_CASE_FIXTURE(World, "an export holds the profile, the address, and what capabilities add") {
    auto ada = member("ada");
    add_to_export("test_part.json", [](db::Read&, AccountId id) { return "{\"of\":\"" + id.text() + "\"}"; });
    auto document = read([&](db::Read& read) { return export_all(read, ada.id); });
    http::Fields fields;
    REQUIRE(http::parse_json(document, fields));
    CHECK(fields.text("profile.json[username]") == "ada");
    CHECK(fields.text("sign_in.json[email]") == "ada@example.org");
    CHECK(fields.text("test_part.json[of]") == ada.id.text());
    CHECK(document.find("argon2") == document.npos);
}
