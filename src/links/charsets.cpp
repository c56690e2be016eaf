// Bytes of a page to UTF-8.
#include "base/text.hpp"
#include "links/page.hpp"
#include <algorithm>
#include <cctype>
#include <unicode/ucnv.h>

namespace links {

namespace {

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

// The word after charset=; "" when there is none.
std::string charset_in(std::string_view text) {
    auto lower = lowered(text);
    auto at = lower.find("charset");
    if (at == lower.npos) return {};
    at = lower.find_first_not_of(" \t=\"'", at + 7);
    if (at == lower.npos) return {};
    return lower.substr(at, std::min<std::size_t>(lower.find_first_of(" \t\"';/>", at) - at, 40));
}

std::string converted(std::string_view body, std::string const& charset) {
    // On the web these names mean the Windows sets that hold them.
    auto name = charset == "iso-8859-1" || charset == "latin1" || charset == "ascii" || charset == "us-ascii" ? "windows-1252" : charset;
    UErrorCode fault = U_ZERO_ERROR;
    auto needed = ucnv_convert("UTF-8", name.c_str(), nullptr, 0, body.data(), static_cast<std::int32_t>(body.size()), &fault);
    if (fault != U_BUFFER_OVERFLOW_ERROR) return {};
    std::string text(static_cast<std::size_t>(needed), '\0');
    fault = U_ZERO_ERROR;
    ucnv_convert("UTF-8", name.c_str(), text.data(), needed, body.data(), static_cast<std::int32_t>(body.size()), &fault);
    return U_FAILURE(fault) ? std::string{} : text;
}

}  // namespace

std::string as_utf8(std::string_view body, std::string_view type) {
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    else if (body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF")) return converted(body, "utf-16");
    // A page that is UTF-8 by its bytes is, whatever it says: nothing else looks like it by chance.
    if (base::is_utf8(body)) return std::string(body);
    auto charset = charset_in(type);
    if (charset.empty()) charset = charset_in(body.substr(0, 1024));
    if (auto text = converted(body, charset.empty() ? "windows-1252" : charset); !text.empty()) return text;
    return converted(body, "windows-1252");
}

}  // namespace links
