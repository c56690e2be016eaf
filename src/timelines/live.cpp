// What open pages hear while they are open: ids of new posts, and how many notifications wait. Nothing private: the page
// asks for the rest.
#include "base/json.hpp"
#include "notifications/notifications.hpp"
#include "timelines/timelines.hpp"

namespace timelines {
namespace {

std::string home_topic(AccountId reader) { return "page/home/" + reader.text(); }
std::string bell_topic(AccountId reader) { return "page/bell/" + reader.text(); }
std::string thread_topic(PostId thread) { return "page/thread/" + thread.text(); }
PostId thread_of(posts::Post const& post) { return post.thread ? post.thread : post.id; }
constexpr std::string_view local_topic = "page/local";

http::Message new_post(PostId post) {
    base::Json json;
    json.object().pair("id", post.text()).end();
    return {"posts", json.take()};
}

// Of an answer that everybody may read: the topic of its thread's open pages.
std::string answered_thread(db::Read& read, PostId id) {
    auto post = posts::find_unchecked(read, id);
    bool open = post && post->reply_to && (post->visibility == posts::Visibility::everyone || post->visibility == posts::Visibility::unlisted);
    return open ? thread_topic(thread_of(*post)) : std::string();
}

bool is_local(db::Read& read, PostId id) {
    auto post = posts::find_unchecked(read, id);
    return post && !post->boost_of && post->visibility == posts::Visibility::everyone && (!post->reply_to || post->reply_to_author == post->author);
}

}  // namespace

void add_live(http::Router::Section pages, Feeds& feeds, StillValid still_valid) {
    auto stream = [still_valid](http::Request const& request, std::vector<std::string> topics) {
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = std::move(topics);
        if (request.account()) response.stream->topics.push_back(bell_topic(request.account()));
        // What stands on every page: warnings that concern the reader, in their language.
        auto const locale = std::string(request.locale);
        response.stream->topics.push_back(request.account() ? "pages/" + locale + "/" + request.account().text() : "visitors/" + locale);
        response.stream->still_allowed = [still_valid, person = request.person] { return !person || still_valid(*person); };
        return response;
    };
    pages.get("/live/home", http::Open::to_members, [&feeds, stream](http::Request const& request, db::Read& read) -> http::Answer {
        feeds.load(read, request.account());
        return stream(request, {home_topic(request.account())});
    });
    pages.get("/live/bell", http::Open::to_members, [stream](http::Request const& request, db::Read&) -> http::Answer { return stream(request, {}); });
    // Answers that everybody may read: who asks may read the post they hang on.
    pages.get("/live/posts/:id", http::Open::to_anyone, [stream](http::Request const& request, db::Read& read) -> http::Answer {
        auto id = request.parameters.id<PostId>("id");
        auto post = id ? posts::find(read, *id, request.account()) : std::nullopt;
        if (!post) return base::refuse(base::Why::not_found, "There is no such post.");
        return stream(request, {thread_topic(thread_of(*post))});
    });
    // What is said below an alert: the same for everybody who is signed in, and for visitors, in their language.
    pages.get("/live/alerts/:id", http::Open::to_anyone, [stream](http::Request const& request, db::Read&) -> http::Answer {
        auto const alert = request.parameters.integer("id").value_or(0);
        return stream(request, {"page/alert/" + std::to_string(alert) + (request.account() ? "/members/" : "/visitors/") + std::string(request.locale)});
    });
    pages.get("/live/local", http::Open::to_anyone, [stream](http::Request const& request, db::Read&) -> http::Answer {
        return stream(request, {std::string(local_topic)});
    });
}

void tell_open_pages(bus::Bus& bus, db::Database& database, Feeds& feeds, http::Hub& hub) {
    auto open_pages = [&](PostId post, AccountId author) {
        std::vector<std::string> topics;
        for (auto reader : feeds.readers_of(post, author))
            if (reader != author && hub.anyone_on(home_topic(reader))) topics.push_back(home_topic(reader));
        if (hub.anyone_on(local_topic) && database.read([&](db::Read& read) { return is_local(read, post); })) topics.emplace_back(local_topic);
        return topics;
    };
    bus.soon<posts::Published>([&database, &hub, open_pages](posts::Published const& event) {
        if (hub.listeners() == 0) return;  // nobody waits: who follows need not be known
        if (auto topics = open_pages(event.post, event.author); !topics.empty()) hub.publish(topics, new_post(event.post));
        if (event.boost_of) return;
        auto topic = database.read([&](db::Read& read) { return answered_thread(read, event.post); });
        if (!topic.empty() && hub.anyone_on(topic)) hub.publish(topic, new_post(event.post));
    });
    // Votes are seen as they come by those who see results; the rest of an open page stays as it is.
    bus.soon<posts::Edited>([&database, &hub, open_pages](posts::Edited const& event) {
        if (event.edited) return;
        auto topics = open_pages(event.post, event.author);
        if (hub.anyone_on(home_topic(event.author))) topics.push_back(home_topic(event.author));
        if (topics.empty()) return;
        auto numbers = database.read([&](db::Read& read) { return posts::poll_numbers(read, event.post); });
        if (!numbers.markup.empty()) hub.publish(topics, {"html", numbers.markup});
    });
    auto ring = [&](AccountId account) {
        if (!hub.anyone_on(bell_topic(account))) return;
        base::Json json;
        json.object().pair("unread", database.read([&](db::Read& read) { return notifications::unread(read, account); })).end();
        hub.publish(bell_topic(account), {"notifications", json.take()});
    };
    bus.soon<notifications::Told>([ring](notifications::Told const& event) { ring(event.account); });
    bus.soon<notifications::Read>([ring](notifications::Read const& event) { ring(event.account); });
}

}  // namespace timelines
