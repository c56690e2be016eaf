// Describes routes as an OpenAPI 3.1 document, from what they say of themselves.
#include "base/json.hpp"
#include "http/router.hpp"
#include <algorithm>
#include <map>

namespace http {

namespace {

// "/users/:name" is /users/{name} there.
std::string template_of(std::string_view pattern, std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
        if (pattern[i] != ':' && pattern[i] != '*') {
            out += pattern[i++];
            continue;
        }
        auto end = std::min(pattern.find_first_of("/.", i), pattern.size());
        names.emplace_back(pattern.substr(i + 1, end - i - 1));
        out += "{" + names.back() + "}";
        i = end;
    }
    return out;
}

void write_parameter(base::Json& out, std::string_view name, std::string_view place, Route::Parameter const& parameter) {
    out.object().pair("name", name).pair("in", place).pair("required", parameter.required);
    if (!parameter.about.empty()) out.pair("description", parameter.about);
    out.key("schema").object().pair("type", parameter.type).end().end();
}

void write_body(base::Json& out, Route const& route) {
    out.key("requestBody").object().key("content").object();
    for (std::string_view type : {"application/json", "application/x-www-form-urlencoded"}) {
        out.key(type).object().key("schema").object().pair("type", "object").key("properties").object();
        for (auto const& each : route.takes) out.key(each.name).object().pair("type", each.type).pair("description", each.about).end();
        out.end().key("required").array();
        for (auto const& each : route.takes)
            if (each.required) out.value(each.name);
        out.end().end().end();
    }
    out.end().end();
}

void write_operation(base::Json& out, Route const& route, std::vector<std::string> const& in_path) {
    auto method = route.method;
    std::ranges::transform(method, method.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    out.key(method).object().pair("summary", route.summary).key("parameters").array();
    for (auto const& name : in_path) write_parameter(out, name, "path", {.name = name, .type = "string", .about = "", .required = true});
    if (!route.writer)
        for (auto const& each : route.takes) write_parameter(out, each.name, "query", each);
    out.end();
    if (route.writer && !route.takes.empty()) write_body(out, route);
    out.key("security").array();
    if (route.access.open == Open::to_anyone) out.object().end();
    out.object().key("oauth").array();
    if (!route.access.scope.empty()) out.value(route.access.scope);
    out.end().end().end();
    out.key("responses").object().key("200").object().pair("description", "Done").end();
    out.key("default").object().pair("description", "Refused: {\"error\", \"details\"}").end().end().end();
}

}  // namespace

std::string openapi(Router const& router, std::string_view prefix, std::string_view title, std::string_view version) {
    std::map<std::string, std::vector<Route const*>> paths;
    std::map<std::string, std::vector<std::string>> names;
    for (auto const* route : router.all()) {
        if (!std::string_view(route->pattern).starts_with(prefix)) continue;
        std::vector<std::string> in_path;
        auto path = template_of(route->pattern, in_path);
        names[path] = std::move(in_path);
        paths[path].push_back(route);
    }
    base::Json out;
    out.object().pair("openapi", "3.1.0");
    out.key("info").object().pair("title", title).pair("version", version).end();
    out.key("components").object().key("securitySchemes").object().key("oauth").object();
    out.pair("type", "http").pair("scheme", "bearer").end().end().end();
    out.key("paths").object();
    for (auto const& [path, routes] : paths) {
        out.key(path).object();
        for (auto const* route : routes) write_operation(out, *route, names[path]);
        out.end();
    }
    out.end().end();
    return out.take();
}

}  // namespace http
