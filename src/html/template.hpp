// Turns a page's text into steps while compiling, and finds for each placeholder the escape that its place needs.
//
// Nothing here knows whole HTML: it follows tags, attributes and raw text closely enough to know where a placeholder
// stands, and refuses every place that it cannot vouch for. tools/embed_pages.py writes the structs that use it.
#pragma once
#include "base/id.hpp"
#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace html {

class Words;

// Markup that may be sent as it is: only templates and the sanitizer make it.
struct Safe {
    std::string markup;
    bool empty() const { return markup.empty(); }
    Safe& operator+=(Safe const& more) {
        markup += more.markup;
        return *this;
    }
};

// What a template's members are made of. They are views: what they were made from must outlive the fill() that they
// are for, as temporaries in fill(Page{...}) do. None has a default: a forgotten member does not compile.
class Text {
public:
    Text(std::string_view text [[clang::lifetimebound]]) : text_(text) {}
    Text(std::string const& text [[clang::lifetimebound]]) : text_(text) {}
    Text(char const* text [[clang::lifetimebound]]) : text_(text) {}
    template <std::integral Number> requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Text(Number number) : number_(static_cast<std::int64_t>(number)), is_number_(true) {}
    template <class Tag>
    Text(base::Id<Tag> id) : number_(id.value), is_number_(true) {}

    std::string_view text() const { return text_; }
    std::int64_t number() const { return number_; }
    bool is_number() const { return is_number_; }

private:
    std::string_view text_;
    std::int64_t number_ = 0;
    bool is_number_ = false;
};

class Markup {
public:
    Markup(Safe const& made [[clang::lifetimebound]]) : markup_(made.markup) {}
    std::string_view markup() const { return markup_; }

private:
    std::string_view markup_;
};

class Flag {
public:
    template <std::same_as<bool> Truth>
    Flag(Truth truth) : truth_(truth) {}
    bool truth() const { return truth_; }

private:
    bool truth_;
};

// Any member, as the renderer sees it. A text or markup counts as true when there is something in it.
struct Slot {
    std::string_view text;
    std::int64_t number = 0;
    enum class Kind : std::uint8_t { text, number, markup, flag } kind;

    Slot(Text value)
        : text(value.text()), number(value.number()), kind(value.is_number() ? Kind::number : Kind::text) {}
    Slot(Markup value) : text(value.markup()), kind(Kind::markup) {}
    Slot(Flag value) : number(value.truth()), kind(Kind::flag) {}
    bool truth() const { return !text.empty() || number != 0; }
};

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

struct Step {
    enum class Kind : std::uint8_t { literal, value, message, if_true, if_false } kind = Kind::literal;
    Context context = Context::text;
    std::uint16_t slot = 0;   // value, if_true, if_false
    std::uint16_t jump = 0;   // if_...: the step behind the section
    std::uint32_t begin = 0, size = 0;  // literal: of the text; message: of the English pattern
};

// A template after the check. `text` and `names` are literals.
struct TemplateView {
    std::string_view text;
    std::span<std::string_view const> names;  // of the slots
    std::span<Step const> steps;
    std::size_t literal_size = 0;
};

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

constexpr bool same(std::string_view a, std::string_view lower_case) {
    if (a.size() != lower_case.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower_case[i]) return false;
    return true;
}

template <std::size_t Count>
constexpr bool among(std::string_view word, std::string_view const (&list)[Count]) {
    for (auto each : list)
        if (same(word, each)) return true;
    return false;
}

constexpr Place::Element element_called(std::string_view name) {
    constexpr std::string_view raw[] = {"script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext", "noscript"};
    constexpr std::string_view only_text[] = {"title", "textarea"};
    if (among(name, raw)) return Place::Element::raw;
    return among(name, only_text) ? Place::Element::only_text : Place::Element::ordinary;
}

constexpr Place::Attribute attribute_called(std::string_view name) {
    constexpr std::string_view urls[] = {"href", "src", "action", "formaction", "poster", "cite", "data", "ping",
                                         "manifest", "background", "xlink:href", "longdesc", "codebase"};
    constexpr std::string_view lists[] = {"srcset", "imagesrcset"};
    constexpr std::string_view code[] = {"style", "srcdoc"};
    if (among(name, urls)) return Place::Attribute::url;
    if (among(name, lists)) return Place::Attribute::url_list;
    if (among(name, code) || (name.size() > 2 && same(name.substr(0, 2), "on"))) return Place::Attribute::code;
    return Place::Attribute::ordinary;
}

// Follows HTML one character at a time.
class Reader {
public:
    Place place;
    Fault fault = Fault::none;

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
        if (same(called, "http-equiv")) fault = Fault::http_equiv;
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
        constexpr std::string_view hosts[] = {"http://", "https://"}, others[] = {"mailto:", "tel:"};
        if (among(so_far, hosts)) place.url = Place::Url::host;
        else if (among(so_far, others)) place.url = Place::Url::tail;
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

// The check, as a plain function, so that tests can ask it about templates that must not compile.
template <std::size_t Most>
struct Template {
    std::string_view text;
    std::span<std::string_view const> names;
    std::array<Step, Most> steps{};
    std::size_t count = 0, literal_size = 0;
    Fault fault = Fault::none;
    std::size_t position = 0;  // of the fault

