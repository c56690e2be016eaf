// Settings: where one is signed in, and which apps have access.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"
#include "accounts/permissions.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request;

html::Safe session_rows(Request const& request, db::Read& read, html::Words const& words) {
    html::Safe rows;
    for (auto const& session : sessions(read, request.account())) {
        bool here = session.id == request.person->grant;
        auto action = here ? std::string("/sign-out") : "/settings/sessions/" + std::to_string(session.id) + "/end";
        words.fill(rows, pages::SettingsSession{.browser = session.browser, .here = here, .since = words.date(session.created_at),
                                                .used = html::time_tag(words, here ? read.now : session.used_at, read.now), .action = action,
                                                .csrf = html::csrf_field(request)});
    }
    return rows;
}

html::Safe app_rows(Request const& request, db::Read& read, html::Words const& words) {
    html::Safe rows;
    for (auto const& access : apps_with_access(read, request.account()))
        words.fill(rows, pages::SettingsApp{.name = access.app.name, .since = words.date(access.created_at), .used = html::time_tag(words, access.used_at, read.now),
                                            .permissions = permissions_in_words(words, access.scopes), .id = access.app.id, .csrf = html::csrf_field(request)});
    return rows;
}

Answer show(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto main = words.fill(pages::SettingsSessions{.sessions = session_rows(request, read, words), .apps = app_rows(request, read, words)});
    return settings_page(request, read, "/settings/sessions", std::move(main));
}

Answer end_one(Request const& request, db::Write& write) {
    auto session = base::parse_id(request.parameters.text("session"));
    if (!session) return base::refuse(base::Why::not_found, "This session has ended already.");
    TRY(end_session(write, request.account(), *session));
    return http::redirect("/settings/sessions?saved=1");
}

Answer end_app(Request const& request, db::Write& write) {
    auto app = base::parse_id(request.parameters.text("app"));
    if (!app) return base::refuse(base::Why::not_found, "This app has no access already.");
    TRY(end_access(write, request.account(), *app));
    return http::redirect("/settings/sessions?saved=1");
}

}  // namespace

void add_session_settings(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/sessions", Open::to_members, show).says("Signed-in browsers and apps with access");
    pages.post("/settings/sessions/:session/end", Open::to_members, end_one).says("Signs another browser out");
    pages.post("/settings/apps/:app/end", Open::to_members, end_app).says("Ends an app's access");
}

}  // namespace accounts
