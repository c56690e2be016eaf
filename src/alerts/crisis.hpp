// Crisis mode: the pages of alerts as small files, so that any proxy can give them when this server cannot, and so that this
// server gives them from memory when it has too much to do.
#pragma once
#include "alerts/alerts.hpp"
#include <atomic>
#include <condition_variable>
#include <map>
#include <thread>

namespace alerts {

// Decides by how long a question waits for a reader of the database. Goes on after three slow looks, off after thirty quick
// ones in a row: a mode that flickers would help nobody.
class Strain {
public:
    bool look(base::Time waited, base::Time too_long);
    bool is_on() const { return on_; }

private:
    bool on_ = false;
    int slow_ = 0, quick_ = 0;
};

class Crisis::Inside {
public:
    Inside(db::Database&, std::string folder);
    ~Inside();

    void start();
    void stop();
    void write();
    bool is_on() const;
    std::optional<http::Response> answer(http::Request const&) const;
    std::string metrics() const;

private:
    struct Page { std::string file, markup; };
    std::map<std::string, Page> made(db::Read&) const;
    void keep(std::map<std::string, Page> const&);
    void watch();

    db::Database& database_;
    std::string const folder_;
    std::mutex writing_;  // one writes at a time
    mutable std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;                               // guarded
    std::shared_ptr<std::map<std::string, Page> const> pages_;  // guarded; by address and language: "/alerts/123 es"
    std::atomic<bool> strained_ = false, holds_ = false, waiting_ = false;
    std::atomic<std::int64_t> failures_ = 0, written_ = 0;
    std::thread watcher_;
};

// A page of one request and no script, smaller than 4 kB as sent: `map` is left out where it would not fit.
std::string crisis_page(html::Words const&, db::Read&, Alert const&);
std::string crisis_index(html::Words const&, db::Read&, std::vector<Alert> const& held);
std::string content_policy_of_light_pages();

}  // namespace alerts
