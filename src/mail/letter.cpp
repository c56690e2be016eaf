// A letter as RFC 5322 text: encoded words in headers (RFC 2047), quoted-printable UTF-8 in the body (RFC 2045).
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "mail/letter.hpp"
#include <algorithm>

namespace mail {
namespace {

constexpr std::size_t longest_line = 76;
// Of UTF-8 in one encoded word, so that the word and its line stay under 76 characters.
constexpr std::size_t longest_word = 39;

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

// One line of clean text: no break can begin a header of its own.
std::string one_line(std::string_view text) {
    auto line = base::normalize(text);
    std::ranges::replace_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return base::trim(line);
}

std::string encoded_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto size = std::min(text.size(), longest_word);
        // A character is never cut: each word is read on its own.
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
        if (!out.empty()) out += "\r\n ";
        out += "=?utf-8?B?" + crypto::base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return out;
}

// A header's free text. What would need folding is encoded, which folds it.
std::string phrase(std::string_view text) {
    auto line = one_line(text);
    auto const simple = is_printable_ascii(line) && line.size() <= 60 && !line.contains("=?");
    return simple ? line : encoded_words(line);
}

std::string mailbox(std::string_view text) {
    auto const open = text.rfind('<');
    if (open == text.npos) return clean_address(text);
    auto name = one_line(text.substr(0, open));
    auto const address = "<" + clean_address(text.substr(open + 1)) + ">";
    if (name.empty()) return address;
    auto const plain = is_printable_ascii(name) && name.size() <= 40 && name.find_first_of("\"\\=") == name.npos;
    return (plain ? "\"" + name + "\"" : encoded_words(name)) + " " + address;
}

// Nothing that could end the header or the brackets round it.
std::string unsubscribe_address(std::string_view text) {
    bool const clean = text.starts_with("http") && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
    return clean ? std::string(text) : std::string();
}

void append_quoted(std::string& out, std::string_view line) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const c = static_cast<unsigned char>(line[i]);
        auto const last = i + 1 == line.size();
        auto const as_it_is = (c > 0x20 && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);
        std::size_t const width = as_it_is ? 1 : 3;
        if (column + width > longest_line - (last ? 0 : 1)) {
            out += "=\r\n";
            column = 0;
        }
        if (as_it_is) out += line[i];
        else out += {'=', digits[c >> 4], digits[c & 15]};
        column += width;
    }
    out += "\r\n";
}

}  // namespace

std::string clean_address(std::string_view text) {
    std::string address(text);
    std::erase_if(address, [](unsigned char c) { return c <= 0x20 || c == 0x7f || std::string_view("<>()[],;:\"\\").contains(static_cast<char>(c)); });
    return address;
}

bool is_address(std::string_view text) {
    auto const at = text.find('@');
    return at != text.npos && at != 0 && at + 1 != text.size() && text.find('@', at + 1) == text.npos && clean_address(text) == text;
}

std::string message(Letter const& letter, std::string_view from, std::string_view date, std::string_view id) {
    std::string out;
    auto header = [&out](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    header("From", mailbox(from));
    header("To", clean_address(letter.to));
    header("Subject", phrase(letter.subject));
    header("Date", one_line(date));
    header("Message-ID", "<" + clean_address(id) + ">");
    header("Auto-Submitted", "auto-generated");  // no out-of-office answers, please (RFC 3834)
    if (auto const address = unsubscribe_address(letter.unsubscribe); !address.empty()) {
        header("List-Unsubscribe", "<" + address + ">");
        header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    header("MIME-Version", "1.0");
    auto part = [&](std::string_view type, std::string_view said) {
        header("Content-Type", type);
        header("Content-Transfer-Encoding", "quoted-printable");
        out += "\r\n";
        auto const text = base::normalize(said);
        for (auto line : base::split(text.ends_with('\n') ? std::string_view(text).substr(0, text.size() - 1) : text, '\n')) append_quoted(out, line);
    };
    if (letter.calendar.empty()) {
        part("text/plain; charset=utf-8", letter.text);
        return out;
    }
    // The text comes first: whoever knows no calendars shows it, and who does offers the event (RFC 6047).
    std::string const border = "=_part";  // no quoted-printable line begins so
    header("Content-Type", "multipart/alternative; boundary=\"" + border + "\"");
    out += "\r\n--" + border + "\r\n";
    part("text/plain; charset=utf-8", letter.text);
    out += "--" + border + "\r\n";
    part("text/calendar; charset=utf-8; method=" + clean_address(letter.method), letter.calendar);
    out += "--" + border + "--\r\n";
    return out;
}

}  // namespace mail
