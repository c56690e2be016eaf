// Reviews for programs: /api/salve/v1/care/:id/reviews (docs/api/reviews.md). For reading: nothing of an author is in it.
#include "base/json.hpp"
#include "reviews/inside.hpp"
#include <algorithm>

namespace reviews {

using http::Open, http::Request;

namespace {

// What everybody reads of it: never who of the team wrote.
void write_reply(base::Json& json, db::Read& read, ReviewId id) {
    auto const reply = reply_to(read, id);
    json.key("reply");
    if (!reply || reply->told.empty()) json.null();
    else json.object().pair("text", reply->told).pair("published", reply->published).pair("days", reply->days).end();
    json.key("steps").array();
    for (auto const& each : steps(read, id)) json.object().pair("kind", text_of(each.kind)).pair("text", each.told).pair("day", each.day).end();
    json.end();
}

void write_review(base::Json& json, db::Read& read, Review const& review, std::vector<Dimension> const& asked) {
    json.object().pair("id", review.id.text()).pair("location", review.location.text()).pair("address", html::absolute("/reviews/" + review.id.text()));
    if (review.standing == Standing::removed) {
        json.pair("standing", "removed").pair("reason", review.removed_for).end();
        return;
    }
    json.pair("standing", "shown").pair("overall", review.overall).key("dimensions").object();
    for (std::size_t i = 0; i < asked.size() && i < most_dimensions; ++i)
        if (review.marks[i]) json.pair(asked[i].code, review.marks[i]);
    json.end().pair("story", review.told).pair("visited", review.month).pair("signed_as", review.signed_as).pair("verified_visit", review.verified).pair("published", review.published);
    json.pair("helpful", review.helpful).pair("unhelpful", review.unhelpful);
    write_reply(json, read, review.id);
    json.end();
}

void write_score(base::Json& json, Score const& score, std::vector<Dimension> const& asked) {
    json.object().pair("reviews", score.reviews).key("spread").array();
    for (auto const count : score.spread) json.value(count);
    json.end();
    if (score.shown()) {
        json.pair("mean", score.mean).pair("low", score.low).pair("high", score.high).pair("effective", score.effective).pair("percentile", score.percentile).key("dimensions").object();
        for (std::size_t i = 0; i < asked.size() && i < most_dimensions; ++i)
            if (score.dimensions[i] > 0) json.pair(asked[i].code, score.dimensions[i]);
        json.end();
    } else {
        json.key("mean").null();
    }
    json.end();
}

base::Result<directory::Location> place(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<LocationId>("id");
    auto found = id ? directory::find(read, *id) : std::nullopt;
    if (!found) return base::refuse(base::Why::not_found, "There is no such place.");
    return *found;
}

http::Answer list(Request const& request, db::Read& read) {
    auto const location = TRY(place(request, read));
    auto const asked = dimensions(read, location.specialty);
    auto const& fields = request.fields;
    auto const sort = fields.text("sort");
    if (!sort.empty() && sort != "helpful" && sort != "newest" && sort != "lowest") return base::refuse_field("sort", "ERR_INVALID", "One of helpful, newest, lowest.");
    auto const order = sort == "newest" ? Order::newest : sort == "lowest" ? Order::lowest : Order::helpful;
    auto const limit = static_cast<int>(std::clamp<std::int64_t>(fields.integer("limit").value_or(20), 1, 40));
    Filter const filter{static_cast<int>(std::clamp<std::int64_t>(fields.integer("overall").value_or(0), 0, 5)), std::string(fields.text("about").substr(0, 40))};
    base::Json json;
    json.object().key("score");
    write_score(json, reviews::score_of(read, location.id), asked);
    auto const answered = responses_of(read, {location.id});
    json.key("responses").object().pair("reviews", answered.reviews).pair("replied", answered.replied).pair("median_days", answered.median_days).end();
    json.key("reviews").array();
    for (auto const& each : reviews_of(read, location.id, order, fields.integer("after").value_or(0), limit, filter)) write_review(json, read, each, asked);
    return http::json(json.end().end().take());
}

http::Answer one(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<ReviewId>("id");
    if (!id) return std::unexpected(not_there());
    auto const review = TRY(public_one(read, *id));
    auto const location = directory::find(read, review.location);
    base::Json json;
    write_review(json, read, review, dimensions(read, location ? location->specialty : std::string()));
    return http::json(json.take());
}

}  // namespace

void add_api(http::Router::Section api) {
    api.get("/api/salve/v1/care/:id/reviews", Open::to_anyone, list).says("The reviews of a place, with what they come to").takes_field("sort", "string", "helpful (the usual), newest or lowest.")
        .takes_field("overall", "integer", "Only those with so many stars.").takes_field("about", "string", "Only those about a theme: listening, waiting, ...").takes_field("after", "string", "The id of the last one of the page before.")
        .takes_field("limit", "integer", "At most 40; 20 when left out.");
    api.get("/api/salve/v1/reviews/:id", Open::to_anyone, one).says("One review, or its tombstone");
}

}  // namespace reviews
