// The only place that sees toml++.
#include "app/settings_file.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include <cstdlib>
#include <filesystem>
#include <sstream>
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace app {
using base::Done, base::refuse, base::Result, base::Why;

namespace {

std::string text_of(toml::node const& node) {
    if (auto text = node.value<std::string>(); text && node.is_string()) return *text;
    if (auto truth = node.value<bool>(); truth && node.is_boolean()) return *truth ? "true" : "false";
    if (auto number = node.value<std::int64_t>(); number && node.is_integer()) return std::to_string(*number);
    return "";
}

Result<Done> take(toml::table const& table, std::string const& prefix) {
    for (auto const& [key, node] : table) {
        auto name = prefix + std::string(key.str());
        if (auto const* inner = node.as_table()) {
            TRY(take(*inner, name + "."));
            continue;
        }
        auto* setting = base::find_setting(name);
        if (!setting) return refuse(Why::invalid, "There is no setting named " + name + ".");
        if (auto taken = setting->set(text_of(node)); !taken) return refuse(Why::invalid, name + ": " + taken.error().message);
    }
    return Done{};
}

void comment(std::string& onto, std::string_view paragraph) {
    constexpr std::size_t widest = 110;
    std::string line = "#";
    for (auto word : base::split(paragraph, ' ')) {
        if (line.size() + 1 + word.size() > widest) {
            onto += line + "\n";
            line = "#";
        }
        line += ' ';
        line += word;
    }
    onto += line + "\n";
}

}  // namespace

Result<Done> load_settings(std::string const& file) {
    if (std::filesystem::exists(file)) {
        auto parsed = toml::parse_file(file);
        if (!parsed) {
            std::ostringstream where;
            where << "salve.toml: " << parsed.error();
            return refuse(Why::invalid, where.str());
        }
        TRY(take(parsed.table(), ""));
    }
    for (auto* setting : base::all_settings()) {
        auto const* given = std::getenv(setting->environment_variable().c_str());
        if (!given) continue;
        if (auto taken = setting->set(given); !taken) return refuse(Why::invalid, setting->environment_variable() + ": " + taken.error().message);
    }
    return Done{};
}

std::string settings_as_toml() {
    std::string text = "# Every setting of Salve. Save what you change as salve.toml in the data folder;\n"
                       "# an environment variable (SALVE_ and the name, in capitals, with _ for the dot) wins over the file.\n";
    std::string table;
    for (auto const* setting : base::all_settings()) {
        auto name = setting->name();
        auto dot = name.find('.');
        if (auto group = name.substr(0, dot); group != table) {
            table = group;
            text += "\n[" + table + "]\n";
        } else {
            text += "\n";
        }
        comment(text, setting->about());
        text += std::string(name.substr(dot + 1)) + " = " + setting->text() + "\n";
    }
    return text;
}

}  // namespace app
