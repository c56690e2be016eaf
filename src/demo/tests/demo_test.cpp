// The demo world is the same for a seed, plausible, and made only of what the rules allow.
#include "demo/demo.hpp"
#include "directory/directory.hpp"
#include "inbox/inbox.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"
#include "base/settings.hpp"
#include "alerts/alerts.hpp"
#include "appointments/appointments.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "demo/plan.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "jobs/jobs.hpp"
#include "messages/messages.hpp"
#include "moderation/moderation.hpp"
#include "notifications/notifications.hpp"
#include "plans/plans.hpp"
#include "push/push.hpp"
#include "record_keys.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "trends/trends.hpp"
#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace {

constexpr base::Time noon = 1'795'000'000'000 - 1'795'000'000'000 % base::hour;

std::vector<db::Schema> const& schemas() {
    static std::vector<db::Schema> const all{jobs::schema, media::schema, accounts::schema, polls::schema, links::schema, blocks::schema, notifications::schema, follows::schema, posts::schema, trends::schema, moderation::schema, areas::schema, teams::schema, directory::schema, inbox::schema, reviews::schema, alerts::schema, records::schema, filters::schema, push::schema, reminders::schema, appointments::schema, messages::schema, plans::schema};
    return all;
}

demo::Options options(base::Time end = noon) {
    demo::Options made;
    made.end = end;
    return made;
}

// Two small worlds from one seed, built once for all tests: the second from later within the same hour.
struct Twins {
    db::testing::Fresh first = db::testing::open(schemas()), second = db::testing::open(schemas());
    Twins() {
        records::keep_keys_in(testing_people::record_keys.folder + "/keys");
        for (auto [database, end] : {std::pair(&*first, noon), std::pair(&*second, noon + 41 * base::minute)}) {
            auto made = demo::build(*database, options(end));
            if (!made) FAIL(made.error().message);
        }
    }
};

Twins& twins() {
    static Twins built;
    return built;
}

// Statements are known by the address of their text, so it must stay.
db::Query query(std::string text) {
    static std::deque<std::string> kept;
    return {"demo_test.query", kept.emplace_back(std::move(text))};
}

std::vector<std::string> texts(db::Database& database, std::string sql) {
    return database.read([&](db::Read& read) { return read.rows(query(sql), {}, [](db::Row const& row) { return row.text(0); }); });
}

std::int64_t number(db::Database& database, std::string sql) {
    return database.read([&](db::Read& read) { return read.number(query(sql), {}); });
}

std::map<std::string, std::vector<std::string>> dump(db::Database& database) {
    bool postgresql = database.is_postgresql();
    auto tables = texts(database, postgresql ? "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
                                             : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    std::map<std::string, std::vector<std::string>> rows;
    for (auto const& table : tables) {
        if (table.starts_with("audit_") || table.starts_with("record_") || table.starts_with("care_") || table == "appointment" || table == "review_visit") continue;  // sealed with keys of chance
        if (table == "schema_migration" || table == "outbox") continue;  // when this computer made the tables
        std::string all;
        for (auto const& column : texts(database, postgresql ? "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '" +
                                                                   table + "' ORDER BY ordinal_position"
                                                             : "SELECT name FROM pragma_table_info('" + table + "')"))
            all += (all.empty() ? "" : " || '|' || ") + ("COALESCE(CAST(\"" + column + "\" AS TEXT), 'NULL')");
        rows[table] = texts(database, "SELECT " + all + " FROM " + table + " ORDER BY 1");
    }
    return rows;
}

base::AccountId named(db::Database& database, std::string_view name) {
    return database.read([&](db::Read& read) { return accounts::find_by_handle(read, name); })->id;
}

}  // namespace

TEST_CASE("one seed and one hour give the same world, whatever the minute") {
    auto first = dump(*twins().first), second = dump(*twins().second);
    REQUIRE(first.contains("post"));
    REQUIRE(first.at("post").size() > 2000);
    CHECK(first.size() == second.size());
    for (auto const& [table, rows] : first) {
        CAPTURE(table);
        CHECK(rows == second.at(table));
    }
}

TEST_CASE("a patient and a clinician of the county share a care plan that is under way") {
    auto& database = *twins().first;
    auto const all = database.read([&](db::Read& read) { return plans::plans_of(read, named(database, "mina")); });
    REQUIRE(all.size() == 1);
    auto const measured = database.read([&](db::Read& read) { return plans::measurements(read, named(database, "dr_okafor"), all.front().id, "peak_flow"); });
    CHECK(measured.size() == 20);
    CHECK(number(database, "SELECT COUNT(*) FROM reminder WHERE at < " + std::to_string(noon)) == 0);
}

