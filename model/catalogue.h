#pragma once

#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

/// How often an item is owed.
enum class Cadence {
  kStanding,  ///< Always there: a guide, a contact, a policy.
  kAnnual,    ///< At least one a calendar year.
  kProject,   ///< One per project that reaches the stage.
  kEvent,     ///< One per decision or transaction.
};

/// The legal nature of the decision an item reports; it chooses between 7 and 20 working days.
enum class DecisionKind { kNone, kPermit, kPenalty, kContested };

/// Who owes a standing or annual item (settled.md 1).
enum class OwedBy { kEach, kMaker, kAnyOf };

/// How sure a reading or a mapping is. Weak never accuses: it goes to review.
enum class Grade { kCertain, kLikely, kWeak };

/// What a page tells of itself, under no label of its own: its number over the text, the day and body that
/// sign it.
enum class OwnFact { kNone, kDocNumber, kDecisionDay, kIssuer };

/// A part that one disclosure of an item must contain.
struct Element {
  std::string name;                   ///< The plan's word; unique in its item.
  std::vector<std::string> labels;    ///< Label synonyms in the wild, compared after FoldLabel.
  std::vector<std::string> patterns;  ///< RE2 over folded text, for elements that have no label.
  bool from_law = false;  ///< Added by a law, not by the plan's brackets: reported apart, never deducts.
  bool required = true;
  Basis basis;
  OwnFact own_fact = OwnFact::kNone;  ///< Also shown by what the page tells of itself.

  bool operator==(const Element&) const = default;
};

/// One RE2 pattern over a folded title (or column name) and what a hit is worth.
struct TitlePattern {
  std::string re;
  Grade grade = Grade::kCertain;

  bool operator==(const TitlePattern&) const = default;
};

/// How an item is recognised: data, compiled once in extractors. All text is folded by base::FoldWidth first.
struct ItemPatterns {
  std::vector<TitlePattern> title;
  std::vector<std::string> title_none;    ///< A hit on the title means: not this item.
  std::vector<std::string> title_unless;  ///< The same, unless a column pattern of the item hits.
  std::vector<TitlePattern>
      column;  ///< On the column path (breadcrumb, list name); alone it gives at most its grade.
  std::vector<std::string> column_none;  ///< A hit on the column path means: not this item.
  std::vector<std::string>
      body;  ///< RE2 on body text or labels that confirm the item; raises likely to certain, weak to likely.
  std::vector<std::string>
      sections;  ///< RE2 on the body, one for each part such a notice has; three of them (all, if fewer)
                 ///< make the item likely where neither title nor column names one.
  std::vector<std::string>
      table_headers;  ///< Folded header cells; rows of a table having all of them are disclosures.
  std::vector<std::string> positive;  ///< Example titles that must map to the item (`rules test`).
  std::vector<std::string> negative;  ///< Example titles that must not.

  bool operator==(const ItemPatterns&) const = default;
};

/// A required kind of information (公开事项).
struct Item {
  std::string id;    ///< Stable, `area.name`.
  std::string name;  ///< The plan's wording.
  std::string area;
  Cadence cadence = Cadence::kEvent;
  OwedBy owed_by = OwedBy::kEach;
  DecisionKind decision = DecisionKind::kNone;
  bool permit_matter = false;               ///< One obligation per permit matter of the unit's guide.
  bool major_project_only = false;          ///< Owed only for projects of the major-project register.
  std::vector<std::string> units;           ///< Unit ids or class names; empty: the area's.
  std::vector<std::string> exempt_grounds;  ///< Ids of grounds the plan accepts here.
  std::vector<Element> elements;
  ItemPatterns patterns;
  std::string stage;  ///< Lifecycle stage id; empty: none.
  ConfigPlace place;

  bool operator==(const Item&) const = default;
};

struct Area {
  std::string id;
  std::string name;
  std::string domain;  ///< `allocation`, `major-project`, `governance`
  bool open = false;  ///< 「等有关部门」: other units are credited, charged only by ledger, chain or page.
  std::string lead;                ///< Unit charged when nobody made a `maker` item; default the first named.
  std::vector<std::string> units;  ///< Unit ids or class names, in the plan's order.
  std::vector<std::string> exempt_grounds;
  int appendix_row = 0;  ///< Order in the annual-report appendix.
  ConfigPlace place;

  bool operator==(const Area&) const = default;
};

struct Domain {
  std::string id;
  std::string name;

  bool operator==(const Domain&) const = default;
};

/// Titles that change how a page counts, whatever item it looks like (settled.md 4; domain.md 10.9).
enum class TitleContextKind {
  kAmends,         ///< 更正, 变更: amends its predecessor and restarts its clock; no item of its own.
  kCloses,         ///< 流标, 终止: closes the chain; no item of its own.
  kNotDisclosure,  ///< News, interpretation, recruitment, reprint …
};

struct TitleContext {
  std::string id;
  TitleContextKind kind = TitleContextKind::kNotDisclosure;
  std::vector<std::string> patterns;            ///< RE2 on the folded title.
  std::vector<std::string> except;              ///< RE2: a title hit here is not in this context.
  std::vector<std::string> except_items;        ///< Items (ids or globs) this context never vetoes.
  std::vector<std::string> positive, negative;  ///< Example titles.

  bool operator==(const TitleContext&) const = default;
};

}  // namespace mingcha::model
