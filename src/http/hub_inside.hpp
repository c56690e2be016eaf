// What the server sees of a hub.
#pragma once
#include "http/hub.hpp"
#include "http/router.hpp"
#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace http {

// One message on its way to every loop. Constant once made; shared by all of them.
struct Publication {
    struct Copy {
        std::string topic;
        Shared frame;  // a WebSocket frame that names the topic's stream; null when nobody listens by WebSocket
    };
    std::vector<Copy> copies;  // topics that somebody listens to
    Shared event;              // for SSE
    std::uint64_t number = 0;  // no two alike
    bool recheck = false;      // no message: ask every stream whether it may go on
};

struct Hub::Inside {
    using Take = std::function<void(std::shared_ptr<Publication const>)>;

    // A loop joins before it serves and leaves before it ends. `take` is called on any thread and must only post.
    int join(Take take);
    void leave(int number);
    void listen(std::string const& topic, bool websocket);
    void unlisten(std::string const& topic, bool websocket);
    void hand_out(std::shared_ptr<Publication const> const&);

    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, std::int64_t> listeners;  // guarded by mutex, as are the next two
    std::map<int, Take> loops;
    int next_loop = 0;
    std::atomic<std::int64_t> streams{0}, websockets{0};
    std::atomic<std::uint64_t> published{0};
};

// Text that may be sent as it is to any number of sockets.
std::string server_sent_event(Message const&);
std::string stream_document(std::vector<std::string> const& stream, Message const&);

}  // namespace http
