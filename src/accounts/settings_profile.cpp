// Settings: who one is for others. Also the frame of all settings pages.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"
#include "media/media.hpp"
#include <algorithm>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr int fewest_rows = 4, most_rows = 8;

struct Tab { std::string_view address, words; Sensitive sensitive = Sensitive::no; };
constexpr Tab tabs[] = {{"/settings", "Profile"}, {"/settings/account", "Account"}, {"/settings/security", "Security"}, {"/settings/posting", "Posting and reading"}, {"/settings/sessions", "Sessions and apps"}, {"/settings/invitations", "Invitations"},
                        {"/settings/moving", "Moving"}, {"/settings/export", "Your data"}, {"/settings/delete", "Delete"}};

// Those of other rooms, whose words live as long as the program. They stand before what ends things.
std::vector<Tab>& added_tabs() {
    static std::vector<Tab> added;
    return added;
}

std::vector<Tab> all_tabs() {
    constexpr std::size_t last = 2;
    std::vector<Tab> all(std::begin(tabs), std::end(tabs));
    all.insert(all.end() - last, added_tabs().begin(), added_tabs().end());
    return all;
}

// What a refused form brought, instead of what is stored.
void retype(Account& account, http::Fields const& fields) {
    account.name = fields.text("name");
    account.note = fields.text("note");
    account.locked = fields.has("locked");
    account.discoverable = fields.has("discoverable");
    account.indexable = fields.has("indexable");
    account.hide_collections = fields.has("hide_collections");
}

std::vector<Field> typed_rows(http::Fields const& fields) {
    std::vector<Field> rows;
    for (int i = 1; i <= most_rows; ++i) {
        auto number = std::to_string(i);
        rows.push_back({std::string(fields.text("field_name_" + number)), std::string(fields.text("field_value_" + number))});
    }
    return rows;
}

html::Safe rows_of(html::Words const& words, std::vector<Field> const& fields) {
    html::Safe rows;
    auto count = std::clamp(static_cast<int>(fields.size()) + 1, fewest_rows, most_rows);
    for (int i = 0; i < count; ++i) {
        auto field = i < std::ssize(fields) ? fields[static_cast<std::size_t>(i)] : Field{};
        words.fill(rows, pages::SettingsField{.number = i + 1, .name = field.name, .value = field.value});
    }
    return rows;
}

html::Safe ticks_of(html::Words const& words, Account const& account) {
    auto ticks = tick(words, "locked", words("I approve each follower"), words("Only followers see posts that you write for followers."), account.locked, nullptr);
    ticks += tick(words, "discoverable", words("People can find me by my name"), words("In the search, and among suggestions."), account.discoverable, nullptr);
    ticks += tick(words, "indexable", words("My public posts can be found in the search"), {}, account.indexable, nullptr);
    ticks += tick(words, "hide_collections", words("Only I see whom I follow and who follows me"), words("Others see how many they are."), account.hide_collections, nullptr);
    return ticks;
}

Response form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto account = *find(read, request.account());
    auto fields = account.fields;
    bool has_avatar = !account.avatar.empty(), has_header = !account.header.empty();
    auto face = picture(account);
    if (refusal) {
        retype(account, request.fields);
        fields = typed_rows(request.fields);
        while (!fields.empty() && fields.back().name.empty() && fields.back().value.empty()) fields.pop_back();
    }
    using html::at_fault, html::field_error;
    auto name = input(words, {.name = "name", .label = words("Name"), .value = account.name, .autocomplete = "name", .hint = words("As people should read it above your posts.")}, refusal);
    bool note_invalid = at_fault(refusal, "note"), avatar_invalid = at_fault(refusal, "avatar");
    auto main = words.fill(pages::SettingsProfile{
        .csrf = html::csrf_field(request), .name = name, .note_error = field_error(words, refusal, "note"),
        .note_described = note_invalid ? "note-hint note-error" : "note-hint", .note_invalid = note_invalid, .note = account.note, .picture = face,
        .avatar_error = field_error(words, refusal, "avatar"), .avatar_described = avatar_invalid ? "avatar-hint avatar-error" : "avatar-hint",
        .avatar_invalid = avatar_invalid, .has_avatar = has_avatar, .header_error = field_error(words, refusal, "header"),
        .header_invalid = at_fault(refusal, "header"), .has_header = has_header, .fields_error = field_error(words, refusal, "fields"),
        .rows = rows_of(words, fields), .ticks = ticks_of(words, account)});
    return settings_page(request, read, "/settings", std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return form(request, read, nullptr); }

