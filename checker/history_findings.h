#pragma once

#include <optional>
#include <vector>

#include "checker/case.h"
#include "checker/places.h"
#include "model/history.h"

namespace mingcha::checker {

class LimitTable;

/// What an earlier round archived, or did not find.
[[nodiscard]] model::Evidence HistoryProof(const std::string& url, const model::WarcRef& warc,
                                           const std::string& sha256, base::Instant at,
                                           std::string_view quote);

/// Why a page that is gone may be: its own display period or the least one of its item was over. nullopt: no
/// reason is known.
[[nodiscard]] std::optional<base::Message> LawfulExpiry(const CheckIndex& index, const LimitTable& limits,
                                                        const model::PageHistory& page);

/// What only several rounds can show: backdated_suspect, changed, withdrawn, attachment_replaced. The last
/// also from one round, where the name of an attachment is of a later day than its page.
[[nodiscard]] std::vector<model::Finding> HistoryFindings(const CheckIndex& index, const LimitTable& limits,
                                                          const PlaceGuard& guard);

}  // namespace mingcha::checker
