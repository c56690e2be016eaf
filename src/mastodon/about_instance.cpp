// More about this server: its words, its weeks, the servers it knows.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "html/template.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/figures.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using base::Json;

base::Setting<std::string> privacy_policy{"server.privacy_policy", "", "What this server does with personal data, for apps that show it: paragraphs of plain text, separated by empty lines."};
base::Setting<std::string> terms{"server.terms_of_service", "", "The terms of service, for apps that show them: paragraphs of plain text, separated by empty lines."};

std::string paragraphs(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto end = text.find("\n\n");
        auto part = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 2);
        if (part.find_first_not_of(" \n") == part.npos) continue;
        out += "<p>";
        html::escape(out, part);
        out += "</p>";
    }
    return out;
}

// Settings change with a restart only.
Response words(std::string_view text, base::Time since) {
    Json out;
    out.object().pair("updated_at", base::iso8601(since)).pair("content", paragraphs(text)).end();
    return http::json(out.take());
}

Answer activity(Context& context, Request const&, db::Read& read) {
    Json out;
    out.array();
    for (auto const& week : context.figures->weeks(read)) {
        out.object().pair("week", std::to_string(week.begins / base::second)).pair("statuses", std::to_string(week.posts));
        out.pair("logins", std::to_string(week.people)).pair("registrations", std::to_string(week.sign_ups)).end();
    }
    out.end();
    return http::json(out.take());
}

Answer peers(Context& context, Request const&, db::Read& read) {
    Json out;
    out.array();
    for (auto const& name : context.figures->peers(read)) out.value(name);
    out.end();
    return http::json(out.take());
}

}  // namespace

void add_about_instance_routes(Section api, Context& context) {
    auto with = [&context](Answer (*show)(Context&, Request const&, db::Read&)) {
        return [&context, show](Request const& request, db::Read& read) { return show(context, request, read); };
    };
    auto since = base::clock_now();
    api.plain("/api/v1/instance/extended_description", Open::to_anyone, [since](Request const&) -> Answer { return words(base::site_about(), since); })
        .says("More about this server");
    api.plain("/api/v1/instance/privacy_policy", Open::to_anyone, [since](Request const&) -> Answer { return words(privacy_policy(), since); })
        .says("What this server does with personal data");
    api.plain("/api/v1/instance/terms_of_service", Open::to_anyone, [since](Request const&) -> Answer {
        if (terms().empty()) return not_found();
        return words(terms(), since);
    }).says("What people agree to");
    api.get("/api/v1/instance/activity", Open::to_anyone, with(activity)).says("Posts, people and sign-ups by weeks");
    api.get("/api/v1/instance/peers", Open::to_anyone, with(peers)).says("Other servers that this one knows");
}

}  // namespace mastodon
