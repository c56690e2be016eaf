// Settings from the file and the environment, and the file that documents them all.
#pragma once
#include "base/result.hpp"
#include <string>

namespace app {

// Reads DIR/salve.toml when it is there, then the environment. Refuses an unknown name and a value that does not fit,
// naming the setting.
base::Result<base::Done> load_settings(std::string const& file);

// All settings as TOML with their paragraphs: config/example.toml is this, with the defaults.
std::string settings_as_toml();

}  // namespace app
