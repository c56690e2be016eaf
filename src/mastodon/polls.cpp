// Polls as apps read them and vote in them.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include <charconv>

namespace mastodon {

namespace {

// A poll is there for whoever may see its post.
base::Result<polls::Poll> poll_in(Request const& request, db::Read& read) {
    auto post = posts::find(read, TRY(id_of<PostId>(request)), request.account());
    if (!post || !post->poll) return not_found();
    return *post->poll;
}

std::string poll_json(db::Read& read, polls::Poll const& poll, AccountId viewer) {
    auto votes = polls::votes_of(read, viewer, {poll.post});
    base::Json out;
    write(out, poll, read.now, viewer, votes.empty() ? nullptr : &votes.front(), emojis_in(read, poll));
    return out.take();
}

Answer show(Request const& request, db::Read& read) {
    return http::json(poll_json(read, TRY(poll_in(request, read)), request.account()));
}

// What is no number is a choice that is not there.
std::vector<int> choices_in(Request const& request) {
    constexpr int not_there = -1;
    std::vector<int> choices;
    for (auto const& text : request.fields.list("choices")) {
        int choice = not_there;
        auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), choice);
        choices.push_back(fault == std::errc{} && end == text.data() + text.size() ? choice : not_there);
    }
    return choices;
}

Answer vote(Request const& request, db::Write& write) {
    auto poll = TRY(poll_in(request, write));
    auto voted = TRY(polls::vote(write, poll.post, request.account(), choices_in(request)));
    return http::json(poll_json(write, voted, request.account()));
}

}  // namespace

void write(base::Json& out, polls::Poll const& poll, base::Time now, AccountId viewer, polls::Voted const* voted, std::string_view emojis) {
    bool hides = poll.hide_totals && !poll.is_over(now);
    out.object().pair("id", poll.post.text()).pair("expires_at", base::iso8601(poll.expires_at)).pair("expired", poll.is_over(now));
    out.pair("multiple", poll.multiple).pair("votes_count", poll.votes).pair("voters_count", poll.voters);
    out.key("options").array();
    for (auto const& option : poll.options) {
        out.object().pair("title", option.title).key("votes_count");
        hides ? out.null() : out.value(option.votes);
        out.key("emojis").array().end().end();  // the poll's own list has those of all choices
    }
    out.end().key("emojis").raw(emojis);
    if (viewer) {
        // Authors are not asked to vote.
        out.pair("voted", voted || viewer == poll.author).key("own_votes").array();
        for (std::size_t i = 0; voted && i < voted->choices.size(); ++i) out.value(voted->choices[i]);
        out.end();
    }
    out.end();
}

void add_poll_routes(Section api, Context&) {
    api.get("/api/v1/polls/:id", {Open::to_anyone, "read:statuses"}, show).says("A poll, and what one voted for");
    api.post("/api/v1/polls/:id/votes", {Open::to_members, "write:statuses"}, vote)
        .says("Votes in a poll").takes_field("choices[]", "integer", "Places of the choices, counted from 0", true);
}

}  // namespace mastodon
