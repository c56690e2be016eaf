// Lines of a profile whose page links back, looked at by a job some moments after they were written.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/links_back.hpp"
#include "accounts/queries.hpp"
#include "http/client.hpp"
#include "jobs/jobs.hpp"

namespace accounts {

namespace {

constexpr std::string_view kind = "accounts.verify_fields";

bool page_links_back(std::string const& address, std::string const& profile) {
    http::Fetch wanted;
    wanted.url = address;
    wanted.headers = {{"accept", "text/html"}};
    auto page = http::fetch(wanted);
    // A page that does not answer proves nothing; it is looked at again when the profile is saved again.
    return page && page->status == 200 && links_back(page->body, profile);
}

base::Result<base::Done> verify(db::Database& database, AccountId id) {
    auto account = database.read([&](db::Read& read) { return find(read, id); });
    if (!account || account->hidden()) return base::Done{};
    for (auto const& field : account->fields) {
        if (field.verified_at || !is_address(field.value) || !page_links_back(field.value, account->url())) continue;
        TRY(database.write([&](db::Write& write) -> base::Result<base::Done> {
            // Only what still stands there: the profile may have changed while the page was fetched.
            if (write.run(sql::set_verified, {id, field.value, write.now})) write.emit(Changed{id});
            return base::Done{};
        }));
    }
    return base::Done{};
}

}  // namespace

void look_at_fields(db::Write& write, Account const& account) {
    for (auto const& field : account.fields)
        if (!field.verified_at && is_address(field.value)) return jobs::add(write, kind, account.id.text(), 0, account.id.text());
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    add_picture_job(runner, database);
    runner.handle(std::string(kind), [&database](jobs::Job const& job) -> base::Result<base::Done> {
        auto account = base::parse<AccountId>(job.payload);
        return account ? verify(database, *account) : base::Done{};
    });
}

}  // namespace accounts
