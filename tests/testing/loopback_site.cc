#include "tests/testing/loopback_site.h"

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

namespace mingcha::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::string HeadOf(const Reply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  return head + "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
}

size_t BodyBytes(const std::string& head) {
  const size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : static_cast<size_t>(std::atoll(head.c_str() + at + 16));
}

}  // namespace

class LoopbackSite::Impl {
 public:
  explicit Impl(const std::string& address)
      : address_(address), acceptor_(io_, tcp::endpoint(asio::ip::make_address(address), 0)) {
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(io_, Accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Impl() {
    io_.stop();
    thread_.join();
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Route(std::string target, Answer answer) {
    const std::lock_guard lock(mutex_);
    routes_[std::move(target)] = std::move(answer);
  }
  void Otherwise(Answer answer) {
    const std::lock_guard lock(mutex_);
    otherwise_ = std::move(answer);
  }
  std::vector<SeenRequest> Requests() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  int Visits(std::string_view target) const {
    const std::lock_guard lock(mutex_);
    const auto found = visits_.find(target);
    return found == visits_.end() ? 0 : found->second;
  }
  uint16_t port() const { return port_; }
  const std::string& address() const { return address_; }

 private:
  asio::awaitable<void> Accept() {
    for (;;) {
      boost::system::error_code error;
      tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      socket.set_option(tcp::no_delay(true), error);  // Else head and body wait 40 ms for each other.
      asio::co_spawn(io_, Serve(std::move(socket)), asio::detached);
    }
  }

  Reply AnswerTo(const std::string& target, std::string head) {
    Answer answer;
    int visit = 0;
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back({target, std::move(head), std::chrono::steady_clock::now(), ++open_});
      visit = ++visits_[target];
      const auto route = routes_.find(target);
      answer = route != routes_.end() ? route->second : otherwise_;
    }
    return answer ? answer(target, visit) : Reply::Status(404);
  }

  asio::awaitable<void> Serve(tcp::socket socket) {
    std::string buffer;
    for (;;) {
      boost::system::error_code error;
      if (buffer.empty()) {
        std::array<char, 4096> first{};
        const size_t got = co_await socket.async_read_some(asio::buffer(first),
                                                           asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        buffer.assign(first.data(), got);
        if (buffer[0] < 'A' || buffer[0] > 'Z') {  // No request line: TLS, most likely.
          co_await Write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
          co_return;
        }
      }
      const size_t size = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n",
                                                          asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      std::string head = buffer.substr(0, size);
      buffer.erase(0, size);
      const size_t begin = head.find(' ') + 1;
      std::string target = head.substr(begin, head.find(' ', begin) - begin);
      if (head.starts_with("POST ")) {
        const size_t bytes = BodyBytes(head);
        if (buffer.size() < bytes) {
          co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                                    asio::transfer_exactly(bytes - buffer.size()),
                                    asio::redirect_error(asio::use_awaitable, error));
          if (error) co_return;
        }
        target = "POST " + target + " " + buffer.substr(0, bytes);
        buffer.erase(0, bytes);
      }
      const Reply reply = AnswerTo(target, std::move(head));
      const bool keep = co_await Send(socket, reply);
      if (!keep) co_return;
    }
  }

  asio::awaitable<void> Pause(int ms) {
    if (ms <= 0) co_return;
    asio::steady_timer timer(io_, std::chrono::milliseconds(ms));
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

  static asio::awaitable<bool> Write(tcp::socket& socket, std::string_view bytes) {
    boost::system::error_code error;
    co_await asio::async_write(socket, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
  }

  static void Reset(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
  }

  /// True if the connection may be used again. `socket` and `reply` live in Serve's frame.
  asio::awaitable<bool> Send(tcp::socket& socket, const Reply& reply) {
    co_await Pause(reply.delay_ms);
    {
      // Before the answer, not after it: else the client's next request could overtake the count.
      const std::lock_guard lock(mutex_);
      --open_;
    }
    const std::string head = HeadOf(reply);
    const std::string_view half = std::string_view(reply.body).substr(0, reply.body.size() / 2);
    bool good = true;
    switch (reply.fault) {
      case Reply::Fault::kNone:
        break;
      case Reply::Fault::kReset:
        Reset(socket);
        co_return false;
      case Reply::Fault::kResetInBody:
        co_await Write(socket, head);
        co_await Write(socket, half);
        co_await Pause(20);  // Lets the bytes arrive before the reset overtakes them.
        Reset(socket);
        co_return false;
      case Reply::Fault::kTruncate:
        co_await Write(socket, head);
        co_await Write(socket, half);
        co_return false;
      case Reply::Fault::kEndlessHeader:
        good = co_await Write(socket, "HTTP/1.1 200 OK\r\n");
        while (good) good = co_await Write(socket, "X-Line: " + std::string(1000, 'x') + "\r\n");
        co_return false;
      case Reply::Fault::kNotHttp:
        co_await Write(socket, "SSH-2.0-nothing for you\r\n\r\n");
        co_return false;
      case Reply::Fault::kSilence: {
        std::string nothing;
        boost::system::error_code error;
        co_await asio::async_read_until(socket, asio::dynamic_buffer(nothing), "\r\n\r\n",
                                        asio::redirect_error(asio::use_awaitable, error));
        co_return false;
      }
    }
    good = co_await Write(socket, head);
    const size_t step = reply.chunk_bytes > 0 ? static_cast<size_t>(reply.chunk_bytes) : reply.body.size();
    for (size_t at = 0; good && at < reply.body.size(); at += step) {
      if (reply.chunk_bytes > 0) co_await Pause(reply.chunk_delay_ms);
      good = co_await Write(socket, std::string_view(reply.body).substr(at, step));
    }
    co_return good;
  }

  const std::string address_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  uint16_t port_ = 0;
  std::thread thread_;

  mutable std::mutex mutex_;  ///< Guards all below.
  std::map<std::string, Answer, std::less<>> routes_;
  Answer otherwise_;
  std::vector<SeenRequest> seen_;
  std::map<std::string, int, std::less<>> visits_;
  int open_ = 0;
};

LoopbackSite::LoopbackSite(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
LoopbackSite::~LoopbackSite() = default;

void LoopbackSite::Route(std::string target, Reply reply) {
  impl_->Route(std::move(target), [reply = std::move(reply)](std::string_view, int) { return reply; });
}
void LoopbackSite::Route(std::string target, Answer answer) {
  impl_->Route(std::move(target), std::move(answer));
}
void LoopbackSite::Otherwise(Answer answer) { impl_->Otherwise(std::move(answer)); }

uint16_t LoopbackSite::port() const { return impl_->port(); }
std::string LoopbackSite::host() const { return impl_->address() + ":" + std::to_string(impl_->port()); }
std::string LoopbackSite::Url(std::string_view target) const {
  return "http://" + host() + std::string(target);
}
std::vector<SeenRequest> LoopbackSite::Requests() const { return impl_->Requests(); }
int LoopbackSite::Visits(std::string_view target) const { return impl_->Visits(target); }

}  // namespace mingcha::testing