struct BadPictures { base::Refusal refusal; };

// A picture that cannot be used is told in the form, like any other field.
base::Result<base::Done> prepare(Request& request) {
    static auto const pictures = media::preparing({{"avatar", media::Shape::avatar}, {"header", media::Shape::header}});
    // A file field that was left alone arrives as a file without a name and without bytes.
    std::erase_if(request.uploads, [](http::Upload const& upload) { return upload.size == 0; });
    if (auto done = pictures(request); !done) request.prepared.emplace_back(BadPictures{done.error()});
    return base::Done{};
}

void take_picture(Request const& request, db::Write& write, std::string const& field, media::Shape shape, std::optional<std::string>& address) {
    if (auto ready = media::prepared(request, field)) {
        address = media::store(write, request.account(), *ready).address();
    } else if (request.fields.has("remove_" + field)) {
        media::remove(write, request.account(), shape);
        address = "";
    }
}

Answer save(Request const& request, db::Write& write) {
    if (auto bad = left<BadPictures>(request)) return form(request, write, &bad->refusal);
    auto const& fields = request.fields;
    Profile profile;
    profile.name = fields.text("name");
    profile.note = fields.text("note");
    profile.locked = fields.has("locked");
    profile.discoverable = fields.has("discoverable");
    profile.indexable = fields.has("indexable");
    profile.hide_collections = fields.has("hide_collections");
    profile.fields = typed_rows(fields);
    take_picture(request, write, "avatar", media::Shape::avatar, profile.avatar);
    take_picture(request, write, "header", media::Shape::header, profile.header);
    auto changed = change_profile(write, request.account(), profile);
    if (!changed) return form(request, write, &changed.error());
    return http::redirect("/settings?saved=1");
}

}  // namespace

void add_settings_tab(std::string_view address, std::string_view words, Sensitive sensitive) {
    if (std::ranges::find(added_tabs(), address, &Tab::address) == added_tabs().end()) added_tabs().push_back({address, words, sensitive});
}

Response settings_page(Request const& request, db::Read& read, std::string_view tab, html::Safe main, base::Refusal const* refusal) {
    html::Words words(request.locale);
    html::Safe row;
    for (auto const& each : all_tabs()) {
        if (each.address == "/settings/invitations" && !may_invite(*find(read, request.account()))) continue;
        words.fill(row, pages::SettingsTab{.address = each.address, .current = each.address == tab, .words = words.plain(each.words)});
    }
    html::Page page;
    page.sensitive = std::ranges::any_of(all_tabs(), [&](Tab const& each) { return each.address == tab && each.sensitive == Sensitive::yes; });
    page.title = words("Settings");
    page.current = "/settings";
    page.main = words.fill(pages::Settings{.csrf = html::csrf_field(request), .tabs = row, .saved = request.fields.has("saved") && !refusal ? words.plain("Saved.") : "",
                                           .summary = html::summary(words, refusal), .content = main});
    if (refusal) page.status = refusal->why == base::Why::unauthorized ? 422 : http::status_of(refusal->why);
    auto response = html::page(request, read, std::move(page));
    if (refusal && refusal->retry_after_seconds) response.with("Retry-After", std::to_string(refusal->retry_after_seconds));
    return response;
}

void add_profile_settings(http::Router::Section pages) {
    pages.get("/settings", http::Open::to_members, show).says("The profile as a form");
    pages.post("/settings", http::Open::to_members, save).body_up_to(media::body_with(2)).first(prepare).says("Changes the profile");
}

}  // namespace accounts
