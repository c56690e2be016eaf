// The settings of the server as a page: each that may change while it runs is a form of its own.
#include "app/admin_pages.hpp"
#include "app/live_settings.hpp"
#include "app/pages.hpp"
#include "base/text.hpp"
#include "html/html.hpp"
#include <algorithm>
#include <cstdlib>

namespace app {
namespace {

using html::Safe, html::Words;

bool is_secret(std::string_view name) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{"password", "secret", "token", "key"}, [&](auto word) { return name.find(word) != name.npos; });
}

std::string source_of(Words const& words, base::AnySetting const& setting) {
    if (std::getenv(setting.environment_variable().c_str())) return words("from the environment");
    return setting.text() != setting.default_text() ? words("from the file") : words("as it comes");
}

std::string choice_words(Words const& words, std::string_view choice) {
    if (choice == "true") return words("Yes");
    if (choice == "false") return words("No");
    if (choice == "everybody") return words("Everybody");
    return choice == "staff" ? words("Moderators and administrators") : words("Nobody");
}

Safe options_of(Words const& words, Live const& live, std::string_view chosen) {
    Safe made;
    for (auto choice : base::split(live.asked == Asked::truth ? std::string_view("true,false") : live.choices, ','))
        words.fill(made, pages::SettingOption{.value = choice, .chosen = choice == chosen, .words = choice_words(words, choice)});
    return made;
}

// One setting and its form; what was typed comes back when it was refused.
Safe form_of(Words const& words, http::Request const& request, Live const& live, Values const& kept, base::Refusal const* refusal) {
    auto const* setting = base::find_setting(live.name);
    bool const typed = refusal && request.fields.text("name") == live.name;
    auto const here = kept.find(live.name);
    auto const value = typed ? std::string(request.fields.text("value")) : here != kept.end() ? here->second : value_in_file(*setting);
    bool const chosen = live.asked == Asked::truth || live.asked == Asked::choice;
    return words.fill(pages::SettingForm{
        .csrf = html::csrf_field(request), .name = live.name, .label = words.plain(live.label), .about = setting->about(), .error = html::field_error(words, typed ? refusal : nullptr, live.name),
        .options = chosen ? options_of(words, live, value) : Safe{}, .fault = typed, .lines = live.asked == Asked::lines, .value = value, .line = !chosen && live.asked != Asked::lines,
        .number = live.asked == Asked::number, .here = here != kept.end(), .in_file = here == kept.end() ? std::string() : base::shorten(value_in_file(*setting), 120)});
}

http::Response settings_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    auto const kept = kept_settings(read);
    Safe forms, rows;
    for (auto const& live : live_settings()) forms += form_of(words, request, live, kept, refusal);
    for (auto const* setting : base::all_settings()) {
        if (find_live(setting->name())) continue;
        words.fill(rows, pages::Setting{.name = setting->name(), .changed = setting->text() != setting->default_text(), .source = source_of(words, *setting),
                                        .value = is_secret(setting->name()) ? words("not shown") : setting->text(), .about = setting->about()});
    }
    html::Page page{.title = words("Settings of the server"), .current = "/admin", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Settings{.said = request.fields.has("done") && !refusal ? words("Done. It stands in the record.") : std::string(),
                                           .summary = html::summary(words, refusal), .forms = forms, .settings = rows});
    return html::page(request, read, std::move(page));
}

http::Answer change(http::Request const& request, db::Write& write) {
    auto const name = std::string(request.fields.text("name"));
    auto const done = request.fields.has("take_back") ? take_back_setting(write, request.account(), name) : change_setting(write, request.account(), name, request.fields.text("value"));
    if (!done) return settings_page(request, write, &done.error());
    return http::redirect("/admin/settings?done=1#" + http::percent_encode(name));
}

}  // namespace

void add_settings_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/admin/settings", Open::to_admins, [](http::Request const& request, db::Read& read) -> http::Answer { return settings_page(request, read, nullptr); })
        .says("The server's settings, and forms for those that change while it runs");
    pages.post("/admin/settings", Open::to_admins, change).body_up_to(256 * 1024).says("Changes a setting of the server");
}

}  // namespace app
