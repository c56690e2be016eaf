// Who says what to whom over 90 days: advice, questions with their answers, stories, notices, letters to the clinic.
#include "demo/planning.hpp"
#include "demo/talk.hpp"
#include <algorithm>
#include <deque>
#include <map>

namespace demo {

using base::Time, posts::Visibility;

namespace {

// When people are awake and write, of 100, by hour.
constexpr int awake[24] = {8, 4, 3, 3, 4, 8, 25, 55, 75, 80, 70, 65, 80, 75, 60, 55, 60, 70, 85, 100, 95, 75, 45, 20};

class Conversations {
public:
    explicit Conversations(Stage& stage) : stage_(stage), random_(stage.random), talk_(random_) {
        for (int who = 0; who < stage_.count(); ++who) {
            auto const& person = stage_.person(who);
            if (person.part == Part::keeper) continue;
            auto& crowd = person.part == Part::institution ? institutions_ : members_;
            // Whoever says more stands there more often.
            for (std::int64_t i = 0; i < person.activity; ++i) crowd.push_back(who);
            if (person.part == Part::institution || person.part == Part::group) continue;
            speakers_[person.language].push_back(who);
            if (person.part == Part::clinician)
                for (auto topic : person.topics) experts_[{person.language, topic}].push_back(who);
        }
    }

    void plan() {
        wanted_ = stage_.is_large() ? 100'000 : 2'400;
        std::vector<Time> moments;
        for (std::size_t i = 0; i < wanted_ * 4 / 10; ++i) moments.push_back(moment());
        std::ranges::sort(moments);
        // In order of time, so that what was said lately is known; catching up where few answered.
        for (std::size_t i = 0; i < moments.size(); ++i)
            do begin(moments[i] + random_.below(base::minute));
            while (stage_.plan.posts.size() < wanted_ * (i + 1) / moments.size());
    }

private:
    bool enough() const { return stage_.plan.posts.size() >= wanted_; }

    Time moment() {
        for (;;) {
            auto at = stage_.start + random_.below(stage_.end - stage_.start - 2 * base::hour);
            if (random_.chance(awake[at % base::day / base::hour])) return at;
        }
    }

    int say(int author, Time at, std::string text, std::string_view language, int reply_to = -1) {
        PlannedPost post;
        post.author = author;
        post.at = at;
        post.text = std::move(text);
        post.language = language;
        post.reply_to = reply_to;
        if (reply_to >= 0) post.visibility = this->post(reply_to).visibility;
        return stage_.publish(std::move(post));
    }
    PlannedPost& post(int index) const { return stage_.plan.posts[static_cast<std::size_t>(index)]; }
    std::string const& name(int who) const { return stage_.person(who).username; }
    static Topic const& topic_of(Tongue const& tongue, int topic) { return tongue.topics[static_cast<std::size_t>(topic)]; }

    int passer_by(Time at, std::string_view language, int except) {
        for (int tries = 0; tries < 20; ++tries) {
            auto who = random_.pick(speakers_[std::string(language)]);
            if (who != except && stage_.person(who).created < at && stage_.person(who).part != Part::clinician) return who;
        }
        return -1;
    }

    void begin(Time at) {
        if (enough()) return;
        if (random_.chance(stage_.is_large() ? 3 : 20)) return institution(random_.pick(institutions_), at);
        auto who = random_.pick(members_);
        if (stage_.person(who).created >= at) return;
        switch (stage_.person(who).part) {
        case Part::group: return announce(who, at);
        case Part::clinician: return advise(who, at);
        default: return live(who, at);
        }
    }

    // What was not said lately; nothing when chance finds only that.
    template <class Make>
    std::string fresh(Make make) {
        constexpr std::size_t remembered = 250;
        for (int tries = 0; tries < 6; ++tries) {
            std::string text = make();
            if (std::ranges::find(lately_, text) != lately_.end()) continue;
            lately_.push_back(text);
            if (lately_.size() > remembered) lately_.pop_front();
            return text;
        }
        return {};
    }

    void institution(int who, Time at) {
        if (random_.chance(30)) return announce(who, at);
        auto const& person = stage_.person(who);
        auto const* own = &english();
        auto topic = random_.pick(person.topics);
        if ((person.username == "health" || person.username == "valley") && random_.chance(22)) {
            own = random_.chance(75) ? &spanish() : &arabic();
            topic = static_cast<int>(random_.below(static_cast<std::int64_t>(own->topics.size())));
        }
        auto text = fresh([&] { return talk_.advice(*own, topic_of(*own, topic)); });
        if (text.empty()) return;
        auto said = say(who, at, std::move(text), own->language);
        answer_some(said, own->phrases.thanks_for_advice, random_.low(3));
    }

