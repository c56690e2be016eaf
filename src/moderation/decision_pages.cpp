// For whoever was decided about: what, why, and the way to appeal; signed in, or by the link in the letter.
#include "moderation/room.hpp"

namespace moderation {

namespace {

// Who reads, and how they came: by a session, or by the secret of the letter.
struct Reader { std::string action, key; };

std::string state_of(Words const& words, db::Read& read, Decision const& decision) {
    if (decision.overruled_at) return words("taken back");
    auto appeal = appeal_of(read, decision.id);
    if (!appeal) return {};
    return appeal->decided_at ? words("your appeal was answered") : words("your appeal is looked at");
}

Answer list(Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Safe rows;
    std::int64_t number = 0;
    for (auto const& each : decisions(read, request.account(), {.limit = 100}))
        words.fill(rows, pages::OwnDecisionRow{.meaning = words(meaning_of(each.act)), .state = state_of(words, read, each),
                                               .when = html::time_tag(words, each.created_at, read.now), .id = each.id, .number = ++number});
    return accounts::settings_page(request, read, "/decisions", words.fill(pages::Decisions{.rows = rows}));
}

Response show(Request const& request, db::Read& read, Decision const& decision, Reader const& reader, base::Refusal const* refusal) {
    Words words(request.locale);
    auto appeal = appeal_of(read, decision.id);
    bool open = may_appeal(read, decision);
    auto outcome = appeal && appeal->granted ? words("The decision was taken back.") : words("The decision stands.");
    html::Page page{.title = words("Your account")};  // neutral: others may see the screen
    page.main = words.fill(pages::Decision{
        .overruled = decision.overruled_at != 0, .meaning = words(meaning_of(decision.act)), .when = html::time_tag(words, decision.created_at, read.now),
        .reasons = words(decision.reasons), .rules = lines(words, find_rules(read, decision.rules)), .posts = quotes(words, decision.posts),
        .reported = bool(decision.report), .text = appeal ? appeal->text : std::string(), .answer = appeal ? appeal->answer : std::string(), .outcome = outcome,
        .waiting = appeal && !appeal->decided_at, .open = open, .until = words.date(decision.created_at + appeal_within),
        .summary = html::summary(words, refusal), .action = reader.action, .csrf = html::csrf_field(request), .key = reader.key,
        .error = html::field_error(words, refusal, "text"), .invalid = html::at_fault(refusal, "text"), .late = !open && !appeal && !decision.overruled_at});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Result<Decision> own(Request const& request, db::Read& read) {
    auto decision = find_decision(read, TRY(id_in<DecisionId>(request)));
    if (!decision || decision->target != request.account()) return refuse(Why::not_found, "There is no such decision.");
    return *decision;
}

Result<Decision> by_letter(Request const& request, db::Read& read) {
    auto decision = find_decision(read, request.fields.text("key"));
    if (!decision) return refuse(Why::not_found, "There is no such decision.");
    return *decision;
}

Answer object(Request const& request, db::Write& write, Decision const& decision, Reader const& reader, std::string const& back) {
    auto made = appeal(write, decision.id, request.fields.text("text"));
    if (!made && made.error().why == Why::invalid) return show(request, write, decision, reader, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(back);
}

Reader session(Decision const& decision) { return {"/decisions/" + decision.id.text() + "/appeal", {}}; }
Reader letter(Request const& request) { return {"/decision", std::string(request.fields.text("key"))}; }

}  // namespace

void add_decision_pages(http::Router::Section pages) {
    accounts::add_settings_tab("/decisions", "Decisions about you");
    pages.get("/decisions", Open::to_members, list);
    pages.get("/decisions/:id", Open::to_members, [](Request const& request, db::Read& read) -> Answer {
        auto decision = TRY(own(request, read));
        return show(request, read, decision, session(decision), nullptr);
    });
    pages.post("/decisions/:id/appeal", Open::to_members, [](Request const& request, db::Write& write) -> Answer {
        auto decision = TRY(own(request, write));
        return object(request, write, decision, session(decision), "/decisions/" + decision.id.text());
    });
    pages.get("/decision", Open::to_anyone, [](Request const& request, db::Read& read) -> Answer {
        return show(request, read, TRY(by_letter(request, read)), letter(request), nullptr);
    }).limited({"decision", 60, 3600});
    pages.post("/decision", Open::to_anyone, [](Request const& request, db::Write& write) -> Answer {
        return object(request, write, TRY(by_letter(request, write)), letter(request), "/decision?key=" + http::percent_encode(request.fields.text("key")));
    }).limited({"decision", 60, 3600});
}

}  // namespace moderation
