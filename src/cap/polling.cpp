// One turn of the import: the index, what is new in it, each document read, checked and handed to the alerts. Faults are
// counted and kept; none ends the turn for the others.
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cap/importing.hpp"
#include "cap/queries.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace cap {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr int most_documents = 100, most_failures_in_a_row = 3, most_faults_in_a_turn = 20, most_due = 50;
constexpr base::Time longest_turn = base::minute, longest_pause = base::hour, seen_for = 30 * base::day, faults_for = 7 * base::day;

std::string header_of(http::Fetched const& got, std::string_view name) {
    for (auto const& [key, value] : got.headers)
        if (key == name) return value;
    return {};
}

// Link: <https://hub.example/>; rel="hub" (RFC 8288), as far as WebSub needs it.
std::string linked(http::Fetched const& got, std::string_view relation) {
    for (auto const& [key, value] : got.headers) {
        if (key != "link") continue;
        for (auto part : base::split(value, ',')) {
            auto open = part.find('<'), close = part.find('>');
            if (open == part.npos || close == part.npos || close < open) continue;
            auto rest = part.substr(close);
            if (rest.contains("rel=\"" + std::string(relation) + "\"") || rest.contains("rel=" + std::string(relation))) return resolved(got.url, part.substr(open + 1, close - open - 1));
        }
    }
    return {};
}

Result<http::Fetched> get(std::string const& url, std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Fetch fetch{.url = url, .headers = std::move(headers)};
    fetch.headers.emplace_back("accept", "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9");
    auto got = TRY(http::fetch(fetch));
    if (got.status == 200 || got.status == 304) return got;
    return refuse(Why::unavailable, fmt::format("The other server answered {}.", got.status));
}

// What the documents say, before anything is decided here.
Result<alerts::Message> message_in(Source const& source, std::string const& xml) {
    auto message = TRY(read(xml));
    if (!source.certificate.empty()) TRY(verify(xml, source.certificate));
    return message;
}

std::string hash_of(std::string_view what) { return crypto::base64url(crypto::sha256(what)); }

struct Document { std::string address, hash, xml; };

class Turn {
public:
    Turn(db::Database& database, Source source) : database_(database), source_(std::move(source)), began_(base::clock_now()) {}

    Result<Done> run() {
        std::vector<std::pair<std::string, std::string>> headers;
        if (!source_.etag.empty()) headers.emplace_back("if-none-match", source_.etag);
        if (!source_.modified.empty()) headers.emplace_back("if-modified-since", source_.modified);
        auto got = get(source_.url, std::move(headers));
        if (!got) return failed(got.error().message);
        if (got->status == 304) return good(source_.etag, source_.modified);
        auto index = read_index(got->body, got->url);
        if (!index) return failed(index.error().message);
        index->hub = index->hub.empty() ? linked(*got, "hub") : index->hub;
        index->self = index->self.empty() ? linked(*got, "self") : index->self;
        if (index->is_alert) take({got->url, hash_of(got->body), got->body});
        else take_entries(*index);
        subscribe_where_possible(database_, source_, *index);
        // What could not be read yet is asked for again: an unchanged index must not say 304 to that.
        if (!whole_) return good({}, {});
        return good(header_of(*got, "etag").substr(0, 300), header_of(*got, "last-modified").substr(0, 100));
    }

private:
    bool seen(std::string const& hash) {
        return database_.read([&](db::Read& read) { return read.number(sql::was_seen, {source_.id, hash}) != 0; });
    }

    void take_entries(Index const& index) {
        int documents = 0, failures = 0;
        for (auto const& entry : index.entries) {
            auto hash = hash_of(entry.address + "\n" + entry.state);
            if (seen(hash)) continue;
            if (documents++ >= most_documents || failures >= most_failures_in_a_row || base::clock_now() - began_ > longest_turn) {
                whole_ = false;
                return;
            }
            auto got = get(entry.address);
            if (got) {
                failures = 0;
                take({entry.address, hash, std::move(got->body)});
            } else {
                ++failures;
                whole_ = false;
                keep_fault(entry.address, got.error().message);
            }
        }
    }

    void take(Document const& document) {
        if (seen(document.hash)) return;
        auto message = message_in(source_, document.xml);
        auto taken = message ? keep(*message, document) : Result<Done>(std::unexpected(message.error()));
        if (taken) return;
        keep_fault(document.address, taken.error().message);
        (void)database_.write([&](db::Write& write) -> Result<Done> {
            write.run(sql::mark_seen, {source_.id, document.hash, write.now});
            write.run(sql::note_refused, {source_.id});
            return Done{};
        });
    }

