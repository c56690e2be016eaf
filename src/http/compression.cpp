// brotli 4 and gzip 5: past these levels a page costs more time than it saves. On a loop, where others wait: 1 and 1.
#include "http/compression.hpp"
#include "http/head_fields.hpp"
#include <algorithm>
#include <brotli/encode.h>
#include <zlib.h>

namespace http {

namespace {

constexpr std::size_t worth_it = 1024, most = 8 << 20;

template <class Feed>
void each_piece(Response const& response, Feed feed) {
    feed(std::string_view(response.body), response.pieces.empty());
    for (std::size_t i = 0; i < response.pieces.size(); ++i) feed(std::string_view(*response.pieces[i]), i + 1 == response.pieces.size());
}

std::string brotli(Response const& response, std::size_t size, Effort effort) {
    auto* state = BrotliEncoderCreateInstance(nullptr, nullptr, nullptr);
    if (!state) throw std::bad_alloc();
    BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, effort == Effort::quick ? 1 : 4);
    BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT, static_cast<std::uint32_t>(size));
    BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN, 18);
    std::string out(BrotliEncoderMaxCompressedSize(size) + 64, '\0');
    auto room = out.size();
    auto* next_out = reinterpret_cast<std::uint8_t*>(out.data());
    bool fine = true;
    each_piece(response, [&](std::string_view piece, bool last) {
        auto left = piece.size();
        auto const* next = reinterpret_cast<std::uint8_t const*>(piece.data());
        fine = fine && BrotliEncoderCompressStream(state, last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS, &left, &next, &room, &next_out, nullptr);
    });
    fine = fine && BrotliEncoderIsFinished(state);
    BrotliEncoderDestroyInstance(state);
    out.resize(fine ? out.size() - room : 0);
    return out;
}

std::string gzip(Response const& response, std::size_t size, Effort effort) {
    z_stream stream{};
    if (deflateInit2(&stream, effort == Effort::quick ? 1 : 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string out(deflateBound(&stream, size) + 64, '\0');
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int state = Z_OK;
    each_piece(response, [&](std::string_view piece, bool last) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
        stream.avail_in = static_cast<uInt>(piece.size());
        state = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    });
    out.resize(state == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

bool has_header(Response const& response, std::string_view lower) {
    return std::ranges::any_of(response.headers, [&](auto const& header) { return same_ignoring_case(header.first, lower); });
}

}  // namespace

bool is_compressible(std::string_view type) {
    type = media_type(type);
    if (type.starts_with("text/")) return type != "text/event-stream";
    for (std::string_view suffix : {"json", "xml", "javascript", "wasm", "manifest"})
        if (type.ends_with(suffix)) return true;
    return false;
}

void compress(Request const& request, Response& response, Effort effort) {
    if (response.stream || !response.file.empty() || !is_compressible(response.type) || has_header(response, "content-encoding")) return;
    auto size = response.body.size();
    for (auto const& piece : response.pieces) size += piece->size();
    if (size < worth_it || size > most) return;
    response.with("Vary", "Accept-Encoding");
    auto accepted = request.header("accept-encoding");
    if (accepted.empty()) return;
    bool small = accepts_encoding(accepted, "br");
    if (!small && !accepts_encoding(accepted, "gzip")) return;
    auto smaller = small ? brotli(response, size, effort) : gzip(response, size, effort);
    if (smaller.empty() || smaller.size() >= size) return;
    response.body = std::move(smaller);
    response.pieces.clear();
    response.with("Content-Encoding", small ? "br" : "gzip");
}

}  // namespace http
