// An alert laid out for the question whom it concerns; and the answer for very many at once.
#pragma once
#include "alerts/alerts.hpp"
#include <atomic>
#include <mutex>
#include <unordered_map>

namespace alerts {

// A topic that is one of CAP's categories; any other is a word that the event's name holds.
inline constexpr std::string_view category_topic = "cap:";
std::string topic_of(Category);
std::optional<Category> category_of_topic(std::string_view);

// What an alert says that matching needs. Constant but for what it remembers; any thread.
class Matter {
public:
    Matter(db::Read&, Alert const&);
    // As the rules have it; `follows` tells whether the reader follows the issuer, and is asked when nothing else decided.
    Concern concern(db::Read&, AccountId reader, std::function<bool()> const& follows) const;
    Concern concern(db::Read&, AccountId reader) const;  // asks the data who follows

    AccountId issuer() const { return issuer_; }
    bool everybody() const { return everybody_; }
    areas::Shape const& shape() const { return shape_; }
    // Of somebody whose places do not meet it, and who does not follow its issuer.
    Concern elsewhere(places::Chosen const&) const;

private:
    bool meets(db::Read&, places::Place const&) const;

    areas::Shape shape_;
    std::vector<std::string> events_, categories_;  // folded
    AccountId issuer_;
    bool everybody_ = false;     // an area is known in words alone
    bool for_undecided_ = false; // also for those who chose nothing
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::int64_t, bool> outlines_;  // guarded by mutex_: which meet it
};

// Whom it concerns, found once for all: places by the index, followers by one walk.
class Audience {
public:
    Audience(db::Read&, std::shared_ptr<Matter const>);
    bool has(db::Read&, AccountId) const;

private:
    std::shared_ptr<Matter const> matter_;
    std::vector<AccountId> by_place_, followers_;  // in order
};

}  // namespace alerts
