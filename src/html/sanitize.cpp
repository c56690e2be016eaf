// Markup from outside is bounded first (a parser may be made to work for seconds by a few thousand tags), then parsed, and
// what may stand here is written anew from the tree: nothing of the outside's own spelling reaches a page.
#include "html/sanitize.hpp"
#include "base/text.hpp"
#include "html/place.hpp"
#include <algorithm>
#include <array>
#include <cctype>
#include <gumbo.h>
#include <memory>
#include <vector>

namespace html {
namespace {

constexpr std::size_t deepest = 32, most_tags = 3000, longest_tag = 4096, most_attributes = 24, longest_address = 2048;

constexpr std::array<std::string_view, 29> kept = {"p",  "br", "a",   "span", "del", "s",  "pre", "code", "em", "strong", "b",  "i",  "u",  "ul",  "ol",
                                                   "li", "h1", "h2",  "h3",   "h4",  "h5", "h6",  "blockquote", "ruby", "rt", "rp", "div", "tr", "figure"};
// What stands in them is not meant to be read.
constexpr std::array<std::string_view, 16> dropped_whole = {"script", "style", "title", "textarea", "iframe", "noscript", "noembed", "noframes",
                                                            "xmp", "plaintext", "template", "svg", "math", "object", "select", "head"};
constexpr std::array<std::string_view, 7> classes = {"mention", "hashtag", "u-url", "invisible", "ellipsis", "h-card", "quote-inline"};

template <std::size_t count>
bool is_one_of(std::array<std::string_view, count> const& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

std::string lower(std::string_view text) {
    std::string folded(text);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool ends_name(char c) { return c == '>' || c == '/' || std::isspace(static_cast<unsigned char>(c)); }

// The same text with tags that are known, balanced and not too deep: so the parser's lists of open elements stay short.
class Bounded {
public:
    explicit Bounded(std::string_view text) : text_(text) {
        while (at_ < text_.size()) step();
        while (!open_.empty()) close_last();
    }
    std::string take() { return std::move(out_); }

private:
    void step() {
        auto next = text_.find('<', at_);
        if (next == text_.npos) next = text_.size();
        out_ += text_.substr(at_, next - at_);
        at_ = next;
        if (at_ == text_.size()) return;
        auto rest = text_.substr(at_);
        if (rest.starts_with("<!--")) return skip_past("-->");
        if (rest.starts_with("<!") || rest.starts_with("<?")) return skip_past(">");
        bool closes = rest.starts_with("</");
        if (rest.size() < (closes ? 3u : 2u) || !is_letter(rest[closes ? 2 : 1])) {
            out_ += "&lt;";
            ++at_;
            return;
        }
        tag(rest, closes);
    }

    void skip_past(std::string_view end) {
        auto found = text_.find(end, at_);
        at_ = found == text_.npos ? text_.size() : found + end.size();
    }

    // Up to the > that ends the tag; quoted ones do not.
    static std::size_t end_of_tag(std::string_view rest, std::size_t from, std::size_t& attributes) {
        char quote = 0;
        for (auto i = from; i < rest.size(); ++i) {
            char c = rest[i];
            if (quote) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') quote = c;
            else if (c == '>') return i;
            else if (c == '/' || std::isspace(static_cast<unsigned char>(c))) ++attributes;
        }
        return rest.size();
    }

    void tag(std::string_view rest, bool closes) {
        std::size_t begin = closes ? 2 : 1, end = begin, attributes = 0;
        while (end < rest.size() && !ends_name(rest[end])) ++end;
        auto name = lower(rest.substr(begin, std::min<std::size_t>(end - begin, 20)));
        auto last = end_of_tag(rest, end, attributes);
        at_ += std::min(last + 1, rest.size());
        if (last == rest.size()) return;  // never closed: not a tag
        if (is_one_of(dropped_whole, name)) return closes ? void() : skip_element(name);
        if (!is_one_of(kept, name) || ++tags_ > most_tags) return;
        if (closes) return close(name);
        if (name != "br" && open_.size() >= deepest) return;
        bool has_useful = name == "a" || name == "span" || name == "ol" || name == "li";
        bool fits = last - end <= longest_tag && attributes <= most_attributes;
        out_ += '<' + name;
        if (has_useful && fits) out_ += ' ' + std::string(rest.substr(end, last - end));
        out_ += '>';
        if (name != "br") open_.push_back(name);
    }

    void skip_element(std::string const& name) {
        for (auto found = text_.find("</", at_); found != text_.npos; found = text_.find("</", found + 2)) {
            auto after = found + 2 + name.size();
            if (lower(text_.substr(found + 2, name.size())) != name || (after < text_.size() && !ends_name(text_[after]))) continue;
            at_ = after;
            return skip_past(">");
        }
        at_ = text_.size();
    }

    void close(std::string const& name) {
        if (std::ranges::find(open_, name) == open_.end()) return;
        while (open_.back() != name) close_last();
        close_last();
    }

    void close_last() {
        out_ += "</" + open_.back() + '>';
        open_.pop_back();
    }

    std::string_view const text_;
    std::string out_;
    std::vector<std::string> open_;
    std::size_t at_ = 0, tags_ = 0;
};

std::string_view attribute(GumboElement const& element, char const* name) {
    auto const* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view{};
}

bool is_link(std::string_view address) {
    auto start = lower(address.substr(0, 8));
    if (!start.starts_with("https://") && !start.starts_with("http://")) return false;
    return address.size() <= longest_address && std::ranges::none_of(address, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\'; });
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Writes what may stand here. The tree is no deeper than `deepest` and what the parser implies.
class Writer {
public:
    std::string markup;

    void children(GumboNode const& node) {
        auto const& list = node.v.element.children;
        for (unsigned i = 0; i < list.length; ++i) write(*static_cast<GumboNode const*>(list.data[i]));
    }

private:
    void write(GumboNode const& node) {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) return escape(markup, base::normalize(node.v.text.text));
        if (node.type == GUMBO_NODE_ELEMENT) element(node);
    }

    void wrapped(GumboNode const& node, std::string_view before, std::string_view after) {
        markup += before;
        children(node);
        markup += after;
    }

    void element(GumboNode const& node) {
        auto const& element = node.v.element;
        std::string_view name = element.tag == GUMBO_TAG_UNKNOWN ? "" : gumbo_normalized_tagname(element.tag);
        if (name == "br") return void(markup += "<br>");
        if (name == "a") return link(node);
        if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') return wrapped(node, "<p><strong>", "</strong></p>");
        if (name == "div" || name == "tr" || name == "figure") return wrapped(node, "", " ");
        if (!is_one_of(kept, name)) return children(node);
        std::string start = '<' + std::string(name);
        if (name == "span") start += class_of(element);
        if (name == "ol" && is_number(attribute(element, "start"))) start += " start=\"" + std::string(attribute(element, "start")) + '"';
        if (name == "ol" && gumbo_get_attribute(&element.attributes, "reversed")) start += " reversed";
        if (name == "li" && is_number(attribute(element, "value"))) start += " value=\"" + std::string(attribute(element, "value")) + '"';
        wrapped(node, start + '>', "</" + std::string(name) + '>');
    }

    void link(GumboNode const& node) {
        auto address = attribute(node.v.element, "href");
        if (!is_link(address)) return children(node);
        std::string start = "<a href=\"";
        escape(start, address);
        wrapped(node, start + '"' + class_of(node.v.element) + " rel=\"nofollow noopener noreferrer\" target=\"_blank\">", "</a>");
    }

    static std::string class_of(GumboElement const& element) {
        std::string all;
        for (auto each : base::split(attribute(element, "class"), ' '))
            if (is_one_of(classes, each)) all += (all.empty() ? "" : " ") + std::string(each);
        return all.empty() ? all : " class=\"" + all + '"';
    }
};

std::string_view entity(std::string_view name) {
    if (name == "amp") return "&";
    if (name == "lt") return "<";
    if (name == "gt") return ">";
    if (name == "quot" || name == "#34") return "\"";
    if (name == "#39" || name == "apos") return "'";
    return "";
}

}  // namespace

Safe sanitize(std::string_view outside) {
    auto text = Bounded(base::normalize(outside.substr(0, longest_outside))).take();
    struct Destroy { void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); } };
    auto options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    std::unique_ptr<GumboOutput, Destroy> parsed(gumbo_parse_with_options(&options, text.data(), text.size()));
    Writer writer;
    if (parsed && parsed->root) writer.children(*parsed->root);
    Safe safe;
    safe.markup = base::trim(writer.markup);
    return safe;
}

std::string plain_text(Safe const& safe) {
    std::string_view markup = safe.markup;
    std::string text;
    auto new_line = [&text](std::size_t lines) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        auto there = text.size() - (text.find_last_not_of('\n') + 1);
        if (!text.empty() && there < lines) text.append(lines - there, '\n');
    };
    for (std::size_t at = 0; at < markup.size();) {
        if (markup[at] == '<') {
            auto end = markup.find('>', at);
            auto tag = markup.substr(at, end - at);
            if (tag == "<br") text += '\n';
            else if (tag == "</p" || tag == "</pre" || tag == "</blockquote" || tag == "</ul" || tag == "</ol") new_line(2);
            else if (tag == "</li") new_line(1);
            at = end == markup.npos ? markup.size() : end + 1;
            continue;
        }
        if (markup[at] == '&')
            if (auto end = markup.find(';', at); end != markup.npos && end - at < 8)
                if (auto meant = entity(markup.substr(at + 1, end - at - 1)); !meant.empty()) {
                    text += meant;
                    at = end + 1;
                    continue;
                }
        text += markup[at++];
    }
    return base::trim(text);
}

}  // namespace html