TEST_CASE("conversations with the clinic: answered, about to be handed over, and one that waits in its inbox") {
    auto& database = *twins().first;
    auto const doctor = named(database, "dr_okafor");
    auto const own = database.read([&](db::Read& read) { return messages::threads_of_patient(read, named(database, "mina"), {}, 10); });
    REQUIRE(own.size() == 2);
    CHECK(own.front().asked_to == named(database, "hospital"));
    CHECK(own.back().unread == 1);
    CHECK(database.read([&](db::Read& read) { return messages::messages_of(read, doctor, own.back().id, 0, 10); }).front().attachments.size() == 1);
    auto const all = database.read([&](db::Read& read) { return messages::threads_of_team(read, named(database, "rowan"), doctor, {}, 10); });
    REQUIRE(all.size() == 3);
    CHECK(database.read([&](db::Read& read) { return inbox::find(read, named(database, "rowan"), inbox::Kind::message, "thread:" + all.front().id.text()); }).has_value());
}

TEST_CASE("a patient was seen and comes again, others have booked, and times are left") {
    auto& database = *twins().first;
    auto const mina = named(database, "mina");
    auto const coming = database.read([&](db::Read& read) { return appointments::of_patient(read, mina, true, {}, 10); });
    REQUIRE(coming.size() == 1);
    CHECK(coming.front().mode == appointments::Mode::video);
    auto const past = database.read([&](db::Read& read) { return appointments::of_patient(read, mina, false, {}, 10); });
    REQUIRE(past.size() == 1);
    CHECK(past.front().status == appointments::Status::fulfilled);
    auto const schedules = database.read([&](db::Read& read) { return appointments::list_schedules(read, {}, 100); });
    CHECK(schedules.size() == 12);
    for (auto const& each : schedules) CHECK_FALSE(database.read([&](db::Read& read) { return appointments::free_slots(read, each.id, noon, noon + 30 * base::day, 5); }).empty());
    CHECK(number(database, "SELECT COUNT(*) FROM appointment") > 20);
}

TEST_CASE("places of care answer what is said of them, and something becomes of it") {
    auto& database = *twins().first;
    auto const today = base::iso8601(noon).substr(0, 10);
    CHECK(number(database, "SELECT COUNT(*) FROM review_reply WHERE told <> ''") > 200);
    CHECK(number(database, "SELECT COUNT(*) FROM review_reply WHERE published > '" + today + "'") == 0);
    CHECK(number(database, "SELECT COUNT(*) FROM review_step WHERE kind = 1") > 10);
    CHECK(number(database, "SELECT COUNT(*) FROM review_step s JOIN review_reply p ON p.review = s.review WHERE s.day < p.published OR s.day > '" + today + "'") == 0);
}

TEST_CASE("another seed is another world, and another hour the same one later") {
    auto one = demo::make_plan(demo::Size::small, 1, noon), other = demo::make_plan(demo::Size::small, 2, noon);
    auto later = demo::make_plan(demo::Size::small, 1, noon + base::hour);
    CHECK(one.posts.back().text != other.posts.back().text);
    CHECK(one.people.back().name == later.people.back().name);
    CHECK(one.people.back().created + base::hour == later.people.back().created);
}

TEST_CASE("the world breaks no invariant") {
    auto findings = twins().first->check();
    for (auto const& finding : findings) FAIL_CHECK(finding);
}

TEST_CASE("a small county has the people, posts and bonds that make a feed look alive") {
    auto& database = *twins().first;
    auto between = [&](std::int64_t least, std::string const& sql, std::int64_t most) {
        CAPTURE(sql);
        auto found = number(database, sql);
        CHECK(found >= least);
        CHECK(found <= most);
    };
    between(110, "SELECT COUNT(*) FROM account", 140);
    between(24, "SELECT COUNT(*) FROM account WHERE kind = 'professional'", 34);
    between(13, "SELECT COUNT(*) FROM account WHERE kind = 'organization'", 13);
    between(2400, "SELECT COUNT(*) FROM post WHERE boost_of_id = 0", 2420);
    between(200, "SELECT COUNT(*) FROM post WHERE boost_of_id <> 0", 1200);
    between(1500, "SELECT COUNT(*) FROM follow", 3000);
    between(2000, "SELECT COUNT(*) FROM favourite", 9000);
    between(90, "SELECT COUNT(*) FROM post WHERE language = 'es'", 300);
    between(20, "SELECT COUNT(*) FROM post WHERE language = 'ar'", 200);
    between(20, "SELECT COUNT(*) FROM post WHERE visibility = 'private'", 200);
    between(30, "SELECT COUNT(*) FROM post WHERE visibility = 'direct'", 200);
    between(20, "SELECT COUNT(*) FROM post WHERE content_note <> ''", 200);
    between(800, "SELECT COUNT(*) FROM post WHERE reply_to_id <> 0", 1800);
    between(30, "SELECT COUNT(DISTINCT hashtag_id) FROM post_hashtag", 70);
    between(20, "SELECT COUNT(*) FROM bookmark", 400);
    between(1, "SELECT COUNT(*) FROM follow_request", 60);
    between(0, "SELECT COUNT(*) FROM post WHERE created_at > " + std::to_string(noon), 0);
    between(8, "SELECT COUNT(*) FROM post WHERE boost_of_id = 0 AND created_at > " + std::to_string(noon - base::hour), 30);
}

