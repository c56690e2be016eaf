// Asio as this folder uses it: one concrete executor, so that nothing is type-erased on the way. For .cpp files only.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using Await = asio::use_awaitable_t<Executor>;
using Error = boost::system::error_code;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;

// Failures of a socket are an everyday thing: told in `error`, not thrown.
inline auto reporting(Error& error) { return asio::redirect_error(Await(), error); }

}  // namespace http
