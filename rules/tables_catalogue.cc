#include "rules/field.h"
#include "rules/plan_doc.h"

// Keys of items/<area>.yaml and titles.yaml.
namespace mingcha::rules {

using model::Area;
using model::Domain;
using model::Element;
using model::Item;
using model::ItemPatterns;
using model::TitleContext;
using model::TitlePattern;

template <>
const ObjectSpec& SpecFor<model::Basis>() {
  using model::Basis;
  static const ObjectSpec kSpec = {
      .name = "basis",
      .doc = "Where a rule comes from",
      .fields = {Field("text", &Basis::text, "Document and article, as reports print it").Required(),
                 Field("verified", &Basis::verified,
                       "true: the rule was read in the document's text; false (default): it never deducts")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<TitlePattern>() {
  static const ObjectSpec kSpec = {
      .name = "title_pattern",
      .doc = "An RE2 pattern and what a hit is worth; a bare text is a certain one",
      .fields = {Field("re", &TitlePattern::re, "RE2 pattern on the folded title without white space")
                     .Required()
                     .Ref(RefKind::kRegex),
                 Field("grade", &TitlePattern::grade, "How sure a hit is; default certain")},
      .shorthand = "re",
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Element>() {
  static const ObjectSpec kSpec = {
      .name = "element",
      .doc = "A part one disclosure must contain; a bare text is its name and only label",
      .fields = {Field("name", &Element::name, "The plan's word; unique in its item").Required(),
                 Field("labels", &Element::labels, "Labels that name it on pages; default the name"),
                 Field("patterns", &Element::patterns, "RE2 on folded text, for parts without a label")
                     .Ref(RefKind::kRegex),
                 Field("from_law", &Element::from_law, "Added by a law, not by the plan: never deducts"),
                 Field("required", &Element::required, "false: looked for, not demanded; default true"),
                 Field("basis", &Element::basis, "The law that demands it, with from_law"),
                 Field("own_fact", &Element::own_fact,
                       "Also shown by what the page tells of itself: doc_number, decision_day, issuer")},
      .shorthand = "name",
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<ItemPatterns>() {
  static const ObjectSpec kSpec = {
      .name = "patterns",
      .doc = "How pages of the item are recognised",
      .fields =
          {Field("title", &ItemPatterns::title, "Patterns on the title"),
           Field("title_none", &ItemPatterns::title_none, "RE2 on the title: a hit means not this item")
               .Ref(RefKind::kRegex),
           Field("title_unless", &ItemPatterns::title_unless,
                 "RE2 on the title: a hit means not this item, unless its column says so")
               .Ref(RefKind::kRegex),
           Field("column", &ItemPatterns::column, "Patterns on the column path (breadcrumb, list name)"),
           Field("column_none", &ItemPatterns::column_none,
                 "RE2 on the column path: a hit means not this item")
               .Ref(RefKind::kRegex),
           Field("body", &ItemPatterns::body, "RE2 on the body that confirms the item").Ref(RefKind::kRegex),
           Field("sections", &ItemPatterns::sections,
                 "RE2 on the body, one a part; three hits make the item likely where title and column are "
                 "silent")
               .Ref(RefKind::kRegex),
           Field("table_headers", &ItemPatterns::table_headers,
                 "Header cells; rows of a table that has all of them are disclosures"),
           Field("positive", &ItemPatterns::positive, "Example titles that must map to the item"),
           Field("negative", &ItemPatterns::negative, "Example titles that must not")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Item>() {
  static const ObjectSpec kSpec = {
      .name = "item",
      .doc = "A required kind of information",
      .fields = {Field("id", &Item::id, "Stable id, area.name").Required().Ref(RefKind::kId),
                 Field("name", &Item::name, "The plan's wording").Required(),
                 Field("area", &Item::area, "Id of its area; default the area of the file")
                     .Required()
                     .Ref(RefKind::kArea),
                 Field("cadence", &Item::cadence, "How often it is owed").Required(),
                 Field("owed_by", &Item::owed_by, "Who owes a standing or annual item; default each"),
                 Field("decision", &Item::decision, "Legal nature of the decision it reports; default none"),
                 Field("permit_matter", &Item::permit_matter,
                       "One obligation per permit matter of the guide"),
                 Field("major_project_only", &Item::major_project_only,
                       "Owed only for registered major projects"),
                 Field("units", &Item::units, "Units or classes that owe it; default the area's")
                     .Ref(RefKind::kUnitOrClass),
                 Field("exempt_grounds", &Item::exempt_grounds, "Grounds accepted here")
                     .Ref(RefKind::kGround)
                     .KeepEmpty(),
                 Field("stage", &Item::stage, "Lifecycle stage").Ref(RefKind::kId),
                 Field("elements", &Item::elements, "Parts one disclosure must contain"),
                 Field("patterns", &Item::patterns, "How its pages are recognised")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<Item>,
      .defines = RefKind::kItem};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Area>() {
  static const ObjectSpec kSpec = {
      .name = "area",
      .doc = "A field of the plan with its responsible units",
      .fields = {Field("id", &Area::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("name", &Area::name, "The plan's wording").Required(),
                 Field("domain", &Area::domain, "Id of its domain; default the domain of the file")
                     .Required()
                     .Ref(RefKind::kDomain),
                 Field("open", &Area::open, "The plan says «and other units» here"),
                 Field("lead", &Area::lead, "Unit charged when nobody made a `maker` item; default the first")
                     .Ref(RefKind::kUnit),
                 Field("units", &Area::units, "Units or classes, in the plan's order")
                     .Required()
                     .Ref(RefKind::kUnitOrClass),
                 Field("exempt_grounds", &Area::exempt_grounds, "Grounds accepted in the area")
                     .Ref(RefKind::kGround)
                     .KeepEmpty(),
                 Field("appendix_row", &Area::appendix_row, "Row in the annual report's appendix")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<Area>,
      .defines = RefKind::kArea};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Domain>() {
  static const ObjectSpec kSpec = {
      .name = "domain",
      .doc = "A group of areas",
      .fields = {Field("id", &Domain::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("name", &Domain::name, "The plan's wording").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = {},
      .defines = RefKind::kDomain};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<TitleContext>() {
  static const ObjectSpec kSpec = {
      .name = "context",
      .doc = "Titles that change how a page counts, whatever item it looks like",
      .fields = {Field("id", &TitleContext::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("kind", &TitleContext::kind, "What such a page is").Required(),
                 Field("patterns", &TitleContext::patterns, "RE2 on the folded title")
                     .Required()
                     .Ref(RefKind::kRegex),
                 Field("except", &TitleContext::except, "RE2: a title hit here is not in this context")
                     .Ref(RefKind::kRegex),
                 Field("except_items", &TitleContext::except_items, "Items it never vetoes")
                     .Ref(RefKind::kItemGlob)
                     .KeepEmpty(),
                 Field("positive", &TitleContext::positive, "Example titles in this context"),
                 Field("negative", &TitleContext::negative, "Example titles that are not")},
      .shorthand = {},
      .is_entry = true,
      .set_place = {}};
  return kSpec;
}

namespace {

/// What one items file holds; read only for its keys, so it needs a place for one domain and one area.
struct OneArea {
  Domain domain;
  Area area;
  std::vector<Item> items;
};

}  // namespace

const ObjectSpec& ItemsFile() {
  static const ObjectSpec kSpec = {
      .name = "items file",
      .doc = "One area of the plan with its items",
      .fields = {Field("domain", &OneArea::domain, "The area's domain; the same words in each of its files"),
                 Field("area", &OneArea::area,
                       "The area; may be left out where all items name an inherited one"),
                 Field("items", &OneArea::items, "Its items")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& ItemsMerged() {
  static const ObjectSpec kSpec = {
      .name = "items",
      .doc = {},
      .fields = {FieldVia<PlanDoc>("domains", [](PlanDoc & doc) -> auto& { return doc.plan.domains; }, {}),
                 FieldVia<PlanDoc>("areas", [](PlanDoc & doc) -> auto& { return doc.plan.areas; }, {}),
                 FieldVia<PlanDoc>("items", [](PlanDoc & doc) -> auto& { return doc.plan.items; }, {})},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& TitlesFile() {
  static const ObjectSpec kSpec = {
      .name = "titles file",
      .doc = "Title contexts: amendments, closings, and pages that are no disclosures",
      .fields = {FieldVia<PlanDoc>(
          "contexts", [](PlanDoc & doc) -> auto& { return doc.plan.title_contexts; }, "The contexts")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

}  // namespace mingcha::rules
