// Who works on what: claims that two people cannot both hold, handovers, notes.
#include "base/text.hpp"
#include "inbox/inside.hpp"
#include "inbox/queries.hpp"

namespace inbox {

using base::Result, base::Why;

namespace {

Result<Item> waiting_for(db::Read& read, ItemId id, AccountId by) {
    auto item = TRY(item_for(read, id, by));
    if (item.answered_at) return base::refuse(Why::conflict, "This is answered or closed already.");
    return item;
}

}  // namespace

Result<Item> item_for(db::Read& read, ItemId id, AccountId by) {
    auto item = find(read, id);
    if (!item) return std::unexpected(not_there());
    if (auto const allowed = teams::allow(read, item->organization, by, teams::Role::responder); !allowed)
        return std::unexpected(allowed.error().why == Why::not_found ? not_there() : allowed.error());
    return *item;
}

AccountId holder(db::Read& read, Item const& item) {
    if (!item.claimed_by || item.claimed_until <= read.now) return {};
    return teams::may(read, item.organization, item.claimed_by, teams::Role::responder) ? item.claimed_by : AccountId{};
}

// The name stands between marks that keep its direction to itself: what is said round it is found by them.
base::Refusal held_by(db::Read& read, AccountId who) {
    std::string said = "{name} is working on this. Ask them to release it, or wait until their claim ends.";
    auto const account = accounts::find(read, who);
    said.replace(0, std::string_view("{name}").size(), "\u2068" + (account ? account->name + " (@" + account->username + ")" : std::string()) + "\u2069");
    return {Why::conflict, said, {}};
}

Result<std::string> text_in(std::string_view field, std::string_view typed, int longest) {
    if (typed.size() > 20'000) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    auto const text = base::trim(base::normalize(typed));
    if (text.empty()) return base::refuse_field(std::string(field), "ERR_BLANK", "Write something first.");
    if (base::graphemes(text) > longest) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

void insert_note(db::Write& write, ItemId id, AccountId by, AccountId handed_to, std::string_view text) {
    write.run(sql::insert_note, {write.new_id<ItemId>(), id, by, handed_to, text, write.now});
}

Result<Item> claim(db::Write& write, ItemId id, AccountId by) {
    auto const item = TRY(waiting_for(write, id, by));
    auto const held = holder(write, item);
    if (held && held != by) return std::unexpected(held_by(write, held));
    // Whoever holds one that is void (they left the team) gives way.
    if (!write.run(sql::put_claim, {id, by, write.now, write.now + claim_lasts, item.claimed_by})) return std::unexpected(held_by(write, find(write, id)->claimed_by));
    if (held != by) {
        teams::record(write, item.organization, by, "inbox.claimed", id.text(), text_of(item.kind));
        write.emit(Changed{item.organization, id});
    }
    return *find(write, id);
}

Result<base::Done> release(db::Write& write, ItemId id, AccountId by) {
    auto const item = TRY(item_for(write, id, by));
    auto const held = holder(write, item);
    if (!held) return base::Done{};
    if (held != by && !teams::may(write, item.organization, by, teams::Role::editor)) return std::unexpected(held_by(write, held));
    write.run(sql::end_claim, {id});
    teams::record(write, item.organization, by, "inbox.released", id.text(), text_of(item.kind));
    write.emit(Changed{item.organization, id});
    return base::Done{};
}

Result<Item> assign(db::Write& write, ItemId id, AccountId by, AccountId to, std::string_view note) {
    auto const item = TRY(waiting_for(write, id, by));
    auto const held = holder(write, item);
    if (held && held != by && !teams::may(write, item.organization, by, teams::Role::editor)) return std::unexpected(held_by(write, held));
    if (to && !teams::may(write, item.organization, to, teams::Role::responder)) return base::refuse_field("to", "ERR_INVALID", "Choose somebody of the team who answers.");
    auto const said = note.empty() ? std::string() : TRY(text_in("note", note, longest_note));
    write.run(sql::assign, {id, to});
    if (!said.empty()) insert_note(write, id, by, to, said);
    auto const name = to ? accounts::find(write, to) : std::nullopt;
    teams::record(write, item.organization, by, "inbox.assigned", id.text(), name ? "@" + name->username : std::string());
    write.emit(Changed{item.organization, id});
    return *find(write, id);
}

Result<base::Done> put_away(db::Write& write, ItemId id, AccountId by) {
    auto const item = TRY(waiting_for(write, id, by));
    if (auto const held = holder(write, item); held && held != by) return std::unexpected(held_by(write, held));
    write.run(sql::close_item, {id, write.now, by, true});
    teams::record(write, item.organization, by, "inbox.put_away", id.text(), text_of(item.kind));
    write.emit(Changed{item.organization, id});
    return base::Done{};
}

Result<base::Done> may_answer(db::Write& write, AccountId organization, Kind kind, std::string_view about, AccountId by) {
    if (!is_shown(kind)) return base::Done{};
    auto const item = find(write, organization, kind, about);
    if (!item || item->answered_at) return base::Done{};
    auto const held = holder(write, *item), who = by ? by : acting() ? acting() : organization;
    if (!held) return base::Done{};
    if (held != who) return std::unexpected(held_by(write, held));
    write.run(sql::put_claim, {item->id, who, write.now, write.now + claim_lasts, AccountId{}});
    return base::Done{};
}

Result<base::Done> add_note(db::Write& write, ItemId id, AccountId by, std::string_view typed) {
    auto const item = TRY(item_for(write, id, by));
    auto const text = TRY(text_in("note", typed, longest_note));
    insert_note(write, id, by, {}, text);
    if (holder(write, item) == by) TRY(claim(write, id, by));  // who writes goes on holding it
    teams::record(write, item.organization, by, "inbox.noted", id.text(), text_of(item.kind));
    write.emit(Changed{item.organization, id});
    return base::Done{};
}

std::vector<Note> notes(db::Read& read, ItemId id) {
    return read.rows(sql::notes_of, {id}, [](db::Row const& row) { return Note{row.integer(0), row.id<AccountId>(1), row.id<AccountId>(2), row.text(3), row.integer(4)}; });
}

}  // namespace inbox
