#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/enum_names.h"
#include "reports/report_input.h"

namespace mingcha::reports {

/// How many obligations ended with each verdict; index: model::Verdict.
struct VerdictCounts {
  std::array<int, 11> of{};
  int asked = 0;  ///< Of those that are missing: how many await review.

  [[nodiscard]] int operator[](model::Verdict verdict) const { return of.at(static_cast<size_t>(verdict)); }
  void Add(model::Verdict verdict) { ++of.at(static_cast<size_t>(verdict)); }
  void Add(const VerdictCounts& other);
  /// Missing without doubt.
  [[nodiscard]] int missing() const { return (*this)[model::Verdict::kMissing] - asked; }
  /// Published as it ought to be: on time, or present where no day is owed.
  [[nodiscard]] int done() const;
  /// Judged: done, late or missing (also those that await review).
  [[nodiscard]] int judged() const;
  /// Judged, and nobody is still to confirm it: without the gaps that await review.
  [[nodiscard]] int decided() const { return judged() - asked; }
  /// Could not be judged: undeterminable or unverifiable.
  [[nodiscard]] int open() const;
};

/// The three piles a reader keeps apart: what stands, what a person must look at, what could not be checked.
enum class Pile { kCounted, kReview, kUnverifiable };
/// Its name, an English key.
[[nodiscard]] std::string_view PileKey(Pile pile);

/// The figures of a round, for the trend of a later one.
[[nodiscard]] RoundFigures FiguresOf(const ReportInput& input);

/// Where a unit stands in the ranking.
struct RankedUnit {
  const model::UnitScore* score = nullptr;
  int rank = 0;  ///< 1-based, equal for equal points at two decimals; 0: not scored.
};

/// The input made easy to render: names instead of ids, words in the report's language, evidence completed
/// from the stored pages, sums. Borrows the input. Immutable after construction, so any thread may read it.
class ReportView {
 public:
  explicit ReportView(const ReportInput& report_input);

  const ReportInput& input;
  const model::Plan& plan;

  // Words.
  /// A fixed text of the reports; the English text is the key.
  [[nodiscard]] std::string Say(std::string_view english) const;
  [[nodiscard]] std::string Say(const base::Message& message) const;
  /// An enumerator in the report's language; a wording for `group.name` comes before one for `name`.
  [[nodiscard]] std::string Word(std::string_view group, std::string_view name) const;
  template <typename E>
  [[nodiscard]] std::string Word(E value) const {
    return Word({}, model::EnumName(value));
  }
  [[nodiscard]] std::string Word(model::FindingKind kind) const {
    return Word("kind", model::EnumName(kind));
  }
  [[nodiscard]] std::string Word(model::Severity severity) const {
    return Word("severity", model::EnumName(severity));
  }
  /// A reason the crawler or the checker gave by name: `timeout`, `failed:timeout`, `attachment_unread`.
  [[nodiscard]] std::string ReasonWord(std::string_view reason) const;
  /// The place of a register's row (`folder/file.csv:14`) as somebody finds it: file, sheet, row; any other
  /// text as it is.
  [[nodiscard]] std::string PlaceText(std::string_view place) const;
  /// The quote of a piece of evidence: text of a page as it stands; where it is the name of a reason
  /// (`robots_denied`, `footer:icp`), that in words; of a register's row its place and what it says.
  [[nodiscard]] std::string QuoteText(const model::Evidence& evidence) const;
  [[nodiscard]] std::string PileWord(Pile pile) const;
  /// One sentence a line.
  [[nodiscard]] std::string Sentences(const std::vector<base::Message>& messages) const;
  [[nodiscard]] std::string YesNo(bool value) const { return Say(value ? "yes" : "no"); }
  [[nodiscard]] std::string DayText(const std::optional<base::Date>& day) const;  ///< Empty if unknown.
  /// Points with two decimals; empty if absent.
  [[nodiscard]] static std::string PointsText(const std::optional<double>& points);

