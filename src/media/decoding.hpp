// Runs the worker: the only way from a stranger's bytes to a picture.
#pragma once
#include "media/formats.hpp"
#include <optional>
#include <string>

namespace media {

// The worker's output for the open file, as it came; nothing when it could not or would not. Throws when there is no worker.
// `shape`: the worker's word, "avatar" and the like.
std::optional<std::string> decode(int file, std::string_view shape);

// What the worker made of one picture, each file cleaned and measured again: the worker may have been taken over by what
// it read. Empty what it did not write.
struct Decoded {
    Plain any, webp, small_any, small_webp, moving;
    std::string blurhash;
};
std::optional<Decoded> sort_out(std::string_view output);
std::string_view ending_of(std::string_view picture);  // ".jpg", ".png" or ".webp", by its content

}  // namespace media
