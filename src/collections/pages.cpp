// The pages of collections: all of one's own, one with its posts, and which of them hold a post.
#include "base/text.hpp"
#include "collections/collections.hpp"
#include "collections/pages.hpp"
#include <algorithm>

namespace collections {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 20;

Result<Collection> shown_in(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<CollectionId>("id");
    auto found = id ? find(read, *id, request.account()) : std::nullopt;
    if (!found) return refuse(Why::not_found, "There is no such collection.");
    return std::move(*found);
}

Result<Collection> own_in(http::Request const& request, db::Read& read) {
    auto found = TRY(shown_in(request, read));
    if (found.owner != request.account()) return refuse(Why::not_found, "There is no such collection.");
    return found;
}

Draft draft_in(http::Fields const& fields) { return {std::string(fields.text("title")), std::string(fields.text("about")), fields.has("public")}; }

html::Safe fields_of(Words const& words, Draft const& draft, base::Refusal const* refusal) {
    return words.fill(pages::Fields{.title_error = html::field_error(words, refusal, "title"), .title = std::string_view(draft.title).substr(0, 400),
                                    .fault = html::at_fault(refusal, "title"), .about_error = html::field_error(words, refusal, "about"),
                                    .about = std::string_view(draft.about).substr(0, 4000), .is_public = draft.is_public});
}

http::Response all_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& each : all_of(read, request.account()))
        words.fill(rows, pages::Row{.id = each.id, .title = each.title, .posts = count(read, each.id), .is_public = each.is_public});
    html::Page page{.title = words("Collections"), .current = "/bookmarks", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::All{.summary = html::summary(words, refusal), .rows = rows, .csrf = html::csrf_field(request),
                                      .fields = fields_of(words, refusal ? draft_in(request.fields) : Draft{}, refusal)});
    return html::page(request, read, std::move(page));
}

http::Answer make(http::Request const& request, db::Write& write) {
    auto made = create(write, request.account(), draft_in(request.fields));
    if (!made) return all_page(request, write, &made.error());
    return http::redirect("/collections/" + made->id.text());
}

http::Answer show_one(http::Request const& request, db::Read& read) {
    auto shown = TRY(shown_in(request, read));
    auto owner = accounts::find(read, shown.owner);
    if (!owner || owner->hidden()) return refuse(Why::not_found, "There is no such collection.");
    Words words(request.locale);
    auto kept = posts_in(read, shown.id, request.fields.integer("before").value_or(0), page_size);
    std::vector<PostId> ids;
    for (auto const& each : kept) ids.push_back(each.post);
    bool own = shown.owner == request.account();
    html::Page page{.title = shown.title, .current = own ? "/bookmarks" : "", .description = shown.is_public ? shown.about : std::string()};
    page.main = words.fill(pages::One{
        .title = shown.title, .own = own, .id = shown.id, .handle = owner->handle(), .owner = owner->name, .is_public = shown.is_public, .about = shown.about,
        .cards = posts::card_list(words, read, ids, request.account(), read.now, own ? "" : "public"), .empty = kept.empty(),
        .landscape = html::avatar("", 3, html::Shape::circle),
        .older = std::ssize(kept) == page_size ? "/collections/" + shown.id.text() + "?before=" + std::to_string(kept.back().at) : std::string()});
    if (shown.is_public) {
        page.canonical = shown.url();
        page.index = owner->indexable;
        page.head = words.fill(pages::Head{.feed = shown.url() + "/feed.atom"});
    }
    return html::page(request, read, std::move(page));
}

http::Response edit_page(http::Request const& request, db::Read& read, Collection const& shown, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Page page{.title = shown.title, .current = "/bookmarks", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Edit{.id = shown.id, .csrf = html::csrf_field(request), .summary = html::summary(words, refusal),
                                       .fields = fields_of(words, refusal ? draft_in(request.fields) : Draft{shown.title, shown.about, shown.is_public}, refusal)});
    return html::page(request, read, std::move(page));
}

http::Answer save(http::Request const& request, db::Write& write) {
    auto shown = TRY(own_in(request, write));
    auto changed = change(write, request.account(), shown.id, draft_in(request.fields));
    if (!changed) return edit_page(request, write, shown, &changed.error());
    return http::redirect("/collections/" + shown.id.text());
}

http::Answer erase(http::Request const& request, db::Write& write) {
    TRY(remove(write, request.account(), TRY(own_in(request, write)).id));
    return http::redirect("/collections");
}

http::Answer choose(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<PostId>("id");
    auto post = id ? posts::find(read, *id, request.account()) : std::nullopt;
    if (!post) return refuse(Why::not_found, "There is no such post.");
    Words words(request.locale);
    auto inside = holding(read, request.account(), post->id);
    html::Safe rows;
    for (auto const& each : all_of(read, request.account())) {
        bool holds = std::ranges::find(inside, each.id) != inside.end();
        words.fill(rows, pages::Choice{.id = each.id, .title = each.title, .post = post->id, .csrf = html::csrf_field(request), .inside = holds, .next = holds ? "0" : "1"});
    }
    html::Page page{.title = words("Put into a collection")};
    page.main = words.fill(pages::Choose{.card = posts::card_list(words, read, {post->id}, request.account(), read.now, ""), .rows = rows});
    return html::page(request, read, std::move(page));
}

http::Answer put(http::Request const& request, db::Write& write) {
    auto post = request.parameters.id<PostId>("id");
    auto wanted = request.fields.id<CollectionId>("collection");
    if (!post || !wanted) return refuse(Why::not_found, "There is no such collection.");
    bool in = request.fields.flag("on").value_or(true);
    TRY(in ? add(write, request.account(), *wanted, *post) : take_out(write, request.account(), *wanted, *post));
    return http::redirect("/posts/" + post->text() + "/collections");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/collections", Open::to_members, [](http::Request const& request, db::Read& read) -> http::Answer { return all_page(request, read, nullptr); });
    pages.post("/collections", Open::to_members, make);
    pages.get("/collections/:id", Open::to_anyone, show_one).says("A collection of posts");
    pages.get("/collections/:id/edit", Open::to_members, [](http::Request const& request, db::Read& read) -> http::Answer {
        return edit_page(request, read, TRY(own_in(request, read)), nullptr);
    });
    pages.post("/collections/:id/edit", Open::to_members, save);
    pages.post("/collections/:id/delete", Open::to_members, erase);
    pages.get("/posts/:id/collections", Open::to_members, choose).says("Which collections hold a post");
    pages.post("/posts/:id/collections", Open::to_members, put);
    posts::add_to_more([](Words const& words, http::Request const& request, db::Read&, posts::Post const& post, accounts::Account const&) {
        return request.account() ? words.fill(pages::Link{.post = post.id}) : html::Safe{};
    });
}

}  // namespace collections
