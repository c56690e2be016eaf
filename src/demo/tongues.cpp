// The languages of Larkspur.
#include "demo/texts.hpp"

namespace demo {

Tongue const& english() {
    static Tongue const tongue = [] {
        Tongue made{"en", english_phrases(), {}};
        for (auto part : {breathing_topics, mind_topics, family_topics, body_topics, lasting_topics, everyday_topics})
            for (auto& topic : part()) made.topics.push_back(std::move(topic));
        return made;
    }();
    return tongue;
}

Tongue const& tongue(std::string_view language) { return language == "es" ? spanish() : language == "ar" ? arabic() : english(); }

}  // namespace demo
