// The grammar of multipart/form-data (RFC 7578), strictly: no padding, no nested parts, a name on each part.
#include "http/multipart.hpp"
#include "http/head_fields.hpp"
#include "http/limits.hpp"

namespace http {

namespace {

std::unexpected<base::Refusal> malformed() { return base::refuse(base::Why::invalid, "The form could not be read."); }

base::Result<PartHead> parse_part_head(std::string_view text) {
    PartHead head;
    bool named = false;
    while (!text.empty()) {
        auto line = text.substr(0, text.find("\r\n"));
        text.remove_prefix(std::min(text.size(), line.size() + 2));
        auto colon = line.find(':');
        if (colon == line.npos) return malformed();
        auto name = line.substr(0, colon);
        auto value = trim_blanks(line.substr(colon + 1));
        if (same_ignoring_case(name, "content-type")) head.type = value;
        if (!same_ignoring_case(name, "content-disposition")) continue;
        if (!same_ignoring_case(media_type(value), "form-data")) return malformed();
        auto field = parameter_of(value, "name");
        if (!field || named) return malformed();
        named = true;
        head.name = std::move(*field);
        if (auto file = parameter_of(value, "filename")) {
            head.is_file = true;
            head.file_name = std::move(*file);
        }
    }
    if (!named) return malformed();
    return head;
}

}  // namespace

base::Result<base::Done> Multipart::take(std::string_view bytes) {
    held_ += bytes;
    while (state_ != State::done)
        if (TRY(step()) == Step::need_more) return base::Done{};
    held_.clear();  // what follows the last boundary means nothing
    return base::Done{};
}

base::Result<base::Done> Multipart::finish() const {
    if (state_ != State::done) return malformed();
    return base::Done{};
}

base::Result<Multipart::Step> Multipart::step() {
    switch (state_) {
    case State::before:
    case State::content: return look_for_delimiter();
    case State::after_delimiter:
        if (held_.size() < 2) return Step::need_more;
        if (held_.starts_with("--")) state_ = State::done;
        else if (held_.starts_with("\r\n")) state_ = State::head;
        else return malformed();
        // The line break stays: a head of no lines is "\r\n\r\n" too, and is then refused for want of a name.
        return Step::go_on;
    case State::head: return read_head();
    case State::done: break;
    }
    return Step::need_more;
}

base::Result<Multipart::Step> Multipart::look_for_delimiter() {
    auto place = held_.find(delimiter_);
    bool found = place != held_.npos;
    auto certain = found ? place : held_.size() - std::min(held_.size(), delimiter_.size() - 1);
    if (state_ == State::content && certain > 0) TRY(sink_.part_bytes(std::string_view(held_).substr(0, certain)));
    if (!found) {
        held_.erase(0, certain);
        return Step::need_more;
    }
    held_.erase(0, place + delimiter_.size());
    if (state_ == State::content) TRY(sink_.end_part());
    state_ = State::after_delimiter;
    return Step::go_on;
}

base::Result<Multipart::Step> Multipart::read_head() {
    auto end = held_.find("\r\n\r\n");
    if (end == held_.npos || end > largest_part_head) {
        if (held_.size() > largest_part_head) return malformed();
        return Step::need_more;
    }
    auto lines = end < 2 ? std::string_view{} : std::string_view(held_).substr(2, end - 2);
    auto head = TRY(parse_part_head(lines));
    held_.erase(0, end + 4);
    TRY(sink_.begin_part(head));
    state_ = State::content;
    return Step::go_on;
}

}  // namespace http
