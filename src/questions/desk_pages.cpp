// The agency's side of questions: what waits, oldest first, and one question to answer.
#include "moderation/moderation.hpp"
#include "questions/inside.hpp"
#include "questions/pages.hpp"

namespace questions {

using http::Open, http::Request;
using html::Words;

namespace {

constexpr int listed = 40;

std::string headline_of(Words const& words, db::Read& read, Question const& question) {
    auto const alert = newest(read, question.chain);
    auto const& info = alerts::in_language(alert->message, words.locale());
    return info.headline.empty() ? info.event : info.headline;
}

std::string said_of(Words const& words, Waiting const& waiting) {
    return words("{count, plural, =0 {No question waits.} one {# question is unanswered.} other {# questions are unanswered.}}", {{"count", waiting.unanswered}});
}

html::Safe on_desk(Request const& request, db::Read& read, std::vector<alerts::Member> const&) {
    Words const words(request.locale);
    auto const waits = waiting(read, request.account());
    return words.fill(pages::OnDesk{.late = waits.unanswered > 0 || waits.overdue > 0, .said = said_of(words, waits), .oldest = waits.oldest > 0, .when = words.ago(waits.oldest, read.now),
                                    .overdue = waits.overdue ? words("{count, plural, one {# promised update is overdue} other {# promised updates are overdue}}", {{"count", waits.overdue}}) : std::string()});
}

html::Safe row(Words const& words, db::Read& read, Question const& question, html::Safe when) {
    auto const like = question.state == State::answered ? std::vector<Resembling>{} : resembling(read, question);
    return words.fill(pages::InboxRow{.id = question.id.text(), .text = question.wording, .late = question.next_update && question.next_update <= read.now, .taken = question.state == State::taken_up,
                                      .when = std::move(when), .count = question.people, .headline = headline_of(words, read, question), .resembles = like.empty() ? std::string() : like.front().question.wording});
}

http::Answer show_inbox(Request const& request, db::Read& read) {
    Words const words(request.locale);
    if (organizations_of(read, request.account()).empty()) return base::refuse(base::Why::not_found, "You do not issue alerts for an organization.");
    html::Safe rows, due;
    auto const all = unanswered(read, request.account(), request.fields.id<QuestionId>("after").value_or(QuestionId{}), listed);
    for (auto const& each : all) rows += row(words, read, each, html::time_tag(words, each.asked_at, read.now));
    for (auto const& each : promised(read, request.account())) due += row(words, read, each, html::time_tag(words, each.next_update, read.now));
    auto const waits = waiting(read, request.account());
    html::Page page{.title = words("Questions of the public"), .current = "/alerts"};
    page.main = words.fill(pages::Inbox{.said = said_of(words, waits), .oldest = waits.oldest > 0, .when = words.ago(waits.oldest, read.now), .promised = due, .rows = rows,
                                        .older = all.size() == listed ? all.back().id.text() : std::string()});
    return html::page(request, read, std::move(page));
}

base::Result<Question> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<QuestionId>("id");
    auto question = id ? find_for(read, request.account(), *id) : std::nullopt;
    if (!question) return std::unexpected(not_there());
    return *question;
}

std::string who_asked(Words const& words, db::Read& read, Question const& question) {
    auto const asker = question.named ? accounts::find(read, question.asker) : std::nullopt;
    return asker ? words("Asked by {name}", {{"name", asker->name + " (@" + asker->username + ")"}}) : words("Who asked stays unnamed");
}

html::Safe reasons(Words const& words) {
    html::Safe made;
    for (auto each : {Reason::answered_above, Reason::other_subject, Reason::about_one_person, Reason::not_clear, Reason::harmful})
        words.fill(made, pages::Option{.value = text_of(each), .label = words.plain(label_of(each))});
    return made;
}

// `typed`: what was sent and refused; else what the newest version says.
struct Shown { Reply said; std::string next_update; };
Shown shown_for(Words const& words, Question const& question, std::optional<Answer> const& answer) {
    if (!answer) return {{.wording = question.wording}, {}};
    return {{.wording = question.wording, .known = answer->known, .not_known = answer->not_known, .doing = answer->doing, .after = answer->version}, answer->next_update ? words.local(answer->next_update) : std::string()};
}

http::Answer show_one(Request const& request, db::Read& read, Question const& question, Shown const* typed, base::Refusal const* refusal) {
    Words const words(request.locale);
    if (question.merged_into) return http::redirect("/alerts/desk/questions/" + question.merged_into.text());
    auto const answer = answer_of(read, question.id);
    auto const at_first = shown_for(words, question, answer);
    auto const& [said, next_update] = typed ? *typed : at_first;
    auto const csrf = html::csrf_field(request);
    html::Safe like, together;
    for (auto const& [other, how] : resembling(read, question)) {
        // What has an answer keeps it: the other one is put to it.
        bool const to_other = other.state == State::answered && question.state != State::answered;
        if (other.state == State::answered && question.state == State::answered) continue;
        words.fill(like, pages::ResemblingRow{.text = other.wording, .count = other.people, .question = (to_other ? question : other).id.text(), .csrf = csrf, .into = (to_other ? other : question).id.text()});
    }
    for (auto const& each : merged(read, question.id)) words.fill(together, pages::MergedRow{.text = each.text, .id = each.id.text(), .csrf = csrf});
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Questions of the public"), .current = "/alerts"};
    page.main = words.fill(pages::Desk{
        .text = question.text, .when = html::time_tag(words, question.asked_at, read.now), .who = who_asked(words, read, question), .count = question.people, .alert = newest(read, question.chain)->id.text(),
        .headline = headline_of(words, read, question), .late = question.next_update && question.next_update <= read.now, .summary = html::summary(words, refusal), .resembling = like,
        .address = "/alerts/desk/questions/" + question.id.text(), .csrf = csrf, .version = said.after ? std::to_string(said.after) : std::string(), .wording = said.wording, .wording_error = error("wording"), .known = said.known,
        .known_error = error("known"), .not_known = said.not_known, .not_known_error = error("not_known"), .doing = said.doing, .doing_error = error("doing"), .next_update = next_update,
        .next_update_error = error("next_update"), .may_take_up = question.state == State::waiting || question.state == State::declined, .merged = together, .may_decline = question.state == State::waiting || question.state == State::taken_up,
        .reasons = reasons(words), .reason_error = error("reason"), .everybody = question.is_public() ? address_of(question, question.chain) : std::string()});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer publish(Request const& request, db::Write& write) {
    auto const question = TRY(named(request, write));
    auto const& fields = request.fields;
    Shown typed{{.wording = std::string(fields.text("wording")), .known = std::string(fields.text("known")), .not_known = std::string(fields.text("not_known")), .doing = std::string(fields.text("doing")),
                 .after = fields.integer("after").value_or(0)}, std::string(fields.text("next_update"))};
    if (!typed.next_update.empty()) {
        auto const moment = Words(request.locale).moment_in("next_update", typed.next_update);
        if (!moment) return show_one(request, write, question, &typed, &moment.error());
        typed.said.next_update = *moment;
    }
    auto const made = answer(write, request.account(), question.id, typed.said);
    if (!made) return show_one(request, write, question, &typed, &made.error());
    return http::redirect("/alerts/desk/questions");
}

// A button of the question: what refuses it stands on its page.
template <class Rule>
http::Writer step(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const question = TRY(named(request, write));
        base::Result<Question> const changed = rule(request, write, question);
        if (!changed) return show_one(request, write, question, nullptr, &changed.error());
        return http::redirect("/alerts/desk/questions/" + (changed->merged_into ? changed->merged_into : changed->id).text());
    };
}

// Moderators learn who wrote it; the agency does not, not even from its own copy of what it reported. So the report of
// somebody unnamed stands in an administrator's name, and says whose it is.
void report(db::Write& write, AccountId by, Question const& question) {
    auto reporter = by;
    if (!question.named) {
        accounts::Listing listing;
        listing.role = http::Role::admin;
        reporter = {};
        for (auto const& each : accounts::admin_list(write, listing, {.limit = 20}))
            if (!each.hidden() && each.id != question.asker && each.id != by) reporter = each.id;
    }
    auto const agency = accounts::find(write, question.organization);
    if (reporter && question.asker && agency) (void)moderation::report(write, reporter, {.target = question.asker, .comment = agency->name + ": " + question.text});
}

http::Answer put_away(Request const& request, db::Write& write) {
    auto const question = TRY(named(request, write));
    auto const changed = decline(write, request.account(), question.id, reason_of(request.fields.text("reason")).value_or(Reason::none));
    if (!changed) return show_one(request, write, question, nullptr, &changed.error());
    if (request.fields.flag("report").value_or(false)) report(write, request.account(), question);
    return http::redirect("/alerts/desk/questions");
}

}  // namespace

void add_desk_pages(http::Router::Section& pages) {
    alerts::add_to_desk(on_desk);
    pages.get("/alerts/desk/questions", Open::to_members, show_inbox).says("What the public asks under one's alerts");
    pages.get("/alerts/desk/questions/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        return show_one(request, read, TRY(named(request, read)), nullptr, nullptr);
    });
    pages.post("/alerts/desk/questions/:id/answer", Open::to_members, publish);
    pages.post("/alerts/desk/questions/:id/decline", Open::to_members, put_away);
    pages.post("/alerts/desk/questions/:id/take-up", Open::to_members, step([](Request const& request, db::Write& write, Question const& question) {
        return take_up(write, request.account(), question.id, request.fields.text("wording"));
    }));
    pages.post("/alerts/desk/questions/:id/merge", Open::to_members, step([](Request const& request, db::Write& write, Question const& question) {
        return merge(write, request.account(), question.id, request.fields.id<QuestionId>("into").value_or(QuestionId{}));
    }));
    pages.post("/alerts/desk/questions/:id/unmerge", Open::to_members, step([](Request const& request, db::Write& write, Question const& question) {
        return unmerge(write, request.account(), question.id);
    }));
}

}  // namespace questions
