// A request's way through a route, in steps, so that the server can go to the database and come back between them
// and answer() can do the same on one thread.
#pragma once
#include "http/router.hpp"
#include <exception>

namespace http {

// The route, or the answer for an address without one (404, 405, OPTIONS). Takes the parameters into the request.
struct Found {
    Route const* route = nullptr;
    std::optional<Response> instead;
};
Found find_route(Router const&, Request&);

// Whether the person may call the route, and whether a form truly came from our page. Nothing: go on.
std::optional<Response> refuse_entry(Route const&, Request const&);

// What needs no database: quick and plain routes.
std::optional<Response> answer_from_memory(Route const&, Request const&);

// The route's slow steps, if it has any. Nothing: go on to the handler.
std::optional<Response> answer_before(Route const&, Request&, db::Read&);
std::optional<Response> answer_aside(Route const&, Request&);

Response answer_by_reading(Route const&, Request const&, db::Read&);

// `keep` says whether the change holds: a refusal and a status of 400 or more undo it.
struct Changed {
    Response response;
    bool keep = false;
};
Changed answer_by_writing(Route const&, Request const&, db::Write&);

// The answer when the world broke; logs the detail under the request's id. The person is told nothing of it.
Response answer_broken(Refuse const&, Request const&, std::exception_ptr);

Response refused(Refuse const&, Request const&, base::Refusal const&);
bool is_safe(std::string_view method);  // GET, HEAD, OPTIONS
bool is_cross_origin_address(std::string_view path);  // what apps on other sites may read

}  // namespace http
