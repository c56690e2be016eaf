// Whatever comes as CAP or as an index of it is refused or taken; what is taken is written and read to the same again.
#include "cap/cap.hpp"
#include "cap/indexes.hpp"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto message = cap::read(text)) {
        auto written = cap::write(*message);
        auto again = cap::read(written);
        if (!again || cap::write(*again) != written) std::abort();
    }
    if (auto index = cap::read_index(text, "https://agency.example/feed"); index && index->entries.size() > cap::most_entries) std::abort();
    return 0;
}
