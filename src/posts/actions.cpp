// The buttons under a post. In place, the card comes back as it is now; without a script, the reader goes back to it.
#include "emojis/emojis.hpp"
#include "posts/page_parts.hpp"
#include "posts/reading.hpp"
#include "teams/teams.hpp"
#include <charconv>

namespace posts {
namespace {

using base::Result;
using Rule = Result<Post> (*)(db::Write&, AccountId, PostId);

std::string back_to(http::Request const& request, PostId post) {
    // Only our own pages: the Referer of another site says nothing.
    auto from = request.header("referer");
    auto site = base::site_url();
    if (!from.starts_with(site + "/")) return "/posts/" + post.text();
    auto path = std::string(from.substr(site.size()));
    return path.substr(0, path.find('#')) + "#p" + post.text();
}

// The card comes back as its page shows it: open where the page is about it, and among its thread without what it answers.
Look look_on_page(http::Request const& request, base::Time now, PostId post) {
    auto from = request.header("referer");
    auto last = from.substr(from.rfind('/') + 1);
    bool in_thread = from.find("/@") != from.npos && base::parse<PostId>(last).has_value(), open = in_thread && last == post.text();
    return {.viewer = request.account(), .now = now, .open_thread = open, .in_thread = in_thread && !open};
}

// The card as it is now, or back to it.
http::Answer shown_again(http::Request const& request, db::Read& read, PostId id) {
    if (!request.wants_fragment()) return http::redirect(back_to(request, id));
    html::Words words(request.locale);
    return html::fragment(emojis::drawn(read, fill_cards(words, read, cards(read, {id}, request.account()), look_on_page(request, read.now, id))));
}

http::Answer switched(http::Request const& request, db::Write& write, Rule on, Rule off) {
    auto id = request.parameters.id<PostId>("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such post.");
    bool wanted = request.fields.flag("on").value_or(true);
    TRY((wanted ? on : off)(write, request.account(), *id));
    return shown_again(request, write, *id);
}

http::Answer vote(http::Request const& request, db::Write& write) {
    auto id = request.parameters.id<PostId>("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such post.");
    auto post = TRY(seen(write, request.account(), *id));
    std::vector<int> choices;
    for (auto const& text : request.fields.list("choices" + id->text())) {
        int place = -1;  // which is refused
        std::from_chars(text.data(), text.data() + text.size(), place);
        choices.push_back(place);
    }
    TRY(polls::vote(write, post.id, request.account(), choices));
    return shown_again(request, write, *id);
}

http::Answer limit(http::Request const& request, db::Write& write) {
    auto id = request.parameters.id<PostId>("id");
    auto policy = policy_in(request.fields);
    if (!id || !policy) return base::refuse(base::Why::not_found, "There is no such post.");
    TRY(change_policy(write, request.account(), *id, *policy));
    return http::redirect("/posts/" + id->text());
}

Result<Post> share(db::Write& write, AccountId account, PostId post) { return boost(write, account, post); }

http::Writer switching(Rule on, Rule off) {
    return [on, off](http::Request const& request, db::Write& write) { return switched(request, write, on, off); };
}

http::Answer delete_post(http::Request const& request, db::Write& write) {
    auto id = request.parameters.id<PostId>("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such post.");
    TRY(remove(write, request.account(), *id));
    teams::wrote(write, request, request.account(), "post.delete", id->text());
    return http::redirect("/home");
}

}  // namespace

void add_actions(http::Router::Section pages) {
    using http::Open;
    pages.post("/posts/:id/support", Open::to_members, switching(favourite, unfavourite));
    pages.post("/posts/:id/share", Open::to_members, switching(share, unboost));
    pages.post("/posts/:id/save", Open::to_members, switching(bookmark, unbookmark));
    pages.post("/posts/:id/pin", Open::to_members, switching(pin, unpin));
    pages.post("/posts/:id/mute", Open::to_members, switching(mute_thread, unmute_thread));
    pages.post("/posts/:id/quote", Open::to_members, switching(approve_quote, revoke_quote));
    pages.post("/posts/:id/vote", Open::to_members, vote);
    pages.post("/posts/:id/policy", Open::to_members, limit);
    pages.post("/posts/:id/delete", Open::to_members, delete_post);
}

}  // namespace posts
