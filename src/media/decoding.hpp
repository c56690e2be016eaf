// Runs the worker: the only way from a stranger's bytes to a picture.
#pragma once
#include "media/media.hpp"
#include <optional>
#include <string>

namespace media {

// The worker's output for the open file, as it came; nothing when it could not or would not. Throws when there is no worker.
std::optional<std::string> decode(int file, Shape);

}  // namespace media