    constexpr Template(std::string_view page, std::span<std::string_view const> slots) : text(page), names(slots) {
        while (position < text.size() && fault == Fault::none) {
            auto const rest = text.substr(position);
            if (rest.starts_with("{{")) {
                literal(position + 1);
                begin_ = position + 2;
                reader_.read(text, position);
                position += 2;
            } else if (rest.starts_with('{')) {
                placeholder(rest);
            } else if (rest.starts_with("[[")) {
                message(rest);
            } else {
                reader_.read(text, position);
                if (reader_.fault == Fault::none) ++position;
            }
            if (fault == Fault::none) fault = reader_.fault;
        }
        if (fault != Fault::none) return;
        literal(position);
        if (open_ != 0) fault = Fault::section_not_closed;
        else if (reader_.place != Place{}) fault = Fault::ends_inside_tag;
    }

    constexpr TemplateView view() const { return {text, names, {steps.data(), count}, literal_size}; }

private:
    static constexpr std::size_t deepest = 8;
    struct OpenSection { std::size_t step = 0; std::string_view name; Place place; };

    constexpr Step& add(Step step) {
        if (count == Most) {
            fault = Fault::too_many_steps;
            return steps[0];
        }
        return steps[count++] = step;
    }

    constexpr void literal(std::size_t end) {
        if (end <= begin_) return;
        literal_size += end - begin_;
        add({.begin = static_cast<std::uint32_t>(begin_), .size = static_cast<std::uint32_t>(end - begin_)});
    }

    constexpr void placeholder(std::string_view rest) {
        auto const close = rest.find('}');
        if (close == rest.npos) return void(fault = Fault::placeholder_not_closed);
        char const sign = rest[1];
        bool const signed_ = sign == '?' || sign == '^' || sign == '/' || sign == '!';
        auto const name = rest.substr(signed_ ? 2 : 1, close - (signed_ ? 2 : 1));
        std::size_t slot = 0;
        while (slot < names.size() && names[slot] != name) ++slot;
        if (slot == names.size()) return void(fault = Fault::unknown_name);
        literal(position);
        if (sign == '?' || sign == '^') open(sign, name, slot);
        else if (sign == '/') close_section(name);
        else value(sign == '!', slot);
        if (fault != Fault::none || reader_.fault != Fault::none) return;
        position += close + 1;
        begin_ = position;
    }

    constexpr void value(bool markup, std::size_t slot) {
        auto const context = reader_.context();
        if (reader_.fault != Fault::none) return;
        if (markup && (context != Context::text || reader_.place.inside_only_text)) return void(fault = Fault::markup_outside_text);
        reader_.value_written();
        add({.kind = Step::Kind::value, .context = context, .slot = static_cast<std::uint16_t>(slot)});
    }

    constexpr void open(char sign, std::string_view name, std::size_t slot) {
        reader_.section_mark(text, position);
        if (open_ == deepest) return void(fault = Fault::too_many_steps);
        open_sections_[open_++] = {count, name, reader_.place};
        add({.kind = sign == '?' ? Step::Kind::if_true : Step::Kind::if_false, .slot = static_cast<std::uint16_t>(slot)});
    }

    constexpr void close_section(std::string_view name) {
        if (open_ == 0 || open_sections_[open_ - 1].name != name) return void(fault = Fault::section_not_open);
        reader_.section_mark(text, position);
        if (reader_.fault != Fault::none) return;
        auto const& section = open_sections_[--open_];
        if (section.place != reader_.place) return void(fault = Fault::section_changes_state);
        steps[section.step].jump = static_cast<std::uint16_t>(count);
    }

    constexpr void message(std::string_view rest) {
        auto const close = rest.find("]]");
        if (close == rest.npos) return void(fault = Fault::message_not_closed);
        literal(position);
        auto const context = reader_.context();
        if (reader_.fault != Fault::none) return;
        // Words are no address: in one they are data, like anything else.
        add({.kind = Step::Kind::message, .context = context, .begin = static_cast<std::uint32_t>(position + 2),
             .size = static_cast<std::uint32_t>(close - 2)});
        reader_.value_written();
        position += close + 2;
        begin_ = position;
    }

    inside::Reader reader_;
    std::size_t begin_ = 0;  // of the literal being read
    std::array<OpenSection, deepest> open_sections_{};
    std::size_t open_ = 0;
};

// What the compiler says about a template that it refuses: in rows, as it quotes only so many characters of a text.
struct Explanation {
    char rows[8][35]{};
    std::size_t length = 0;
    constexpr void add(std::string_view more) {
        for (char c : more)
            if (length < 8 * 34) rows[length / 34][length % 34] = c == '\n' ? ' ' : c, ++length;
    }
};
template <Explanation why>
constexpr bool compiles = why.length == 0;

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

template <std::size_t Most>
constexpr Explanation explain(std::string_view file, Template<Most> const& checked) {
    Explanation made;
    if (checked.fault == Fault::none) return made;
    made.add(file);
    made.add(": ");
    made.add(meaning(checked.fault));
    made.add(": ");
    auto const start = checked.position > 30 ? checked.position - 30 : 0;
    made.add(checked.text.substr(start, checked.position - start));
    made.add(" >>> ");
    made.add(checked.text.substr(checked.position, 25));
    return made;
}

// Fills a checked template. One for all templates: pages add a table of slots and a call.
void render_steps(Words const&, std::string& onto, TemplateView const&, std::span<Slot const>);

// The escapes, for those few who write markup by hand (the sanitizer).
void escape(std::string& onto, std::string_view text);       // text and quoted attributes
void escape_url(std::string& onto, std::string_view address);  // a whole address in an attribute; "#" for a scheme not allowed
void percent_escape(std::string& onto, std::string_view part);
bool is_allowed_address(std::string_view);  // relative, http, https, mailto, tel

}  // namespace html
