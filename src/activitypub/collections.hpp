// Collections and their pages. Private to activitypub.
#pragma once
#include "activitypub/vocabulary.hpp"

namespace activitypub {

struct Collection {
    std::string id;
    std::int64_t total = -1;    // -1: not told
    bool ordered = true;
    bool paged = true;          // false: only the count is told
    std::string attributed_to;  // "" for nobody's
};
std::string collection_document(Collection const&);

struct Items {
    std::vector<std::string> all;  // JSON values
    std::string next;              // the query of the next page; "" when this is the last
};
std::string page_document(Collection const&, std::string_view query, Items const&);

}  // namespace activitypub
