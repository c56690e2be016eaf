// What one was told, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "notifications/notifications.hpp"

namespace notifications {
namespace {

std::string part(db::Read& read, AccountId account) {
    constexpr int step = 500;
    base::Json json;
    json.array();
    for (std::int64_t before = 0;;) {
        auto told = list(read, account, {.before = before, .limit = step});
        for (auto const& each : told) {
            json.object().pair("kind", each.kind).pair("at", base::iso8601(each.at)).pair("from", each.from.text());
            if (each.post) json.pair("post", each.post.text());
            json.end();
        }
        if (told.size() < step) break;
        before = told.back().id;
    }
    return json.end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("notifications.json", part); }

}  // namespace notifications
