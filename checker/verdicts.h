#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/gone_before.h"
#include "checker/page_claims.h"
#include "checker/places.h"
#include "checker/timeliness.h"

namespace mingcha::checker {

/// A register row that excuses a case, and what is wrong with it.
struct Excuse {
  const model::ExemptionRow* exemption = nullptr;
  const model::NoEventRow* no_event = nullptr;
  [[nodiscard]] bool any() const { return exemption != nullptr || no_event != nullptr; }
};

/// Gives every case its verdict: excused, dated, or, where nothing satisfies it, pending, unverifiable or
/// missing. `missing` is only said when the guard finds every sufficient place read (settled 9, 19).
class VerdictEngine {
 public:
  VerdictEngine(const CheckIndex& index, const Timeliness& timeliness, const PageClaims& claims,
                PlaceGuard* guard);

  void Judge(Case* owed);
  /// The register row that excuses the case, if any.
  [[nodiscard]] Excuse ExcuseOf(const Case& owed) const;

 private:
  template <typename Row>
  [[nodiscard]] bool IsAbout(const Row& row, const Case& owed) const;
  [[nodiscard]] bool IsExcusedBy(const model::ExemptionRow& row, const Case& owed) const;
  [[nodiscard]] bool SettleByExcuse(const Excuse& excuse, Case* owed) const;
  /// As if no register spoke.
  void JudgeUnexcused(Case* owed);
  /// A person saw it published where the crawler cannot look: the row stands for the page.
  [[nodiscard]] bool SettleByManual(Case* owed) const;
  /// More time that was granted: a later last day, for what is there and for what is not.
  void Extend(Case* owed) const;
  /// True if the due date settles it: unknown, not yet, or not of this window.
  [[nodiscard]] bool SettleByDue(Case* owed) const;
  /// The items any of which is enough: the one charged first.
  [[nodiscard]] std::vector<std::string> ItemsOf(const Case& owed) const;
  /// The case must outlive what is given back.
  [[nodiscard]] Sought SoughtAs(const std::string& item, const Case& owed) const;
  void Guard(Case* owed);
  /// True if a page was read that may be the item: by its number wherever it stands, by its name
  /// (`check` given) in one of the places.
  bool SettleByClaim(const PlaceCheck* check, Case* owed) const;
  /// True if an earlier round read it and it is gone: it was published, and a person sees what became of it.
  bool SettleByEarlier(Case* owed) const;
  void ProveAbsence(const std::vector<const PlaceCheck*>& checks, Case* owed) const;
  void Missing(const std::vector<const PlaceCheck*>& checks, Case* owed) const;
  void Unverifiable(const std::vector<base::Message>& holes, const std::vector<const Hole*>& records,
                    Case* owed) const;

  const CheckIndex& index_;
  const Timeliness& timeliness_;
  const PageClaims& claims_;
  PlaceGuard* guard_;
  GoneBefore gone_before_;
};

/// What proves where a case comes from: its ledger row, its source pages, else the plan's entry for the item.
[[nodiscard]] std::vector<model::Evidence> OriginOf(const CheckIndex& index, const Case& owed);

}  // namespace mingcha::checker
