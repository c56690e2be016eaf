// What came by way of another server: its own signature says nothing of who did it, so the server where it was done is asked.
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/receiving_parts.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"

namespace activitypub {

using base::Done, base::Result, base::Why;

namespace {

constexpr std::string_view origin_job = "activitypub.ask_origin";
constexpr int enough_tries = 3;

// A post that is known: read anew, or gone when its server says so.
Result<Done> look_again(db::Database& database, posts::Post const& post) {
    if (post.is_local() || post.boost_of) return Done{};
    auto document = fetch_document(database, post.remote_uri, Redirects::same_host);
    bool gone = document ? has_type(*document, {"Tombstone"}) : document.error().why == Why::gone;
    if (!document && !gone) return std::unexpected(document.error());
    return database.write([&](db::Write& write) -> Result<Done> {
        if (gone) {
            (void)posts::remove(write, post.author, post.id);
            return Done{};
        }
        auto author = stored_actor(write, post.author);
        if (!author || id_of(*document) != post.remote_uri) return Done{};
        auto read = TRY(read_post(write, *document, *author));
        (void)keep_edit(write, post.id, read, *author);
        return Done{};
    });
}

}  // namespace

Result<Done> ask_origin(db::Database& database, std::string const& uri) {
    auto known = database.read([&](db::Read& read) {
        auto id = posts::find_by_uri(read, uri);
        return id ? posts::find_unchecked(read, *id) : std::nullopt;
    });
    if (known) return look_again(database, *known);
    TRY(fetch_post(database, uri));
    return Done{};
}

bool is_worth_asking_for(db::Read& read, Actor const& sender, Document const& activity) {
    auto actor = id_of(activity["actor"]), object = id_of(activity["object"]);
    // Who passes something on leaves the author's signature in it; without one, the sender claims to be the actor.
    auto creator = id_of(activity["signature"]["creator"]);
    if (!has_type(activity, {"Create", "Update", "Delete"}) || !is_proper(creator) || !same_host(creator, actor)) return false;
    if (!is_proper(object) || !same_host(object, actor) || host_of(object) == base::fold(base::site_domain())) return false;
    return read.number(sql::is_followed_here, {sender.account}) > 0;
}

void ask_origin_later(db::Write& write, Document const& activity) {
    auto object = id_of(activity["object"]);
    // What is gone there and was never here needs no question.
    if (has_type(activity, {"Delete"}) && !posts::find_by_uri(write, object)) return;
    if (has_type(activity, {"Create"}) && posts::find_by_uri(write, object)) return;
    jobs::add(write, origin_job, object, 0, object);
}

void add_relay_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(origin_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto outcome = ask_origin(database, job.payload);
        bool again = !outcome && outcome.error().why == Why::unavailable && job.attempts < enough_tries;
        return again ? outcome : Result<Done>(Done{});
    });
}

}  // namespace activitypub
