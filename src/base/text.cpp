// Unicode by ICU's C interface, which is stable across its versions. Plain ASCII, the common case, never reaches ICU.
#include "base/text.hpp"
#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace base {
namespace {

bool is_ascii(std::string_view text) {
    unsigned char all = 0;
    for (char byte : text) all |= static_cast<unsigned char>(byte);  // no early end: the compiler takes 16 at a time
    return all < 0x80;
}

// ICU fails on missing data or memory only: nothing that a caller could handle.
void require(UErrorCode code) {
    if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + u_errorName(code));
}

std::u16string to_utf16(std::string_view text) {
    std::u16string wide(text.size(), u'\0');  // never longer in UTF-16 units than in UTF-8 bytes
    std::int32_t size = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8WithSub(wide.data(), static_cast<std::int32_t>(wide.size()), &size, text.data(),
                         static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &code);
    require(code);
    wide.resize(static_cast<std::size_t>(size));
    return wide;
}

std::string to_utf8(std::u16string_view wide) {
    std::string text(wide.size() * 3, '\0');
    std::int32_t size = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strToUTF8WithSub(text.data(), static_cast<std::int32_t>(text.size()), &size, wide.data(),
                       static_cast<std::int32_t>(wide.size()), 0xFFFD, nullptr, &code);
    require(code);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

using Form = UNormalizer2 const* (*)(UErrorCode*);

std::u16string in_form(Form form, std::u16string const& wide) {
    UErrorCode code = U_ZERO_ERROR;
    auto normalizer = form(&code);
    require(code);
    auto length = static_cast<std::int32_t>(wide.size());
    if (unorm2_quickCheck(normalizer, wide.data(), length, &code) == UNORM_YES) return wide;
    std::u16string made(wide.size() + 16, u'\0');
    for (;;) {
        code = U_ZERO_ERROR;
        auto size = unorm2_normalize(normalizer, wide.data(), length, made.data(), static_cast<std::int32_t>(made.size()), &code);
        made.resize(static_cast<std::size_t>(size));
        if (code != U_BUFFER_OVERFLOW_ERROR) break;
    }
    require(code);
    return made;
}

// One per thread: opening a break iterator costs far more than using it.
UBreakIterator* characters_of(UText* text) {
    struct Close {
        void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
    };
    thread_local std::unique_ptr<UBreakIterator, Close> cached;
    UErrorCode code = U_ZERO_ERROR;
    if (!cached) cached.reset(ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &code));
    require(code);
    ubrk_setUText(cached.get(), text, &code);
    require(code);
    return cached.get();
}

// Calls `each` with the end of every grapheme until it says false.
template <class Each>
void each_grapheme(std::string_view text, Each each) {
    UErrorCode code = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text.data(), static_cast<std::int64_t>(text.size()), &code);
    require(code);
    auto iterator = characters_of(&utext);
    for (auto end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator))
        if (!each(static_cast<std::size_t>(end))) break;
    utext_close(&utext);
}

void append(std::string& text, char32_t code_point) {
    char bytes[4];
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(code_point));
    text.append(bytes, static_cast<std::size_t>(size));
}

// Marks that fold_plain() drops: Latin, Greek and Cyrillic accents, Hebrew and Arabic points. By combining class, because
// other nonspacing marks are letters to their readers: Devanagari vowels, kana voicing, Thai tones.
bool is_diacritic(char32_t code_point) {
    auto combining_class = u_getCombiningClass(static_cast<UChar32>(code_point));
    return combining_class == 1 || (combining_class >= 10 && combining_class <= 35) || combining_class >= 200;
}

// Letters that look like an accented one but do not decompose.
char32_t without_stroke(char32_t letter) {
    switch (letter) {
    case U'ø': return U'o';
    case U'ł': return U'l';
    case U'đ': return U'd';
    case U'ħ': return U'h';
    case U'ŧ': return U't';
    case U'ı': return U'i';
    default: return letter;
    }
}

bool is_dropped(char32_t code_point) {
    bool control = (code_point < 0x20 && code_point != '\n' && code_point != '\t') || (code_point >= 0x7F && code_point <= 0x9F);
    // Overrides and embeddings can make a text read as another one; isolates cannot, and honest writers need them.
    bool reorders = code_point >= 0x202A && code_point <= 0x202E;
    return control || reorders || code_point == 0xFEFF;
}

