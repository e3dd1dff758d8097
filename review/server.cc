#include "review/server.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

namespace mingcha::review {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr uint32_t kHeadBytes = 16U << 10U;
constexpr auto kHeadTime = std::chrono::seconds(15);
constexpr auto kBodyTime = std::chrono::minutes(2);
constexpr int kConnections = 64;

/// What the connections share; one thread.
struct Shared {
  Desk* desk = nullptr;
  int open = 0;
};

/// Counts a connection for as long as it lives.
class Counted {
 public:
  explicit Counted(Shared* shared) : shared_(shared) { ++shared_->open; }
  ~Counted() { --shared_->open; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  Shared* shared_;
};

std::string Text(beast::string_view view) { return {view.data(), view.size()}; }

template <typename Fields>
Request HeadOf(const Fields& message) {
  Request request;
  request.method = Text(message.method_string());
  request.target = Text(message.target());
  request.host = Text(message[http::field::host]);
  request.origin = Text(message[http::field::origin]);
  request.content_type = Text(message[http::field::content_type]);
  request.fetch_site = Text(message["Sec-Fetch-Site"]);
  return request;
}

http::response<http::string_body> Wire(Response answer, unsigned version, bool keep_alive) {
  http::response<http::string_body> response;
  response.version(version);
  response.keep_alive(keep_alive);
  response.result(static_cast<unsigned>(answer.status));
  response.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : CommonHeaders()) response.set(name, value);
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.body() = std::move(answer.body);
  response.prepare_payload();
  return response;
}

/// One connection. `shared` outlives it: the server joins its thread first.
asio::awaitable<void> Serve(tcp::socket socket, Shared* shared) {
  const Counted counted(shared);
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer(kHeadBytes + (size_t{64} << 10U));
  try {
    for (bool more = true; more;) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(kHeadBytes);
      parser.body_limit(boost::none);  // set below, when it is known who asks
      stream.expires_after(kHeadTime);
      co_await http::async_read_header(stream, buffer, parser, asio::use_awaitable);
      Request request = HeadOf(parser.get());
      std::optional<Response> answer = shared->desk->Refuse(request);
      const uint64_t limit = Desk::BodyLimit(request);
      if (!answer && parser.content_length() && *parser.content_length() > limit)
        answer = Response{413, "text/plain; charset=utf-8", "too large\n", {}};
      more = !answer && parser.keep_alive();  // what was refused has a body nobody read
      stream.expires_after(kBodyTime);
      if (!answer) {
        parser.body_limit(limit);
        co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
        request.body = std::move(parser.get().body());
        answer = shared->desk->Handle(request);
      }
      http::response<http::string_body> response = Wire(std::move(*answer), parser.get().version(), more);
      co_await http::async_write(stream, response, asio::use_awaitable);
    }
  } catch (const beast::system_error&) {
    // The peer went away, sent no HTTP, was too slow or sent too much: nothing to answer.
  }
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> Accept(tcp::acceptor* acceptor, Shared* shared) {
  try {
    while (true) {
      tcp::socket socket = co_await acceptor->async_accept(asio::use_awaitable);
      if (shared->open >= kConnections) continue;  // closed at once
      asio::co_spawn(acceptor->get_executor(), Serve(std::move(socket), shared), asio::detached);
    }
  } catch (const boost::system::system_error&) {
    // The acceptor was closed: the server ends.
  }
}

}  // namespace

struct Server::Impl {
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  Shared shared;
  std::thread thread;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

base::Result<std::unique_ptr<Server>> Server::Listen(uint16_t port) {
  auto impl = std::make_unique<Impl>();
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  boost::system::error_code error;
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return base::Fail(base::ErrorCode::kIo,
                      "port {} on 127.0.0.1 cannot be opened ({}); leave --port out to take a free one", port,
                      error.message());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() { Stop(); }

void Server::Stop() {
  impl_->context.stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

uint16_t Server::port() const { return impl_->acceptor.local_endpoint().port(); }

void Server::Start(Desk* desk) {
  impl_->shared.desk = desk;
  asio::co_spawn(impl_->context, Accept(&impl_->acceptor, &impl_->shared), asio::detached);
  impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

std::string RandomToken() {
  std::random_device device;
  std::string token;
  for (int i = 0; i < 8; ++i) token += fmt::format("{:08x}", device());
  return token;
}

}  // namespace mingcha::review
