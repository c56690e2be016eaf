// Finds links, mentions and hashtags in what people type, in one pass, and makes markup of it.
#include "html/prose.hpp"
#include "base/text.hpp"
#include "http/fields.hpp"
#include <unicode/uchar.h>

namespace html {
namespace {

constexpr std::int64_t length_of_a_link = 23;  // as every Mastodon app counts

bool in_word(char32_t c) {
    constexpr char32_t joiner = 0x200D, non_joiner = 0x200C, middle_dot = 0xB7;
    auto point = static_cast<UChar32>(c);
    return (u_isIDPart(point) && !u_isIDIgnorable(point)) || c == joiner || c == non_joiner || c == middle_dot;
}

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Where a run of username characters ends: dots and dashes only inside.
std::size_t end_of_name(std::string_view text, std::size_t at, bool with_colon) {
    auto end = at;
    for (auto i = at; i < text.size(); ++i) {
        if (is_plain(text[i])) end = i + 1;
        else if (text[i] != '.' && text[i] != '-' && !(with_colon && text[i] == ':')) break;
    }
    return end;
}

std::optional<Found> mention_at(std::string_view text, std::size_t at) {
    auto end = end_of_name(text, at + 1, false);
    if (end == at + 1) return std::nullopt;
    if (end < text.size() && text[end] == '@') {
        auto domain_end = end_of_name(text, end + 1, true);
        if (domain_end > end + 1) end = domain_end;
    }
    return Found{Found::Kind::mention, at, end, text.substr(at + 1, end - at - 1)};
}

std::optional<Found> hashtag_at(std::string_view text, std::size_t at) {
    auto end = at + 1;
    bool more_than_digits = false;
    for (auto next = end; next < text.size();) {
        auto c = base::next_code_point(text, next);
        if (!in_word(c)) break;
        more_than_digits |= !u_isdigit(static_cast<UChar32>(c)) && c != '_';
        end = next;
    }
    if (!more_than_digits) return std::nullopt;
    return Found{Found::Kind::hashtag, at, end, text.substr(at + 1, end - at - 1)};
}

// Punctuation after an address belongs to the sentence; a closing bracket too, unless it was opened inside.
std::size_t without_punctuation(std::string_view text, std::size_t start, std::size_t end) {
    while (end > start) {
        char last = text[end - 1];
        if (last == ')') {
            auto inside = text.substr(start, end - start);
            std::size_t opened = 0, closed = 0;
            for (char c : inside) opened += c == '(', closed += c == ')';
            if (opened >= closed) break;
        } else if (std::string_view(".,;:!?'\"]}*_~").find(last) == std::string_view::npos) {
            break;
        }
        --end;
    }
    return end;
}

std::optional<Found> link_at(std::string_view text, std::size_t at) {
    auto rest = text.substr(at);
    auto scheme = rest.starts_with("https://") ? 8u : rest.starts_with("http://") ? 7u : 0u;
    if (!scheme) return std::nullopt;
    auto end = at + scheme;
    while (end < text.size()) {
        auto next = end;
        auto c = base::next_code_point(text, next);
        if (c <= ' ' || u_isUWhiteSpace(static_cast<UChar32>(c)) || c == '<' || c == '>' || c == '"') break;
        end = next;
    }
    end = without_punctuation(text, at, end);
    if (end <= at + scheme || !is_plain(text[at + scheme])) return std::nullopt;
    return Found{Found::Kind::link, at, end, text.substr(at, end - at)};
}

// Apps and pages show an address without its scheme, and cut long ones short; screen readers get the whole.
void link_markup(std::string& onto, std::string_view address) {
    constexpr std::size_t shown = 30;
    auto scheme = address.find("://") + 3;
    auto visible = address.substr(scheme);
    auto cut = visible.size() <= shown ? visible.size() : shown;
    while (cut < visible.size() && (visible[cut] & 0xC0) == 0x80) ++cut;
    onto += "<a href=\"";
    escape_url(onto, address);
    onto += R"(" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">)";
    escape(onto, address.substr(0, scheme));
    onto += cut < visible.size() ? R"(</span><span class="ellipsis">)" : "</span><span>";
    escape(onto, visible.substr(0, cut));
    onto += "</span>";
    if (cut < visible.size()) {
        onto += R"(<span class="invisible">)";
        escape(onto, visible.substr(cut));
        onto += "</span>";
    }
    onto += "</a>";
}

void mention_markup(std::string& onto, Found const& found, std::string_view whole, Links const& links) {
    auto address = links.mention ? links.mention(found.inner) : std::nullopt;
    if (!address) return escape(onto, whole);
    onto += R"(<span class="h-card" translate="no"><a href=")";
    escape_url(onto, *address);
    onto += R"(" class="u-url mention">@<span>)";
    escape(onto, found.inner.substr(0, found.inner.find('@')));
    onto += "</span></a></span>";
}

void hashtag_markup(std::string& onto, Found const& found, Links const& links) {
    onto += "<a href=\"";
    escape_url(onto, links.hashtag_base);
    onto += http::percent_encode(base::fold(found.inner));
    onto += R"(" class="mention hashtag" rel="tag">#<span>)";
    escape(onto, found.inner);
    onto += "</span></a>";
}

// Text between findings: an empty line ends the paragraph, a line end is a break.
void plain_markup(std::string& onto, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto line_end = text.find('\n', at);
        escape(onto, text.substr(at, line_end - at));
        if (line_end == std::string_view::npos) return;
        auto after = text.find_first_not_of('\n', line_end);
        if (after == std::string_view::npos) return;
        onto += after - line_end >= 2 ? "</p><p>" : "<br>";
        at = after;
    }
}

}  // namespace

std::vector<Found> find_in(std::string_view text) {
    std::vector<Found> all;
    bool after_word = false;
    for (std::size_t at = 0; at < text.size();) {
        std::optional<Found> found;
        if (!after_word) {
            if (text[at] == 'h') found = link_at(text, at);
            if (text[at] == '@') found = mention_at(text, at);
            if (text[at] == '#') found = hashtag_at(text, at);
        }
        if (found) {
            all.push_back(*found);
            at = found->end;
            after_word = true;
        } else {
            auto c = base::next_code_point(text, at);
            after_word = in_word(c) || c == '/' || c == '@' || c == '#';
        }
    }
    return all;
}

Safe prose(std::string_view text, Links const& links) {
    Safe made;
    auto& onto = made.markup;
    if (text.empty()) return made;
    onto.reserve(text.size() + text.size() / 4 + 16);
    onto += "<p>";
    std::size_t at = 0;
    for (auto const& found : find_in(text)) {
        plain_markup(onto, text.substr(at, found.start - at));
        auto whole = text.substr(found.start, found.end - found.start);
        switch (found.kind) {
            case Found::Kind::link: link_markup(onto, found.inner); break;
            case Found::Kind::mention: mention_markup(onto, found, whole, links); break;
            case Found::Kind::hashtag: hashtag_markup(onto, found, links); break;
        }
        at = found.end;
    }
    plain_markup(onto, text.substr(at));
    onto += "</p>";
    return made;
}

std::int64_t counted_length(std::string_view text) {
    std::int64_t length = 0;
    std::size_t at = 0;
    for (auto const& found : find_in(text)) {
        if (found.kind == Found::Kind::hashtag) continue;
        length += base::graphemes(text.substr(at, found.start - at));
        if (found.kind == Found::Kind::link) length += length_of_a_link;
        else length += 1 + static_cast<std::int64_t>(found.inner.substr(0, found.inner.find('@')).size());
        at = found.end;
    }
    return length + base::graphemes(text.substr(at));
}

}  // namespace html
