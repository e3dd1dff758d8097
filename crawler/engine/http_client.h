#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"
#include "model/page_record.h"

namespace boost::asio {
class io_context;
}

namespace mingcha::crawler {

struct HttpRequest {
  std::string url;
  std::string user_agent;
  std::string ca_file;                  ///< Authorities to trust; empty: the system's.
  int64_t max_body_bytes = 20'000'000;  ///< Of the decoded body.
  int max_unpack_ratio = 100;           ///< More than that, and over 4 MB, is a bomb.
  int max_header_bytes = 256 * 1024;
  int timeout_ms = 30'000;  ///< Of the whole request.
  int connect_timeout_ms = 10'000;
  bool allow_private_addresses = false;
  std::string post;                              ///< Body of a POST, form-encoded; empty: GET.
  std::string if_none_match, if_modified_since;  ///< Validators for a conditional request; empty: plain.
  bool unpacked = false;                         ///< Asks for no content coding and undoes none.
  bool cut_at_limit = false;  ///< A body over the limit is no failure: its beginning is enough (robots.txt).
};

/// One answer, or why there was none.
struct HttpResponse {
  model::FetchOutcome outcome = model::FetchOutcome::kOk;  ///< kOk: a whole answer of any status.
  std::string detail;                                      ///< In English; empty for kOk.
  int status = 0;
  std::string request_head, response_head;  ///< As sent and received; of HTTP/2 as curl prints them.
  std::string body;                         ///< Decoded; what had come when the outcome is not kOk.
  std::string content_type, last_modified, etag, location;
  std::string remote_address;
  int64_t retry_after_s = 0;  ///< 0: none.
  int elapsed_ms = 0;
  std::string http_version;  ///< `1.0`, `1.1`, `2`; empty: no answer.
  model::TlsInfo tls;        ///< Of the connection, also where it was opened for an earlier request.
  model::FetchTiming timing;
  bool unknown_coding = false;  ///< A Content-Encoding that is none (`utf-8`): to be asked `unpacked`.
};

/// True for an answer that names another address to ask.
[[nodiscard]] bool IsRedirect(const HttpResponse& response);

/// The address an answer leads to, resolved against the one that was asked, without user name and password:
/// they are nobody's to send. nullopt: it is none.
[[nodiscard]] std::optional<base::Url> RedirectTarget(const HttpResponse& response, const base::Url& asked);

/// Asks single URLs: no redirects followed, no cookies kept, no proxy, http and https only.
///
/// curl's multi handle drives the sockets of one io_context; all calls come from the thread that runs it. The
/// client must outlive its transfers. HTTP/1.1 keep-alive, HTTP/2 over TLS, every content coding curl knows.
class HttpClient {
 public:
  explicit HttpClient(boost::asio::io_context& io);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;  // curl keeps its address.
  HttpClient& operator=(const HttpClient&) = delete;

  /// Never throws for what the network does: trouble is an outcome.
  boost::asio::awaitable<HttpResponse> Fetch(HttpRequest request);
  /// Ends every transfer under way with kCancelled, and every later one at once.
  void CancelAll();

  [[nodiscard]] int active() const;              ///< Transfers under way.
  [[nodiscard]] int64_t received_bytes() const;  ///< Bodies of transfers under way, as far as received.

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::crawler
