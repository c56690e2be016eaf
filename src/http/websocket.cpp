// Frames. Ours and not Beast's for one reason: a frame written once can go to ten thousand sockets as the same bytes, and
// a socket that only listens holds no buffers.
#include "http/websocket.hpp"
#include "base/text.hpp"
#include "http/head_fields.hpp"
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace http {

namespace {

constexpr std::uint16_t protocol_error = 1002, unsupported = 1003, bad_text = 1007, too_big = 1009;

bool has_word(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        auto comma = list.find(',');
        if (same_ignoring_case(trim_blanks(list.substr(0, comma)), word)) return true;
        list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    }
    return false;
}

std::string base64(unsigned char const* bytes, int size) {
    std::string out(static_cast<std::size_t>((size + 2) / 3 * 4) + 1, '\0');
    auto written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, size);
    out.resize(static_cast<std::size_t>(written));
    return out;
}

bool is_close_code(std::uint16_t code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) || (code >= 3000 && code <= 4999);
}

}  // namespace

std::string websocket_frame(Opcode opcode, std::string_view payload) {
    std::string out;
    out.reserve(payload.size() + 10);
    out += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    if (payload.size() < 126) {
        out += static_cast<char>(payload.size());
    } else {
        bool wide = payload.size() > 0xffff;
        out += static_cast<char>(wide ? 127 : 126);
        for (int shift = wide ? 56 : 8; shift >= 0; shift -= 8) out += static_cast<char>((payload.size() >> shift) & 0xff);
    }
    return out += payload;
}

std::string websocket_close(std::uint16_t code) {
    char bytes[] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return websocket_frame(Opcode::close, {bytes, 2});
}

std::string websocket_accept(Request const& request) {
    auto key = request.header("sec-websocket-key");
    bool proper = request.method == "GET" && same_ignoring_case(request.header("upgrade"), "websocket") &&
                  has_word(request.header("connection"), "upgrade") && request.header("sec-websocket-version") == "13" && key.size() == 24;
    if (!proper) return {};
    auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest);
    return base64(digest, sizeof digest);
}

std::uint16_t FrameReader::take(std::string_view bytes, Incoming& incoming) {
    held_ += bytes;
    std::size_t used = 0;
    std::uint16_t wrong = 0;
    while (!closed_ && !wrong) {
        auto rest = std::string_view(held_).substr(used);
        auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
        if (rest.size() < 2) break;
        auto opcode = static_cast<Opcode>(byte(0) & 0x0f);
        bool last = byte(0) & 0x80, control = byte(0) & 0x08;
        std::size_t size = byte(1) & 0x7f, at = 2;
        // Every client frame is masked, and nobody has agreed on an extension.
        if (!(byte(1) & 0x80) || (byte(0) & 0x70) || (control && (!last || size > 125))) {
            wrong = protocol_error;
            break;
        }
        if (size >= 126) {
            std::size_t wide = size == 126 ? 2 : 8;
            if (rest.size() < at + wide) break;
            size = 0;
            for (std::size_t i = 0; i < wide; ++i) size = size << 8 | byte(at + i);
            at += wide;
        }
        if (size > largest || message_.size() + size > largest) {
            wrong = too_big;
            break;
        }
        if (rest.size() < at + 4 + size) break;
        std::string payload(rest.substr(at + 4, size));
        for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(payload[i] ^ rest[at + i % 4]);
        used += at + 4 + size;
        wrong = frame(opcode, last, payload, incoming);
    }
    held_.erase(0, used);
    if (held_.empty()) std::string().swap(held_);
    return wrong;
}

std::uint16_t FrameReader::frame(Opcode opcode, bool last, std::string_view payload, Incoming& incoming) {
    switch (opcode) {
    case Opcode::binary: return unsupported;
    case Opcode::text:
    case Opcode::continuation:
        if (in_message_ == (opcode == Opcode::text)) return protocol_error;
        in_message_ = !last;
        message_ += payload;
        if (!last) return 0;
        if (!base::is_utf8(message_)) return bad_text;
        incoming.on_text(message_);
        std::string().swap(message_);
        return 0;
    case Opcode::ping: incoming.on_ping(payload); return 0;
    case Opcode::pong: return 0;
    case Opcode::close: {
        std::uint16_t code = 1000;
        if (payload.size() == 1) return protocol_error;
        if (payload.size() >= 2) {
            code = static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]));
            if (!is_close_code(code)) return protocol_error;
            if (!base::is_utf8(payload.substr(2))) return bad_text;
        }
        closed_ = true;
        incoming.on_close(code);
        return 0;
    }
    }
    return protocol_error;
}

}  // namespace http
