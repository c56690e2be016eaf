// How what a location says is written into its row, and read again.
#pragma once
#include "directory/directory.hpp"

namespace directory {

// "1:480-1080 5:1200-1560": day, from, to.
std::string packed(std::vector<Hours> const&);
std::vector<Hours> unpacked_hours(std::string_view);
// One line each: date, reason and hours with tabs between.
std::string packed(std::vector<Exception> const&);
std::vector<Exception> unpacked_exceptions(std::string_view);
std::string joined(std::vector<std::string> const&);
std::vector<std::string> words_of(std::string_view);

// Of a row that begins with the columns of location_by_id.
Location location_in(db::Row const&);
Staff staff_in(db::Row const&);

}  // namespace directory
