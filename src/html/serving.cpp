// Serves the embedded assets, and writes the small markup that names them: icons, avatars.
#include "base/text.hpp"
#include "html/assets.hpp"
#include "html/html.hpp"
#include <charconv>
#include <map>
#include <stdexcept>
#include <unordered_map>

namespace html {
namespace {

// An asset as it is sent: each encoding is one buffer that all sockets share.
struct Served {
    Asset asset;
    http::Shared plain, brotli, gzip;
};

std::unordered_map<std::string_view, Served> const& by_address() {
    static auto const all = [] {
        std::unordered_map<std::string_view, Served> made;
        auto shared = [](std::string_view bytes) { return bytes.empty() ? nullptr : std::make_shared<std::string const>(bytes); };
        for (auto const& each : assets())
            made.emplace(each.address, Served{each, shared(each.plain), shared(each.brotli), shared(each.gzip)});
        return made;
    }();
    return all;
}

// RFC 9110, 12.5.3: named, and not with a weight of 0.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    for (auto part : base::split(accept_encoding, ',')) {
        auto const semicolon = part.find(';');
        if (base::fold(base::trim(part.substr(0, semicolon))) != coding) continue;
        if (semicolon == part.npos) return true;
        auto const parameter = base::trim(part.substr(semicolon + 1));
        double weight = 1;
        if (parameter.starts_with("q=")) std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
        return weight > 0;
    }
    return false;
}

http::Answer serve(http::Request const& request) {
    auto const found = by_address().find(request.path);
    if (found == by_address().end()) return base::refuse(base::Why::not_found, "We could not find that file.");
    auto const& [asset, plain, brotli, gzip] = found->second;
    http::Response response;
    response.type = asset.type;
    auto const accepted = request.header("accept-encoding");
    auto form = plain;
    std::string_view coding;
    if (brotli && accepts(accepted, "br")) form = brotli, coding = "br";
    else if (gzip && accepts(accepted, "gzip")) form = gzip, coding = "gzip";
    response.with("Cache-Control", "public, max-age=31536000, immutable");
    if (brotli) response.with("Vary", "Accept-Encoding");
    // The address holds the fingerprint, so it names the content; each coding is a representation of its own.
    auto const etag = '"' + std::string(asset.address.substr(sizeof "/assets/" - 1)) + (coding.empty() ? "" : "-") + std::string(coding) + '"';
    response.with("ETag", etag);
    if (request.header("if-none-match") == etag) {
        response.status = 304;
        return response;
    }
    if (!coding.empty()) response.with("Content-Encoding", std::string(coding));
    response.pieces.push_back(form);
    return response;
}

}  // namespace

std::string asset(std::string_view name) {
    for (auto const& each : assets())
        if (each.name == name) return std::string(each.address);
    throw std::logic_error("no embedded asset " + std::string(name));
}

Safe icon(std::string_view name) {
    static std::string const sprite = asset("i.svg");
    Safe made{R"(<svg class="i" width="20" height="20" aria-hidden="true"><use href=")"};
    made.markup += sprite;
    made.markup += '#';
    escape(made.markup, name);
    made.markup += R"("/></svg>)";
    return made;
}

// Four drawings and six palettes: a stranger's landscape stays the same wherever it is shown.
Safe avatar(std::string_view address, std::int64_t id, Shape shape) {
    static std::string const sprite = asset("i.svg");
    std::string_view const square = shape == Shape::rounded_square ? " org" : "";
    Safe made;
    if (!address.empty()) {
        made.markup.append(R"(<img class="av)").append(square).append(R"(" src=")");
        escape_url(made.markup, address);
        made.markup += R"(" alt="" width="44" height="44" loading="lazy" decoding="async">)";
        return made;
    }
    // The low bits of ids are a sequence number, mostly 0: take all of them.
    auto const mixed = static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ull >> 40;
    made.markup.append(R"(<svg class="av av)").append(std::to_string(mixed % 6 + 1)).append(square);
    made.markup.append(R"(" width="44" height="44" aria-hidden="true"><use href=")").append(sprite);
    made.markup.append("#h").append(std::to_string(mixed / 6 % 4 + 1)).append(R"("/></svg>)");
    return made;
}

void add_asset_routes(http::Router::Section& pages) {
    pages.plain("/assets/*rest", http::Open::to_anyone, serve).says("A static file under its fingerprint");
    pages.plain("/favicon.ico", http::Open::to_anyone, [](http::Request const&) -> http::Answer {
        return http::redirect(asset("icon.svg"), 302);
    }).says("The icon of the browser's tab");
}

}  // namespace html
