// Follows a template's HTML one character at a time, while compiling, to know where each placeholder stands.
//
// It knows tags, attributes, addresses and raw text just closely enough, and refuses every place that it cannot vouch for.
#pragma once
#include <cstdint>
#include <string_view>

namespace html {

enum class Context : std::uint8_t {
    text,       // between tags
    attribute,  // in a quoted value
    url,        // at the start of an address: its scheme is checked
    url_tail,   // further on in an address: percent-encoded
};

enum class Fault : std::uint8_t {
    none,
    in_script,             // something inside <script>, <style> or another element whose text is not HTML
    in_comment,            // or in <!...>
    in_tag,                // where a tag's or an attribute's name would be
    in_unquoted_value,
    in_code_attribute,     // on..., style, srcdoc
    in_host,               // https://{host}/: make the whole address in C++
    after_unknown_scheme,  // javascript:{x}
    http_equiv,            // <meta http-equiv>: a header does that
    markup_outside_text,   // {!x} in an attribute, <title> or <textarea>
    section_in_the_middle, // a section in a tag stands between attributes and starts with a space
    section_changes_state, // {?x} and {/x} see different states: <a{?x}>{/x}
    section_not_closed,
    section_not_open,      // {/x} without, or other than, the last {?x}
    placeholder_not_closed,
    unknown_name,
    message_not_closed,    // [[ without ]]
    ends_inside_tag,
    too_many_steps,
};

constexpr std::string_view meaning(Fault fault) {
    switch (fault) {
    case Fault::none: return "fine";
    case Fault::in_script: return "something inside a script, style or other raw element: they have to be empty";
    case Fault::in_comment: return "a placeholder or section in a comment or declaration";
    case Fault::in_tag: return "a placeholder in a tag outside a quoted value, or a tag where none may be";
    case Fault::in_unquoted_value: return "a placeholder in an unquoted attribute";
    case Fault::in_code_attribute: return "a placeholder in an event handler, style or srcdoc";
    case Fault::in_host: return "a placeholder in the host of an address: make the whole address in C++";
    case Fault::after_unknown_scheme: return "a placeholder after an address' unknown scheme: start with /, http, https, mailto or tel";
    case Fault::http_equiv: return "http-equiv: use a header";
    case Fault::markup_outside_text: return "markup outside text";
    case Fault::section_in_the_middle: return "in a tag a section stands between attributes, starts with a space and has one or > behind it";
    case Fault::section_changes_state: return "a section ends in another place than it starts (tag, attribute, start of an address)";
    case Fault::section_not_closed: return "a section is not closed";
    case Fault::section_not_open: return "{/name} does not close the last section opened";
    case Fault::placeholder_not_closed: return "a placeholder without }";
    case Fault::unknown_name: return "an unknown name";
    case Fault::message_not_closed: return "[[ without ]]";
    case Fault::ends_inside_tag: return "the template ends inside a tag or raw text";
    case Fault::too_many_steps: return "too many placeholders, or sections nested too deeply";
    }
    return {};
}

// Where the reader of HTML stands.
struct Place {
    enum class State : std::uint8_t {
        text, tag_start, tag_name, close_tag, between, boundary, name, after_name, before_value, double_quoted,
        single_quoted, unquoted, after_value, declaration, comment, raw
    } state = State::text;
    enum class Element : std::uint8_t { ordinary, raw, only_text } element = Element::ordinary;  // of the tag being read
    enum class Attribute : std::uint8_t { ordinary, url, url_list, code } attribute = Attribute::ordinary;
    enum class Url : std::uint8_t { start, scheme_or_path, host, tail, descriptor } url = Url::start;
    bool inside_only_text = false;  // in <title> or <textarea>
    bool operator==(Place const&) const = default;
};

namespace inside {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// A name without regard to case, as a number: the compiler counts its steps, and comparing with each name of a list
// takes too many of them.
constexpr std::uint64_t code(std::string_view name) {
    std::uint64_t made = 0xcbf29ce484222325;
    for (char c : name) made = (made ^ static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 0x100000001b3;
    return made;
}

constexpr Place::Element element_called(std::string_view name) {
    switch (code(name)) {
    case code("script"): case code("style"): case code("iframe"): case code("xmp"): case code("noembed"):
    case code("noframes"): case code("plaintext"): case code("noscript"): return Place::Element::raw;
    case code("title"): case code("textarea"): return Place::Element::only_text;
    default: return Place::Element::ordinary;
    }
}

constexpr Place::Attribute attribute_called(std::string_view name) {
    if (name.size() > 2 && lower(name[0]) == 'o' && lower(name[1]) == 'n') return Place::Attribute::code;
    switch (code(name)) {
    case code("href"): case code("src"): case code("action"): case code("formaction"): case code("poster"):
    case code("cite"): case code("data"): case code("ping"): case code("manifest"): case code("background"):
    case code("xlink:href"): case code("longdesc"): case code("codebase"): return Place::Attribute::url;
    case code("srcset"): case code("imagesrcset"): return Place::Attribute::url_list;
    case code("style"): case code("srcdoc"): return Place::Attribute::code;
    default: return Place::Attribute::ordinary;
    }
}

// Follows HTML one character at a time.
class Reader {
public:
    Place place;
    Fault fault = Fault::none;

    // The next character from `i` on that can matter. Compilers count their steps, and most of a page is plain text: the
    // built-in search is one of them.
    constexpr std::size_t skip(std::string_view whole, std::size_t i) const {
        bool const quoted = place.state == Place::State::double_quoted || place.state == Place::State::single_quoted;
        bool const in_tail = place.attribute == Place::Attribute::url && place.url == Place::Url::tail && i > url_ + 1;
        bool const plain = place.attribute == Place::Attribute::ordinary || place.attribute == Place::Attribute::code || in_tail;
        if (place.state != Place::State::text && !(quoted && plain)) return i;
        char const end = !quoted ? '<' : place.state == Place::State::double_quoted ? '"' : '\'';
        auto next = whole.size();
        for (char c : {end, '{', '['}) {
            auto const* found = __builtin_char_memchr(whole.data() + i, c, next - i);
            if (found) next = static_cast<std::size_t>(found - whole.data());
        }
        return next;
    }

    constexpr void read(std::string_view whole, std::size_t i) {
        using enum Place::State;
        char const c = whole[i];
        switch (place.state) {
        case text:
            if (c == '<') place.state = tag_start;
            break;
        case tag_start: start_tag(whole, i); break;
        case tag_name:
            if (space(c) || c == '/' || c == '>') {
                place.element = element_called(whole.substr(begin_, i - begin_));
                between_attributes(c);
            }
            break;
        case close_tag: end_tag(whole, i); break;
        case boundary:
            if (!space(c) && c != '>' && c != '/') fault = Fault::section_in_the_middle;
            [[fallthrough]];
        case between:
        case after_value:
            if (space(c) || c == '/' || c == '>') between_attributes(c);
            else place.state = name, begin_ = i;
            break;
        case name:
            if (c == '=' || space(c) || c == '>' || c == '/') end_name(whole.substr(begin_, i - begin_), c);
            break;
        case after_name:
            if (c == '=') place.state = before_value;
            else if (c == '>' || c == '/') between_attributes(c);
            else if (!space(c)) place.state = name, begin_ = i;
            break;
        case before_value:
            if (c == '"' || c == '\'') place.state = c == '"' ? double_quoted : single_quoted, begin_ = i + 1, place.url = Place::Url::start;
            else if (c == '>') between_attributes(c);
            else if (!space(c)) place.state = unquoted;
            break;
        case double_quoted:
        case single_quoted:
            if (c == (place.state == double_quoted ? '"' : '\'')) place.state = after_value;
            else follow_url(whole, i);
            break;
        case unquoted:
            if (space(c) || c == '>') between_attributes(c);
            break;
        case declaration:
            if (c == '>') place.state = text;
            break;
        case comment:
            if (c == '>' && i >= begin_ + 2 && whole.substr(i - 2, 2) == "--") place.state = text;
            break;
        case raw:
            // Our pages run no inline script or style, so such an element is empty: nothing in it needs understanding.
            if (c == '<' && whole.substr(i, 2) == "</") place.state = tag_start;
            else if (!space(c)) fault = Fault::in_script;
            break;
        }
    }

    // A placeholder was written into a quoted value: an address has begun.
    constexpr void value_written() {
        if (place.attribute == Place::Attribute::url || place.attribute == Place::Attribute::url_list)
            if (place.url != Place::Url::descriptor) place.url = Place::Url::tail;
    }

    // The context of a placeholder here; otherwise the fault is set.
    constexpr Context context() {
        using enum Place::State;
        switch (place.state) {
        case text: return Context::text;
        case double_quoted:
        case single_quoted: break;
        case raw: fault = Fault::in_script; return {};
        case comment:
        case declaration: fault = Fault::in_comment; return {};
        case before_value:
        case unquoted: fault = Fault::in_unquoted_value; return {};
        default: fault = Fault::in_tag; return {};
        }
        switch (place.attribute) {
        case Place::Attribute::ordinary: return Context::attribute;
        case Place::Attribute::code: fault = Fault::in_code_attribute; return {};
        default: break;
        }
        switch (place.url) {
        case Place::Url::start: return Context::url;
        case Place::Url::tail: return Context::url_tail;
        case Place::Url::descriptor: return Context::attribute;
        case Place::Url::host: fault = Fault::in_host; return {};
        case Place::Url::scheme_or_path: fault = Fault::after_unknown_scheme; return {};
        }
        return {};
    }

    // {?x}, {^x} or {/x} stands here. Between attributes, what comes before and after must not grow together.
    constexpr void section_mark(std::string_view whole, std::size_t i) {
        using enum Place::State;
        switch (place.state) {
        case tag_name: place.element = element_called(whole.substr(begin_, i - begin_)); [[fallthrough]];
        case between:
        case boundary:
        case name:
        case after_name:
        case unquoted:
        case after_value: place.state = boundary; place.attribute = Place::Attribute::ordinary; place.url = Place::Url::start; break;
        case tag_start:
        case close_tag:
        case before_value: fault = Fault::in_tag; break;
        case raw: fault = Fault::in_script; break;
        case comment:
        case declaration: fault = Fault::in_comment; break;
        default: break;
        }
    }

private:
    constexpr void start_tag(std::string_view whole, std::size_t i) {
        char const c = whole[i];
        bool const letter = lower(c) >= 'a' && lower(c) <= 'z';
        begin_ = i;
        if (c == '/') place.state = Place::State::close_tag, begin_ = i + 1;
        else if (place.inside_only_text) fault = Fault::in_tag;
        else if (whole.substr(i, 3) == "!--") place.state = Place::State::comment, begin_ = i + 3;
        else if (c == '!' || c == '?') place.state = Place::State::declaration;
        else place.state = letter ? Place::State::tag_name : Place::State::text;
        place.attribute = Place::Attribute::ordinary;
        place.url = Place::Url::start;
    }

    constexpr void between_attributes(char c) {
        if (c != '>') {
            place.state = Place::State::between;
            return;
        }
        place.state = Place::State::text;
        if (place.element == Place::Element::raw) place.state = Place::State::raw;
        if (place.element == Place::Element::only_text) place.inside_only_text = true;
        place.element = Place::Element::ordinary;
        place.attribute = Place::Attribute::ordinary;
        place.url = Place::Url::start;
    }

    constexpr void end_name(std::string_view called, char c) {
        if (code(called) == code("http-equiv")) fault = Fault::http_equiv;
        place.attribute = attribute_called(called);
        if (c == '=') place.state = Place::State::before_value;
        else if (space(c)) place.state = Place::State::after_name;
        else between_attributes(c);
    }

    constexpr void follow_url(std::string_view whole, std::size_t i) {
        using enum Place::Url;
        char const c = whole[i];
        bool const list = place.attribute == Place::Attribute::url_list;
        if (!list && place.attribute != Place::Attribute::url) return;
        if (place.url == start && space(c)) return;
        if (list && c == ',') place.url = start;
        else if (list && space(c) && place.url != start) place.url = descriptor;
        else if (place.url == start) url_ = i, place.url = c == '/' || c == '?' || c == '#' || c == '.' ? tail : scheme_or_path;
        else if (place.url == scheme_or_path) after_scheme(whole.substr(url_, i + 1 - url_));
        else if (place.url == host && (c == '/' || c == '?' || c == '#') && i >= url_ + 8) place.url = tail;
        // "//host": the first slash looked like a path.
        if (place.url == tail && i == url_ + 1 && whole.substr(url_, 2) == "//") place.url = host;
    }

    constexpr void after_scheme(std::string_view so_far) {
        // Only these two characters can settle what it is.
        if (so_far.back() != '/' && so_far.back() != ':') return;
        auto const scheme = code(so_far);
        if (scheme == code("http://") || scheme == code("https://")) place.url = Place::Url::host;
        else if (scheme == code("mailto:") || scheme == code("tel:")) place.url = Place::Url::tail;
        // "posts/{id}": a relative path; a colon behind the first slash is no scheme any more.
        else if (so_far.back() == '/' && so_far.find(':') == so_far.npos) place.url = Place::Url::tail;
    }

    constexpr void end_tag(std::string_view whole, std::size_t i) {
        char const c = whole[i];
        bool const in_name = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || space(c);
        if (c != '>') {
            if (!in_name) fault = Fault::in_tag;
            return;
        }
        auto const only_text = element_called(whole.substr(begin_, i - begin_)) == Place::Element::only_text;
        if (place.inside_only_text && !only_text) fault = Fault::in_tag;
        place.state = Place::State::text;
        place.inside_only_text = false;
    }

    std::size_t begin_ = 0;  // of the name or the comment being read
    std::size_t url_ = 0;    // where the address being read starts
};

}  // namespace inside

}  // namespace html
