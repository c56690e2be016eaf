// How many people here a draft would concern, before it is issued: rounded, so that moving an area a little tells nothing
// about one person, and bounded, so that looking at a draft costs the server little.
#include "alerts/concerned.hpp"
#include "alerts/previews.hpp"
#include "base/time.hpp"
#include <map>
#include <mutex>

namespace alerts {

namespace {

constexpr int most_looked_at = 20'000;
constexpr std::int64_t fewest_told = 10;
constexpr base::Time kept_for = 5 * base::minute;
constexpr std::size_t most_kept = 200;

struct Known { Estimate estimate; base::Time at = 0; };
struct Kept {
    std::mutex mutex;
    std::map<std::pair<std::int64_t, std::int64_t>, Known> drafts;  // by id and version
};
Kept& kept() {
    static Kept one;
    return one;
}

// Downwards, to the two digits in front: 10, 20 ... 90, 110, 1200.
std::int64_t rounded(std::int64_t count) {
    if (count < fewest_told) return 0;
    std::int64_t unit = 10;
    while (count / unit >= 100) unit *= 10;
    return count / unit * unit;
}

Estimate counted(db::Read& read, Alert const& alert) {
    Audience const audience(read, std::make_shared<Matter const>(read, alert));
    auto const members = places::members_after(read, {}, most_looked_at);
    std::int64_t count = 0;
    for (auto const member : members) count += audience.has(read, member);
    return {rounded(count), members.size() == most_looked_at};
}

}  // namespace

Estimate estimate(db::Read& read, Draft const& draft) {
    auto const key = std::pair(draft.id, draft.version);
    {
        std::lock_guard const lock(kept().mutex);
        if (auto const known = kept().drafts.find(key); known != kept().drafts.end() && read.now - known->second.at < kept_for) return known->second.estimate;
    }
    auto const made = counted(read, as_alert(read, draft));
    std::lock_guard const lock(kept().mutex);
    if (kept().drafts.size() >= most_kept) kept().drafts.clear();
    kept().drafts[key] = {made, read.now};
    return made;
}

std::string text_of(html::Words const& words, Estimate const& estimate) {
    if (!estimate.people) return estimate.more ? words("Few of the people here are concerned.") : words("Fewer than 10 people here are concerned.");
    auto const count = words.number(estimate.people);
    return estimate.more ? words("At least {count} people here are concerned.", {{"count", count}}) : words("About {count} people here are concerned.", {{"count", count}});
}

}  // namespace alerts
