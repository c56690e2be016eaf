// Where people of the demo world go for care.
#pragma once
#include "base/result.hpp"
#include "db/database.hpp"
#include "demo/demo.hpp"
#include "directory/directory.hpp"
#include <string>
#include <vector>

namespace demo {

// Organizations, their locations, services, staff and hours. Small: a dozen; large: a thousand providers more.
base::Result<base::Done> open_places(db::Write&, Options const&, std::string const& password_hash);

// Reviews of them: 40 to 320 each, and a planted ring at the last three.
base::Result<base::Done> review_places(db::Write&, Options const&, std::vector<directory::LocationId> const&);

// When people are seen, and who has booked.
base::Result<base::Done> lay_times(db::Write&, Options const&);

// A care plan between a patient and a clinic that can be signed in as, some weeks on.
base::Result<base::Done> begin_plans(db::Write&, Options const&);

// Conversations with that clinic: answered, waiting, and about to be handed over.
base::Result<base::Done> write_to_teams(db::Write&, Options const&);

}  // namespace demo
