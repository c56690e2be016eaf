// Files on a local disk, durable when a call returns. Names are checked by the caller.
#pragma once
#include <string>
#include <string_view>

namespace media::disk {

void write(std::string const& path, std::string_view content);          // aside, then into its place at once
void move_in(std::string const& from, std::string const& path);         // of the same file system
void remove(std::string const& path);                                    // or it was not there
std::string read(std::string const& path);

}  // namespace media::disk
