// The pages of following: followers, following, requests, and the button on a profile.
#include "follows/follows.hpp"
#include "emojis/emojis.hpp"
#include "follows/pages.hpp"
#include "follows/people_pages.hpp"
#include "notifications/notifications.hpp"

namespace follows {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 40;

Result<accounts::Account> named(http::Request const& request, db::Read& read) {
    auto account = accounts::find_by_handle(read, request.parameters.text("name"));
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such account.");
    return *account;
}

html::Safe person(Words const& words, db::Read& read, accounts::Account const& account, html::Safe const& beside) {
    return words.fill(pages::Person{.picture = accounts::picture(account), .address = "/@" + account.handle(),
                                    .name = emojis::drawn_name(read, account.name, account.domain), .handle = account.handle(), .button = beside});
}

std::vector<AccountId> ids_of(std::vector<Entry> const& entries) {
    std::vector<AccountId> ids;
    for (auto const& entry : entries) ids.push_back(entry.account);
    return ids;
}

struct Shown { std::string heading, empty, address, back; };

template <class Beside>
http::Answer people_page(http::Request const& request, db::Read& read, std::vector<Entry> const& entries, Shown const& shown, Beside beside) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& account : accounts::find_all(read, ids_of(entries)))
        if (!account.hidden()) rows += person(words, read, account, beside(words, account));
    auto older = static_cast<int>(entries.size()) == page_size ? shown.address + "?before=" + std::to_string(entries.back().id) : std::string();
    html::Page page{.title = shown.heading};
    page.main = words.fill(pages::People{.heading = shown.heading, .people = rows, .empty = shown.empty, .older = older, .back = shown.back});
    return html::page(request, read, std::move(page));
}

auto follow_button(http::Request const& request, db::Read& read) {
    return [&](Words const& words, accounts::Account const& account) {
        if (!request.account() || request.account() == account.id) return html::Safe{};
        return button(words, between(read, request.account(), account.id), account);
    };
}

bool hides_follows(accounts::Account const& account, AccountId viewer) { return account.hide_collections && account.id != viewer; }

std::string nobody_shown(Words const& words, accounts::Account const& account, AccountId viewer) {
    if (!hides_follows(account, viewer)) return words("Nobody yet.");
    return words("{name} does not show this list.", {{"name", account.name}});
}

http::Answer followers_page(http::Request const& request, db::Read& read) {
    auto account = TRY(named(request, read));
    Words words(request.locale);
    auto viewer = request.account();
    auto entries = hides_follows(account, viewer) ? std::vector<Entry>{} : followers(read, account.id, {.before = request.fields.integer("before").value_or(0), .limit = page_size}, viewer);
    return people_page(request, read, entries, {words("Who follows {name}", {{"name", account.name}}), nobody_shown(words, account, viewer),
                       "/@" + account.handle() + "/followers", "/@" + account.handle()}, follow_button(request, read));
}

http::Answer following_page(http::Request const& request, db::Read& read) {
    auto account = TRY(named(request, read));
    Words words(request.locale);
    auto viewer = request.account();
    auto entries = hides_follows(account, viewer) ? std::vector<Entry>{} : following(read, account.id, {.before = request.fields.integer("before").value_or(0), .limit = page_size}, viewer);
    return people_page(request, read, entries, {words("Whom {name} follows", {{"name", account.name}}), nobody_shown(words, account, viewer),
                       "/@" + account.handle() + "/following", "/@" + account.handle()}, follow_button(request, read));
}

http::Answer requests_page(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto entries = requests(read, request.account(), {.before = request.fields.integer("before").value_or(0), .limit = page_size}, request.account());
    return people_page(request, read, entries, {words("People who want to follow you"), words("Nobody is waiting for your answer."), "/requests", ""},
                       [&](Words const& in, accounts::Account const& account) {
                           return in.fill(pages::RequestButtons{.id = account.id, .csrf = html::csrf_field(request)});
                       });
}

http::Answer changed(http::Request const& request, db::Write& write, bool follow_them) {
    auto other = TRY(named(request, write));
    auto relationship = TRY(follow_them ? follow(write, request.account(), other.id) : unfollow(write, request.account(), other.id));
    if (!request.wants_fragment()) return http::redirect("/@" + other.handle());
    return html::fragment(button(Words(request.locale), relationship, other));
}

http::Answer answer_request(http::Request const& request, db::Write& write) {
    auto follower = request.parameters.id<AccountId>("id");
    if (!follower) return refuse(Why::not_found, "There is no such follow request.");
    TRY(request.fields.text("answer") == "approve" ? approve(write, request.account(), *follower) : reject(write, request.account(), *follower));
    return http::redirect("/requests");
}

std::string severed(Words const& words, Severance const& lost) {
    html::NamedArguments about = {{"target", lost.target}, {"followers", lost.followers}, {"following", lost.following}};
    switch (lost.cause) {
        case Cause::domain_block: return words("Moderators blocked {target}. You lost {followers, plural, one {# follower} other {# followers}} and {following, plural, one {# person} other {# people}} you followed.", about);
        case Cause::user_domain_block: return words("You blocked {target}. You lost {followers, plural, one {# follower} other {# followers}} and {following, plural, one {# person} other {# people}} you followed.", about);
        case Cause::account_suspension: break;
    }
    return words("Moderators suspended {target}, who follows you no longer.", about);
}

void show_notifications() {
    using notifications::Notification, notifications::Shown;
    notifications::show_as("follow", [](Notification const&, accounts::Account const& from, db::Read&, Words const& words) -> std::optional<Shown> {
        return Shown{words("{name} followed you", {{"name", from.name}}), "/@" + from.handle(), {}, "user-plus"};
    });
    notifications::show_as("severed_relationships", [](Notification const& told, accounts::Account const&, db::Read& read, Words const& words) -> std::optional<Shown> {
        auto lost = find_severance(read, told.about);
        if (!lost || lost->account != told.account) return std::nullopt;
        return Shown{severed(words, *lost), "/@" + accounts::find(read, told.account)->handle() + "/following", {}, "users"};
    });
    notifications::show_as("follow_request", [](Notification const&, accounts::Account const& from, db::Read&, Words const& words) -> std::optional<Shown> {
        return Shown{words("{name} wants to follow you", {{"name", from.name}}), "/requests", {}, "user-plus"};
    });
}

}  // namespace

html::Safe button(Words const& words, Relationship const& now, accounts::Account const& other) {
    // Who moved is followed at the new account.
    if (other.moved_to && !now.following && !now.requested) return {};
    return words.fill(pages::Button{.id = other.id, .followed_by = now.followed_by, .following = now.following, .handle = other.handle(),
                                    .requested = now.requested, .neither = !now.following && !now.requested,
                                    .words = other.locked ? words("Ask to follow") : words("Follow")});
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/@:name/followers", Open::to_anyone, followers_page);
    pages.get("/@:name/following", Open::to_anyone, following_page);
    pages.get("/requests", Open::to_members, requests_page);
    pages.post("/requests/:id", Open::to_members, answer_request);
    pages.post("/@:name/follow", Open::to_members, [](auto const& request, db::Write& write) { return changed(request, write, true); });
    pages.post("/@:name/unfollow", Open::to_members, [](auto const& request, db::Write& write) { return changed(request, write, false); });
    add_people_pages(pages);
    show_notifications();
}

}  // namespace follows
