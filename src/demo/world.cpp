// Writes the planned world through the rules, many steps to a change.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "demo/care.hpp"
#include "demo/drawing.hpp"
#include "demo/plan.hpp"
#include "demo/warnings.hpp"
#include "follows/follows.hpp"
#include "notifications/notifications.hpp"
#include "trends/trends.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <unistd.h>

namespace demo {
namespace {

using base::Done, base::Result, base::Why;

constexpr std::size_t steps_in_a_change = 4000;

// argon2id of demo_password. A constant, since a fresh salt would make every world different; the password is public.
constexpr std::string_view password_hash = "$argon2id$v=19$m=19456,t=2,p=1$GMbUxdBJo9YAKnMG1qIj4A$nd0z12fTjPBAEZXQohfaTyUoP6dpLYwXfJOOqG1leF4";

class Building {
public:
    Building(db::Write& write, Plan& plan, bool shows_pictures) : write_(write), plan_(plan), shows_pictures_(shows_pictures) {}

    Result<Done> take(Step const& step) {
        // Every step has its own moment, though they share a transaction.
        write_.now = step.at;
        auto who = person(step.who).id;
        switch (step.act) {
        case Act::join: return join(person(step.who));
        case Act::follow: return done(follows::follow(write_, who, person(step.target).id));
        case Act::approve: return done(follows::approve(write_, who, person(step.target).id));
        case Act::post: return publish(who, post(step.target));
        case Act::favourite: return done(posts::favourite(write_, who, post(step.target).id));
        case Act::boost: return done(posts::boost(write_, who, post(step.target).id));
        case Act::bookmark: return done(posts::bookmark(write_, who, post(step.target).id));
        case Act::pin: return done(posts::pin(write_, who, post(step.target).id));
        case Act::follow_tag: return done(posts::follow_tag(write_, who, plan_.tags[static_cast<std::size_t>(step.target)]));
        case Act::vote: return vote(post(step.target), step.who);
        }
        return Done{};
    }

private:
    Person& person(int who) { return plan_.people[static_cast<std::size_t>(who)]; }
    PlannedPost& post(int which) { return plan_.posts[static_cast<std::size_t>(which)]; }

    template <class T>
    static Result<Done> done(Result<T> outcome) {
        return outcome ? Result<Done>(Done{}) : std::unexpected(std::move(outcome.error()));
    }

    Result<Done> join(Person& person) {
        accounts::SignUp form;
        form.username = person.username;
        form.email = person.username + "@larkspur.example";
        form.kind = person.kind();
        form.role = person.role;
        form.name = person.name;
        form.language = person.language;
        form.agreement = form.confirmed = true;
        form.password_hash = password_hash;
        form.age = accounts::Age::adult;
        person.id = TRY(accounts::sign_up(write_, form)).id;
        accounts::Profile profile;
        profile.note = person.note;
        profile.locked = person.locked;
        profile.fields = person.fields;
        return done(accounts::change_profile(write_, person.id, profile));
    }

    Result<Done> publish(base::AccountId author, PlannedPost& planned) {
        posts::Draft draft;
        draft.text = planned.text;
        draft.content_note = planned.content_note;
        draft.visibility = planned.visibility;
        draft.language = planned.language;
        if (planned.reply_to >= 0) draft.reply_to = post(planned.reply_to).id;
        if (planned.quoted >= 0) draft.quoted = post(planned.quoted).id;
        if (shows_pictures_)
            for (auto const& picture : planned.pictures) draft.media.push_back(TRY(kept(author, picture)));
        if (!planned.choices.empty()) draft.poll = polls::Draft{.options = planned.choices, .seconds = 3 * 24 * 3600};
        planned.id = TRY(posts::publish(write_, author, draft)).id;
        return Done{};
    }

    // As anybody's upload: through the worker, with a preview and a description.
    Result<base::MediaId> kept(base::AccountId author, PlannedPost::Picture const& picture) {
        auto path = std::filesystem::temp_directory_path() / ("larkspur-" + std::to_string(::getpid()) + ".png");
        auto file = painted(picture.name);
        std::ofstream(path, std::ios::binary) << file;
        auto taken = media::take({.field = "file", .name = picture.name + ".png", .type = "image/png", .path = path, .size = std::ssize(file)}, nullptr, author);
        std::filesystem::remove(path);
        if (!taken) return std::unexpected(taken.error());
        return TRY(media::keep(write_, author, *taken, {.description = picture.alt})).id;
    }

    // Opinions differ, and the first choice is the favourite.
    Result<Done> vote(PlannedPost const& planned, int who) {
        constexpr std::array<std::size_t, 8> opinions = {0, 1, 0, 2, 0, 1, 3, 0};
        auto choice = opinions[static_cast<std::size_t>(who) % opinions.size()] % planned.choices.size();
        return done(polls::vote(write_, planned.id, person(who).id, {static_cast<int>(choice)}));
    }

