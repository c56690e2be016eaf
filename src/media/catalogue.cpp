// The rule that keeps a file from being removed while somebody is about to use it: putting a file is written down before
// the file is, and a file is doomed, in one change that finds it unused and not put lately, before it is removed.
#include "base/time.hpp"
#include "media/files.hpp"
#include "media/queries.hpp"
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <tuple>

namespace media::files {
namespace {

// Between the upload and the commit lie seconds at most.
constexpr base::Time grace = 10 * base::minute;

std::mutex changing;  // guards in_use
std::weak_ptr<Catalogue> in_use;

bool uses(db::Read& read, std::string const& name) {
    return read.number(sql::is_used, {name, with_ending(name, ".jpg"), with_ending(name, ".png")}) != 0;
}

}  // namespace

void use(std::weak_ptr<Catalogue> one) {
    std::lock_guard lock(changing);
    in_use = std::move(one);
}

std::shared_ptr<Catalogue> catalogue() {
    std::lock_guard lock(changing);
    return in_use.lock();
}

void Catalogue::put(std::string const& name) {
    // A doomed file is gone within moments, and its name is free again.
    for (int tries = 0; tries < 50; ++tries) {
        bool written = false;
        database_.wait_write([&](db::Write& write) {
            written = write.run(sql::put_file, {name, write.now}) == 1;
            return true;
        });
        if (written) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("media: a file is being removed for seconds");
}

bool Catalogue::is_used(std::string const& name) {
    return database_.read([&](db::Read& read) { return uses(read, name); });
}

bool Catalogue::doom(std::string const& name) {
    bool doomed = false;
    database_.wait_write([&](db::Write& write) {
        doomed = !uses(write, name) && write.run(sql::doom_file, {name, write.now - grace}) == 1;
        return true;
    });
    return doomed;
}

void Catalogue::remove(std::string const& name) {
    database_.wait_write([&](db::Write& write) { return write.run(sql::remove_file, {name}), true; });
}

bool Catalogue::knows(std::string const& name) {
    return database_.read([&](db::Read& read) { return read.number(sql::knows_file, {name}) != 0; });
}

bool Catalogue::is_incoming_used(std::string const& name) {
    return database_.read([&](db::Read& read) { return read.number(sql::incoming_is_used, {name}) != 0; });
}

void Catalogue::each_older_than(base::Time age, std::function<void(std::string const&)> const& visit) {
    constexpr int at_once = 500;
    base::Time last_put = -1;
    std::string last;
    for (;;) {
        auto names = database_.read([&](db::Read& read) {
            return read.rows(sql::old_files, {read.now - age, last_put, last, at_once},
                             [](db::Row const& row) { return std::pair(row.text(0), row.integer(1)); });
        });
        for (auto const& [name, put_at] : names) visit(name);
        if (names.size() < at_once) return;
        std::tie(last, last_put) = names.back();
    }
}

}  // namespace media::files
