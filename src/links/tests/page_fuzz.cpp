// Whatever a page holds, what is taken of it is short, valid text, and addresses are http or https.
#include "base/text.hpp"
#include "links/oembed.hpp"
#include "links/page.hpp"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t count) {
    std::string_view const body(reinterpret_cast<char const*>(bytes), count);
    auto const page = links::read_page(body, "text/html", "https://page.example/a/b");
    for (auto const& text : {page.title, page.description, page.provider_name, page.author_name, page.image_description})
        if (!base::is_utf8(text) || text.find('\n') != text.npos || base::graphemes(text) > 500) std::abort();
    for (auto const& address : {page.image, page.oembed, page.author_url})
        if (!address.empty() && !address.starts_with("http://") && !address.starts_with("https://")) std::abort();
    if (links::telling_tags(body).size() > 80'000) std::abort();
    if (!links::frame_of(body, 1, 1, "https://page.example/").empty()) std::abort();
    links::Card card;
    std::string image;
    links::add_oembed(card, image, body, "https://page.example/");
    if (!card.html.empty() || !base::is_utf8(card.title)) std::abort();
    return 0;
}
