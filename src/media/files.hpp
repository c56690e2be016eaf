// The folder of pictures: files named by their content, written once, never changed.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace media::files {

bool is_name(std::string_view);               // ab/<62 hex digits>.webp and nothing else: safe to add to the folder
std::string path_of(std::string_view name);
std::string put(std::string_view content);    // gives the name; durable when it returns

// Removes a file unless it was put a short while ago: somebody may be about to store it. Says whether it is gone.
bool discard(std::string_view name);

// Removes everything older than a day that `is_used` does not know: uploads that were refused afterwards, broken writes.
void sweep(std::function<bool(std::string const& name)> const& is_used);

}  // namespace media::files
