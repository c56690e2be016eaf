// What a supervisor, a load balancer and a metrics collector ask.
#include "http/addresses.hpp"
#include "http/metrics_text.hpp"
#include "http/server.hpp"

namespace http {

namespace {

bool may_see_metrics(Request const& request) {
    if (request.person && request.person->role == Role::admin && request.person->account) return true;
    auto address = parse_address(request.address);
    return address && (is_loopback(*address) || Proxies(trusted_proxies()).trusts(*address));
}

std::string database_metrics(db::Database const& database) {
    auto counted = database.statistics();
    MetricsText out;
    out.counter("salve_database_commits_total", "Durable commits; one may hold many changes.", counted.commits);
    out.counter("salve_database_changes_total", "Changes kept.", counted.changes);
    out.counter("salve_database_reads_total", "Reads.", counted.reads);
    out.counter("salve_database_retries_total", "Changes run again after a conflict.", counted.retries);
    return out.take();
}

}  // namespace

void add_health_routes(Router::Section section, db::Database& database, std::function<std::string()> more_metrics) {
    section.plain("/health/live", Open::to_anyone, [](Request const&) -> Answer { return text("alive\n"); }).says("The process runs");
    // A reader and not from memory: that a database thread answers is the point.
    section.get("/health/ready", Open::to_anyone, [&database](Request const&, db::Read&) -> Answer {
        if (!database.healthy()) return base::refuse(base::Why::unavailable, "The database does not answer.");
        return text("ready\n");
    }).says("The database answers");
    section.plain("/metrics", Open::to_anyone, [&database, metrics = std::move(more_metrics)](Request const& request) -> Answer {
        // As if it were not there: who may not see it need not know of it.
        if (!may_see_metrics(request)) return base::refuse(base::Why::not_found, "Record not found");
        return Response{.type = "text/plain; version=0.0.4; charset=utf-8", .body = database_metrics(database) + (metrics ? metrics() : "")};
    }).says("Counters in Prometheus' text form");
}

}  // namespace http
