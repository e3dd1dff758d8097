#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "reports/report_view.h"
#include "reports/xlsx_writer.h"

namespace mingcha::reports {

/// What became of an established finding of the earlier round.
enum class Fate {
  kNew,         ///< Established now, not then.
  kFixed,       ///< Established then; what it was about is judged now and in order.
  kPersisting,  ///< Established in both.
  kOpen,        ///< Established then; now it could not be judged again, so nothing is claimed.
};

struct FindingMove {
  Fate fate = Fate::kNew;
  const model::Finding* before = nullptr;  ///< Null for kNew.
  const model::Finding* after = nullptr;   ///< Null for kFixed, and for kOpen without a finding now.

  [[nodiscard]] const model::Finding& finding() const { return after != nullptr ? *after : *before; }
};

/// Something found in the earlier round and gone in the later one.
struct Removal {
  const model::Obligation* before = nullptr;  ///< Null: a page that nothing counted as found before.
  const model::Finding* page = nullptr;  ///< That it is withdrawn, if the later round proved it; may be null.
  std::string url;                       ///< Where it stood.
  model::Verdict now = model::Verdict::kMissing;
  std::optional<base::Date> stay_until;  ///< Last day of its display period, if a limit says so.
  bool lawful = false;                   ///< The display period was over at the later as-of day.
};

struct UnitMove {
  std::string unit;
  std::optional<double> points_before, points_after;
  int rank_before = 0, rank_after = 0;  ///< 0: not ranked.
  int fixed = 0, added = 0, persisting = 0, open = 0;
};

/// Two rounds beside each other; borrows both views. Findings are matched by id, which holds no address and
/// no day. Order: units in the later plan's order, then findings in their checker's order.
struct RoundDiff {
  std::vector<UnitMove> units;
  std::vector<FindingMove> findings;
  std::vector<Removal> removals;
  int new_to_review =
      0;  ///< Findings of the later round alone that a person has to look at; not among `findings`.

  [[nodiscard]] int Count(Fate fate) const;
  [[nodiscard]] int SuspiciousRemovals() const;
};

[[nodiscard]] RoundDiff CompareRounds(const ReportView& before, const ReportView& after);

/// A few lines for a terminal.
[[nodiscard]] std::string DiffText(const RoundDiff& diff, const ReportView& before, const ReportView& after);
/// One page without scripts that asks no network.
[[nodiscard]] std::string DiffHtml(const RoundDiff& diff, const ReportView& before, const ReportView& after);
/// Sheets: units, findings, removals.
[[nodiscard]] std::vector<Sheet> DiffSheets(const RoundDiff& diff, const ReportView& before,
                                            const ReportView& after);

}  // namespace mingcha::reports
