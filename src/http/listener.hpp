// One open stream, by SSE or WebSocket: a socket, its topics and a short queue of shared bytes. No request, no buffers.
#pragma once
#include "http/connection.hpp"
#include "http/websocket.hpp"
#include <memory>
#include <vector>

namespace http {

class Listener final : public Timed, public std::enable_shared_from_this<Listener>, private FrameReader::Incoming {
public:
    Listener(Loop&, Socket, std::shared_ptr<Stream>);
    ~Listener() override;
    void start(std::string first_bytes, std::string_view already_received);

    // Both give false when the stream must be closed; the caller does it, since this happens amid a topic's list.
    bool hear(Publication const&, Publication::Copy const&);
    bool allowed() const { return !stream_->still_allowed || stream_->still_allowed(); }

    void end(std::uint16_t code);  // says good-bye, then closes
    void close();

private:
    struct Seat {  // in a topic's list
        Topic* topic;
        std::size_t place;
    };
    static constexpr std::size_t longest_queue = 64, largest_queue = 256 * 1024;

    void due() override;
    void on_text(std::string_view) override;
    void on_ping(std::string_view) override;
    void on_close(std::uint16_t) override;

    bool send(Shared);
    bool flush();
    void wait_to_read();
    void wait_to_write();
    void read();
    void sit_down(std::string const& topic);
    void stand_up(std::string const& topic);
    void leave_seat(std::size_t index);
    void set_alarm(Milliseconds now);

    Loop& loop_;
    Socket socket_;
    std::shared_ptr<Stream> const stream_;
    std::vector<Seat> seats_;
    std::vector<Shared> queue_;
    std::size_t offset_ = 0, queued_bytes_ = 0;  // offset_: sent bytes of the queue's first
    Milliseconds next_heartbeat_ = 0, next_check_ = 0, blocked_since_ = 0, last_heard_ = 0;
    std::uint64_t last_ = 0;  // publication heard: two of our topics may carry one message: SSE hears it once
    FrameReader frames_;
    bool closed_ = false;
    bool waits_to_write_ = false;
};

// Turns the connection into a stream when the response asks for one. False: the response says why not, send that.
bool begin_stream(Connection&, Exchange&);

}  // namespace http
