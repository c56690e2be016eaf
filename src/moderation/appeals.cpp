// Appeals: whoever was decided about says why it was wrong, and somebody else looks again.
#include "base/settings.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include "notifications/notifications.hpp"

namespace moderation {

namespace {

constexpr int longest_appeal = 2000, longest_answer = 2000;

Appeal appeal_in(db::Row const& row) {
    return {row.id<AppealId>(0), row.id<DecisionId>(1), row.text(2), row.integer(3), row.integer(4), row.id<AccountId>(5), row.boolean(6), row.text(7)};
}

// Undoes what can be undone. A deleted post stays deleted: the answer says so.
void undo(db::Write& write, AccountId by, Decision const& decision) {
    if (decision.act == Act::mark_posts) {
        for (auto const& post : decision.posts) (void)posts().uncover(write, post.id);
        return;
    }
    if (decision.act == Act::none || decision.act == Act::delete_posts) return;
    // A later decision of the same kind stands on its own reasons.
    for (auto const& other : decisions(write, decision.target, {}))
        if (other.id > decision.id && other.act == decision.act && !other.overruled_at) return;
    set_state(write, by, decision.target, decision.act, false);
}

}  // namespace

bool may_appeal(db::Read& read, Decision const& decision) {
    return !decision.overruled_at && decision.created_at + appeal_within > read.now && !appeal_of(read, decision.id);
}

Result<Appeal> appeal(db::Write& write, DecisionId id, std::string_view typed) {
    auto decision = find_decision(write, id);
    if (!decision) return refuse(Why::not_found, "There is no such decision.");
    if (appeal_of(write, id)) return refuse(Why::conflict, "You have appealed against this decision already.");
    if (!may_appeal(write, *decision)) return refuse(Why::forbidden, "This decision is too old to appeal against.");
    auto text = TRY(tidy(typed, "text", longest_appeal, false));
    auto made = write.new_id<AppealId>();
    write.run(sql::insert_appeal, {made, id, text, write.now});
    write.emit(Appealed{made});
    return *find_appeal(write, made);
}

std::optional<Appeal> appeal_of(db::Read& read, DecisionId id) { return read.one(sql::appeal_of, {id}, appeal_in); }
std::optional<Appeal> find_appeal(db::Read& read, AppealId id) { return read.one(sql::appeal, {id}, appeal_in); }

std::vector<Appeal> appeals(db::Read& read, bool waiting, Page page) {
    return waiting ? page_of(read, sql::appeals_waiting_newest, sql::appeals_waiting_after, page, appeal_in)
                   : page_of(read, sql::appeals_newest, sql::appeals_after, page, appeal_in);
}

std::int64_t waiting_appeals(db::Read& read) { return read.number(sql::count_waiting_appeals, {}); }

Result<Done> answer_appeal(db::Write& write, AccountId by, AppealId id, bool grant, std::string_view typed) {
    auto appeal = find_appeal(write, id);
    auto decision = appeal ? find_decision(write, appeal->decision) : std::nullopt;
    if (!decision) return refuse(Why::not_found, "There is no such appeal.");
    if (appeal->decided_at) return refuse(Why::conflict, "This appeal has been answered already.");
    // Nobody judges their own decision: a second look by the same eyes is none.
    if (decision->moderator == by) return refuse(Why::forbidden, "You made this decision yourself: somebody else answers the appeal.");
    TRY(governed(write, by, decision->target));
    auto answer = TRY(tidy(typed, "answer", longest_answer, false));
    write.run(sql::answer_appeal, {id, write.now, by, grant, answer});
    if (grant) {
        write.run(sql::overrule, {decision->id, write.now});
        undo(write, by, *decision);
    }
    record(write, by, grant ? "appeal.grant" : "appeal.deny", "appeal:" + id.text(), "decision:" + decision->id.text());
    tell_letter(write, decision->target, [&](html::Words const& words) {
        return Letter{words("Your appeal was answered"),
                      {words("Somebody else than before looked at the decision about your account on {site} again.", {{"site", base::site_name()}}),
                       grant ? words("The decision was taken back.") : words("The decision stands."), words("Their answer:"), answer}};
    });
    return Done{};
}

}  // namespace moderation
