// Search as apps ask for it: people, hashtags, and the post or person whose address was pasted.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include "search/search.hpp"
#include <algorithm>

namespace mastodon {

namespace {

struct Query {
    std::string text, type;
    int limit = 20, offset = 0;
    bool wants(std::string_view what) const { return type.empty() || type == what; }
};

Query query_in(Request const& request, int most) {
    Query query{base::trim(request.fields.text("q")), std::string(request.fields.text("type")), limit_of(request, 20, most), 0};
    query.offset = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("offset").value_or(0), 0, 10'000));
    return query;
}

// "https://this.site/@ada/17" without the site's address: "@ada/17".
std::string_view local_path(std::string_view text) {
    auto site = base::site_url() + "/@";
    return text.starts_with(site) ? text.substr(site.size() - 1) : std::string_view{};
}

// Neither whom the asker blocked nor who blocked them.
void leave_out_apart(db::Read& read, AccountId viewer, std::vector<accounts::Account>& found) {
    if (!viewer || found.empty()) return;
    std::vector<AccountId> ids;
    for (auto const& each : found) ids.push_back(each.id);
    auto standings = blocks::between(read, viewer, ids);
    std::size_t at = 0;
    std::erase_if(found, [&](auto const&) {
        auto const& standing = standings[at++];
        return standing.blocking || standing.blocked_by;
    });
}

// The offset counts who may be found by the asker, so pages are full past any number of blocks.
std::vector<accounts::Account> people_by_start(db::Read& read, AccountId viewer, Query const& query) {
    auto start = query.text.starts_with('@') ? query.text.substr(1) : query.text;
    auto wanted = query.offset + query.limit;
    std::vector<accounts::Account> found;
    for (int from = 0; std::ssize(found) < wanted; from += wanted) {
        auto part = accounts::search(read, start, wanted, from);
        bool last = std::ssize(part) < wanted;
        leave_out_apart(read, viewer, part);
        std::ranges::move(part, std::back_inserter(found));
        if (last) break;
    }
    found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(query.offset, std::ssize(found)));
    return found;
}

std::vector<accounts::Account> people(Request const& request, db::Read& read, Query const& query) {
    auto viewer = request.account();
    auto path = local_path(query.text);
    auto handle = path.empty() ? std::string_view(query.text) : path.substr(0, path.find('/'));
    auto found = path.empty() ? people_by_start(read, viewer, query) : std::vector<accounts::Account>{};
    if (auto elsewhere = search::resolved(request).person; query.offset == 0 && elsewhere)
        if (auto account = accounts::find(read, elsewhere); account && !account->hidden() && !blocks::between(read, viewer, account->id).blocked_by) {
            std::erase_if(found, [&](auto const& each) { return each.id == account->id; });
            found.insert(found.begin(), std::move(*account));
        }
    // The whole name finds its owner even when they are not to be suggested, or were blocked: an app unblocks whom it finds.
    if (query.offset == 0 && path.find('/') == path.npos)
        if (auto exact = accounts::find_by_handle(read, handle); exact && !exact->hidden() && !blocks::between(read, viewer, exact->id).blocked_by) {
            std::erase_if(found, [&](auto const& each) { return each.id == exact->id; });
            found.insert(found.begin(), std::move(*exact));
        }
    if (static_cast<int>(found.size()) > query.limit) found.resize(static_cast<std::size_t>(query.limit));
    return found;
}

std::vector<PostId> posts_for(Context const& context, Request const& request, db::Read& read, Query const& query) {
    if (auto elsewhere = search::resolved(request).post) return query.offset == 0 ? std::vector{elsewhere} : std::vector<PostId>{};
    auto path = local_path(query.text);
    if (auto slash = path.find('/'); slash != path.npos) {
        auto id = base::parse<PostId>(path.substr(slash + 1));
        return id ? std::vector{*id} : std::vector<PostId>{};
    }
    auto page = page_of(request);
    page.limit = query.limit + query.offset;
    auto text = query.text;
    if (auto author = request.fields.id<AccountId>("account_id"))
        if (auto account = accounts::find(read, *author)) text += " from:" + account->handle();
    auto found = search::posts(read, text, request.account(), request.locale, page, [&](PostId id) { return context.cache.is_findable(id); });
    found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(query.offset, std::ssize(found)));
    return found;
}

std::vector<posts::Tag> hashtags(db::Read& read, Query const& query) {
    std::string_view start = query.text;
    if (start.starts_with('#')) start.remove_prefix(1);
    if (start.empty() || start.find('/') != start.npos || start.starts_with('@')) return {};
    auto found = posts::search_tags(read, start, query.limit + query.offset);
    found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(query.offset, std::ssize(found)));
    return found;
}

Answer search_all(Context& context, Request const& request, db::Read& read) {
    auto query = query_in(request, 40);
    Renderer render(context, read, request.account());
    bool empty = query.text.empty();
    base::Json out;
    out.object().key("accounts").raw(!empty && query.wants("accounts") ? render.accounts(people(request, read, query)) : "[]");
    out.key("statuses").raw(!empty && query.wants("statuses") ? render.in(filters::Context::everyone).open_statuses(posts_for(context, request, read, query)) : "[]");
    out.key("hashtags").array();
    if (!empty && query.wants("hashtags"))
        for (auto const& tag : hashtags(read, query)) write(out, tag, read.now);
    out.end().end();
    return http::json(out.take());
}

Answer search_people(Context& context, Request const& request, db::Read& read) {
    auto query = query_in(request, 80);
    if (query.text.empty()) return http::json("[]");
    auto found = people(request, read, query);
    if (request.fields.flag("following").value_or(false)) {
        std::vector<AccountId> ids;
        for (auto const& each : found) ids.push_back(each.id);
        std::vector<AccountId> followed;
        if (!ids.empty())
            for (auto const& each : follows::between(read, request.account(), ids))
                if (each.following) followed.push_back(each.id);
        std::erase_if(found, [&](auto const& each) { return std::ranges::find(followed, each.id) == followed.end(); });
    }
    return http::json(Renderer(context, read, request.account()).accounts(found));
}

}  // namespace

void add_search_routes(Section api, Context& context) {
    auto reading = [&context](Answer (*list)(Context&, Request const&, db::Read&)) {
        return [&context, list](Request const& request, db::Read& read) { return list(context, request, read); };
    };
    api.get("/api/v2/search", {Open::to_anyone, "read:search"}, reading(search_all)).first(search::resolving(search::Asks::by_resolve))
        .says("People, posts and hashtags")
        .takes_field("q", "string", "What to look for", true)
        .takes_field("type", "string", "accounts, statuses or hashtags");
    api.get("/api/v1/search", {Open::to_anyone, "read:search"}, reading(search_all)).first(search::resolving(search::Asks::by_resolve));
    api.get("/api/v1/accounts/search", {Open::to_members, "read:accounts"}, reading(search_people)).first(search::resolving(search::Asks::by_resolve)).says("People by the start of their names");
}

}  // namespace mastodon
