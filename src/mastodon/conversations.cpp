// Conversations as apps list, read and put them away.
#include "conversations/conversations.hpp"
#include "mastodon/conversation_entity.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

using conversations::Conversation;

std::string conversations_json(Renderer& render, db::Read& read, AccountId me, std::vector<Conversation> const& all, bool as_list) {
    std::vector<PostId> messages;
    for (auto const& each : all) messages.push_back(each.last);
    auto posts = messages.empty() ? std::vector<posts::Post>{} : posts::find_all(read, messages, me);
    std::vector<AccountId> people;
    for (auto const& post : posts)
        for (auto person : conversations::people(post, me)) people.push_back(person);
    people.push_back(me);
    auto accounts = render.accounts_by_id(people);
    auto statuses = render.statuses_by_id(messages);

    base::Json out;
    if (as_list) out.array();
    for (auto const& each : all) {
        auto post = std::ranges::find(posts, each.last, &posts::Post::id);
        auto status = statuses.find(each.last);
        if (post == posts.end() || status == statuses.end()) continue;  // gone, or hidden by a filter
        out.object().pair("id", each.thread.text()).pair("unread", each.unread).key("accounts").array();
        auto taking_part = conversations::people(*post, me);
        if (taking_part.empty()) taking_part.push_back(me);  // a note to oneself
        for (auto person : taking_part)
            if (auto account = accounts.find(person); account != accounts.end()) out.raw(account->second);
        out.end().key("last_status").raw(status->second).end();
    }
    if (as_list) out.end();
    return out.take();
}

namespace {

Answer list(Context& context, Request const& request, db::Read& read) {
    auto page = page_of(request);
    auto all = conversations::list(read, request.account(), page);
    Renderer render(context, read, request.account());
    auto response = http::json(conversations_json(render, read, request.account(), all, true));
    add_links(response, request, ends_of(all, page.limit, [](Conversation const& each) { return each.last.value; }));
    return response;
}

Answer mark_read(Context& context, Request const& request, db::Write& write) {
    auto each = TRY(conversations::mark_read(write, request.account(), TRY(id_of<PostId>(request))));
    Renderer render(context, write, request.account());
    auto json = conversations_json(render, write, request.account(), {each}, false);
    if (json.empty()) return not_found();
    return http::json(std::move(json));
}

Answer remove(Request const& request, db::Write& write) {
    TRY(conversations::remove(write, request.account(), TRY(id_of<PostId>(request))));
    return http::json("{}");
}

}  // namespace

void add_conversation_routes(Section api, Context& context) {
    api.get("/api/v1/conversations", {Open::to_members, "read:statuses"}, [&context](Request const& request, db::Read& read) {
        return list(context, request, read);
    }).says("Private conversations, by their newest message");
    api.post("/api/v1/conversations/:id/read", {Open::to_members, "write:conversations"}, [&context](Request const& request, db::Write& write) {
        return mark_read(context, request, write);
    }).says("Marks a conversation as read");
    api.remove("/api/v1/conversations/:id", {Open::to_members, "write:conversations"}, remove).says("Puts a conversation away until its next message");
}

}  // namespace mastodon
