// Emoji in pages: :name: in a text becomes a picture, :name: in a tag stays what it is.
#include "emojis/emojis.hpp"
#include "emojis/pages.hpp"
#include <algorithm>
#include <array>
#include <unordered_map>

namespace emojis {

namespace {

using namespace std::string_view_literals;

// What is typed, chosen or shown letter by letter stays text.
constexpr std::array plain_elements = {"textarea"sv, "select"sv, "code"sv, "title"sv, "script"sv, "style"sv};

bool begins(std::string_view tag, std::string_view element) {
    return tag.substr(0, element.size()) == element && tag.size() > element.size() && (tag[element.size()] == '>' || tag[element.size()] == ' ');
}

// Where the element that this tag opens is over; the tag's own end for all whose text may hold pictures.
std::size_t end_of(std::string_view markup, std::size_t open, std::size_t end) {
    auto tag = markup.substr(open + 1, end - open - 1);
    auto plain = std::ranges::find_if(plain_elements, [&](auto element) { return begins(tag, element); });
    if (plain == plain_elements.end()) return end;
    return std::min(markup.find("</" + std::string(*plain), end), markup.size());
}

// Calls `text` for each stretch between tags, and `tag` for each tag and for what is to stay text.
template <class Text, class Tag>
void walk(std::string_view markup, Text text, Tag tag) {
    for (std::size_t at = 0; at < markup.size();) {
        auto open = std::min(markup.find('<', at), markup.size());
        if (open > at) text(markup.substr(at, open - at));
        auto close = markup.find('>', open);
        auto end = close == markup.npos ? markup.size() : end_of(markup, open, close + 1);
        if (end > open) tag(markup.substr(open, end - open));
        at = end;
    }
}

html::Safe picture_of(html::Words const& words, Emoji const& emoji) {
    return words.fill(pages::Picture{.address = emoji.address(), .name = ":" + emoji.shortcode + ":"});
}

}  // namespace

html::Safe drawn(db::Read& read, html::Safe markup) { return drawn(read, std::move(markup), {}); }

html::Safe drawn_name(db::Read& read, std::string_view name, std::string_view domain) {
    html::Safe escaped;
    html::escape(escaped.markup, name);
    return domain.empty() ? escaped : drawn(read, std::move(escaped), domain);
}

html::Safe drawn(db::Read& read, html::Safe markup, std::string_view domain) {
    std::vector<std::string_view> texts;
    walk(markup.markup, [&](std::string_view text) { texts.push_back(text); }, [](std::string_view) {});
    auto used = in(read, texts, domain);
    if (used.empty()) return markup;

    html::Words const words;  // a picture has no words of its own
    std::unordered_map<std::string_view, html::Safe> pictures;
    for (auto const& each : used) pictures.emplace(each.shortcode, picture_of(words, each));
    html::Safe made;
    auto draw = [&](std::string_view text) {
        std::size_t done = 0;
        for (auto name : shortcodes_in(text)) {
            auto known = pictures.find(name);
            if (known == pictures.end()) continue;
            auto colon = static_cast<std::size_t>(name.data() - text.data()) - 1;
            made.markup += text.substr(done, colon - done);
            made += known->second;
            done = colon + name.size() + 2;
        }
        made.markup += text.substr(done);
    };
    walk(markup.markup, draw, [&](std::string_view tag) { made.markup += tag; });
    return made;
}

}  // namespace emojis
