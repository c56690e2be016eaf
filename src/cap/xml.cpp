// The check before the parser: one pass over the bytes, so that nothing reaches it that is too large, too deep or refers
// to anything outside itself.
#include "cap/xml.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cap {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr int deepest = 32, most_attributes = 40, most_elements = 20'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// XML 1.0, 2.2.
bool is_character(std::uint32_t code) {
    if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
    return !(code >= 0xD800 && code <= 0xDFFF) && code != 0xFFFE && code != 0xFFFF && code <= 0x10FFFF;
}

class Check {
public:
    explicit Check(std::string_view text) : text_(text) {}

    Result<Done> whole() {
        TRY(characters());
        while (at_ < text_.size()) {
            if (text_[at_] == '<') TRY(markup());
            else if (text_[at_] == '&') TRY(reference());
            else if (depth_ == 0 && !is_space(text_[at_])) return fault("text outside of the document");
            else ++at_;
        }
        if (depth_ != 0) return fault("an element is not closed");
        if (elements_ == 0) return fault("there is no element");
        return Done{};
    }

private:
    std::unexpected<base::Refusal> fault(std::string_view what) const {
        auto line = 1 + std::ranges::count(text_.substr(0, std::min(at_, text_.size())), '\n');
        return refuse(Why::invalid, fmt::format("This is no XML that can be read: {}, in line {}.", what, line));
    }

    Result<Done> characters() {
        if (!base::is_utf8(text_)) return fault("it is not in UTF-8");
        for (std::size_t next = 0; next < text_.size();) {
            at_ = next;
            if (auto byte = static_cast<unsigned char>(text_[next]); byte >= 0x20 && byte < 0x80) { ++next; continue; }
            if (!is_character(base::next_code_point(text_, next))) return fault("a character that XML does not have");
        }
        at_ = 0;
        return Done{};
    }

    bool skip(std::string_view opening, std::string_view closing) {
        auto end = text_.find(closing, at_ + opening.size());
        if (end == text_.npos) return false;
        at_ = end + closing.size();
        return true;
    }

    Result<Done> markup() {
        auto rest = text_.substr(at_);
        if (rest.starts_with("<!--")) return skip("<!--", "-->") ? Result<Done>(Done{}) : fault("a comment is not closed");
        if (rest.starts_with("<![CDATA[")) {
            if (depth_ == 0) return fault("text outside of the document");
            return skip("<![CDATA[", "]]>") ? Result<Done>(Done{}) : fault("a CDATA section is not closed");
        }
        if (rest.starts_with("<?")) return instruction();
        if (rest.starts_with("<!")) return fault("document types and entities are not taken");
        if (rest.starts_with("</")) {
            if (--depth_ < 0 || !skip("</", ">")) return fault("an end without a beginning");
            return Done{};
        }
        return tag();
    }

    Result<Done> instruction() {
        auto begin = at_;
        if (!skip("<?", "?>")) return fault("an instruction is not closed");
        auto inside = text_.substr(begin, at_ - begin);
        if (!inside.starts_with("<?xml") || inside.size() < 6 || !is_space(inside[5])) return Done{};
        auto encoding = inside.find("encoding");
        if (encoding == inside.npos) return Done{};
        auto quote = inside.find_first_of("\"'", encoding);
        auto end = quote == inside.npos ? quote : inside.find(inside[quote], quote + 1);
        if (end == inside.npos) return fault("the encoding is not said");
        auto name = base::fold(inside.substr(quote + 1, end - quote - 1));
        if (name != "utf-8" && name != "utf8" && name != "us-ascii") return fault("encodings other than UTF-8 are not taken");
        return Done{};
    }

