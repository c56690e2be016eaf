// What other places show of a page: previews of links, and facts for search engines.
#include "base/settings.hpp"
#include "html/frame.hpp"
#include "html/pages.hpp"

namespace html {

std::string absolute(std::string_view address) {
    return address.starts_with("/") ? base::site_url() + std::string(address) : std::string(address);
}

Safe linked_data(std::string_view json) {
    Safe made{"<script type=\"application/ld+json\">"};
    // Inside a script only "</script" and "<!--" mean anything; neither is left.
    for (char c : json) c == '<' ? made.markup += "\\u003c" : made.markup += c;
    made.markup += "</script>";
    return made;
}

Safe preview_of(Words const& words, Page const& page) {
    if (page.canonical.empty()) return {};
    return words.fill(pages::Preview{.site = base::site_name(), .kind = page.kind, .title = page.title, .address = page.canonical, .description = page.description,
                                     .image = absolute(page.image.empty() ? asset("landscape-wide.webp") : page.image), .large = page.image.empty() || page.kind == "article"});
}

}  // namespace html
