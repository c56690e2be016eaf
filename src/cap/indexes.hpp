// Indexes of alerts that others publish: Atom and RSS whose entries link to CAP documents.
#pragma once
#include "base/result.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace cap {

inline constexpr std::size_t most_entries = 300;

struct Entry {
    std::string address;  // of the CAP document
    std::string state;    // what the index says of it: changes when the document does
};
struct Index {
    std::vector<Entry> entries;  // in the index's order, each address once
    std::string hub, self;       // WebSub; "" for none
    bool is_alert = false;       // it is no index: the document is an alert itself
};
// `address`: where it was read, for relative links. Refused: no XML, neither an index nor an alert.
base::Result<Index> read_index(std::string_view text, std::string_view address);
// A link in a document that was read at `base`: an address on the web, or "".
std::string resolved(std::string_view base, std::string_view link);

}  // namespace cap
