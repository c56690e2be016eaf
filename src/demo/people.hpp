// Who lives in Larkspur. Pure data, from chance.
#pragma once
#include "accounts/accounts.hpp"
#include "demo/random.hpp"
#include "demo/texts.hpp"
#include <string>
#include <vector>

namespace demo {

enum class Part { institution, group, clinician, patient, carer, keeper };

struct Follower {
    int who;
    base::Time since;
};

struct Person {
    std::string username, name, note;
    Part part = Part::patient;
    std::string language = "en";
    std::vector<int> topics;  // of the tongue of their language
    std::vector<accounts::Field> fields;
    http::Role role = http::Role::member;
    bool locked = false;
    base::Time created = 0;
    std::int64_t activity = 1;  // how often they post, against others of their kind

    std::vector<Follower> followers;  // filled while planning
    base::AccountId id;               // filled while building

    accounts::Kind kind() const;
};

// The people who have a name in the story: institutions first, then who can sign in, then their neighbours.
std::vector<Person> cast();
// Everybody, the cast first.
std::vector<Person> make_people(Random&, std::size_t count, base::Time end);

int topic_tagged(std::string_view language, std::string_view tag);  // throws when there is none
Lines const& notices(std::string_view username);                   // of a group for any other name

inline constexpr std::string_view demo_password = "larkspur-demo-2026";

}  // namespace demo
