// Where telling people stands, and the jobs that go on with it. A job works for a while and hands over; a process that was
// killed is followed by the next one that looks, half a minute later at most.
#include "alerts/telling.hpp"
#include "alerts/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <limits>

namespace alerts {

using base::Done, base::Result;

namespace {

constexpr base::Time held_for = 30 * base::second, worked_for = 20 * base::second, looks_every = 10 * base::second, counts_every = 3 * base::second;
// So long somebody may still be told that it is over, and by then nobody needs to know any more who was told.
constexpr base::Time end_is_told_for = base::day, told_is_kept_for = 2 * base::day;
constexpr std::string_view tell_job = "alerts.tell", again_job = "alerts.push_again", digest_job = "alerts.digest";

std::string named(AlertId alert, Way way) { return alert.text() + " " + std::string(text_of(way)); }

bool is_over(Alert const& alert) { return alert.message.type != MessageType::cancel && alert.ended_at != 0; }

}  // namespace

std::string_view text_of(Way way) { return way == Way::push ? "push" : "mail"; }

base::Time told_until(Alert const& alert) {
    return alert.message.type == MessageType::cancel ? alert.issued_at + end_is_told_for : alert.ends_at;
}

bool is_to_be_told(Alert const& alert, base::Time now) { return !is_over(alert) && now < told_until(alert); }

void note_told(db::Write& write, Alert const& alert, Way way, AccountId person) {
    write.run(sql::put_told, {alert.chain, text_of(way), person, alert.id});
}

std::optional<Telling> Telling::take(db::Database& database, AlertId alert, Way way) {
    std::optional<AccountId> position;
    database.wait_write([&](db::Write& write) {
        position.reset();
        if (write.run(sql::take_telling, {alert, text_of(way), write.now + held_for, write.now}) == 0) return false;
        position = AccountId{write.number(sql::telling_position, {alert, text_of(way)})};
        return true;
    });
    if (!position) return std::nullopt;
    return Telling(database, alert, way, *position);
}

std::optional<Telling::Batch> Telling::next(People const& people, std::size_t most) {
    auto batch = database_.read([&](db::Read& read) -> std::optional<Batch> {
        auto alert = find(read, alert_);
        if (!alert || !is_to_be_told(*alert, read.now)) return std::nullopt;
        if (!people_) {
            auto found = alert->message.type == MessageType::cancel ? std::vector<AccountId>{} : people.concerned(read, *alert);
            if (alert->replaces)
                for (auto each : read.rows(sql::told_of_chain, {alert->chain, text_of(way_), position_}, [](db::Row const& row) { return row.id<AccountId>(0); })) found.push_back(each);
            std::ranges::sort(found);
            auto [same, last] = std::ranges::unique(found);
            found.erase(same, last);
            people_.emplace(std::ranges::upper_bound(found, position_), found.end());
        }
        if (people_->empty()) return std::nullopt;
        auto const count = std::min(most, people_->size());
        return Batch{std::move(*alert), {people_->begin(), people_->begin() + static_cast<std::ptrdiff_t>(count)}};
    });
    if (!batch) end();
    return batch;
}

bool Telling::announce(std::function<void(db::Write&, Alert const&)> const& keep) {
    bool ours = false;
    database_.wait_write([&](db::Write& write) {
        ours = write.run(sql::move_telling, {alert_, text_of(way_), position_, position_, write.now + held_for}) == 1;
        auto const alert = ours ? find(write, alert_) : std::nullopt;
        if (alert) keep(write, *alert);
        return alert.has_value();
    });
    return ours;
}

bool Telling::step(AccountId last, std::function<void(db::Write&, Alert const&)> const& keep) {
    bool ours = false;
    database_.wait_write([&](db::Write& write) {
        ours = write.run(sql::move_telling, {alert_, text_of(way_), position_, last, write.now + held_for}) == 1;
        auto const alert = ours ? find(write, alert_) : std::nullopt;
        if (!alert) return false;
        keep(write, *alert);
        write.emit(ReachGrew{alert_});
        return true;
    });
    if (!ours) return false;
    position_ = last;
    people_->erase(people_->begin(), std::ranges::upper_bound(*people_, last));
    return true;
}

void Telling::rest() {
    database_.wait_write([&](db::Write& write) { return write.run(sql::rest_telling, {alert_, text_of(way_)}) == 1; });
}

void Telling::end() {
    database_.wait_write([&](db::Write& write) { return write.run(sql::end_telling, {alert_, text_of(way_), write.now}) == 1; });
}

namespace {

void begin(db::Write& write, AlertId id) {
    auto const alert = find(write, id);
    // CAP: what is a test is to be disregarded by everybody.
    if (!alert || alert->message.scope != Scope::open || alert->message.status == Status::test || !is_to_be_told(*alert, write.now)) return;
    for (auto way : {Way::push, Way::mail}) {
        write.run(sql::open_telling, {id, text_of(way)});
        jobs::add(write, tell_job, named(id, way), 0, named(id, way));
    }
}

// What waits is void: nobody is disturbed for what is over.
void clear(db::Write& write, AlertId id) {
    write.run(sql::end_tellings, {id, write.now});
    write.run(sql::delete_all_again, {id});
    write.run(sql::drop_from_digests, {id});
}

Result<Done> tell(db::Database& database, People const& people, std::string_view payload) {
    auto const space = payload.find(' ');
    auto const alert = base::parse<AlertId>(payload.substr(0, space));
    if (!alert || space == payload.npos) return Done{};
    if (payload.substr(space + 1) == text_of(Way::push)) push_on(database, *alert, people);
    else mail_on(database, *alert, people);
    return Done{};
}

// What nobody works on: its process was killed, or it waits for a push service.
void look(db::Database& database) {
    struct Left { std::vector<std::string> tellings; std::vector<AlertId> again; };
    auto const left = database.read([](db::Read& read) {
        return Left{read.rows(sql::left_tellings, {read.now}, [](db::Row const& row) { return row.text(0) + " " + row.text(1); }),
                    read.rows(sql::alerts_due_again, {read.now}, [](db::Row const& row) { return row.id<AlertId>(0); })};
    });
    if (left.tellings.empty() && left.again.empty()) return;
    database.wait_write([&](db::Write& write) {
        for (auto const& each : left.tellings) jobs::add(write, tell_job, each, 0, each);
        for (auto each : left.again) jobs::add(write, again_job, each.text(), 0, each.text());
        return true;
    });
}

void forget_what_is_over(db::Database& database) {
    database.wait_write([](db::Write& write) {
        write.run(sql::forget_told, {write.now - told_is_kept_for});
        write.run(sql::forget_tellings, {write.now - told_is_kept_for});
        return true;
    });
}

}  // namespace

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == Issued::kind) begin(write, base::from_event<Issued>(event).alert);
    if (event.kind == Ended::kind) clear(write, base::from_event<Ended>(event).alert);
}

