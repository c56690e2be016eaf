// How times and appointments are told on pages.
#pragma once
#include "appointments/inside.hpp"
#include "html/html.hpp"

namespace appointments {

std::string label_of(html::Words const&, Mode);
std::string label_of(html::Words const&, Status);
std::string label_of(html::Words const&, std::vector<Mode> const&);
std::string minutes_words(html::Words const&, std::int64_t minutes);
// By the clocks of a zone.
std::string clock_words(html::Words const&, std::string_view zone, base::Time);   // "1:40 pm"
std::string day_words(html::Words const&, std::string_view zone, base::Time);     // "Tuesday 24 November"
std::string moment_words(html::Words const&, std::string_view zone, base::Time);  // both
html::Safe option(html::Words const&, std::string_view code, bool chosen, std::string_view label);

// A time to choose, or that somebody has it. `query` goes on with the choice.
html::Safe slot_shown(html::Words const&, Schedule const&, Slot const&, bool member, std::string_view query);

void add_next_times();
void add_patient_pages(http::Router::Section&);
void add_team_pages(http::Router::Section&, db::Database&);
void add_schedule_pages(http::Router::Section&);

}  // namespace appointments
