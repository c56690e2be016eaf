// What the parts of html share of the frame.
#pragma once
#include "html/html.hpp"

namespace html {

// The page in its frame; without the database (an error page) the navigation holds what every server has.
http::Response framed(http::Request const&, db::Read*, Page const&);

// A form's token: the session's, the visitor's cookie, or a new one for this request, which page() then sets as a cookie.
std::string csrf_token(http::Request const&);

std::string_view theme_of(http::Request const&);  // "auto", "light" or "dark"

void add_help_routes(http::Router::Section&);

}  // namespace html
