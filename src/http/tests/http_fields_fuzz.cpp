// Queries and JSON: no crash, and whatever is taken is text within the limits.
#include "base/text.hpp"
#include "http/fields.hpp"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view text(reinterpret_cast<char const*>(data + 1), size - 1);
    http::Fields fields;
    auto outcome = data[0] % 2 ? http::parse_query(text, fields) : http::parse_json(text, fields);
    if (!outcome) return 0;
    if (fields.all().size() > 1000) std::abort();
    for (auto const& [name, value] : fields.all()) {
        if (!base::is_utf8(name) || !base::is_utf8(value) || value.find('\0') != value.npos) std::abort();
        fields.has(name);
        fields.flag(name);
        fields.integer(name);
        fields.list(name);
        if (http::percent_decode(http::percent_encode(value)) != value) std::abort();
    }
    return 0;
}
