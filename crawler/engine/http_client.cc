#include "crawler/engine/http_client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "crawler/address.h"
#include "crawler/engine/tls_info.h"
#include "crawler/engine/wait.h"

namespace mingcha::crawler {
namespace {

namespace asio = boost::asio;
using model::FetchOutcome;
using Steady = std::chrono::steady_clock;

/// curl's process-wide set-up, before any thread uses it.
struct CurlGlobal {
  CurlGlobal() { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) << "libcurl does not start"; }
};

/// One request while curl works on it. Lives in the frame of Fetch.
struct Transfer {
  Transfer(asio::io_context& io, HttpRequest asked) : request(std::move(asked)), ended(io) {}

  HttpRequest request;
  HttpResponse response;
  Event ended;
  bool done = false;
  bool head_complete = false;
  bool too_large = false, forbidden = false, cut = false, bomb = false;
  CURL* easy = nullptr;
  int64_t header_bytes = 0;
  int64_t* received = nullptr;    ///< The client's sum.
  curl_slist* headers = nullptr;  ///< Freed by Retire.
  std::array<char, CURL_ERROR_SIZE> error_text{};
};

std::string_view HeaderValue(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return {};
  if (base::ToLowerAscii(line.substr(0, name.size())) != name) return {};
  return base::Trim(line.substr(name.size() + 1));
}

void TakeHeaderLine(std::string_view line, Transfer* transfer) {
  HttpResponse& out = transfer->response;
  const std::pair<std::string_view, std::string*> wanted[] = {{"content-type", &out.content_type},
                                                              {"last-modified", &out.last_modified},
                                                              {"etag", &out.etag},
                                                              {"location", &out.location}};
  for (const auto& [name, place] : wanted) {
    if (const std::string_view value = HeaderValue(line, name); !value.empty()) *place = std::string(value);
  }
}

size_t OnHeader(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const std::string_view line(data, size * count);
  transfer->header_bytes += static_cast<int64_t>(line.size());
  if (transfer->header_bytes > transfer->request.max_header_bytes) {
    transfer->too_large = true;
    return 0;
  }
  HttpResponse& out = transfer->response;
  const bool status_line = line.substr(0, 5) == "HTTP/";
  if (transfer->head_complete && !status_line) return line.size();  // a trailer
  if (status_line) {  // A later one follows an interim answer (1xx), which is not the answer.
    out.response_head.clear();
    out.content_type = out.last_modified = out.etag = out.location = {};
    transfer->head_complete = false;
  }
  out.response_head += line;
  if (line == "\r\n" || line == "\n") {
    transfer->head_complete = true;
  } else if (!status_line) {
    TakeHeaderLine(line, transfer);
  }
  return line.size();
}

/// How many times more bytes came out than came in.
int64_t UnpackRatio(const Transfer& transfer) {
  curl_off_t sent = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_DOWNLOAD_T, &sent);
  return sent <= 0 ? 0 : static_cast<int64_t>(transfer.response.body.size()) / sent;
}

size_t OnBody(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const size_t bytes = size * count;
  const int64_t room =
      transfer->request.max_body_bytes - static_cast<int64_t>(transfer->response.body.size());
  constexpr size_t kBombSize = 4'000'000;
  if (transfer->response.body.size() > kBombSize &&
      UnpackRatio(*transfer) > transfer->request.max_unpack_ratio) {
    transfer->bomb = true;
    return 0;
  }
  if (static_cast<int64_t>(bytes) <= room) {
    transfer->response.body.append(data, bytes);
    *transfer->received += static_cast<int64_t>(bytes);
    return bytes;
  }
  // What fits is kept: evidence up to the limit.
  transfer->response.body.append(data, static_cast<size_t>(room));
  *transfer->received += room;
  if (transfer->request.cut_at_limit) {
    transfer->cut = true;
  } else {
    transfer->too_large = true;
    transfer->bomb = UnpackRatio(*transfer) > transfer->request.max_unpack_ratio;
  }
  return 0;
}

