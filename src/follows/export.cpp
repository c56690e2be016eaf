// Whom one follows and by whom one is followed, for the export of all one's data.
#include "base/json.hpp"
#include "follows/follows.hpp"

namespace follows {
namespace {

// Names, a page of the list at a time.
template <class List>
void write_people(base::Json& json, db::Read& read, AccountId account, std::string_view name, List list) {
    constexpr int step = 500;
    json.key(name).array();
    for (std::int64_t before = 0;;) {
        auto entries = list(read, account, before, step);
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
    return json.end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("follows.json", part); }

}  // namespace follows
