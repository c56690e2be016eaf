// Takes a request from its address to a response. The only place that maps what went wrong to a status.
#include "http/answering.hpp"
#include "base/log.hpp"
#include <algorithm>

namespace http {

namespace {

Response answer_options(std::vector<std::string> const& methods) {
    std::string list;
    for (auto const& method : methods) (list += list.empty() ? "" : ", ") += method;
    return Response{.status = 204, .type = {}}.with("Allow", list).with("Access-Control-Allow-Methods", std::move(list));
}

Response from(Refuse const& refuse, Request const& request, Answer&& answer) {
    return answer ? std::move(*answer) : refused(refuse, request, answer.error());
}

}  // namespace

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

bool is_cross_origin_address(std::string_view path) {
    for (std::string_view prefix : {"/api/", "/.well-known/", "/nodeinfo/", "/fhir/"})
        if (path.starts_with(prefix)) return true;
    return path == "/oauth/token" || path == "/oauth/revoke" || path == "/oauth/userinfo";
}

Response refused(Refuse const& refuse, Request const& request, base::Refusal const& refusal) {
    auto response = refuse(request, refusal, status_of(refusal.why));
    if (refusal.retry_after_seconds > 0) response.with("Retry-After", std::to_string(refusal.retry_after_seconds));
    if (response.status == 401) response.with("WWW-Authenticate", "Bearer realm=\"Salve\"");
    return response;
}

Found find_route(Router const& router, Request& request) {
    auto match = router.find(request.method, request.path);
    if (match.route) {
        request.parameters = std::move(match.parameters);
        return {match.route, std::nullopt};
    }
    auto const& refuse = router.refusal_for(request.path);
    if (match.methods.empty()) return {nullptr, refused(refuse, request, {base::Why::not_found, "Record not found", {}})};
    if (request.method == "OPTIONS") return {nullptr, answer_options(match.methods)};
    // Not one of the reasons a rule may have, so it has no Why of its own.
    auto response = refuse(request, {base::Why::invalid, "This address does not take that method.", {}}, 405);
    auto allowed = answer_options(match.methods);
    return {nullptr, std::move(response.with("Allow", allowed.headers.front().second))};
}

std::optional<Response> answer_from_memory(Route const& route, Request const& request) {
    if (route.quick)
        if (auto response = route.quick(request)) return response;
    if (route.plain) return from(route.refuse, request, route.plain(request));
    return std::nullopt;
}

std::optional<Response> answer_before(Route const& route, Request& request, db::Read& read) {
    if (!route.before) return std::nullopt;
    request.prepared.clear();  // of a run that a conflict ended
    auto done = route.before(request, read);
    if (done) return std::nullopt;
    return refused(route.refuse, request, done.error());
}

std::optional<Response> answer_aside(Route const& route, Request& request) {
    if (!route.aside) return std::nullopt;
    auto done = route.aside(request);
    if (done) return std::nullopt;
    return refused(route.refuse, request, done.error());
}

Response answer_by_reading(Route const& route, Request const& request, db::Read& read) {
    if (!route.reader) throw std::logic_error("route has nothing to answer with: " + route.pattern);
    return from(route.refuse, request, route.reader(request, read));
}

Changed answer_by_writing(Route const& route, Request const& request, db::Write& write) {
    auto answer = route.writer(request, write);
    bool keep = answer && (answer->status < 400 || answer->keeps_change);
    return {from(route.refuse, request, std::move(answer)), keep};
}

Response answer_broken(Refuse const& refuse, Request const& request, std::exception_ptr what) {
    int status = 500;
    base::Refusal refusal{base::Why::unavailable, "Something went wrong here. It has been noted.", {}};
    std::string detail = "unknown";
    try {
        std::rethrow_exception(what);
    } catch (db::Broken const& broken) {
        detail = broken.what();
        if (broken.kind == db::Broken::Kind::full) {
            status = 507;
            refusal.message = "The server has no room left. Nothing was saved.";
        } else if (broken.kind == db::Broken::Kind::deadline || broken.kind == db::Broken::Kind::busy) {
            status = 503;
            refusal.message = "The server is very busy. Please try again.";
            refusal.retry_after_seconds = 5;
        }
    } catch (std::exception const& error) {
        detail = error.what();
    } catch (...) {
    }
    base::log(base::Level::error, "request_broken", {{"id", std::string_view(request.id)}, {"status", std::int64_t{status}}, {"detail", std::string_view(detail)}});
    Response response;
    try {
        response = refuse(request, refusal, status);
    } catch (...) {
        response = text(refusal.message, status);  // a page that cannot even be refused must not end the loop
    }
    if (status == 503) response.with("Retry-After", "5");
    return response;
}

Response answer(Router const& router, db::Database& database, Request request) {
    bool head = request.method == "HEAD";
    auto [route, instead] = find_route(router, request);
    if (head) request.method = "GET";
    auto response = [&]() -> Response {
        if (instead) return std::move(*instead);
        if (auto refusal = refuse_entry(*route, request)) return std::move(*refusal);
        std::optional<Response> made;
        try {
            made = answer_from_memory(*route, request);
            if (!made && route->before) database.wait_read([&](db::Read& read) { made = answer_before(*route, request, read); });
            if (!made) made = answer_aside(*route, request);
            if (!made && route->writer) {
                database.wait_write([&](db::Write& write) {
                    auto changed = answer_by_writing(*route, request, write);
                    made = std::move(changed.response);
                    return changed.keep;
                });
            } else if (!made) {
                database.wait_read([&](db::Read& read) { made = answer_by_reading(*route, request, read); });
            }
        } catch (...) {
            made = answer_broken(route->refuse, request, std::current_exception());
        }
        return std::move(*made);
    }();
    if (head) {
        response.body.clear();
        response.pieces.clear();
        response.file.clear();
    }
    return response;
}

}  // namespace http
