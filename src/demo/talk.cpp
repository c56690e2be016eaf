// The shapes of posts.
#include "demo/talk.hpp"

namespace demo {
namespace {

void add(std::string& text, std::string_view more, std::string_view between = " ") {
    if (more.empty()) return;
    if (!text.empty()) text += between;
    text += more;
}

}  // namespace

std::string Talk::tagged(std::string text, Topic const& topic, int percent) {
    if (random_.chance(percent)) add(text, "#" + std::string(topic.tag), random_.chance(60) ? "\n\n" : " ");
    return text;
}

std::string Talk::advice(Tongue const& tongue, Topic const& topic) {
    teller_.begin();
    auto text = teller_.say(topic.headlines);
    auto shape = random_.below(3);
    if (shape == 0) {
        auto tips = teller_.say(topic.tips);
        add(tips, teller_.say(topic.tips));
        add(text, tips, "\n\n");
    } else if (shape == 1) {
        text += "\n";
        for (int i = 0; i < 3; ++i) add(text, "• " + teller_.say(topic.tips), "\n");
    } else {
        add(text, teller_.say(topic.tips));
    }
    if (random_.chance(45)) add(text, teller_.say(tongue.phrases.institution_closings), shape == 2 ? " " : "\n\n");
    return tagged(std::move(text), topic, 85);
}

std::string Talk::notice(std::string_view username) {
    teller_.begin();
    return teller_.say(notices(username));
}

std::string Talk::tip(Tongue const& tongue, Topic const& topic) {
    teller_.begin();
    std::string text;
    if (random_.chance(65)) add(text, teller_.say(tongue.phrases.clinician_openers));
    add(text, teller_.say(topic.tips), random_.chance(40) ? "\n\n" : " ");
    if (random_.chance(50)) add(text, teller_.say(topic.tips));
    if (random_.chance(45)) add(text, teller_.say(tongue.phrases.clinician_closings), random_.chance(50) ? "\n\n" : " ");
    return tagged(std::move(text), topic, 75);
}

std::string Talk::question(Tongue const& tongue, Topic const& topic, Exchange const*& asked) {
    teller_.begin();
    asked = &teller_.deal(topic.exchanges);
    std::string text;
    if (random_.chance(60)) add(text, teller_.say(tongue.phrases.openers));
    add(text, teller_.say(asked->question));
    if (random_.chance(55)) add(text, teller_.say(tongue.phrases.contexts));
    return tagged(std::move(text), topic, 65);
}

std::string Talk::story(Topic const& topic) {
    teller_.begin();
    return tagged(teller_.say(topic.stories), topic, 45);
}

std::string Talk::care(Topic const& topic) {
    teller_.begin();
    return tagged(teller_.say(topic.carers), topic, 40);
}

std::string Talk::small_talk(Tongue const& tongue) {
    teller_.begin();
    return teller_.say(tongue.phrases.small_talk);
}

std::string Talk::reply(std::string_view to, Lines const& lines) {
    teller_.begin();
    return "@" + std::string(to) + " " + teller_.say(lines);
}

std::string Talk::reply(std::string_view to, std::string_view line) {
    teller_.begin();
    return "@" + std::string(to) + " " + teller_.say(line);
}

}  // namespace demo
