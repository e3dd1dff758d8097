#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/review_act.h"
#include "store/act_log.h"

namespace mingcha::review {

// Limits of what a reviewer may hand in.
inline constexpr size_t kMaxFileBytes = size_t{20} << 20U;
inline constexpr size_t kMaxBodyBytes =
    kMaxFileBytes / 3 * 4 + (size_t{64} << 10U);  ///< Base 64 and the rest.
inline constexpr size_t kMaxName = 40, kMaxReason = 2000, kMaxCarrier = 300,
                        kMaxUrl = 2000;  ///< Code points.
inline constexpr size_t kMaxFileName = 120;
inline constexpr int kMaxDaysOver = 10'000;

/// What the page posts. In `act` the finding, its version as seen, kind, name, reason and what the kind needs
/// are filled in.
struct ActRequest {
  model::ReviewAct act;
  std::optional<store::HandedFile> file;
};

/// Reads the body of a post: one JSON object, no key unknown, none missing, each of its type and length.
///
/// Every act names who and why; `amend` names days or unit, `evidence` a file or a publication, no other kind
/// does. Texts lose control characters and direction overrides. A file is a plain name and base 64. Any
/// bytes; kInvalidInput says what to mend.
[[nodiscard]] base::Result<ActRequest> ParseActRequest(std::string_view body);

}  // namespace mingcha::review