    Result<Done> tag() {
        if (depth_ == 0 && elements_ > 0) return fault("a second document after the first");
        if (++elements_ > most_elements) return fault("there are too many elements");
        int attributes = 0;
        char quote = 0, before = 0;
        for (++at_; at_ < text_.size(); before = text_[at_++]) {
            char c = text_[at_];
            if (c == '&') {
                if (!quote) return fault("a reference where there can be none");
                TRY(reference());
                --at_;
            } else if (c == '<') {
                return fault("a tag is not closed");
            } else if (quote) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
                if (++attributes > most_attributes) return fault("an element has too many attributes");
            } else if (c == '>') {
                ++at_;
                if (before != '/' && ++depth_ > deepest) return fault("elements are nested too deeply");
                return Done{};
            }
        }
        return fault("a tag is not closed");
    }

    Result<Done> reference() {
        if (depth_ == 0 && elements_ == 0) return fault("text outside of the document");
        auto end = text_.find(';', at_);
        if (end == text_.npos || end - at_ > 12) return fault("a bare &");
        auto name = text_.substr(at_ + 1, end - at_ - 1);
        if (name.starts_with('#')) {
            bool const hex = name.size() > 1 && name[1] == 'x';
            std::uint32_t code = 0;
            auto digits = name.substr(hex ? 2 : 1);
            auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
            if (problem != std::errc{} || stop != digits.data() + digits.size() || !is_character(code)) return fault("a character that XML does not have");
        } else if (name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "apos") {
            return fault("entities other than XML's own are not taken");
        }
        at_ = end + 1;
        return Done{};
    }

    std::string_view const text_;
    std::size_t at_ = 0;
    int depth_ = 0, elements_ = 0;
};

std::string_view prefix_of(pugi::xml_node node) {
    std::string_view name = node.name();
    auto colon = name.find(':');
    return colon == name.npos ? std::string_view{} : name.substr(0, colon);
}

}  // namespace

Result<Xml> Xml::read(std::string_view text) {
    if (text.size() > largest) return refuse(Why::too_large, "This document is larger than one megabyte.");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    TRY(Check(text).whole());
    Xml made;
    made.document_ = std::make_unique<pugi::xml_document>();
    auto parsed = made.document_->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed || !made.document_->document_element())
        return refuse(Why::invalid, fmt::format("This is no XML that can be read: {}.", parsed ? "there is no element" : parsed.description()));
    return made;
}

pugi::xml_node Xml::root() const { return document_->document_element(); }

std::string_view local_name(pugi::xml_node node) {
    std::string_view name = node.name();
    auto colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

std::string_view namespace_of(pugi::xml_node node) {
    auto prefix = prefix_of(node);
    for (auto each = node; each; each = each.parent())
        for (auto attribute : each.attributes()) {
            std::string_view name = attribute.name();
            if (!name.starts_with("xmlns")) continue;
            name.remove_prefix(5);
            if (prefix.empty() ? name.empty() : name.size() == prefix.size() + 1 && name.front() == ':' && name.ends_with(prefix)) return attribute.value();
        }
    return {};
}

std::string text_of(pugi::xml_node node) {
    std::string made;
    for (auto each : node.children())
        if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) made += each.value();
    return made;
}

std::string attribute(pugi::xml_node node, char const* name) { return node.attribute(name).value(); }

std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view space, std::string_view name) {
    std::vector<pugi::xml_node> found;
    for (auto each : node.children())
        if (each.type() == pugi::node_element && local_name(each) == name && namespace_of(each) == space) found.push_back(each);
    return found;
}

pugi::xml_node child(pugi::xml_node node, std::string_view space, std::string_view name) {
    for (auto each : node.children())
        if (each.type() == pugi::node_element && local_name(each) == name && namespace_of(each) == space) return each;
    return {};
}

std::string escaped(std::string_view text) {
    std::string made;
    made.reserve(text.size() + text.size() / 16);
    for (std::size_t at = 0; at < text.size();) {
        auto begin = at;
        auto code = base::next_code_point(text, at);
        if (!is_character(static_cast<std::uint32_t>(code))) continue;
        switch (code) {
            case '&': made += "&amp;"; break;
            case '<': made += "&lt;"; break;
            case '>': made += "&gt;"; break;
            case '"': made += "&quot;"; break;
            case '\r': made += "&#13;"; break;
            case 0xFFFD: made += "\xEF\xBF\xBD"; break;
            default: made += text.substr(begin, at - begin);
        }
    }
    return made;
}

}  // namespace cap