    void announce(int who, Time at) {
        auto text = fresh([&] { return talk_.notice(name(who)); });
        if (text.empty()) return;
        auto said = say(who, at, std::move(text), "en");
        if (!random_.chance(30)) return answer_some(said, english().phrases.thanks_for_advice, random_.low(3));
        auto asker = passer_by(at, "en", who);
        if (asker < 0) return;
        auto const& visit = talk_.exchange(english().phrases.visits);
        auto asked = say(asker, stage_.later(at, 400), talk_.reply(name(who), visit.question), "en", said);
        auto answered = say(who, stage_.later(post(asked).at, 200), talk_.reply(name(asker), visit.answers), "en", asked);
        if (random_.chance(40)) say(asker, stage_.later(post(answered).at, 200), talk_.reply(name(who), english().phrases.thanks_for_answer), "en", answered);
    }

    void advise(int who, Time at) {
        auto const& own = tongue(stage_.person(who).language);
        auto text = fresh([&] { return talk_.tip(own, topic_of(own, random_.pick(stage_.person(who).topics))); });
        if (text.empty()) return;
        auto said = say(who, at, std::move(text), own.language);
        answer_some(said, own.phrases.thanks_for_advice, random_.low(3));
    }

    void live(int who, Time at) {
        auto const& person = stage_.person(who);
        auto const& own = tongue(person.language);
        auto topic = random_.pick(person.topics);
        auto draw = random_.below(100);
        if (draw < 3) return write_to_clinic(who, at, own);
        if (draw < 42) return ask(who, at, own, topic);
        bool hard = draw < 82 && random_.chance(60);
        auto text = fresh([&] {
            if (person.part == Part::carer && draw < 80) return talk_.care(topic_of(own, topic));
            return draw < 82 ? talk_.story(topic_of(own, topic)) : talk_.small_talk(own);
        });
        if (text.empty()) return;
        auto said = say(who, at, std::move(text), own.language);
        if (hard) post(said).content_note = topic_of(own, topic).note;
        auto audience = random_.below(100);
        if (audience < 10) post(said).visibility = Visibility::followers;
        else if (audience < 17) post(said).visibility = Visibility::unlisted;
        if (post(said).visibility != Visibility::followers) answer_some(said, own.phrases.supports, random_.below(4));
    }

    // A question, its answers and the thanks for them.
    void ask(int who, Time at, Tongue const& own, int topic) {
        Exchange const* asked = nullptr;
        auto text = fresh([&] { return talk_.question(own, topic_of(own, topic), asked); });
        if (text.empty()) return;
        auto said = say(who, at, std::move(text), own.language);
        auto& experts = experts_[{std::string(own.language), topic}];
        auto answers = experts.empty() ? 0 : random_.chance(30) ? 2 : random_.chance(85) ? 1 : 0;
        for (int last = -1, i = 0; i < answers; ++i) {
            auto expert = random_.pick(experts);
            if (expert == last || expert == who || stage_.person(expert).created >= at) continue;
            last = expert;
            auto answered = say(expert, stage_.later(at, 500), talk_.reply(name(who), asked->answers), own.language, said);
            if (random_.chance(55)) say(who, stage_.later(post(answered).at, 300), talk_.reply(name(expert), own.phrases.thanks_for_answer), own.language, answered);
        }
        answer_some(said, own.phrases.peers, random_.low(4));
    }

    void answer_some(int said, Lines const& lines, std::int64_t count) {
        std::vector<int> answered{post(said).author};
        for (std::int64_t i = 0; i < count; ++i) {
            auto at = stage_.later(post(said).at, 900);
            auto who = passer_by(at, post(said).language, post(said).author);
            if (who < 0 || std::ranges::find(answered, who) != answered.end()) continue;
            answered.push_back(who);
            auto language = post(said).language;
            say(who, at, talk_.reply(name(post(said).author), lines), language, said);
        }
    }

    void write_to_clinic(int who, Time at, Tongue const& own) {
        auto clinic = stage_.person_named(own.language == "es" || random_.chance(40) ? "valley" : "rowan");
        auto const& letter = talk_.exchange(own.phrases.private_letters);
        auto said = say(who, at, talk_.reply(name(clinic), letter.question), own.language);
        post(said).visibility = Visibility::direct;
        say(clinic, stage_.later(at, 300), talk_.reply(name(who), letter.answers), own.language, said);
    }

    Stage& stage_;
    Random& random_;
    Talk talk_;
    std::size_t wanted_ = 0;
    std::vector<int> institutions_, members_;
    std::deque<std::string> lately_;
    std::map<std::string, std::vector<int>> speakers_;
    std::map<std::pair<std::string, int>, std::vector<int>> experts_;
};

}  // namespace

void plan_conversations(Stage stage) {
    // The last minutes belong to the scenes, so that the first screen is theirs.
    stage.end -= 40 * base::minute;
    Conversations(stage).plan();
}

}  // namespace demo
