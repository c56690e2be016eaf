// The queue as a page: what waits, what gave up, and a way to try again.
#include "app/admin_pages.hpp"
#include "app/pages.hpp"
#include "html/html.hpp"
#include "jobs/jobs.hpp"

namespace app {
namespace {

http::Answer show_jobs(http::Request const& request, db::Read& read) {
    constexpr int most = 100;
    html::Words words(request.locale);
    html::Safe kinds, dead;
    for (auto const& kind : jobs::overview(read)) kinds += words.fill(pages::JobKind{.kind = kind.kind, .waiting = kind.waiting, .oldest = kind.waiting && kind.oldest && kind.oldest < read.now ? words.ago(kind.oldest, read.now) : std::string(), .dead = kind.dead});
    for (auto const& each : jobs::dead(read, most))
        dead += words.fill(pages::DeadJob{.kind = each.job.kind, .attempts = each.job.attempts, .error = each.error, .id = each.job.id,
                                          .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Work in the queue"), .current = "/admin"};
    page.main = words.fill(pages::Jobs{.kinds = kinds, .dead = dead});
    return html::page(request, read, std::move(page));
}

http::Answer retry_job(http::Request const& request, db::Write& write) {
    auto id = request.parameters.integer("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such job.");
    TRY(jobs::retry(write, *id));
    return http::redirect("/admin/jobs");
}

}  // namespace

void add_admin_pages(http::Router::Section pages, Place place) {
    using http::Open;
    add_overview_pages(pages, std::move(place));
    add_settings_pages(pages);
    pages.get("/admin/jobs", Open::to_admins, show_jobs);
    pages.post("/admin/jobs/:id/retry", Open::to_admins, retry_job);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read&) {
        if (request.person && request.person->role == http::Role::admin) frame.navigation.push_back({"/admin", "building-2", "Administration", 0, false});
    });
}

}  // namespace app
