// Stories that are nearly the same: candidates by min-hashes in bands, then the exact likeness.
#include "reviews/signals.hpp"
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

namespace reviews {

namespace {

constexpr std::size_t gram = 5, shortest = 40;
constexpr std::size_t bands = 12, rows = 2;
using Grams = std::vector<std::uint64_t>;

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

// Letters in one case, and one space for whatever stands between words: bytes beyond ASCII stay as they are.
std::string plain(std::string_view text) {
    std::string made;
    for (unsigned char const each : text) {
        bool const upper = each >= 'A' && each <= 'Z';
        bool const kept = upper || (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each >= 128;
        if (kept) made += static_cast<char>(upper ? each + 32 : each);
        else if (!made.empty() && made.back() != ' ') made += ' ';
    }
    if (made.ends_with(' ')) made.pop_back();
    return made;
}

Grams grams_of(std::string_view text) {
    auto const bare = plain(text);
    Grams made;
    for (std::size_t i = 0; i + gram <= bare.size(); ++i) {
        std::uint64_t value = 0;
        for (std::size_t j = 0; j < gram; ++j) value = value << 8 | static_cast<unsigned char>(bare[i + j]);
        made.push_back(value);
    }
    std::ranges::sort(made);
    made.erase(std::ranges::unique(made).begin(), made.end());
    return made;
}

double jaccard(Grams const& one, Grams const& other) {
    if (one.empty() || other.empty()) return 0;
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < one.size() && j < other.size();) {
        if (one[i] == other[j]) ++common, ++i, ++j;
        else if (one[i] < other[j]) ++i;
        else ++j;
    }
    return static_cast<double>(common) / static_cast<double>(one.size() + other.size() - common);
}

std::array<std::uint64_t, bands> bands_of(Grams const& grams) {
    std::array<std::uint64_t, bands> made{};
    for (std::size_t band = 0; band < bands; ++band)
        for (std::size_t row = 0; row < rows; ++row) {
            auto least = std::numeric_limits<std::uint64_t>::max();
            auto const salt = (band * rows + row + 1) * 0x9E3779B97F4A7C15ull;
            for (auto const each : grams) least = std::min(least, mixed(each ^ salt));
            made[band] = mixed(made[band] ^ least);
        }
    return made;
}

}  // namespace

double likeness(std::string_view one, std::string_view other) { return jaccard(grams_of(one), grams_of(other)); }

std::vector<Suspicion> copies(std::span<Observed const> all) {
    std::vector<Grams> grams;
    std::map<std::pair<std::size_t, std::uint64_t>, std::vector<std::size_t>> buckets;
    for (std::size_t i = 0; i < all.size(); ++i) {
        grams.push_back(all[i].told.size() < shortest ? Grams{} : grams_of(all[i].told));
        if (grams[i].empty()) continue;
        auto const keys = bands_of(grams[i]);
        for (std::size_t band = 0; band < bands; ++band) buckets[{band, keys[band]}].push_back(i);
    }
    std::map<std::int64_t, std::set<std::size_t>> places;
    for (auto const& [key, which] : buckets)
        for (std::size_t a = 1; a < which.size(); ++a) {
            // With its neighbor in the bucket: a chain of copies needs no comparison of each with each.
            auto const one = which[a - 1], other = which[a];
            if (jaccard(grams[one], grams[other]) < 0.8) continue;
            places[all[one].location].insert(one);
            places[all[other].location].insert(other);
        }
    std::vector<Suspicion> made;
    for (auto const& [place, which] : places) made.push_back({"copy", "Its words are nearly those of another review", place, 0.2, {which.begin(), which.end()}});
    return made;
}

}  // namespace reviews