void add_telling(jobs::Runner& runner, db::Database& database, People people) {
    people.stopping = [&runner, until = people.stopping] { return runner.is_stopping() || (until && until()); };
    auto const at_work = [&database, people](jobs::Job const& job) {
        auto mine = people;
        mine.stopping = [began = base::clock_now(), stops = people.stopping] { return stops() || base::clock_now() - began > worked_for; };
        return tell(database, mine, job.payload);
    };
    runner.handle(std::string(tell_job), at_work);
    runner.handle(std::string(again_job), [&database](jobs::Job const& job) -> Result<Done> {
        if (auto alert = base::parse<AlertId>(job.payload)) push_again(database, *alert);
        return Done{};
    });
    runner.handle(std::string(digest_job), [&database](jobs::Job const& job) -> Result<Done> {
        if (auto person = base::parse<AccountId>(job.payload)) mail_digest(database, *person);
        return Done{};
    });
    runner.every("alerts.tell_on", looks_every, [&database] { look(database); });
    runner.every("alerts.forget_told", base::hour, [&database] { forget_what_is_over(database); });
    runner.every("alerts.keep_counts", counts_every, [&database] { keep_counts(database); });
    watch_letters(database);
    accounts::add_to_export("alerts.json", told_as_json);
}

void add_telling(jobs::Runner& runner, db::Database& database) {
    auto const wish = [](db::Read& read, AccountId person, Alert const& alert) {
        auto const wishes = how_told(read, person);
        return Wish{.push = wishes.push, .letter = to_mail_at_once(wishes, alert), .digest = wishes.mail == places::Mail::daily};
    };
    add_telling(runner, database, {.concerned = [](db::Read& read, Alert const& alert) { return concerned(read, alert, {}, std::numeric_limits<int>::max()); }, .wish = wish, .stopping = {}});
}

}  // namespace alerts
