// Reads an oEmbed answer, and writes the frame that stands for a player.
#include "links/oembed.hpp"
#include "base/text.hpp"
#include "http/fields.hpp"
#include "links/page.hpp"
#include <algorithm>
#include <gumbo.h>
#include <memory>

namespace links {

namespace {

constexpr std::size_t longest_markup = 4096;  // too short for nesting that takes a parser long

int side(http::Fields const& fields, std::string_view name) {
    return static_cast<int>(std::clamp<std::int64_t>(fields.integer(name).value_or(0), 0, 4000));
}

bool may_embed(std::string const& host) {
    auto hosts = base::split(embed_hosts(), ',');
    return !host.empty() && std::ranges::any_of(hosts, [&](std::string_view each) { return base::trim(each) == host; });
}

// The address of the first frame.
std::string frame_address(GumboNode const& node) {
    if (node.type != GUMBO_NODE_ELEMENT) return {};
    auto const& element = node.v.element;
    if (element.tag == GUMBO_TAG_IFRAME)
        if (auto const* source = gumbo_get_attribute(&element.attributes, "src")) return source->value;
    for (unsigned i = 0; i < element.children.length; ++i)
        if (auto found = frame_address(*static_cast<GumboNode const*>(element.children.data[i])); !found.empty()) return found;
    return {};
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (auto c : text) {
        if (c == '&') safe += "&amp;";
        else if (c == '"') safe += "&quot;";
        else if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else safe += c;
    }
    return safe;
}

void fill(std::string& member, std::string text) {
    if (!text.empty()) member = std::move(text);
}

}  // namespace

std::string frame_of(std::string_view html, int width, int height, std::string const& url) {
    if (html.empty() || html.size() > longest_markup) return {};
    struct Destroy { void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); } };
    std::unique_ptr<GumboOutput, Destroy> parsed(gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
    auto address = resolved(url, frame_address(*parsed->root));
    if (!address.starts_with("https://") || !may_embed(host_of(address))) return {};
    auto sides = width && height ? " width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) + "\"" : std::string{};
    return "<iframe src=\"" + escaped(address) + "\"" + sides +
           " sandbox=\"allow-scripts allow-same-origin\" referrerpolicy=\"no-referrer\" allowfullscreen></iframe>";
}

void add_oembed(Card& card, std::string& image, std::string_view json, std::string const& url) {
    http::Fields fields;
    if (!http::parse_json(json, fields)) return;
    fill(card.title, clean(fields.text("title"), 200));
    fill(card.author_name, clean(fields.text("author_name"), 100));
    fill(card.author_url, resolved(url, fields.text("author_url")));
    fill(card.provider_name, clean(fields.text("provider_name"), 100));
    fill(card.provider_url, resolved(url, fields.text("provider_url")));
    fill(image, resolved(url, fields.text("thumbnail_url")));
    auto type = fields.text("type");
    if (type == "photo") {
        if (auto photo = resolved(url, fields.text("url")); !photo.empty()) {
            image = photo;
            card.type = "photo";
        }
    } else if (type == "video") {
        card.width = side(fields, "width");
        card.height = side(fields, "height");
        card.html = frame_of(fields.text("html"), card.width, card.height, url);
        if (!card.html.empty()) card.type = "video";
    }
}

}  // namespace links
