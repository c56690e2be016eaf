// Writes the files whole or not at all, and never stands in the way of an alert.
#include "alerts/crisis.hpp"
#include "alerts/showing.hpp"
#include "base/log.hpp"
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>

namespace alerts {

base::Setting<std::string> crisis_mode{"alerts.crisis", "by_load",
    "When visitors get the small pages of alerts in place of the whole ones: off, on, or by_load (while an alert is in force and readers of the database wait too long). The files are written in any case."};
base::Setting<std::string> crisis_folder{"alerts.crisis_folder", "",
    "The folder where the small pages of alerts are written for a proxy. Empty: public/alerts in the data folder."};
base::Setting<std::int64_t> crisis_wait{"alerts.crisis_wait", 300,
    "Milliseconds that a question may wait for a reader of the database before the server counts as overloaded (see alerts.crisis)."};

namespace {

constexpr int slow_looks = 3, quick_looks = 30, most_earlier = 40;
constexpr base::Time kept_after_end = base::Time{24} * 60 * 60 * 1000;
constexpr std::chrono::seconds between_looks{1}, longest_look{10};

std::string key_of(std::string_view address, std::string_view locale) { return std::string(address) + " " + std::string(locale); }

// Whole or not at all: a proxy reads while this is written.
bool write_whole(std::filesystem::path const& file, std::string_view text) {
    auto const unfinished = std::filesystem::path(file.string() + ".part");
    {
        std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
        out.write(text.data(), std::ssize(text));
        out.flush();
        if (!out) return false;
    }
    std::error_code fault;
    std::filesystem::rename(unfinished, file, fault);
    return !fault;
}

std::string read_whole(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

bool Strain::look(base::Time waited, base::Time too_long) {
    if (waited > too_long) ++slow_, quick_ = 0;
    else ++quick_, slow_ = 0;
    if (slow_ >= slow_looks) on_ = true;
    if (quick_ >= quick_looks) on_ = false;
    return on_;
}

Crisis::Inside::Inside(db::Database& database, std::string folder) : database_(database), folder_(std::move(folder)) {}
Crisis::Inside::~Inside() { stop(); }

void Crisis::Inside::start() {
    write();
    watcher_ = std::thread([this] { watch(); });
}

void Crisis::Inside::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    if (watcher_.joinable()) watcher_.join();
}

void Crisis::Inside::watch() {
    Strain strain;
    std::unique_lock lock(mutex_);
    while (!woken_.wait_for(lock, between_looks, [this] { return stopping_; })) {
        lock.unlock();
        auto const began = std::chrono::steady_clock::now();
        auto const answered = std::make_shared<std::promise<void>>();
        auto waiting = answered->get_future();
        database_.start_read([](db::Read&) {}, [answered](std::exception_ptr) { answered->set_value(); });
        waiting.wait_for(longest_look);
        auto const waited = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
        bool const before = strained_;
        strained_ = strain.look(waited, crisis_wait());
        if (before != strained_) base::log(base::Level::warning, strained_ ? "crisis pages on: the server has too much to do" : "crisis pages off: the server keeps up again", {{"waited_ms", waited}});
        lock.lock();
    }
}

bool Crisis::Inside::is_on() const {
    auto const& mode = crisis_mode();
    return mode == "on" || (mode == "by_load" && strained_ && holds_);
}

std::map<std::string, Crisis::Inside::Page> Crisis::Inside::made(db::Read& read) const {
    std::map<std::string, Page> pages;
    auto const held = alerts::in_force(read, read.now);
    auto shown = held;
    // Whoever opens the address of one that is over learns that it is over.
    for (auto const& alert : all(read, {.limit = most_earlier}))
        if (alert.ended_at && !alert.taken_away && alert.ended_at > read.now - kept_after_end) shown.push_back(alert);
    auto const main_locale = html::locales().front();
    for (auto const& locale : html::locales()) {
        html::Words const words(locale);
        auto const ending = locale == main_locale ? std::string(".html") : "." + locale + ".html";
        auto const index = crisis_index(words, read, held);
        pages[key_of("/alerts", locale)] = {"index" + ending, index};
        for (auto const& alert : shown) pages[key_of("/alerts/" + alert.id.text(), locale)] = {alert.id.text() + ending, crisis_page(words, read, alert)};
    }
    return pages;
}

void Crisis::Inside::keep(std::map<std::string, Page> const& pages) {
    if (folder_.empty() && crisis_folder().empty()) return;
    auto const folder = std::filesystem::path(crisis_folder().empty() ? folder_ + "/public/alerts" : crisis_folder());
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    std::int64_t failed = 0;
    std::set<std::string> names;
    for (auto const& [key, page] : pages) {
        names.insert(page.file);
        if (read_whole(folder / page.file) != page.markup && !write_whole(folder / page.file, page.markup)) ++failed;
    }
    for (auto each = std::filesystem::directory_iterator(folder, fault); !fault && each != std::filesystem::directory_iterator(); each.increment(fault)) {
        auto const name = each->path().filename().string();
        std::error_code ignored;
        if (name.ends_with(".html") && !names.contains(name)) std::filesystem::remove(each->path(), ignored);
    }
    if (failed == 0) ++written_;
    else failures_ += failed, base::log(base::Level::error, "crisis pages could not be written: the alert went on without them", {{"folder", folder.string()}, {"files", failed}});
}

void Crisis::Inside::write() try {
    if (waiting_.exchange(true)) return;  // whoever waits already reads what happened meanwhile
    std::lock_guard const lock(writing_);
    waiting_ = false;
    bool holds = false;
    auto const pages = database_.read([&](db::Read& read) {
        holds = !alerts::in_force(read, read.now).empty();
        return std::make_shared<std::map<std::string, Page> const>(made(read));
    });
    holds_ = holds;
    {
        std::lock_guard const guard(mutex_);
        pages_ = pages;
    }
    keep(*pages);
} catch (std::exception const& error) {
    ++failures_;
    base::log(base::Level::error, "crisis pages could not be written: the alert went on without them", {{"error", std::string_view(error.what())}});
}

std::optional<http::Response> Crisis::Inside::answer(http::Request const& request) const {
    if (!is_on() || request.person) return std::nullopt;
    auto const wished = request.fields.text("l");
    std::shared_ptr<std::map<std::string, Page> const> pages;
    {
        std::lock_guard const guard(mutex_);
        pages = pages_;
    }
    if (!pages) return std::nullopt;
    auto const path = request.path == "/" ? std::string_view("/alerts") : std::string_view(request.path);
    for (auto const locale : {wished, std::string_view(request.locale), std::string_view("en")})
        if (auto const found = pages->find(key_of(path, locale)); found != pages->end()) {
            auto response = http::html(found->second.markup);
            response.with("Cache-Control", "public, max-age=10, stale-if-error=86400").with("Vary", "Accept-Language, Cookie").with("Content-Security-Policy", content_policy_of_light_pages());
            return response;
        }
    return std::nullopt;
}

std::string Crisis::Inside::metrics() const {
    auto const line = [](std::string_view name, std::string_view type, std::string_view help, std::int64_t value) {
        return "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " + std::string(name) + " " + std::string(type) + "\n" + std::string(name) + " " + std::to_string(value) + "\n";
    };
    return line("salve_alert_crisis_on", "gauge", "Whether visitors get the small pages of alerts.", is_on()) +
           line("salve_alert_crisis_writes_total", "counter", "How often the small pages were written.", written_) +
           line("salve_alert_crisis_faults_total", "counter", "Small pages that could not be written.", failures_);
}

Crisis::Crisis(db::Database& database, std::string folder) : inside_(std::make_unique<Inside>(database, std::move(folder))) {}
Crisis::~Crisis() = default;
void Crisis::start() { inside_->start(); }
void Crisis::stop() { inside_->stop(); }
void Crisis::write() { inside_->write(); }
bool Crisis::is_on() const { return inside_->is_on(); }
std::optional<http::Response> Crisis::answer(http::Request const& request) const { return inside_->answer(request); }
std::string Crisis::metrics() const { return inside_->metrics(); }

}  // namespace alerts