  // Names; an id that the plan does not know stands for itself, an empty id is «unassigned».
  [[nodiscard]] std::string UnitName(std::string_view id) const;
  [[nodiscard]] std::string ItemName(std::string_view id) const;  ///< Empty for an empty id.
  [[nodiscard]] std::string AreaName(std::string_view id) const;
  [[nodiscard]] std::string AreaOf(std::string_view item) const;        ///< Area id; empty if unknown.
  [[nodiscard]] std::string DomainNameOf(std::string_view area) const;  ///< Empty if unknown.
  [[nodiscard]] std::string SiteName(std::string_view id) const;

  [[nodiscard]] const model::Obligation* ObligationOf(const model::Finding& finding) const;
  [[nodiscard]] const model::Disclosure* DisclosureById(std::string_view id) const;
  [[nodiscard]] const model::LimitRule* LimitById(std::string_view id) const;
  /// The evidence with time, archive place and digest of the stored page where it left them open.
  [[nodiscard]] model::Evidence Complete(const model::Evidence& evidence) const;
  /// The first evidence that has an archived copy, else the first, completed.
  [[nodiscard]] model::Evidence MainEvidence(const model::Finding& finding) const;
  [[nodiscard]] static Pile PileOf(const model::Finding& finding);

  // Sums.
  [[nodiscard]] const VerdictCounts& totals() const { return totals_; }
  /// By shown unit id (empty: unassigned) and area id.
  [[nodiscard]] VerdictCounts Counts(const std::string& unit, const std::string& area) const;
  [[nodiscard]] VerdictCounts CountsOfArea(std::string_view area) const;
  [[nodiscard]] VerdictCounts CountsOfUnit(const std::string& unit) const;
  /// True for what is missing, but not before a person confirms it.
  [[nodiscard]] bool AwaitsReview(const model::Obligation& obligation) const {
    return asked_.contains(obligation.id);
  }
  /// The verdict in words, doubt about a missing included.
  [[nodiscard]] std::string VerdictWord(const model::Obligation& obligation) const;
  [[nodiscard]] int PileSize(Pile pile) const { return piles_.at(static_cast<size_t>(pile)); }
  /// Parts of the points of one unit in one area; null if the area is not scored for it.
  [[nodiscard]] const model::UnitScore::AreaScore* AreaScoreOf(std::string_view unit,
                                                               std::string_view area) const;
  /// Points of the unit's score that a finding took, all indicators together; absent if none did.
  [[nodiscard]] std::optional<double> DeductionOf(const std::string& finding) const;
  /// Findings that stand, of one shown unit.
  [[nodiscard]] int CountedFindings(const std::string& unit) const;
  /// Best points first; equal points and units without points in the plan's order, the latter last.
  [[nodiscard]] const std::vector<RankedUnit>& ranking() const { return ranking_; }

 private:
  void IndexPlan();
  void IndexPages();
  void Sum();
  void Rank();
  void SumDeductions();

  std::unordered_map<std::string_view, const model::Unit*> units_;
  std::unordered_map<std::string_view, const model::Item*> items_;
  std::unordered_map<std::string_view, const model::Area*> areas_;
  std::unordered_map<std::string_view, const model::SiteProfile*> sites_;
  std::unordered_map<std::string_view, const model::LimitRule*> limits_;
  std::unordered_map<std::string_view, const model::Obligation*> obligations_;
  std::unordered_map<std::string_view, const model::Disclosure*> disclosures_;
  std::unordered_map<std::string_view, const model::PageRecord*> pages_;  ///< Only those evidence asks for.
  std::unordered_set<std::string_view> asked_;  ///< Obligations that are missing if a person confirms it.
  VerdictCounts totals_;
  std::map<std::pair<std::string, std::string>, VerdictCounts> counts_;
  std::map<std::string, int> counted_;
  std::map<std::pair<std::string_view, std::string_view>, const model::UnitScore::AreaScore*> area_scores_;
  std::unordered_map<std::string_view, double> deductions_;
  std::array<int, 3> piles_{};
  std::vector<RankedUnit> ranking_;
};

}  // namespace mingcha::reports
