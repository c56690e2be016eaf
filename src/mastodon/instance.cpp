// What this server is and what it can do, in the two versions that apps ask for.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "html/html.hpp"
#include "html/template.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using base::Json;

// Apps compare the first number with Mastodon's versions. A suffix like +salve.1 makes Mastodon.py refuse every call.
constexpr std::string_view version = "4.3.0 (compatible; Salve " SALVE_VERSION ")";
constexpr int characters_of_a_link = 23;
constexpr int most_pinned = 5;

std::string streaming_address() {
    auto const& site = base::site_url();
    return "ws" + site.substr(std::string_view("http").size());
}

void write_configuration(Json& out) {
    out.pair("max_characters", posts::longest()).pair("max_media_attachments", 0).pair("characters_reserved_per_url", characters_of_a_link);
    out.key("supported_mime_types").array().value("text/plain").end();
}

// Pictures and polls come later; zero is what keeps apps from offering them.
void write_limits(Json& out) {
    out.key("accounts").object().pair("max_featured_tags", 0).pair("max_pinned_statuses", most_pinned).pair("max_profile_fields", 8).end();
    write_configuration(out.key("statuses").object());
    out.end();
    out.key("media_attachments").object().key("supported_mime_types").array().end().pair("description_limit", 1500);
    out.pair("image_size_limit", 0).pair("image_matrix_limit", 0).pair("video_size_limit", 0).pair("video_frame_rate_limit", 0);
    out.pair("video_matrix_limit", 0).end();
    out.key("polls").object().pair("max_options", 0).pair("max_characters_per_option", 0).pair("min_expiration", 300).pair("max_expiration", 2'629'746).end();
}

void write_languages(Json& out) {
    out.key("languages").array();
    for (auto const& locale : html::locales()) out.value(locale);
    out.end();
}

std::string picture() { return absolute(html::asset("landscape-wide.webp")); }

std::string paragraph(std::string_view text) {
    std::string out = "<p>";
    html::escape(out, text);
    return out += "</p>";
}

Answer first_version(Request const&, db::Read& read) {
    Json out;
    out.object().pair("uri", base::site_domain()).pair("title", base::site_name()).pair("short_description", base::site_about());
    out.pair("description", base::site_about()).pair("email", "").pair("version", version);
    out.key("urls").object().pair("streaming_api", streaming_address()).end();
    out.key("stats").object().pair("user_count", accounts::members(read)).pair("status_count", accounts::posts_of_members(read)).pair("domain_count", 1).end();
    out.pair("thumbnail", picture());
    write_languages(out);
    out.pair("registrations", accounts::sign_up_open()).pair("approval_required", false).pair("invites_enabled", false);
    out.key("configuration").object();
    write_limits(out);
    out.end().key("contact_account").null().key("rules").array().end().end();
    return http::json(out.take());
}

Answer second_version(Request const&, db::Read& read) {
    Json out;
    out.object().pair("domain", base::site_domain()).pair("title", base::site_name()).pair("version", version);
    out.pair("source_url", "").pair("description", base::site_about());
    out.key("usage").object().key("users").object().pair("active_month", accounts::members(read)).end().end();
    out.key("thumbnail").object().pair("url", picture()).key("blurhash").null().key("versions").object().end().end();
    out.key("icon").array().end();
    write_languages(out);
    out.key("configuration").object();
    out.key("urls").object().pair("streaming", streaming_address()).key("status").null().pair("about", base::site_url() + "/about").end();
    out.key("vapid").object().pair("public_key", "").end();
    write_limits(out);
    out.key("translation").object().pair("enabled", false).end().end();
    out.key("registrations").object().pair("enabled", accounts::sign_up_open()).pair("approval_required", false).key("message").null();
    out.pair("url", base::site_url() + "/sign-up").end();
    out.key("api_versions").object().pair("mastodon", 2).end();
    out.key("contact").object().pair("email", "").key("account").null().end();
    out.key("rules").array().end().end();
    return http::json(out.take());
}

Answer extended_description(Request const&, db::Read& read) {
    Json out;
    out.object().pair("updated_at", base::iso8601(read.now)).pair("content", paragraph(base::site_about())).end();
    return http::json(out.take());
}

Answer languages(Request const&) {
    Json out;
    out.array();
    for (auto const& locale : html::locales()) out.object().pair("code", locale).pair("name", locale).end();
    out.end();
    return http::json(out.take());
}

}  // namespace

void add_instance_routes(Section api, Context&) {
    api.get("/api/v1/instance", Open::to_anyone, first_version).says("This server, as older apps ask");
    api.get("/api/v2/instance", Open::to_anyone, second_version).says("This server");
    api.get("/api/v1/instance/extended_description", Open::to_anyone, extended_description).says("More about this server");
    api.plain("/api/v1/instance/languages", Open::to_anyone, languages).says("Languages that this server speaks");
}

}  // namespace mastodon
