// Takes a parsed head apart into a Request.
#include "http/parser.hpp"
#include "http/head_fields.hpp"

namespace http {

namespace {
namespace errc = boost::system::errc;
boost::beast::error_code bad() { return errc::make_error_code(errc::bad_message); }
}  // namespace

void Parser::on_request_impl(boost::beast::http::verb, View method, View target, int version, Error&) {
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
    version_ = version;
}

void Parser::on_field_impl(boost::beast::http::field, View name, View value, Error&) {
    if (head_done_) return;  // a trailer must not pass for a header
    std::string lower(name.data(), name.size());
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (lower == "cookie") parse_cookies({value.data(), value.size()}, request_.cookies);
    request_.headers.emplace_back(std::move(lower), std::string(value.data(), value.size()));
}

std::size_t Parser::on_body_impl(View body, Error& error) {
    if (!sink_) return body.size();
    if (auto taken = sink_->take({body.data(), body.size()}); !taken) {
        refusal_ = taken.error();
        error = bad();
    }
    return body.size();
}

void Parser::on_chunk_header_impl(std::uint64_t, View extensions, Error& error) {
    // Nothing uses them, and a few kilobytes on every byte of content is an attack.
    if (extensions.size() > 64) error = bad();
}

}  // namespace http
