// What this server is and what it can do, in the two versions that apps ask for.
#include "base/settings.hpp"
#include "html/html.hpp"
#include "mastodon/admin.hpp"
#include "mastodon/figures.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/translation.hpp"
#include "push/push.hpp"
#include "push/push.hpp"

namespace mastodon {

namespace {

using base::Json;

// Apps compare the first number with Mastodon's versions. A suffix like +salve.1 makes Mastodon.py refuse every call.
constexpr std::string_view version = "4.3.0 (compatible; Salve " SALVE_VERSION ")";
constexpr int api_version = 7;  // with quotes and who may make them
constexpr int characters_of_a_link = 23;
constexpr int most_pinned = 5, most_featured_tags = 10;

std::string streaming_address() {
    auto const& site = base::site_url();
    return "ws" + site.substr(std::string_view("http").size());
}

void write_configuration(Json& out) {
    out.pair("max_characters", posts::longest()).pair("max_media_attachments", media::most_attachments).pair("characters_reserved_per_url", characters_of_a_link);
    out.key("supported_mime_types").array().value("text/plain").end();
}

// Zero is what keeps apps from offering what is not there.
void write_limits(Json& out) {
    out.key("accounts").object().pair("max_featured_tags", most_featured_tags).pair("max_pinned_statuses", most_pinned).pair("max_profile_fields", accounts::most_fields);
    out.pair("max_display_name_length", accounts::longest_display_name).pair("max_note_length", accounts::longest_note);
    out.pair("profile_field_name_limit", accounts::longest_field).pair("profile_field_value_limit", accounts::longest_field).end();
    write_configuration(out.key("statuses").object());
    out.end();
    out.key("media_attachments").object().key("supported_mime_types").array();
    for (auto const& type : media::types_taken()) out.value(type);
    out.end().pair("description_limit", media::longest_description).pair("image_size_limit", media::largest_image());
    out.pair("image_matrix_limit", media::most_pixels_attached).pair("video_size_limit", media::takes_video() ? media::largest_video() : 0);
    out.pair("video_frame_rate_limit", media::most_frames_per_second).pair("video_matrix_limit", media::most_video_pixels).end();
    out.key("polls").object().pair("max_options", polls::most_options()).pair("max_characters_per_option", polls::longest_option);
    out.pair("min_expiration", polls::shortest_seconds).pair("max_expiration", polls::longest_seconds).end();
}

void write_languages(Json& out) {
    out.key("languages").array();
    for (auto const& locale : html::locales()) out.value(locale);
    out.end();
}

void write_icons(Json& out) {
    out.key("icon").array();
    out.object().pair("src", absolute(html::asset("icon.svg"))).pair("size", "512x512").end().end();  // drawn, so that any size is right
}

std::string picture() { return absolute(html::asset("landscape-wide.webp")); }

void write_rules(Json& out, db::Read& read) {
    out.key("rules").array();
    for (auto const& rule : moderation::rules(read)) write(out, rule);
    out.end();
}

// The administrator who has been here longest answers for the server.
void write_contact_account(Json& out, db::Read& read) {
    auto staff = accounts::admin_list(read, {.status = accounts::Listing::Status::active, .role = http::Role::admin}, {});
    staff.empty() ? out.null() : out.raw(account_json(staff.back()));
}

std::string contact_email() { return accounts::contact().find('@') != std::string::npos ? accounts::contact() : std::string{}; }

Answer first_version(Context& context, Request const&, db::Read& read) {
    Json out;
    out.object().pair("uri", base::site_domain()).pair("title", base::site_name()).pair("short_description", base::site_about());
    out.pair("description", base::site_about()).pair("email", contact_email()).pair("version", version);
    out.key("urls").object().pair("streaming_api", streaming_address()).end();
    out.key("stats").object().pair("user_count", accounts::members(read)).pair("status_count", accounts::posts_of_members(read)).pair("domain_count", context.figures->domains(read)).end();
    out.pair("thumbnail", picture());
    write_languages(out);
    out.pair("registrations", accounts::sign_up_open()).pair("approval_required", accounts::approval());
    out.pair("invites_enabled", accounts::who_invites() != "nobody");
    out.key("configuration").object();
    write_limits(out);
    out.end();
    write_contact_account(out.key("contact_account"), read);
    write_rules(out, read);
    out.end();
    return http::json(out.take());
}

Answer second_version(Context& context, Request const&, db::Read& read) {
    Json out;
    out.object().pair("domain", base::site_domain()).pair("title", base::site_name()).pair("version", version);
    out.pair("source_url", "").pair("description", base::site_about());
    out.key("usage").object().key("users").object().pair("active_month", context.figures->active_in_month(read)).end().end();
    out.key("thumbnail").object().pair("url", picture()).key("blurhash").null().pair("description", "");
    out.key("versions").object().pair("@1x", picture()).pair("@2x", picture()).end().end();
    write_icons(out);
    write_languages(out);
    out.key("configuration").object();
    out.key("urls").object().pair("streaming", streaming_address()).pair("about", base::site_url() + "/about");
    out.key("privacy_policy").null().key("terms_of_service").null().end();
    out.key("vapid").object().pair("public_key", push::server_key()).end();
    write_limits(out);
    out.key("translation").object().pair("enabled", translates()).end().pair("limited_federation", false).end();
    out.key("registrations").object().pair("enabled", accounts::sign_up_open()).pair("approval_required", accounts::approval());
    out.pair("reason_required", accounts::approval()).pair("min_age", accounts::youngest).key("message").null();
    out.pair("url", base::site_url() + "/sign-up").end();
    out.key("api_versions").object().pair("mastodon", api_version).end();
    write_contact_account(out.key("contact").object().pair("email", contact_email()).key("account"), read);
    out.end();
    write_rules(out, read);
    out.end();
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

void add_instance_routes(Section api, Context& context) {
    auto with = [&context](Answer (*show)(Context&, Request const&, db::Read&)) {
        return [&context, show](Request const& request, db::Read& read) { return show(context, request, read); };
    };
    api.get("/api/v1/instance", Open::to_anyone, with(first_version)).says("This server, as older apps ask");
    api.get("/api/v2/instance", Open::to_anyone, with(second_version)).says("This server");
    api.plain("/api/v1/instance/languages", Open::to_anyone, languages).says("Languages that this server speaks");
}

}  // namespace mastodon