bool is_line_end(char32_t code_point) {
    return code_point == '\n' || code_point == '\r' || code_point == 0x85 || code_point == 0x2028 || code_point == 0x2029;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        UChar32 code_point;
        U8_NEXT(text.data(), at, text.size(), code_point);
        if (code_point < 0) return false;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
    UChar32 code_point;
    U8_NEXT_OR_FFFD(text.data(), position, text.size(), code_point);
    return static_cast<char32_t>(code_point);
}

std::int64_t graphemes(std::string_view text) {
    std::int64_t count = 0;
    if (is_ascii(text)) {
        count = static_cast<std::int64_t>(text.size());
        for (auto at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at + 2)) --count;
        return count;
    }
    each_grapheme(text, [&count](std::size_t) { return ++count, true; });
    return count;
}

std::string normalize(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto code_point = next_code_point(text, at);
        if (is_line_end(code_point)) {
            if (code_point == '\r' && text.substr(at).starts_with('\n')) ++at;
            clean += '\n';
        } else if (!is_dropped(code_point)) {
            append(clean, code_point);
        }
    }
    return is_ascii(clean) ? clean : to_utf8(in_form(unorm2_getNFCInstance, to_utf16(clean)));
}

std::string fold(std::string_view text) {
    if (is_ascii(text)) {
        std::string lower(text);
        for (auto& byte : lower)
            if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
        return lower;
    }
    return to_utf8(in_form(unorm2_getNFKCCasefoldInstance, to_utf16(text)));
}

std::string fold_plain(std::string_view text) {
    auto folded = fold(text);
    if (is_ascii(folded)) return folded;
    auto apart = to_utf8(in_form(unorm2_getNFDInstance, to_utf16(folded)));
    std::string plain;
    for (std::size_t at = 0; at < apart.size();)
        if (auto letter = next_code_point(apart, at); !is_diacritic(letter)) append(plain, without_stroke(letter));
    return to_utf8(in_form(unorm2_getNFCInstance, to_utf16(plain)));
}

std::string shorten(std::string_view text, std::int64_t most) {
    if (most <= 0) return {};
    if (static_cast<std::int64_t>(text.size()) <= most) return std::string(text);  // a grapheme is at least a byte
    std::int64_t count = 0;
    std::size_t cut = 0;  // the end of the last grapheme that leaves room for the ellipsis
    each_grapheme(text, [&](std::size_t end) {
        if (++count < most) cut = end;
        return count <= most;
    });
    if (count <= most) return std::string(text);
    auto kept = text.substr(0, cut);
    while (!kept.empty() && (kept.back() == ' ' || kept.back() == '\n' || kept.back() == '\t')) kept.remove_suffix(1);
    return std::string(kept) + "…";
}

std::string trim(std::string_view text) {
    std::size_t first = text.size(), last = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto start = at;
        if (u_isUWhiteSpace(static_cast<UChar32>(next_code_point(text, at)))) continue;
        first = std::min(first, start);
        last = at;
    }
    return first < last ? std::string(text.substr(first, last - first)) : std::string();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_right_to_left(std::string_view text) {
    int isolated = 0;  // what stands in an isolate does not count (UAX 9, P2)
    for (std::size_t at = 0; at < text.size();) {
        switch (u_charDirection(static_cast<UChar32>(next_code_point(text, at)))) {
        case U_LEFT_TO_RIGHT_ISOLATE:
        case U_RIGHT_TO_LEFT_ISOLATE:
        case U_FIRST_STRONG_ISOLATE: ++isolated; break;
        case U_POP_DIRECTIONAL_ISOLATE: isolated = std::max(0, isolated - 1); break;
        case U_LEFT_TO_RIGHT:
            if (!isolated) return false;
            break;
        case U_RIGHT_TO_LEFT:
        case U_RIGHT_TO_LEFT_ARABIC:
            if (!isolated) return true;
            break;
        default: break;
        }
    }
    return false;
}

bool is_letter_or_digit(char32_t code_point) { return u_isalnum(static_cast<UChar32>(code_point)); }

bool is_mark(char32_t code_point) { return (U_MASK(u_charType(static_cast<UChar32>(code_point))) & U_GC_M_MASK) != 0; }

}  // namespace base
