// What a request may hold, in one place; beyond it a request is refused before it costs anything.
#pragma once
#include "http/fields.hpp"
#include <cstddef>
#include <cstdint>

namespace http {

inline constexpr std::size_t most_fields = 1000;
inline constexpr int deepest_json = 32;
inline constexpr std::size_t largest_head = 16 * 1024;      // request line and headers
inline constexpr std::size_t most_uploads = 20;             // files of a multipart body
inline constexpr std::size_t most_parts = 200;              // of a multipart body, files and fields together
inline constexpr std::size_t largest_part_text = 1 << 20;   // all text fields of a multipart body together
inline constexpr std::size_t largest_part_head = 4 * 1024;

// Refuses text that is not UTF-8, zero bytes, and one field too many. Every parser here asks it before it adds.
base::Result<base::Done> check_field(std::string_view name, std::string_view value, Fields const& so_far);

}  // namespace http
