// One sendmsg for an answer from memory, sendfile for one from disk.
#include "http/sender.hpp"
#include "base/time.hpp"
#include "http/head_fields.hpp"
#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace http {

namespace {

std::string_view piece_at(std::string const& head, Response const& response, std::size_t index) {
    if (index == 0) return head;
    if (index == 1) return response.body;
    return *response.pieces[index - 2];
}

std::string file_tag(struct stat const& about) {
    return "\"" + std::to_string(about.st_mtim.tv_sec) + "-" + std::to_string(about.st_mtim.tv_nsec) + "-" + std::to_string(about.st_size) + "\"";
}

bool range_counts(Request const& request, std::string_view tag) {
    auto condition = request.header("if-range");
    return condition.empty() || condition == tag;
}

}  // namespace

Sender::Sender(Exchange& exchange) : response_(exchange.response) {
    auto& response = exchange.response;
    if (!response.file.empty()) open_file(exchange);
    HeadFacts facts{.keep_alive = exchange.keep_alive, .date = exchange.connection.loop.date(), .verdict = exchange.verdict};
    facts.length = file_left_ + static_cast<std::int64_t>(response.body.size());
    for (auto const& piece : response.pieces) facts.length += static_cast<std::int64_t>(piece->size());
    write_head(head_, exchange.world().every_answer, exchange.request, response, facts);
    bool with_body = !exchange.head_only && has_body(response.status);
    pieces_ = with_body ? 2 + response.pieces.size() : 1;
    if (!with_body) file_left_ = 0;
}

Sender::~Sender() {
    if (file_ >= 0) ::close(file_);
}

void Sender::open_file(Exchange& exchange) {
    auto& response = exchange.response;
    response.body.clear();
    response.pieces.clear();
    file_ = ::open(response.file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    if (file_ < 0 || ::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) {
        exchange.refuse({base::Why::not_found, "Record not found", {}});
        return;
    }
    file_left_ = about.st_size;
    if (header_of(response, "etag").empty()) response.with("ETag", file_tag(about));
    auto tag = std::string(header_of(response, "etag"));
    if (header_of(response, "last-modified").empty()) response.with("Last-Modified", base::http_date(about.st_mtim.tv_sec * 1000));
    response.with("Accept-Ranges", "bytes");
    if (response.status != 200) return;
    if (auto known = exchange.request.header("if-none-match"); !known.empty() && names_tag(known, tag)) {
        response.status = 304;
        return;
    }
    auto wanted = exchange.request.header("range");
    if (wanted.empty() || exchange.head_only || !range_counts(exchange.request, tag)) return;
    auto range = parse_range(wanted, about.st_size);
    if (!range) return;
    auto size = std::to_string(about.st_size);
    if (range->first > range->last) {
        response.status = 416;
        response.with("Content-Range", "bytes */" + size);
        file_left_ = 0;
        return;
    }
    response.status = 206;
    response.with("Content-Range", "bytes " + std::to_string(range->first) + "-" + std::to_string(range->last) + "/" + size);
    file_offset_ = range->first;
    file_left_ = range->last - range->first + 1;
}

Sender::Outcome Sender::push(int socket) {
    auto outcome = push_memory(socket);
    return outcome == Outcome::all && file_left_ > 0 ? push_file(socket) : outcome;
}

Sender::Outcome Sender::push_memory(int socket) {
    while (piece_ < pieces_) {
        std::array<iovec, 32> parts;
        std::size_t count = 0;
        for (auto index = piece_; index < pieces_ && count < parts.size(); ++index) {
            auto piece = piece_at(head_, response_, index);
            if (index == piece_) piece.remove_prefix(offset_);
            parts[count++] = {const_cast<char*>(piece.data()), piece.size()};
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        bool more = file_left_ > 0 || piece_ + count < pieces_;
        auto taken = ::sendmsg(socket, &message, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0) return errno == EAGAIN ? Outcome::blocked : Outcome::failed;
        sent_ += taken;
        for (auto left = static_cast<std::size_t>(taken); piece_ < pieces_;) {
            auto rest = piece_at(head_, response_, piece_).size() - offset_;
            if (left < rest) {
                offset_ += left;
                break;
            }
            left -= rest;
            offset_ = 0;
            ++piece_;
        }
    }
    return Outcome::all;
}

Sender::Outcome Sender::push_file(int socket) {
    while (file_left_ > 0) {
        auto taken = ::sendfile(socket, file_, &file_offset_, static_cast<std::size_t>(std::min<std::int64_t>(file_left_, 1 << 20)));
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0) return errno == EAGAIN ? Outcome::blocked : Outcome::failed;
        if (taken == 0) return Outcome::failed;  // the file became shorter: the length we promised cannot be kept
        file_left_ -= taken;
        sent_ += taken;
    }
    return Outcome::all;
}

}  // namespace http
