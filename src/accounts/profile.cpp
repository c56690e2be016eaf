// Who an account says it is, what it may do here, and how it ends.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "media/media.hpp"
#include <algorithm>

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::int64_t longest_name = 60, longest_note = 500, longest_field = 255;
constexpr std::size_t most_fields = 8;

void check_length(Faults& faults, std::string field, std::string_view text, std::int64_t longest, std::string message) {
    if (base::graphemes(text) > longest) faults.add(std::move(field), "ERR_TOO_LONG", std::move(message));
}

std::vector<Field> tidy_fields(Faults& faults, std::vector<Field> const& typed) {
    std::vector<Field> fields;
    for (auto const& each : typed) {
        Field field{one_line(each.name), one_line(each.value)};
        if (field.name.empty() && field.value.empty()) continue;
        if (field.name.empty()) faults.add("fields", "ERR_BLANK", "Give each line of your profile a name.");
        check_length(faults, "fields", field.name, longest_field, "The name of a line has at most 255 characters.");
        check_length(faults, "fields", field.value, longest_field, "The content of a line has at most 255 characters.");
        fields.push_back(std::move(field));
    }
    if (fields.size() > most_fields) faults.add("fields", "ERR_TOO_LONG", "A profile has at most 8 lines.");
    return fields;
}

void check_picture(Faults& faults, std::string field, std::string_view address) {
    if (!address.empty() && !address.starts_with('/') && !is_address(address))
        faults.add(std::move(field), "ERR_INVALID", "This is not the address of a picture.");
}

void store_fields(db::Write& write, AccountId id, std::vector<Field> const& fields) {
    write.run(sql::delete_fields, {id});
    for (std::size_t i = 0; i < fields.size(); ++i) write.run(sql::insert_field, {id, i, fields[i].name, fields[i].value});
}

Result<Account> existing(db::Read& read, AccountId id) {
    auto account = find(read, id);
    if (!account) return base::refuse(Why::not_found, "There is no such account.");
    return std::move(*account);
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
    account.kind = profile.kind.value_or(account.kind);
    if (profile.fields) account.fields = tidy_fields(faults, *profile.fields);

    check_length(faults, "name", name, longest_name, "A name has at most 60 characters.");
    check_length(faults, "note", account.note, longest_note, "A description has at most 500 characters.");
    check_picture(faults, "avatar", account.avatar);
    check_picture(faults, "header", account.header);
    if (!is_language(account.language)) faults.add("language", "ERR_INVALID", "Choose a language from the list.");
    if (!faults.none()) return std::unexpected(faults.refusal());

    write.run(sql::update_profile, {id, name, account.note, account.avatar, account.header, account.locked, account.discoverable,
                                    account.indexable, account.language, text_of(account.kind)});
    if (profile.fields) store_fields(write, id, account.fields);
    if (profile.name) write_words(write, id, account.username, name);
    write.emit(Changed{id});
    account.name = name.empty() ? account.username : name;
    return account;
}

Result<Done> set_role(db::Write& write, AccountId id, Role role) {
    TRY(existing(write, id));
    write.run(sql::set_role, {id, text_of(role)});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> suspend(db::Write& write, AccountId id) {
    auto account = TRY(existing(write, id));
    if (account.suspended_at) return Done{};
    write.run(sql::set_suspended, {id, write.now});
    end_all_grants(write, id);
    write.emit(Suspended{id});
    return Done{};
}

Result<Done> unsuspend(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    write.run(sql::set_suspended, {id, 0});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> remove(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    end_all_grants(write, id);
    media::remove_all(write, id);
    write.run(sql::delete_all_letter_tokens, {id});
    write.run(sql::delete_login, {id});
    write.run(sql::delete_words, {id});
    write.run(sql::delete_fields, {id});
    write.run(sql::leave_a_tombstone, {id, write.now});
    write.emit(Removed{id});
    return Done{};
}

}  // namespace accounts
