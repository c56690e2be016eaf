// Fields of forms, cookies of sessions, and addresses that are safe to go on to.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <array>

namespace accounts {

namespace {

// In the order of their own names' first letters, Latin first.
constexpr std::array<Choice, 30> all_languages{{
    {"id", "Bahasa Indonesia"}, {"da", "Dansk"}, {"de", "Deutsch"}, {"en", "English"}, {"es", "Español"}, {"tl", "Filipino"}, {"fr", "Français"},
    {"ht", "Kreyòl ayisyen"}, {"it", "Italiano"}, {"sw", "Kiswahili"}, {"nl", "Nederlands"}, {"nb", "Norsk"}, {"pl", "Polski"}, {"pt", "Português"},
    {"ro", "Română"}, {"so", "Soomaali"}, {"fi", "Suomi"}, {"sv", "Svenska"}, {"vi", "Tiếng Việt"}, {"tr", "Türkçe"}, {"ru", "Русский"},
    {"uk", "Українська"}, {"he", "עברית"}, {"ar", "العربية"}, {"fa", "فارسی"}, {"ur", "اردو"}, {"hi", "हिन्दी"}, {"zh", "中文"}, {"ja", "日本語"}, {"ko", "한국어"},
}};

}  // namespace

namespace {

std::string described_by(Input const& field, bool invalid) {
    std::string described = field.hint.empty() ? "" : std::string(field.name) + "-hint";
    if (invalid) (described += described.empty() ? "" : " ") += std::string(field.name) + "-error";
    return described;
}

}  // namespace

html::Safe long_input(html::Words const& words, Input const& field, base::Refusal const* refusal) {
    bool invalid = html::at_fault(refusal, field.name);
    return words.fill(pages::LongInput{.name = field.name, .label = field.label, .hint = field.hint, .error = html::field_error(words, refusal, field.name),
                                       .invalid = invalid, .described = described_by(field, invalid), .value = field.value});
}

html::Safe input(html::Words const& words, Input const& field, base::Refusal const* refusal) {
    bool invalid = html::at_fault(refusal, field.name);
    auto described = described_by(field, invalid);
    return words.fill(pages::Input{.name = field.name, .label = field.label, .hint = field.hint, .error = html::field_error(words, refusal, field.name),
                                   .type = field.type, .value = field.value, .autocomplete = field.autocomplete, .mode = field.mode, .invalid = invalid,
                                   .described = described});
}

html::Safe choice(html::Words const& words, std::string_view name, std::string_view label, std::span<Choice const> choices, std::string_view chosen,
                  base::Refusal const* refusal) {
    html::Safe options;
    for (auto const& each : choices)
        words.fill(options, pages::ChoiceOption{.value = each.value, .chosen = each.value == chosen, .label = each.label});
    return words.fill(pages::Choice{.name = name, .label = label, .error = html::field_error(words, refusal, name), .invalid = html::at_fault(refusal, name), .options = options});
}

html::Safe tick(html::Words const& words, std::string_view name, std::string_view label, std::string_view hint, bool on, base::Refusal const* refusal) {
    return words.fill(pages::Tick{.error = html::field_error(words, refusal, name), .name = name, .on = on, .invalid = html::at_fault(refusal, name), .label = label, .hint = hint});
}

std::span<Choice const> languages() { return all_languages; }

std::string local_path(std::string_view wanted) {
    bool plain = std::ranges::all_of(wanted, [](unsigned char c) { return c > ' ' && c != 0x7f && c != '\\'; });
    if (!plain || wanted.size() > 4000 || !wanted.starts_with('/') || wanted.starts_with("//")) return "/";
    return std::string(wanted);
}

void leave_hash(http::Request& request, std::string_view field) {
    auto password = request.fields.text(field);
    // What the rules will refuse for its length is not worth the work.
    if (password.size() >= 8 && password.size() <= 800) request.prepared.emplace_back(Hash{hash_password(password)});
}

base::Result<base::Done> prove_password(http::Request& request, db::Read& read) {
    request.prepared.emplace_back(Proof{verify_password(read, request.person->username, request.fields.text("current"))});
    return base::Done{};
}

std::optional<base::Refusal> wrong_password(http::Request const& request) {
    auto const& who = left<Proof>(request)->who;
    if (!who && who.error().why == base::Why::too_many) return who.error();
    if (!who || *who != request.account())
        return base::Refusal{base::Why::invalid, "This is not your password.", {{"current", "ERR_INVALID", "This is not your password."}}};
    return std::nullopt;
}

void let_in(http::Response& response, SignedIn const& session) {
    // The server ends a session that is not used; the cookie only has to last longer than that.
    http::set_cookie(response, {.name = std::string(session_cookie), .value = session.token, .seconds = 400 * 24 * 3600});
    http::set_cookie(response, {.name = "csrf_anonymous", .value = "", .seconds = -1});
}

void let_out(http::Response& response) {
    http::set_cookie(response, {.name = std::string(session_cookie), .value = "", .seconds = -1});
    response.with("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
}

http::Response narrow_page(http::Request const& request, db::Read& read, std::string title, html::Safe main, base::Refusal const* refusal, std::string described) {
    html::Words words(request.locale);
    html::Page page;
    page.title = std::move(title);
    page.index = !described.empty();
    page.description = std::move(described);
    page.main = words.fill(pages::Narrow{.summary = html::summary(words, refusal), .content = main});
    if (refusal) page.status = refusal->why == base::Why::unauthorized ? 422 : http::status_of(refusal->why);
    auto response = html::page(request, read, std::move(page));
    if (refusal && refusal->retry_after_seconds) response.with("Retry-After", std::to_string(refusal->retry_after_seconds));
    return response;
}

void add_pages(http::Router::Section pages) {
    add_sign_up_pages(pages);
    add_sign_in_pages(pages);
    add_second_step_pages(pages);
    add_reset_pages(pages);
    add_profile_settings(pages);
    add_account_settings(pages);
    add_language_page(pages);
    add_security_settings(pages);
    add_invitation_pages(pages);
    add_acting_pages(pages);
    add_posting_settings(pages);
    add_session_settings(pages);
    add_moving_settings(pages);
    add_data_settings(pages);
    add_about_page(pages);
}

}  // namespace accounts
