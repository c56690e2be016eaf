// The parts of a plan, each with chance of its own, so that a change in one leaves the others as they were.
#pragma once
#include "base/time.hpp"
#include "demo/plan.hpp"
#include "demo/random.hpp"

namespace demo {

struct Stage {
    Plan& plan;
    Random random;
    Size size;
    base::Time start, end;  // of what is said

    bool is_large() const { return size == Size::large; }
    Person& person(int who) const { return plan.people[static_cast<std::size_t>(who)]; }
    int person_named(std::string_view username) const;  // throws when there is none
    int count() const { return static_cast<int>(plan.people.size()); }
    // Some moments after `at`, up to `minutes`, rather sooner than later, and before the end.
    base::Time later(base::Time at, std::int64_t minutes);
    void step(base::Time at, Act act, int who, int target = 0) { plan.steps.push_back({at, act, who, target, 0}); }
    int publish(PlannedPost post);  // gives its index
};

void plan_follows(Stage);        // who reads whom, from the beginning to the end
void plan_scenes(Stage);         // what was written by hand
void plan_conversations(Stage);  // everything else that is said
void plan_marks(Stage);          // favourites, boosts, bookmarks, followed hashtags

}  // namespace demo
