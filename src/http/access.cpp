// Who may call a route, and whether a form was truly sent from one of our own pages.
#include "base/settings.hpp"
#include "http/answering.hpp"
#include <algorithm>

namespace http {

namespace {

using base::Refusal;
using base::Why;

std::optional<Refusal> refuse_person(Route const& route, Request const& request) {
    auto access = route.access;
    if (!request.person) {
        if (access.open == Open::to_anyone) return std::nullopt;
        bool tried = !request.header("authorization").empty();
        return Refusal{Why::unauthorized, tried ? "The access token is invalid" : "Please sign in first.", {}};
    }
    auto const& person = *request.person;
    if (!person.by_session) {
        bool open = access.open == Open::to_anyone || access.open == Open::to_apps;
        // A route that names no scope was never meant for apps, unless anyone or any app may call it.
        bool within = access.scope.empty() ? open : person.may(access.scope);
        if (!within) return Refusal{Why::forbidden, "This action is outside the authorized scopes", {}};
    }
    if (access.open == Open::to_anyone || access.open == Open::to_apps) return std::nullopt;
    if (!person.account) return Refusal{Why::invalid, "This method requires an authenticated user", {}};
    if (!person.barred.empty() && !route.takes_barred) return Refusal{Why::forbidden, person.barred, {}};
    if (access.open == Open::to_admins && person.role != Role::admin) return Refusal{Why::forbidden, "This action is not allowed", {}};
    if (access.open == Open::to_moderators && person.role == Role::member) return Refusal{Why::forbidden, "This action is not allowed", {}};
    return std::nullopt;
}

// As long as the text, whatever it holds: a comparison that stops early tells how much was right.
bool same(std::string_view one, std::string_view other) {
    if (one.size() != other.size() || one.empty()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i) difference |= static_cast<unsigned char>(one[i] ^ other[i]);
    return difference == 0;
}

bool from_our_pages(Request const& request) {
    auto site = request.header("sec-fetch-site");
    if (!site.empty()) return site == "same-origin" || site == "none";
    auto origin = request.header("origin");
    if (origin.empty() || origin == base::site_url()) return true;  // older browsers send none: the token decides
    auto host = origin.find("://");
    return host != origin.npos && origin.substr(host + 3) == request.header("host");
}

std::optional<Refusal> refuse_forgery(Route const& route, Request const& request) {
    // Browsers open a WebSocket to any site and send that site's cookies along.
    if (!request.header("upgrade").empty() && request.person && request.person->by_session && !from_our_pages(request))
        return Refusal{Why::forbidden, "This action is not allowed", {}};
    if (is_safe(request.method) || route.csrf_free) return std::nullopt;
    // No other site can make a browser send an Authorization header of its choice.
    bool by_token = request.person ? !request.person->by_session : !request.header("authorization").empty();
    if (by_token) return std::nullopt;
    auto sent = request.fields.text("csrf");
    if (sent.empty()) sent = request.header("x-csrf-token");
    auto expected = request.person ? std::string_view(request.person->csrf) : request.cookie("csrf_anonymous");
    if (!from_our_pages(request) || !same(sent, expected))
        return Refusal{Why::forbidden, "This form is no longer valid. Please open the page again.", {}};
    return std::nullopt;
}

}  // namespace

std::optional<Response> refuse_entry(Route const& route, Request const& request) {
    auto refusal = refuse_person(route, request);
    if (!refusal) refusal = refuse_forgery(route, request);
    if (!refusal) return std::nullopt;
    return refused(route.refuse, request, *refusal);
}

}  // namespace http
