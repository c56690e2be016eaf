// What the parts of drafts share.
#pragma once
#include "drafts/drafts.hpp"

namespace drafts {

std::string content_of(posts::Draft const&);
posts::Draft draft_of(std::string_view content);  // what content_of wrote

}  // namespace drafts
