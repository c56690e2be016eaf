// The part of a database that is the same whatever keeps the rows.
#include "db/engine.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <charconv>

namespace db {

std::unique_ptr<Database> Database::open(Options options, std::span<Schema const> schemas) {
    return options.postgresql.empty() ? open_sqlite(std::move(options), schemas) : open_postgresql(std::move(options), schemas);
}

Engine::Engine(Options given, std::span<Schema const> all)
    : options(std::move(given)), schemas(all.begin(), all.end()), ids(options.node) {}

base::Time Engine::time() const { return clock ? clock() : base::clock_now(); }

void Engine::wait_read(std::function<void(Read&)> const& work) {
    std::binary_semaphore ended{0};
    std::exception_ptr wrong;
    start_read([&work](Read& read) { work(read); }, [&](std::exception_ptr what) { wrong = what; ended.release(); });
    ended.acquire();
    if (wrong) std::rethrow_exception(wrong);
}

void Engine::wait_write(std::function<bool(Write&)> const& work) {
    std::binary_semaphore ended{0};
    std::exception_ptr wrong;
    start_write([&work](Write& write) { return work(write); }, [&](std::exception_ptr what) { wrong = what; ended.release(); });
    ended.acquire();
    if (wrong) std::rethrow_exception(wrong);
}

void Engine::on_emit(std::function<void(Write&, base::Event const&)> hook) {
    std::lock_guard lock(subscribers_mutex_);
    auto more = std::make_shared<EmitHooks>(*emit_hooks_);
    more->push_back(std::move(hook));
    emit_hooks_ = std::move(more);
}

void Engine::on_commit(std::function<void(std::span<base::Event const>)> hook) {
    std::lock_guard lock(subscribers_mutex_);
    auto more = std::make_shared<CommitHooks>(*commit_hooks_);
    more->push_back(std::move(hook));
    commit_hooks_ = std::move(more);
}

std::shared_ptr<EmitHooks const> Engine::emit_hooks() const {
    std::lock_guard lock(subscribers_mutex_);
    return emit_hooks_;
}

void Engine::tell_committed(std::span<base::Event const> events) {
    if (events.empty()) return;
    std::shared_ptr<CommitHooks const> hooks;
    {
        std::lock_guard lock(subscribers_mutex_);
        hooks = commit_hooks_;
    }
    for (auto const& hook : *hooks) {
        try {
            hook(events);
        } catch (std::exception const& wrong) {
            base::log(base::Level::error, "subscriber_failed", {{"detail", wrong.what()}});
        }
    }
}

void Engine::finish(Done const& done, std::exception_ptr wrong) {
    if (!done) return;
    try {
        done(std::move(wrong));
    } catch (std::exception const& also_wrong) {
        base::log(base::Level::error, "done_failed", {{"detail", also_wrong.what()}});
    }
}

Statistics Engine::statistics() const { return {commits, changes, reads, retries}; }

namespace {

// The length of a line `-- only: <engine>` with, when it is another engine, all that is only for that one.
std::size_t only_part(std::string_view rest, std::string_view marker, std::string_view engine) {
    auto line = std::min(rest.find('\n'), rest.size());
    if (rest.substr(marker.size(), line - marker.size()) == engine) return line;
    return std::min({rest.find(std::string("\n") + std::string(marker), line), rest.find("\n-- both", line), rest.size()});
}

}  // namespace

std::string spelled(std::string_view text, Spelling const& spelling) {
    constexpr std::string_view binary = "COLLATE BINARY";
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto rest = text.substr(i);
        std::size_t taken = 1;
        if (rest.starts_with('\'')) {
            taken = std::min(rest.find('\'', 1), rest.size() - 1) + 1;
        } else if (constexpr std::string_view only = "-- only: "; rest.starts_with(only)) {
            i += only_part(rest, only, spelling.engine);
            continue;
        } else if (rest.starts_with("--")) {
            taken = std::min(rest.find('\n'), rest.size());
        } else if (rest.starts_with("LIST($")) {
            auto close = rest.find(')');
            if (close == rest.npos) throw Broken(Broken::Kind::other, "LIST( without its )");
            out.append(spelling.list_before).append(rest.substr(5, close - 5)).append(spelling.list_after);
            i += close + 1;
            continue;
        } else if (rest.starts_with(binary)) {
            out.append(spelling.binary);
            i += binary.size();
            continue;
        }
        out.append(rest.substr(0, taken));
        i += taken;
    }
    return out;
}

void write_list(std::string& target, List const& list, char open, char close) {
    target.assign(1, open);
    char digits[24];
    for (auto number : list) {
        if (target.size() > 1) target += ',';
        target.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }
    target += close;
}

void refuse_argument_count(Query const& query, int takes, std::size_t given) {
    throw Broken(Broken::Kind::other, std::string(query.name) + " takes " + std::to_string(takes) + " values and was given " +
                                          std::to_string(given));
}

std::vector<std::string> unprepared(std::span<Schema const> schemas, std::function<void(Query const&)> const& prepare) {
    std::vector<std::string> faults;
    for (auto const& schema : schemas) {
        for (auto const& statements : {schema.queries, schema.invariants}) {
            for (auto const& query : statements) {
                try {
                    prepare(query);
                } catch (Broken const& wrong) {
                    faults.push_back(wrong.what());
                }
            }
        }
    }
    return faults;
}

void find_broken_invariants(Read& read, std::span<Schema const> schemas, std::vector<std::string>& findings) {
    for (auto const& schema : schemas) {
        for (auto const& invariant : schema.invariants) {
            std::int64_t count = 0;
            std::string first;
            read.each(invariant, {}, [&](Row const& row) {
                if (++count > 1) return;
                auto const& wide = static_cast<WideRow const&>(row);
                for (int column = 0; column < wide.columns(); ++column)
                    first.append(column ? ", " : "").append(row.is_null(column) ? "NULL" : row.view(column));
            });
            if (count)
                findings.push_back(std::string(invariant.name) + " does not hold: " + std::to_string(count) +
                                   (count == 1 ? " row: " : " rows, the first: ") + first);
        }
    }
}

}  // namespace db
