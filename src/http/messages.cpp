// Small accessors of requests and makers of responses.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "base/json.hpp"
#include "http/router.hpp"
#include "http/smart_scopes.hpp"
#include <algorithm>

namespace http {

namespace {

std::string_view find_in(std::vector<std::pair<std::string, std::string>> const& pairs, std::string_view name) {
    for (auto const& [known, value] : pairs)
        if (known == name) return value;
    return {};
}

// "read" covers "read:statuses"; Mastodon's old "follow" covers what it was split into.
bool covers(std::string_view granted, std::string_view wanted) {
    if (granted == wanted) return true;
    if (wanted.size() > granted.size() && wanted.starts_with(granted) && wanted[granted.size()] == ':') return true;
    if (wanted.contains('/')) {
        auto const asked = smart_scope(wanted), given = smart_scope(granted);
        return asked && given && covers(*given, *asked);
    }
    if (granted != "follow") return false;
    for (std::string_view part : {"read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes"})
        if (wanted == part) return true;
    return false;
}

}  // namespace

bool Person::may(std::string_view scope) const {
    if (by_session) return true;
    std::string_view rest = scopes;
    while (!rest.empty()) {
        auto granted = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), granted.size() + 1));
        if (!granted.empty() && covers(granted, scope)) return true;
    }
    return false;
}

std::string_view Request::header(std::string_view name) const { return find_in(headers, name); }
std::string_view Request::cookie(std::string_view name) const { return find_in(cookies, name); }

Upload const* Request::upload(std::string_view field) const {
    auto found = std::ranges::find(uploads, field, &Upload::field);
    return found == uploads.end() ? nullptr : &*found;
}

bool Request::wants_fragment() const {
    auto accept = header("accept");
    return accept.find("text/html;fragment=1") != accept.npos || accept.find("text/html; fragment=1") != accept.npos;
}

Response json(std::string body, int status) { return {.status = status, .type = "application/json; charset=utf-8", .body = std::move(body)}; }
Response html(std::string body, int status) { return {.status = status, .body = std::move(body)}; }
Response text(std::string body, int status) { return {.status = status, .type = "text/plain; charset=utf-8", .body = std::move(body)}; }

Response redirect(std::string location, int status) {
    Response response{.status = status, .type = {}};
    // A line break in an address would let a person write headers.
    std::erase_if(location, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    return response.with("Location", std::move(location));
}

void set_cookie(Response& response, Cookie const& cookie) {
    auto text = cookie.name + "=" + cookie.value + "; Path=/; SameSite=Lax";
    if (cookie.seconds != 0) text += "; Max-Age=" + std::to_string(std::max<std::int64_t>(cookie.seconds, 0));
    if (!cookie.script_may_read) text += "; HttpOnly";
    if (base::site_is_secure()) text += "; Secure";
    response.with("Set-Cookie", std::move(text));
}

int status_of(base::Why why) {
    switch (why) {
    case base::Why::invalid: return 422;
    case base::Why::unauthorized: return 401;
    case base::Why::forbidden: return 403;
    case base::Why::not_found: return 404;
    case base::Why::conflict: return 409;
    case base::Why::gone: return 410;
    case base::Why::too_large: return 413;
    case base::Why::too_many: return 429;
    case base::Why::unavailable: return 503;
    }
    return 500;
}

Response refuse_as_json(Request const&, base::Refusal const& refusal, int status) {
    base::Json out;
    out.object().pair("error", refusal.message);
    if (!refusal.fields.empty()) {
        out.key("details").object();
        std::vector<std::string_view> told;
        for (auto const& field : refusal.fields) {
            if (std::ranges::find(told, field.field) != told.end()) continue;
            told.push_back(field.field);
            out.key(field.field).array();
            for (auto const& each : refusal.fields)
                if (each.field == field.field)
                    out.object().pair("error", each.code).pair("description", each.message).end();
            out.end();
        }
        out.end();
    }
    out.end();
    return json(out.take(), status);
}

}  // namespace http
