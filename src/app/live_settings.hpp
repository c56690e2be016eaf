// Settings that an administrator changes while the server runs. What was changed is kept in the database, wins over the file
// and the environment, and holds on every node as soon as it is committed.
#pragma once
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace app {

extern db::Schema const schema;

// How a setting is asked for, and what is taken. `most` bounds numbers, and the characters of texts.
enum class Asked { line, lines, number, truth, choice };
struct Live {
    std::string_view name, label;
    Asked asked = Asked::line;
    std::int64_t least = 0, most = 0;
    std::string_view choices = {};  // of a choice, separated by commas
    base::Result<base::Done> (*check)(std::string_view) = nullptr;
};
std::span<Live const> live_settings();
Live const* find_live(std::string_view name);

using Values = std::map<std::string, std::string, std::less<>>;  // texts by the settings' names
Values kept_settings(db::Read&);       // what was changed, and to what
std::string value_of(base::AnySetting const&);  // as it holds now, without TOML's quotes
std::string value_in_file(base::AnySetting const&);  // as it was when the program started

// Refused with the setting's name as the field. Written into the record.
base::Result<base::Done> change_setting(db::Write&, base::AccountId by, std::string_view name, std::string_view text);
base::Result<base::Done> take_back_setting(db::Write&, base::AccountId by, std::string_view name);  // the file's holds again

struct SettingsChanged { static constexpr std::string_view kind = "app.settings_changed"; base::AccountId by; };
// Takes over what is kept: when the site starts, and after SettingsChanged.
void load_kept_settings(db::Database&);

}  // namespace app
