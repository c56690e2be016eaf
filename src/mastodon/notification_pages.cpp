// A page names each account and each post once to the renderer, however many notifications are about them.
#include "mastodon/notification_pages.hpp"
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace mastodon {

using notifications::Group, notifications::Notification;

namespace {

std::map<std::string, About, std::less<>>& abouts() {
    static std::map<std::string, About, std::less<>> registered;
    return registered;
}

// What a list of notifications names, rendered once each.
class Named {
public:
    Named(Renderer& render, std::vector<PostId> const& posts, std::vector<AccountId> const& people)
        : statuses(render.in(filters::Context::notifications).statuses_by_id(posts)), accounts(render.accounts_by_id(people)) {}

    // What it is about is there, and may be seen.
    bool stands(Notification const& told) const { return accounts.contains(told.from) && (!told.post || statuses.contains(told.post)); }

    std::unordered_map<PostId, std::string> statuses;
    std::unordered_map<AccountId, std::string> accounts;
};

// A member such as "report":{...}; nothing when there should be one and is not.
std::optional<std::string> about_of(Renderer& render, db::Read& read, Notification const& told) {
    auto known = abouts().find(told.kind);
    if (known == abouts().end()) return std::string{};
    auto member = known->second(render, read, told);
    return member.empty() ? std::nullopt : std::optional(std::move(member));
}

void append_member(std::string& json, std::string const& member) {
    if (member.empty()) return;
    json.pop_back();
    json += ',' + member + '}';
}

std::string plain_json(Named const& named, Notification const& told) {
    base::Json out;
    write(out, told, named.accounts.at(told.from), told.post ? std::string_view(named.statuses.at(told.post)) : std::string_view{});
    return out.take();
}

std::string one_json(Renderer& render, db::Read& read, Named const& named, Notification const& told) {
    if (!named.stands(told)) return {};
    auto about = about_of(render, read, told);
    if (!about) return {};
    auto json = plain_json(named, told);
    append_member(json, *about);
    return json;
}

std::string plain_group_json(Group const& group) {
    auto const& newest = group.newest;
    base::Json out;
    out.object().pair("group_key", group.key).pair("notifications_count", group.count).pair("type", type_for_apps(newest.kind));
    out.pair("most_recent_notification_id", newest.id).pair("page_min_id", std::to_string(group.oldest_on_page));
    out.pair("page_max_id", std::to_string(newest.id)).pair("latest_page_notification_at", base::iso8601(newest.at));
    out.key("sample_account_ids").array();
    for (auto person : group.people) out.value(person.text());
    out.end().key("status_id");
    newest.post ? out.value(newest.post.text()) : out.null();
    out.end();
    return out.take();
}

std::string group_json(Renderer& render, db::Read& read, Group const& group) {
    auto about = about_of(render, read, group.newest);
    if (!about) return {};
    auto json = plain_group_json(group);
    append_member(json, *about);
    return json;
}

// Enough to draw a small picture that leads to somebody.
void write_partial(base::Json& out, accounts::Account const& account) {
    out.object().pair("id", account.id.text()).pair("acct", account.handle()).pair("url", account.url());
    out.pair("avatar", avatar_address(account)).pair("avatar_static", avatar_address(account));
    out.pair("locked", account.locked).pair("bot", account.kind == accounts::Kind::service).end();
}

// Whom and what groups name, each once, in the order of the groups.
struct NamedByGroups {
    std::vector<AccountId> people;
    std::vector<PostId> posts;

    explicit NamedByGroups(std::vector<Group> const& all) {
        for (auto const& each : all) {
            for (auto person : each.people) put(people, person);
            if (each.newest.post) put(posts, each.newest.post);
        }
    }

private:
    template <class AnyId>
    static void put(std::vector<AnyId>& ids, AnyId id) {
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
};

// `pictured`: nothing when all accounts are told in full.
std::string groups_json(Named const& named, std::vector<Group> const& all, std::vector<accounts::Account> const* pictured, std::vector<std::string> const& groups) {
    NamedByGroups in_order(all);
    base::Json out;
    out.object().key("accounts").array();
    for (auto id : in_order.people)
        if (auto found = named.accounts.find(id); found != named.accounts.end()) out.raw(found->second);
    out.end();
    if (pictured) {
        std::unordered_set<AccountId> written;
        out.key("partial_accounts").array();
        for (auto const& account : *pictured)
            if (!named.accounts.contains(account.id) && written.insert(account.id).second) write_partial(out, account);
        out.end();
    }
    out.key("statuses").array();
    for (auto id : in_order.posts) out.raw(named.statuses.at(id));
    out.end().key("notification_groups").array();
    for (auto const& json : groups) out.raw(json);
    out.end().end();
    return out.take();
}

}  // namespace

std::string list_json(Renderer& render, db::Read& read, std::vector<Notification>& all) {
    std::vector<PostId> posts;
    std::vector<AccountId> people;
    for (auto const& each : all) {
        posts.push_back(each.post);
        people.push_back(each.from);
    }
    Named named(render, posts, people);
    std::erase_if(all, [&](Notification const& each) { return !named.stands(each); });
    std::string out = "[";
    for (auto const& each : all) {
        auto made = one_json(render, read, named, each);
        if (made.empty()) continue;
        if (out.size() > 1) out += ',';
        out += made;
    }
    return out += ']';
}

std::string groups_json(Renderer& render, db::Read& read, std::vector<Group>& all, bool partial) {
    std::vector<PostId> posts;
    std::vector<AccountId> people, pictured;
    for (auto const& each : all) {
        posts.push_back(each.newest.post);
        for (auto person : each.people) (partial && person != each.newest.from ? pictured : people).push_back(person);
    }
    Named named(render, posts, people);
    std::erase_if(all, [&](Group const& each) { return !named.stands(each.newest); });
    std::vector<std::string> groups;
    for (auto const& each : all)
        if (auto json = group_json(render, read, each); !json.empty()) groups.push_back(std::move(json));
    auto with_pictures = partial ? accounts::find_all(read, pictured) : std::vector<accounts::Account>{};
    return groups_json(named, all, partial ? &with_pictures : nullptr, groups);
}

Recipe recipe_of(std::vector<Notification> const& all, MarksByPost const& marks) {
    Recipe recipe;
    recipe.text("[");
    for (auto const& told : all) {
        base::Json out;
        write(out, told, "", "");
        auto head = out.take();
        head.pop_back();  // it ends where the account goes in
        recipe.text(&told == &all.front() ? "" : ",").text(head).account(told.from);
        if (told.post) recipe.text(",\"status\":").status(told.post, marks.at(told.post));
        recipe.text("}");
    }
    recipe.text("]");
    return recipe;
}

Recipe recipe_of(std::vector<Group> const& all, MarksByPost const& marks) {
    NamedByGroups named(all);
    Recipe recipe;
    std::string_view between = "{\"accounts\":[";
    for (auto person : named.people) recipe.text(std::exchange(between, ",")).account(person);
    between = "],\"statuses\":[";
    for (auto post : named.posts) recipe.text(std::exchange(between, ",")).status(post, marks.at(post));
    if (named.posts.empty()) recipe.text(between);
    between = "],\"notification_groups\":[";
    for (auto const& each : all) recipe.text(std::exchange(between, ",")).text(plain_group_json(each));
    recipe.text("]}");
    return recipe;
}

bool tells_more(Notification const& told) { return abouts().contains(told.kind); }

void tell_about(std::string kind, About about) { abouts()[std::move(kind)] = std::move(about); }

std::string notification_json(Renderer& render, Notification const& told) {
    Named named(render, {told.post}, {told.from});
    return one_json(render, render.read(), named, told);
}

}  // namespace mastodon
