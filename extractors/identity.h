#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// `A省B市C区` (folded) → `C`: the name by which a region's own things are known; empty if too little is
/// left.
[[nodiscard]] std::string RegionStem(std::string_view district, const model::Lexicon& lexicon);

/// Which unit a page belongs to, and what said so.
struct UnitVerdict {
  std::string unit;                ///< Unit id; empty: not assigned.
  std::string reason = "none";     ///< `place`, `issuer`, `index_number`, `trail`, `site`, `none`
  bool conflict = false;           ///< Two sources name different units: review.
  std::vector<base::Message> why;  ///< What each source said.

  bool operator==(const UnitVerdict&) const = default;
};

/// What a page tells about its publisher.
struct UnitEvidence {
  std::string_view url;            ///< As asked or after redirects.
  std::string_view site;           ///< Site id.
  std::string_view issuer;         ///< As written; may be empty.
  std::string_view index_number;   ///< As written; may be empty.
  std::optional<base::Date> date;  ///< Day on which names and places must hold; absent: any day.
  bool weak_issuer = false;        ///< The issuer is a hint only, such as a body that the title begins with.
  std::string_view source = {};    ///< Where the page says it comes from, if the issuer did not sign it.
  const std::vector<std::string>* trail = nullptr;  ///< The page's breadcrumb, outermost first.
  std::string_view item = {};                       ///< What it discloses.
};

/// Assigns pages to units (settled.md 8): the longest place prefix, then the issuer by the names in force,
/// then the index number's credit code, then the site's own unit. All four are asked: where two name
/// different units (a predecessor and its successor are one), the first in that order stands and `conflict`
/// is set. The site alone never contradicts a place: folders of one site may be other units'. Nor does who
/// runs a portal contradict who signs a page of it, unless the issuer is a hint only: then, or where nothing
/// else tells, the unit that the page's trail names decides between them. Where the page says
/// that it comes from the unit whose place it stands in, another party that it names (the purchaser of a
/// notice in the finance bureau's column) is no disagreement. Nor is the government's signature on a page of
/// a place that is for the page's item (land taken, announced in the land bureau's column).
///
/// An issuer is known only with nothing, the district's name or another of its units in front: «市建委» is
/// not the district's «建委». Where one name stands behind another, the last is meant. A name that fits two
/// units equally well names none. Copies what it needs of the plan; immutable, so any thread may ask.
class UnitResolver {
 public:
  [[nodiscard]] static UnitResolver Create(const model::Plan& plan);

  [[nodiscard]] UnitVerdict Resolve(const UnitEvidence& evidence) const;
  /// The unit a name in a text, table or ledger means; empty if none or ambiguous.
  [[nodiscard]] std::string UnitNamed(std::string_view name, std::optional<base::Date> date) const;
  /// True if a body above or beside the district is named (`authority`: its folded name, with its region in
  /// front): neither a unit nor anything of the district's.
  [[nodiscard]] bool IsElsewhere(std::string_view authority, std::optional<base::Date> date) const;
  /// True if a name of the unit begins with `authority` (folded): the unit is a branch of it.
  [[nodiscard]] bool IsBranchOf(std::string_view unit, std::string_view authority) const;
  /// The unit whose credit code (or the organisation code in it) an index number begins with; else empty.
  [[nodiscard]] std::string UnitOfIndexNumber(std::string_view index_number) const;

 private:
  struct Tables;
  explicit UnitResolver(std::shared_ptr<const Tables> tables);
  std::shared_ptr<const Tables> tables_;
};

}  // namespace mingcha::extractors
