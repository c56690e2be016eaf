// Whom one follows and by whom one is followed, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "follows/follows.hpp"
#include "follows/queries.hpp"

namespace follows {
namespace {

// Names, a page of the list at a time.
using List = std::vector<Entry> (*)(db::Read&, AccountId, Page, AccountId viewer);
void write_people(base::Json& json, db::Read& read, AccountId account, std::string_view name, List list) {
    constexpr int step = 500;
    json.key(name).array();
    for (std::int64_t before = 0;;) {
        auto entries = list(read, account, Page{.before = before, .limit = step}, AccountId{});
        std::vector<AccountId> ids;
        for (auto const& entry : entries) ids.push_back(entry.account);
        for (auto const& person : accounts::find_all(read, ids)) json.value(person.handle());
        if (entries.size() < step) break;
        before = entries.back().id;
    }
    json.end();
}

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.object();
    write_people(json, read, account, "following", following);
    write_people(json, read, account, "followers", followers);
    write_people(json, read, account, "follow_requests", requests);
    write_people(json, read, account, "endorsed", endorsed);
    json.key("notes").array();
    using Note = std::pair<AccountId, std::string>;
    for (auto const& [other, text] : read.rows(sql::notes_by, {account}, [](db::Row const& row) { return Note{row.id<AccountId>(0), row.text(1)}; })) {
        auto person = accounts::find(read, other);
        if (person) json.object().pair("account", person->handle()).pair("note", text).end();
    }
    json.end().key("severed").array();
    read.each(sql::severances_of, {account}, [&](db::Row const& row) {
        json.object().pair("cause", row.text(0)).pair("target", row.text(1)).pair("followers", row.integer(2)).pair("following", row.integer(3));
        json.pair("at", base::iso8601(row.integer(4))).end();
    });
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("follows.json", part); }

}  // namespace follows
