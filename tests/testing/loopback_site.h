#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mingcha::testing {

/// What a loopback site answers to one request.
struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Besides Content-Length.
  std::string body;
  int delay_ms = 0;        ///< Before the first byte.
  int chunk_bytes = 0;     ///< > 0: the body goes out in pieces of this size …
  int chunk_delay_ms = 0;  ///< … with this pause before each.
  /// What goes wrong, if anything.
  enum class Fault {
    kNone,
    kReset,          ///< The connection is reset instead of an answer.
    kResetInBody,    ///< … after the head and half the body.
    kTruncate,       ///< Closed in order after half of the announced body.
    kEndlessHeader,  ///< Header lines without end.
    kNotHttp,        ///< Bytes that are no HTTP.
    kSilence,        ///< No answer; the connection stays open until the client leaves.
  } fault = Fault::kNone;

  [[nodiscard]] static Reply Html(std::string body_text) {
    Reply reply;
    reply.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    reply.body = std::move(body_text);
    return reply;
  }
  [[nodiscard]] static Reply Text(std::string body_text) {
    Reply reply;
    reply.headers = {{"Content-Type", "text/plain"}};
    reply.body = std::move(body_text);
    return reply;
  }
  [[nodiscard]] static Reply Status(int code) {
    Reply reply = Html("<p>status</p>");
    reply.status = code;
    return reply;
  }
  [[nodiscard]] static Reply Redirect(std::string target, int code = 302) {
    Reply reply;
    reply.status = code;
    reply.headers = {{"Location", std::move(target)}};
    return reply;
  }
};

/// One request as the site saw it.
struct SeenRequest {
  std::string target;  ///< Path and query; of a POST `POST /path?query body`, by which it is routed too.
  std::string head;    ///< Request line and headers as received.
  std::chrono::steady_clock::time_point arrived;
  int open_now = 0;  ///< Requests whose answer had not begun at that moment, this one included.
};

/// A scripted HTTP/1.1 server on one loopback address, in a thread of its own; keeps connections alive.
///
/// Unknown paths answer 404. Routes may be set while it runs. Any thread may call; the destructor stops it.
class LoopbackSite {
 public:
  using Answer = std::function<Reply(std::string_view target, int visit)>;

  explicit LoopbackSite(const std::string& address = "127.0.0.1");
  ~LoopbackSite();
  LoopbackSite(const LoopbackSite&) = delete;
  LoopbackSite& operator=(const LoopbackSite&) = delete;

  void Route(std::string target, Reply reply);
  /// `visit` counts the requests for this target from 1. Runs on the site's thread.
  void Route(std::string target, Answer answer);
  /// For every target without a route.
  void Otherwise(Answer answer);

  [[nodiscard]] uint16_t port() const;
  [[nodiscard]] std::string host() const;                        ///< `127.0.0.1:40001`
  [[nodiscard]] std::string Url(std::string_view target) const;  ///< `http://127.0.0.1:40001/x`
  [[nodiscard]] std::vector<SeenRequest> Requests() const;
  [[nodiscard]] int Visits(std::string_view target) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::testing
