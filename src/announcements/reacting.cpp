// Reactions: one emoji each, counted once for a person.
#include "announcements/announcements.hpp"
#include "announcements/queries.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include <unicode/uchar.h>
#include <unicode/ustring.h>

namespace announcements {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

// One emoji as Unicode recommends them for interchange; the selector that asks for its picture may be missing.
bool is_emoji(std::string_view text) {
    constexpr std::int32_t room = 32;
    constexpr UChar picture_selector = 0xFE0F;
    UChar wide[room];
    std::int32_t length = 0;
    UErrorCode fault = U_ZERO_ERROR;
    u_strFromUTF8(wide, room - 1, &length, text.data(), static_cast<std::int32_t>(text.size()), &fault);
    if (U_FAILURE(fault) || length == 0 || length >= room - 1) return false;
    if (u_stringHasBinaryProperty(wide, length, UCHAR_RGI_EMOJI)) return true;
    wide[length] = picture_selector;
    return u_stringHasBinaryProperty(wide, length + 1, UCHAR_RGI_EMOJI);
}

// Whatever came in an address: what is no text names nothing.
std::optional<Reaction> named(db::Read& read, std::int64_t announcement, std::string_view name) {
    if (!base::is_utf8(name) || name.contains('\0')) return std::nullopt;
    return read.one(sql::reaction_named, {announcement, name}, [](db::Row const& row) { return Reaction{row.integer(0), row.integer(1), row.text(2), row.integer(3)}; });
}

Result<Done> check_shown(db::Read& read, std::int64_t id) {
    auto found = find(read, id);
    if (!found || !found->is_shown(read.now)) return refuse(Why::not_found, "There is no such announcement.");
    return Done{};
}

Result<Done> check_name(db::Read& read, std::string_view name) {
    constexpr std::size_t longest = 100;
    if (name.size() <= longest && is_emoji(name)) return Done{};
    auto custom = name.size() <= longest ? emojis::find(read, name) : std::nullopt;
    if (!custom || !custom->enabled) return refuse_field("name", "ERR_INVALID", "Name is not a recognized emoji");
    return Done{};
}

void count(db::Write& write, Reaction& reaction, int change) {
    write.run(sql::count_reaction, {reaction.id, change});
    reaction.count += change;
    reaction.mine = change > 0;
    write.emit(Reacted{reaction.announcement, reaction.id});
}

}  // namespace

Result<Reaction> react(db::Write& write, AccountId account, std::int64_t id, std::string_view name) {
    TRY(check_shown(write, id));
    TRY(check_name(write, name));
    auto reaction = named(write, id, name);
    if ((!reaction || reaction->count == 0) && write.number(sql::count_names, {id}) >= most_reactions)
        return refuse_field("name", "ERR_TOO_MANY", "Limit of different reactions reached");
    if (!reaction) {
        write.run(sql::insert_reaction, {write.new_id<base::Id<Reaction>>(), id, name});
        reaction = named(write, id, name);
    }
    if (write.run(sql::insert_reactor, {reaction->id, account})) count(write, *reaction, 1);
    return *reaction;
}

Result<Reaction> take_back(db::Write& write, AccountId account, std::int64_t id, std::string_view name) {
    TRY(check_shown(write, id));
    auto reaction = named(write, id, name);
    if (!reaction) return refuse(Why::not_found, "There is no such reaction.");
    if (write.run(sql::delete_reactor, {reaction->id, account})) count(write, *reaction, -1);
    return *reaction;
}

void forget(db::Write& write, AccountId account) {
    for (auto id : write.rows(sql::reactions_by, {account}, [](db::Row const& row) { return row.integer(0); })) {
        auto reaction = find_reaction(write, id);
        if (write.run(sql::delete_reactor, {id, account})) count(write, *reaction, -1);
    }
    write.run(sql::forget_reads, {account});
}

void add_export() {
    accounts::add_to_export("announcement_reactions.json", [](db::Read& read, AccountId account) {
        base::Json json;
        json.array();
        for (auto id : read.rows(sql::reactions_by, {account}, [](db::Row const& row) { return row.integer(0); }))
            if (auto reaction = find_reaction(read, id))
                json.object().pair("announcement", std::to_string(reaction->announcement)).pair("name", reaction->name).end();
        return json.end().take();
    });
}

}  // namespace announcements
