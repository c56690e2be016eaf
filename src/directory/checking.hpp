// What a location may say: each fault is refused by the name of its field.
#pragma once
#include "directory/directory.hpp"

namespace directory {

// Brings texts to one spelling and checks all of it.
base::Result<Location> checked(db::Read&, Location);
base::Result<Service> checked(Service);
base::Result<Staff> checked(db::Read&, Staff);
base::Result<Organization> checked(Organization);
base::Result<std::string> checked_text(std::string field, std::string_view typed, std::int64_t longest, bool needed);

}  // namespace directory
