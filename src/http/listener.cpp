// Streams. A listener that is not read fast enough is dropped: nobody waits for it.
#include "http/listener.hpp"
#include "http/head_fields.hpp"
#include <algorithm>
#include <array>
#include <sys/socket.h>
#include <sys/uio.h>

namespace http {

namespace {

Shared shared(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

Shared heartbeat(bool websocket) {
    static Shared const comment = shared(":thump\n"), ping = shared(websocket_frame(Opcode::ping, {}));
    return websocket ? ping : comment;
}

}  // namespace

Listener::Listener(Loop& loop, Socket socket, std::shared_ptr<Stream> stream) : loop_(loop), socket_(std::move(socket)), stream_(std::move(stream)) {
    ++loop_.world->hub.inside().streams;
    Counters::add(loop_.counters.streams, 1);
}

Listener::~Listener() {
    --loop_.world->hub.inside().streams;
    Counters::add(loop_.counters.streams, -1);
}

void Listener::start(std::string first_bytes, std::string_view already_received) {
    auto self = shared_from_this();
    loop_.listeners.emplace(this, self);
    auto const& patience = loop_.world->options.patience;
    auto now = steady_now();
    next_heartbeat_ = now + patience.heartbeat;
    next_check_ = now + patience.recheck;
    last_heard_ = now;
    set_alarm(now);
    for (auto const& topic : stream_->topics) sit_down(topic);
    if (!send(shared(std::move(first_bytes)))) return close();
    if (stream_->websocket && !already_received.empty())
        if (auto wrong = frames_.take(already_received, *this)) return end(wrong);
    wait_to_read();
}

bool Listener::hear(Publication const& publication, Publication::Copy const& copy) {
    if (!allowed()) return false;
    if (stream_->hears && !stream_->hears(copy.topic)) return true;
    if (stream_->websocket) return !copy.frame || send(copy.frame);
    if (last_ == publication.number) return true;
    last_ = publication.number;
    return send(publication.event);
}

bool Listener::send(Shared bytes) {
    if (closed_) return true;
    if (queue_.size() >= longest_queue || queued_bytes_ + bytes->size() > largest_queue) {
        Counters::add(loop_.counters.dropped_streams, 1);
        return false;
    }
    queued_bytes_ += bytes->size();
    queue_.push_back(std::move(bytes));
    return waits_to_write_ || flush();
}

bool Listener::flush() {
    while (!queue_.empty()) {
        std::array<iovec, 16> parts;
        auto count = std::min(parts.size(), queue_.size());
        for (std::size_t i = 0; i < count; ++i) parts[i] = {const_cast<char*>(queue_[i]->data()), queue_[i]->size()};
        parts[0].iov_base = static_cast<char*>(parts[0].iov_base) + offset_;
        parts[0].iov_len -= offset_;
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        auto taken = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL);
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0 && errno != EAGAIN) return false;
        if (taken < 0) {
            wait_to_write();
            return true;
        }
        offset_ += static_cast<std::size_t>(taken);
        std::size_t done = 0;
        for (; done < queue_.size() && offset_ >= queue_[done]->size(); ++done) {
            offset_ -= queue_[done]->size();
            queued_bytes_ -= queue_[done]->size();
        }
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(done));
    }
    std::vector<Shared>().swap(queue_);  // an idle stream keeps nothing
    return true;
}

void Listener::wait_to_write() {
    waits_to_write_ = true;
    blocked_since_ = steady_now();
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](Error error) {
        self->waits_to_write_ = false;
        if (self->closed_) return;
        if (error || !self->flush()) self->close();
    });
}

void Listener::wait_to_read() {
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](Error error) {
        if (self->closed_) return;
        if (error) return self->close();
        self->read();
    });
}

