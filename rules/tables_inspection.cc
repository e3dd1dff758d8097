#include "rules/field.h"
#include "rules/plan_doc.h"

// Keys of inspection.yaml.
namespace mingcha::rules {

using model::ColumnRule;
using model::CopyRule;
using model::Inspection;

template <>
const ObjectSpec& SpecFor<ColumnRule>() {
  static const ObjectSpec kSpec = {
      .name = "column",
      .doc = "How often columns of certain names must have news",
      .fields =
          {Field("id", &ColumnRule::id, "Stable id").Required().Ref(RefKind::kId),
           Field("names", &ColumnRule::names, "Words, one of which the column's name contains").Required(),
           Field("except", &ColumnRule::except, "Words that take a column out again"),
           Field("days", &ColumnRule::days,
                 "Natural days without a new entry that are still good; 0 not asked")
               .Range(0, 36'500),
           Field("may_be_blank", &ColumnRule::may_be_blank, "The column may hold nothing; default false"),
           Field("basis", &ColumnRule::basis, "The rule").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<ColumnRule>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<CopyRule>() {
  static const ObjectSpec kSpec = {
      .name = "copies",
      .doc = "Notices that must say the same wherever they stand",
      .fields = {Field("id", &CopyRule::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("items", &CopyRule::items, "Items it is for").Required().Ref(RefKind::kItemGlob),
                 Field("basis", &CopyRule::basis, "The rule").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<CopyRule>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Inspection>() {
  using I = Inspection;
  static const ObjectSpec kSpec = {
      .name = "inspection",
      .doc = "What is looked at on every page and list",
      .fields =
          {Field("columns", &I::columns, "Rules of columns; the first that fits decides"),
           Field("allowed_hosts", &I::allowed_hosts, "Hosts, with all below them, that pages may link to"),
           Field("division_codes", &I::division_codes, "First digits of the site codes of the district"),
           Field("duplicate_length", &I::duplicate_length, "Code points below which texts are no copies")
               .Range(50, 1'000'000),
           Field("duplicate_percent", &I::duplicate_percent, "Likeness from which texts are near copies")
               .Range(50, 100),
           Field("migrated_percent", &I::migrated_percent,
                 "Share of one day among a list's days from which it was moved in bulk")
               .Range(1, 100),
           Field("duplicates", &I::duplicates, "Ground of duplicate_content"),
           Field("foreign_links", &I::foreign_links, "Ground of foreign_link"),
           Field("page_tags", &I::page_tags, "Ground of page_tags"),
           Field("copies", &I::copies, "Grounds of inconsistent; what none names is for review")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& InspectionFile() {
  static const ObjectSpec kSpec = {
      .name = "inspection file",
      .doc = "What is looked at on every page and list, and its thresholds",
      .fields = {FieldVia<PlanDoc>(
          "inspection", [](PlanDoc & doc) -> auto& { return doc.plan.inspection; },
          "Thresholds with their grounds")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

}  // namespace mingcha::rules
