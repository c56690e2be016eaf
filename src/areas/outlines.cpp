// Outlines in the database, and the shapes of those that were asked for in memory.
#include "areas/outlines.hpp"
#include "areas/codes.hpp"
#include "areas/planar.hpp"
#include "areas/queries.hpp"
#include "areas/reading.hpp"
#include "areas/schema.hpp"
#include "base/text.hpp"
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

namespace areas {
using base::refuse, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

Outline outline_of(db::Row const& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.integer(6)};
}

// 63 bits that tell one text from another.
std::int64_t mark_of(std::string_view text) {
    std::uint64_t mark = 14'695'981'039'346'656'037u;
    for (unsigned char const byte : text) mark = (mark ^ byte) * 1'099'511'628'211u;
    return static_cast<std::int64_t>(mark >> 1);
}

// Shapes are told by their mark too: an outline that was imported again, here or elsewhere, is read again.
class Kept {
public:
    std::shared_ptr<Shape const> find(Outline const& outline) {
        std::lock_guard const lock(guard_);
        auto const found = shapes_.find(outline.id);
        return found != shapes_.end() && found->second.first == outline.mark ? found->second.second : nullptr;
    }
    void keep(Outline const& outline, std::shared_ptr<Shape const> shape) {
        std::lock_guard const lock(guard_);
        shapes_[outline.id] = {outline.mark, std::move(shape)};
    }

private:
    std::mutex guard_;
    std::map<std::int64_t, std::pair<std::int64_t, std::shared_ptr<Shape const>>> shapes_;  // guarded
};

Kept& kept() {
    static Kept all;
    return all;
}

// Square kilometers, nearly: enough to tell which of two is smaller.
double size_of(Shape const& shape) {
    auto const degree = std::numbers::pi / 180 * earth_radius;
    double whole = 0;
    for (auto const& polygon : shape.polygons) {
        double area = 0;
        for (std::size_t i = 0; i < polygon.rings.size(); ++i) {
            auto const corners = unrolled(polygon.rings[i]);
            double sum = 0;
            for (std::size_t k = 1; k < corners.size(); ++k)
                sum += (corners[k].x - corners[k - 1].x) * (std::sin(corners[k].y * std::numbers::pi / 180) + std::sin(corners[k - 1].y * std::numbers::pi / 180)) / 2;
            area += (i == 0 ? 1 : -1) * std::abs(sum) * degree * earth_radius;
        }
        whole += area;
    }
    return whole;
}

Result<Key> key_for(Import const& import, Named const& one) {
    auto code = one.code;
    // Files that hold numbers as numbers lose the zeros in front.
    auto const digits = import.scheme == "FIPS6" ? 5u : import.scheme == "ISO3166-2" ? 2u : import.scheme == "ISO3166-1" ? 3u : 0u;
    if (digits && code.find_first_not_of("0123456789") == code.npos && code.size() < digits) code.insert(0, digits - code.size(), '0');
    auto const key = key_of(import.scheme, code);
    if (!key || key->scheme != import.scheme) return refuse(Why::invalid, one.name + ": " + one.code + " is no code of " + import.scheme + ".");
    return *key;
}

void put(db::Write& write, Named const& one, Key const& key, Import const& import) {
    auto const corners = packed(one.polygons);
    auto const box = box_of(unpacked(corners));
    auto const country = key.scheme == "ISO3166-1" ? key.code : key.scheme == "FIPS6" ? "US" : key.scheme == "ISO3166-2" ? key.code.substr(0, 2) : import.country;
    auto around = one.within.empty() ? code_around(key) : one.within;
    if (around.empty() && key.scheme != "ISO3166-1") around = country;
    auto const folded = base::fold_plain(one.name);
    write.run(sql::put_outline, {write.new_id<base::Id<struct OutlineTag>>(), key.scheme, key.code, one.name, folded, around, country,
                                 box.south, box.west, box.north, box.east, mark_of(corners)});
    write.run(sql::put_corners, {key.scheme, key.code, corners});
}

}  // namespace

