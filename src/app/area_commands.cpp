// Outlines of an administrator's own, from the command line.
#include "app/commands.hpp"
#include "areas/areas.hpp"
#include <fstream>
#include <sstream>

namespace app {

namespace {

base::Result<std::string> import(db::Database& database, Command const& command) {
    std::ifstream file(command.file, std::ios::binary);
    if (!file) return base::refuse(base::Why::not_found, "The file " + command.file + " cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    areas::Import const how{command.scheme, command.country, command.meters, command.object};
    auto count = TRY(database.write([&](db::Write& write) { return areas::import_outlines(write, text.view(), how); }));
    return std::to_string(count) + (count == 1 ? " outline is" : " outlines are") + " there.\n";
}

std::string list(db::Database& database, Command const& command) {
    std::string text;
    for (auto const& each : database.read([&](db::Read& read) { return areas::within(read, command.target); }))
        text += each.scheme + "\t" + each.code + "\t" + each.name + "\n";
    return text;
}

}  // namespace

bool is_about_areas(std::string_view name) { return name.starts_with("areas "); }

Outcome manage_areas(db::Database& database, Command const& command) {
    if (command.name == "areas list") return said(list(database, command));
    auto outcome = import(database, command);
    return outcome ? said(*outcome) : refused(outcome.error());
}

}  // namespace app
