// The alerts in force, in memory, with whom each concerns; and every open page told of them at once.
#include "alerts/concerned.hpp"
#include "alerts/showing.hpp"
#include "bus/bus.hpp"
#include "follows/follows.hpp"
#include "http/hub.hpp"
#include <algorithm>
#include <limits>
#include <map>

namespace alerts {

namespace {

constexpr std::size_t most_answers = 50'000;

// One alert in force, with its audience once that was asked for.
struct Holding {
    std::shared_ptr<Alert const> alert;
    std::shared_ptr<Matter const> matter;
    std::shared_ptr<Audience const> audience;
    std::int64_t built_at = 0;  // the count of changes before the audience was found
};
using Holdings = std::vector<Holding>;

// Never hides an alert because the question failed; a broken database is another matter.
template <class Ask>
bool or_in_doubt(Ask ask) {
    try {
        return ask();
    } catch (db::Broken const&) {
        throw;
    } catch (std::exception const&) {
        return true;
    }
}

}  // namespace

struct Board::Inside {
    std::mutex mutex;
    // Guarded by it.
    std::shared_ptr<std::vector<Alert> const> held;
    base::Time until = 0;
    std::int64_t generation = 0;  // counts readings of the board
    Holdings entries;              // of `held`, in its order
    std::unordered_map<AccountId, Held> answers;  // since the board was read
    std::int64_t changes = 0;
    std::unordered_map<AccountId, std::int64_t> changed;  // readers, by the count of changes: what was found before does not hold

