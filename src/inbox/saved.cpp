// Answers that are used again and again, with places for names.
#include "inbox/inside.hpp"
#include "inbox/queries.hpp"

namespace inbox {

using base::Result, base::Why;

namespace {

Saved saved_of(db::Row const& row) { return {row.integer(0), row.id<AccountId>(1), row.text(2), row.text(3)}; }

}  // namespace

std::vector<Saved> saved_answers(db::Read& read, AccountId organization) { return read.rows(sql::saved_answers, {organization}, saved_of); }

Result<Saved> save_answer(db::Write& write, AccountId by, Saved const& typed) {
    TRY(teams::allow(write, typed.organization, by, teams::Role::editor));
    Saved kept{typed.id, typed.organization, TRY(text_in("title", typed.title, longest_title)), TRY(text_in("text", typed.text, longest_saved))};
    if (kept.id && !write.one(sql::find_saved_answer, {kept.id, kept.organization}, saved_of)) return base::refuse(Why::not_found, "There is no such saved answer.");
    if (!kept.id && saved_answers(write, kept.organization).size() >= most_saved) return base::refuse_field("title", "ERR_INVALID", "There are 100 saved answers. Remove one first.");
    if (!kept.id) kept.id = write.new_id<ItemId>().value;
    write.run(sql::put_saved_answer, {kept.id, kept.organization, kept.title, kept.text});
    teams::record(write, kept.organization, by, "inbox.answer_saved", std::to_string(kept.id), kept.title);
    return kept;
}

Result<base::Done> remove_saved_answer(db::Write& write, AccountId by, AccountId organization, std::int64_t id) {
    TRY(teams::allow(write, organization, by, teams::Role::editor));
    if (!write.run(sql::delete_saved_answer, {id, organization})) return base::refuse(Why::not_found, "There is no such saved answer.");
    teams::record(write, organization, by, "inbox.saved_answer_removed", std::to_string(id));
    return base::Done{};
}

// One pass over the text: what a name holds is never filled again.
std::string filled(Saved const& saved, std::string_view name, std::string_view organization, std::string_view me) {
    std::pair<std::string_view, std::string_view> const places[] = {{"{name}", name}, {"{organization}", organization}, {"{me}", me}};
    std::string made;
    for (std::string_view rest = saved.text; !rest.empty();) {
        bool found = false;
        for (auto const& [place, value] : places) {
            if (!rest.starts_with(place)) continue;
            made += value;
            rest.remove_prefix(place.size());
            found = true;
            break;
        }
        if (found) continue;
        made += rest.front();
        rest.remove_prefix(1);
    }
    return made;
}

}  // namespace inbox
