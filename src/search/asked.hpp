// What somebody typed into the search field, understood: words, "phrases", -without and operators. Pure.
#pragma once
#include "base/id.hpp"
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace search {

// from:ada  has:media|image|video|audio|poll|link  is:reply|sensitive  language:es  before:2026-11-01  after:  during:
// in:library|public|all ; a minus in front turns most of them around.
struct Asked {
    std::string match;                    // in FTS5's words; "" finds nothing
    std::int64_t before = 0, after = 0;   // ids, exclusive; 0 for none
    bool only_library = false;            // what the asker wrote, is named in or kept
    bool only_public = false;             // nothing of the asker's own that others may not see
};

struct Asker {
    base::AccountId account;
    std::string language;
    std::function<std::optional<base::AccountId>(std::string_view handle)> find;  // whom from: names
};
Asked understand(std::string_view text, Asker const&);

}  // namespace search
