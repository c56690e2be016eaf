// Multipart: the same body in one piece and byte by byte gives the same parts.
#include "http/multipart.hpp"
#include <cstdint>
#include <cstdlib>

namespace {
struct Told final : http::PartSink {
    std::string text;
    base::Result<base::Done> begin_part(http::PartHead const& head) override {
        text += "\n[" + head.name + "|" + head.file_name + "|" + head.type + "]";
        return base::Done{};
    }
    base::Result<base::Done> part_bytes(std::string_view bytes) override { text += bytes; return base::Done{}; }
    base::Result<base::Done> end_part() override { text += "[end]"; return base::Done{}; }
};
std::string read(std::string_view body, std::size_t step) {
    Told told;
    http::Multipart reader("B", told);
    while (!body.empty()) {
        if (!reader.take(body.substr(0, step))) return "refused";
        body.remove_prefix(std::min(step, body.size()));
    }
    return reader.finish() ? told.text : "unfinished";
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view body(reinterpret_cast<char const*>(data), size);
    auto whole = read(body, size + 1), slowly = read(body, 1);
    if (whole != slowly && whole != "refused" && slowly != "refused") std::abort();
    return 0;
}
