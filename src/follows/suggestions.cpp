// Whom one could follow, and who wants to be found.
#include "base/text.hpp"
#include "base/time.hpp"
#include "follows/follows.hpp"
#include "follows/queries.hpp"
#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>

namespace follows {

constexpr int kept_for_each = 8;

// Who was found for each reader, and when. A race with an event may keep what was found just before it: what is kept is
// looked at again whenever it is shown, so that it can only lack somebody, for an hour.
struct SuggestionMemory::Inside {
    struct Found { std::vector<Suggestion> suggestions; base::Time at = 0; };

    std::optional<Found> find(AccountId reader, base::Time now) {
        std::lock_guard lock(mutex);
        auto kept = found.find(reader);
        if (kept == found.end() || kept->second.at + kept_for(kept->second) < now) return std::nullopt;
        return kept->second;
    }
    void put(AccountId reader, Found made) {
        std::lock_guard lock(mutex);
        if (found.size() >= most) found.clear();
        found.insert_or_assign(reader, std::move(made));
    }
    void drop(AccountId reader) {
        std::lock_guard lock(mutex);
        found.erase(reader);
    }

private:
    // Where few could be found, somebody new should be.
    static base::Time kept_for(Found const& found) { return found.suggestions.size() < kept_for_each ? base::minute : base::hour; }
    static constexpr std::size_t most = 50'000;
    std::mutex mutex;
    std::unordered_map<AccountId, Found> found;  // guarded by mutex
};

namespace {

std::atomic<std::shared_ptr<SuggestionMemory::Inside>>& memory() {
    static std::atomic<std::shared_ptr<SuggestionMemory::Inside>> current;
    return current;
}

AccountId id_of(db::Row const& row) { return row.id<AccountId>(0); }

// The names of the setting, as accounts that this person could follow.
std::vector<AccountId> picked(db::Read& read, AccountId me) {
    std::vector<AccountId> all;
    auto names = staff_picks();
    std::string_view rest = names;
    while (!rest.empty()) {
        auto name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        auto account = accounts::find_by_handle(read, base::trim(name));
        if (account && read.number(sql::suggestible, {me, account->id})) all.push_back(account->id);
    }
    return all;
}

}  // namespace

std::vector<Suggestion> suggestions(db::Read& read, AccountId me, int limit) {
    std::vector<Suggestion> all;
    auto add = [&](std::vector<AccountId> const& accounts, std::string_view source) {
        for (auto account : accounts) {
            auto known = std::ranges::find(all, account, &Suggestion::account);
            if (known != all.end()) known->sources.push_back(source);
            else all.push_back({account, {source}});
        }
    };
    add(picked(read, me), "featured");
    add(read.rows(sql::friends_of_friends, {me, limit}, id_of), "friends_of_friends");
    add(read.rows(sql::most_followed, {me, limit}, id_of), "most_followed");
    if (std::ssize(all) > limit) all.resize(static_cast<std::size_t>(limit));
    return all;
}

SuggestionMemory::SuggestionMemory(bus::Bus& bus) : inside_(std::make_shared<Inside>()) {
    bus.at_once<Began>([inside = inside_](Began const& event) { inside->drop(event.follower); });
    bus.at_once<Ended>([inside = inside_](Ended const& event) { inside->drop(event.follower); });
    memory().store(inside_);
}

SuggestionMemory::~SuggestionMemory() { memory().store(nullptr); }

std::vector<Suggestion> suggestions_beside(db::Read& read, AccountId me, int limit) {
    auto const kept = memory().load();
    auto const most = static_cast<std::size_t>(limit);
    auto found = kept ? kept->find(me, read.now) : std::nullopt;
    if (found) {
        std::vector<Suggestion> still;
        std::size_t asked = 0;
        for (auto const& each : found->suggestions) {
            if (still.size() == most) break;
            ++asked;
            if (read.number(sql::suggestible_now, {me, each.account, each.sources.front() == "featured"})) still.push_back(each);
        }
        if (still.size() == most || still.size() == asked) return still;
    }
    auto all = suggestions(read, me, kept_for_each);
    // What a change sees is not committed.
    if (kept && !dynamic_cast<db::Write*>(&read)) kept->put(me, {all, read.now});
    if (all.size() > most) all.resize(most);
    return all;
}

base::Result<base::Done> dismiss_suggestion(db::Write& write, AccountId me, AccountId other) {
    if (!accounts::find(write, other)) return base::refuse(base::Why::not_found, "There is no such account.");
    write.run(sql::dismiss_suggestion, {me, other});
    return base::Done{};
}

std::vector<AccountId> directory(db::Read& read, AccountId viewer, Listing const& listing) {
    auto const& order = listing.order == Order::active ? sql::directory_by_activity : sql::directory_by_age;
    auto ids = read.rows(order, {viewer, listing.local, std::int64_t{listing.offset} + listing.limit}, id_of);
    ids.erase(ids.begin(), ids.begin() + std::min<std::ptrdiff_t>(listing.offset, std::ssize(ids)));
    return ids;
}

}  // namespace follows
