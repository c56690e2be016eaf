// Publishes: finds who listens, writes the bytes once, hands them to every loop.
#include "http/hub.hpp"
#include "base/json.hpp"
#include "http/hub_inside.hpp"
#include "http/websocket.hpp"
#include <map>

namespace http {

std::string server_sent_event(Message const& message) {
    std::string out;
    if (!message.event.empty()) out += "event: " + message.event + "\n";
    std::string_view rest = message.payload;
    while (true) {  // a line break inside would end the event early
        auto end = rest.find_first_of("\r\n");
        ((out += "data: ") += rest.substr(0, end)) += '\n';
        if (end == rest.npos) break;
        rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return out += '\n';
}

std::string stream_document(std::vector<std::string> const& stream, Message const& message) {
    base::Json out;
    out.object().key("stream").array();
    for (auto const& name : stream) out.value(name);
    out.end().pair("event", message.event).pair("payload", message.payload).end();
    return out.take();
}

int Hub::Inside::join(Take take) {
    std::unique_lock lock(mutex);
    loops[++next_loop] = std::move(take);
    return next_loop;
}

void Hub::Inside::leave(int number) {
    std::unique_lock lock(mutex);
    loops.erase(number);
}

void Hub::Inside::listen(std::string const& topic, bool websocket) {
    std::unique_lock lock(mutex);
    ++listeners[topic];
    if (websocket) ++websockets;
}

void Hub::Inside::unlisten(std::string const& topic, bool websocket) {
    std::unique_lock lock(mutex);
    if (auto found = listeners.find(topic); found != listeners.end() && --found->second == 0) listeners.erase(found);
    if (websocket) --websockets;
}

void Hub::Inside::hand_out(std::shared_ptr<Publication const> const& publication) {
    std::shared_lock lock(mutex);
    for (auto const& [number, take] : loops) take(publication);
}

Hub::Hub() : inside_(std::make_unique<Inside>()) {}
Hub::~Hub() = default;

void Hub::publish(std::string_view topic, Message const& message) { publish(std::vector<std::string>{std::string(topic)}, message); }

void Hub::publish(std::vector<std::string> const& topics, Message const& message) {
    auto publication = std::make_shared<Publication>();
    {
        std::shared_lock lock(inside_->mutex);
        for (auto const& topic : topics)
            if (inside_->listeners.contains(topic)) publication->copies.push_back({topic, nullptr});
    }
    if (publication->copies.empty()) return;
    publication->number = ++inside_->published;
    publication->event = std::make_shared<std::string const>(server_sent_event(message));
    if (inside_->websockets > 0) {
        // Ten thousand followers' topics are all called ["user"]: one frame.
        std::map<std::vector<std::string>, Shared> frames;
        for (auto& copy : publication->copies) {
            auto stream = names ? names(copy.topic) : std::vector<std::string>{copy.topic};
            auto& frame = frames[stream];
            if (!frame) frame = std::make_shared<std::string const>(websocket_frame(Opcode::text, stream_document(stream, message)));
            copy.frame = frame;
        }
    }
    inside_->hand_out(publication);
}

bool Hub::anyone_on(std::string_view topic) const {
    std::shared_lock lock(inside_->mutex);
    return inside_->listeners.contains(std::string(topic));
}

std::int64_t Hub::listeners() const { return inside_->streams; }

std::int64_t Hub::listeners(std::string_view topic) const {
    std::shared_lock lock(inside_->mutex);
    auto const found = inside_->listeners.find(std::string(topic));
    return found == inside_->listeners.end() ? 0 : found->second;
}

std::vector<std::string> Hub::topics_under(std::string_view start) const {
    std::vector<std::string> found;
    std::shared_lock lock(inside_->mutex);
    for (auto const& [topic, times] : inside_->listeners)
        if (topic.starts_with(start)) found.push_back(topic);
    return found;
}

void Hub::recheck() {
    auto publication = std::make_shared<Publication>();
    publication->recheck = true;
    inside_->hand_out(publication);
}

}  // namespace http
