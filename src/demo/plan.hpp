// What happens in Larkspur, and when: worked out whole before anything is written, so that writing can be repeated.
#pragma once
#include "demo/demo.hpp"
#include "demo/people.hpp"
#include "posts/posts.hpp"

namespace demo {

struct PlannedPost {
    int author = 0;
    base::Time at = 0;
    std::string text, content_note, language = "en";
    posts::Visibility visibility = posts::Visibility::everyone;
    int reply_to = -1, quoted = -1;  // indexes of posts
    std::vector<std::string> choices;  // of a poll
    struct Picture { std::string name, alt; };
    std::vector<Picture> pictures;
    posts::PostId id;   // filled while building
};

enum class Act { join, follow, approve, post, favourite, boost, bookmark, pin, follow_tag, vote };

struct Step {
    base::Time at;
    Act act;
    int who;     // index of a person
    int target;  // index of a person, a post or a tag
    std::size_t order = 0;  // within a moment
};

struct Plan {
    std::vector<Person> people;
    std::vector<PlannedPost> posts;
    std::vector<std::string> tags;
    std::vector<Step> steps;  // in order of time
};

Plan make_plan(Size, std::int64_t seed, base::Time end);

// A post of the last days that was written by hand.
struct Scene {
    std::string_view key;   // for its replies; "" for none
    int minutes;            // before the end
    std::string_view author, text;
    std::string_view reply_to = "", note = "", language = "en";
    posts::Visibility visibility = posts::Visibility::everyone;
    int favourites = 0, boosts = 0;
    std::string_view quotes = "";   // the key of an earlier one
    std::string_view choices = "";  // of a poll, separated by |
    int votes = 0;
    std::string_view pictures = "";  // what is painted, and its description: name=text|name=text
};
std::vector<Scene> scenes();       // oldest first
std::vector<Scene> first_words();  // what institutions and people pinned when the county came here

}  // namespace demo
