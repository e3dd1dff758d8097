#include "rules/field.h"
#include "rules/plan_doc.h"

// Keys of scoring.yaml, of `draws` in assessment.yaml and of `stages` in chains.yaml.
namespace mingcha::rules {

using model::Indicator;
using model::Scoring;

namespace {

template <typename T>
const ObjectSpec& PartsSpec() {
  static const ObjectSpec kSpec = {
      .name = "parts",
      .doc = "Weights of the parts",
      .fields = {Field("completeness", &T::completeness, "Default 60").Range(0, 1000),
                 Field("elements", &T::elements, "Default 15").Range(0, 1000),
                 Field("timeliness", &T::timeliness, "Default 25").Range(0, 1000)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

}  // namespace

template <>
const ObjectSpec& SpecFor<model::HitRule>() {
  using H = model::HitRule;
  static const ObjectSpec kSpec = {
      .name = "hit",
      .doc = "So many points a finding",
      .fields =
          {Field("kinds", &H::kinds, "Kinds of findings").Required(),
           Field("points", &H::points, "A hit takes").Range(0, 100'000),
           Field("cap", &H::cap, "At most in all; default the indicator's full score").Range(0, 100'000),
           Field("per_element", &H::per_element, "incomplete: once per missing element; default once")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::GradeStep>() {
  using G = model::GradeStep;
  static const ObjectSpec kSpec = {
      .name = "grade",
      .doc = "A grade and what it is worth",
      .fields = {Field("name", &G::name, "The word in the score register").Required(),
                 Field("points", &G::points, "Points").Required().Range(0, 100'000)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::CreditStep>() {
  using C = model::CreditStep;
  static const ObjectSpec kSpec = {
      .name = "step",
      .doc = "Partial credit",
      .fields = {Field("id", &C::id, "Short id in the score register").Required(),
                 Field("name", &C::name, "What has to be there").Required(),
                 Field("share", &C::share, "Of the full score, 0 to 1").Required().Range(0, 1)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Indicator>() {
  using I = Indicator;
  static const ObjectSpec kSpec = {
      .name = "indicator",
      .doc = "One indicator of a tree of at most three levels",
      .fields =
          {Field("id", &I::id, "Stable id").Required().Ref(RefKind::kId),
           Field("name", &I::name, "Its name in reports").Required(),
           Field("parent", &I::parent, "Indicator above; default none"),
           Field("points", &I::points,
                 "Full score in its parent's scale; a branch: default its children's sum")
               .Range(0, 100'000),
           Field("method", &I::method, "Who gives the points; default crawl"),
           Field("formula", &I::formula, "How the points come about; default parts"),
           Field("units", &I::units, "Units or classes it is for; default all").Ref(RefKind::kUnitOrClass),
           Field("not_units", &I::not_units, "Units or classes it is not for")
               .Ref(RefKind::kUnitOrClass)
               .KeepEmpty(),
           Field("items", &I::items, "Items it is about; default all, and findings on pages")
               .Ref(RefKind::kItemGlob),
           Group("parts", PartsSpec<I>, "parts: weights of completeness, elements, timeliness"),
           Field("hits", &I::hits, "hits, and what vetoes"),
           Field("grades", &I::grades, "grade: what each word is worth"),
           Field("steps", &I::steps, "steps: partial credit"),
           Field("scale", &I::scale, "Full mark in the score register; default points").Range(0, 100'000),
           Field("bonus", &I::bonus, "Adds to the score beyond its full score"),
           Field("veto", &I::veto, "One hit, or an entered value above 0: the unit fails"),
           Field("when_empty", &I::when_empty, "Where nothing applies; default share_out"),
           Field("basis", &I::basis, "The document it is taken from")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<I>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::AggregateTerm>() {
  using T = model::AggregateTerm;
  static const ObjectSpec kSpec = {
      .name = "term",
      .doc = "A share of an aggregate",
      .fields = {Field("name", &T::name, "Its name in reports").Required(),
                 Field("units", &T::units, "Units or classes").Required().Ref(RefKind::kUnitOrClass),
                 Field("weight", &T::weight, "Weight among the terms").Required().Range(0, 100'000),
                 Field("rule", &T::rule, "How its units are put together; default mean")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::Aggregate>() {
  using A = model::Aggregate;
  static const ObjectSpec kSpec = {.name = "aggregate",
                                   .doc = "A score made of units' scores",
                                   .fields = {Field("id", &A::id, "Stable id").Required().Ref(RefKind::kId),
                                              Field("name", &A::name, "Its name in reports").Required(),
                                              Field("terms", &A::terms, "Its shares").Required(),
                                              Field("basis", &A::basis, "The document it is taken from")},
                                   .shorthand = {},
                                   .is_entry = true,
                                   .set_place = SetPlace<A>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::ScoreBand>() {
  using B = model::ScoreBand;
  static const ObjectSpec kSpec = {
      .name = "band",
      .doc = "A band of scores",
      .fields = {Field("name", &B::name, "Its name").Required(),
                 Field("from", &B::from, "Lowest score").Required().Range(0, 100'000)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::RankGroup>() {
  using G = model::RankGroup;
  static const ObjectSpec kSpec = {
      .name = "rank_group",
      .doc = "Units ranked among themselves",
      .fields = {Field("name", &G::name, "Its name").Required(),
                 Field("units", &G::units, "Units or classes").Required().Ref(RefKind::kUnitOrClass)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Scoring>() {
  static const ObjectSpec kSpec = {
      .name = "scoring",
      .doc = "Points of one unit",
      .fields = {Field("points", &Scoring::points, "Full score; default 100").Range(1, 100'000),
                 Group("parts", PartsSpec<Scoring>, "Without indicators: parts inside an area"),
                 Field("area_weights", &Scoring::area_weights,
                       "Without indicators: weight by area id; default equal")
                     .Range(0, 1000),
                 Field("bonus_cap", &Scoring::bonus_cap, "Bonus in all at most").Range(0, 100'000),
                 Field("bonus_above", &Scoring::bonus_above, "Bonus counts only above this score")
                     .Range(0, 100'000),
                 Field("veto_score", &Scoring::veto_score, "Score of a unit that failed by a veto; default 0")
                     .Range(0, 100'000),
                 Field("pass_from", &Scoring::pass_from, "Below: not passed").Range(0, 100'000),
                 Field("bands", &Scoring::bands, "Bands of final scores"),
                 Field("rank_groups", &Scoring::rank_groups,
                       "Who is ranked with whom; default all together")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& ScoringFile() {
  static const ObjectSpec kSpec = {
      .name = "scoring file",
      .doc = "Points",
      .fields = {FieldVia<PlanDoc>(
                     "scoring", [](PlanDoc & doc) -> auto& { return doc.plan.scoring; },
                     "Points of one unit"),
                 FieldVia<PlanDoc>(
                     "indicators", [](PlanDoc & doc) -> auto& { return doc.plan.scoring.indicators; },
                     "The tree of indicators, each naming its parent"),
                 FieldVia<PlanDoc>(
                     "aggregates", [](PlanDoc & doc) -> auto& { return doc.plan.scoring.aggregates; },
                     "Scores made of units' scores")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::DrawSpec>() {
  using D = model::DrawSpec;
  static const ObjectSpec kSpec = {
      .name = "draw",
      .doc = "What is drawn by lot",
      .fields = {Field("id", &D::id, "Stable id; part of the draw").Required().Ref(RefKind::kId),
                 Field("kind", &D::kind, "What is drawn").Required(),
                 Field("count", &D::count, "How many").Required().Range(1, 1'000'000),
                 Field("seed", &D::seed, "Any text; it is printed in every report").Required(),
                 Field("units", &D::units, "Only of these units or classes; default all")
                     .Ref(RefKind::kUnitOrClass),
                 Field("per_unit", &D::per_unit, "So many of each unit; default in all"),
                 Field("fixed", &D::fixed, "Ids that are in without being drawn"),
                 Field("restricts", &D::restricts, "Only what was drawn is judged; default false")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<D>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::StageSpec>() {
  using S = model::StageSpec;
  static const ObjectSpec kSpec = {
      .name = "stage",
      .doc = "One stage of a project's life, a column of the lifecycle matrix",
      .fields = {Field("id", &S::id, "Id that items name as their stage").Required().Ref(RefKind::kId),
                 Field("name", &S::name, "Heading of the column").Required(),
                 Field("phase", &S::phase, "Heading over several columns"),
                 Field("after", &S::after, "Stages that have to come first"),
                 Field("meaning", &S::meaning,
                       "Date that tells when the stage happened; default by its kind"),
                 Field("basis", &S::basis, "The law of `after`; not verified: inversions go to review")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<S>};
  return kSpec;
}

}  // namespace mingcha::rules
