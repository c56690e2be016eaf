// What the people of Larkspur say, as data: lines with slots, by topic and by language. grammar.hpp puts them together.
//
// In a line, {relative} stands for a word of that list (the same one throughout a post) and {this|that} for either.
// Lines hold no doses, no diagnoses and no promises: an institution's mouth says only what is plain and widely agreed.
#pragma once
#include <string_view>
#include <vector>

namespace demo {

using Lines = std::vector<std::string_view>;

// A question and what may be answered to it.
struct Exchange {
    std::string_view question;
    Lines answers;
};

struct Topic {
    std::string_view tag;       // the hashtag
    std::string_view note;      // the content note of its harder stories; "" for none
    Lines headlines;            // how an institution begins
    Lines tips;                 // what anybody may be told
    Lines stories;              // what patients tell
    Lines carers;               // what those say who look after somebody
    std::vector<Exchange> exchanges;
};

// What is said about every topic.
struct Phrases {
    Lines openers;              // before a question
    Lines contexts;             // after it
    Lines clinician_openers, clinician_closings, institution_closings;
    Lines peers;                // another patient, to a question
    Lines supports;             // to a story
    Lines thanks_for_answer, thanks_for_advice;
    Lines small_talk;           // a patient's post about nothing much
    std::vector<Exchange> visits;   // asked under an institution's post
    std::vector<Exchange> private_letters;  // direct, between a patient and a clinic
};

struct Tongue {
    std::string_view language;
    Phrases phrases;
    std::vector<Topic> topics;
};

Tongue const& english();
Tongue const& spanish();
Tongue const& arabic();
Tongue const& tongue(std::string_view language);

// The words of a slot; nothing for an unknown one.
Lines const* slot(std::string_view name);

std::vector<Topic> breathing_topics();
std::vector<Topic> mind_topics();
std::vector<Topic> family_topics();
std::vector<Topic> body_topics();
std::vector<Topic> lasting_topics();
std::vector<Topic> everyday_topics();
Phrases english_phrases();

}  // namespace demo
