// What a file is, by its first bytes, and how large its picture says it is: read by us before any decoder sees it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace media {

enum class Format { png, jpeg, webp, gif, heif };  // heif: AVIF and HEIC

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
std::optional<Plain> only_frames(std::string_view webp);  // the same for one that may move
// The same for a JPEG and a PNG: tables and pixels, no comment, no profile, nothing after the end.
std::optional<Plain> only_pixels_of_jpeg(std::string_view jpeg);
std::optional<Plain> only_pixels_of_png(std::string_view png);

bool is_animated(std::string_view file);  // a GIF or WebP of more than one frame

// Whether the first bytes are those of a container that sound and video come in: MP4, QuickTime, WebM, Ogg, MP3, WAV, FLAC, AAC.
bool is_film_or_sound(std::string_view head);

bool is_blurhash(std::string_view);  // of 4 by 3 components, or 3 by 4 for upright pictures

}  // namespace media