    db::Write& write_;
    Plan& plan_;
    bool shows_pictures_;
};

// Says how far the large world is, now and then.
class Progress {
public:
    explicit Progress(Size size) : shown_(size == Size::large) {}
    void at(std::size_t done, std::size_t all) {
        auto now = std::chrono::steady_clock::now();
        if (!shown_ || now - last_ < std::chrono::seconds(2)) return;
        last_ = now;
        std::fprintf(stderr, "Building Larkspur: %d %%\n", static_cast<int>(done * 100 / all));
    }

private:
    bool const shown_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// A rule refused what was planned: the fault is the plan's, so whoever mends it is told where.
Result<Done> fault_of(Plan const& plan, Step const& step, base::Refusal const& refusal) {
    auto const& person = plan.people[static_cast<std::size_t>(step.who)];
    return base::refuse(refusal.why, "The demo world does not keep a rule: step " + std::to_string(step.order) + ", act " +
                                         std::to_string(static_cast<int>(step.act)) + " of " + person.username + ". " + refusal.message);
}

Result<Done> write_world(db::Database& database, Plan& plan, Options const& options) {
    Progress progress(options.size);
    std::span<Step const> left = plan.steps;
    auto const all_warnings = warnings(options.end - options.end % base::hour);
    std::span<Warning const> warnings_left = all_warnings;
    while (!left.empty()) {
        auto some = left.first(std::min(steps_in_a_change, left.size()));
        auto due = warnings_left;
        TRY(database.write([&](db::Write& write) -> Result<Done> {
            due = warnings_left;
            Building building(write, plan, !options.folder.empty());
            for (auto const& step : some) {
                // Ids grow with time: a warning is given before what came after it.
                for (; !due.empty() && due.front().at <= step.at; due = due.subspan(1)) {
                    write.now = due.front().at;
                    TRY(due.front().act(write));
                }
                if (auto taken = building.take(step); !taken) return fault_of(plan, step, taken.error());
            }
            return Done{};
        }));
        warnings_left = due;
        left = left.subspan(some.size());
        progress.at(plan.steps.size() - left.size(), plan.steps.size());
    }
    return Done{};
}

struct SignIn { std::string_view as, username; };
constexpr SignIn names_to_try[] = {{"Patient", "mina"}, {"Clinician", "dr_okafor"}, {"Hospital", "hospital"}, {"Public health", "health"},
                                   {"Administrator", "larkspur_admin"}, {"Moderator", "larkspur_moderator"}};

// Whoever signs in finds the last half hour's news new, not three months' of it.
Result<Done> read_older_news(db::Database& database, base::Time end) {
    return database.write([&](db::Write& write) -> Result<Done> {
        for (auto const& each : names_to_try)
            if (auto account = accounts::find_by_handle(write, each.username))
                notifications::mark_read(write, account->id, base::first_id_at(end - 30 * base::minute));
        return Done{};
    });
}

// What the county talks about was looked at by its moderators: Explore shows it.
Result<Done> allow_topics(db::Database& database, base::Time end) {
    return database.write([&](db::Write& write) -> Result<Done> {
        write.now = end;
        auto moderator = accounts::find_by_handle(write, "larkspur_moderator");
        if (!moderator) return Done{};
        for (auto name : {"Asthma", "SmokeSeason", "NewParents", "Diabetes", "Flu", "Allergies", "Teeth", "Sleep"})
            if (auto tag = posts::find_tag(write, name, {}); tag && tag->id) TRY(trends::review(write, moderator->id, trends::Kind::tag, tag->id, true));
        return Done{};
    });
}

std::string sign_ins() {
    auto text = "Larkspur, a fictional county, at " + base::site_url() + "\nSign in with one of these names:\n\n";
    for (auto const& each : names_to_try) {
        std::string line(each.as);
        line.resize(15, ' ');
        line += each.username;
        line.resize(36, ' ');
        text += line.append(demo_password) + "\n";
    }
    return text;
}

constexpr std::string_view settings = R"([server]
name = "Larkspur"
about = "Health news, questions and answers for Larkspur County. A fictional place, for trying things out."
)";

Result<Done> write_file(std::string const& file, std::string_view text) {
    std::ofstream out(file, std::ios::trunc);
    out << text;
    out.close();
    if (!out) return base::refuse(Why::unavailable, "The world was made, but " + file + " could not be written.");
    return Done{};
}

// The sign-ins, and what the server calls itself unless somebody has settled that already.
Result<Done> write_files(std::string const& folder, std::string_view text) {
    if (folder.empty()) return Done{};
    TRY(write_file(folder + "/demo-sign-ins.txt", text));
    if (!std::filesystem::exists(folder + "/salve.toml")) TRY(write_file(folder + "/salve.toml", settings));
    return Done{};
}

}  // namespace

Result<std::string> build(db::Database& database, Options const& options) {
    if (database.read([](db::Read& read) { return accounts::members(read); }) > 0)
        return base::refuse(Why::conflict, "There are accounts in this database already. The demo world needs an empty one.");
    auto plan = make_plan(options.size, options.seed, options.end - options.end % base::hour);
    if (!options.folder.empty()) media::keep_in(options.folder);
    TRY(write_world(database, plan, options));
    TRY(read_older_news(database, options.end - options.end % base::hour));
    TRY(allow_topics(database, options.end - options.end % base::hour));
    TRY(database.write([&](db::Write& write) -> Result<Done> {
        write.now = options.end - options.end % base::hour;
        TRY(open_places(write, options, std::string(password_hash)));
        TRY(lay_times(write, options));
        TRY(begin_plans(write, options));
        return write_to_teams(write, options);
    }));
    auto text = sign_ins();
    TRY(write_files(options.folder, text));
    return text;
}

}  // namespace demo
