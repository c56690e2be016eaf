// WebSocket frames: the same bytes in one piece and one by one give the same messages and the same verdict.
#include "http/websocket.hpp"
#include <cstdlib>

namespace {
struct Heard final : http::FrameReader::Incoming {
    std::string told;
    void on_text(std::string_view text) override { (told += "\ntext:") += text; }
    void on_ping(std::string_view text) override { (told += "\nping:") += text; }
    void on_close(std::uint16_t code) override { told += "\nclose:" + std::to_string(code); }
};
std::string read(std::string_view bytes, std::size_t step) {
    Heard heard;
    http::FrameReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += step)
        if (auto wrong = reader.take(bytes.substr(at, step), heard)) return heard.told + "\nwrong:" + std::to_string(wrong);
    return heard.told;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<char const*>(data), size);
    if (read(bytes, size + 1) != read(bytes, 1)) std::abort();
    return 0;
}
