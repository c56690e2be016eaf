// Beast's parser, filling our own Request. For .cpp files of this folder only.
#pragma once
#include "http/head_check.hpp"
#include "http/router.hpp"
#include <boost/beast/http/basic_parser.hpp>

namespace http {

// What receives the bytes of a body, chunks already undone.
class BodySink {
public:
    virtual base::Result<base::Done> take(std::string_view) = 0;

protected:
    ~BodySink() = default;
};

class Parser final : public boost::beast::http::basic_parser<true> {
public:
    explicit Parser(Request& request) : request_(request) {
        header_limit(64 * 1024);  // ours is smaller and was checked before
        body_limit(boost::none);  // the sink counts
        eager(true);
    }
    void into(BodySink& sink) { sink_ = &sink; }
    bool head_done() const { return head_done_; }
    bool is_old() const { return version_ < 11; }
    std::optional<base::Refusal> const& refusal() const { return refusal_; }  // of the sink

private:
    using Error = boost::beast::error_code;
    using View = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, View method, View target, int version, Error&) override;
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(boost::beast::http::field, View name, View value, Error&) override;
    void on_header_impl(Error&) override { head_done_ = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
    std::size_t on_body_impl(View, Error&) override;
    void on_chunk_header_impl(std::uint64_t, View extensions, Error&) override;
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Error& error) override { return on_body_impl(body, error); }
    void on_finish_impl(Error&) override {}

    Request& request_;
    BodySink* sink_ = nullptr;
    std::optional<base::Refusal> refusal_;
    int version_ = 11;
    bool head_done_ = false;
};

}  // namespace http
