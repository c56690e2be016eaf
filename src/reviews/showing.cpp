// How a review looks, wherever it stands.
#include "reviews/showing.hpp"
#include "base/time.hpp"
#include <charconv>

namespace reviews {

namespace {

// Noon in the middle of the month, so that it is that month in every time zone.
base::Time middle_of(std::string_view month) { return base::parse_iso8601(std::string(month.substr(0, 7)) + "-15T12:00:00Z").value_or(0); }

std::vector<Below>& parts_below() {
    static std::vector<Below> all;
    return all;
}

html::Safe icons(int count) {
    html::Safe made;
    for (int i = 0; i < count; ++i) made += html::icon("star");
    return made;
}

}  // namespace

void add_below(Below part) { parts_below().push_back(std::move(part)); }

html::Safe stars(Words const& words, int count) { return words.fill(pages::Stars{.count = count, .full = icons(count), .empty = icons(5 - count)}); }
std::string name_of(Words const& words, Review const& review) { return review.signed_as.empty() ? words("Name kept private") : review.signed_as; }
std::string month_name(Words const& words, std::string_view month) { return words("{month, date, ::yMMMM}", {{"month", middle_of(month)}}); }
std::string visited(Words const& words, std::string_view month) { return words("Visited in {month, date, ::yMMMM}", {{"month", middle_of(month)}}); }
std::string day_name(Words const& words, std::string_view day) { return words.date(base::parse_iso8601(std::string(day) + "T12:00:00Z").value_or(0)); }

std::string reason_on(Words const& words, std::string_view code) {
    auto const reason = reason_of(code);
    return reason ? words(words_of(*reason)) : std::string();
}

std::string one_decimal(double number) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, 1).ptr;
    return {text, end};
}

html::Safe article(Words const& words, db::Read& read, Review const& review, AccountId viewer) {
    if (review.standing == Standing::removed) return words.fill(pages::Tombstone{.id = review.id.text(), .reason = reason_on(words, review.removed_for)});
    auto const vote = vote_of(read, review.id, viewer);
    html::Safe below;
    for (auto const& part : parts_below()) below += part(read, words, review);
    return words.fill(pages::Review{
        .id = review.id.text(), .picture = html::avatar({}, review.id.value, html::Shape::circle), .name = name_of(words, review), .stars = stars(words, review.overall), .visited = visited(words, review.month),
        .verified = review.verified, .expired = review.published < day_of(read.now - 730LL * base::day), .told = review.told, .language = review.language, .below = below,
        .may_vote = static_cast<bool>(viewer), .helped = vote == true ? "true" : "false", .helpful = review.helpful, .not_helped = vote == false ? "true" : "false", .unhelpful = review.unhelpful});
}

html::Safe option(Words const& words, std::string_view value, std::string_view label, bool chosen) { return words.fill(pages::Option{.value = value, .chosen = chosen, .label = label}); }

html::Safe months(Words const& words, base::Time now, int count, std::string_view chosen) {
    auto const today = day_of(now);
    int year = std::stoi(today.substr(0, 4)), month = std::stoi(today.substr(5, 2));
    html::Safe made;
    for (int i = 0; i < count; ++i) {
        auto const text = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
        made += option(words, text, month_name(words, text), text == chosen);
        if (--month == 0) month = 12, --year;
    }
    return made;
}

http::Response unkept(http::Response response) {
    std::erase_if(response.headers, [](auto const& header) { return header.first == "Cache-Control" || header.first == "Referrer-Policy"; });
    return response.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
}

base::Result<directory::Location> place_in(Request const& request, db::Read& read, std::string_view parameter) {
    auto const id = request.parameters.id<LocationId>(parameter);
    auto location = id ? directory::find(read, *id) : std::nullopt;
    if (!location) return base::refuse(base::Why::not_found, "There is no such place.");
    return *location;
}

base::Result<Review> named_review(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<ReviewId>("id");
    if (!id) return std::unexpected(not_there());
    return public_one(read, *id);
}

}  // namespace reviews
