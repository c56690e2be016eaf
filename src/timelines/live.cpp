// What open pages hear while they are open: ids of new posts, and how many notifications wait. Nothing private: the page
// asks for the rest.
#include "base/json.hpp"
#include "notifications/notifications.hpp"
#include "timelines/timelines.hpp"

namespace timelines {
namespace {

std::string home_topic(AccountId reader) { return "page/home/" + reader.text(); }
std::string bell_topic(AccountId reader) { return "page/bell/" + reader.text(); }
constexpr std::string_view local_topic = "page/local";

http::Message new_post(PostId post) {
    base::Json json;
    json.object().pair("id", post.text()).end();
    return {"posts", json.take()};
}

bool is_local(db::Read& read, PostId id) {
    auto post = posts::find_unchecked(read, id);
    return post && post->visibility == posts::Visibility::everyone && (!post->reply_to || post->reply_to_author == post->author);
}

}  // namespace

void add_live(http::Router::Section pages, Feeds& feeds, StillValid still_valid) {
    auto stream = [still_valid](http::Request const& request, std::vector<std::string> topics) {
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = std::move(topics);
        if (request.account()) response.stream->topics.push_back(bell_topic(request.account()));
        response.stream->still_allowed = [still_valid, person = request.person] { return !person || still_valid(*person); };
        return response;
    };
    pages.get("/live/home", http::Open::to_members, [&feeds, stream](http::Request const& request, db::Read& read) -> http::Answer {
        feeds.load(read, request.account());
        return stream(request, {home_topic(request.account())});
    });
    pages.get("/live/local", http::Open::to_anyone, [stream](http::Request const& request, db::Read&) -> http::Answer {
        return stream(request, {std::string(local_topic)});
    });
}

void tell_open_pages(bus::Bus& bus, db::Database& database, Feeds& feeds, http::Hub& hub) {
    bus.soon<posts::Published>([&](posts::Published const& event) {
        std::vector<std::string> topics;
        for (auto reader : feeds.readers_of(event.post, event.author))
            if (reader != event.author && hub.anyone_on(home_topic(reader))) topics.push_back(home_topic(reader));
        if (!event.boost_of && hub.anyone_on(local_topic) && database.read([&](db::Read& read) { return is_local(read, event.post); }))
            topics.emplace_back(local_topic);
        if (!topics.empty()) hub.publish(topics, new_post(event.post));
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
