#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mingcha::crawler {

/// Names the anti-crawler answer that a response is, or an empty text for an ordinary one (domain.md 8.2).
///
/// Recognised, never worked around. A long page that only quotes a phrase is not one: phrases count in small
/// bodies only. `head` is the raw response head; `phrases` are bytes as they stand in bodies.
[[nodiscard]] std::string ChallengeName(int status, std::string_view head, std::string_view body,
                                        const std::vector<std::string>& phrases);

}  // namespace mingcha::crawler
