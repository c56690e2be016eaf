// What the parts of this room share.
#pragma once
#include "alerts/alerts.hpp"

namespace alerts {

void record(db::Write&, std::string_view kind, AlertId, std::string_view text);
// What is recorded of an alert.
std::string public_text(Alert const&);
// Stores it, ends what it replaces, and tells. `alert` has no id yet.
Alert keep(db::Write&, Alert alert, std::string_view xml);
void end(db::Write&, Alert const&, base::Time at);
// What the person may do for the organization; nothing when they do not act for it.
std::optional<Member> acting(db::Read&, AccountId by, AccountId organization);
base::Refusal not_there();
// In place of the text of one that was taken away: what others refer to it by.
Message without_text(Message const&);
bool is_without_text(Message const&);
html::Safe below(http::Request const&, db::Read&, Alert const&);
html::Safe on_desk(http::Request const&, db::Read&, std::vector<Member> const&);
void add_history_pages(http::Router::Section&);

}  // namespace alerts
