// The values that fill a template: what its struct's members are made of.
#pragma once
#include "base/id.hpp"
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace html {

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

}  // namespace html
