// Mentions and private messages of organizations with a team: they become items of its inbox, and answers end them.
#pragma once
#include "base/event.hpp"
#include "db/database.hpp"

namespace app {

void add_to_inbox();                               // how mentions and messages are shown and answered; while the site starts
void hear_for_inbox(db::Write&, base::Event const&);  // of db::Database::on_emit, after conversations::hear

}  // namespace app
