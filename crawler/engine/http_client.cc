#include "crawler/engine/http_client.h"

#include <curl/curl.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "crawler/engine/transfer.h"
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
    SetUp(easy, transfer);
    return easy;
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
    TakeResult(code, transfer);
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
