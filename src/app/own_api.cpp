// Export and deletion of one's own data, the state of the queue, and the document that describes all of it.
#include "app/own_api.hpp"
#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "jobs/jobs.hpp"

namespace app {
namespace {

constexpr std::string_view prefix = "/api/salve/v1/";

http::Answer export_own(http::Request const& request, db::Read& read) {
    return http::json(accounts::export_all(read, request.account()));
}

http::Answer queue(http::Request const&, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& kind : jobs::overview(read))
        json.object().pair("kind", kind.kind).pair("waiting", kind.waiting).pair("dead", kind.dead).end();
    return http::json(json.end().take());
}

http::Answer dead(http::Request const&, db::Read& read) {
    constexpr int most = 100;
    base::Json json;
    json.array();
    for (auto const& each : jobs::dead(read, most))
        json.object().pair("id", std::to_string(each.job.id)).pair("kind", each.job.kind).pair("attempts", each.job.attempts).pair("error", each.error).end();
    return http::json(json.end().take());
}

http::Answer retry(http::Request const& request, db::Write& write) {
    auto id = request.parameters.integer("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such job.");
    TRY(jobs::retry(write, *id));
    return http::json("{}");
}

}  // namespace

void add_own_api(http::Router::Section api, http::Router const& whole) {
    using http::Open;
    api.get("/api/salve/v1/export", {Open::to_members, "read"}, export_own).says("Everything this server keeps about you, as one JSON document.");
    api.get("/api/salve/v1/jobs", {Open::to_admins, "admin:read"}, queue).says("How much work waits in the queue, by kind.");
    api.get("/api/salve/v1/jobs/dead", {Open::to_admins, "admin:read"}, dead).says("Work that failed too often and waits for an administrator.");
    api.post("/api/salve/v1/jobs/:id/retry", {Open::to_admins, "admin:write"}, retry).says("Tries a failed job again.");
    api.plain("/api/salve/v1/openapi.json", Open::to_anyone, [&whole](http::Request const&) -> http::Answer {
        return http::json(http::openapi(whole, prefix, base::site_name() + ": Salve's own API", SALVE_VERSION));
    }).says("This document.");
}

}  // namespace app
