// Finds care: what fits a question, in an order that anybody can compute again from docs/api/care.md. Nothing of it can be bought.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/index.hpp"
#include "html/words.hpp"
#include <algorithm>
#include <cmath>
#include <numbers>

namespace directory {
namespace {

constexpr double half_the_points_at = 5;    // kilometers
constexpr double shown_from = 15;           // effective reviews: below this nobody sees a number, and the order tells none
constexpr double kilometers_a_degree = 111.1;
constexpr int most_listed = 100;
constexpr std::int64_t most_pages_deep = 2000;
constexpr std::size_t longest_text = 200;

// The clocks of a time zone at one moment, with the dates that hours and special days are looked up by.
struct Clocks {
    int weekday = 1, minute = 0;
    std::string today, yesterday;
    explicit Clocks(base::Time there) {
        auto const midnight = there - (there % base::day + base::day) % base::day;
        auto const days = midnight / base::day;
        weekday = static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;  // 1 January 1970 was a Thursday
        minute = static_cast<int>((there - midnight) / base::minute);
        today = base::iso8601(midnight).substr(0, 10);
        yesterday = base::iso8601(midnight - base::day).substr(0, 10);
    }
};

bool is_open(Entry const& entry, Clocks const& clocks) {
    auto const on = [&](std::string const& date, int weekday, int minute) {
        auto const within = [&](Hours const& each) { return each.from <= minute && minute < each.to; };
        if (auto const special = std::ranges::find(entry.exceptions, date, &Exception::date); special != entry.exceptions.end()) return std::ranges::any_of(special->hours, within);
        return std::ranges::any_of(entry.hours, [&](Hours const& each) { return each.day == weekday && within(each); });
    };
    return on(clocks.today, clocks.weekday, clocks.minute) || on(clocks.yesterday, clocks.weekday == 1 ? 7 : clocks.weekday - 1, clocks.minute + 24 * 60);
}

// Whether each word that was typed begins one of the text, which has a space before each.
bool has_all(std::string const& text, std::vector<std::string> const& typed) {
    return std::ranges::all_of(typed, [&](std::string const& word) {
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
            auto const before = at ? static_cast<unsigned char>(text[at - 1]) : ' ';
            if (before < 0x80 && !std::isalnum(before)) return true;
        }
        return false;
    });
}

// A question, made ready for asking each entry.
class Asked {
public:
    Asked(Question const& question, base::Time now) : question_(question), now_(now), within_(std::clamp(question.within, 0.1, widest_search)) {
        auto const folded = base::fold_plain(question.text.substr(0, longest_text));
        typed_ = search_words(folded);
        meant_ = kinds_meant(folded);
        if (auto const* const found = find_specialty(question.specialty)) specialty_ = static_cast<std::size_t>(found - specialties().data());
        unknown_ = !question.specialty.empty() && specialty_ == most_specialties;
        if (!question.access.empty()) {
            auto const* const feature = find_access_feature(question.access);
            feature ? access_ = static_cast<std::size_t>(feature - access_features().data()) : unknown_ = true;
        }
        if (question.near) {
            rows_ = within_ / kilometers_a_degree + 0.01;
            columns_ = rows_ / std::max(0.01, std::cos(question.near->latitude * std::numbers::pi / 180));
        }
    }

    struct Fit { Points points; double distance = -1; };
    std::optional<Fit> fit(Entry const& entry) {
        Fit made;
        if (unknown_ || (question_.accepts_new && !entry.accepts_new) || (question_.video && !entry.video)) return {};
        if (specialty_ < most_specialties && !entry.kinds.test(specialty_)) return {};
        if (access_ < most_features && !entry.access.test(access_)) return {};
        if (question_.near && !is_near(entry, made.distance)) return {};
        if (!question_.language.empty() && !speaks(entry)) return {};
        if (!typed_.empty() && !matches(entry, made.points)) return {};
        if (question_.open_now && !is_open_now(entry)) return {};
        if (specialty_ < most_specialties && typed_.empty()) made.points.match = entry.specialty == specialty_ ? 40 : 30;
        if (question_.near) made.points.near = 30 * half_the_points_at / (half_the_points_at + made.distance);
        made.points.reviews = entry.effective >= shown_from ? 20 * (entry.mean - 1) / 4 : 14;
        made.points.checked = entry.confirmed_at + fresh_for > now_ ? 5 : 0;
        made.points.accepts = entry.accepts_new ? 5 : 0;
        return made;
    }

private:
    bool is_near(Entry const& entry, double& distance) const {
        if (std::abs(entry.position.latitude - question_.near->latitude) > rows_) return false;
        auto east = std::abs(entry.position.longitude - question_.near->longitude);
        if (std::min(east, 360 - east) > columns_) return false;
        distance = areas::kilometers(*question_.near, entry.position);
        return distance <= within_;
    }

