// Which settings may change while the server runs, what they take, and where they are kept.
#include "app/live_settings.hpp"
#include "accounts/accounts.hpp"
#include "app/queries.hpp"
#include "app/schema.hpp"
#include "base/text.hpp"
#include "html/html.hpp"
#include "moderation/moderation.hpp"
#include <algorithm>
#include <charconv>
#include <mutex>

namespace app {
using base::Done, base::refuse_field, base::Result;

db::Schema const schema = sql::schema_of_folder;

namespace {

Result<Done> check_zone(std::string_view name) {
    if (html::is_time_zone(name)) return Done{};
    return refuse_field("server.time_zone", "ERR_INVALID", "This is no time zone. They are written like Europe/Madrid.");
}

bool is_web_address(std::string_view text) { return (text.starts_with("https://") || text.starts_with("http://")) && text.size() > 10 && !text.contains(' '); }

Result<Done> check_exit(std::string_view address) {
    if (is_web_address(address)) return Done{};
    return refuse_field("help.exit", "ERR_INVALID", "Write a whole address, with https:// in front.");
}

Result<Done> check_contact(std::string_view text) {
    if (text.empty() || is_web_address(text) || (text.contains('@') && !text.contains(' '))) return Done{};
    return refuse_field("server.contact", "ERR_INVALID", "Write an e-mail address, or a whole address with https:// in front.");
}

// Only what every part of the program reads anew each time, so that no start is needed.
constexpr Live all_live[] = {
    {"server.name", "Name of the server", Asked::line, 1, 60},
    {"server.about", "Who runs it, and for whom", Asked::line, 0, 300},
    {"server.contact", "How to reach you", Asked::line, 0, 300, {}, check_contact},
    {"server.time_zone", "Time zone for visitors", Asked::line, 1, 60, {}, check_zone},
    {"accounts.sign_up_open", "Anybody may sign up", Asked::truth},
    {"accounts.approval", "Somebody lets each new person in", Asked::truth},
    {"accounts.who_invites", "Who may invite", Asked::choice, 0, 0, "everybody,staff,nobody"},
    {"accounts.session_days", "Days without use until a session ends", Asked::number, 1, 3650},
    {"accounts.address_days", "Days that network addresses are kept", Asked::number, 0, 3650},
    {"posts.longest", "Characters a post may have", Asked::number, 100, 100'000},
    {"posts.undo_seconds", "Seconds to take a post back", Asked::number, 0, 3600},
    {"polls.most_options", "Choices a poll may have", Asked::number, 2, 100},
    {"trends.fewest_people", "People needed for a trend", Asked::number, 1, 1'000'000},
    {"trends.reviewed_only", "Only reviewed trends are shown", Asked::truth},
    {"welcome.topics", "Topics offered to newcomers", Asked::line, 0, 2000},
    {"alerts.crisis", "Small pages of alerts for visitors", Asked::choice, 0, 0, "off,on,by_load"},
    {"help.lines", "Help lines", Asked::lines, 0, 20'000, {}, html::check_help_lines},
    {"help.checked", "Day all help lines were checked", Asked::line, 0, 100},
    {"help.topics", "Topics that others should not see", Asked::line, 0, 4000},
    {"help.exit", "Where Quick exit leads", Asked::line, 1, 500, {}, check_exit},
};

Result<Done> check_number(Live const& live, std::string_view text) {
    std::int64_t number = 0;
    auto refused = [&](std::string message) { return refuse_field(std::string(live.name), "ERR_INVALID", std::move(message)); };
    auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stopped != text.data() + text.size()) return refused("Write a whole number.");
    if (number < live.least) return refused("At least " + std::to_string(live.least) + ".");
    if (number > live.most) return refused("At most " + std::to_string(live.most) + ".");
    return Done{};
}

Result<Done> check_text(Live const& live, std::string_view text) {
    auto field = std::string(live.name);
    if (!base::is_utf8(text) || text.contains('\0')) return refuse_field(field, "ERR_INVALID", "The text is not valid UTF-8.");
    if (std::ssize(text) > live.most * 16 || base::graphemes(text) > live.most)
        return refuse_field(field, "ERR_TOO_LONG", "At most " + std::to_string(live.most) + " characters.");
    if (live.least > 0 && base::trim(text).empty()) return refuse_field(field, "ERR_BLANK", "This cannot be empty.");
    return Done{};
}

Result<Done> check(Live const& live, std::string_view text) {
    if (live.asked == Asked::number) return check_number(live, text);
    auto const choices = live.asked == Asked::truth ? std::string_view("true,false") : live.choices;
    if (!choices.empty()) {
        auto const known = base::split(choices, ',');
        if (std::ranges::find(known, text) != known.end()) return Done{};
        return refuse_field(std::string(live.name), "ERR_INCLUSION", "Choose one of the list.");
    }
    TRY(check_text(live, text));
    return live.check ? live.check(text) : Done{};
}

// What the file and the environment said, by name: read before the first change is taken over.
Values const& from_file() {
    static Values const values = [] {
        Values all;
        for (auto const& live : all_live)
            if (auto const* setting = base::find_setting(live.name)) all.emplace(live.name, value_of(*setting));
        return all;
    }();
    return values;
}

}  // namespace

std::span<Live const> live_settings() { return all_live; }

Live const* find_live(std::string_view name) {
    auto const found = std::ranges::find(all_live, name, &Live::name);
    return found == std::end(all_live) ? nullptr : found;
}

Values kept_settings(db::Read& read) {
    Values kept;
    read.each(sql::settings, {}, [&](db::Row const& row) { kept.emplace(row.text(0), row.text(1)); });
    return kept;
}

std::string value_of(base::AnySetting const& setting) {
    auto const* text = dynamic_cast<base::Setting<std::string> const*>(&setting);
    return text ? (*text)() : setting.text();
}

std::string value_in_file(base::AnySetting const& setting) {
    auto const found = from_file().find(setting.name());
    return found == from_file().end() ? value_of(setting) : found->second;
}

Result<Done> change_setting(db::Write& write, base::AccountId by, std::string_view name, std::string_view text) {
    auto const* live = find_live(name);
    if (!live) return refuse_field(std::string(name), "ERR_INVALID", "This one is set in the file, and holds from the next start on.");
    auto const value = base::trim(base::normalize(text));
    TRY(check(*live, value));
    write.run(sql::put_setting, {name, value, by, write.now});
    // A setting that fills a page would fill the record as well.
    constexpr std::int64_t longest_in_record = 300;
    moderation::record(write, by, "setting.change", "setting:" + std::string(name), base::shorten(value, longest_in_record));
    write.emit(SettingsChanged{by});
    return Done{};
}

Result<Done> take_back_setting(db::Write& write, base::AccountId by, std::string_view name) {
    if (write.run(sql::delete_setting, {name}) == 0) return Done{};
    moderation::record(write, by, "setting.take_back", "setting:" + std::string(name));
    write.emit(SettingsChanged{by});
    return Done{};
}

void load_kept_settings(db::Database& database) {
    auto const& before = from_file();
    auto const kept = database.read([](db::Read& read) { return kept_settings(read); });
    for (auto const& [name, in_file] : before) {
        auto const found = kept.find(name);
        auto const& wanted = found == kept.end() ? in_file : found->second;
        auto* setting = base::find_setting(name);
        // What an older version took may not be taken any more: then the file's holds.
        if (value_of(*setting) != wanted && !setting->set(wanted)) (void)setting->set(in_file);
    }
}

}  // namespace app
