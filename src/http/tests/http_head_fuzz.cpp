// Request heads and bodies through the strict check and Beast's parser: what passes has one reading.
#include "http/parser.hpp"
#include <cstdlib>

namespace {
struct Count final : http::BodySink {
    std::size_t bytes = 0;
    base::Result<base::Done> take(std::string_view piece) override { bytes += piece.size(); return base::Done{}; }
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto end = text.find("\r\n\r\n");
    if (end == text.npos || http::check_head(text.substr(0, end + 4)) != 0) return 0;
    http::Request request;
    http::Parser parser(request);
    Count count;
    parser.into(count);
    boost::beast::error_code error;
    parser.put(boost::asio::const_buffer(text.data(), end + 4), error);
    if (error) return 0;
    if (!parser.head_done()) std::abort();
    int hosts = 0, lengths = 0, codings = 0;
    for (auto const& [name, value] : request.headers) {
        hosts += name == "host";
        lengths += name == "content-length";
        codings += name == "transfer-encoding";
        if (value.find_first_of("\r\n") != value.npos) std::abort();
    }
    if (hosts > 1 || lengths + codings > 1 || (codings == 1) != parser.chunked()) std::abort();
    text.remove_prefix(end + 4);
    while (!parser.is_done() && !text.empty()) {
        auto used = parser.put(boost::asio::const_buffer(text.data(), text.size()), error);
        if (error || used == 0) return 0;
        text.remove_prefix(used);
    }
    return 0;
}
