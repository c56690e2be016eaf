// Lists of people, and who stands in them. Their timelines are in timelines.cpp.
#include "lists/lists.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

void write(base::Json& out, lists::List const& list) {
    out.object().pair("id", list.id.text()).pair("title", list.title).pair("replies_policy", lists::text_of(list.replies));
    out.pair("exclusive", list.exclusive).end();
}

namespace {

using lists::ListId;

Response list_response(lists::List const& list) {
    base::Json out;
    write(out, list);
    return http::json(out.take());
}

base::Result<lists::Draft> draft_in(Request const& request) {
    lists::Draft draft;
    if (auto title = request.fields.maybe("title")) draft.title = std::string(*title);
    if (auto policy = request.fields.maybe("replies_policy")) {
        draft.replies = lists::replies_of(*policy);
        if (!draft.replies) return base::refuse_field("replies_policy", "ERR_INCLUSION", "The replies policy is followed, list or none.");
    }
    draft.exclusive = request.fields.flag("exclusive");
    return draft;
}

Answer all(Request const& request, db::Read& read) {
    base::Json out;
    out.array();
    for (auto const& list : lists::all_of(read, request.account())) write(out, list);
    out.end();
    return http::json(out.take());
}

Answer show(Request const& request, db::Read& read) {
    auto list = lists::find(read, request.account(), TRY(id_of<ListId>(request)));
    if (!list) return not_found();
    return list_response(*list);
}

Answer create(Request const& request, db::Write& write) { return list_response(TRY(lists::create(write, request.account(), TRY(draft_in(request))))); }

Answer change(Request const& request, db::Write& write) {
    return list_response(TRY(lists::change(write, request.account(), TRY(id_of<ListId>(request)), TRY(draft_in(request)))));
}

Answer remove(Request const& request, db::Write& write) {
    TRY(lists::remove(write, request.account(), TRY(id_of<ListId>(request))));
    return http::json("{}");
}

Answer members(Context& context, Request const& request, db::Read& read) {
    constexpr int usual = 40, most = 80;
    auto id = TRY(id_of<ListId>(request));
    if (!lists::find(read, request.account(), id)) return not_found();
    auto page = page_of(request, usual, most);
    // Apps ask with limit=0 for everybody at once.
    bool everybody = request.fields.integer("limit") == 0;
    auto entries = everybody ? lists::members(read, request.account(), id, 0, 0)
                             : lists::members(read, request.account(), id, {page.before, page.since, page.after, page.limit});
    std::vector<AccountId> ids;
    for (auto const& each : entries) ids.push_back(each.account);
    auto response = http::json(Renderer(context, read, request.account()).accounts(ids));
    if (!everybody) add_links(response, request, ends_of(entries, page.limit, [](auto const& each) { return each.id; }));
    return response;
}

using Rule = base::Result<base::Done> (*)(db::Write&, AccountId, ListId, std::vector<AccountId> const&);
auto by(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> Answer {
        TRY(rule(write, request.account(), TRY(id_of<ListId>(request)), ids_in<AccountId>(request, "account_ids", lists::most_members)));
        return http::json("{}");
    };
}

}  // namespace

void add_list_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_members, "read:lists"}, writing{Open::to_members, "write:lists"};
    api.get("/api/v1/lists", reading, all).says("One's lists");
    api.post("/api/v1/lists", writing, create).says("Makes a list").takes_field("title", "string", "Its name", true)
        .takes_field("replies_policy", "string", "followed, list or none").takes_field("exclusive", "boolean", "Its members leave home");
    api.get("/api/v1/lists/:id", reading, show).says("One list");
    api.put("/api/v1/lists/:id", writing, change).says("Changes a list");
    api.remove("/api/v1/lists/:id", writing, remove).says("Removes a list");
    api.get("/api/v1/lists/:id/accounts", reading, [&context](Request const& request, db::Read& read) { return members(context, request, read); })
        .says("Who is on a list");
    api.post("/api/v1/lists/:id/accounts", writing, by(lists::add)).says("Puts people on a list").takes_field("account_ids[]", "array", "Whom one follows", true);
    api.remove("/api/v1/lists/:id/accounts", writing, by(lists::take_out)).says("Takes people off a list").takes_field("account_ids[]", "array", "Whom", true);
}

}  // namespace mastodon