    // "es" asks for any Spanish, "es-MX" for what is spoken in Mexico or says nothing of where.
    bool speaks(Entry const& entry) const {
        std::string_view const asked = question_.language;
        return std::ranges::any_of(entry.languages, [&](std::string const& each) {
            return each == asked || (each.starts_with(asked) && each[asked.size()] == '-') || (asked.starts_with(each) && asked[each.size()] == '-');
        });
    }

    bool matches(Entry const& entry, Points& points) const {
        auto const in_name = has_all(entry.name, typed_);
        if (in_name || (entry.specialty < most_specialties && meant_.test(entry.specialty))) points.match = 40;
        else if ((entry.kinds & meant_).any()) points.match = 30;
        else if (has_all(entry.words, typed_)) points.match = 25;
        return points.match > 0;
    }

    bool is_open_now(Entry const& entry) {
        auto found = clocks_.find(entry.zone);
        if (found == clocks_.end()) found = clocks_.emplace(entry.zone, Clocks(html::time_there(entry.zone, now_))).first;
        return is_open(entry, found->second);
    }

    Question const& question_;
    base::Time const now_;
    double const within_;
    double rows_ = 0, columns_ = 0;
    std::vector<std::string> typed_;
    Kinds meant_;
    std::size_t specialty_ = most_specialties, access_ = most_features;
    bool unknown_ = false;  // a code that there is none of
    std::unordered_map<std::string, Clocks> clocks_;
};

struct Candidate {
    LocationId id;
    Points points;
    double distance, rating;
    std::string name;
};

// What comes first is smaller; the name, then the number settle what is equal.
bool precedes(Order order, Candidate const& one, Candidate const& other) {
    auto const key = [order](Candidate const& each) {
        switch (order) {
        case Order::best: return -std::round(each.points.sum() * 1000);
        case Order::distance: return each.distance;
        case Order::rating: return -each.rating;
        case Order::name: return 0.0;
        }
        return 0.0;
    };
    auto const a = key(one), b = key(other);
    if (a != b) return a < b;
    if (one.name != other.name) return one.name < other.name;
    return one.id < other.id;
}

}  // namespace

Answer search(db::Read& read, Question const& question) {
    Asked asked(question, read.now);
    auto order = question.order == Order::distance && !question.near ? Order::best : question.order;
    std::vector<Candidate> fitting;
    each_entry(read, [&](Entry const& entry) {
        if (auto const fit = asked.fit(entry)) fitting.push_back({entry.id, fit->points, fit->distance, entry.effective >= shown_from ? entry.mean : 0, entry.name});
    });
    Answer answer;
    answer.total = std::ssize(fitting);
    auto const first = std::clamp<std::int64_t>(question.after, 0, std::min(answer.total, most_pages_deep));
    auto const last = std::min<std::int64_t>(answer.total, first + std::clamp(question.limit, 1, most_listed));
    std::ranges::partial_sort(fitting, fitting.begin() + last, [order](Candidate const& one, Candidate const& other) { return precedes(order, one, other); });
    for (auto const& each : std::span(fitting).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first))) {
        // What closed since it was read is not shown.
        auto location = find(read, each.id);
        if (!location || !location->active) continue;
        answer.found.push_back({std::move(*location), score_of(read, each.id), each.distance, each.points.sum(), each.points});
    }
    if (last < answer.total && last <= most_pages_deep) answer.next = last;
    return answer;
}

}  // namespace directory
