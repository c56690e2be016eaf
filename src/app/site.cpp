// What this server is made of, on one page: the rooms, their routes, and who hears of what.
#include "app/site.hpp"
#include "app/admin_pages.hpp"
#include "app/care_rooms.hpp"
#include "app/inbox_items.hpp"
#include "app/live_settings.hpp"
#include "app/own_api.hpp"
#include "alerts/alerts.hpp"
#include "announcements/announcements.hpp"
#include "appointments/appointments.hpp"
#include "areas/areas.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "cap/cap.hpp"
#include "drafts/drafts.hpp"
#include "filters/filters.hpp"
#include "collections/collections.hpp"
#include "conversations/conversations.hpp"
#include "directory/directory.hpp"
#include "emojis/emojis.hpp"
#include "fhir/fhir.hpp"
#include "follows/follows.hpp"
#include "html/finishing.hpp"
#include "html/html.hpp"
#include "inbox/inbox.hpp"
#include "jobs/restarting.hpp"
#include "lists/lists.hpp"
#include "links/links.hpp"
#include "mail/mail.hpp"
#include "media/media.hpp"
#include "notifications/notifications.hpp"
#include "places/places.hpp"
#include "messages/messages.hpp"
#include "plans/plans.hpp"
#include "polls/polls.hpp"
#include "posts/posts.hpp"
#include "push/push.hpp"
#include "questions/questions.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "reviews/reviews.hpp"
#include "search/search.hpp"
#include "teams/teams.hpp"
#include "trends/trends.hpp"
#include "feeds/feeds.hpp"
#include "welcome/welcome.hpp"
#include <vector>

