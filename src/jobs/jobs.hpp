// Work for later that must not be lost: stored with the change that asks for it, retried with back-off, claimed by one
// process at a time.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jobs {

extern db::Schema const schema;

struct Job {
    std::int64_t id = 0;
    std::string kind;     // "mail.send"
    std::string payload;  // the kind's own; sealed when private
    base::Time run_at = 0;
    int attempts = 0;
};

// There is work that is due now: wakes the runners of every node.
struct Added { static constexpr std::string_view kind = "jobs.added"; std::int64_t job; };

// In the same transaction as the change that needs it. `key`: a second job of the same kind and key is dropped while
// the first one waits ("" for none).
void add(db::Write&, std::string_view kind, std::string_view payload, base::Time run_at = 0, std::string_view key = {});

// What a job comes to. A refusal or an exception means: try again later (2^attempts minutes, at most a day; after 12 it is
// dead and waits for an administrator).
using Work = std::function<base::Result<base::Done>(Job const&)>;

struct Waiting { std::string kind; std::int64_t waiting = 0, dead = 0; base::Time oldest = 0; };
std::vector<Waiting> overview(db::Read&);
struct Dead { Job job; std::string error; };
std::vector<Dead> dead(db::Read&, int limit);
base::Result<base::Done> retry(db::Write&, std::int64_t id);

// The calling thread lets those go first for whom somebody waits at this moment: `by` is added to its niceness.
void stand_back(int by);

class Runner {
public:
    explicit Runner(db::Database&, int threads = 2);
    ~Runner();
    void handle(std::string kind, Work);  // at start
    // For work of minutes: done on one more thread, so that the others are there for what is quick. It should look at
    // is_stopping() now and then, and give up: it is run again later.
    void handle_apart(std::string kind, Work);
    bool is_stopping() const;
    // Runs `what` about every `period`, on one process of a cluster only.
    void every(std::string name, base::Time period, std::function<void()> what);
    void start();
    void wake();   // look now; commits that add jobs do it by themselves
    void stop();   // lets running jobs end
    void run_due();  // runs what is due on the calling thread, until nothing is: for tests and the demo

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace jobs
