#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/lexicon_index.h"
#include "model/plan.h"

namespace mingcha::survey {

/// A unit of the plan that a text on a portal means.
struct NameHit {
  std::string unit;   ///< Unit id of the plan.
  bool same = false;  ///< The names are one but for region and ending; false: one is a shortened other.
};

/// Knows the plan's units by what portals of another district call them: the region in front and the ending
/// of the body are cut off on both sides, what is left must be equal or a shortening.
///
/// Words come from the lexicon: `survey_region_marks`, `survey_body_ends`, `survey_site_tails`,
/// `survey_short_names`, patterns `survey_unit`, `survey_town`, `survey_street`, `survey_office`. Immutable;
/// any thread. Keeps a reference to `lexicon`, which must outlive it.
class NameMatcher {
 public:
  /// `above`: the region that the district lies in, where it is known and not part of `district`.
  NameMatcher(const model::Plan& plan, std::string_view district, const extractors::LexiconIndex& lexicon,
              std::string_view above = {});

  /// The unit that is in office today; nullopt: none, or several equally well.
  [[nodiscard]] std::optional<NameHit> Find(std::string_view text) const;
  /// True if the text is the name of a public body, not a sentence and not a site.
  [[nodiscard]] bool NamesBody(std::string_view text) const;
  [[nodiscard]] model::UnitKind KindOf(std::string_view text) const;
  /// True if the text names the plan's or the new district's region.
  [[nodiscard]] bool NamesRegion(std::string_view text) const;
  /// The name without white space, without the words for a web site at its end.
  [[nodiscard]] std::string Bare(std::string_view text) const;
  /// What the district itself calls a body of its own in short: `A市B区C局` is `B区C局` and `区C局` there.
  /// Empty for a name that does not begin with the district's.
  [[nodiscard]] std::vector<std::string> ShortForms(std::string_view name) const;
  /// What it is called by its work in short (`survey_short_names`): without the region, so that it stands
  /// for the names with one too.
  [[nodiscard]] std::vector<std::string> ShortNames(std::string_view name) const;
  /// The whole name of a body of the district that `bare` names without it: of `C局` and `区C局`, `B区C局`.
  [[nodiscard]] std::string OfDistrict(std::string_view bare) const;

 private:
  struct Known {
    std::string unit, core;
  };
  [[nodiscard]] std::string Core(std::string_view text) const;
  void CutAuthority(std::string* core) const;
  /// True for a body of the whole country, or of another province or city: portals link to many.
  [[nodiscard]] bool IsElsewhere(std::string_view text) const;

  const extractors::LexiconIndex& lexicon_;
  std::string name_;                   ///< Of the new district, as given.
  std::vector<std::string> stems_;     ///< Own names of the new district and the plan's, without signs.
  std::vector<std::string> regions_;   ///< Longest first.
  std::vector<std::string> district_;  ///< Ways to write the new district alone; longest first.
  std::vector<Known> known_;
};

}  // namespace mingcha::survey
