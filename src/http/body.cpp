// Receives bodies. A file's bytes go straight to disk: a large upload costs a buffer, not its size, in memory.
#include "http/body.hpp"
#include "db/database.hpp"
#include "http/head_fields.hpp"
#include "http/limits.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

namespace http {

namespace {

std::string random_name() {
    unsigned char bytes[16];
    if (::getrandom(bytes, sizeof bytes, 0) != sizeof bytes) throw std::runtime_error("no random bytes for an upload's name");
    static constexpr char digits[] = "0123456789abcdef";
    std::string name;
    for (auto byte : bytes) (name += digits[byte >> 4]) += digits[byte & 15];
    return name;
}

[[noreturn]] void throw_file_error(int error) {
    auto kind = error == ENOSPC || error == EDQUOT ? db::Broken::Kind::full : db::Broken::Kind::other;
    throw db::Broken(kind, std::string("upload: ") + std::strerror(error));
}

std::unexpected<base::Refusal> too_large() { return base::refuse(base::Why::too_large, "This is larger than the server takes."); }

}  // namespace

Body::Body(Request& request, std::int64_t largest, std::string folder, bool whole) : request_(request), largest_(largest), folder_(std::move(folder)) {
    auto type = request.header("content-type");
    bool is_form = same_ignoring_case(media_type(type), "application/json") || same_ignoring_case(media_type(type), "application/x-www-form-urlencoded");
    if (!same_ignoring_case(media_type(type), "multipart/form-data")) {
        whole_ = whole && !is_form;
        return;
    }
    auto boundary = parameter_of(type, "boundary").value_or("");
    if (boundary.size() > 70) boundary.clear();
    multipart_ = std::make_unique<Multipart>(boundary, static_cast<PartSink&>(*this));
}

Body::~Body() {
    if (file_ >= 0) ::close(file_);
    for (auto const& upload : request_.uploads) ::unlink(upload.path.c_str());
}

base::Result<base::Done> Body::take(std::string_view bytes) {
    received_ += static_cast<std::int64_t>(bytes.size());
    if (received_ > largest_) return too_large();
    if (multipart_) return multipart_->take(bytes);
    if (whole_) {
        if (file_ < 0) open_file({}, {}, std::string(request_.header("content-type")));
        write_whole(bytes);
        request_.uploads.back().size += static_cast<std::int64_t>(bytes.size());
        return base::Done{};
    }
    request_.body += bytes;
    return base::Done{};
}

base::Result<base::Done> Body::finish() {
    if (multipart_) return received_ == 0 ? base::Result<base::Done>(base::Done{}) : multipart_->finish();
    if (whole_) {
        if (file_ >= 0) ::close(file_);
        file_ = -1;
        return base::Done{};
    }
    auto type = media_type(request_.header("content-type"));
    if (same_ignoring_case(type, "application/json")) return parse_json(request_.body, request_.fields);
    if (!same_ignoring_case(type, "application/x-www-form-urlencoded")) return base::Done{};
    auto form = std::move(request_.body);
    request_.body.clear();
    return parse_query(form, request_.fields);
}

base::Result<base::Done> Body::begin_part(PartHead const& head) {
    if (++parts_ > most_parts) return base::refuse(base::Why::too_large, "This form has too many parts.");
    part_ = head;
    value_.clear();
    TRY(check_field(head.name, head.file_name, request_.fields));
    if (!head.is_file) return base::Done{};
    if (request_.uploads.size() >= most_uploads) return base::refuse(base::Why::too_large, "These are too many files at once.");
    open_file(head.name, head.file_name, head.type);
    return base::Done{};
}

void Body::open_file(std::string const& field, std::string const& name, std::string const& type) {
    auto path = folder_ + "/" + random_name();
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file_ < 0) throw_file_error(errno);
    request_.uploads.push_back({field, name, type, std::move(path), 0});
}

base::Result<base::Done> Body::part_bytes(std::string_view bytes) {
    if (part_.is_file) {
        write_whole(bytes);
        request_.uploads.back().size += static_cast<std::int64_t>(bytes.size());
        return base::Done{};
    }
    text_ += bytes.size();
    if (text_ > largest_part_text) return base::refuse(base::Why::too_large, "The text of this form is too long.");
    value_ += bytes;
    return base::Done{};
}

base::Result<base::Done> Body::end_part() {
    if (!part_.is_file) {
        TRY(check_field(part_.name, value_, request_.fields));
        request_.fields.add(part_.name, std::move(value_));
        return base::Done{};
    }
    ::close(file_);
    file_ = -1;
    auto const& upload = request_.uploads.back();
    if (upload.size > 0 || !upload.name.empty()) return base::Done{};
    ::unlink(upload.path.c_str());  // a file field that was left empty
    request_.uploads.pop_back();
    return base::Done{};
}

void Body::write_whole(std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_file_error(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace http
