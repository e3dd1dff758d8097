#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "demo/district.h"

namespace mingcha::demo {

/// One answer of the simulated portal, ready to be sent.
struct Answer {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::string location = {};  ///< Of a redirect.
  int delay_ms = 0;           ///< Before the answer.
};

/// One simulated site: every path (with query) it answers, `POST path?query body` for posts; then what
/// `traps` computes, if it has any; all the rest is a 404.
struct PortalSite {
  std::string id;
  std::string base_url;  ///< `http://127.0.0.1:18651`, no slash at the end.
  std::map<std::string, Answer> answers;
  std::function<std::optional<Answer>(std::string_view target)> traps = {};
};

/// Prints the whole district. `base_urls` maps site ids to where they will be served. Deterministic.
[[nodiscard]] base::Result<std::vector<PortalSite>> BuildPortal(
    const District& district, const std::map<std::string, std::string>& base_urls);

}  // namespace mingcha::demo
