// Parts of this room's pages.
#pragma once
#include "reviews/inside.hpp"
#include "reviews/pages.hpp"
#include <utility>

namespace reviews {

using html::Words, http::Answer, http::Open, http::Request;

html::Safe stars(Words const&, int count);
std::string name_of(Words const&, Review const&);
std::string visited(Words const&, std::string_view month);
std::string month_name(Words const&, std::string_view month);
std::string day_name(Words const&, std::string_view day);
std::string reason_on(Words const&, std::string_view code);
std::string one_decimal(double);
std::string figures_words(Words const&, Responses const&);  // how many reviews have a reply, and how soon
// The same for everybody, its author too: but for the vote of whoever looks.
html::Safe article(Words const&, db::Read&, Review const&, AccountId viewer);
html::Safe option(Words const&, std::string_view value, std::string_view label, bool chosen);
html::Safe months(Words const&, base::Time now, int count, std::string_view chosen);

// Of pages that hold a key or a link, or that only one person sees: kept by no browser, and their addresses are told to nobody.
http::Response unkept(http::Response);

base::Result<directory::Location> place_in(Request const&, db::Read&, std::string_view parameter = "id");
base::Result<Review> named_review(Request const&, db::Read&);  // one that everybody may read

void add_writing_pages(http::Router::Section&);
void add_own_pages(http::Router::Section&);
void add_link_pages(http::Router::Section&);
void add_report_pages(http::Router::Section&);
void add_moderating_pages(http::Router::Section&);
void add_question_pages(http::Router::Section&);
void add_improvement_pages(http::Router::Section&);
void add_reply_pages(http::Router::Section&);

}  // namespace reviews
