// Puts a plan together and in order.
#include "demo/planning.hpp"
#include <algorithm>
#include <stdexcept>

namespace demo {

using base::Time;

int Stage::person_named(std::string_view username) const {
    auto found = std::ranges::find(plan.people, username, &Person::username);
    if (found == plan.people.end()) throw std::logic_error("nobody is called " + std::string(username));
    return static_cast<int>(found - plan.people.begin());
}

Time Stage::later(Time at, std::int64_t minutes) {
    auto wait = (1 + random.low(minutes)) * base::minute + random.below(base::minute);
    return at + wait < end ? at + wait : at + 1 + random.below(end - at - 1);
}

int Stage::publish(PlannedPost post) {
    auto index = static_cast<int>(plan.posts.size());
    step(post.at, Act::post, post.author, index);
    plan.posts.push_back(std::move(post));
    return index;
}

Plan make_plan(Size size, std::int64_t seed, Time end) {
    Plan plan;
    Random root(static_cast<std::uint64_t>(seed));
    auto part = [&] { return Random(root.next()); };
    auto people = part();
    plan.people = make_people(people, size == Size::large ? 10'000 : 124, end);
    auto stage = [&] { return Stage{plan, part(), size, end - 90 * base::day, end}; };
    for (int who = 0; who < static_cast<int>(plan.people.size()); ++who)
        plan.steps.push_back({plan.people[static_cast<std::size_t>(who)].created, Act::join, who, 0, 0});
    for (auto* planned : {plan_follows, plan_scenes, plan_conversations, plan_marks}) planned(stage());
    // What was planned first goes first within a millisecond: nobody answers what is not there yet.
    for (std::size_t i = 0; i < plan.steps.size(); ++i) plan.steps[i].order = i;
    std::ranges::sort(plan.steps, {}, [](Step const& step) { return std::pair(step.at, step.order); });
    return plan;
}

}  // namespace demo
