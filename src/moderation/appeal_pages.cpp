// Appeals, for the moderators who answer them.
#include "moderation/room.hpp"

namespace moderation {

namespace {

std::string state_of(Words const& words, Appeal const& appeal) {
    return !appeal.decided_at ? words("waits for an answer") : appeal.granted ? words("granted") : words("denied");
}

Answer list(Request const& request, db::Read& read) {
    Words words(request.locale);
    bool all = request.fields.text("show") == "all";
    auto found = appeals(read, !all, page_in(request));
    html::Safe rows;
    for (auto const& each : found) {
        auto decision = find_decision(read, each.decision);
        auto target = decision ? accounts::find(read, decision->target) : std::nullopt;
        if (!target) continue;
        words.fill(rows, pages::AppealRow{.picture = accounts::picture(*target), .id = each.id, .name = target->name, .color = each.decided_at ? "g" : "a",
                                          .state = state_of(words, each), .act = label_of(words, decision->act), .when = html::time_tag(words, each.created_at, read.now),
                                          .text = each.text});
    }
    std::vector<Tab> filters{{"/moderation/appeals", words("Waiting"), !all}, {"/moderation/appeals?show=all", words("All"), all}};
    return room_page(request, read, {.tab = "/moderation/appeals", .content = words.fill(pages::Appeals{.filters = tabs_of(words, filters), .rows = rows}),
                                     .older = older_than(found, all ? "/moderation/appeals?show=all" : "/moderation/appeals", [](Appeal const& each) { return each.id.value; })});
}

Answer one(Request const& request, db::Read& read, AppealId id, base::Refusal const* refusal) {
    auto appeal = find_appeal(read, id);
    auto decision = appeal ? find_decision(read, appeal->decision) : std::nullopt;
    if (!decision) return refuse(Why::not_found, "There is no such appeal.");
    Words words(request.locale);
    auto named = people(read, {decision->target, decision->moderator, appeal->decided_by});
    bool own = decision->moderator == request.account();
    auto answered = !appeal->decided_at ? std::string()
                    : appeal->granted   ? words("{name} took the decision back.", {{"name", name_of(named, appeal->decided_by)}})
                                        : words("{name} let the decision stand.", {{"name", name_of(named, appeal->decided_by)}});
    auto content = words.fill(pages::Appeal{
        .target_id = decision->target, .target = name_of(named, decision->target), .moderator = name_of(named, decision->moderator),
        .decided = html::time_tag(words, decision->created_at, read.now), .act = label_of(words, decision->act), .reasons = decision->reasons,
        .rules = lines(words, find_rules(read, decision->rules)), .posts = quotes(words, decision->posts), .text = appeal->text,
        .when = html::time_tag(words, appeal->created_at, read.now), .answered = answered, .answer = appeal->answer, .own = own && !appeal->decided_at,
        .open = !own && !appeal->decided_at, .id = id, .csrf = html::csrf_field(request), .error = html::field_error(words, refusal, "answer")});
    return room_page(request, read, {.tab = "/moderation/appeals", .content = content, .older = {}, .refusal = refusal});
}

Answer answer(Request const& request, db::Write& write) {
    auto id = TRY(id_in<AppealId>(request));
    auto done = answer_appeal(write, request.account(), id, request.fields.text("grant") == "1", request.fields.text("answer"));
    if (!done && done.error().why == Why::invalid) return one(request, write, id, &done.error());
    if (!done) return std::unexpected(done.error());
    return http::redirect("/moderation/appeals/" + id.text() + "?done=1");
}

}  // namespace

void add_appeal_pages(http::Router::Section pages) {
    pages.get("/moderation/appeals", Open::to_moderators, list);
    pages.get("/moderation/appeals/:id", Open::to_moderators, [](Request const& request, db::Read& read) -> Answer {
        return one(request, read, TRY(id_in<AppealId>(request)), nullptr);
    });
    pages.post("/moderation/appeals/:id", Open::to_moderators, answer);
}

}  // namespace moderation
