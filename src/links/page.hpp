// What a page says of itself. Pure: give it bytes, it gives back short clean texts. Linear in what it is given.
#pragma once
#include "base/id.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace links {

struct Page {
    std::string title, description, provider_name, author_name, author_url;
    std::string image, image_description;  // an absolute http(s) address, or ""
    std::string oembed;                    // where it is described further, or ""
    std::string language;                  // "en", or ""
    base::Time published_at = 0;
};

// `body` as it came, `type` as its Content-Type says; `url` is what relative addresses are relative to.
Page read_page(std::string_view body, std::string_view type, std::string const& url);

// UTF-8 by byte order mark, the type's charset, the page's own word, or, when nothing fits, windows-1252.
std::string as_utf8(std::string_view body, std::string_view type);

// The tags that say something of the page, cut out of it: small and flat, whatever the page is.
std::string telling_tags(std::string_view html);

// One line of at most so many characters, without controls.
std::string clean(std::string_view text, std::int64_t most);
// Absolute, http or https, without a user; "" for anything else.
std::string resolved(std::string const& base, std::string_view address);
std::string host_of(std::string const& url);

}  // namespace links
