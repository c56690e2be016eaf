// Brings the hand-written posts into the plan.
#include "base/text.hpp"
#include "demo/planning.hpp"
#include <algorithm>
#include <map>

namespace demo {

using base::Time;

namespace {

// Marks by chance passers-by, as many as the scene says.
void mark(Stage& stage, Act act, int post, int count) {
    auto const planned = stage.plan.posts[static_cast<std::size_t>(post)];
    std::vector<int> marked{planned.author};
    count = std::min(count, stage.count() / 3);
    while (count > 0) {
        auto who = static_cast<int>(stage.random.below(stage.count()));
        if (stage.person(who).part == Part::keeper || stage.person(who).created >= planned.at || std::ranges::find(marked, who) != marked.end()) continue;
        marked.push_back(who);
        stage.step(stage.later(planned.at, 90), act, who, post);
        --count;
    }
}

PlannedPost post_of(Stage& stage, Scene const& scene, Time at) {
    PlannedPost post;
    post.author = stage.person_named(scene.author);
    post.at = at;
    post.text = scene.text;
    post.content_note = scene.note;
    post.language = scene.language;
    post.visibility = scene.visibility;
    if (!scene.choices.empty())
        for (auto choice : base::split(scene.choices, '|')) post.choices.emplace_back(choice);
    if (!scene.pictures.empty())
        for (auto picture : base::split(scene.pictures, '|')) {
            auto equals = picture.find('=');
            post.pictures.push_back({std::string(picture.substr(0, equals)), std::string(picture.substr(equals + 1))});
        }
    return post;
}

}  // namespace

void plan_scenes(Stage stage) {
    for (auto const& scene : first_words()) {
        auto at = stage.start + scene.minutes * 47 * base::minute + stage.random.below(base::minute);
        auto index = stage.publish(post_of(stage, scene, at));
        stage.step(at + base::minute, Act::pin, stage.person_named(scene.author), index);
        mark(stage, Act::favourite, index, scene.favourites);
        mark(stage, Act::boost, index, scene.boosts);
    }
    auto mina = stage.person_named("mina");
    std::map<std::string_view, int> keyed;
    for (auto const& scene : scenes()) {
        auto post = post_of(stage, scene, stage.end - scene.minutes * base::minute + stage.random.below(base::minute));
        if (!scene.reply_to.empty()) post.reply_to = keyed.at(scene.reply_to);
        if (!scene.quotes.empty()) post.quoted = keyed.at(scene.quotes);
        auto author = post.author;
        auto index = stage.publish(std::move(post));
        if (!scene.key.empty()) keyed[scene.key] = index;
        mark(stage, Act::favourite, index, scene.favourites);
        mark(stage, Act::boost, index, scene.boosts);
        mark(stage, Act::vote, index, scene.votes);
        auto at = stage.plan.posts[static_cast<std::size_t>(index)].at;
        if (scene.boosts >= 9 && author != mina) stage.step(stage.later(at, 60), Act::bookmark, mina, index);
    }
    for (auto const* tag : {"Asthma", "SmokeSeason"}) {
        stage.step(stage.start + base::day, Act::follow_tag, mina, static_cast<int>(stage.plan.tags.size()));
        stage.plan.tags.emplace_back(tag);
    }
}

}  // namespace demo
