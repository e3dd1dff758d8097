#include "rules/field.h"
#include "rules/plan_doc.h"

// Keys of assessment.yaml, limits.yaml, chains.yaml, exemptions.yaml, calendar/*.yaml,
// language/*.yaml.
namespace mingcha::rules {

using model::AssessmentSpec;
using model::ChainLink;
using model::ExemptionGround;
using model::LimitRule;
using model::Window;

template <>
const ObjectSpec& SpecFor<LimitRule>() {
  static const ObjectSpec kSpec = {
      .name = "limit",
      .doc = "One time limit with its law",
      .fields =
          {Field("id", &LimitRule::id, "Stable id").Required().Ref(RefKind::kId),
           Field("kind", &LimitRule::kind, "What is limited").Required(),
           Field("items", &LimitRule::items, "Items it is for").Required().Ref(RefKind::kItemGlob),
           Field("decisions", &LimitRule::decisions, "Only items of this nature; default any")
               .Choices(model::EnumNames<model::DecisionKind>()),
           Field("events", &LimitRule::events, "Dates it counts from, in order of preference"),
           Field("proxies", &LimitRule::proxies, "Dates that only stand in for the event: undeterminable"),
           Field("days", &LimitRule::days, "Number of days").Range(0, 36'500),
           Field("unit", &LimitRule::unit, "Kind of days; default working"),
           Field("month", &LimitRule::month, "calendar_date: month").Range(1, 12),
           Field("day", &LimitRule::day, "calendar_date: day of the month").Range(1, 31),
           Field("year_offset", &LimitRule::year_offset, "calendar_date: 0 the period's year, 1 the next")
               .Range(0, 5),
           Field("units", &LimitRule::units, "Units or classes it is for; default all")
               .Ref(RefKind::kUnitOrClass),
           Field("after_item", &LimitRule::after_item, "order: the item that must come first")
               .Ref(RefKind::kItem),
           Field("default", &LimitRule::is_default, "The plan's blanket limit: yields to any specific law"),
           Field("basis", &LimitRule::basis, "The law").Required(),
           FieldVia<LimitRule>(
               "from", [](LimitRule & rule) -> auto& { return rule.valid.from; },
               "First event day it is in force"),
           FieldVia<LimitRule>(
               "to", [](LimitRule & rule) -> auto& { return rule.valid.to; },
               "Last event day it is in force")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<LimitRule>};
  return kSpec;
}

namespace {

const ObjectSpec& LatestSpec() {
  static const ObjectSpec kSpec = {
      .name = "latest",
      .doc = "Bound on the successor's event, counted from the predecessor's date",
      .fields = {Field("days", &ChainLink::latest_days, "Number of days").Required().Range(1, 36'500),
                 Field("unit", &ChainLink::latest_unit, "Kind of days; default natural")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

}  // namespace

template <>
const ObjectSpec& SpecFor<ChainLink>() {
  static const ObjectSpec kSpec = {
      .name = "chain",
      .doc = "What a found or recorded disclosure implies",
      .fields = {Field("id", &ChainLink::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("from", &ChainLink::from_item, "The item found").Required().Ref(RefKind::kItem),
                 Field("to", &ChainLink::to_items, "What it implies: this item, or one of these (one_of)")
                     .Required()
                     .Ref(RefKind::kItem),
                 Field("kind", &ChainLink::kind, "How strictly; default always"),
                 Field("backward", &ChainLink::backward, "The implied item must already exist"),
                 Field("condition", &ChainLink::condition, "if: what would have to be known"),
                 Field("event", &ChainLink::event, "The successor's own event, for its limits"),
                 Group("latest", LatestSpec, "Bound on the successor's event"),
                 Field("basis", &ChainLink::basis, "The law; not verified: a gap goes to review").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<ChainLink>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<ExemptionGround>() {
  using G = ExemptionGround;
  static const ObjectSpec kSpec = {
      .name = "ground",
      .doc = "Why something need not be published",
      .fields = {Field("id", &G::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("name", &G::name, "Its name in registers and reports").Required(),
                 Field("basis", &G::basis, "The law").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<G>,
      .defines = RefKind::kGround};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Window>() {
  static const ObjectSpec kSpec = {.name = "window",
                                   .doc = "Days the assessment is about, both included",
                                   .fields = {Field("from", &Window::from, "First day").Required(),
                                              Field("to", &Window::to, "Last day").Required()},
                                   .shorthand = {},
                                   .is_entry = false,
                                   .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<RegisterFiles>() {
  using R = RegisterFiles;
  static const ObjectSpec kSpec = {
      .name = "registers",
      .doc = "XLSX or CSV files (UTF-8 or GB18030)",
      .fields = {Field("ledger", &R::ledger, "What units hand in: it proves that something was owed"),
                 Field("exemptions", &R::exemptions, "What need not be published, with its ground"),
                 Field("no_events", &R::no_events, "Statements that nothing happened"),
                 Field("major_projects", &R::major_projects, "The district's major projects"),
                 Field("extensions", &R::extensions, "More time that was granted"),
                 Field("manual", &R::manual, "What a person saw where the crawler cannot look"),
                 Field("scores", &R::scores, "Points entered by persons, mock requests or from papers"),
                 Field("overrides", &R::overrides, "What evaluators decided about findings"),
                 Field("projects", &R::projects, "Projects that are one, or are not")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

namespace {

template <typename M>
FieldSpec Assessment(std::string_view key, M AssessmentSpec::*member, std::string_view doc) {
  return FieldVia<PlanDoc>(
      key, [member](PlanDoc & target) -> auto& { return target.plan.assessment.*member; }, doc);
}

}  // namespace

const ObjectSpec& AssessmentFile() {
  using A = AssessmentSpec;
  static const ObjectSpec kSpec = {
      .name = "assessment file",
      .doc = "What is judged, when, and how strictly; the file that makes a folder a configuration",
      .fields =
          {Field("extends", &PlanDoc::extends, "Another configuration folder, read first"),
           Field("packs", &PlanDoc::packs, "Folders whose rules are taken in, read before this folder's own"),
           Assessment("id", &A::id, "Stable id").Required().Ref(RefKind::kId),
           Assessment("title", &A::title, "Title of the reports").Required(),
           Assessment("district", &A::district, "Name of the district").Required(),
           FieldVia<PlanDoc>(
               "document", [](PlanDoc & doc) -> auto& { return doc.plan.document; },
               "Title of the plan assessed")
               .Required(),
           Assessment("plan_date", &A::plan_date, "Date of the plan: nothing standing is owed before")
               .Required(),
           Field("calendar", &PlanDoc::calendar, "Calendar file: working days of all years judged")
               .Required(),
           Field("language", &PlanDoc::language, "Language file: labels and words of the pages").Required(),
           Field("cms", &PlanDoc::cms, "Folder of CMS profiles"),
           Assessment("window", &A::window, "Days judged; default all"),
           Assessment("as_of", &A::as_of, "Day as of which is judged; default the day the crawl ended"),
           Assessment("user_agent", &A::user_agent, "What the crawler calls itself, with a contact"),
           Assessment("page_budget", &A::page_budget, "Pages asked at most in all").Range(1, 100'000'000),
           Assessment("portal_link_counts", &A::portal_link_counts,
                      "A portal link to the unit's page counts as being on the portal; default true"),
           Assessment(
               "previous", &A::previous,
               "Folder of the round before, relative to this configuration: its history is carried over"),
           Assessment("ca_file", &A::ca_file,
                      "PEM file of certificate authorities trusted besides the system's, relative to this "
                      "configuration"),
           Assessment("run_by", &A::run_by,
                      "Who runs the assessment, with a contact; stands in the archive's head"),
           Assessment("only_units", &A::only_units, "Only these units; default all").Ref(RefKind::kUnit),
           Assessment("draws", &A::draws, "Samples drawn by lot"),
           Assessment("due_soon_workdays", &A::due_soon_workdays,
                      "How many working days ahead lists of what falls due look; default 10")
               .Range(1, 250),
           Field("registers", &PlanDoc::registers, "Registers handed in")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& LimitsFile() {
  static const ObjectSpec kSpec = {
      .name = "limits file",
      .doc = "Time limits",
      .fields = {FieldVia<PlanDoc>(
          "limits", [](PlanDoc & doc) -> auto& { return doc.plan.limits; }, "The limits")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& ChainsFile() {
  static const ObjectSpec kSpec = {
      .name = "chains file",
      .doc = "What implies what",
      .fields = {FieldVia<PlanDoc>(
                     "chains", [](PlanDoc & doc) -> auto& { return doc.plan.chains; }, "The links"),
                 FieldVia<PlanDoc>(
                     "stages", [](PlanDoc & doc) -> auto& { return doc.plan.stages; },
                     "Stages of a project's life, in their order"),
                 Field("twins", &PlanDoc::twins, "Pairs of items one document satisfies; the first gives way")
                     .Ref(RefKind::kItem)
                     .KeepEmpty()},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& ExemptionsFile() {
  static const ObjectSpec kSpec = {
      .name = "exemptions file",
      .doc = "Grounds of exemption",
      .fields = {FieldVia<PlanDoc>(
          "grounds", [](PlanDoc & doc) -> auto& { return doc.plan.grounds; }, "The grounds")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<base::CalendarSource>() {
  using C = base::CalendarSource;
  static const ObjectSpec kSpec = {.name = "source",
                                   .doc = "A notice",
                                   .fields = {Field("title", &C::title, "Its title").Required(),
                                              Field("number", &C::number, "Its document number"),
                                              Field("url", &C::url, "Where it was read").Ref(RefKind::kUrl)},
                                   .shorthand = {},
                                   .is_entry = false,
                                   .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<base::CalendarYear>() {
  using Y = base::CalendarYear;
  static const ObjectSpec kSpec = {
      .name = "calendar_year",
      .doc = "One year's notice",
      .fields = {Field("year", &Y::year, "Year in the notice's title").Required().Range(1949, 9998),
                 Field("sources", &Y::sources, "Notices its days were read in").Required(),
                 Field("off", &Y::off, "Days off the notices list").Required(),
                 Field("work", &Y::work, "Saturdays and Sundays that are working days")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& CalendarFileSpec() {
  static const ObjectSpec kSpec = {
      .name = "calendar file",
      .doc = "Working days of a country",
      .fields = {Field("name", &base::CalendarSpec::name, "Short name").Required().Ref(RefKind::kId),
                 Field("years", &base::CalendarSpec::years, "All years without a gap").Required()},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::LabelSpec>() {
  using L = model::LabelSpec;
  static const ObjectSpec kSpec = {
      .name = "label",
      .doc = "A metadata field and how pages name it",
      .fields = {Field("field", &L::field, "Name of the field in the program").Required(),
                 Field("labels", &L::labels, "Labels, without the colon").Required()},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::DateLabelSpec>() {
  using L = model::DateLabelSpec;
  static const ObjectSpec kSpec = {
      .name = "date_label",
      .doc = "What a date beside one of these words means",
      .fields = {Field("meaning", &L::meaning, "Its meaning").Required(),
                 Field("labels", &L::labels, "Words before the date").Required()},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& LanguageFileSpec() {
  using L = model::Lexicon;
  static const ObjectSpec kSpec = {
      .name = "language file",
      .doc = "The words of one language that reading pages needs",
      .fields = {Field("labels", &L::labels, "Labels of metadata fields"),
                 Field("date_labels", &L::date_labels, "Labels of dates"),
                 Field("words", &L::words, "Literal words by list name"),
                 Field("patterns", &L::patterns, "RE2 by list name").Ref(RefKind::kRegex)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const std::vector<FileKind>& FileKinds() {
  static const std::vector<FileKind> kKinds = {
      {"assessment.yaml", "The assessment", AssessmentFile, AssessmentFile},
      {"exemptions.yaml", "Grounds of exemption", ExemptionsFile, ExemptionsFile},
      {"units.yaml", "Units", UnitsFile, UnitsFile},
      {"items/*.yaml", "Areas and items", ItemsFile, ItemsMerged},
      {"titles.yaml", "Title contexts", TitlesFile, TitlesFile},
      {"sites.yaml", "Sites", SitesFile, SitesFile},
      {"places.yaml", "Places", PlacesFile, PlacesFile},
      {"channels.yaml", "Channels", ChannelsFile, ChannelsFile},
      {"limits.yaml", "Time limits", LimitsFile, LimitsFile},
      {"chains.yaml", "Chains", ChainsFile, ChainsFile},
      {"inspection.yaml", "What is looked at on every page", InspectionFile, InspectionFile},
      {"scoring.yaml", "Points", ScoringFile, ScoringFile},
  };
  return kKinds;
}

}  // namespace mingcha::rules
