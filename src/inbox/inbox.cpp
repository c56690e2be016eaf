// What waits: it comes, is answered, goes; and which of it somebody looks at.
#include "inbox/inside.hpp"
#include "base/json.hpp"
#include "inbox/queries.hpp"
#include "inbox/schema.hpp"
#include <array>
#include <limits>
#include <utility>

namespace inbox {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::string_view names[] = {"mention", "message", "review", "question"};
constexpr int swept_at_once = 500;

// Set while the site starts, constant afterwards.
struct Rooms {
    std::array<Show, std::size(kinds)> show;
    std::array<AnswerHere, std::size(kinds)> answer;
};
Rooms& rooms() {
    static Rooms one;
    return one;
}

std::int64_t number_of(Kind kind) { return static_cast<std::int64_t>(kind); }

AccountId& acting_here() {
    thread_local AccountId person;
    return person;
}

void take_away(db::Write& write, Item const& item) {
    write.run(sql::delete_notes, {item.id});
    write.run(sql::delete_item, {item.id});
    write.emit(Changed{item.organization, item.id});
}

std::string exported(db::Read& read, AccountId account) {
    base::Json out;
    out.object().key("notes").array();
    read.each(sql::notes_by, {account}, [&](db::Row const& row) { out.object().pair("item", row.text(0)).pair("text", row.view(1)).pair("at", row.integer(2)).end(); });
    out.end().key("answers").array();
    read.each(sql::answers_by, {account}, [&](db::Row const& row) { out.object().pair("kind", names[static_cast<std::size_t>(row.integer(0))]).pair("at", row.integer(1)).end(); });
    return out.end().end().take();
}

}  // namespace

std::string_view text_of(Kind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view text) {
    for (auto kind : kinds)
        if (text_of(kind) == text) return kind;
    return std::nullopt;
}

Item item_of(db::Row const& row) {
    return {row.id<ItemId>(0), row.id<AccountId>(1), static_cast<Kind>(row.integer(2)), row.text(3), row.integer(4), row.integer(5), row.integer(6), row.id<AccountId>(7), row.id<AccountId>(8),
            row.id<AccountId>(9), row.integer(10), row.integer(11), row.boolean(12)};
}

base::Refusal not_there() { return {base::Why::not_found, "There is no such item in the inbox.", {}}; }

Acting::Acting(AccountId person) : before_(std::exchange(acting_here(), person)) {}
Acting::~Acting() { acting_here() = before_; }
AccountId acting() { return acting_here(); }

void arrived(db::Write& write, Arrived const& what) {
    if (teams::members(write, what.organization).empty()) return;
    auto const due = due_at(targets(write, what.organization), what.kind, what.at);
    auto id = ItemId{};
    if (auto const known = find(write, what.organization, what.kind, what.about)) {
        id = known->id;
        // Who waited already goes on waiting since then.
        if (known->answered_at) write.run(sql::arrive_again, {id, what.part, what.at, due});
        else write.run(sql::set_part, {id, what.part});
    } else {
        id = write.new_id<ItemId>();
        write.run(sql::insert_item, {id, what.organization, number_of(what.kind), what.about, what.part, what.at, due});
    }
    write.emit(Changed{what.organization, id});
}

void answered(db::Write& write, AccountId organization, Kind kind, std::string_view about, AccountId by) {
    auto const item = find(write, organization, kind, about);
    if (!item || item->answered_at) return;
    auto const held = holder(write, *item);
    auto const who = by ? by : acting() ? acting() : held ? held : organization;
    write.run(sql::close_item, {item->id, write.now, who, false});
    write.run(sql::insert_answer, {write.new_id<ItemId>(), organization, number_of(kind), std::min(item->arrived_at, write.now), item->due_at, write.now, who});
    teams::record(write, organization, who, "inbox.answered", item->id.text(), text_of(kind));
    write.emit(Changed{organization, item->id});
}

void gone(db::Write& write, AccountId organization, Kind kind, std::string_view about) {
    if (auto const item = find(write, organization, kind, about)) take_away(write, *item);
}

std::optional<Item> find(db::Read& read, ItemId id) { return read.one(sql::find_item, {id}, item_of); }

std::optional<Item> find(db::Read& read, AccountId organization, Kind kind, std::string_view about) {
    return read.one(sql::item_about, {number_of(kind), about, organization}, item_of);
}

std::vector<Item> items_about(db::Read& read, Kind kind, std::string_view about) { return read.rows(sql::items_about, {number_of(kind), about}, item_of); }

std::vector<Item> items_with_part(db::Read& read, Kind kind, std::int64_t part) { return read.rows(sql::items_with_part, {number_of(kind), part}, item_of); }

void set_part(db::Write& write, ItemId id, std::int64_t part) { write.run(sql::set_part, {id, part}); }

std::vector<Item> list(db::Read& read, AccountId organization, AccountId reader, Page const& page) {
    auto const kind = page.kind ? number_of(*page.kind) : -1;
    if (page.which == Which::answered) {
        auto const before = page.at ? page.at : std::numeric_limits<std::int64_t>::max();
        return read.rows(sql::closed, {organization, before, page.id, kind, page.limit}, item_of);
    }
    return read.rows(sql::waiting, {organization, page.at, page.id, kind, static_cast<std::int64_t>(page.which), read.now, reader, page.limit}, item_of);
}

Counts counts(db::Read& read, AccountId organization, AccountId reader) {
    return read.one(sql::counts, {organization, read.now, reader}, [](db::Row const& row) { return Counts{row.integer(0), row.integer(1), row.integer(2), row.integer(3)}; }).value_or(Counts{});
}

void show_with(Kind kind, Show show) { rooms().show[static_cast<std::size_t>(kind)] = std::move(show); }

std::optional<Shown> shown(db::Read& read, html::Words const& words, Item const& item) {
    auto const& show = rooms().show[static_cast<std::size_t>(item.kind)];
    return show ? show(read, words, item.organization, item.about) : std::nullopt;
}

bool is_shown(Kind kind) { return static_cast<bool>(rooms().show[static_cast<std::size_t>(kind)]); }

void answer_with(Kind kind, AnswerHere answer) { rooms().answer[static_cast<std::size_t>(kind)] = std::move(answer); }

bool answers_here(Kind kind) { return static_cast<bool>(rooms().answer[static_cast<std::size_t>(kind)]); }

base::Result<base::Done> answer_here(db::Write& write, Item const& item, Answer const& answer) { return rooms().answer[static_cast<std::size_t>(item.kind)](write, answer); }

void sweep(db::Write& write) {
    html::Words const english;
    for (auto after = ItemId{};;) {
        auto const all = write.rows(sql::waiting_everywhere, {after, swept_at_once}, item_of);
        for (auto const& each : all)
            if (is_shown(each.kind) && !shown(write, english, each)) take_away(write, each);
        if (std::ssize(all) < swept_at_once) return;
        after = all.back().id;
    }
}

void add_export() { accounts::add_to_export("inbox.json", exported); }

// The work of whoever leaves stays with the organization, without their name; an organization takes its inbox with it.
void forget_account(db::Write& write, AccountId account) {
    for (auto const* statement : {&sql::forget_answerer, &sql::forget_closer, &sql::forget_claims, &sql::forget_assignments, &sql::forget_notes, &sql::delete_notes_of_organization,
                                  &sql::delete_items_of_organization, &sql::delete_answers_of_organization, &sql::delete_saved_of_organization, &sql::delete_targets_of_organization,
                                  &sql::delete_office_of_organization, &sql::delete_hours})
        write.run(*statement, {account});
}

}  // namespace inbox
