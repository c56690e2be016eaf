// Serializes JSON: every answer of the API passes through here, so runs of plain bytes are copied at once.
#include "base/json.hpp"
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unicode/utf8.h>

namespace base {
namespace {

constexpr bool is_plain(unsigned char byte) { return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\'; }

// How many of the next eight bytes are plain, by looking at all of them at once: in each byte of the word the high bit
// is set when the byte is a control, a quote, a backslash or not ASCII. Borrows run towards later bytes, so the first byte
// flagged is truly special.
std::size_t plain_of_eight(char const* bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    std::uint64_t word;
    std::memcpy(&word, bytes, 8);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    auto quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    auto special = ((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & highs;
    return special ? static_cast<std::size_t>(std::countr_zero(special)) / 8 : 8;
}

std::size_t plain_run(std::string_view text, std::size_t from) {
    auto at = from;
    while (at + 8 <= text.size()) {
        auto count = plain_of_eight(text.data() + at);
        at += count;
        if (count < 8) return at - from;
    }
    while (at < text.size() && is_plain(static_cast<unsigned char>(text[at]))) ++at;
    return at - from;
}

void append_control(std::string& out, unsigned char byte) {
    constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default: out.append({'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]});
    }
}

void append_quoted(std::string& out, std::string_view text) {
    auto at = plain_run(text, 0);
    if (at == text.size()) {  // nearly always: one growth, one copy
        auto from = out.size(), size = from + at + 2;
        // libstdc++ 12 tells the capacity, not the size, to the function: so that is not used.
        out.resize_and_overwrite(size, [&](char* bytes, std::size_t) {
            bytes[from] = bytes[size - 1] = '"';
            std::memcpy(bytes + from + 1, text.data(), at);
            return size;
        });
        return;
    }
    out += '"';
    std::size_t copied = 0;
    auto flush = [&](std::size_t until) { out.append(text, copied, until - copied); };
    while ((at += plain_run(text, at)) < text.size()) {
        auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            flush(at);
            append_control(out, byte);
            copied = ++at;
            continue;
        }
        auto start = at;
        UChar32 code_point;
        U8_NEXT(text.data(), at, text.size(), code_point);
        if (code_point >= 0) continue;  // well-formed: part of the run
        flush(start);
        out += "\xEF\xBF\xBD";
        copied = at;
    }
    flush(text.size());
    out += '"';
}

}  // namespace

void Json::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (!first_) out_ += ',';
    first_ = false;
}

Json& Json::object() {
    before_value();
    out_ += '{';
    open_ += '{';
    first_ = true;
    return *this;
}

Json& Json::array() {
    before_value();
    out_ += '[';
    open_ += '[';
    first_ = true;
    return *this;
}

Json& Json::end() {
    out_ += open_.back() == '{' ? '}' : ']';
    open_.pop_back();
    first_ = false;
    return *this;
}

Json& Json::key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_quoted(out_, name);
    out_ += ':';
    after_key_ = true;
    return *this;
}

Json& Json::value(std::string_view text) {
    before_value();
    append_quoted(out_, text);
    return *this;
}

Json& Json::value(std::int64_t number) {
    before_value();
    std::array<char, 24> digits;
    out_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
    return *this;
}

Json& Json::value(double number) {
    if (!std::isfinite(number)) return null();  // JSON has no other word for it
    before_value();
    std::array<char, 32> digits;
    out_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
    return *this;
}

Json& Json::value(bool truth) {
    before_value();
    out_ += truth ? "true" : "false";
    return *this;
}

Json& Json::null() {
    before_value();
    out_ += "null";
    return *this;
}

Json& Json::raw(std::string_view json) {
    before_value();
    out_ += json;
    return *this;
}

std::string json_quote(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_quoted(out, text);
    return out;
}

}  // namespace base
