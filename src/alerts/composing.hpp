// Between the form of a draft and its message.
#pragma once
#include "alerts/alerts.hpp"

namespace alerts {

// Parts of the form that templates have too.
html::Safe weight_part(html::Words const&, Info const&);     // severity, urgency, certainty, category, what to do
html::Safe language_parts(html::Words const&, Message const&, base::Refusal const*, bool with_advice);
base::Result<Info> weight_in(http::Request const&);
std::vector<Info> infos_in(http::Request const&, Info const& shared);
std::string typed(http::Request const&, std::string const& field);
// Where it holds: places of the list and of the map, and one area drawn by hand.
html::Safe place_part(html::Words const&, http::Request const&, db::Read&, Info const&, base::Refusal const*);
std::vector<Area> places_in(http::Request const&);

// What the person may do with the draft beside changing it.
struct Choices {
    html::Safe differences, preview;
    bool may_issue = false, may_ask = false, may_send_back = false;
    std::string issue_words;
};
html::Safe form_of(html::Words const&, http::Request const&, db::Read&, Draft const&, base::Refusal const*, Choices const&);
// The message's faults at the fields of the form.
base::Refusal at_form(base::Refusal);
// The form's fields over the draft that is kept.
base::Result<Draft> draft_in(http::Request const&, db::Read&, Draft kept);

}  // namespace alerts
