// Refusals in the words that apps know: they compare some of these texts.
#include "base/json.hpp"
#include "mastodon/mastodon.hpp"
#include <cctype>

namespace mastodon {

namespace {

std::string_view label_of(std::string_view field) {
    if (field == "status" || field == "body") return "text";
    if (field == "content_note") return "spoiler text";
    return field;
}

// "display_name" is told as "Display name".
std::string labelled(std::string_view field) {
    std::string label(label_of(field));
    for (auto& c : label)
        if (c == '_') c = ' ';
    if (!label.empty()) label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
    return label;
}

std::string told(base::FieldError const& error) {
    auto label = labelled(error.field);
    if (error.code == "ERR_BLANK") return label + " can't be blank";
    if (error.code == "ERR_TAKEN") return label + " has already been taken";
    if (error.code == "ERR_TOO_LONG" && !error.message.contains("long")) return label + " is too long. " + error.message;
    return error.message;
}

std::string text_of(base::Refusal const& refusal, int status) {
    if (status == 401) return "The access token is invalid";
    if (status == 404) return "Record not found";
    if (status == 429) return "Too many requests";
    if (refusal.fields.empty()) return refusal.message;
    std::string text = "Validation failed: ";
    bool first = true;
    for (auto const& error : refusal.fields) {
        if (!first) text += ", ";
        text += told(error);
        first = false;
    }
    return text;
}

}  // namespace

http::Response refuse(http::Request const& request, base::Refusal const& refusal, int status) {
    auto said = refusal;
    said.message = text_of(refusal, status);
    return http::refuse_as_json(request, said, status);
}

}  // namespace mastodon
