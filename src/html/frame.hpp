// What the parts of html share of the frame.
#pragma once
#include "base/settings.hpp"
#include "html/html.hpp"

namespace html {

// The page in its frame; without the database (an error page) the navigation holds what every server has.
http::Response framed(http::Request const&, db::Read*, Page const&);

// A form's token: the session's, the visitor's cookie, or a new one for this request, which page() then sets as a cookie.
std::string csrf_token(http::Request const&);

std::string_view theme_of(http::Request const&);  // "auto", "light" or "dark"
std::string_view text_size_of(http::Request const&);  // "", "large" or "larger"

Safe preview_of(Words const&, Page const&);  // for the head; nothing for pages without an address of their own

std::string own_name_of(std::string_view language);  // of any language: Français, of fr; "" for an unknown code

extern base::Setting<std::string> help_exit;  // the neutral page behind Quick exit

http::Answer menu(http::Request const&, db::Read&);

void add_help_routes(http::Router::Section&);

}  // namespace html
