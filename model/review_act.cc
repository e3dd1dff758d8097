#include "model/review_act.h"

#include <array>
#include <utility>

namespace mingcha::model {
namespace {

constexpr std::array<std::pair<ActKind, std::string_view>, 6> kNames = {{{ActKind::kConfirm, "confirm"},
                                                                         {ActKind::kDismiss, "dismiss"},
                                                                         {ActKind::kAmend, "amend"},
                                                                         {ActKind::kReopen, "reopen"},
                                                                         {ActKind::kNote, "note"},
                                                                         {ActKind::kEvidence, "evidence"}}};

}  // namespace

std::string_view ActKindName(ActKind kind) {
  for (const auto& [value, name] : kNames) {
    if (value == kind) return name;
  }
  return {};
}

std::optional<ActKind> ParseActKind(std::string_view name) {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

bool IsRuling(ActKind kind) { return kind != ActKind::kNote && kind != ActKind::kEvidence; }

}  // namespace mingcha::model
