// What a file is, by its first bytes, and how large its picture says it is: read by us before any decoder sees it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace media {

enum class Format { png, jpeg, webp, gif };

struct Seen {
    Format format;
    std::int64_t width = 0, height = 0;  // as stored: an orientation may still turn them
};

// Nothing for any other kind of file, and when the size is missing or zero.
std::optional<Seen> look_at(std::string_view file);

// A still WebP with nothing but its pixels: no metadata, no profile, no unknown chunk, nothing after the end.
struct Plain {
    std::string file;
    int width = 0, height = 0;
};
std::optional<Plain> only_pixels(std::string_view webp);

}  // namespace media