TEST_CASE("Mina's home page begins with the county's voices, and she was told of answers") {
    auto& database = *twins().first;
    auto mina = named(database, "mina");
    std::set<base::AccountId> followed;
    for (auto const& each : database.read([&](db::Read& read) { return follows::all_followed_by(read, mina); })) followed.insert(each.account);
    for (auto const* name : {"health", "hospital", "rowan", "valley", "steadyground", "library", "dr_okafor", "tomas", "jo_valley"}) {
        CAPTURE(name);
        CHECK(followed.contains(named(database, name)));
    }
    CHECK(followed.size() > 25);
    CHECK(database.read([&](db::Read& read) { return posts::bookmarks(read, mina, {}); }).size() >= 3);
    CHECK(database.read([&](db::Read& read) { return notifications::list(read, mina, {}); }).size() == 40);
    // The older ones were read: a first visit finds the last half hour's news.
    auto unread = database.read([&](db::Read& read) { return notifications::unread(read, mina); });
    CHECK(unread >= 3);
    CHECK(unread < 30);
    auto newest = texts(database, "SELECT username FROM post JOIN account ON account.id = author_id WHERE boost_of_id = 0 ORDER BY post.id DESC LIMIT 6");
    CHECK(newest == std::vector<std::string>{"health", "mina", "walt", "hospital", "jo_valley", "hospital"});
}

TEST_CASE("no line is repeated within a screen of the local feed") {
    auto plan = demo::make_plan(demo::Size::small, 1, noon);
    std::vector<demo::PlannedPost const*> shown;
    for (auto const& post : plan.posts)
        if (post.reply_to < 0 && post.visibility == posts::Visibility::everyone) shown.push_back(&post);
    std::ranges::sort(shown, {}, &demo::PlannedPost::at);
    int repeated = 0;
    for (std::size_t i = 0; i < shown.size(); ++i)
        for (auto j = i + 1; j < std::min(i + 40, shown.size()); ++j) repeated += shown[i]->text == shown[j]->text;
    CHECK(repeated == 0);
}

TEST_CASE("a handful of sign-ins is told and kept, and their password opens the door") {
    auto folder = std::filesystem::temp_directory_path() / "salve-demo-test";
    std::filesystem::create_directories(folder);
    auto fresh = db::testing::open(schemas());
    auto wanted = options();
    wanted.folder = folder;
    auto told = demo::build(*fresh, wanted);
    REQUIRE(told.has_value());
    std::ifstream file(folder / "demo-sign-ins.txt");
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == *told);
    auto described = texts(*fresh, "SELECT description FROM media_attachment ORDER BY id");
    CHECK(described.size() == 5);
    for (auto const& text : described) CHECK(text.size() > 30);
    std::filesystem::remove_all(folder);
    media::folder.change("");
    CHECK(told->contains(base::site_url()));
    for (auto const* name : {"mina", "dr_okafor", "hospital", "health", "larkspur_admin", "larkspur_moderator"}) {
        CAPTURE(name);
        CHECK(told->contains(name));
        CHECK(fresh->read([&](db::Read& read) { return accounts::verify_password(read, name, demo::demo_password); }).has_value());
    }
    auto admin = fresh->read([](db::Read& read) { return accounts::find_by_handle(read, "larkspur_admin"); });
    CHECK(admin->role == http::Role::admin);
}

TEST_CASE("a database with accounts is refused and left as it is") {
    auto& database = *twins().first;
    auto before = number(database, "SELECT COUNT(*) FROM account");
    auto again = demo::build(database, options());
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().why == base::Why::conflict);
    CHECK(number(database, "SELECT COUNT(*) FROM account") == before);
}

TEST_CASE("one alert of the county is in force with its history, one was ended, one waits for a second person, and the record holds") {
    auto& database = *twins().first;
    database.read([](db::Read& read) {
        auto const held = alerts::in_force(read, noon);
        REQUIRE(held.size() == 1);
        CHECK(held.front().message.infos.size() == 3);
        CHECK(alerts::chain(read, held.front().id).size() == 3);
        auto const author = accounts::find_by_handle(read, "dr_okafor");
        auto const drafts = alerts::drafts(read, author->id);
        REQUIRE(drafts.size() == 1);
        CHECK(drafts.front().state == alerts::Draft::State::waiting);
        auto const entries = alerts::entries_after(read, 0, 100);
        CHECK(std::ranges::count(entries, "cancelled", &alerts::Entry::kind) == 1);
        CHECK(alerts::fault_in(entries, "") == "");
        return 0;
    });
}
