#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/findings.h"
#include "model/enum_names.h"

namespace mingcha::checker {

/// Collects findings that stand on pages, not on obligations: builds each with its ground and drops those
/// that nothing proves.
class FindingSink {
 public:
  /// `basis`: the ground; empty text: the ground of the kind's row in the table.
  void Add(FindingDraft draft, const model::Basis& basis, std::vector<model::Evidence> evidence) {
    auto built = BuildFinding(std::move(draft), std::move(evidence));
    if (!built) return;
    const bool own = !basis.text.empty();
    built->rule = {std::string(model::EnumName(built->kind)),
                   own ? basis.text : std::string(RowOf(built->kind).ground), !own || basis.verified};
    if (own && !basis.verified) built->needs_review = true;
    findings_.push_back(std::move(*built));
  }
  [[nodiscard]] model::Finding* last() { return findings_.empty() ? nullptr : &findings_.back(); }
  [[nodiscard]] std::vector<model::Finding> Take() && { return std::move(findings_); }

 private:
  std::vector<model::Finding> findings_;
};

}  // namespace mingcha::checker
