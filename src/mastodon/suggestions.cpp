// Whom one could follow, and the directory of people who want to be found.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

namespace {

constexpr int usual_accounts = 40, most_accounts = 80;

// The word that apps older than `sources` read.
std::string_view old_word(std::string_view source) {
    if (source == "featured") return "staff";
    return source == "friends_of_friends" ? "past_interactions" : "global";
}

Answer suggested(Context& context, Request const& request, db::Read& read) {
    auto found = follows::suggestions(read, request.account(), limit_of(request, usual_accounts, most_accounts));
    std::vector<AccountId> ids;
    for (auto const& each : found) ids.push_back(each.account);
    auto accounts = Renderer(context, read, request.account()).accounts_by_id(ids);
    base::Json out;
    out.array();
    for (auto const& each : found) {
        auto account = accounts.find(each.account);
        if (account == accounts.end()) continue;
        out.object().pair("source", old_word(each.sources.front())).key("sources").array();
        for (auto source : each.sources) out.value(source);
        out.end().key("account").raw(account->second).end();
    }
    out.end();
    return http::json(out.take());
}

Answer suggested_accounts(Context& context, Request const& request, db::Read& read) {
    std::vector<AccountId> ids;
    for (auto const& each : follows::suggestions(read, request.account(), limit_of(request, usual_accounts, most_accounts))) ids.push_back(each.account);
    return http::json(Renderer(context, read, request.account()).accounts(ids));
}

Answer dismiss(Request const& request, db::Write& write) {
    TRY(follows::dismiss_suggestion(write, request.account(), TRY(id_of<AccountId>(request))));
    return http::json("{}");
}

Answer directory(Context& context, Request const& request, db::Read& read) {
    auto order = request.fields.text("order") == "new" ? follows::Order::newest : follows::Order::active;
    auto offset = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("offset").value_or(0), 0, 10'000));
    auto ids = follows::directory(read, request.account(), {order, request.fields.flag("local").value_or(false),
                                                           limit_of(request, usual_accounts, most_accounts), offset});
    return http::json(Renderer(context, read, request.account()).accounts(ids));
}

}  // namespace

void add_suggestion_routes(Section api, Context& context) {
    auto reading = [&context](Answer (*list)(Context&, Request const&, db::Read&)) {
        return [&context, list](Request const& request, db::Read& read) { return list(context, request, read); };
    };
    api.get("/api/v2/suggestions", {Open::to_members, "read:accounts"}, reading(suggested)).says("Whom one could follow, and why");
    api.get("/api/v1/suggestions", {Open::to_members, "read:accounts"}, reading(suggested_accounts)).says("Whom one could follow");
    api.remove("/api/v1/suggestions/:id", {Open::to_members, "write:accounts"}, dismiss).says("Suggests somebody no longer");
    api.get("/api/v1/directory", Open::to_anyone, reading(directory)).says("People who want to be found")
        .takes_field("order", "string", "active (who posted last first) or new").takes_field("local", "boolean", "Only people of this server")
        .takes_field("offset", "integer", "How many to skip");
}

}  // namespace mastodon
