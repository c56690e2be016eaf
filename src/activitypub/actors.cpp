// Actors: people, organizations, groups and services of this server, and the server itself.
#include "activitypub/vocabulary.hpp"
#include "base/time.hpp"

namespace activitypub {

using base::Json;

namespace {

std::string_view type_of(accounts::Kind kind) {
    switch (kind) {
        case accounts::Kind::organization: return "Organization";
        case accounts::Kind::group: return "Group";
        case accounts::Kind::service: return "Service";
        case accounts::Kind::person:
        case accounts::Kind::professional: break;
    }
    return "Person";
}

void write_key(Json& out, std::string const& actor, std::string_view public_pem) {
    out.key("publicKey").object().pair("id", actor + "#main-key").pair("owner", actor).pair("publicKeyPem", public_pem).end();
}

void write_picture(Json& out, std::string_view name, std::string const& address) {
    if (address.empty()) return;
    out.key(name).object().pair("type", "Image").pair("mediaType", media_type_of(address)).pair("url", absolute(address)).end();
}

void write_collections(Json& out, std::string const& uri) {
    for (auto const& [name, path] : {std::pair("inbox", "/inbox"), std::pair("outbox", "/outbox"), std::pair("followers", "/followers"), std::pair("following", "/following"),
                                     std::pair("featured", "/collections/featured"), std::pair("featuredTags", "/collections/tags")})
        out.pair(name, uri + path);
    out.key("endpoints").object().pair("sharedInbox", base::site_url() + "/inbox").end();
}

void write_fields(Json& out, accounts::Account const& account) {
    out.key("attachment").array();
    for (auto const& field : account.fields)
        out.object().pair("type", "PropertyValue").pair("name", field.name).pair("value", accounts::value_html(account, field).markup).end();
    out.end();
}

void write_moves(Json& out, db::Read& read, accounts::Account const& account) {
    if (auto aliases = accounts::aliases(read, account.id); !aliases.empty()) {
        out.key("alsoKnownAs").array();
        for (auto const& alias : aliases) out.value(alias.uri());
        out.end();
    }
    auto to = account.moved_to ? accounts::find(read, account.moved_to) : std::nullopt;
    if (to && !to->hidden()) out.pair("movedTo", to->uri());
}

// Without @context: an Update carries it as its object.
void write_actor(Json& out, db::Read& read, accounts::Account const& account, std::string_view public_pem) {
    auto uri = account.uri();
    out.pair("id", uri).pair("type", type_of(account.kind)).pair("preferredUsername", account.username).pair("name", account.name);
    out.pair("summary", accounts::note_html(account).markup).pair("url", account.url()).pair("published", base::iso8601(account.created_at).substr(0, 10) + "T00:00:00Z");
    out.pair("manuallyApprovesFollowers", account.locked).pair("discoverable", account.discoverable).pair("indexable", account.indexable);
    write_collections(out, uri);
    write_key(out, uri, public_pem);
    write_moves(out, read, account);
    write_fields(out, account);
    write_picture(out, "icon", account.avatar);
    write_picture(out, "image", account.header);
    std::vector<std::string_view> texts{account.name, account.note};
    for (auto const& field : account.fields) texts.insert(texts.end(), {field.name, field.value});
    out.key("tag").array();
    write_emojis(out, read, texts);
    out.end();
}

}  // namespace

std::string actor_document(db::Read& read, accounts::Account const& account, std::string_view public_pem) {
    Json out;
    out.object().key("@context").raw(actor_context);
    write_actor(out, read, account, public_pem);
    return out.end().take();
}

std::string actor_update_of(db::Read& read, accounts::Account const& account, std::string_view public_pem) {
    Json inner;
    inner.object();
    write_actor(inner, read, account, public_pem);
    auto object = inner.end().take();
    Json out;
    out.object().key("@context").raw(actor_context).pair("id", account.uri() + "#updates/" + std::to_string(read.now)).pair("type", "Update").pair("actor", account.uri());
    write_addressing(out, {{std::string(everyone)}, {account.uri() + "/followers"}});
    return out.key("object").raw(object).end().take();
}

std::string server_actor_uri() { return base::site_url() + "/actor"; }

std::string server_actor_document(std::string_view public_pem) {
    auto uri = server_actor_uri();
    Json out;
    out.object().key("@context").raw(actor_context).pair("id", uri).pair("type", "Application").pair("preferredUsername", base::site_domain());
    out.pair("name", base::site_name()).pair("summary", base::site_about()).pair("url", base::site_url() + "/about").pair("manuallyApprovesFollowers", true);
    out.pair("inbox", base::site_url() + "/inbox").pair("outbox", uri + "/outbox");
    out.key("endpoints").object().pair("sharedInbox", base::site_url() + "/inbox").end();
    write_key(out, uri, public_pem);
    return out.end().take();
}

}  // namespace activitypub
