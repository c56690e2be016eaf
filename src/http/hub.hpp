// Live streams: who listens to what, and one buffer for all of them.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// What happened, once: every socket that hears it shares the same bytes.
struct Message {
    std::string event;    // update, delete, notification ...
    std::string payload;  // text; for Mastodon's streams a JSON document as a string
};

// Topics are plain strings: "user/17", "public", "tag/asthma". A WebSocket message names its stream: `names`.
class Hub {
public:
    Hub();
    ~Hub();
    // Serialized once for SSE and once for WebSocket (in Mastodon's form {"stream":[...],"event":..,"payload":".."}, the
    // stream named by the listener's topic). Hands the buffer to every loop; slow listeners are dropped, never waited for.
    void publish(std::string_view topic, Message const&);
    // The same message to many topics (a post to each follower's stream): one buffer for all.
    void publish(std::vector<std::string> const& topics, Message const&);
    bool anyone_on(std::string_view topic) const;  // cheap; any thread
    std::int64_t listeners() const;
    std::int64_t listeners(std::string_view topic) const;
    std::vector<std::string> topics_under(std::string_view start) const;  // those that somebody listens to; asks all there are
    // Ends every stream that is no longer allowed (asks still_allowed), within a second.
    void recheck();

    // How a topic is called in a WebSocket message: "user/17" is ["user"], "tag/asthma" is ["hashtag","asthma"].
    std::function<std::vector<std::string>(std::string_view topic)> names;

    struct Inside;  // for the server
    Inside& inside() { return *inside_; }

private:
    std::unique_ptr<Inside> inside_;
};

}  // namespace http
