// The keys of what is sealed, and the record of who looked at whose care.
#include "app/commands.hpp"
#include "crypto/box.hpp"
#include "records/records.hpp"

namespace app {

bool is_about_records(std::string_view name) { return name.starts_with("records "); }

Outcome manage_records(db::Database& database, Command const&) {
    auto const found = database.read([](db::Read& read) { return records::verify(read); });
    if (found.first_bad) return {1, "", "Entry " + std::to_string(found.first_bad) + " of part " + std::to_string(found.bad_part) + " is missing or was changed.\n"};
    return said(std::to_string(found.counted) + " entries, whole.\n");
}

Outcome make_key(Command const& command) {
    auto const number = crypto::add_key(command.data + "/keys");
    return said("Key " + std::to_string(number) + " seals from the next start on. Keep a copy of " + command.data + "/keys: nothing opens without it.\n");
}

}  // namespace app
