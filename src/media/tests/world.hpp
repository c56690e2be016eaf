// Uploads with the real worker, a database and a folder of their own.
#pragma once
#include "drawing.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "media/media.hpp"
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace testing_media {

using namespace media;
namespace fs = std::filesystem;
using namespace std::string_view_literals;

inline db::Schema const schemas[] = {jobs::schema, media::schema};

struct World : db::testing::World {
    World() : db::testing::World(schemas), place(fs::temp_directory_path() / "salve-media-XXXXXX") {
        REQUIRE(::mkdtemp(place.data()));
        folder.change("");
        keep_in(place);
        add_jobs(runner, database);
        add_routes(router.speaking([](auto const&, auto const& refusal, int status) { return http::text(refusal.message, status); }));
    }
    ~World() {
        check();
        fs::remove_all(place);
        folder.change("");
        worker.change("");
    }

    http::Upload upload(std::string_view bytes, std::string field = "avatar", std::string name = "me.png") {
        auto path = place + "/upload" + std::to_string(++uploads);
        std::ofstream(path, std::ios::binary) << bytes;
        return {std::move(field), std::move(name), "image/png", path, static_cast<std::int64_t>(bytes.size())};
    }
    base::Result<Prepared> take(std::string_view bytes, Shape shape = Shape::avatar) { return prepare(upload(bytes), shape); }
    std::string content(std::string const& file) {
        std::ifstream in(folder() + "/" + file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    drawing::Image shown(Prepared const& ready) { return drawing::load(content(ready.file)); }
    Picture keep(AccountId owner, Prepared const& ready) {
        return *database.write([&](db::Write& write) -> base::Result<Picture> { return store(write, owner, ready); });
    }
    std::optional<Picture> found(AccountId owner, Shape shape) {
        return database.read([&](db::Read& read) { return find(read, owner, shape); });
    }
    bool lies_there(std::string const& file) { return fs::exists(folder() + "/" + file); }
    void put_long_ago(std::string const& file, std::chrono::hours age) {
        fs::last_write_time(folder() + "/" + file, fs::file_time_type::clock::now() - age);
    }
    std::size_t files_kept() {
        std::size_t count = 0;
        for (auto const& entry : fs::recursive_directory_iterator(folder())) count += entry.is_regular_file();
        return count;
    }
    template <class F>
    auto change(F act) {
        return database.write([&](db::Write& write) { return act(write); });
    }
    http::Response get(std::string path) {
        http::Request request;
        request.method = "GET";
        request.target = request.path = std::move(path);
        return http::answer(router, database, std::move(request));
    }
    // A worker that does as this shell script says.
    void work_by(std::string const& script) {
        auto path = place + "/worker";
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        ::chmod(path.c_str(), 0700);
        worker.change(path);
    }

    std::string place;
    int uploads = 0;
    jobs::Runner runner{database};
    http::Router router;
};

inline AccountId const ada{11}, ben{12};

}  // namespace testing_media
