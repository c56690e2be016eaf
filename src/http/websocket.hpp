// The WebSocket protocol (RFC 6455), the server's side of it, without sockets: frames in, frames out.
#pragma once
#include "http/router.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace http {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

std::string websocket_frame(Opcode, std::string_view payload);
std::string websocket_close(std::uint16_t code);

// What Sec-WebSocket-Accept answers to a key; "" when the request is no proper handshake.
std::string websocket_accept(Request const&);

// Takes bytes as they arrive, gives whole messages. Holds no memory between messages.
class FrameReader {
public:
    static constexpr std::size_t largest = 64 * 1024;
    struct Incoming {
        virtual void on_text(std::string_view) = 0;
        virtual void on_ping(std::string_view) = 0;
        virtual void on_close(std::uint16_t code) = 0;

    protected:
        ~Incoming() = default;
    };
    // 0, or the close code of what was wrong; nothing may be given to it afterwards. After on_close it takes no more.
    std::uint16_t take(std::string_view bytes, Incoming&);

private:
    std::uint16_t frame(Opcode, bool last, std::string_view payload, Incoming&);
    std::string held_;     // a frame that is not whole yet
    std::string message_;  // the parts of a fragmented message
    bool in_message_ = false, closed_ = false;
};

}  // namespace http
