// What people type, as markup: paragraphs, line breaks, links, mentions and hashtags. Everything else is escaped.
#pragma once
#include "html/template.hpp"
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace html {

// A stretch of the text that means something.
struct Found {
    enum class Kind { link, mention, hashtag } kind;
    std::size_t start = 0, end = 0;  // bytes, with the @ or #
    std::string_view inner;          // the address; "ada" or "ada@far.example"; "asthma"
};
// Links are http and https; mentions and hashtags follow Mastodon's rules (Unicode letters, digits, _, · in hashtags; not digits alone).
std::vector<Found> find_in(std::string_view text);

// The markup of a text. `mention` gives the address of a person's page, or nothing when there is no such person.
struct Links {
    std::function<std::optional<std::string>(std::string_view handle)> mention;
    std::string hashtag_base;  // https://site/tags/
};
Safe prose(std::string_view text, Links const&);

// How long a post counts: graphemes, each link as 23, the domain of a mention not at all.
std::int64_t counted_length(std::string_view text);

}  // namespace html
