// What people do with what they read: favourites mostly, sometimes a boost or a bookmark.
#include "demo/planning.hpp"
#include <algorithm>

namespace demo {

using base::Time, posts::Visibility;

namespace {

class Marks {
public:
    explicit Marks(Stage& stage) : stage_(stage), random_(stage.random) {}

    void plan() {
        for (std::size_t i = 0; i < stage_.plan.posts.size(); ++i) mark(static_cast<int>(i));
        follow_tags();
    }

private:
    PlannedPost const& post(int index) const { return stage_.plan.posts[static_cast<std::size_t>(index)]; }

    void mark(int index) {
        auto const& said = post(index);
        if (said.visibility == Visibility::direct) return;
        auto const part = stage_.person(said.author).part;
        bool official = part == Part::institution;
        std::int64_t most = stage_.is_large() ? (official ? 40 : part == Part::clinician ? 5 : 4) : official ? 26 : part == Part::clinician ? 14 : 8;
        if (said.reply_to >= 0) most = most / 3 + 1;
        auto count = random_.low(most);
        for (auto who : readers(said, count)) stage_.step(stage_.later(said.at, 900), Act::favourite, who, index);
        if (said.visibility == Visibility::followers) return;
        auto boosts = said.reply_to >= 0 ? 0 : official ? random_.low(stage_.is_large() ? 5 : 9) : random_.chance(stage_.is_large() ? 4 : 10);
        for (auto who : readers(said, boosts)) stage_.step(stage_.later(said.at, 900), Act::boost, who, index);
        if (random_.chance(official ? 20 : 3))
            for (auto who : readers(said, 1)) stage_.step(stage_.later(said.at, 900), Act::bookmark, who, index);
    }

    // Distinct people who were there to read it; for followers only, these.
    std::vector<int> readers(PlannedPost const& said, std::int64_t count) {
        std::vector<int> some;
        auto const& followers = stage_.person(said.author).followers;
        bool closed = said.visibility == Visibility::followers;
        for (std::int64_t tries = 0; tries < count * 2 && static_cast<std::int64_t>(some.size()) < count; ++tries) {
            int who;
            if (!followers.empty() && (closed || random_.chance(75))) {
                auto const& follower = random_.pick(followers);
                if (follower.since >= said.at) continue;
                who = follower.who;
            } else {
                who = static_cast<int>(random_.below(stage_.count()));
            }
            auto const& person = stage_.person(who);
            if (closed && followers.empty()) break;
            if (who == said.author || person.part == Part::keeper || person.created >= said.at) continue;
            if (std::ranges::find(some, who) == some.end()) some.push_back(who);
        }
        return some;
    }

    void follow_tags() {
        for (int who = 0; who < stage_.count(); ++who) {
            auto const& person = stage_.person(who);
            if (person.part != Part::patient && person.part != Part::carer) continue;
            if (!random_.chance(25)) continue;
            auto topic = static_cast<std::size_t>(random_.pick(person.topics));
            stage_.step(stage_.later(person.created, 5000), Act::follow_tag, who, static_cast<int>(stage_.plan.tags.size()));
            stage_.plan.tags.emplace_back(tongue(person.language).topics[topic].tag);
        }
    }

    Stage& stage_;
    Random& random_;
};

}  // namespace

void plan_marks(Stage stage) { Marks(stage).plan(); }

}  // namespace demo