int OnDebug(CURL* /*easy*/, curl_infotype type, char* data, size_t size, void* self) {
  if (type == CURLINFO_HEADER_OUT) static_cast<Transfer*>(self)->response.request_head.append(data, size);
  return 0;
}

std::string AddressText(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  } else if (address->sa_family == AF_INET6) {
    bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  if (bytes == nullptr) return {};
  return inet_ntop(address->sa_family, bytes, text.data(), static_cast<socklen_t>(text.size())) == nullptr
             ? std::string()
             : std::string(text.data());
}

/// The address that was resolved, before anything is sent to it: names can change their answer.
curl_socket_t OnOpenSocket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  const std::string text = AddressText(&address->addr);
  if (!transfer->request.allow_private_addresses && IsPrivateAddress(text)) {
    transfer->forbidden = true;
    transfer->response.remote_address = text;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// The same check for a connection that another request opened; and how it is secured.
int OnBeforeRequest(void* self, char* remote_ip, char* /*local_ip*/, int /*remote_port*/,
                    int /*local_port*/) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->response.remote_address = remote_ip;
  transfer->response.tls = TlsOf(transfer->easy);
  if (transfer->request.allow_private_addresses || !IsPrivateAddress(remote_ip)) return CURL_PREREQFUNC_OK;
  transfer->forbidden = true;
  return CURL_PREREQFUNC_ABORT;
}

FetchOutcome OutcomeOf(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return FetchOutcome::kOk;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return FetchOutcome::kDns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
      return FetchOutcome::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return FetchOutcome::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return FetchOutcome::kTimeout;
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
      return FetchOutcome::kTruncated;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // What 7.88 says to a header line over 100 KB.
      return FetchOutcome::kTooLarge;
    case CURLE_URL_MALFORMAT:
      return FetchOutcome::kBadUrl;
    default:
      return FetchOutcome::kReset;  // Broken off, empty or not HTTP: the detail tells.
  }
}

/// The codings a head names, in lower case; of several fields all.
std::vector<std::string> CodingsOf(std::string_view head) {
  std::vector<std::string> out;
  for (const std::string_view line : base::Split(head, '\n')) {
    for (const std::string_view coding : base::Split(HeaderValue(line, "content-encoding"), ',')) {
      if (!base::Trim(coding).empty()) out.push_back(base::ToLowerAscii(base::Trim(coding)));
    }
  }
  return out;
}

bool IsCoding(const std::string& name) {
  static constexpr std::array<std::string_view, 8> kRegistered = {"gzip", "x-gzip",   "deflate",    "br",
                                                                  "zstd", "compress", "x-compress", "dcb"};
  return std::find(kRegistered.begin(), kRegistered.end(), name) != kRegistered.end();
}

/// Some servers name a charset there: the body is as it would be without.
bool NamesNoCoding(std::string_view head) {
  const std::vector<std::string> codings = CodingsOf(head);
  return !codings.empty() && std::none_of(codings.begin(), codings.end(), IsCoding);
}

bool IsPacked(std::string_view head) {
  const std::vector<std::string> codings = CodingsOf(head);
  return std::any_of(codings.begin(), codings.end(), IsCoding);
}

std::string_view HttpVersionName(CURL* easy) {
  long version = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    default:
      return {};
  }
}

model::FetchTiming TimingOf(CURL* easy) {
  const auto ms = [easy](CURLINFO what) {
    curl_off_t micros = 0;
    curl_easy_getinfo(easy, what, &micros);
    return static_cast<int>(micros / 1000);
  };
  return {ms(CURLINFO_NAMELOOKUP_TIME_T), ms(CURLINFO_CONNECT_TIME_T), ms(CURLINFO_APPCONNECT_TIME_T),
          ms(CURLINFO_STARTTRANSFER_TIME_T)};
}