    Result<Done> keep(alerts::Message const& message, Document const& document) {
        return database_.write([&](db::Write& write) -> Result<Done> {
            bool const is_new = !alerts::find(write, alerts::Reference{message.sender, message.identifier, message.sent});
            TRY(alerts::receive(write, {message, source_.id, source_.name, source_.home_page, document.xml}));
            write.run(sql::mark_seen, {source_.id, document.hash, write.now});
            if (is_new) write.run(sql::note_taken, {source_.id, write.now});
            return Done{};
        });
    }

    void keep_fault(std::string const& address, std::string_view text) {
        fault_ = base::shorten(text, 300);
        if (++faults_ > most_faults_in_a_turn) return;
        (void)database_.write([&](db::Write& write) -> Result<Done> {
            write.run(sql::insert_fault, {write.new_id<base::Id<Fault>>(), source_.id, write.now, address, fault_});
            return Done{};
        });
    }

    Result<Done> good(std::string etag, std::string modified) {
        auto next = whole_ ? source_.minutes * base::minute : std::min(source_.minutes, std::int64_t{1}) * base::minute;
        return database_.write([&](db::Write& write) -> Result<Done> {
            write.run(sql::note_good, {source_.id, write.now, write.now + next, fault_, etag, modified});
            write.run(sql::forget_seen, {source_.id, write.now - seen_for});
            write.run(sql::forget_faults, {source_.id, write.now - faults_for});
            return Done{};
        });
    }

    // Waits longer each time, but never so long that a feed which is back is not noticed within the hour.
    Result<Done> failed(std::string const& why) {
        auto const usual = source_.minutes * base::minute;
        auto const wait = std::max(usual, std::min(usual << std::min<std::int64_t>(source_.failures, 6), longest_pause));
        keep_fault(source_.url, why);
        (void)database_.write([&](db::Write& write) -> Result<Done> {
            write.run(sql::note_failure, {source_.id, write.now, write.now + wait, fault_});
            return Done{};
        });
        return refuse(Why::unavailable, why);
    }

    db::Database& database_;
    Source const source_;
    base::Time const began_;
    bool whole_ = true;
    int faults_ = 0;
    std::string fault_;  // the last one
};

// Says so once, when it begins and when it is over.
void watch(db::Write& write) {
    for (auto const& source : sources(write)) {
        bool const silent = is_silent(source, write.now);
        if (silent == (source.silent_since != 0)) continue;
        write.run(sql::set_silent, {source.id, silent ? write.now : 0});
        base::log(silent ? base::Level::warning : base::Level::info, silent ? "alert_source_silent" : "alert_source_back", {{"source", source.id}, {"failures", source.failures}});
    }
}

void start_turns(db::Write& write) {
    for (auto id : write.rows(sql::due_sources, {write.now, most_due}, [](db::Row const& row) { return row.integer(0); })) {
        auto source = find(write, id);
        write.run(sql::put_off, {id, write.now + source->minutes * base::minute});
        jobs::add(write, poll_job, std::to_string(id), 0, std::to_string(id));
    }
    watch(write);
}

}  // namespace

Result<std::vector<Seen>> look(Source const& source, int most) {
    auto got = TRY(get(source.url));
    auto index = TRY(read_index(got.body, got.url));
    std::vector<Seen> all;
    auto add = [&](std::string const& address, Result<std::string> const& xml) {
        auto message = xml ? message_in(source, *xml) : Result<alerts::Message>(std::unexpected(xml.error()));
        all.push_back(message ? Seen{address, std::move(*message), {}} : Seen{address, std::nullopt, message.error().message});
    };
    if (index.is_alert) add(got.url, got.body);
    auto const began = base::clock_now();
    for (auto const& entry : index.entries) {
        if (static_cast<int>(all.size()) >= most || base::clock_now() - began > longest_turn / 4) break;
        auto document = get(entry.address);
        add(entry.address, document ? Result<std::string>(std::move(document->body)) : std::unexpected(document.error()));
    }
    return all;
}

Result<Done> poll(db::Database& database, std::int64_t id) {
    auto source = database.read([&](db::Read& read) { return find(read, id); });
    if (!source || source->paused) return Done{};
    auto outcome = Turn(database, *source).run();
    (void)database.write([&](db::Write& write) -> Result<Done> {
        watch(write);
        return Done{};
    });
    return outcome;
}

void add_import_jobs(jobs::Runner& runner, db::Database& database) {
    runner.every("cap.poll_due", base::minute, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> {
            start_turns(write);
            return Done{};
        });
    });
    // The next turn comes by itself: a failure is not tried again by the queue.
    runner.handle_apart(std::string(poll_job), [&database](jobs::Job const& job) -> Result<Done> {
        if (auto id = base::parse_id(job.payload)) (void)poll(database, *id);
        return Done{};
    });
}

}  // namespace cap
