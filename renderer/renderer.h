#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "model/rendered.h"
#include "renderer/browser_process.h"

namespace mingcha::renderer {

using Asked = model::ScriptRequest;
using Answer = model::ScriptAnswer;

/// Answers the page's requests: from the archive, or by a fetch under the rules of the crawl.
using Serve = std::function<Answer(const Asked& asked)>;

struct RenderLimits {
  BrowserLimits browser;
  int wall_ms = 20'000;                 ///< Of the whole rendering, time spent in Serve not counted.
  int settle_ms = 800;                  ///< Quiet for so long after loading: the page is done.
  int requests = 60;                    ///< More are refused.
  size_t dom_bytes = size_t{8} << 20U;  ///< A larger document is refused.
};

enum class RenderEnd {
  kDone,
  kNoBrowser,  ///< No Chromium is installed.
  kTimeout,    ///< Scripts that never come to rest.
  kCrashed,    ///< The browser ended by itself, or broke a limit.
  kTooLarge,
  kNotServed,  ///< The page itself was refused.
};
[[nodiscard]] std::string_view RenderEndName(RenderEnd end);

/// One request and what became of it, for the record's provenance.
struct RequestNote {
  std::string url, kind;
  bool served = false;
  std::string refusal;

  bool operator==(const RequestNote&) const = default;
};

struct Rendered {
  RenderEnd end = RenderEnd::kCrashed;
  std::string detail;   ///< In English; empty for kDone.
  std::string browser;  ///< Product and version as it says it.
  std::string dom;      ///< The document as scripts left it, UTF-8; empty unless kDone.
  std::vector<RequestNote> requests;
};

/// Opens a URL in a fresh headless Chromium, lets its scripts run, and gives back the document they made.
/// Every request the page makes, its own address first, goes to `serve` and nowhere else; images, style
/// sheets, fonts and media are refused unasked. Dialogs are dismissed, downloads denied. Observation, not
/// error: what goes wrong is an end with its detail. Nothing is left running. Blocks; one thread.
[[nodiscard]] Rendered Render(const std::string& url, const std::string& program,
                              const std::string& user_agent, const RenderLimits& limits, const Serve& serve);

}  // namespace mingcha::renderer
