// One's lists and who stands in them, for the export of all one's data.
#include "base/json.hpp"
#include "lists/lists.hpp"

namespace lists {
namespace {

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.array();
    for (auto const& list : all_of(read, account)) {
        json.object().pair("title", list.title).pair("replies", text_of(list.replies)).pair("exclusive", list.exclusive).key("members").array();
        std::vector<AccountId> ids;
        for (auto const& entry : members(read, account, list.id, 0, 0)) ids.push_back(entry.account);
        for (auto const& person : accounts::find_all(read, ids)) json.value(person.handle());
        json.end().end();
    }
    return json.end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("lists.json", part); }

}  // namespace lists
