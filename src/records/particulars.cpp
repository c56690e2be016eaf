// What a person told about themselves to who cares for them, sealed with a key of their own.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/fields.hpp"
#include "records/queries.hpp"
#include "records/records.hpp"
#include <algorithm>

namespace records {

using base::Done, base::refuse_field, base::Result;

namespace {

constexpr std::size_t longest = 120;  // characters as people count them
constexpr std::string_view genders[] = {"", "female", "male", "other", "unknown"};

struct Kept { KeyId key; std::string sealed; };
std::optional<Kept> kept(db::Read& read, AccountId person) {
    return read.one(sql::find_person, {person}, [](db::Row const& row) { return Kept{row.id<KeyId>(0), row.text(1)}; });
}

std::string about(AccountId person) { return "record_person.sealed." + person.text() + ".1"; }

Result<std::string> name_in(std::string_view field, std::string_view typed) {
    auto text = base::is_utf8(typed) ? base::trim(base::normalize(typed.substr(0, longest * 16))) : std::string();
    if (!base::is_utf8(typed)) return refuse_field(std::string(field), "ERR_INVALID", "This text cannot be read.");
    if (typed.size() > longest * 16 || static_cast<std::size_t>(base::graphemes(text)) > longest) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

std::string written(Particulars const& told) {
    base::Json json;
    json.object().pair("given", told.given).pair("family", told.family).pair("birth_date", told.birth_date).pair("phone", told.phone).pair("gender", told.gender).end();
    return json.take();
}

void put(db::Write& write, AccountId person, Particulars const& told) {
    auto const known = kept(write, person);
    auto const id = known ? known->key : new_key(write);
    auto const sealing = key(write, id);
    if (!sealing) throw std::runtime_error("the key of a person's particulars cannot be opened: is the key file another one?");
    write.run(sql::put_person, {person, id, sealing->seal(written(told), about(person)), write.now});
}

std::string exported(db::Read& read, AccountId person) {
    base::Json json;
    auto const told = particulars(read, person);
    json.object().pair("given", told.given).pair("family", told.family).pair("birth_date", told.birth_date).pair("phone", told.phone).pair("gender", told.gender).key("consents").array();
    for (auto const& each : consents(read, person)) {
        json.object().pair("id", each.id.text()).pair("recipient", each.recipient.text()).pair("discloser", each.discloser.text()).pair("purpose", text_of(each.purpose)).pair("given_at", base::iso8601(each.given_at));
        json.pair("expires_at", base::iso8601(each.expires_at)).pair("withdrawn_at", each.withdrawn_at ? base::iso8601(each.withdrawn_at) : std::string()).end();
    }
    json.end().key("disclosures").array();
    for (std::int64_t before = 0, more = 1; more;) {
        auto const some = disclosures(read, person, before, 500);
        for (auto const& each : some)
            json.object().pair("at", base::iso8601(each.at)).pair("discloser", each.discloser.text()).pair("recipient", each.recipient.text()).pair("what", each.what).pair("consent", each.consent.text()).end();
        more = some.size() == 500;
        if (more) before = some.back().id;
    }
    json.end().key("accesses").array();
    for (std::int64_t before = 0, more = 1; more;) {
        auto const some = accesses(read, person, before, 500);
        for (auto const& each : some)
            json.object().pair("at", base::iso8601(each.at)).pair("person", each.person.text()).pair("organization", each.organization.text()).pair("action", text_of(each.action)).pair("what", each.what).pair("refused", each.refused).end();
        more = some.size() == 500;
        if (more) before = some.back().id;
    }
    json.end().end();
    return json.take();
}

}  // namespace

Particulars particulars(db::Read& read, AccountId person) {
    auto const known = kept(read, person);
    auto const opening = known ? key(read, known->key) : std::nullopt;
    auto const text = opening ? opening->open(known->sealed, about(person)) : std::nullopt;
    http::Fields fields;
    if (!text || !http::parse_json(*text, fields)) return {};
    auto const field = [&](std::string_view name) { return std::string(fields.text(name)); };
    return {field("given"), field("family"), field("birth_date"), field("phone"), field("gender")};
}

Result<Done> set_particulars(db::Write& write, AccountId person, Particulars const& typed) {
    Particulars told{TRY(name_in("given", typed.given)), TRY(name_in("family", typed.family)), typed.birth_date, TRY(name_in("phone", typed.phone)), typed.gender};
    if (!told.birth_date.empty()) {
        auto const day = told.birth_date.size() == 10 ? base::parse_iso8601(told.birth_date) : std::nullopt;
        if (!day || base::iso8601(*day).substr(0, 10) != told.birth_date || *day > write.now || told.birth_date < "1880-01-01") return refuse_field("birth_date", "ERR_INVALID", "This is not a day of birth.");
    }
    if (std::ranges::any_of(told.phone, [](unsigned char c) { return !(c >= '0' && c <= '9') && !std::string_view("+ ()/.-").contains(static_cast<char>(c)); })) return refuse_field("phone", "ERR_INVALID", "This is not a phone number.");
    if (std::ranges::find(genders, told.gender) == std::end(genders)) return refuse_field("gender", "ERR_INVALID", "Choose one of the words.");
    put(write, person, told);
    note(write, {.person = person, .patient = person, .action = Action::update, .what = "particulars"});
    return Done{};
}

std::string full_name(Particulars const& told) { return told.given + (told.given.empty() || told.family.empty() ? "" : " ") + told.family; }

KeyId key_of_person(db::Write& write, AccountId person) {
    if (!kept(write, person)) put(write, person, {});
    return kept(write, person)->key;
}

std::optional<KeyId> known_key_of_person(db::Read& read, AccountId person) {
    auto const known = kept(read, person);
    return known ? std::optional(known->key) : std::nullopt;
}

void add_export() { accounts::add_to_export("record.json", exported); }

// The log stays, as the law asks: it names nobody but by a number that is nobody's any more.
void forget_account(db::Write& write, AccountId person) {
    write.run(sql::withdraw_all, {person, write.now});
    auto const known = kept(write, person);
    if (!known) return;
    write.run(sql::delete_person, {person});
    destroy(write, known->key);
}

}  // namespace records
