// The folder of the demo mailbox: letters as .eml files, and reading them back for the page.
#include "crypto/crypto.hpp"
#include "mail/letter.hpp"
#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace mail {
namespace {

constexpr std::size_t most_shown = 200;

// Set by start(), constant afterwards.
std::filesystem::path folder;

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string unquoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') continue;
        if (text[i] != '=') {
            out += text[i];
            continue;
        }
        auto const rest = text.substr(i + 1);
        if (rest.starts_with("\r\n") || rest.starts_with('\n')) {
            i += rest.starts_with('\n') ? 1 : 2;
        } else if (rest.size() >= 2 && digit(rest[0]) >= 0 && digit(rest[1]) >= 0) {
            out += static_cast<char>(digit(rest[0]) * 16 + digit(rest[1]));
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

std::string without_encoded_words(std::string_view text) {
    static constexpr std::string_view opening = "=?utf-8?B?";
    std::string out;
    while (!text.empty()) {
        auto const begin = text.find(opening);
        auto const end = begin == text.npos ? begin : text.find("?=", begin + opening.size());
        auto const bytes = end == text.npos ? std::nullopt
                                            : crypto::from_base64(text.substr(begin + opening.size(), end - begin - opening.size()));
        if (!bytes) return out.append(text);
        auto const between = text.substr(0, begin);
        // The space between two encoded words is not part of the text.
        if (out.empty() || between.find_first_not_of(' ') != between.npos) out.append(between);
        out.append(*bytes);
        text.remove_prefix(end + 2);
    }
    return out;
}

// The value of a header, unfolded; "" when there is none.
std::string header(std::string_view head, std::string_view name) {
    std::string value;
    auto taking = false;
    while (!head.empty()) {
        auto const line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        if (line.starts_with(' ')) {
            if (taking) value.append(line);
            continue;
        }
        if (taking) break;
        taking = line.size() > name.size() + 1 && line.starts_with(name) && line[name.size()] == ':';
        if (taking) value = line.substr(std::min(line.size(), name.size() + 2));
    }
    return value;
}

}  // namespace

Kept read_message(std::string_view text) {
    auto const end = std::min(text.find("\r\n\r\n"), text.size());
    auto const head = text.substr(0, end);
    auto body = text.substr(std::min(end + 4, text.size()));
    // Of several parts the first is the words.
    if (auto const type = header(head, "Content-Type"); type.starts_with("multipart/")) {
        auto const open = type.find('"'), close = type.rfind('"');
        auto const border = open < close ? "--" + type.substr(open + 1, close - open - 1) : std::string("--");
        auto const first = body.find("\r\n\r\n");
        body = first == body.npos ? std::string_view() : body.substr(first + 4);
        body = body.substr(0, body.find(border));
    }
    return {.to = header(head, "To"), .subject = without_encoded_words(header(head, "Subject")), .text = unquoted(body), .date = header(head, "Date")};
}

void keep_letters_in(std::string const& path) { folder = path; }

void put_into_folder(std::string_view id, std::string_view message) {
    std::filesystem::create_directories(folder);
    auto const whole = folder / (std::string(id) + ".eml");
    auto const part = folder / (std::string(id) + ".part");
    // Letters hold links to sign in with: for the owner's eyes.
    int const file = ::open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    auto written = file < 0 ? -1 : ::write(file, message.data(), message.size());
    auto const wrong = errno;
    if (file >= 0) ::close(file);
    if (written != static_cast<ssize_t>(message.size()))
        throw std::system_error(wrong, std::generic_category(), "A letter could not be written");
    std::filesystem::rename(part, whole);
}

std::optional<Kept> kept_letter(std::string_view id) {
    if (id.empty() || !base::parse_id(id)) return std::nullopt;  // anything else could be a path
    std::ifstream file(folder / (std::string(id) + ".eml"), std::ios::binary);
    if (!file) return std::nullopt;
    auto letter = read_message(std::string(std::istreambuf_iterator<char>(file), {}));
    letter.id = id;
    return letter;
}

std::vector<Kept> kept() {
    std::vector<std::int64_t> ids;
    std::error_code absent;
    for (auto const& entry : std::filesystem::directory_iterator(folder, absent))
        if (entry.path().extension() == ".eml")
            if (auto id = base::parse_id(entry.path().stem().string())) ids.push_back(*id);
    std::ranges::sort(ids, std::greater{});
    ids.resize(std::min(ids.size(), most_shown));
    std::vector<Kept> letters;
    for (auto id : ids)
        if (auto letter = kept_letter(std::to_string(id))) letters.push_back(std::move(*letter));
    return letters;
}

}  // namespace mail
