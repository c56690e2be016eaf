// Fills a data folder for script/bench through the rules that people use: 1,000 accounts that all follow one hospital
// and forty others, and 100,000 posts. Writes each account's access token into DIR/tokens, the hospital's first.
#include "accounts/accounts.hpp"
#include "app/site.hpp"
#include "follows/follows.hpp"
#include "posts/posts.hpp"
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

namespace {

using base::AccountId, base::PostId;

constexpr int people = 1'000, all_posts = 100'000, at_once = 100, follows_each = 40;
constexpr base::Time span = 60LL * 24 * 3'600'000;  // the posts of two months

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

class Filler {
public:
    explicit Filler(std::string const& folder)
        : folder_(folder), database_(db::Database::open({.file = folder + "/salve.db", .throwaway = true}, app::schemas())) {
        must(database_->migrate());
        auto end = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        start_ = end - span;
        moment_ = start_;
        database_->clock = [this] { return moment_.load(); };
    }

    void fill() {
        sign_everybody_up();
        follow();
        for (int first = 0; first < all_posts; first += at_once) {
            moment_ = start_ + span / all_posts * first;
            change([&](db::Write& write) {
                for (int i = 0; i < at_once; ++i) act(write);
            });
        }
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

    std::string sentence() {
        static constexpr std::string_view words[] = {
            "today", "the",   "clinic", "was", "kind", "and",   "my",   "breathing", "feels",   "better",    "after", "a",    "walk", "by",
            "river", "nurse", "asked",  "how", "we",   "sleep", "with", "new",       "inhaler", "questions", "about", "diet", "help", "others"};
        std::string text;
        for (int left = 8 + below(32); left > 0; --left) (text += words[static_cast<std::size_t>(below(std::size(words)))]) += left > 1 ? " " : ".";
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
    if (count != 2) throw std::runtime_error("usage: bench_fill DIR");
    std::filesystem::create_directories(words[1]);
    Filler(words[1]).fill();
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_fill: %s\n", error.what());
    return 1;
}
