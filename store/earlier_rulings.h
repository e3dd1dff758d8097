#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/earlier_ruling.h"
#include "store/database.h"

namespace mingcha::store {

/// What reviewers decided in the round in `folder`, the last ruling of each finding that was not taken back,
/// with the finding as it was judged then; and what earlier rounds decided of findings that nobody ruled on
/// since. Numbers of the acts are not kept: they are places in another log. `database`: of that folder.
/// kCorrupt if its log of acts was tampered with.
[[nodiscard]] base::Result<std::vector<model::EarlierRuling>> GatherEarlierRulings(const std::string& folder,
                                                                                   const std::string& round,
                                                                                   Database* database);

/// As one text of the table `meta`, and back. Empty text: none. kCorrupt for any other text than
/// EncodeRulings gives.
[[nodiscard]] std::string EncodeRulings(const std::vector<model::EarlierRuling>& rulings);
[[nodiscard]] base::Result<std::vector<model::EarlierRuling>> DecodeRulings(std::string_view text);

inline constexpr const char* kEarlierRulings = "text.rulings.before";

}  // namespace mingcha::store
