// Gives files to readers: with an address that never changes its content, and as nothing but what they are.
#include "media/disk.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/media.hpp"
#include "media/s3.hpp"
#include <filesystem>
#include <unistd.h>

namespace media {
namespace {

base::Result<std::string> name_in(http::Request const& request) {
    auto file = std::string(request.parameters.text("file"));
    if (!files::is_name(file)) return base::refuse(base::Why::not_found, "There is no file at this address.");
    return file;
}

// A JPEG or PNG has a smaller WebP beside it; who says that it can read one gets it at the same address.
std::string best_for(http::Request const& request, std::string const& name) {
    if (!name.ends_with(".jpg") && !name.ends_with(".png")) return name;
    if (!request.header("accept").contains("image/webp")) return name;
    auto smaller = files::with_ending(name, ".webp");
    return ::access(files::path_of(smaller).c_str(), R_OK) == 0 ? smaller : name;
}

http::Answer give(http::Request const& request) {
    auto asked = TRY(name_in(request));
    auto name = best_for(request, asked);
    http::Response response{.type = std::string(files::type_of(name)->type), .file = files::path_of(name)};
    if (asked.ends_with(".jpg") || asked.ends_with(".png")) response.with("Vary", "Accept");
    // A name never gets other content. What strangers made is shown as what it is and runs as nothing.
    return std::move(response.with("Cache-Control", "public, max-age=31536000, immutable")
                         .with("Content-Security-Policy", "default-src 'none'; sandbox")
                         .with("X-Content-Type-Options", "nosniff")
                         .with("Access-Control-Allow-Origin", "*")
                         .with("Cross-Origin-Resource-Policy", "cross-origin"));
}

// From the storage to a copy here, which readers get until it is a day old.
base::Result<base::Done> fetch(http::Request& request) {
    auto name = TRY(name_in(request));
    auto path = files::path_of(name);
    if (::access(path.c_str(), R_OK) == 0) return base::Done{};
    auto content = s3::get(name);
    if (content.empty()) return base::refuse(base::Why::not_found, "There is no file at this address.");
    disk::write(path, content);
    return base::Done{};
}

}  // namespace

void add_routes(http::Router::Section routes) {
    add_copying_route(routes);
    if (!s3::is_set()) {
        routes.plain("/media/*file", http::Open::to_anyone, give);
        return;
    }
    routes.get("/media/*file", http::Open::to_anyone, [](http::Request const& request, db::Read&) { return give(request); })
        .first(std::function<base::Result<base::Done>(http::Request&)>(fetch));
}

}  // namespace media
