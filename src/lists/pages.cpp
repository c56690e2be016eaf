// The pages of lists: all of them, one to change, and which of them somebody is on.
#include "lists/lists.hpp"
#include "lists/pages.hpp"
#include <algorithm>

namespace lists {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 40;

Result<List> list_in(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<ListId>("id");
    auto list = id ? find(read, request.account(), *id) : std::nullopt;
    if (!list) return refuse(Why::not_found, "There is no such list.");
    return std::move(*list);
}

http::Answer all_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& list : all_of(read, request.account()))
        words.fill(rows, pages::Row{.id = list.id.value, .title = list.title, .members = std::ssize(members(read, list.owner, list.id, 0, 0)), .exclusive = list.exclusive});
    html::Page page{.title = words("Lists"), .current = "/lists", .status = refusal ? 422 : 200};
    page.main = words.fill(pages::All{.rows = rows, .summary = html::summary(words, refusal), .csrf = html::csrf_field(request),
                                      .error = html::field_error(words, refusal, "title"), .value = refusal ? request.fields.text("title").substr(0, 400) : std::string_view{},
                                      .invalid = html::at_fault(refusal, "title")});
    return html::page(request, read, std::move(page));
}

http::Answer make(http::Request const& request, db::Write& write) {
    auto made = create(write, request.account(), {.title = std::string(request.fields.text("title"))});
    if (!made) return all_page(request, write, &made.error());
    return http::redirect("/lists/" + made->id.text() + "/edit");
}

html::Safe member_rows(http::Request const& request, db::Read& read, List const& list, std::vector<Entry> const& entries) {
    Words words(request.locale);
    html::Safe rows;
    std::vector<AccountId> ids;
    for (auto const& entry : entries) ids.push_back(entry.account);
    for (auto const& account : accounts::find_all(read, ids))
        words.fill(rows, pages::Member{.picture = accounts::picture(account), .address = "/@" + account.handle(), .name = account.name, .handle = account.handle(),
                                       .id = list.id.value, .csrf = html::csrf_field(request), .account = account.id});
    return rows;
}

http::Answer edit_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto list = TRY(list_in(request, read));
    Words words(request.locale);
    auto entries = members(read, list.owner, list.id, {.before = request.fields.integer("before").value_or(0), .limit = page_size});
    auto address = "/lists/" + list.id.text() + "/edit";
    html::Page page{.title = list.title, .current = "/lists", .status = refusal ? 422 : 200};
    page.main = words.fill(pages::Edit{
        .heading = list.title, .id = list.id.value, .summary = html::summary(words, refusal), .csrf = html::csrf_field(request),
        .error = html::field_error(words, refusal, "title"), .title = refusal ? request.fields.text("title").substr(0, 400) : std::string_view(list.title),
        .invalid = html::at_fault(refusal, "title"), .followed = list.replies == Replies::followed, .list = list.replies == Replies::list,
        .none = list.replies == Replies::none, .exclusive = list.exclusive, .rows = member_rows(request, read, list, entries),
        .older = std::ssize(entries) == page_size ? address + "?before=" + std::to_string(entries.back().id) : std::string()});
    return html::page(request, read, std::move(page));
}

http::Answer save(http::Request const& request, db::Write& write) {
    auto list = TRY(list_in(request, write));
    Draft draft{std::string(request.fields.text("title")), replies_of(request.fields.text("replies")), request.fields.flag("exclusive").value_or(false)};
    auto changed = change(write, request.account(), list.id, draft);
    if (!changed) return edit_page(request, write, &changed.error());
    return http::redirect("/lists/" + list.id.text());
}

http::Answer delete_list(http::Request const& request, db::Write& write) {
    auto list = TRY(list_in(request, write));
    TRY(remove(write, request.account(), list.id));
    return http::redirect("/lists");
}

http::Answer change_member(http::Request const& request, db::Write& write) {
    auto list = TRY(list_in(request, write));
    auto account = request.fields.id<AccountId>("account");
    if (!account) return refuse(Why::not_found, "There is no such account.");
    TRY(request.fields.flag("on").value_or(true) ? add(write, request.account(), list.id, {*account}) : take_out(write, request.account(), list.id, {*account}));
    return http::redirect("/lists/" + list.id.text() + "/edit");
}

Result<accounts::Account> person_in(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<AccountId>("id");
    auto account = id ? accounts::find(read, *id) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such account.");
    return std::move(*account);
}

http::Answer choose_page(http::Request const& request, db::Read& read) {
    auto account = TRY(person_in(request, read));
    Words words(request.locale);
    auto on = containing(read, request.account(), account.id);
    html::Safe rows;
    for (auto const& list : all_of(read, request.account()))
        words.fill(rows, pages::Choice{.id = list.id.value, .on = std::ranges::find(on, list.id, &List::id) != on.end(), .title = list.title});
    html::Page page{.title = words("Lists with {name}", {{"name", account.name}})};
    page.main = words.fill(pages::Choose{.name = account.name, .rows = rows, .id = account.id, .csrf = html::csrf_field(request), .address = "/@" + account.handle()});
    return html::page(request, read, std::move(page));
}

http::Answer choose(http::Request const& request, db::Write& write) {
    auto account = TRY(person_in(request, write));
    auto wanted = request.fields.list("list");
    for (auto const& list : all_of(write, request.account())) {
        bool on = std::ranges::find(wanted, list.id.text()) != wanted.end();
        TRY(on ? add(write, request.account(), list.id, {account.id}) : take_out(write, request.account(), list.id, {account.id}));
    }
    return http::redirect("/@" + account.handle());
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/lists", Open::to_members, [](auto const& request, db::Read& read) { return all_page(request, read, nullptr); }).says("One's lists");
    pages.post("/lists", Open::to_members, make).says("Makes a list");
    pages.get("/lists/:id/edit", Open::to_members, [](auto const& request, db::Read& read) { return edit_page(request, read, nullptr); }).says("One list to change");
    pages.post("/lists/:id/edit", Open::to_members, save).says("Changes a list");
    pages.post("/lists/:id/delete", Open::to_members, delete_list).says("Removes a list");
    pages.post("/lists/:id/members", Open::to_members, change_member).says("Puts somebody on a list, or takes them off");
    pages.get("/accounts/:id/lists", Open::to_members, choose_page).says("Which lists somebody is on");
    pages.post("/accounts/:id/lists", Open::to_members, choose).says("Changes which lists somebody is on");
}

}  // namespace lists
