#pragma once

#include "checker/case.h"
#include "checker/deadlines.h"
#include "checker/migration.h"

namespace mingcha::checker {

/// Judges the dates of a satisfied case: verdict, due date, days over, rule and reasons (settled 11, 12, 14,
/// 15, 16).
class Timeliness {
 public:
  Timeliness(const CheckIndex& index, const LimitTable& limits, const Migration& migration);

  /// `owed` has at least one matched page. Sets the verdict.
  void Judge(Case* owed) const;
  /// The due date of a case that nothing satisfies, from its row or chain; sets event, due date and rule.
  /// Leaves due_on empty where no event date is known.
  void SetDue(Case* owed) const;

 private:
  [[nodiscard]] Governing Choose(const Case& owed, const std::vector<const Notice*>& twins) const;
  void JudgeStanding(Case* owed) const;
  void JudgeAnnual(Case* owed, const std::optional<PublishedRange>& published) const;
  void JudgeEvent(Case* owed, const std::optional<PublishedRange>& published) const;
  void WithoutEvent(const Governing& governing, const PublishedRange* published, Case* owed) const;
  [[nodiscard]] bool InTimeByOtherLaw(const Governing& governing, const PublishedRange& published,
                                      Case* owed) const;
  /// Compares a publication with a due date; false if the days differ in what they say.
  void Compare(const Governing& governing, base::Date due, const PublishedRange& published, Case* owed) const;
  void Late(const Governing& governing, base::Date due, base::Date published, Case* owed) const;
  void OutOfCalendar(const base::Error& error, Case* owed) const;
  [[nodiscard]] bool InWindow(base::Date day) const;

  const CheckIndex& index_;
  const LimitTable& limits_;
  const Migration& migration_;
};

/// The pages among `matched` that are the same document as the primary one: equal text, title or number.
[[nodiscard]] std::vector<const Notice*> TwinsOfPrimary(const Case& owed);

}  // namespace mingcha::checker
