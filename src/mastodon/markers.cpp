// How far somebody has read in home and notifications: one app says so, the others go on from there.
#include "base/time.hpp"
#include "mastodon/queries.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/schema.hpp"
#include "notifications/notifications.hpp"
#include <algorithm>

namespace mastodon {

db::Schema const schema = sql::schema_of_folder;

void forget(db::Write& write, AccountId account) { write.run(sql::delete_markers, {account}); }

namespace {

constexpr std::string_view timelines_marked[] = {"home", "notifications"};

Response markers(db::Read& read, AccountId me, std::vector<std::string> const& asked) {
    base::Json out;
    out.object();
    read.each(sql::markers, {me}, [&](db::Row const& row) {
        if (std::ranges::find(asked, row.view(0)) == asked.end()) return;
        out.key(row.view(0)).object().pair("last_read_id", std::to_string(row.integer(1))).pair("version", row.integer(2));
        out.pair("updated_at", base::iso8601(row.integer(3))).end();
    });
    out.end();
    return http::json(out.take());
}

Answer list(Request const& request, db::Read& read) { return markers(read, request.account(), request.fields.list("timeline")); }

Answer change(Request const& request, db::Write& write) {
    std::vector<std::string> changed;
    for (auto timeline : timelines_marked) {
        auto field = std::string(timeline) + "[last_read_id]";
        if (!request.fields.has(field)) continue;
        auto id = request.fields.id<PostId>(field);
        if (!id) return base::refuse_field(field, "ERR_INVALID", "This is not an id");
        write.run(sql::put_marker, {request.account(), timeline, *id, write.now});
        if (timeline == "notifications") notifications::mark_read(write, request.account(), id->value);
        changed.emplace_back(timeline);
    }
    return markers(write, request.account(), changed);
}

}  // namespace

void add_marker_routes(Section api, Context&) {
    api.get("/api/v1/markers", {Open::to_members, "read:statuses"}, list).says("How far one has read").takes_field("timeline[]", "array", "home, notifications");
    api.post("/api/v1/markers", {Open::to_members, "write:statuses"}, change).says("Notes how far one has read");
}

}  // namespace mastodon
