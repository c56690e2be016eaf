// What a browser sends and a page repeats: languages, addresses, text. Nothing of it may leave its place in the markup.
#include "html/html.hpp"
#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    auto const known = html::locales();
    if (std::ranges::find(known, html::best_locale(input)) == known.end()) std::abort();
    std::string text, address, part;
    html::escape(text, input);
    html::escape_url(address, input);
    html::percent_escape(part, input);
    for (auto const& made : {text, address, part})
        if (made.find_first_of("<>\"'") != made.npos) std::abort();
    if (part.find_first_of("/?#& \n") != part.npos) std::abort();
    // A language that is asked for may be one that is known: no sentence of it is empty.
    if (html::Words{input.substr(0, 20)}("{name} followed you", {{"name", "x"}}).empty()) std::abort();
    auto const shown = html::Words{"en"}("{name} followed you", {{"name", input}});
    if (!shown.ends_with(" followed you") && !shown.ends_with("\u2069 followed you")) std::abort();
    return 0;
}
