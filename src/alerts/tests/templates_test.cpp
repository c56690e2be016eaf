// Templates, their blanks, and how readable a text is.
#include "alerts/previews.hpp"
#include "alerts/readability.hpp"
#include "alerts/templates.hpp"
#include "desk.hpp"

using namespace testing_alerts;

namespace {

Template const& template_called(std::string_view key) {
    for (auto const& each : built_in_templates())
        if (each.key == key) return each;
    throw std::runtime_error("no template " + std::string(key));
}

}  // namespace

TEST_CASE("every template that comes with the program has the same blanks in all its languages, and can be read by most people") {
    CHECK(built_in_templates().size() == 13);
    for (auto const& each : built_in_templates()) {
        CAPTURE(each.key);
        REQUIRE(each.message.infos.size() == 3);
        auto sorted = [](std::vector<std::string> names) { std::ranges::sort(names); return names; };
        auto const blanks = sorted(blanks_in(each.message.infos.front()));
        for (auto const& info : each.message.infos) {
            CAPTURE(info.language);
            CHECK(sorted(blanks_in(info)) == blanks);
            CHECK(std::ranges::find(blanks, "source") != blanks.end());
            CHECK(std::ranges::find(blanks, "place") != blanks.end());
            auto const reading = reading_of(info.language, info.headline + "\n" + info.description + "\n" + info.instruction);
            CHECK(reading.long_sentences.empty());
            if (reading.grade) CHECK(*reading.grade < 8);
        }
    }
}

TEST_CASE_FIXTURE(Desk, "a draft made of a template has its blanks filled in every language, and what is left open is not issued") {
    REQUIRE(let());
    Start const start{.organization = health, .languages = {"en", "es"}, .expires = now() + base::day,
                      .blanks = {{"place", "", "Larkspur"}, {"cause", "en", "a broken pipe"}, {"cause", "es", "un tubo roto"}}};
    auto const draft = read([&](db::Read& read) { return started(read, template_called("water"), start); });
    REQUIRE(draft.message.infos.size() == 2);
    auto const& english = draft.message.infos[0];
    CHECK(english.headline == "Boil tap water in Larkspur before you drink it");
    CHECK(english.description.starts_with("Larkspur Public Health says that tap water in Larkspur"));
    CHECK(english.description.contains("a broken pipe"));
    CHECK(draft.message.infos[1].description.contains("un tubo roto"));
    CHECK(english.expires.at == now() + base::day);
    CHECK(english.severity == Severity::severe);
    CHECK(blanks_in(draft.message) == std::vector<std::string>{"phone"});
    auto const refused = issue_as(ada, *save_as(ada, draft));
    REQUIRE(!refused);
    CHECK(refused.error().fields.front().field == "info[0].instruction");
    CHECK(holding().empty());
}

TEST_CASE_FIXTURE(Desk, "an organization keeps templates of its own: also from an earlier alert, each name once, nobody else's") {
    REQUIRE(let());
    auto const alert = issued(smoke());
    auto const kept = write([&](db::Write& write) { return template_of(write, ada, alert.id, "Smoke"); });
    REQUIRE(kept);
    CHECK(kept->hours == 24);
    CHECK(!kept->message.infos.front().expires);
    CHECK(!write([&](db::Write& write) { return template_of(write, ada, alert.id, "Smoke"); }));
    CHECK(!write([&](db::Write& write) { return template_of(write, cleo, alert.id, "Other"); }));
    auto changed = *kept;
    changed.message.infos.front().headline = "Stay in, {place}";
    REQUIRE(write([&](db::Write& write) { return save_template(write, ben, changed); }));
    auto const found = read([&](db::Read& read) { return templates(read, health); });
    REQUIRE(found.size() == 1);
    CHECK(blanks_in(found.front().message) == std::vector<std::string>{"place"});
    CHECK(!read([&](db::Read& read) { return find_template(read, cleo, kept->id); }));
    CHECK(!write([&](db::Write& write) { return remove_template(write, cleo, kept->id); }));
    REQUIRE(write([&](db::Write& write) { return remove_template(write, ada, kept->id); }));
    CHECK(read([&](db::Read& read) { return templates(read, health); }).empty());
}

TEST_CASE("syllables are counted as English and Spanish have them") {
    for (auto const& [word, count] : {std::pair{"water", 2}, {"safe", 1}, {"closed", 1}, {"wanted", 2}, {"table", 2}, {"air", 1}, {"emergency", 4}, {"the", 1}})
        CHECK_MESSAGE(syllables("en", word) == count, word);
    for (auto const& [word, count] : {std::pair{"agua", 2}, {"calor", 2}, {"ciudad", 2}, {"día", 2}, {"que", 1}, {"guerra", 2}, {"médico", 3}, {"poeta", 3}, {"muy", 1}})
        CHECK_MESSAGE(syllables("es", word) == count, word);
}

TEST_CASE("a grade is told for English and Spanish, none for others; long sentences are named, the longest first") {
    CHECK(*reading_of("en", "Stay in. Shut the door. Drink a lot.").grade < 2);
    CHECK(*reading_of("en", "Notwithstanding considerable meteorological uncertainty, authorities recommend precautionary evacuation of residential properties.").grade > 14);
    auto const spanish = reading_of("es", "Beba agua. No salga de casa.");
    CHECK(*spanish.ease > 70);
    CHECK(*spanish.grade < 7);
    auto const arabic = reading_of("ar", "ابقوا في الداخل. هل أنتم بخير؟ نعم.");
    CHECK(!arabic.grade);
    CHECK(arabic.sentences == 3);
    CHECK(reading_of("en", "It rose by 2.5 meters.").sentences == 1);
    CHECK(reading_of("en", "").words == 0);
    std::string long_one;
    for (int i = 0; i < 30; ++i) long_one += "word ";
    auto const named = reading_of("en", "Short one. " + long_one + ". " + long_one + "more words.");
    REQUIRE(named.long_sentences.size() == 2);
    CHECK(named.long_sentences.front().ends_with("more words."));
}

TEST_CASE_FIXTURE(Desk, "who approves an update sees which parts differ, and nothing when none do") {
    REQUIRE(let());
    auto const alert = issued(smoke());
    auto changed = alert.message;
    html::Words const words("en");
    CHECK(changes_between(words, alert.message, changed).empty());
    changed.infos.front().headline = "Stay indoors and keep doors closed";
    changed.infos.front().severity = Severity::moderate;
    auto const shown = changes_between(words, alert.message, changed).markup;
    CHECK(shown.contains("Headline"));
    CHECK(shown.contains("Severity"));
    CHECK(!shown.contains("Where it holds"));
}

TEST_CASE_FIXTURE(Desk, "a draft is shown as the letter that people will get: subject, whole text, where it holds") {
    REQUIRE(let());
    Start const start{.organization = health, .languages = {"en", "es"}, .expires = now() + base::day, .blanks = {{"place", "", "Larkspur"}}};
    auto const draft = read([&](db::Read& read) { return started(read, template_called("water"), start); });
    auto const shown = read([&](db::Read& read) { return previews(html::Words("en"), read, draft).markup; });
    auto const at = shown.find("<summary>Letter</summary>");
    REQUIRE(at != shown.npos);
    auto const letter = shown.substr(at, shown.find("</details>", at) - at);
    CHECK(letter.contains("Boil tap water in Larkspur before you drink it"));
    CHECK(letter.contains("Issued by"));
    CHECK(letter.contains("lang=\"es\""));
    CHECK(!letter.contains("/alerts/letters/"));
}
