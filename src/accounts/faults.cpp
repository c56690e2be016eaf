// What a form's fields must be like, and the gathering of all that is wrong with them.
#include "accounts/inside.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <array>

namespace accounts {

namespace {

using base::FieldError;

constexpr bool is_ascii_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Names that would let one person pass for the people who run the server, or that mean something else in a mention.
constexpr std::array<std::string_view, 22> reserved{
    "about",  "abuse", "admin", "administrator", "anonymous", "everyone", "everybody", "help",    "here",  "hostmaster", "mod",
    "moderator", "moderators", "nobody", "postmaster", "root", "salve",    "security",  "support", "staff", "system",     "webmaster"};

// One label of a domain, or one atom before the @.
bool is_label(std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    // Letters of other scripts may stand in both sides; those bytes are above ASCII and were checked to be UTF-8.
    return std::ranges::all_of(label, [](char c) { return is_ascii_letter_or_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80; });
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > 64) return false;
    auto is_atom = [](std::string_view atom) {
        return !atom.empty() && std::ranges::all_of(atom, [](char c) {
            return is_ascii_letter_or_digit(c) || std::string_view("!#$%&'*+/=?^_`{|}~-").contains(c) || static_cast<unsigned char>(c) >= 0x80;
        });
    };
    return std::ranges::all_of(base::split(local, '.'), is_atom);
}

}  // namespace

void Faults::add(std::string field, std::string code, std::string message) {
    fields_.push_back({std::move(field), std::move(code), std::move(message)});
}

void Faults::add(base::Refusal const& refusal) { fields_.insert(fields_.end(), refusal.fields.begin(), refusal.fields.end()); }

base::Refusal Faults::refusal() const {
    std::string whole;
    for (auto const& field : fields_) (whole += whole.empty() ? "" : " ") += field.message;
    return {base::Why::invalid, std::move(whole), fields_};
}

std::string one_line(std::string_view text) {
    auto line = base::normalize(text);
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return base::trim(line);
}

std::optional<FieldError> fault_of_username(std::string_view username) {
    if (username.empty()) return FieldError{"username", "ERR_BLANK", "Choose a username."};
    if (username.size() > 30) return FieldError{"username", "ERR_TOO_LONG", "A username has at most 30 characters."};
    if (!std::ranges::all_of(username, [](char c) { return is_ascii_letter_or_digit(c) || c == '_'; }))
        return FieldError{"username", "ERR_INVALID", "A username is made of the letters a to z, digits and _."};
    if (std::ranges::find(reserved, fold_username(username)) != reserved.end())
        return FieldError{"username", "ERR_RESERVED", "This username is kept for the people who run this server. Choose another one."};
    return std::nullopt;
}

std::optional<FieldError> fault_of_email(std::string_view email) {
    if (email.empty()) return FieldError{"email", "ERR_BLANK", "Enter your e-mail address."};
    if (email.size() > 254) return FieldError{"email", "ERR_TOO_LONG", "This e-mail address is too long."};
    auto at = email.rfind('@');
    auto invalid = FieldError{"email", "ERR_INVALID", "This does not look like an e-mail address. It should look like name@example.org."};
    if (at == email.npos || !base::is_utf8(email) || !is_local_part(email.substr(0, at))) return invalid;
    auto labels = base::split(email.substr(at + 1), '.');
    if (!std::ranges::all_of(labels, is_label)) return invalid;
    // Mail inside one machine or one hospital may have a bare host name.
    return std::nullopt;
}

bool is_language(std::string_view tag) {
    if (tag.size() < 2 || tag.size() > 12 || tag.front() == '-' || tag.back() == '-') return false;
    return std::ranges::all_of(tag, [](char c) { return is_ascii_letter_or_digit(c) || c == '-'; });
}

bool is_address(std::string_view address) {
    auto rest = address.starts_with("https://") ? address.substr(8) : address.starts_with("http://") ? address.substr(7) : std::string_view();
    if (rest.empty() || rest.front() == '/' || address.size() > 2000) return false;
    return std::ranges::none_of(address, [](unsigned char c) { return c <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\' || c == 0x7f; });
}

}  // namespace accounts
