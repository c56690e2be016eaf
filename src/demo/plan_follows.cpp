// Who reads whom: institutions by nearly all, then people who share a topic, then chance.
#include "demo/planning.hpp"
#include <algorithm>
#include <array>
#include <map>

namespace demo {

using base::Time;

namespace {

class Acquaintance {
public:
    explicit Acquaintance(Stage given) : stage_(std::move(given)) {
        for (int who = 0; who < stage_.count(); ++who) {
            auto const& person = stage_.person(who);
            if (person.part == Part::institution || person.part == Part::keeper) continue;
            everybody_.push_back(who);
            for (auto topic : person.topics) {
                auto& circle = circles_[{person.language, topic}];
                (person.part == Part::clinician || person.part == Part::group ? circle.experts : circle.others).push_back(who);
            }
        }
    }

    void plan() {
        follow_by_hand();
        for (auto who : everybody_) {
            follow_institutions(who);
            follow_people(who);
        }
        greet_mina();
    }

private:
    struct Circle { std::vector<int> experts, others; };

    void follow(int who, int whom, Time at = 0) {
        auto& follows = following_[who];
        if (who == whom || std::ranges::find(follows, whom) != follows.end()) return;
        follows.push_back(whom);
        auto& other = stage_.person(whom);
        if (!at) {
            auto both = std::max(stage_.person(who).created, other.created);
            at = both + base::hour + stage_.random.low(stage_.end - both - base::hour);
        }
        stage_.step(at, Act::follow, who, whom);
        if (other.locked) {
            // The first of them are in the story; of the others some are left waiting.
            if (whom >= cast_size_ && stage_.random.chance(25)) return;
            at = stage_.later(at, 2000);
            stage_.step(at, Act::approve, whom, who);
        }
        other.followers.push_back({who, at});
    }

    void follow_institutions(int who) {
        constexpr std::array<int, 6> shares{88, 85, 50, 48, 30, 55};  // in the order of the cast
        for (int whom = 0; whom < static_cast<int>(shares.size()); ++whom)
            if (stage_.random.chance(shares[static_cast<std::size_t>(whom)])) follow(who, whom);
    }

    void follow_people(int who) {
        auto wanted = stage_.is_large() ? stage_.random.between(6, 14) : stage_.random.between(8, 20);
        for (std::int64_t i = 0; i < wanted; ++i) {
            auto const& person = stage_.person(who);
            auto const& circle = circles_[{person.language, stage_.random.pick(person.topics)}];
            auto draw = stage_.random.below(100);
            auto const& from = draw < 35 && !circle.experts.empty() ? circle.experts : draw < 80 && !circle.others.empty() ? circle.others : everybody_;
            auto whom = stage_.random.pick(from);
            follow(who, whom);
            if (stage_.random.chance(stage_.person(whom).part == Part::clinician ? 8 : 30)) follow(whom, who);
        }
    }

    // A visitor signs in as Mina first: her home page shows the whole county.
    void follow_by_hand() {
        auto mina = stage_.person_named("mina");
        for (int whom = 0; whom < cast_size_; ++whom) {
            if (stage_.person(whom).part == Part::keeper) continue;
            auto begun = stage_.start - 20 * base::day;
            follow(mina, whom, std::max(begun, stage_.person(whom).created + base::hour) + stage_.random.below(base::day));
            if (whom > mina && stage_.random.chance(70)) follow(whom, mina, begun + stage_.random.below(60 * base::day));
        }
        for (auto const* name : {"hospital", "health", "rowan", "valley", "library", "steadyground"})
            for (auto const* other : {"hospital", "health", "rowan", "valley", "library", "steadyground", "dr_okafor"})
                follow(stage_.person_named(name), stage_.person_named(other));
        follow(stage_.person_named("rowan"), mina);
    }

    void greet_mina() {
        auto mina = stage_.person_named("mina");
        int greeted = 0;
        for (auto who = everybody_.rbegin(); who != everybody_.rend() && greeted < 3; ++who) {
            auto before = following_[*who].size();
            follow(*who, mina, stage_.end - (14 + 95 * greeted) * base::minute - stage_.random.below(base::minute));
            greeted += following_[*who].size() > before;
        }
    }

    Stage stage_;
    int const cast_size_ = static_cast<int>(cast().size());
    std::vector<int> everybody_;
    std::map<std::pair<std::string, int>, Circle> circles_;
    std::map<int, std::vector<int>> following_;
};

}  // namespace

void plan_follows(Stage stage) { Acquaintance(std::move(stage)).plan(); }

}  // namespace demo