    // What is over by now goes by itself; an older snapshot of the data must not bring it back.
    void refresh(db::Read& read, bool anew) {
        if (held && !anew && read.now < until) return;
        auto found = std::make_shared<std::vector<Alert> const>(alerts::in_force(read, read.now));
        until = read.now + longest_held;
        Holdings next;
        for (auto const& alert : *found) {
            until = std::min(until, alert.ends_at);
            auto const known = std::ranges::find(entries, alert.id, [](Holding const& entry) { return entry.alert->id; });
            Holding entry = known == entries.end() ? Holding{} : *known;
            entry.alert = std::shared_ptr<Alert const>(found, &alert);
            if (!entry.matter) entry.matter = std::make_shared<Matter const>(read, alert);
            next.push_back(std::move(entry));
        }
        held = std::move(found), entries = std::move(next);
        ++generation;
        answers.clear();
        if (entries.empty()) changed.clear();
    }
};

namespace {

// Asked one by one: from memory, but for whom the reader follows.
Held found_for(db::Read& read, Holdings const& entries, AccountId reader) {
    Held found;
    std::map<AccountId, bool> follows;
    for (auto const& entry : entries) {
        auto const issuer = entry.matter->issuer();
        auto const asked = [&] {
            if (!issuer || issuer == reader) return issuer == reader;
            auto const known = follows.find(issuer);
            return known != follows.end() ? known->second : follows[issuer] = follows::is_follower(read, reader, issuer);
        };
        if (or_in_doubt([&] { return bool(entry.matter->concern(read, reader, asked)); })) found.push_back(entry.alert);
    }
    return found;
}

// Not under the lock: pages go on while very many places are asked.
void find_audiences(db::Read& read, Holdings& entries, std::int64_t changes_before) {
    for (auto& entry : entries) {
        if (entry.audience) continue;
        entry.audience = std::make_shared<Audience const>(read, entry.matter);
        entry.built_at = changes_before;
    }
}

}  // namespace

Board::Board() : inside_(std::make_unique<Inside>()) {}
Board::~Board() = default;

std::shared_ptr<std::vector<Alert> const> Board::in_force(db::Read& read) {
    std::lock_guard const lock(inside_->mutex);
    inside_->refresh(read, false);
    return inside_->held;
}

Held Board::concerning(db::Read& read, AccountId reader) {
    Holdings entries;
    std::int64_t generation = 0, changes = 0;
    {
        std::lock_guard const lock(inside_->mutex);
        inside_->refresh(read, false);
        if (inside_->entries.empty()) return {};
        if (auto const known = inside_->answers.find(reader); reader && known != inside_->answers.end()) return known->second;
        entries = inside_->entries, generation = inside_->generation, changes = inside_->changes;
    }
    Held found;
    if (reader) found = found_for(read, entries, reader);
    else for (auto const& entry : entries) found.push_back(entry.alert);
    // What a change sees is not committed yet: others' pages must not be shown it.
    if (!reader || dynamic_cast<db::Write*>(&read)) return found;
    std::lock_guard const lock(inside_->mutex);
    auto const changed = inside_->changed.find(reader);
    if (inside_->generation == generation && (changed == inside_->changed.end() || changed->second <= changes)) {
        if (inside_->answers.size() >= most_answers) inside_->answers.clear();
        inside_->answers[reader] = found;
    }
    return found;
}

Concern Board::concern(db::Read& read, Alert const& alert, AccountId reader) {
    auto matter = [&]() -> std::shared_ptr<Matter const> {
        std::lock_guard const lock(inside_->mutex);
        auto const known = std::ranges::find(inside_->entries, alert.id, [](Holding const& entry) { return entry.alert->id; });
        return known == inside_->entries.end() ? nullptr : known->matter;
    }();
    if (!matter) matter = std::make_shared<Matter const>(read, alert);
    return matter->concern(read, reader);
}

void Board::forget() {
    std::lock_guard const lock(inside_->mutex);
    inside_->held.reset();
}

void Board::forget(AccountId reader) {
    std::lock_guard const lock(inside_->mutex);
    inside_->answers.erase(reader);
    ++inside_->changes;
    if (!inside_->entries.empty()) inside_->changed[reader] = inside_->changes;
}

std::vector<Board::Group> Board::concerned_by(db::Database& database, AlertId about, std::vector<AccountId> const& readers) {
    auto const changes_before = [&] {
        std::lock_guard const lock(inside_->mutex);
        return inside_->changes;
    }();
    return database.read([&](db::Read& read) {
        Holdings entries;
        {
            std::lock_guard const lock(inside_->mutex);
            inside_->refresh(read, true);
            entries = inside_->entries;
        }
        if (readers.empty()) return std::vector<Group>{};
        find_audiences(read, entries, changes_before);
        std::unordered_map<AccountId, std::int64_t> changed;
        {
            std::lock_guard const lock(inside_->mutex);
            for (auto const& entry : entries)
                if (auto const known = std::ranges::find(inside_->entries, entry.matter, &Holding::matter); known != inside_->entries.end()) known->audience = entry.audience, known->built_at = entry.built_at;
            changed = inside_->changed;
        }
        Holding subject;
        if (auto const known = std::ranges::find(entries, about, [](Holding const& entry) { return entry.alert->id; }); known != entries.end()) subject = *known;
        else if (auto const alert = find(read, about)) {
            subject.matter = std::make_shared<Matter const>(read, *alert);
            subject.audience = std::make_shared<Audience const>(read, subject.matter);
            subject.built_at = std::numeric_limits<std::int64_t>::max();
        } else {
            return std::vector<Group>{};
        }
        auto const concerns = [&](Holding const& entry, AccountId reader) {
            auto const change = changed.find(reader);
            bool const holds = change == changed.end() || change->second <= entry.built_at;
            return or_in_doubt([&] { return holds ? entry.audience->has(read, reader) : bool(entry.matter->concern(read, reader)); });
        };
        std::map<std::vector<bool>, Group> groups;
        for (auto const reader : readers) {
            if (!concerns(subject, reader)) continue;
            std::vector<bool> which;
            for (auto const& entry : entries) which.push_back(entry.alert->id == about || concerns(entry, reader));
            auto& group = groups[which];
            group.readers.push_back(reader);
            if (group.readers.size() > 1) continue;
            for (std::size_t i = 0; i < which.size(); ++i)
                if (which[i]) group.held.push_back(entries[i].alert);
        }
        std::vector<Group> all;
        for (auto& [which, group] : groups) all.push_back(std::move(group));
        return all;
    });
}

namespace {

http::Message message_of(db::Database& database, std::string const& locale, Held const& held, bool signed_in) {
    auto const markup = database.read([&](db::Read& read) { return above(html::Words(locale), read, held, {}, signed_in); });
    return {"html", "<div class=\"full\" id=\"above\">" + markup.markup + "</div>"};
}

// Those who are signed in have a button more, and each the alerts that concern them: who has the same shares one message.
// How many open pages were told.
std::int64_t tell_members(db::Database& database, Board& board, http::Hub& hub, std::string const& locale, AlertId alert) {
    std::int64_t told = 0;
    auto const start = "pages/" + locale + "/";
    std::vector<AccountId> readers;
    for (auto const& topic : hub.topics_under(start))
        if (auto const reader = base::parse<AccountId>(std::string_view(topic).substr(start.size()))) readers.push_back(*reader);
    for (auto const& group : board.concerned_by(database, alert, readers)) {
        std::vector<std::string> topics;
        for (auto const reader : group.readers) topics.push_back(start + reader.text());
        hub.publish(topics, message_of(database, locale, group.held, true));
        for (auto const& topic : topics) told += hub.listeners(topic);
    }
    return told;
}

std::int64_t tell_visitors(db::Database& database, Board& board, http::Hub& hub, std::string const& locale) {
    auto const topic = "visitors/" + locale;
    if (!hub.anyone_on(topic)) return 0;
    auto const held = database.read([&](db::Read& read) { return board.concerning(read, {}); });
    hub.publish(topic, message_of(database, locale, held, false));
    return hub.listeners(topic);
}

}  // namespace

void tell_open_pages(bus::Bus& bus, db::Database& database, Board& board, http::Hub& hub) {
    auto const forget = [&board](auto const&) { board.forget(); };
    bus.at_once<Issued>(forget);
    bus.at_once<Ended>(forget);
    bus.at_once<places::Changed>([&board](places::Changed const& event) { board.forget(event.account); });
    bus.at_once<follows::Began>([&board](follows::Began const& event) { board.forget(event.follower); });
    bus.at_once<follows::Ended>([&board](follows::Ended const& event) { board.forget(event.follower); });
    bus.at_once<follows::WentAlong>([&board](follows::WentAlong const& event) { board.forget(event.follower); });
    auto const tell = [&](auto const& event) {
        std::int64_t told = 0;
        for (auto const& locale : html::locales()) told += tell_members(database, board, hub, locale, event.alert) + tell_visitors(database, board, hub, locale);
        if (told && event.kind == Issued::kind) count_soon(event.alert, Channel::streams, told);
    };
    bus.soon<Issued>(tell);
    bus.soon<Ended>(tell);
}

}  // namespace alerts
