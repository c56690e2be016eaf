// Replies on pages: below the story for everybody, the form and the list for the team, the board of what was done.
#include "base/text.hpp"
#include "base/time.hpp"
#include "inbox/inbox.hpp"
#include "reviews/showing.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <cmath>

namespace reviews {

using base::refuse, base::Why;

namespace {

constexpr int at_once = 20, most_waiting = 200, quoted = 160;

std::string days_words(Words const& words, std::int64_t days) {
    return days == 0 ? words("the same day") : words("{count, plural, one {# day later} other {# days later}}", {{"count", days}});
}

html::Safe below(db::Read& read, Words const& words, Review const& review) {
    auto const reply = reply_to(read, review.id);
    if (!reply || reply->told.empty()) return {};
    auto const account = accounts::find(read, reply->organization);
    auto const day = [&](std::string const& text) { return text.empty() ? std::string() : day_name(words, text); };
    auto made = words.fill(pages::Reply{.organization = account ? account->name : std::string(), .after = days_words(words, reply->days), .changed = day(reply->changed), .told = reply->told});
    std::string planned, changed, plan, change;
    for (auto const& each : steps(read, review.id)) {
        (each.kind == StepKind::planned ? planned : changed) = day(each.day);
        (each.kind == StepKind::planned ? plan : change) = each.told;
    }
    made += words.fill(pages::Became{.told = day(review.published), .heard = day(reply->published), .planned = planned, .changed = changed, .plan = plan, .change = change});
    return made;
}

// Rounded, but none is none and all is all.
std::int64_t share_replied(Responses const& made) {
    auto const share = std::lround(100.0 * static_cast<double>(made.replied) / static_cast<double>(made.reviews));
    return made.replied == 0 || made.replied == made.reviews ? share : std::clamp(share, 1L, 99L);
}

}  // namespace

std::string figures_words(Words const& words, Responses const& made) {
    if (made.reviews == 0) return words("No review is old enough to be counted yet.");
    if (!made.replied) return words("{count, plural, one {# review of the last two years has no reply.} other {None of # reviews of the last two years has a reply.}}", {{"count", made.reviews}});
    return words("Replied to {share} of 100 reviews of the last two years.", {{"share", share_replied(made)}}) + " " +
           words("{count, plural, =0 {Half of the replies came on the same day.} one {Half of the replies came within # day.} other {Half of the replies came within # days.}}", {{"count", std::lround(made.median_days)}});
}

namespace {

std::vector<LocationId> ids_of(std::vector<directory::Location> const& places) {
    std::vector<LocationId> ids;
    for (auto const& each : places) ids.push_back(each.id);
    return ids;
}

base::Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    return *account;
}

AccountId actor(Request const& request, db::Read& read) {
    auto const behind = accounts::behind(read, *request.person);
    return behind ? behind : request.account();
}

std::string name_of_person(db::Read& read, AccountId id) {
    auto const account = id ? accounts::find(read, id) : std::nullopt;
    return account ? account->name : std::string();
}

struct Opened { Review review; directory::Location location; accounts::Account organization; };
base::Result<Opened> opened(Request const& request, db::Read& read) {
    auto const review = TRY(named_review(request, read));
    auto const location = directory::find(read, review.location);
    auto const account = location ? accounts::find(read, location->organization) : std::nullopt;
    if (!account) return std::unexpected(not_there());
    if (!teams::role_in(read, account->id, actor(request, read))) return std::unexpected(not_there());
    TRY(teams::allow(read, account->id, actor(request, read), teams::Role::responder));
    return Opened{review, *location, *account};
}

Answer show_reply(Request const& request, db::Read& read, Opened const& open, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const& [review, location, organization] = open;
    auto const me = actor(request, read);
    auto const reply = reply_to(read, review.id).value_or(Reply{});
    auto const draft = request.fields.has("text") ? std::string(request.fields.text("text").substr(0, 40'000)) : !reply.draft.empty() ? reply.draft : reply.told;
    html::Safe held, versions;
    auto const found = draft == reply.told ? std::vector<Held>{} : check_reply(read, review, draft.substr(0, 20'000));
    for (auto const& each : found) words.fill(held, pages::Held{.words = each.words, .why = words(each.why)});
    for (auto const& each : reply_versions(read, review.id)) words.fill(versions, pages::ReplyVersion{.told = each.told, .day = day_name(words, each.day), .author = name_of_person(read, each.author)});
    std::string planned, changed;
    for (auto const& each : steps(read, review.id)) (each.kind == StepKind::planned ? planned : changed) = each.told;
    auto const typed = [&](std::string_view field, std::string const& kept) { return refusal && request.fields.has(field) ? std::string(request.fields.text(field).substr(0, 10'000)) : kept; };
    bool const editor = teams::may(read, organization.id, me, teams::Role::editor), others = !reply.draft.empty() && draft == reply.draft && reply.draft_by != me;
    html::Page page{.title = words("Your reply"), .current = "/organizations", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Replying{
        .handle = organization.username, .place_address = directory::address_of(location.id), .place = location.name, .saved = !refusal && request.fields.has("saved"), .summary = html::summary(words, refusal), .review = article(words, read, review, request.account()), .id = review.id.text(),
        .csrf = html::csrf_field(request), .text_error = html::field_error(words, refusal, "text"), .draft = draft, .held = held, .asks = reply.asks, .editor = editor, .may_pass = editor && others && !found.empty(),
        .drafter = others ? name_of_person(read, reply.draft_by) : std::string(), .has_draft = !reply.draft.empty(), .is_public = !reply.told.empty(), .planned = typed("planned", planned),
        .planned_error = html::field_error(words, refusal, "planned"), .changed = typed("changed", changed), .changed_error = html::field_error(words, refusal, "changed"), .versions = versions});
    return unkept(html::page(request, read, std::move(page)));
}

base::Result<base::Done> done(Request const& request, db::Write& write, Opened const& open) {
    auto const me = actor(request, write);
    auto const id = open.review.id;
    auto const act = request.fields.text("act");
    auto const text = request.fields.text("text");
    if (act == "drop") return drop_draft(write, me, id);
    if (act == "back") return take_reply_back(write, me, id);
    if (act == "steps") {
        TRY(set_step(write, me, id, StepKind::planned, request.fields.text("planned")));
        return set_step(write, me, id, StepKind::changed, request.fields.text("changed"));
    }
    bool const publishes = act == "publish" || act == "pass";
    auto const before = reply_to(write, id);
    bool const own = !before || before->draft_by == me;
    // What a colleague wrote and nobody changed stays theirs: it was looked at by two.
    bool const as_it_is = publishes && before && !own && !before->draft.empty() && plain_text("text", text, longest_reply) == before->draft;
    if (!as_it_is) TRY(draft_reply(write, me, id, text, act == "ask" || (publishes && own && before && before->asks)));
    if (!publishes) return base::Done{};
    TRY(inbox::may_answer(write, open.organization.id, inbox::Kind::review, id.text(), me));
    TRY(publish_reply(write, me, id, as_it_is && act == "pass"));
    return base::Done{};
}

Answer post_reply(Request const& request, db::Write& write) {
    auto const open = TRY(opened(request, write));
    if (auto const made = done(request, write, open); !made) {
        if (made.error().fields.empty()) return std::unexpected(made.error());
        auto answer = show_reply(request, write, open, &made.error());
        // The draft stays although it is not public: nothing that was typed is lost.
        if (answer && made.error().fields.front().code == "ERR_HELD") answer->keeps_change = true;
        return answer;
    }
    return http::redirect("/reviews/" + open.review.id.text() + "/reply?saved=1");
}

html::Safe rows_of(Words const& words, db::Read& read, std::vector<ReviewId> const& ids) {
    html::Safe made;
    for (auto const id : ids) {
        auto const review = find(read, id);
        auto const place = review ? directory::find(read, review->location) : std::nullopt;
        if (!place) continue;
        auto const story = review->told.empty() ? words("{count, plural, one {# star} other {# stars}}", {{"count", review->overall}}) : base::shorten(review->told, quoted);
        words.fill(made, pages::ToReplyRow{.stars = stars(words, review->overall), .id = id.text(), .story = story, .place = place->name, .day = day_name(words, review->published)});
    }
    return made;
}

Answer show_waiting(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    TRY(teams::allow(read, organization.id, actor(request, read), teams::Role::responder));
    Words const words(request.locale);
    html::Page page{.title = words("Reviews to reply to"), .current = "/organizations"};
    page.main = words.fill(pages::ToReply{.handle = organization.username, .organization = organization.name, .figures = figures_words(words, responses_of(read, ids_of(directory::all_locations_of(read, organization.id)))),
                                          .drafts = rows_of(words, read, reply_drafts(read, organization.id)), .rows = rows_of(words, read, without_reply(read, organization.id, most_waiting))});
    return html::page(request, read, std::move(page));
}

html::Safe board_rows(Words const& words, db::Read& read, std::vector<Step> const& all) {
    html::Safe made;
    for (auto const& each : all)
        if (auto const review = find(read, each.review))
            words.fill(made, pages::BoardRow{.id = each.review.text(), .said = base::shorten(review->told, quoted), .done = each.kind == StepKind::changed, .day = day_name(words, each.day), .told = each.told});
    return made;
}

// The last one of a page, as an address says it: day.review.kind
std::string mark_of(Step const& step) { return step.day + "." + step.review.text() + "." + std::string(text_of(step.kind)); }
Step marked(std::string_view text) {
    auto const parts = base::split(text, '.');
    if (parts.size() != 3) return {};
    return {.review = base::parse<ReviewId>(parts[1]).value_or(ReviewId{}), .kind = parts[2] == "changed" ? StepKind::changed : StepKind::planned, .told = {}, .author = {}, .day = std::string(parts[0].substr(0, 10)), .changed = {}};
}

html::Safe tab(db::Read& read, Words const& words, Request const& request, directory::Location const& location) {
    auto listed = board_of(read, location.id, marked(request.fields.text("after")), at_once + 1);
    bool const more = std::ssize(listed) > at_once;
    if (more) listed.resize(at_once);
    return words.fill(pages::Board{.organization = std::string(), .handle = std::string(), .figures = figures_words(words, responses_of(read, {location.id})), .rows = board_rows(words, read, listed),
                                   .older = more ? directory::address_of(location.id) + "?tab=changes&after=" + mark_of(listed.back()) : std::string()});
}

Answer show_board(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    Words const words(request.locale);
    auto const address = "/organizations/" + organization.username + "/changes";
    auto listed = board_of(read, organization.id, marked(request.fields.text("after")), at_once + 1);
    bool const more = std::ssize(listed) > at_once;
    if (more) listed.resize(at_once);
    html::Page page{.title = words("You said, we did") + " · " + organization.name, .current = "/care", .canonical = html::absolute(address), .index = organization.indexable};
    page.main = words.fill(pages::Board{.organization = organization.name, .handle = organization.handle(), .figures = figures_words(words, responses_of(read, ids_of(directory::locations_of(read, organization.id)))),
                                        .rows = board_rows(words, read, listed), .older = more ? address + "?after=" + mark_of(listed.back()) : std::string()});
    return html::page(request, read, std::move(page));
}

std::string compared(db::Read& read, Words const& words, directory::Location const& location) {
    auto const made = responses_of(read, {location.id});
    if (!made.reviews) return words("Not counted yet");
    return words("{share} of 100", {{"share", share_replied(made)}});
}

}  // namespace

void add_reply_pages(http::Router::Section& pages) {
    add_below(below);
    directory::add_tab({.code = "changes", .words = "You said, we did", .part = tab});
    directory::add_compared({"Replies to reviews", compared});
    directory::add_door({"/organizations/{username}/reviews", "Reviews to reply to", "reply"});
    pages.get("/reviews/:id/reply", Open::to_members, [](Request const& request, db::Read& read) -> Answer { return show_reply(request, read, TRY(opened(request, read)), nullptr); });
    pages.post("/reviews/:id/reply", Open::to_members, post_reply);
    pages.get("/organizations/:username/reviews", Open::to_members, show_waiting);
    pages.get("/organizations/:username/changes", Open::to_anyone, show_board).says("What an organization did because people told it");
}

}  // namespace reviews
