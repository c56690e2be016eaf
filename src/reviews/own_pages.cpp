// An author's own review, reached with its key or signed in: change, withdraw, appeal. And the list of one's own.
#include "reviews/writing_form.hpp"

namespace reviews {

namespace {

constexpr http::Limit trying{"reviews.key", 60, 3600};

struct Own { Review review; std::string key; bool waits = false; };

// By key, or by who is signed in. What waits is newer than what is public.
base::Result<Own> own_in(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<ReviewId>("id");
    if (!id) return std::unexpected(not_there());
    auto const key = request.fields.text("key").substr(0, 200);
    if (!is_key(read, *id, key) && !is_author(read, *id, request.account())) return std::unexpected(not_there());
    auto const standing = find(read, *id);
    auto const waiting = find_waiting(read, *id);
    Own own{.review = waiting ? *waiting : *standing, .key = std::string(key), .waits = waiting.has_value()};
    if (standing) own.review.standing = standing->standing, own.review.removed_for = standing->removed_for, own.review.published = standing->published;
    return own;
}

Answer ask_key(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Page page{.title = words("Your review"), .current = "/care"};
    page.main = words.fill(pages::AskKey{.id = request.parameters.text("id"), .csrf = html::csrf_field(request), .summary = html::summary(words, refusal)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return unkept(html::page(request, read, std::move(page)));
}

html::Safe parts(Request const& request, Words const& words, db::Read& read, Own const& own, base::Refusal const* refusal) {
    bool const removed = own.review.standing == Standing::removed;
    auto const decision = removed ? last_decision(read, own.review.id) : std::nullopt;
    auto const appeal = decision ? appeal_of(read, decision->id) : std::nullopt;
    std::string state;
    if (appeal) state = appeal->decided_by ? words("Another moderator decided: {answer}", {{"answer", appeal->answer}}) : words("Your appeal waits for another moderator.");
    return words.fill(pages::OwnParts{.removed = removed, .reason = reason_on(words, own.review.removed_for), .said = decision ? decision->words : std::string(), .appealed = state, .may_appeal = decision && !appeal,
                                      .id = own.review.id.text(), .csrf = html::csrf_field(request), .key = own.key, .error = html::field_error(words, refusal, "words")});
}

Answer show(Request const& request, db::Read& read, Own const& own, Draft const* typed, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const location = directory::find(read, own.review.location);
    if (!location) return std::unexpected(not_there());
    auto const& review = own.review;
    Draft kept{.location = review.location, .overall = review.overall, .marks = review.marks, .told = review.told, .month = review.month, .signed_as = review.signed_as, .token = {}, .language = review.language};
    Form form{.location = *location, .draft = typed ? *typed : kept, .title = "Your review", .action = "/reviews/" + review.id.text() + "/change", .token = {}, .key = own.key, .send = "Save", .fixed_month = review.verified};
    form.below = parts(request, words, read, own, refusal);
    return form_page(request, read, form, refusal);
}

Answer open(Request const& request, db::Read& read) {
    auto const own = own_in(request, read);
    if (own) return show(request, read, *own, nullptr, nullptr);
    base::Refusal const wrong{base::Why::not_found, "There is no review with this key.", {}};
    return ask_key(request, read, request.fields.has("key") ? &wrong : nullptr);
}

std::string address_after(Own const& own) {
    // Somebody signed in comes back to their list. Who has only the key comes to the place: no address carries the key.
    return own.key.empty() ? "/reviews/mine" : directory::address_of(own.review.location);
}

Answer save(Request const& request, db::Write& write) {
    auto const own = TRY(own_in(request, write));
    auto const draft = draft_in(request);
    auto const done = own.key.empty() ? change_own(write, own.review.id, request.account(), draft) : change(write, own.review.id, own.key, draft);
    if (!done) return show(request, write, own, &draft, &done.error());
    return http::redirect(address_after(own));
}

Answer take_back(Request const& request, db::Write& write) {
    auto const own = TRY(own_in(request, write));
    TRY(own.key.empty() ? withdraw_own(write, own.review.id, request.account()) : withdraw(write, own.review.id, own.key));
    return http::redirect(address_after(own));
}

Answer object(Request const& request, db::Write& write) {
    auto const own = TRY(own_in(request, write));
    auto const words = request.fields.text("words");
    auto const made = own.key.empty() ? appeal_own(write, own.review.id, request.account(), words) : appeal(write, own.review.id, own.key, words);
    if (!made) return show(request, write, own, nullptr, &made.error());
    return http::redirect(address_after(own));
}

Answer mine(Request const& request, db::Read& read) {
    Words const words(request.locale);
    html::Safe rows;
    for (auto const& each : reviews_by(read, request.account())) {
        auto const location = directory::find(read, each.location);
        auto const state = each.published.empty() ? words("Waits to be published") : each.standing == Standing::removed ? words("A moderator took this review away.") : day_name(words, each.published);
        words.fill(rows, pages::OwnRow{.id = each.id.text(), .place = location ? location->name : std::string(), .stars = stars(words, each.overall), .visited = visited(words, each.month), .state = state});
    }
    html::Page page{.title = words("My reviews"), .current = "/care"};
    page.main = words.fill(pages::Mine{.rows = rows});
    return unkept(html::page(request, read, std::move(page)));
}

}  // namespace

void add_own_pages(http::Router::Section& pages) {
    pages.get("/reviews/mine", Open::to_members, mine).says("What one wrote oneself, found anew each time");
    pages.get("/reviews/:id/own", Open::to_anyone, open).says("An author's own review, by its key").limited(trying);
    pages.post("/reviews/:id/own", Open::to_anyone, [](Request const& request, db::Write& write) -> Answer { return open(request, write); }).limited(trying);
    pages.post("/reviews/:id/change", Open::to_anyone, save).limited(trying);
    pages.post("/reviews/:id/withdraw", Open::to_anyone, take_back).limited(trying);
    pages.post("/reviews/:id/appeal", Open::to_anyone, object).limited(trying);
}

}  // namespace reviews
