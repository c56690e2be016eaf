// Who an account says it is, and how it ends.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "media/media.hpp"
#include <algorithm>
#include <utility>

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

void check_length(Faults& faults, std::string field, std::string_view text, std::int64_t longest, std::string message) {
    if (base::graphemes(text) > longest) faults.add(std::move(field), "ERR_TOO_LONG", std::move(message));
}

std::vector<Field> tidy_fields(Faults& faults, std::vector<Field> const& typed) {
    std::vector<Field> fields;
    for (auto const& each : typed) {
        Field field{one_line(each.name), one_line(each.value), 0};
        if (field.name.empty() && field.value.empty()) continue;
        if (field.name.empty()) faults.add("fields", "ERR_BLANK", "Give each line of your profile a name.");
        check_length(faults, "fields", field.name, longest_field, "The name of a line has at most 255 characters.");
        check_length(faults, "fields", field.value, longest_field, "The content of a line has at most 255 characters.");
        fields.push_back(std::move(field));
    }
    if (std::ssize(fields) > most_fields) faults.add("fields", "ERR_TOO_LONG", "A profile has at most 8 lines.");
    return fields;
}

void check_picture(Faults& faults, std::string field, std::string_view address) {
    if (!address.empty() && !address.starts_with('/') && !is_address(address))
        faults.add(std::move(field), "ERR_INVALID", "This is not the address of a picture.");
}

void store_fields(db::Write& write, AccountId id, std::vector<Field> const& fields) {
    write.run(sql::delete_fields, {id});
    for (std::size_t i = 0; i < fields.size(); ++i) write.run(sql::insert_field, {id, i, fields[i].name, fields[i].value, fields[i].verified_at});
}

}  // namespace

Result<Account> change_profile(db::Write& write, AccountId id, Profile const& profile) {
    auto account = TRY(existing(write, id));
    Faults faults;
    bool had_name = account.name != account.username;
    std::string name = had_name ? account.name : "";
    if (profile.name) name = one_line(*profile.name);
    if (name == account.username) name.clear();
    if (profile.note) account.note = base::trim(base::normalize(*profile.note));
    if (profile.avatar) account.avatar = *profile.avatar;
    if (profile.header) account.header = *profile.header;
    if (profile.language) account.language = *profile.language;
    account.locked = profile.locked.value_or(account.locked);
    account.discoverable = profile.discoverable.value_or(account.discoverable);
    account.indexable = profile.indexable.value_or(account.indexable);
    account.hide_collections = profile.hide_collections.value_or(account.hide_collections);
    account.kind = profile.kind.value_or(account.kind);
    if (profile.fields) {
        // A line that stays as it was stays verified.
        auto before = std::exchange(account.fields, tidy_fields(faults, *profile.fields));
        for (auto& field : account.fields) {
            auto same = std::ranges::find_if(before, [&](Field const& each) { return each.name == field.name && each.value == field.value; });
            field.verified_at = same == before.end() ? 0 : same->verified_at;
        }
    }

    check_length(faults, "name", name, longest_display_name, "A name has at most 60 characters.");
    check_length(faults, "note", account.note, longest_note, "A description has at most 500 characters.");
    check_picture(faults, "avatar", account.avatar);
    check_picture(faults, "header", account.header);
    if (!is_language(account.language)) faults.add("language", "ERR_INVALID", "Choose a language from the list.");
    if (!faults.none()) return std::unexpected(faults.refusal());

    write.run(sql::update_profile, {id, name, account.note, account.avatar, account.header, account.locked, account.discoverable,
                                    account.indexable, account.language, text_of(account.kind), account.hide_collections});
    if (profile.fields) store_fields(write, id, account.fields);
    if (profile.fields) look_at_fields(write, account);
    if (profile.name) write_words(write, id, account.username, name);
    write.emit(Changed{id});
    account.name = name.empty() ? account.username : name;
    return account;
}

Result<Done> remove(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    end_all_grants(write, id);
    media::remove_all(write, id);
    write.run(sql::delete_all_letter_tokens, {id});
    write.run(sql::delete_addresses, {id});
    write.run(sql::delete_login, {id});
    write.run(sql::delete_aliases, {id});
    write.run(sql::nobody_moves_to, {id});
    write.run(sql::delete_invitations, {id});
    forget_second_factor(write, id);
    write.run(sql::delete_preferences, {id});
    write.run(sql::delete_words, {id});
    write.run(sql::delete_fields, {id});
    write.run(sql::leave_a_tombstone, {id, write.now});
    write.emit(Removed{id});
    return Done{};
}

}  // namespace accounts
