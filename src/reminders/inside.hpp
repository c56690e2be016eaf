// What the files of reminders share.
#pragma once
#include "reminders/reminders.hpp"

namespace reminders {

Deed const* deed_for(std::string_view act);  // nullptr: no room does that
// Refused as not found: used, too old, or never given.
base::Result<Once> open_link(db::Read&, std::string_view secret);
base::Result<std::string> use_link(db::Write&, std::string_view secret);  // what is said afterwards

std::string new_calendar(db::Write&, AccountId person);  // its address, shown once; an earlier one ends
void end_calendar(db::Write&, AccountId person);
bool has_calendar(db::Read&, AccountId person);
AccountId owner_of_calendar(db::Read&, std::string_view secret);  // 0: nobody's

std::vector<Event> events_of(db::Read&, html::Words const&, AccountId person);

}  // namespace reminders