std::optional<Outline> find(db::Read& read, std::string_view scheme, std::string_view code) {
    auto const key = key_of(scheme, code);
    return key ? read.one(sql::outline_by_code, {key->scheme, key->code}, outline_of) : std::nullopt;
}

std::optional<Outline> find(db::Read& read, std::int64_t id) { return read.one(sql::outline_by_id, {id}, outline_of); }

std::vector<Outline> within(db::Read& read, std::string_view code) { return read.rows(sql::outlines_within, {code}, outline_of); }

std::vector<Outline> of_scheme(db::Read& read, std::string_view scheme) { return read.rows(sql::outlines_of_scheme, {scheme}, outline_of); }
std::vector<Outline> with_others_inside(db::Read& read) { return read.rows(sql::outlines_with_others, {}, outline_of); }

std::vector<Outline> search(db::Read& read, std::string_view start_of_name, int limit) {
    auto const from = base::fold_plain(base::trim(base::normalize(start_of_name)));
    if (from.empty()) return {};
    auto const to = from + "\xf4\x8f\xbf\xbf";
    return read.rows(sql::search_outlines, {from, to, limit}, outline_of);
}

std::shared_ptr<Shape const> shape_of(db::Read& read, Outline const& outline) {
    if (auto shape = kept().find(outline)) return shape;
    auto shape = read.one(sql::corners_of, {outline.id}, [](db::Row const& row) { return std::make_shared<Shape const>(unpacked(row.view(0))); });
    if (!shape) return std::make_shared<Shape const>();
    kept().keep(outline, *shape);
    return *shape;
}

std::vector<std::pair<Outline, Box>> near(db::Read& read, Box const& box) {
    return read.rows(sql::outlines_meeting_box, {box.south, box.west, box.north, box.east}, [](db::Row const& row) {
        return std::pair{outline_of(row), Box{row.real(7), row.real(8), row.real(9), row.real(10)}};
    });
}

std::vector<Outline> at(db::Read& read, Point point) {
    std::vector<std::pair<double, Outline>> found;
    for (auto const& [outline, box] : near(read, {point.latitude, point.longitude, point.latitude, point.longitude})) {
        auto const shape = shape_of(read, outline);
        if (holds(*shape, point)) found.emplace_back(size_of(*shape), outline);
    }
    std::ranges::sort(found, {}, [](auto const& each) { return std::pair(each.first, each.second.id); });
    std::vector<Outline> outlines;
    for (auto& each : found) outlines.push_back(std::move(each.second));
    return outlines;
}

Result<std::int64_t> import_outlines(db::Write& write, std::string_view json, Import const& asked) {
    auto import = asked;
    import.scheme = scheme_of(base::trim(asked.scheme));
    constexpr std::size_t longest_scheme = 40;
    if (import.scheme.empty() || import.scheme.size() > longest_scheme || !base::is_utf8(import.scheme)) return refuse(Why::invalid, "A scheme is a name of 1 to 40 bytes.");
    if (import.scheme == "SAME" || import.scheme == "UGC") return refuse(Why::invalid, "Counties are imported as FIPS6; they are found by SAME and UGC too.");
    if (!import.country.empty() && !key_of("ISO3166-1", import.country)) return refuse(Why::invalid, import.country + " is no country's code of ISO 3166-1.");
    if (!import.country.empty()) import.country = key_of("ISO3166-1", import.country)->code;
    if (!(import.meters >= 0 && import.meters <= 100'000)) return refuse(Why::invalid, "Outlines are simplified to between 0 and 100,000 meters.");
    auto all = TRY(read_outlines(json, import.object));
    if (import.meters > 0) simplify(all, import.meters);
    std::vector<Key> keys;
    for (auto const& each : all) keys.push_back(TRY(key_for(import, each)));
    for (std::size_t i = 0; i < all.size(); ++i) put(write, all[i], keys[i], import);
    return static_cast<std::int64_t>(all.size());
}

}  // namespace areas