namespace app {

std::span<db::Schema const> schemas() {
    static std::vector<db::Schema> const all = {
        jobs::schema, media::schema, accounts::schema, polls::schema, links::schema, emojis::schema, announcements::schema, blocks::schema, notifications::schema, moderation::schema, follows::schema, posts::schema, collections::schema, drafts::schema, conversations::schema, lists::schema, filters::schema, push::schema, search::schema, trends::schema, areas::schema, places::schema, teams::schema, directory::schema, inbox::schema, records::schema, reminders::schema, alerts::schema, questions::schema, reviews::schema, appointments::schema, messages::schema, plans::schema, mastodon::schema, activitypub::schema, cap::schema, schema,
    };
    return all;
}

Site::Site(db::Database& opened, std::string folder)
    : database(opened), gate(opened), feeds(opened, bus), cache(bus), apps{opened, feeds, hub, doorkeeper, cache, readers, commons}, jobs(opened), deliverer(opened), crisis(opened, folder), folder_(std::move(folder)) {
    apps.board = &board;
    media::keep_in(folder_);
    push::keep_in(folder_);
    accounts::keep_keys_in(folder_ + "/keys");
    html::finish_pages_with([](db::Read& read, html::Safe page) { return emojis::drawn(read, std::move(page)); });
    moderation::keep_keys_in(folder_ + "/keys", folder_ + "/record-root");
    activitypub::keep_keys_in(folder_ + "/keys");
    cap::keep_keys_in(folder_);
    places::keep_keys_in(folder_ + "/keys");
    mail::keep_keys_in(folder_ + "/keys");
    records::keep_keys_in(folder_ + "/keys");
    reviews::keep_keys_in(folder_ + "/keys");
    directory::keep_keys_in(folder_ + "/keys");
    alerts::keep_letter_keys_in(folder_ + "/keys");
    alerts::count_servers_with(activitypub::servers_told);
    add_routes();
    subscribe();
    notifications::add_export();
    follows::add_export();
    lists::add_export();
    blocks::add_export();
    posts::add_export();
    announcements::add_export();
    drafts::add_export();
    places::add_export();
    teams::add_export();
    accounts::let_act_for(teams::acts_for);
    directory::add_export();
    inbox::add_export();
    add_to_inbox();
    collections::add_export();
    filters::add_export();
    push::add_export();
    questions::add_export();
    reviews::add_export();
    records::add_export();
    appointments::add_export();
    appointments::add_reminders();
    messages::add_export();
    reminders::add_export();
    plans::add_export();
    plans::add_reminders();
    join_care_rooms();
    posts::add_to_moderation();
    posts::judge_notifications();
    moderation::start();
    posts::add_to_more([](html::Words const& words, http::Request const& request, db::Read&, posts::Post const& post, accounts::Account const& author) {
        return author.id == request.account() ? html::Safe{} : moderation::report_link(words, author.id, post.id);
    });
    posts::after_sending([](db::Write& write, http::Request const& request, posts::Post const& post) { teams::wrote(write, request, post.author, "post", post.id.text()); });
    posts::add_to_more([](html::Words const& words, http::Request const& request, db::Read& read, posts::Post const& post, accounts::Account const& author) {
        return author.is_local() && author.is_organization() ? teams::author_line(words, request, read, author.id, post.id.text()) : html::Safe{};
    });
    moderation::add_export();
    conversations::add_export();
    accounts::add_to_export("votes.json", polls::exported);
    accounts::add_to_export("media.json", media::exported);
}

Site::~Site() { stop(); }

void Site::add_routes() {
    auto pages = router.speaking(html::refuse_as_page);
    html::add_routes(pages);
    mail::add_pages(pages);
    media::add_routes(pages);
    accounts::add_pages(pages);
    blocks::add_pages(pages);
    follows::add_pages(pages);
    lists::add_pages(pages);
    notifications::add_pages(pages);
    filters::add_pages(pages);
    push::add_pages(pages);
    posts::add_pages(pages);
    timelines::add_pages(pages, feeds);
    conversations::add_pages(pages);
    collections::add_pages(pages);
    welcome::add_pages(pages);
    feeds::add_routes(pages);
    drafts::add_pages(pages);
    timelines::add_live(pages, feeds, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    search::add_pages(pages);
    trends::add_pages(pages);
    alerts::add_pages(pages, board, crisis);
    router.also("/", [this](http::Request const& request) { return crisis.gives(request); }, [this](http::Request const& request, db::Read&) -> http::Answer { return crisis.answer(request).value(); });
    questions::add_pages(pages);
    reviews::add_pages(pages);
    records::add_pages(pages);
    appointments::add_pages(pages, database);
    messages::add_pages(pages, database, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    reminders::add_pages(pages);
    plans::add_pages(pages, database, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    alerts::add_reach(pages, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    alerts::add_widget(pages, board);
    cap::add_routes(pages, database, cap::make_shelf(bus));
    cap::add_pages(pages, database);
    teams::add_pages(pages);
    directory::add_door({"/organizations/{username}/team", "Team", "users"});
    directory::add_door({"/organizations/{username}/record", "Record of the team", "shield-check"});
    directory::add_pages(pages);
    directory::add_finding(pages);
    inbox::add_pages(pages, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    moderation::add_pages(pages);
    emojis::add_pages(pages);
    emojis::add_routes(pages, database);
    announcements::add_pages(pages);
    activitypub::add_pages(pages);
    add_admin_pages(pages, {database, folder_});
    router.unknown("/", html::refuse_as_page);

    accounts::add_oauth(router.speaking(accounts::refuse_as_oauth), pages);
    router.unknown("/oauth/", accounts::refuse_as_oauth);

    mastodon::add_routes(router.speaking(mastodon::refuse), apps);
    activitypub::add_routes(router.speaking(http::refuse_as_json), database);
    activitypub::answer_pages(router);
    search::resolve_with([this](std::string_view text) {
        search::Resolved found;
        if (text.contains("://"))
            if (auto post = activitypub::find_post(database, text)) found.post = *post;
        if (!found.post)
            if (auto person = activitypub::find_person(database, text)) found.person = *person;
        return found;
    });
    add_own_api(router.speaking(http::refuse_as_json), router);
    alerts::add_feed(router.speaking(http::refuse_as_json), board);
    questions::add_api(router.speaking(http::refuse_as_json));
    reviews::add_api(router.speaking(http::refuse_as_json));
    plans::add_api(router.speaking(http::refuse_as_json), database);
    appointments::add_api(router.speaking(http::refuse_as_json), database);
    messages::add_api(router.speaking(http::refuse_as_json), database);
    directory::add_api(router.speaking(http::refuse_as_json));
    drafts::add_api(router.speaking(http::refuse_as_json));
    media::add_api(router.speaking(http::refuse_as_json));
    router.unknown("/api/", mastodon::refuse);
    fhir::add_routes(router.speaking(fhir::refuse), database);
    router.unknown("/fhir/", fhir::refuse);
}

void Site::subscribe() {
    database.on_commit([this](std::span<base::Event const> events) {
        for (auto const& event : events) doorkeeper.hear(event);
        bus.publish(events);
    });

    // An account that goes takes what it did with it.
    jobs.handle("site.forget_account", [this](jobs::Job const& job) -> base::Result<base::Done> {
        auto account = base::parse<base::AccountId>(job.payload);
        if (!account) return base::Done{};
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            alerts::forget(write, *account);
            places::forget(write, *account);
            questions::forget(write, *account);
            reviews::forget_account(write, *account);
            plans::forget_account(write, *account);
            messages::forget_account(write, *account);
            appointments::forget_account(write, *account);
            reminders::forget_account(write, *account);
            records::forget_account(write, *account);
            inbox::forget_account(write, *account);
            directory::forget_account(write, *account);
            teams::forget_account(write, *account);
            conversations::forget(write, *account);
            drafts::forget(write, *account);
            collections::forget(write, *account);
            push::forget(write, *account);
            filters::forget(write, *account);
            posts::forget(write, *account);
            moderation::forget(write, *account);
            polls::forget(write, *account);
            announcements::forget(write, *account);
            lists::forget(write, *account);
            media::forget(write, *account);
            follows::forget(write, *account);
            blocks::forget(write, *account);
            notifications::forget_account(write, *account);
            mastodon::forget(write, *account);
            activitypub::forget(write, *account);
            return base::Done{};
        });
    });
    database.on_emit(follows::hear);
    database.on_emit(notifications::hear);
    database.on_emit(filters::hear);
    database.on_emit(push::hear);
    database.on_emit(lists::hear);
    database.on_emit(collections::hear);
    database.on_emit([](db::Write& write, base::Event const& event) {
        if (event.kind == accounts::Removed::kind)
            jobs::add(write, "site.forget_account", base::from_event<accounts::Removed>(event).account.text());
    });

    // Who moves takes their followers along.
    jobs.handle("site.move_followers", [this](jobs::Job const& job) -> base::Result<base::Done> {
        auto space = job.payload.find(' ');
        auto from = base::parse<base::AccountId>(job.payload.substr(0, space)), to = base::parse<base::AccountId>(job.payload.substr(space + 1));
        for (bool more = from && to; more;)
            more = TRY(database.write([&](db::Write& write) -> base::Result<bool> { return follows::take_followers_along(write, *from, *to); }));
        if (from && to) follows::carry_over(database, *from, *to);
        return base::Done{};
    });
    database.on_emit([](db::Write& write, base::Event const& event) {
        if (event.kind != accounts::Moved::kind) return;
        auto moved = base::from_event<accounts::Moved>(event);
        jobs::add(write, "site.move_followers", moved.from.text() + " " + moved.to.text());
    });

    // A server that is refused keeps no ties to anybody here.
    jobs.handle("site.sever_domain", [this](jobs::Job const& job) -> base::Result<base::Done> {
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            follows::sever_domain(write, job.payload);
            return base::Done{};
        });
    });
    database.on_emit([](db::Write& write, base::Event const& event) {
        if (event.kind != moderation::DomainsChanged::kind) return;
        auto block = moderation::find_domain_block(write, moderation::BlockId{base::from_event<moderation::DomainsChanged>(event).block});
        if (block && block->severity == moderation::DomainSeverity::suspend) jobs::add(write, "site.sever_domain", block->domain);
    });

    // A vote, a card or a finished file changes how its post reads.
    database.on_emit(posts::hear);
    database.on_emit(conversations::hear);
    database.on_emit(hear_for_inbox);  // after the conversations it looks at

    database.on_emit(activitypub::hear);  // what happens here is told to other servers
    database.on_emit(alerts::hear);       // alerts to the people concerned
    database.on_emit(questions::hear);
    database.on_emit(appointments::hear);
    database.on_emit(cap::hear);          // and to those who asked the hub

    // A stream ends when what allowed it does.
    bus.at_once<accounts::GrantEnded>([this](auto const&) { hub.recheck(); });
    bus.at_once<accounts::Suspended>([this](auto const&) { hub.recheck(); });
    bus.at_once<accounts::Removed>([this](auto const&) { hub.recheck(); });

    // Who has no access is refused from the next request on, on every node.
    bus.soon<SettingsChanged>([this](auto const&) { load_kept_settings(database); });
    bus.soon<moderation::AddressesChanged>([this](auto const&) { gate.load(); });
    database.on_emit(moderation::hear);

    mail::start(jobs, folder_ + "/mail");
    media::add_jobs(jobs, database);
    accounts::add_jobs(jobs, database);
    polls::add_jobs(jobs, database);
    push::add_jobs(jobs, database);
    links::add_jobs(jobs, database);
    announcements::add_jobs(jobs, database);
    emojis::add_jobs(jobs, database);
    alerts::add_jobs(jobs, database);
    alerts::add_telling(jobs, database);
    questions::add_jobs(jobs, database);
    reviews::add_jobs(jobs, database);
    records::add_jobs(jobs, database);
    appointments::add_jobs(jobs, database);
    reminders::add_jobs(jobs, database);
    cap::add_jobs(jobs, database);
    drafts::add_jobs(jobs, database);
    search::add_jobs(jobs, database);
    trends::add_jobs(jobs, database);
    activitypub::add_jobs(jobs, database);
    hub.names = mastodon::stream_names;
    mastodon::tell_streams(bus, database, apps);
    timelines::tell_open_pages(bus, database, feeds, hub);
    alerts::tell_open_pages(bus, database, board, hub);
    bus.soon<alerts::Issued>([this](auto const&) { crisis.write(); });
    bus.soon<alerts::Ended>([this](auto const&) { crisis.write(); });
    bus.soon<alerts::TakenAway>([this](auto const&) { crisis.write(); });
    questions::tell_open_pages(bus, database, hub);
    inbox::tell_open_pages(bus, database, hub);
    plans::tell_open_pages(bus, database, hub);
    messages::tell_open_pages(bus, database, hub);
    appointments::tell_open_pages(bus, database, hub);
    alerts::tell_reach(bus, database, hub);
}

void Site::start() {
    auto writing = [this](auto what) {
        return [this, what] {
            (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
                what(write);
                return base::Done{};
            });
        };
    };
    search::index_what_was_there(database);
    jobs.every("accounts.sweep", base::day, writing([](db::Write& write) { (void)accounts::sweep(write); }));
    jobs.every("blocks.sweep", base::minute, writing(blocks::sweep));
    jobs.every("inbox.sweep", base::hour, writing(inbox::sweep));
    jobs.every("plans.lay_medicines", base::hour, writing(plans::lay_medicines));
    jobs.every("posts.forget_old_keys", base::hour, writing(posts::forget_old_keys));
    jobs.every("moderation.note_active_days", base::hour, writing(moderation::note_active_days));
    jobs.every("moderation.checkpoint", base::minute, writing(moderation::checkpoint));
    jobs.every("moderation.check_record", base::hour, [this] { moderation::check_record(database); });
    gate.load();
    places.load();
    care.load();
    load_kept_settings(database);
    database.wait_write([this](db::Write& write) { jobs::free_claims(write, !database.is_postgresql()); return true; });
    jobs.start();
    deliverer.start();
    crisis.start();
}

// What this process alone remembers is written down by each node for itself.
void Site::tick() {
    doorkeeper.flush_used(database);
    moderation::note_attempts(database);
    alerts::keep_counts(database);
}

void Site::stop() {
    tick();
    crisis.stop();
    deliverer.stop();
    jobs.stop();
    bus.stop();
}

}  // namespace app
