// Welcome: three steps for somebody new, each of which may be skipped.
#pragma once
#include "base/settings.hpp"
#include "http/router.hpp"
#include <string>

namespace welcome {

inline base::Setting<std::string> topics{"welcome.topics",
    "Asthma; Diabetes; Heart; Cancer; MentalHealth; NewParents; Pregnancy; Vaccination; Sleep; Caring; Disability; Pain",
    "Topics that somebody new is offered to follow, besides what people talk about: hashtags separated by semicolons."};

void add_pages(http::Router::Section pages);  // /welcome, /welcome/topics, /welcome/people

}  // namespace welcome
