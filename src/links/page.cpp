// OpenGraph before Twitter's tags before plain HTML: the first that says something counts.
#include "links/page.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <cctype>
#include <curl/curl.h>
#include <gumbo.h>
#include <initializer_list>
#include <memory>
#include <unordered_map>

namespace links {

namespace {

struct Free {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(char* text) const { curl_free(text); }
};

std::string part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
    return std::unique_ptr<char, Free>(text).get();
}

std::string lowered(std::string_view text) {
    std::string lower;
    for (auto c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

std::string_view attribute(GumboElement const& element, char const* name) {
    auto const* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view{};
}

// What the tags say, by lower-case name. The first word counts: what is repeated further down was not meant for us.
struct Said {
    std::unordered_map<std::string, std::string> meta;
    std::string title, language, oembed;

    std::string_view first(std::initializer_list<char const*> names) const {
        for (auto name : names)
            if (auto found = meta.find(name); found != meta.end() && !found->second.empty()) return found->second;
        return {};
    }
};

void hear_meta(Said& said, GumboElement const& element) {
    for (auto kind : {"property", "name", "itemprop"})
        if (auto name = attribute(element, kind); !name.empty()) {
            auto content = attribute(element, "content");
            if (!content.empty()) said.meta.try_emplace(lowered(name), content);
        }
}

void hear(Said& said, GumboElement const& element) {
    if (element.tag == GUMBO_TAG_META) hear_meta(said, element);
    if (element.tag == GUMBO_TAG_HTML) said.language = attribute(element, "lang");
    if (element.tag == GUMBO_TAG_LINK && said.oembed.empty() && lowered(attribute(element, "type")) == "application/json+oembed" &&
        lowered(attribute(element, "rel")).contains("alternate"))
        said.oembed = attribute(element, "href");
    if (element.tag == GUMBO_TAG_TITLE && said.title.empty() && element.children.length > 0)
        if (auto const* text = static_cast<GumboNode const*>(element.children.data[0]); text->type == GUMBO_NODE_TEXT) said.title = text->v.text.text;
}

// The tags were cut out of their page: nothing nests deeper than html, head, title.
void walk(Said& said, GumboNode const& node) {
    if (node.type != GUMBO_NODE_ELEMENT) return;
    hear(said, node.v.element);
    for (unsigned i = 0; i < node.v.element.children.length; ++i) walk(said, *static_cast<GumboNode const*>(node.v.element.children.data[i]));
}

Said said_by(std::string const& tags) {
    struct Destroy { void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); } };
    std::unique_ptr<GumboOutput, Destroy> parsed(gumbo_parse_with_options(&kGumboDefaultOptions, tags.data(), tags.size()));
    Said said;
    walk(said, *parsed->root);
    return said;
}

// "en-GB" and "en_GB" are "en"; what is no language tag is nothing.
std::string language_of(std::string_view text) {
    auto tag = lowered(text.substr(0, text.find_first_of("-_")));
    bool is_tag = (tag.size() == 2 || tag.size() == 3) && tag.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == tag.npos;
    return is_tag ? tag : "";
}

}  // namespace

std::string clean(std::string_view text, std::int64_t most) {
    // A character takes a few bytes, rarely more: nothing longer is looked at.
    auto cut = text.substr(0, static_cast<std::size_t>(most) * 16);
    while (!cut.empty() && cut.size() < text.size() && (static_cast<unsigned char>(text[cut.size()]) & 0xC0) == 0x80) cut.remove_suffix(1);
    std::string line;
    for (auto c : base::normalize(cut)) {
        bool is_space = c == '\n' || c == '\t' || c == ' ';
        if (!is_space) line += c;
        else if (!line.ends_with(' ')) line += ' ';
    }
    return base::shorten(base::trim(line), most);
}

std::string resolved(std::string const& base, std::string_view address) {
    constexpr std::size_t longest = 2048;
    if (address.empty() || address.size() > longest) return {};
    std::unique_ptr<CURLU, Free> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK) return {};
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(address).c_str(), CURLU_URLENCODE) != CURLUE_OK) return {};
    auto scheme = part(url.get(), CURLUPART_SCHEME);
    if ((scheme != "http" && scheme != "https") || !part(url.get(), CURLUPART_USER).empty()) return {};
    return part(url.get(), CURLUPART_URL);
}

std::string host_of(std::string const& address) {
    std::unique_ptr<CURLU, Free> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return {};
    return lowered(part(url.get(), CURLUPART_HOST));
}

Page read_page(std::string_view body, std::string_view type, std::string const& url) {
    auto said = said_by(telling_tags(as_utf8(body, type)));
    Page page;
    page.title = clean(said.first({"og:title", "twitter:title"}), 200);
    if (page.title.empty()) page.title = clean(said.title, 200);
    page.description = clean(said.first({"og:description", "twitter:description", "description"}), 500);
    page.provider_name = clean(said.first({"og:site_name", "application-name"}), 100);
    if (page.provider_name.empty()) page.provider_name = host_of(url);
    auto author = said.first({"article:author"});
    page.author_url = author.starts_with("http") ? resolved(url, author) : "";
    page.author_name = clean(said.first({"author", "twitter:creator", "fediverse:creator"}), 100);
    if (page.author_name.empty() && page.author_url.empty()) page.author_name = clean(author, 100);
    page.image = resolved(url, said.first({"og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"}));
    page.image_description = clean(said.first({"og:image:alt", "twitter:image:alt"}), 500);
    page.oembed = resolved(url, said.oembed);
    page.language = language_of(said.language.empty() ? said.first({"og:locale"}) : std::string_view(said.language));
    page.published_at = base::parse_iso8601(said.first({"article:published_time", "date", "datepublished"})).value_or(0);
    return page;
}

}  // namespace links
