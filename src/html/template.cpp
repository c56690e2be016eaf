// Fills checked templates: walks the steps and escapes each value for its place.
#include "html/template.hpp"
#include "base/text.hpp"
#include "html/html.hpp"
#include "html/words.hpp"
#include <algorithm>
#include <charconv>

namespace html {
namespace {

using Table = std::array<bool, 256>;

constexpr Table table_of(std::string_view characters) {
    Table table{};
    for (unsigned char c : characters) table[c] = true;
    return table;
}

constexpr Table needs_escape = table_of("&<>\"'");
// RFC 3986's unreserved, and @ and : which addresses of people use and which mean nothing behind the host.
constexpr Table stays_in_address = table_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@:");

constexpr std::string_view entity(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

void number(std::string& onto, std::int64_t value) {
    char digits[24];
    onto.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void write(std::string& onto, Context context, std::string_view value) {
    switch (context) {
    case Context::text:
    case Context::attribute: return escape(onto, value);
    case Context::url: return escape_url(onto, value);
    case Context::url_tail: return percent_escape(onto, value);
    }
}

void write(std::string& onto, Context context, Slot const& slot) {
    if (slot.kind == Slot::Kind::markup) onto += slot.text;
    else if (slot.kind == Slot::Kind::text) write(onto, context, slot.text);
    else number(onto, slot.number);
}

// [[{name} followed you]]: the slots by name, for ICU.
void write_message(Words const& words, std::string& onto, TemplateView const& page, Step const& step, std::span<Slot const> slots) {
    auto const english = page.text.substr(step.begin, step.size);
    if (english.find('{') == english.npos) return write(onto, step.context, words.plain(english));
    std::vector<std::pair<std::string_view, Argument>> arguments;
    arguments.reserve(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].kind == Slot::Kind::text) arguments.emplace_back(page.names[i], slots[i].text);
        else if (slots[i].kind == Slot::Kind::number) arguments.emplace_back(page.names[i], slots[i].number);
    }
    write(onto, step.context, format(words, english, arguments));
}

}  // namespace

void escape(std::string& onto, std::string_view text) {
    auto run = text.begin();
    for (;;) {
        auto const end = std::find_if(run, text.end(), [](unsigned char c) { return needs_escape[c]; });
        onto.append(run, end);
        if (end == text.end()) return;
        onto += entity(*end);
        run = end + 1;
    }
}

void percent_escape(std::string& onto, std::string_view part) {
    constexpr char digits[] = "0123456789ABCDEF";
    for (unsigned char c : part) {
        if (stays_in_address[c]) {
            onto += static_cast<char>(c);
        } else {
            onto += '%';
            onto += digits[c >> 4];
            onto += digits[c & 15];
        }
    }
}

// Browsers drop tabs, line ends and leading control characters from addresses. None of them is in an allowed scheme,
// so what hides a scheme with them is refused without knowing their rules; a relative address may not start with one.
bool is_allowed_address(std::string_view address) {
    if (address.empty()) return true;
    if (static_cast<unsigned char>(address.front()) <= ' ') return false;
    auto const end = address.find_first_of(":/?#");
    if (end == address.npos || address[end] != ':') return true;
    constexpr std::string_view allowed[] = {"http", "https", "mailto", "tel"};
    auto const scheme = address.substr(0, end);
    auto same = [](char a, char b) { return inside::lower(a) == b; };
    return std::ranges::any_of(allowed, [&](std::string_view each) { return std::ranges::equal(scheme, each, same); });
}

void escape_url(std::string& onto, std::string_view address) {
    escape(onto, is_allowed_address(address) ? address : "#");
}

void render_steps(Words const& words, std::string& onto, TemplateView const& page, std::span<Slot const> slots) {
    std::size_t size = page.literal_size;
    for (auto const& slot : slots) size += slot.text.size() + slot.text.size() / 16 + 20;
    onto.reserve(onto.size() + size);
    for (std::size_t i = 0; i < page.steps.size();) {
        auto const& step = page.steps[i];
        ++i;
        switch (step.kind) {
        case Step::Kind::literal: onto += page.text.substr(step.begin, step.size); break;
        case Step::Kind::value: write(onto, step.context, slots[step.slot]); break;
        case Step::Kind::message: write_message(words, onto, page, step, slots); break;
        case Step::Kind::if_true:
            if (!slots[step.slot].truth()) i = step.jump;
            break;
        case Step::Kind::if_false:
            if (slots[step.slot].truth()) i = step.jump;
            break;
        }
    }
}

}  // namespace html
