// Fills a data folder for script/bench through the rules that people use: 1,000 accounts that all follow one hospital
// and forty others, and as many posts as are asked for. Writes each account's access token into DIR/tokens and the token
// of a session of theirs into DIR/sessions, the hospital's first.
#include "accounts/accounts.hpp"
#include "app/site.hpp"
#include "follows/follows.hpp"
#include "posts/posts.hpp"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

namespace {

using base::AccountId, base::PostId;

constexpr int people = 1'000, at_once = 100, follows_each = 40, vocabulary = 5'000;
constexpr base::Time span = 60LL * 24 * 3'600'000;  // the posts of two months

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

class Filler {
public:
    Filler(std::string const& folder, int all_posts)
        : folder_(folder), all_posts_(all_posts), database_(db::Database::open({.file = folder + "/salve.db", .throwaway = true}, app::schemas())) {
        must(database_->migrate());
        auto end = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        start_ = end - span;
        moment_ = start_;
        database_->clock = [this] { return moment_.load(); };
    }

    void fill() {
        sign_everybody_up();
        follow();
        for (int first = 0; first < all_posts_; first += at_once) {
            moment_ = start_ + span / all_posts_ * first;
            change([&](db::Write& write) {
                for (int i = 0; i < at_once; ++i) act(write);
            });
        }
        sign_everybody_in();
    }

private:
    template <class Work>
    void change(Work work) {
        must(database_->write([&](db::Write& write) -> base::Result<base::Done> {
            work(write);
            return base::Done{};
        }));
    }

    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

    void sign_everybody_up() {
        std::ofstream tokens(folder_ + "/tokens");
        change([&](db::Write& write) {
            for (int i = 0; i < people; ++i) {
                accounts::SignUp form{i ? "person" + std::to_string(i) : "hospital", "a" + std::to_string(i) + "@bench.example", ""};
                form.kind = i ? accounts::Kind::person : accounts::Kind::organization;
                form.name = i ? "Person " + std::to_string(i) + " of Larkspur" : "Larkspur General Hospital";
                form.agreement = form.confirmed = true;
                form.password_hash = "no password fits this";
                accounts_.push_back(must(accounts::sign_up(write, form)).id);
                tokens << must(accounts::create_token(write, accounts_.back(), "read write follow push")) << "\n";
            }
        });
    }

    // At the end of the world's time: the server ends sessions that were not used for long.
    void sign_everybody_in() {
        std::ofstream sessions(folder_ + "/sessions");
        moment_ = start_ + span;
        change([&](db::Write& write) {
            for (auto account : accounts_) sessions << accounts::start_session(write, account, "bench").token << "\n";
        });
    }

    void follow() {
        change([&](db::Write& write) {
            for (int i = 1; i < people; ++i) {
                must(follows::follow(write, accounts_[static_cast<std::size_t>(i)], accounts_[0]));
                for (int n = 0; n < follows_each; ++n) {
                    auto other = somebody();
                    if (other != accounts_[static_cast<std::size_t>(i)]) must(follows::follow(write, accounts_[static_cast<std::size_t>(i)], other));
                }
            }
        });
    }

    // A few are heard of a lot, most a little: the lower of two draws.
    AccountId somebody() { return accounts_[static_cast<std::size_t>(std::min(below(people), below(people)))]; }
    PostId lately() { return recent_[static_cast<std::size_t>(below(static_cast<int>(recent_.size())))]; }

    // As people write: a few words in most posts, most words in few (Zipf's law). bench/load.lua spells the later ones too.
    static std::string word(int rank) {
        static constexpr std::string_view common[] = {
            "today", "the",   "clinic", "was", "kind", "and",   "my",   "breathing", "feels",   "better",    "after", "a",    "walk", "by",
            "river", "nurse", "asked",  "how", "we",   "sleep", "with", "new",       "inhaler", "questions", "about", "diet", "help", "others"};
        if (rank < static_cast<int>(std::size(common))) return std::string(common[rank]);
        std::string made;
        for (int part = 0; part < 3; ++part, rank /= 18) (made += "bdfgklmnprtvzwhcjq"[rank % 18]) += "aeiou"[rank % 5];
        return made + "n";
    }

    static std::vector<double> shares() {
        std::vector<double> sums;
        for (int rank = 1; rank <= vocabulary; ++rank) sums.push_back((sums.empty() ? 0 : sums.back()) + 1.0 / rank);
        return sums;
    }

    std::string sentence() {
        static auto const sums = shares();
        std::string text;
        for (int left = 8 + below(32); left > 0; --left) {
            auto drawn = sums.back() * static_cast<double>(random_() >> 11) / static_cast<double>(1ull << 53);
            (text += word(static_cast<int>(std::ranges::upper_bound(sums, drawn) - sums.begin()))) += left > 1 ? " " : ".";
        }
        return text;
    }

    // One post; now and then also a boost, or somebody who likes it.
    void act(db::Write& write) {
        posts::Draft draft;
        draft.text = sentence();
        if (below(5) == 0) draft.text += " #topic" + std::to_string(below(200));
        if (below(10) == 0) draft.text += " @person" + std::to_string(1 + below(people - 1));
        if (below(12) == 0) draft.text += " https://larkspur.example/leaflets/" + std::to_string(below(500));
        if (!recent_.empty() && below(8) == 0) draft.reply_to = lately();
        auto post = must(posts::publish(write, somebody(), draft)).id;
        if (recent_.size() < kept_)
            recent_.push_back(post);
        else
            recent_[next_++ % kept_] = post;
        if (below(12) == 0) must(posts::boost(write, somebody(), lately()));
        if (below(2) == 0) must(posts::favourite(write, somebody(), lately()));
    }

    static constexpr std::size_t kept_ = 500;
    std::string const folder_;
    int const all_posts_;
    std::mt19937_64 random_{1};
    base::Time start_ = 0;
    std::atomic<base::Time> moment_{0};
    std::vector<AccountId> accounts_;
    std::vector<PostId> recent_;
    std::size_t next_ = 0;
    std::unique_ptr<db::Database> database_;
};

}  // namespace

int main(int count, char** words) try {
    if (count != 3) throw std::runtime_error("usage: bench_fill DIR POSTS");
    std::filesystem::create_directories(words[1]);
    links::fetch_previews.change(false);
    Filler(words[1], std::stoi(words[2])).fill();
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_fill: %s\n", error.what());
    return 1;
}
