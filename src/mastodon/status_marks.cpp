// What people do with others' posts, and who did.
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using Mark = base::Result<posts::Post> (*)(db::Write&, AccountId, PostId);
using Who = std::vector<posts::Who> (*)(db::Read&, PostId, posts::Page);
using Marked = std::vector<posts::Listed> (*)(db::Read&, AccountId, posts::Page);

Answer who_marked(Context& context, Request const& request, db::Read& read, Who list) {
    auto id = TRY(id_of<PostId>(request));
    if (!posts::find(read, id, request.account())) return not_found();
    auto page = page_of(request, 40, 80);
    auto entries = list(read, id, page);
    std::vector<AccountId> ids;
    for (auto const& each : entries) ids.push_back(each.account);
    auto response = http::json(Renderer(context, read, request.account()).accounts(ids));
    add_links(response, request, ends_of(entries, page.limit, [](auto const& each) { return each.at; }));
    return response;
}

// Paged by when they were marked, which the app cannot see in the posts: it must follow the links.
Response marked_posts(Context& context, Request const& request, db::Read& read, Marked list) {
    auto page = page_of(request);
    auto entries = list(read, request.account(), page);
    std::vector<PostId> ids;
    for (auto const& each : entries) ids.push_back(each.post);
    auto response = http::json(Renderer(context, read, request.account()).statuses(ids));
    add_links(response, request, ends_of(entries, page.limit, [](auto const& each) { return each.at; }));
    return response;
}

}  // namespace

void add_status_mark_routes(Section api, Context& context) {
    auto mark = [&](std::string_view action, std::string_view scope, std::string_view says, Mark act) {
        api.post("/api/v1/statuses/:id/" + std::string(action), {Open::to_members, scope}, [&context, act](Request const& request, db::Write& write) -> Answer {
            auto post = TRY(act(write, request.account(), TRY(id_of<PostId>(request))));
            return http::json(Renderer(context, write, request.account()).status(post));
        }).says(std::string(says));
    };
    mark("favourite", "write:favourites", "Likes a post", posts::favourite);
    mark("unfavourite", "write:favourites", "Likes a post no longer", posts::unfavourite);
    mark("unreblog", "write:statuses", "Takes a boost back", posts::unboost);
    mark("bookmark", "write:bookmarks", "Bookmarks a post", posts::bookmark);
    mark("unbookmark", "write:bookmarks", "Takes a bookmark out", posts::unbookmark);
    mark("pin", "write:accounts", "Pins an own post to one's profile", posts::pin);
    mark("unpin", "write:accounts", "Takes a pinned post down", posts::unpin);
    mark("mute", "write:mutes", "Is told no more of a conversation", posts::mute_thread);
    mark("unmute", "write:mutes", "Is told of a conversation again", posts::unmute_thread);
    api.post("/api/v1/statuses/:id/reblog", {Open::to_members, "write:statuses"}, [&context](Request const& request, db::Write& write) -> Answer {
        std::optional<posts::Visibility> visibility;
        if (auto word = request.fields.text("visibility"); !word.empty()) {
            visibility = posts::visibility_of(word);
            if (!visibility) return base::refuse_field("visibility", "ERR_INCLUSION", "Visibility is not included in the list");
        }
        auto boost = TRY(posts::boost(write, request.account(), TRY(id_of<PostId>(request)), visibility));
        return http::json(Renderer(context, write, request.account()).status(boost));
    }).says("Boosts a post");

    auto who = [&](std::string_view list, std::string_view says, Who of) {
        api.get("/api/v1/statuses/:id/" + std::string(list), {Open::to_anyone, "read:accounts"}, [&context, of](Request const& request, db::Read& read) {
            return who_marked(context, request, read, of);
        }).says(std::string(says));
    };
    who("favourited_by", "Who likes a post", posts::favourited_by);
    who("reblogged_by", "Who boosted a post", posts::boosted_by);

    auto mine = [&](std::string_view list, std::string_view scope, std::string_view says, Marked of) {
        api.get("/api/v1/" + std::string(list), {Open::to_members, scope}, [&context, of](Request const& request, db::Read& read) -> Answer {
            return marked_posts(context, request, read, of);
        }).says(std::string(says));
    };
    mine("bookmarks", "read:bookmarks", "Posts one bookmarked", posts::bookmarks);
    mine("favourites", "read:favourites", "Posts one likes", posts::favourites);
}

}  // namespace mastodon
