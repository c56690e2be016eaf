// How a draft will look on every way that it goes, before anybody gets it.
#pragma once
#include "alerts/alerts.hpp"

namespace alerts {

html::Safe previews(html::Words const&, db::Read&, Draft const&);
html::Safe changes_between(html::Words const&, Message const& before, Message const& after);  // empty: nothing differs
// The draft as the alert that it would be, issued now. Its address does not exist yet.
Alert as_alert(db::Read&, Draft const&);
std::string post_text(Alert const&);
// How many it would concern: 0 for fewer than ten, else rounded down. `more`: the server has more people than were looked at.
struct Estimate { std::int64_t people = 0; bool more = false; };
Estimate estimate(db::Read&, Draft const&);
std::string text_of(html::Words const&, Estimate const&);
void add_preview_pages(http::Router::Section&);

}  // namespace alerts
