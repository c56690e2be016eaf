// How the rooms of care know of each other: who is a patient, and by which room somebody is written to.
#pragma once

namespace app {

void join_care_rooms();  // while the site starts

}  // namespace app
