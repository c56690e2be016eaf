// The page of people who want to be found, whom one is suggested, and what a profile's menu can do about somebody.
#include "base/text.hpp"
#include "follows/follows.hpp"
#include "follows/pages.hpp"
#include "follows/people_pages.hpp"
#include <algorithm>

namespace follows {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 40;

std::string why(Words const& words, Suggestion const& suggestion) {
    auto source = suggestion.sources.front();
    if (source == "featured") return words("picked by this server");
    return source == "friends_of_friends" ? words("followed by people you follow") : words("followed by many");
}

html::Safe found(Words const& words, accounts::Account const& account, std::string const& reason, html::Safe const& button) {
    return words.fill(pages::Found{.picture = accounts::picture(account), .address = "/@" + account.handle(), .name = account.name, .handle = account.handle(),
                                   .why = reason, .note = base::shorten(accounts::note_text(account), 140), .button = button});
}

html::Safe suggested(http::Request const& request, db::Read& read, int most) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& each : suggestions_beside(read, request.account(), most)) {
        auto account = accounts::find(read, each.account);
        if (!account) continue;
        auto buttons = words.fill(pages::Dismiss{.follow = button(words, between(read, request.account(), account->id), *account), .id = account->id,
                                                 .csrf = html::csrf_field(request), .name = account->name});
        rows += found(words, *account, why(words, each), buttons);
    }
    return rows;
}

http::Answer directory_page(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    bool newest = request.fields.text("order") == "new";
    auto offset = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("offset").value_or(0), 0, 10'000));
    auto viewer = request.account();
    auto ids = directory(read, viewer, {newest ? Order::newest : Order::active, false, page_size, offset});
    auto suggestions = viewer && !offset ? suggested(request, read, 3) : html::Safe{};
    html::Safe people;
    for (auto const& account : accounts::find_all(read, ids)) {
        if (suggestions.markup.contains("id=\"follow" + account.id.text() + "\"")) continue;  // each once
        people += found(words, account, "", viewer && viewer != account.id ? button(words, between(read, viewer, account.id), account) : html::Safe{});
    }
    auto older = std::ssize(ids) == page_size ? "/people?offset=" + std::to_string(offset + page_size) + (newest ? "&order=new" : "") : std::string();
    html::Page page{.title = words("People"), .current = "/people"};
    page.main = words.fill(pages::Directory{.active = !newest, .newest = newest, .suggested = suggestions,
                                            .people = people, .older = older});
    page.index = true;
    return html::page(request, read, std::move(page));
}

http::Answer dismiss(http::Request const& request, db::Write& write) {
    auto other = request.parameters.id<AccountId>("id");
    if (!other) return refuse(Why::not_found, "There is no such account.");
    TRY(dismiss_suggestion(write, request.account(), *other));
    return http::redirect("/people");
}

Result<accounts::Account> other_in(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<AccountId>("id");
    auto account = id ? accounts::find(read, *id) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such account.");
    return std::move(*account);
}

http::Answer change_wish(http::Request const& request, db::Write& write) {
    auto other = TRY(other_in(request, write));
    auto const& fields = request.fields;
    auto me = request.account();
    if (fields.has("follower")) TRY(remove_follower(write, me, other.id));
    else if (auto endorsing = fields.flag("endorse")) TRY(*endorsing ? endorse(write, me, other.id) : unendorse(write, me, other.id));
    else if (is_follower(write, me, other.id)) TRY(follow(write, me, other.id, {fields.flag("boosts"), fields.flag("notify")}));
    return http::redirect("/@" + other.handle());
}

http::Answer change_note(http::Request const& request, db::Write& write) {
    auto other = TRY(other_in(request, write));
    TRY(set_note(write, request.account(), other.id, request.fields.text("comment")));
    return http::redirect("/@" + other.handle());
}

}  // namespace

html::Safe side(http::Request const& request, db::Read& read) {
    if (!request.account()) return {};
    auto people = suggested(request, read, 3);
    return people.empty() ? html::Safe{} : Words(request.locale).fill(pages::Side{.people = people});
}

html::Safe menu(Words const& words, http::Request const& request, Relationship const& now) {
    auto next = [](bool on) { return on ? "0" : "1"; };
    return words.fill(pages::Menu{.following = now.following, .id = now.id, .csrf = html::csrf_field(request), .boosts_value = next(now.showing_boosts), .boosts = now.showing_boosts,
                                  .notify_value = next(now.notifying), .notify = now.notifying, .endorse_value = next(now.endorsed), .endorsed = now.endorsed,
                                  .follows_me = now.followed_by});
}

html::Safe note_form(Words const& words, http::Request const& request, Relationship const& now) {
    return words.fill(pages::NoteForm{.id = now.id, .csrf = html::csrf_field(request), .note = now.note});
}

void add_people_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/people", Open::to_anyone, directory_page).says("People who want to be found");
    pages.post("/people/:id/dismiss", Open::to_members, dismiss).says("Suggests somebody no longer");
    pages.post("/accounts/:id/wish", Open::to_members, change_wish).says("What one wants of somebody one follows");
    pages.post("/accounts/:id/note", Open::to_members, change_note).says("Notes something about somebody");
}

}  // namespace follows
