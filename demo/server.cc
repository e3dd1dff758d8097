#include "demo/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <future>
#include <optional>
#include <string>
#include <thread>

namespace mingcha::demo {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto kIdleLimit = std::chrono::seconds(30);

std::optional<Answer> AnswerTo(const PortalSite& site, const http::request<http::string_body>& request) {
  std::string key(request.target());
  if (request.method() == http::verb::post) key = "POST " + key + " " + request.body();
  const auto answer = site.answers.find(key);
  if (answer != site.answers.end()) return answer->second;
  return site.traps ? site.traps(key) : std::nullopt;
}

http::response<http::string_body> Reply(const std::optional<Answer>& answer,
                                        const http::request<http::string_body>& request) {
  http::response<http::string_body> response;
  response.version(request.version());
  response.keep_alive(request.keep_alive());
  response.set(http::field::server, "mingcha-demo");
  if (!answer) {
    response.result(http::status::not_found);
    response.set(http::field::content_type, "text/html; charset=utf-8");
    response.body() = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>";
  } else {
    response.result(static_cast<unsigned>(answer->status));
    response.set(http::field::content_type, answer->content_type);
    if (!answer->location.empty()) response.set(http::field::location, answer->location);
    response.body() = answer->body;
  }
  response.prepare_payload();
  if (request.method() == http::verb::head) response.body().clear();
  return response;
}

/// One connection. `site` outlives it: the server joins its thread before the sites go.
asio::awaitable<void> Serve(tcp::socket socket, const PortalSite* site) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  try {
    while (true) {
      stream.expires_after(kIdleLimit);
      http::request<http::string_body> request;
      co_await http::async_read(stream, buffer, request, asio::use_awaitable);
      const std::optional<Answer> answer = AnswerTo(*site, request);
      if (answer && answer->delay_ms > 0) {
        asio::steady_timer timer(stream.get_executor(), std::chrono::milliseconds(answer->delay_ms));
        co_await timer.async_wait(asio::use_awaitable);
      }
      http::response<http::string_body> response = Reply(answer, request);
      co_await http::async_write(stream, response, asio::use_awaitable);
      if (!response.keep_alive()) break;
    }
  } catch (const beast::system_error&) {
    // The peer went away or sent no HTTP: nothing to answer.
  }
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> Accept(tcp::acceptor* acceptor, const PortalSite* site) {
  try {
    while (true) {
      tcp::socket socket = co_await acceptor->async_accept(asio::use_awaitable);
      asio::co_spawn(acceptor->get_executor(), Serve(std::move(socket), site), asio::detached);
    }
  } catch (const boost::system::system_error&) {
    // The acceptor was closed: the server ends.
  }
}

bool Open(tcp::acceptor* acceptor, uint16_t port) {
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  boost::system::error_code error;
  acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    boost::system::error_code ignored;
    acceptor->close(ignored);
  }
  return !error;
}

}  // namespace

struct Server::Impl {
  asio::io_context context{1};
  std::vector<tcp::acceptor> acceptors;
  std::vector<PortalSite> sites;
  std::thread thread;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

base::Result<std::unique_ptr<Server>> Server::Listen(size_t count, uint16_t first_port) {
  auto impl = std::make_unique<Impl>();
  for (size_t i = 0; i < count; ++i) {
    tcp::acceptor acceptor(impl->context);
    const bool fixed = first_port != 0 && Open(&acceptor, static_cast<uint16_t>(first_port + i));
    if (!fixed && !Open(&acceptor, 0)) {
      return base::Fail(base::ErrorCode::kIo, "no port on 127.0.0.1 could be opened for the demo portal");
    }
    impl->acceptors.push_back(std::move(acceptor));
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() {
  impl_->context.stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

std::vector<uint16_t> Server::ports() const {
  std::vector<uint16_t> ports;
  for (const tcp::acceptor& acceptor : impl_->acceptors) ports.push_back(acceptor.local_endpoint().port());
  return ports;
}

void Server::Start(std::vector<PortalSite> sites) {
  impl_->sites = std::move(sites);
  for (size_t i = 0; i < impl_->acceptors.size() && i < impl_->sites.size(); ++i) {
    asio::co_spawn(impl_->context, Accept(&impl_->acceptors[i], &impl_->sites[i]), asio::detached);
  }
  impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

void Server::Replace(std::vector<PortalSite> sites) {
  std::promise<void> done;
  asio::post(impl_->context, [&] {
    for (size_t i = 0; i < impl_->sites.size() && i < sites.size(); ++i)
      impl_->sites[i] = std::move(sites[i]);
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace mingcha::demo
