// Turns what somebody wants to say into a text. Pure, from chance.
#pragma once
#include "demo/grammar.hpp"
#include "demo/people.hpp"
#include <string>

namespace demo {

class Talk {
public:
    explicit Talk(Random& random) : random_(random), teller_(random) {}

    std::string advice(Tongue const&, Topic const&);            // an institution's
    std::string notice(std::string_view username);              // about itself
    std::string tip(Tongue const&, Topic const&);               // a clinician's
    std::string question(Tongue const&, Topic const&, Exchange const*& asked);
    std::string story(Topic const&);
    std::string care(Topic const&);
    std::string small_talk(Tongue const&);
    std::string reply(std::string_view to, Lines const&);       // begins with whom it answers
    std::string reply(std::string_view to, std::string_view line);
    Exchange const& exchange(std::vector<Exchange> const& from) { return teller_.deal(from); }

private:
    std::string tagged(std::string text, Topic const&, int percent);

    Random& random_;
    Teller teller_;
};

}  // namespace demo
