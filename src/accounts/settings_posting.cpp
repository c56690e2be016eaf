// Settings: how one's posts begin, and how others' are shown.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"
#include <array>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

html::Safe posting_fields(html::Words const& words, Preferences const& now, base::Refusal const* refusal) {
    auto everybody = words("Everybody, and public lists"), unlisted = words("Everybody, but not in public lists"), followers = words("My followers");
    std::array<Choice, 3> const visibilities{{{"public", everybody}, {"unlisted", unlisted}, {"private", followers}}};
    auto anyone = words("Everybody"), only_followers = words("My followers"), nobody = words("Nobody but me");
    std::array<Choice, 3> const quoting{{{"public", anyone}, {"followers", only_followers}, {"nobody", nobody}}};
    auto same = words("The same as my pages");
    std::vector<Choice> tongues{{"", same}};
    tongues.insert(tongues.end(), languages().begin(), languages().end());
    auto fields = choice(words, "visibility", words("Who sees a new post, unless I say otherwise"), visibilities, now.visibility, refusal);
    fields += choice(words, "quote_policy", words("Who may quote my posts"), quoting, now.quote_policy, refusal);
    fields += choice(words, "language", words("Language of my posts"), tongues, now.language, refusal);
    fields += tick(words, "sensitive", words("Cover my pictures until somebody opens them"), {}, now.sensitive, refusal);
    return fields;
}

html::Safe reading_fields(html::Words const& words, Preferences const& now, base::Refusal const* refusal) {
    auto as_said = words("Cover what its author covered"), all = words("Show everything"), none = words("Cover everything");
    std::array<Choice, 3> const media{{{"default", as_said}, {"show_all", all}, {"hide_all", none}}};
    auto fields = choice(words, "expand_media", words("Pictures and videos"), media, now.expand_media, refusal);
    fields += tick(words, "expand_spoilers", words("Open posts with a content note at once"), {}, now.expand_spoilers, refusal);
    fields += tick(words, "autoplay", words("Let moving pictures move by themselves"), {}, now.autoplay, refusal);
    return fields;
}

Response form(Request const& request, db::Read& read, Preferences const& now, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto posting = posting_fields(words, now, refusal), reading = reading_fields(words, now, refusal);
    auto main = words.fill(pages::SettingsPosting{.csrf = html::csrf_field(request), .posting = posting, .reading = reading});
    return settings_page(request, read, "/settings/posting", std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return form(request, read, preferences(read, request.account()), nullptr); }

Answer save(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    Preferences wanted{std::string(fields.text("visibility")), fields.has("sensitive"), std::string(fields.text("language")),
                       std::string(fields.text("quote_policy")), std::string(fields.text("expand_media")), fields.has("expand_spoilers"), fields.has("autoplay")};
    auto done = set_preferences(write, request.account(), wanted);
    if (!done) return form(request, write, wanted, &done.error());
    return http::redirect("/settings/posting?saved=1");
}

}  // namespace

void add_posting_settings(http::Router::Section pages) {
    pages.get("/settings/posting", http::Open::to_members, show).says("How posts begin and are shown, as a form");
    pages.post("/settings/posting", http::Open::to_members, save).says("Changes how posts begin and are shown");
}

}  // namespace accounts
