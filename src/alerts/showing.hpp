// How alerts look: shared by the pages, the banner and the light page.
#pragma once
#include "alerts/alerts.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

inline constexpr base::Time longest_held = 60 * 1000;  // the board reads again at least once a minute

// CAP's words as people say them: keys of the catalog.
std::string_view label_of(Status);
std::string_view label_of(Severity);
std::string_view label_of(Urgency);
std::string_view label_of(Certainty);
std::string_view label_of(Category);
std::string_view label_of(Response);
std::string_view tone_of(Message const&);                   // the sheet's class: extreme, severe, moderate, minor
std::string level_of(html::Words const&, Message const&, Info const&);  // "Severe alert · Wildfire smoke"
std::string practice_of(html::Words const&, Message const&);  // "" for what is real
std::string headline_of(Info const&);
std::string issuer_of(db::Read&, Alert const&);
std::vector<std::string> steps_of(Info const&);             // the instruction, a step a line
html::Safe steps_list(html::Words const&, Info const&, std::size_t most);
html::Safe paragraphs(std::string_view text);
std::string over_of(html::Words const&, Alert const&);      // "" while it holds
std::string ends_of(html::Words const&, Alert const&);
html::Safe map_of(db::Read&, html::Words const&, Alert const&, Info const&, bool small);
html::Safe places_of(html::Words const&, Info const&);
html::Safe changes_of(html::Words const&, db::Read&, Alert const&);
html::Safe other_languages(html::Words const&, Alert const&, Info const& shown, std::string_view address);
// The banner: the worst as sheets, the rest and what was seen as lines.
using Held = std::vector<std::shared_ptr<Alert const>>;
using Why = std::function<std::string(Alert const&)>;  // why it concerns the reader, in words; "" for nothing to say
html::Safe above(html::Words const&, db::Read&, Held const&, std::vector<AlertId> const& seen, bool signed_in, Why const& = {});
std::string words_of(html::Words const&, db::Read&, Alert const&, Concern const&);
std::string name_of(html::Words const&, db::Read&, places::Place const&);  // its label, or what it is
std::string_view label_of(places::Kind);
http::Answer light_page(http::Request const&, db::Read&, Alert const&, Info const&);
void add_wishes_pages(http::Router::Section&);
void add_desk_pages(http::Router::Section&);
void add_rights_pages(http::Router::Section&);

}  // namespace alerts
