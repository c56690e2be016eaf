// What a search asks of each location, laid out for asking very many of them; from the tables, or kept in memory.
#pragma once
#include "directory/directory.hpp"
#include <bitset>
#include <memory>
#include <unordered_map>

namespace directory {

inline constexpr std::size_t most_specialties = 96, most_features = 32;
using Kinds = std::bitset<most_specialties>;  // by their place in specialties()

struct Entry {
    LocationId id;
    areas::Point position;
    std::string name, words;    // folded: what it is called; that, its services, organization and city
    std::string city, postal_code;  // folded
    std::size_t specialty = most_specialties;
    Kinds kinds;                // its own and those of its services
    std::bitset<most_features> access;
    std::vector<std::string> languages;
    bool accepts_new = false, video = false;
    std::string zone;
    std::vector<Hours> hours;
    std::vector<Exception> exceptions;
    double mean = 0, effective = 0;
    base::Time confirmed_at = 0;
};
using SharedEntry = std::shared_ptr<Entry const>;

// Of active locations whose organization is seen by everybody; nothing for others.
SharedEntry entry_of(db::Read&, LocationId);
// All of them, from memory where there is one.
void each_entry(db::Read&, std::function<void(Entry const&)> const&);

// A place that people type: a postal code or a city of locations, else a name that areas knows.
struct Named { areas::Point position; std::string name; };
std::optional<Named> place_named(db::Read&, std::string_view typed);

// The kinds of care that a text speaks of, by their words in every language here and by conditions.
Kinds kinds_meant(std::string_view folded);
std::vector<std::string> search_words(std::string_view folded);
bool is_meant(std::string_view typed, std::string_view word);  // both folded: the beginning of a word, or its plural

}  // namespace directory
