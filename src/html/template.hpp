// Turns a page's text into steps while compiling, each placeholder with the escape that its place needs.
// tools/embed_pages.py writes the structs that use it.
#pragma once
#include "html/place.hpp"
#include "html/slots.hpp"
#include <array>
#include <span>

namespace html {

class Words;

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
        while (position = reader_.skip(text, position), position < text.size() && fault == Fault::none) {
            char const c = text[position], after = position + 1 < text.size() ? text[position + 1] : '\0';
            if (c == '{' && after == '{') {
                literal(position + 1);
                begin_ = position + 2;
                reader_.read(text, position);
                position += 2;
            } else if (c == '{') {
                placeholder(text.substr(position));
            } else if (c == '[' && after == '[') {
                message(text.substr(position));
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