void Listener::read() {
    auto& scratch = loop_.scratch;
    auto got = ::recv(socket_.native_handle(), scratch.data(), scratch.size(), 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return close();
    if (got > 0 && stream_->websocket) {
        last_heard_ = steady_now();
        // Copied: what a message leads to may use the scratch again.
        std::string bytes(scratch.data(), static_cast<std::size_t>(got));
        if (auto wrong = frames_.take(bytes, *this)) return end(wrong);
    }
    if (!closed_) wait_to_read();
}

void Listener::on_text(std::string_view message) {
    if (closed_ || !stream_->on_message) return;
    auto change = stream_->on_message(message);
    for (auto const& topic : change.leave) stand_up(topic);
    for (auto const& topic : change.add) sit_down(topic);
    if (!change.answer.empty() && !send(shared(websocket_frame(Opcode::text, change.answer)))) close();
}

void Listener::on_ping(std::string_view payload) {
    if (!closed_ && !send(shared(websocket_frame(Opcode::pong, payload)))) close();
}

void Listener::on_close(std::uint16_t code) { end(code); }

void Listener::sit_down(std::string const& name) {
    if (std::ranges::any_of(seats_, [&](Seat const& seat) { return seat.topic->name == name; })) return;
    auto& topic = loop_.topics[name];
    topic.name = name;
    seats_.push_back({&topic, topic.listeners.size()});
    topic.listeners.push_back(this);
    loop_.world->hub.inside().listen(name, stream_->websocket);
}

void Listener::stand_up(std::string const& name) {
    auto seat = std::ranges::find_if(seats_, [&](Seat const& each) { return each.topic->name == name; });
    if (seat != seats_.end()) leave_seat(static_cast<std::size_t>(seat - seats_.begin()));
}

// The last in the topic's list takes the place: leaving costs the same among ten listeners and ten thousand.
void Listener::leave_seat(std::size_t index) {
    auto [topic, place] = seats_[index];
    seats_.erase(seats_.begin() + static_cast<std::ptrdiff_t>(index));
    auto* last = topic->listeners.back();
    topic->listeners[place] = last;
    topic->listeners.pop_back();
    for (auto& seat : last->seats_)
        if (seat.topic == topic && last != this) seat.place = place;
    auto name = topic->name;
    loop_.world->hub.inside().unlisten(name, stream_->websocket);
    if (topic->listeners.empty()) loop_.topics.erase(name);
}

void Listener::set_alarm(Milliseconds now) {
    auto next = std::min(next_heartbeat_, next_check_);
    if (waits_to_write_) next = std::min(next, blocked_since_ + loop_.world->options.patience.write);
    loop_.wheel.set(*this, std::max(next, now + 1));
}

void Listener::due() {
    auto const& patience = loop_.world->options.patience;
    auto self = shared_from_this();
    auto now = steady_now();
    bool stuck = waits_to_write_ && now >= blocked_since_ + patience.write;
    // A WebSocket answers our pings; one that did not for so long has lost its other end.
    bool silent = stream_->websocket && now >= last_heard_ + 3 * patience.heartbeat;
    if (stuck || silent) return close();
    if (now >= next_check_) {
        if (!allowed()) return end(1008);
        next_check_ = now + patience.recheck;
    }
    if (now >= next_heartbeat_) {
        next_heartbeat_ = now + patience.heartbeat;
        if (!send(heartbeat(stream_->websocket))) return close();
    }
    set_alarm(now);
}

void Listener::end(std::uint16_t code) {
    if (closed_) return;
    if (stream_->websocket) send(shared(websocket_close(code)));
    ::shutdown(socket_.native_handle(), SHUT_WR);
    close();
}

void Listener::close() {
    if (closed_) return;
    closed_ = true;
    auto self = shared_from_this();
    Wheel::clear(*this);
    while (!seats_.empty()) leave_seat(seats_.size() - 1);
    Error ignored;
    socket_.close(ignored);
    loop_.listeners.erase(this);
}

bool begin_stream(Connection& connection, Exchange& exchange) {
    auto& response = exchange.response;
    auto stream = std::move(response.stream);
    response.stream = nullptr;
    if (response.status != 200 || exchange.head_only || connection.loop.world->stopping) {
        if (connection.loop.world->stopping) response = text("The server is stopping.\n", 503);
        response.type = exchange.head_only ? "text/event-stream" : response.type;
        return false;
    }
    std::string head;
    HeadFacts facts{.has_length = false, .date = connection.loop.date()};
    response.type = stream->websocket ? "" : "text/event-stream";
    if (stream->websocket) {
        auto accept = websocket_accept(exchange.request);
        if (accept.empty()) {
            response = text("This address speaks WebSocket.\n", 426).with("Upgrade", "websocket").with("Connection", "Upgrade");
            return false;
        }
        response.status = 101;
        response.with("Upgrade", "websocket").with("Connection", "Upgrade").with("Sec-WebSocket-Accept", std::move(accept));
        auto protocol = exchange.request.header("sec-websocket-protocol");
        if (!protocol.empty() && header_of(response, "sec-websocket-protocol").empty())
            response.with("Sec-WebSocket-Protocol", std::string(trim_blanks(protocol.substr(0, protocol.find(',')))));
    } else {
        facts.keep_alive = false;  // it ends when the connection does
        response.with("Cache-Control", "no-store").with("X-Accel-Buffering", "no");
    }
    write_head(head, connection.loop.world->every_answer, exchange.request, response, facts);
    if (!stream->websocket) head += ":thump\n";
    auto received = std::move(connection.in);
    connection.never_expire();
    std::make_shared<Listener>(connection.loop, std::move(connection.socket), std::move(stream))->start(std::move(head), received);
    return true;
}

}  // namespace http
