// The lines that Larkspur is made of: whole, safe to say, and enough of them.
#include "demo/grammar.hpp"
#include "demo/people.hpp"
#include "demo/plan.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <doctest/doctest.h>
#include <set>

namespace {

// Every hand-written line of a language.
std::vector<std::string_view> lines_of(demo::Tongue const& tongue) {
    std::vector<std::string_view> all;
    auto add = [&](demo::Lines const& lines) { all.insert(all.end(), lines.begin(), lines.end()); };
    auto add_exchanges = [&](std::vector<demo::Exchange> const& exchanges) {
        for (auto const& each : exchanges) {
            all.push_back(each.question);
            add(each.answers);
        }
    };
    for (auto const& topic : tongue.topics) {
        for (auto const* lines : {&topic.headlines, &topic.tips, &topic.stories, &topic.carers}) add(*lines);
        add_exchanges(topic.exchanges);
    }
    auto const& phrases = tongue.phrases;
    for (auto const* lines : {&phrases.openers, &phrases.contexts, &phrases.clinician_openers, &phrases.clinician_closings, &phrases.institution_closings, &phrases.peers,
                              &phrases.supports, &phrases.thanks_for_answer, &phrases.thanks_for_advice, &phrases.small_talk})
        add(*lines);
    add_exchanges(phrases.visits);
    add_exchanges(phrases.private_letters);
    return all;
}

}  // namespace

TEST_CASE("every line fills its slots and fits a post, in every language") {
    demo::Random random(7);
    demo::Teller teller(random);
    for (auto const* tongue : {&demo::english(), &demo::spanish(), &demo::arabic()}) {
        for (auto line : lines_of(*tongue)) {
            CAPTURE(line);
            teller.begin();
            auto said = teller.say(line);
            CHECK(base::is_utf8(said));
            CHECK_FALSE(said.contains('{'));
            CHECK_FALSE(said.contains('}'));
            CHECK(base::graphemes(said) < 400);
        }
    }
}

TEST_CASE("each topic has something to say for everybody who speaks about it") {
    CHECK(demo::english().topics.size() >= 30);
    for (auto const* tongue : {&demo::english(), &demo::spanish(), &demo::arabic()}) {
        std::set<std::string_view> tags;
        for (auto const& topic : tongue->topics) {
            CAPTURE(topic.tag);
            CHECK(tags.insert(topic.tag).second);
            CHECK(topic.headlines.size() >= 2);
            CHECK(topic.tips.size() >= 3);
            CHECK_FALSE(topic.stories.empty());
            CHECK_FALSE(topic.carers.empty());
            CHECK_FALSE(topic.exchanges.empty());
            for (auto const& exchange : topic.exchanges) CHECK(exchange.answers.size() >= 2);
        }
    }
    std::set<std::string_view> distinct;
    for (auto line : lines_of(demo::english())) distinct.insert(line);
    CHECK(distinct.size() >= 600);
}

TEST_CASE("nobody names a dose, and nobody names one country's number for emergencies") {
    for (auto const* tongue : {&demo::english(), &demo::spanish(), &demo::arabic()})
        for (auto line : lines_of(*tongue))
            for (auto unsafe : {" mg", " ml", "911", "112", "988", "milligram", "units of insulin", "committed suicide"}) CHECK_FALSE(line.contains(unsafe));
    for (auto const& scene : demo::scenes())
        for (auto unsafe : {" mg", "911", "988"}) CHECK_FALSE(scene.text.contains(unsafe));
}

TEST_CASE("lines are dealt like cards: none twice before all were said") {
    demo::Random random(3);
    demo::Teller teller(random);
    demo::Lines const lines{"One", "Two", "Three", "Four", "Five"};
    std::set<std::string> said;
    for (std::size_t i = 0; i < lines.size(); ++i) said.insert(teller.say(lines));
    CHECK(said.size() == lines.size());
}

TEST_CASE("a slot means the same throughout a post, and begins a line with a capital") {
    demo::Random random(5);
    demo::Teller teller(random);
    auto said = teller.say("{relative} and {relative}");
    auto half = said.find(" and ");
    CHECK(said.substr(0, 1) >= "A");
    CHECK(said.substr(0, 1) <= "Z");
    CHECK(base::fold(said.substr(0, half)) == said.substr(half + 5));
    CHECK_THROWS(teller.say("{nowhere}"));
}

TEST_CASE("chance is the same on every machine") {
    demo::Random random(1);
    CHECK(random.next() == 0x910A2DEC89025CC1ull);
    std::vector<int> order{1, 2, 3, 4, 5, 6};
    random.shuffle(order);
    demo::Random again(1);
    again.next();
    std::vector<int> same{1, 2, 3, 4, 5, 6};
    again.shuffle(same);
    CHECK(order == same);
    for (int i = 0; i < 1000; ++i) {
        CHECK(random.below(7) < 7);
        CHECK(random.below(7) >= 0);
        auto year = random.low(365 * base::day);
        CHECK(year >= 0);
        CHECK(year < 365 * base::day);
    }
}
