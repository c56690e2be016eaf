// Emoji are found in texts where people mean them, and shown where they are switched on.
#include "db/testing.hpp"
#include "emojis/emojis.hpp"
#include "jobs/jobs.hpp"

namespace {

using Names = std::vector<std::string_view>;

db::Schema const schemas[] = {jobs::schema, media::schema, emojis::schema};

struct Emojis : db::testing::World {
    Emojis() : World(schemas) {}

    auto add(std::string const& name, std::string const& file = "ab/cd.png") {
        media::Prepared image;
        image.file = image.still = file;
        return database.write([&](db::Write& write) { return emojis::add(write, name, "Hearts", true, image); });
    }
    auto change(std::string const& name, emojis::Change const& wanted) {
        return database.write([&](db::Write& write) { return emojis::change(write, name, wanted); });
    }
    std::vector<std::string> used(std::vector<std::string_view> const& texts) {
        std::vector<std::string> names;
        for (auto const& each : database.read([&](db::Read& read) { return emojis::in(read, texts); })) names.push_back(each.shortcode);
        return names;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Emojis, "statements are taken by the engine") { check_statements(); }

TEST_CASE("a shortcode stands alone between its colons") {
    CHECK(emojis::shortcodes_in("hi :salve: and :a_1:") == Names{"salve", "a_1"});
    CHECK(emojis::shortcodes_in(":salve:") == Names{"salve"});
    CHECK(emojis::shortcodes_in("(:salve:)\n:ok:") == Names{"salve", "ok"});
    for (auto text : {"", ":", "::", ":a:", "10:30:45", "x:salve:", ":salve:x", ":sal ve:", "https://a.example:8080:", ":salve", "é:salve:"}) {
        CAPTURE(text);
        CHECK(emojis::shortcodes_in(text).empty());
    }
    CHECK(emojis::shortcodes_in(":salve::salve:").empty());
    std::string many(1'000'000, ':');
    CHECK(emojis::shortcodes_in(many).empty());
}

TEST_CASE_FIXTURE(Emojis, "texts name the emoji that they use, each once, and none that is not there or switched off") {
    REQUIRE(add("salve"));
    REQUIRE(add("sleep"));
    CHECK(used({":sleep: :salve: :sleep:", "and :salve: :unknown:"}) == std::vector<std::string>{"sleep", "salve"});
    REQUIRE(change("sleep", {.enabled = false}));
    CHECK(used({":sleep: :salve:"}) == std::vector<std::string>{"salve"});
    CHECK(used({"plain"}).empty());
    check();
}

TEST_CASE_FIXTURE(Emojis, "a shortcode is one emoji's, and has two to thirty letters") {
    REQUIRE(add("salve"));
    CHECK(add("salve").error().fields.at(0).code == "ERR_TAKEN");
    for (auto wrong : {"", "a", "sal-ve", ":salve:", "salv\xC3\xA9", "abcdefghijklmnopqrstuvwxyz01234"}) {
        CAPTURE(wrong);
        CHECK(add(wrong).error().fields.at(0).field == "shortcode");
    }
}

TEST_CASE_FIXTURE(Emojis, "a removed emoji is gone, and its name free") {
    REQUIRE(add("salve"));
    auto remove = [&] { return database.write([&](db::Write& write) { return emojis::remove(write, "salve"); }); };
    REQUIRE(remove());
    CHECK(remove().error().why == base::Why::not_found);
    CHECK(change("salve", {}).error().why == base::Why::not_found);
    CHECK(used({":salve:"}).empty());
    CHECK(add("salve").has_value());
    check();
}

TEST_CASE_FIXTURE(Emojis, "apps read addresses that are whole") {
    REQUIRE(add("salve"));
    CHECK(emojis::as_json(database.read([](db::Read& read) { return emojis::all(read); })) ==
          R"([{"shortcode":"salve","url":"http://localhost:8080/media/ab/cd.png","static_url":"http://localhost:8080/media/ab/cd.png","visible_in_picker":true,"category":"Hearts"}])");
}

TEST_CASE_FIXTURE(Emojis, "pages draw them in texts, and leave addresses and unknown names alone") {
    REQUIRE(add("salve"));
    auto drawn = [&](std::string markup) {
        return database.read([&](db::Read& read) { return emojis::drawn(read, html::Safe{std::move(markup)}).markup; });
    };
    std::string const picture = R"(<img class="emoji" src="/media/ab/cd.png" alt=":salve:" title=":salve:" width="20" height="20" loading="lazy">)";
    CHECK(drawn("<p>Hi :salve:, :salve:</p>") == "<p>Hi " + picture + ", " + picture + "</p>");
    CHECK(drawn("<code>:salve:</code><h1>:salve:</h1><codes>") == "<code>:salve:</code><h1>" + picture + "</h1><codes>");
    for (auto same : {"<p>Hi</p>", "<p>:unknown:</p>", "<a href=\"https://a.example/ :salve: \">x</a>", "<p>a:salve:b</p>", "", "<", ":salve", "<textarea name=\"note\" rows=\"4\">:salve: <b>:salve:</b></textarea>", "<code dir=\"ltr\">:salve:</code>",
                      "<select><option>:salve:</option></select>", "<textarea>:salve:"}) {
        CAPTURE(same);
        CHECK(drawn(same) == same);
    }
}
