// How an app introduces itself. Everything after that is OAuth's: see accounts.
#include "base/text.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

constexpr std::string_view white_space = " \t\r\n";

// One address a line, or separated by spaces, or a list.
std::vector<std::string> addresses_in(Request const& request) {
    std::vector<std::string> addresses;
    for (auto const& given : request.fields.list("redirect_uris")) {
        std::string_view rest = given;
        while (!rest.empty()) {
            auto end = rest.find_first_of(white_space);
            auto address = rest.substr(0, end);
            rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
            if (!address.empty()) addresses.emplace_back(address);
        }
    }
    return addresses;
}

void write_words(base::Json& out, std::string_view name, std::string_view text) {
    out.key(name).array();
    for (auto word : base::split(text, ' '))
        if (!word.empty()) out.value(word);
    out.end();
}

void write_registered(base::Json& out, accounts::App const& app, bool with_secret) {
    std::string lines;
    for (auto const& address : app.redirect_uris) (lines += lines.empty() ? "" : "\n") += address;
    out.object().pair("id", std::to_string(app.id)).pair("name", app.name).key("website");
    app.website.empty() ? out.null() : out.value(app.website);
    write_words(out, "scopes", app.scopes);
    out.pair("redirect_uri", lines).key("redirect_uris").array();
    for (auto const& address : app.redirect_uris) out.value(address);
    out.end();
    if (with_secret) out.pair("client_id", app.client_id).pair("client_secret", app.client_secret).pair("client_secret_expires_at", 0);
    out.pair("vapid_key", "").end();
}

Answer register_app(Request const& request, db::Write& write) {
    accounts::App wanted;
    wanted.name = request.fields.text("client_name");
    wanted.website = request.fields.text("website");
    wanted.redirect_uris = addresses_in(request);
    wanted.scopes = request.fields.text("scopes");
    if (wanted.scopes.empty()) wanted.scopes = "read";
    auto app = TRY(accounts::register_app(write, wanted));
    base::Json out;
    write_registered(out, app, true);
    return http::json(out.take());
}

Answer verify(Request const& request, db::Read& read) {
    auto app = accounts::find_app(read, request.person->app);
    // A token made by command has no app; its holder is told so in the same shape.
    if (!app && request.person->app == 0) app = accounts::App{.name = "Command line", .scopes = request.person->scopes};
    if (!app) return base::refuse(Why::unauthorized, "The access token is invalid");
    base::Json out;
    write_registered(out, *app, false);
    return http::json(out.take());
}

}  // namespace

void add_app_routes(Section api, Context&) {
    api.post("/api/v1/apps", Open::to_anyone, register_app)
        .without_csrf()
        .limited({"apps", 100, 300})
        .says("Registers an app")
        .takes_field("client_name", "string", "What the app is called", true)
        .takes_field("redirect_uris", "string", "Where people return to after they allowed the app", true)
        .takes_field("scopes", "string", "What the app may ever ask for")
        .takes_field("website", "string", "The app's own page");
    api.get("/api/v1/apps/verify_credentials", Open::to_apps, verify).says("The app that a token belongs to");
}

}  // namespace mastodon