/// How far a request came that ran out of time.
std::string_view PhaseReached(CURL* easy, const HttpResponse& response) {
  if (!response.response_head.empty()) return "timeout while receiving";
  if (!response.request_head.empty()) return "timeout waiting for the answer";
  curl_off_t resolved = 0;
  curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
  return resolved > 0 ? "timeout while connecting" : "timeout while resolving the name";
}

}  // namespace

/// curl's callbacks on one side, Asio's on the other.
class HttpClient::Impl {
 public:
  explicit Impl(asio::io_context& io) : io_(io), timer_(io) {
    static const CurlGlobal global;
    multi_ = curl_multi_init();
    CHECK(multi_ != nullptr) << "out of memory";
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Impl::OnSocket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Impl::OnTimer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 128L);
  }

  ~Impl() {
    *alive_ = false;
    for (CURL* easy : idle_) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi_);
    for (auto& [socket, watch] : watches_) Release(*watch);
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  asio::awaitable<HttpResponse> Fetch(HttpRequest request) {
    Transfer transfer(io_, std::move(request));
    if (cancelled_) {
      transfer.response.outcome = FetchOutcome::kCancelled;
      co_return std::move(transfer.response);
    }
    CURL* easy = NewEasy(&transfer);
    running_.insert(easy);
    const CURLMcode added = curl_multi_add_handle(multi_, easy);
    CHECK(added == CURLM_OK) << curl_multi_strerror(added);
    while (!transfer.done) co_await transfer.ended.Wait();
    received_ -= static_cast<int64_t>(transfer.response.body.size());
    co_return std::move(transfer.response);
  }

  void CancelAll() {
    cancelled_ = true;
    while (!running_.empty()) {
      CURL* easy = *running_.begin();
      Transfer* transfer = TransferOf(easy);
      transfer->response.outcome = FetchOutcome::kCancelled;
      transfer->response.detail = "cut off: the run was stopped";
      Retire(easy, transfer);
    }
  }

  [[nodiscard]] int active() const { return static_cast<int>(running_.size()); }
  [[nodiscard]] int64_t received_bytes() const { return received_; }

 private:
  /// A socket of curl's that Asio watches. curl owns the descriptor and closes it.
  struct Watch {
    Watch(asio::io_context& io, curl_socket_t fd) : descriptor(io, fd), socket(fd) {}
    asio::posix::stream_descriptor descriptor;
    curl_socket_t socket;
    int wanted = 0;
    bool removed = false;
    std::array<bool, 2> armed{};  ///< read, write
  };
  using WatchPtr = std::shared_ptr<Watch>;

  CURL* NewEasy(Transfer* transfer) {
    CURL* easy = nullptr;
    if (idle_.empty()) {
      easy = curl_easy_init();
      CHECK(easy != nullptr) << "out of memory";
    } else {
      easy = idle_.back();
      idle_.pop_back();
      curl_easy_reset(easy);
    }
    transfer->received = &received_;
    transfer->easy = easy;
    const HttpRequest& request = transfer->request;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error_text.data());
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
    if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // Else the environment could lead past the address check.
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);  // Resolved already, as browsers do it.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // Empty: all that curl was built with.
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, request.unpacked ? "identity" : "");
    curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, request.unpacked ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
    if (!request.post.empty()) {  // The body stands in `transfer` as long as curl needs it.
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.post.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.post.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &OnDebug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);  // Only so does the request's head come out.
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &OnOpenSocket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &OnBeforeRequest);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
    AddValidator("If-None-Match: ", request.if_none_match, transfer);
    AddValidator("If-Modified-Since: ", request.if_modified_since, transfer);
    if (transfer->headers != nullptr) curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    return easy;
  }

  /// A value from an earlier answer's head: it cannot hold a line break, but a stored one is not trusted.
  static void AddValidator(const char* name, const std::string& value, Transfer* transfer) {
    if (value.empty() || value.find_first_of("\r\n") != std::string::npos) return;
    transfer->headers = curl_slist_append(transfer->headers, (name + value).c_str());
  }

  static Transfer* TransferOf(CURL* easy) {
    char* transfer = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    return reinterpret_cast<Transfer*>(transfer);
  }

  /// Takes the handle back and wakes the coroutine; it runs later, never inside this call.
  void Retire(CURL* easy, Transfer* transfer) {
    running_.erase(easy);
    curl_multi_remove_handle(multi_, easy);
    if (running_.empty()) {  // Nothing to ring for: a timer that waits would keep the context from ending.
      rings_at_.reset();
      timer_.cancel();
    }
    curl_slist_free_all(std::exchange(transfer->headers, nullptr));
    if (idle_.size() < 64) {
      idle_.push_back(easy);
    } else {
      curl_easy_cleanup(easy);
    }
    transfer->done = true;
    transfer->ended.Notify();
  }

  void Finish(CURL* easy, CURLcode code) {
    Transfer* transfer = TransferOf(easy);
    HttpResponse& out = transfer->response;
    out.outcome = OutcomeOf(code);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    out.status = static_cast<int>(status);
    curl_off_t micros = 0;
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &micros);
    out.elapsed_ms = static_cast<int>(micros / 1000);
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
    out.retry_after_s = retry_after;
    out.http_version = HttpVersionName(easy);
    out.timing = TimingOf(easy);
    out.unknown_coding =
        code == CURLE_BAD_CONTENT_ENCODING && out.body.empty() && NamesNoCoding(out.response_head);
    if (code == CURLE_OK && transfer->request.unpacked && !out.body.empty() && IsPacked(out.response_head)) {
      out.outcome = FetchOutcome::kTruncated;
      out.detail = "packed although it was not to be";
    }
    if (transfer->forbidden) {
      out.outcome = FetchOutcome::kForbiddenAddress;
      out.detail = "private address " + out.remote_address;
    } else if (transfer->cut) {
      out.outcome = FetchOutcome::kOk;
    } else if (transfer->bomb) {
      out.outcome = FetchOutcome::kBomb;
      out.detail = "unpacks to " + std::to_string(UnpackRatio(*transfer)) + " times what was sent";
    } else if (transfer->too_large) {
      out.outcome = FetchOutcome::kTooLarge;
      out.detail = transfer->header_bytes > transfer->request.max_header_bytes ? "header over the limit"
                                                                               : "body over the limit";
    } else if (out.outcome == FetchOutcome::kTimeout) {
      out.detail = PhaseReached(easy, out);
    } else if (code != CURLE_OK) {
      out.detail = transfer->error_text[0] != '\0' ? transfer->error_text.data() : curl_easy_strerror(code);
    }
    Retire(easy, transfer);
  }

  void DrainMessages() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) Finish(message->easy_handle, message->data.result);
    }
  }

  void Act(curl_socket_t socket, int events) {
    int running = 0;
    curl_multi_socket_action(multi_, socket, events, &running);
    DrainMessages();
  }

  /// curl sets its one timer anew for every step of every transfer. Waking up is cheap, setting Asio's timer
  /// is not: it is set only when it would ring too late, and asks again when it rings too early.
  static int OnTimer(CURLM* /*multi*/, long timeout_ms, void* self) {
    auto* impl = static_cast<Impl*>(self);
    impl->due_.reset();
    if (timeout_ms < 0) return 0;
    impl->due_ = Steady::now() + std::chrono::milliseconds(timeout_ms);
    if (timeout_ms > 0) {
      impl->SetTimer();
    } else if (!std::exchange(impl->posted_,
                              true)) {  // Later: curl must not be entered from its own callback.
      asio::post(impl->io_, [impl, alive = impl->alive_] {
        if (!*alive) return;
        impl->posted_ = false;
        impl->Ring();
      });
    }
    return 0;
  }

  void SetTimer() {
    if (rings_at_ && *rings_at_ <= *due_) return;
    rings_at_ = due_;
    timer_.expires_at(*due_);
    timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
      if (error || !*alive) return;
      rings_at_.reset();
      Ring();
    });
  }

  void Ring() {
    if (!due_) return;
    if (Steady::now() < *due_) return SetTimer();
    due_.reset();
    Act(CURL_SOCKET_TIMEOUT, 0);
  }

  static int OnSocket(CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* /*of_socket*/) {
    auto* impl = static_cast<Impl*>(self);
    const auto found = impl->watches_.find(socket);
    if (what == CURL_POLL_REMOVE) {
      if (found != impl->watches_.end()) {
        Release(*found->second);
        impl->watches_.erase(found);
      }
      return 0;
    }
    WatchPtr watch;
    if (found != impl->watches_.end()) {
      watch = found->second;
    } else {
      watch = std::make_shared<Watch>(impl->io_, socket);
      impl->watches_.emplace(socket, watch);
    }
    watch->wanted = what;
    impl->Arm(watch);
    return 0;
  }

  static void Release(Watch& watch) {
    watch.removed = true;
    if (watch.descriptor.is_open()) watch.descriptor.release();
  }

  void Arm(const WatchPtr& watch) {
    using Descriptor = asio::posix::stream_descriptor;
    ArmOne(watch, CURL_POLL_IN, 0, Descriptor::wait_read, CURL_CSELECT_IN);
    ArmOne(watch, CURL_POLL_OUT, 1, Descriptor::wait_write, CURL_CSELECT_OUT);
  }

  void ArmOne(const WatchPtr& watch, int wish, size_t side, asio::posix::stream_descriptor::wait_type wait,
              int event) {
    if (watch->removed || (watch->wanted & wish) == 0 || watch->armed[side]) return;
    watch->armed[side] = true;
    watch->descriptor.async_wait(
        wait, [this, alive = alive_, watch, side, event, wish](const boost::system::error_code& error) {
          watch->armed[side] = false;
          if (watch->removed || !*alive) return;
          if ((watch->wanted & wish) != 0) Act(watch->socket, error ? CURL_CSELECT_ERR : event);
          if (!watch->removed && *alive && !error) Arm(watch);
        });
  }

  asio::io_context& io_;
  asio::steady_timer timer_;
  std::optional<Steady::time_point> due_;  ///< When curl wants to be asked.
  std::optional<Steady::time_point>
      rings_at_;         ///< When timer_ rings; never later than due_ while both are set.
  bool posted_ = false;  ///< It will be asked at once.
  CURLM* multi_ = nullptr;
  std::unordered_map<curl_socket_t, WatchPtr> watches_;
  std::unordered_set<CURL*> running_;
  std::vector<CURL*> idle_;
  int64_t received_ = 0;
  bool cancelled_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< For handlers that outlive the client.
};

bool IsRedirect(const HttpResponse& response) {
  const int status = response.status;
  return response.outcome == FetchOutcome::kOk && !response.location.empty() &&
         (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
}

std::optional<base::Url> RedirectTarget(const HttpResponse& response, const base::Url& asked) {
  auto target = base::Url::Parse(response.location, &asked);
  if (target && target->is_http() && !(target->username() + target->password()).empty())
    target =
        base::Url::Parse(target->origin() + target->path() + (target->query() ? "?" + *target->query() : ""));
  return target;
}

HttpClient::HttpClient(asio::io_context& io) : impl_(std::make_unique<Impl>(io)) {}
HttpClient::~HttpClient() = default;

asio::awaitable<HttpResponse> HttpClient::Fetch(HttpRequest request) {
  return impl_->Fetch(std::move(request));
}
void HttpClient::CancelAll() { impl_->CancelAll(); }
int HttpClient::active() const { return impl_->active(); }
int64_t HttpClient::received_bytes() const { return impl_->received_bytes(); }

}  // namespace mingcha::crawler
