// Each number is written seven bits a byte, its sign in the lowest bit.
#include "areas/packing.hpp"
#include "crypto/crypto.hpp"
#include <cmath>
#include <stdexcept>

namespace areas {
namespace {

void put(std::string& onto, std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
    for (; rest > 127; rest >>= 7) onto += static_cast<char>(rest | 128);
    onto += static_cast<char>(rest);
}

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
    bool more() const { return at_ < bytes_.size(); }
    std::int64_t number() {
        std::uint64_t rest = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!more()) break;
            auto const byte = static_cast<unsigned char>(bytes_[at_++]);
            rest |= std::uint64_t{byte & 127u} << shift;
            if (byte < 128) return static_cast<std::int64_t>(rest >> 1) ^ -static_cast<std::int64_t>(rest & 1);
        }
        throw std::runtime_error("an outline in the database is damaged");
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace

Spot spot_of(Point point) {
    return {static_cast<std::int32_t>(std::lround(point.longitude * Spot::per_degree)), static_cast<std::int32_t>(std::lround(point.latitude * Spot::per_degree))};
}

Point point_of(Spot spot) { return {spot.y / Spot::per_degree, spot.x / Spot::per_degree}; }

std::string packed(std::vector<Rings> const& polygons) {
    std::string bytes;
    for (auto const& rings : polygons) {
        put(bytes, static_cast<std::int64_t>(rings.size()));
        for (auto const& ring : rings) {
            put(bytes, static_cast<std::int64_t>(ring.size()));
            Spot last;
            for (auto const spot : ring) put(bytes, spot.x - last.x), put(bytes, spot.y - last.y), last = spot;
        }
    }
    return crypto::base64(bytes);
}

Shape unpacked(std::string_view text) {
    auto const decoded = crypto::from_base64(text);
    if (!decoded) throw std::runtime_error("an outline in the database is damaged");
    Bytes bytes(*decoded);
    Shape shape;
    while (bytes.more()) {
        auto& polygon = shape.polygons.emplace_back();
        for (auto rings = bytes.number(); rings > 0; --rings) {
            auto& ring = polygon.rings.emplace_back();
            Spot last;
            for (auto corners = bytes.number(); corners > 0; --corners) {
                last.x += static_cast<std::int32_t>(bytes.number());
                last.y += static_cast<std::int32_t>(bytes.number());
                ring.push_back(point_of(last));
            }
        }
    }
    return shape;
}

}  // namespace areas
