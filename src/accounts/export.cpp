// Everything about one person in one document; each capability brings its part.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/passkeys.hpp"
#include "accounts/queries.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace accounts {

namespace {

struct Part { std::string file; ExportPart write; };

std::vector<Part>& parts() {
    static std::vector<Part> all;  // filled while the site starts, constant afterwards
    return all;
}

void moment(base::Json& out, std::string_view name, base::Time time) {
    out.key(name);
    if (time) out.value(base::iso8601(time));
    else out.null();
}

std::string profile_part(db::Read& read, AccountId id) {
    auto account = *find(read, id);
    base::Json out;
    out.object().pair("id", id.text()).pair("username", account.username).pair("address", account.url());
    out.pair("kind", text_of(account.kind)).pair("role", text_of(account.role)).pair("name", account.name).pair("note", account.note);
    out.pair("avatar", account.avatar).pair("header", account.header).pair("language", account.language);
    out.pair("locked", account.locked).pair("discoverable", account.discoverable).pair("indexable", account.indexable).pair("hide_collections", account.hide_collections);
    out.pair("followers", account.followers).pair("following", account.following).pair("posts", account.posts);
    moment(out, "created_at", account.created_at);
    moment(out, "last_post_at", account.last_post_at);
    moment(out, "suspended_at", account.suspended_at);
    moment(out, "silenced_at", account.silenced_at);
    moment(out, "sensitized_at", account.sensitized_at);
    moment(out, "disabled_at", account.disabled_at);
    out.pair("pending", account.pending);
    out.pair("moved_to", account.moved_to.text()).key("also_known_as").array();
    for (auto const& alias : aliases(read, id)) out.value(alias.uri());
    out.end().key("fields").array();
    for (auto const& field : account.fields) out.object().pair("name", field.name).pair("value", field.value).end();
    out.end().end();
    return out.take();
}

std::string sign_in_part(db::Read& read, AccountId id) {
    base::Json out;
    out.object();
    read.each(sql::login_by_account, {id}, [&](db::Row const& row) {
        out.pair("email", row.view(3)).pair("age", row.view(4));
        moment(out, "confirmed_at", row.integer(2));
        out.pair("reason", row.view(5)).pair("invited_by", std::to_string(row.integer(6)));
    });
    out.key("invitations").array();
    for (auto const& each : invitations(read, id)) {
        out.object().pair("address", each.address()).pair("uses", each.uses).pair("most_uses", each.most_uses);
        moment(out, "created_at", each.created_at);
        moment(out, "expires_at", each.expires_at);
        out.end();
    }
    out.end().key("addresses").array();
    read.each(sql::addresses_of, {id}, [&](db::Row const& row) {
        out.object().pair("address", row.view(0)).pair("at_sign_up", row.boolean(1));
        moment(out, "used_at", row.integer(2));
        out.end();
    });
    out.end();
    out.key("sessions").array();
    for (auto const& session : sessions(read, id)) {
        out.object().pair("browser", session.browser);
        moment(out, "created_at", session.created_at);
        moment(out, "used_at", session.used_at);
        out.end();
    }
    auto factor = second_factor(read, id);
    out.end().key("second_step").object();
    moment(out, "authenticator_app_since", factor.app_since);
    moment(out, "codes_by_mail_since", factor.email_since);
    out.pair("recovery_codes", factor.recovery_codes).end().key("passkeys").array();
    for (auto const& each : passkeys(read, id)) {
        out.object().pair("name", each.name);
        moment(out, "created_at", each.created_at);
        moment(out, "used_at", each.used_at);
        out.end();
    }
    out.end().key("apps").array();
    for (auto const& access : apps_with_access(read, id)) {
        out.object().pair("name", access.app.name).pair("website", access.app.website).pair("scopes", access.scopes);
        moment(out, "created_at", access.created_at);
        moment(out, "used_at", access.used_at);
        out.end();
    }
    out.end().end();
    return out.take();
}

std::string preferences_part(db::Read& read, AccountId id) {
    auto now = preferences(read, id);
    base::Json out;
    out.object().pair("visibility", now.visibility).pair("sensitive", now.sensitive).pair("language", now.language);
    out.pair("quote_policy", now.quote_policy).pair("expand_media", now.expand_media).pair("expand_spoilers", now.expand_spoilers);
    auto where = place(read, id);
    out.pair("autoplay", now.autoplay).pair("time_zone", where.zone).pair("region", where.region).end();
    return out.take();
}

}  // namespace

void add_to_export(std::string file, ExportPart write) { parts().push_back({std::move(file), std::move(write)}); }

std::string export_all(db::Read& read, AccountId id) {
    base::Json out;
    out.object().pair("server", base::site_url()).pair("exported_at", base::iso8601(read.now));
    out.key("profile.json").raw(profile_part(read, id)).key("sign_in.json").raw(sign_in_part(read, id));
    out.key("preferences.json").raw(preferences_part(read, id));
    for (auto const& part : parts()) out.key(part.file).raw(part.write(read, id));
    out.end();
    return out.take();
}

}  // namespace accounts
