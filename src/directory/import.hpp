// What a file says of places, before it is compared with what is there: CSV and FHIR become the same rows.
#pragma once
#include "directory/directory.hpp"

namespace directory {

// A column that the file does not have leaves what is there.
struct ImportRow {
    std::int64_t line = 0;
    std::string system, identifier;
    std::vector<std::pair<std::string, std::string>> cells;  // column, text
    bool lists_services = false;
    std::vector<Service> services;
    std::vector<Staff> staff;
    std::string_view cell(std::string_view column) const;
};
// How the organization itself is reached, as a Bundle's Organization says: "telecom" alone is taken of it.
struct ImportContact { std::int64_t line = 0; ImportRow row; };
struct ImportFile { std::vector<ImportRow> rows; std::vector<Fault> faults; std::optional<ImportContact> contact; };
inline constexpr std::size_t most_import_rows = 5000, most_faults = 100;

extern std::array<std::string_view, 30> const import_columns;
ImportFile read_csv(std::string_view);
ImportFile read_bundle(std::string_view);

// "family|Checkup|$45|video phone referral; dental|Cleaning||"
std::string services_as_text(std::vector<Service> const&);
std::vector<Service> services_in_text(std::string_view);

}  // namespace directory
