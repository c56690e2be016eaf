// What the pages of the directory share: clocks, days and languages in the reader's words.
#pragma once
#include "directory/directory.hpp"

namespace directory {

std::string clock_words(html::Words const&, int minutes);              // 6:30 pm, 18:30
std::string day_words(html::Words const&, int day);                    // Monday
std::string date_words(html::Words const&, std::string_view date);     // of "2026-12-25"
std::string language_words(html::Words const&, std::string_view tag);  // Spanish
std::string hours_words(html::Words const&, std::vector<Hours> const&);
std::string until_words(html::Words const&, Location const&, Opening const&, base::Time now);
std::string kind_words(html::Words const&, std::string_view specialty);
std::string access_words(html::Words const&, Location const&);
std::string languages_words(html::Words const&, std::vector<std::string> const&);
std::string where_words(Location const&);  // street, city: as an envelope has it
html::Safe staff_rows(html::Words const&, db::Read&, LocationId);

// The options of a kind of care, by the reader's words for it.
html::Safe specialty_options(html::Words const&, std::string_view chosen);

std::vector<Door> const& doors();
void add_editing_pages(http::Router::Section&);
void add_claim_pages(http::Router::Section&);

}  // namespace directory
