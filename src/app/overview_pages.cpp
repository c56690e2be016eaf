// The pages of those who run the server: health and roles, and the way to the other rooms' pages.
#include "app/admin_pages.hpp"
#include "app/pages.hpp"
#include "base/time.hpp"
#include "html/html.hpp"
#include "jobs/jobs.hpp"
#include "moderation/moderation.hpp"
#include <filesystem>

namespace app {
namespace {

using html::Safe, html::Words;

struct Link { std::string_view address, words, about; };
constexpr Link links[] = {
    {"/moderation/reports", "Moderation", "Reports, accounts, appeals, rules, blocked servers, and the record"},
    {"/moderation/accounts?status=pending", "Sign-ups", "People who wait to be let in"},
    {"/settings/invitations", "Invitations", "Links that bring people in"},
    {"/admin/roles", "Roles", "Who may moderate, and who may change the server"},
    {"/admin/claims", "Organizations to check", "Who asks to run one, and credentials that nobody looked up"},
    {"/moderation/rules", "Rules", "What people agree to when they sign up"},
    {"/moderation/domains", "Servers", "Other servers that are limited or kept out"},
    {"/admin/federation", "What waits for other servers", "What is on its way, and which servers do not answer"},
    {"/admin/alerts", "Who may issue alerts", "Organizations that warn everybody"},
    {"/admin/alert-sources", "Alerts of other agencies", "Which feeds are read, and which are silent"},
    {"/admin/announcements", "Announcements", "Words for everybody, above home"},
    {"/admin/trends", "Trends", "What may be shown under Explore"},
    {"/admin/emojis", "Custom emoji", "Small pictures that people write with"},
    {"/admin/jobs", "Work in the queue", "What waits, and what gave up"},
    {"/admin/settings", "Settings of the server", "What is set, and from where"},
};

std::string size_words(Words const& words, double bytes) {
    constexpr double kilo = 1024;
    if (bytes < kilo * kilo * kilo) return words("{size, number} MB", {{"size", static_cast<std::int64_t>(bytes / kilo / kilo)}});
    return words("{size, number} GB", {{"size", static_cast<std::int64_t>(bytes / kilo / kilo / kilo)}});
}

std::string database_words(Words const& words, Place const& place) {
    if (place.database.is_postgresql()) return "PostgreSQL";
    std::error_code none;
    double bytes = 0;
    for (auto name : {"salve.db", "salve.db-wal"})
        if (auto size = std::filesystem::file_size(std::filesystem::path(place.folder) / name, none); !none) bytes += static_cast<double>(size);
    return "SQLite, " + size_words(words, bytes);
}

std::string disk_words(Words const& words, Place const& place) {
    std::error_code failed;
    auto space = std::filesystem::space(place.folder, failed);
    return failed ? words("not known") : size_words(words, static_cast<double>(space.available));
}

http::Answer overview(http::Request const& request, db::Read& read, Place const& place, base::Time started) {
    Words words(request.locale);
    std::int64_t waiting = 0, dead = 0;
    base::Time oldest = 0;
    for (auto const& kind : jobs::overview(read)) {
        waiting += kind.waiting;
        dead += kind.dead;
        if (kind.waiting && kind.oldest && (!oldest || kind.oldest < oldest)) oldest = kind.oldest;
    }
    Safe rows;
    for (auto const& link : links) words.fill(rows, pages::AdminLink{.address = link.address, .words = words.plain(link.words), .about = words.plain(link.about)});
    html::Page page{.title = words("Administration"), .current = "/admin"};
    page.main = words.fill(pages::Admin{.members = words.number(accounts::members(read)), .posts = words.number(accounts::posts_of_members(read)),
                                        .database = database_words(words, place), .disk = disk_words(words, place), .waiting = waiting,
                                        .oldest = oldest && oldest < read.now ? words.ago(oldest, read.now) : std::string(), .dead = dead, .version = SALVE_VERSION,
                                        .since = words.date_time(started), .links = rows});
    return html::page(request, read, std::move(page));
}

std::string role_words(Words const& words, http::Role role) { return role == http::Role::admin ? words("Administrator") : words("Moderator"); }

http::Response roles_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    constexpr int most = 200;
    Words words(request.locale);
    Safe rows;
    for (auto const& account : accounts::admin_list(read, {.origin = accounts::Listing::Origin::local, .staff = true}, {.limit = most}))
        rows += words.fill(pages::StaffRow{.picture = accounts::picture(account), .address = "/moderation/accounts/" + account.id.text(), .name = account.name,
                                           .handle = account.handle(), .role = role_words(words, account.role), .others = account.id != request.account(),
                                           .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Roles"), .current = "/admin", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Roles{.said = request.fields.has("done") && !refusal ? words("Done. It stands in the record.") : std::string(),
                                        .summary = html::summary(words, refusal), .staff = rows, .csrf = html::csrf_field(request),
                                        .name_error = html::field_error(words, refusal, "name"), .name = refusal ? request.fields.text("name") : std::string_view(),
                                        .fault = html::at_fault(refusal, "name")});
    return html::page(request, read, std::move(page));
}

// Nobody takes their own role away: a server without an administrator could not be given one from here.
base::Result<base::Done> give_role(db::Write& write, base::AccountId by, std::string_view name, std::string_view wanted) {
    auto account = accounts::find_by_handle(write, name);
    auto role = accounts::role_of(wanted);
    if (!account || account->hidden() || !account->domain.empty()) return base::refuse_field("name", "ERR_INVALID", "There is nobody by that name.");
    if (!role) return base::refuse_field("role", "ERR_INCLUSION", "Choose a role.");
    if (account->id == by) return base::refuse_field("name", "ERR_INVALID", "Your own role is changed by somebody else.");
    TRY(accounts::set_role(write, account->id, *role));
    moderation::record(write, by, "account.role", "account:" + account->id.text(), accounts::text_of(*role));
    return base::Done{};
}

http::Answer change_role(http::Request const& request, db::Write& write) {
    auto given = give_role(write, request.account(), request.fields.text("name"), request.fields.text("role"));
    if (!given) return roles_page(request, write, &given.error());
    return http::redirect("/admin/roles?done=1");
}

}  // namespace

void add_overview_pages(http::Router::Section pages, Place place) {
    using http::Open;
    pages.get("/admin", Open::to_admins, [place, started = base::clock_now()](http::Request const& request, db::Read& read) {
        return overview(request, read, place, started);
    }).says("How the server is, and where everything is");
    pages.get("/admin/roles", Open::to_admins, [](http::Request const& request, db::Read& read) -> http::Answer { return roles_page(request, read, nullptr); });
    pages.post("/admin/roles", Open::to_admins, change_role);
}

}  // namespace app
