// The server's own emoji, from the command line.
#include "app/commands.hpp"
#include "emojis/emojis.hpp"
#include <fstream>
#include <sstream>

namespace app {

namespace {

base::Result<std::string> bytes_of(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return base::refuse(base::Why::not_found, "The file " + path + " cannot be read.");
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

base::Result<std::string> add(db::Database& database, Command const& command) {
    media::keep_in(command.data);  // where no server runs that knows its folder
    auto bytes = TRY(bytes_of(command.file));
    auto image = TRY(media::prepare_bytes(bytes, media::Shape::emoji));
    auto emoji = TRY(database.write([&](db::Write& write) { return emojis::add(write, command.shortcode, command.category, true, image); }));
    return ":" + emoji.shortcode + ": is there.\n";
}

std::string list(db::Database& database) {
    std::string text;
    for (auto const& each : database.read([](db::Read& read) { return emojis::all(read); }))
        text += each.shortcode + "\t" + each.category + "\t" + (each.enabled ? "on" : "off") + "\t" + each.address() + "\n";
    return text;
}

base::Result<std::string> remove(db::Database& database, Command const& command) {
    TRY(database.write([&](db::Write& write) { return emojis::remove(write, command.shortcode); }));
    return ":" + command.shortcode + ": is gone.\n";
}

}  // namespace

bool is_about_emoji(std::string_view name) { return name.starts_with("emoji "); }

Outcome manage_emoji(db::Database& database, Command const& command) {
    if (command.name == "emoji list") return said(list(database));
    auto outcome = command.name == "emoji add" ? add(database, command) : remove(database, command);
    return outcome ? said(*outcome) : refused(outcome.error());
}

}  // namespace app
