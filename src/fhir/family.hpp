// What families of resources share while they list.
#pragma once
#include "appointments/appointments.hpp"
#include "directory/directory.hpp"
#include "fhir/resource.hpp"
#include <algorithm>

namespace fhir {

template <class Range, class Value>
bool among(Range const& all, Value const& value) {
    return std::ranges::find(all, value) != std::ranges::end(all);
}

// What may not be shown keeps its place in the order, so that a page that has few is not taken for the last. It fits no search.
inline Resource passed_over(std::int64_t key) { return {.key = key}; }

template <class Id>
std::vector<Resource> padded(std::vector<Resource> all, std::vector<Id> const& ids) {
    for (auto const& id : ids)
        if (std::ranges::find(all, id.value, &Resource::key) == all.end()) all.push_back(passed_over(id.value));
    std::ranges::sort(all, {}, &Resource::key);
    return all;
}

// Of a list that is short enough to be made whole: the page after a key.
inline std::vector<Resource> page_of(std::vector<Resource> all, std::int64_t after, int limit) {
    std::erase_if(all, [&](Resource const& each) { return each.key <= after; });
    std::ranges::sort(all, {}, &Resource::key);
    if (all.size() > static_cast<std::size_t>(limit)) all.resize(static_cast<std::size_t>(limit));
    return all;
}

// A place whose organization is there for everybody: that of a suspended one is on no page, and here neither.
std::optional<directory::Location> shown_place(db::Read&, directory::LocationId);
bool is_shown(db::Read&, base::AccountId organization);
std::vector<Coding> specialty_codings(std::string_view code);  // of the directory's kinds of care
std::vector<Coding> care_codings(db::Read&, appointments::Schedule const&);  // of the service, else of the place
inline constexpr std::string_view loinc = "http://loinc.org", ucum = "http://unitsofmeasure.org";
inline Coding const part2_label{"http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2"};

}  // namespace fhir
