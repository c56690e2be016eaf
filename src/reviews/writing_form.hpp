// The form of a review: for a new one, and for one that is changed.
#pragma once
#include "reviews/showing.hpp"

namespace reviews {

struct Form {
    directory::Location location;
    Draft draft;
    std::string_view title;       // English, like `send`
    std::string action, token, key;
    std::string_view send;
    bool fixed_month = false;     // a visit's link knows it
    html::Safe below = {};
};
Draft draft_in(Request const&);
http::Response form_page(Request const&, db::Read&, Form const&, base::Refusal const*);

}  // namespace reviews
