#include "renderer/renderer.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>

namespace mingcha::renderer {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](size_t k) -> uint32_t {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
    };
    const uint32_t three = (at(0) << 16U) | (at(1) << 8U) | at(2);
    out += kDigits[three >> 18U];
    out += kDigits[(three >> 12U) & 63U];
    out += i + 1 < bytes.size() ? kDigits[(three >> 6U) & 63U] : '=';
    out += i + 2 < bytes.size() ? kDigits[three & 63U] : '=';
  }
  return out;
}

std::string Text(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

const json::object& Object(const json::object& object, std::string_view key) {
  static const json::object kNone;
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_object() ? value->as_object() : kNone;
}

/// Kinds that never fill a list.
bool IsNeedless(std::string_view kind) {
  constexpr std::array<std::string_view, 10> kNeedless = {
      "Image",    "Stylesheet", "Font",      "Media",    "Ping", "CSPViolationReport",
      "Prefetch", "Manifest",   "TextTrack", "WebSocket"};
  return std::find(kNeedless.begin(), kNeedless.end(), kind) != kNeedless.end();
}

class Session {
 public:
  Session(BrowserProcess browser, const RenderLimits& limits, const Serve& serve)
      : browser_(std::move(browser)),
        limits_(limits),
        serve_(serve),
        until_(Clock::now() + std::chrono::milliseconds(limits.wall_ms)) {}

  Rendered Run(const std::string& url);

 private:
  int Send(std::string_view method, json::object params, bool in_page = true);
  /// Handles events until the answer to `id` comes; nullopt: it never does.
  std::optional<json::object> Await(int id);
  std::optional<json::object> Call(std::string_view method, json::object params, bool in_page = true) {
    return Await(Send(method, std::move(params), in_page));
  }
  std::optional<json::object> Next(Clock::time_point until);
  void Handle(const json::object& message);
  void OnRequest(const json::object& params);
  [[nodiscard]] bool AttachToPage();
  [[nodiscard]] bool Settle();
  Rendered Broken(std::string_view where);

  BrowserProcess browser_;
  const RenderLimits& limits_;
  const Serve& serve_;
  Clock::time_point until_;  ///< Put off by what Serve takes.
  Clock::time_point last_request_;
  Rendered out_;
  std::string session_;
  int next_id_ = 1;
  bool loaded_ = false;
  bool refused_page_ = false;
};

int Session::Send(std::string_view method, json::object params, bool in_page) {
  json::object message{{"id", next_id_}, {"method", method}, {"params", std::move(params)}};
  if (in_page && !session_.empty()) message["sessionId"] = session_;
  (void)browser_.Send(json::serialize(message), until_);
  return next_id_++;
}

std::optional<json::object> Session::Next(Clock::time_point until) {
  while (true) {
    const auto text = browser_.Receive(until);
    if (!text) return std::nullopt;
    boost::system::error_code error;
    json::value value = json::parse(*text, error);
    if (!error && value.is_object()) return std::move(value.as_object());
  }
}

std::optional<json::object> Session::Await(int id) {
  while (auto message = Next(until_)) {
    const json::value* answered = message->if_contains("id");
    if (answered == nullptr) {
      Handle(*message);
    } else if (answered->is_int64() && answered->as_int64() == id) {
      if (message->contains("error")) return std::nullopt;
      return Object(*message, "result");
    }
  }
  return std::nullopt;
}

void Session::Handle(const json::object& message) {
  const std::string method = Text(message, "method");
  if (method == "Fetch.requestPaused") OnRequest(Object(message, "params"));
  if (method == "Page.loadEventFired") loaded_ = true;
  if (method == "Page.javascriptDialogOpening") Send("Page.handleJavaScriptDialog", {{"accept", false}});
}

void Session::OnRequest(const json::object& params) {
  const json::object& request = Object(params, "request");
  const std::string id = Text(params, "requestId");
  Asked asked{Text(request, "url"), Text(request, "method"), Text(params, "resourceType"),
              Text(request, "postData")};
  Answer answer;
  const bool first = out_.requests.empty();
  if (IsNeedless(asked.kind)) {
    answer.refusal = "not needed";
  } else if (static_cast<int>(out_.requests.size()) >= limits_.requests) {
    answer.refusal = "too many requests";
  } else {
    const auto begin = Clock::now();
    answer = serve_(asked);
    until_ += Clock::now() - begin;
  }
  last_request_ = Clock::now();
  if (answer.refusal != "not needed" || first)
    out_.requests.push_back({asked.url, asked.kind, answer.served, answer.refusal});
  if (!answer.served) {
    if (first) refused_page_ = true;
    Send("Fetch.failRequest", {{"requestId", id}, {"errorReason", "BlockedByClient"}});
    return;
  }
  json::array headers;
  if (!answer.content_type.empty())
    headers.push_back(json::object{{"name", "Content-Type"}, {"value", answer.content_type}});
  // Lists on a host beside the page's own are read by scripts only if that host allows it; whether ours may
  // ask it was decided by `serve`.
  headers.push_back(json::object{{"name", "Access-Control-Allow-Origin"}, {"value", "*"}});
  Send("Fetch.fulfillRequest", {{"requestId", id},
                                {"responseCode", answer.status},
                                {"responseHeaders", std::move(headers)},
                                {"body", Base64(answer.body)}});
}

bool Session::AttachToPage() {
  const auto version = Call("Browser.getVersion", {}, false);
  if (!version) return false;
  out_.browser = Text(*version, "product");
  (void)Call("Browser.setDownloadBehavior", {{"behavior", "deny"}}, false);
  const auto target = Call("Target.createTarget", {{"url", "about:blank"}}, false);
  if (!target) return false;
  const auto attached =
      Call("Target.attachToTarget", {{"targetId", Text(*target, "targetId")}, {"flatten", true}}, false);
  if (!attached) return false;
  session_ = Text(*attached, "sessionId");
  const json::array patterns{json::object{{"urlPattern", "*"}, {"requestStage", "Request"}}};
  return Call("Fetch.enable", {{"patterns", patterns}}).has_value() && Call("Page.enable", {}).has_value();
}

/// Waits until the page has loaded and its requests have come to rest; false: they never do.
bool Session::Settle() {
  const auto quiet = std::chrono::milliseconds(limits_.settle_ms);
  while (!refused_page_) {
    const auto now = Clock::now();
    if (now >= until_ || browser_.ended()) return false;
    if (loaded_ && now - last_request_ >= quiet) return true;
    const auto wake = loaded_ ? std::min(until_, last_request_ + quiet) : until_;
    if (const auto message = Next(wake)) Handle(*message);
  }
  return true;
}

Rendered Session::Broken(std::string_view where) {
  const bool crashed = browser_.ended();
  out_.end = crashed ? RenderEnd::kCrashed : RenderEnd::kTimeout;
  out_.detail = std::string(crashed ? "the browser ended " : "the time was up ") + std::string(where);
  return std::move(out_);
}

Rendered Session::Run(const std::string& url) {
  if (!AttachToPage()) return Broken("while starting");
  last_request_ = Clock::now();
  // The answer to this comes with the page's first bytes, which we ourselves must serve on the way.
  const auto opened = Call("Page.navigate", {{"url", url}});
  if (refused_page_) {
    out_.end = RenderEnd::kNotServed;
    out_.detail = out_.requests.front().refusal;
    return std::move(out_);
  }
  if (!opened) return Broken("while opening the page");
  last_request_ = Clock::now();
  if (!Settle()) return Broken("while scripts ran");
  const auto result = Call("Runtime.evaluate",
                           {{"expression", "document.documentElement.outerHTML"}, {"returnByValue", true}});
  if (!result) return Broken("while the document was read");
  std::string dom = Text(Object(*result, "result"), "value");
  if (dom.size() > limits_.dom_bytes) {
    out_.end = RenderEnd::kTooLarge;
    out_.detail = "the document has " + std::to_string(dom.size()) + " bytes";
    return std::move(out_);
  }
  out_.end = RenderEnd::kDone;
  out_.dom = "<!DOCTYPE html>" + dom;
  return std::move(out_);
}

}  // namespace

std::string_view RenderEndName(RenderEnd end) {
  switch (end) {
    case RenderEnd::kDone:
      return "done";
    case RenderEnd::kNoBrowser:
      return "no_browser";
    case RenderEnd::kTimeout:
      return "timeout";
    case RenderEnd::kCrashed:
      return "crashed";
    case RenderEnd::kTooLarge:
      return "too_large";
    case RenderEnd::kNotServed:
      return "not_served";
  }
  return {};
}

Rendered Render(const std::string& url, const std::string& program, const std::string& user_agent,
                const RenderLimits& limits, const Serve& serve) {
  auto browser = BrowserProcess::Start(program, user_agent, limits.browser);
  if (!browser) {
    Rendered none;
    none.end =
        browser.error().code == base::ErrorCode::kNotFound ? RenderEnd::kNoBrowser : RenderEnd::kCrashed;
    none.detail = base::ToEnglish(browser.error());
    return none;
  }
  return Session(std::move(*browser), limits, serve).Run(url);
}

}  // namespace mingcha::renderer
