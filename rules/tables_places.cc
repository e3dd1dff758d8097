#include "rules/field.h"
#include "rules/plan_doc.h"

// Keys of units.yaml, sites.yaml, places.yaml, channels.yaml and cms/*.yaml.
namespace mingcha::rules {

using model::Channel;
using model::CmsProfile;
using model::ListAnswer;
using model::Pace;
using model::PagerRule;
using model::PlaceRule;
using model::SiteProfile;
using model::Unit;
using model::UnitAlias;

template <>
const ObjectSpec& SpecFor<UnitAlias>() {
  static const ObjectSpec kSpec = {
      .name = "alias",
      .doc = "Another name of a unit; a bare text holds at all times",
      .fields = {Field("name", &UnitAlias::name, "The name").Required(),
                 FieldVia<UnitAlias>(
                     "from", [](UnitAlias & alias) -> auto& { return alias.valid.from; },
                     "First day it holds"),
                 FieldVia<UnitAlias>(
                     "to", [](UnitAlias & alias) -> auto& { return alias.valid.to; }, "Last day it holds")},
      .shorthand = "name",
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Unit>() {
  static const ObjectSpec kSpec = {
      .name = "unit",
      .doc = "Who must publish",
      .fields =
          {Field("id", &Unit::id, "Stable id").Required().Ref(RefKind::kId),
           Field("name", &Unit::name, "Full name in force at the plan's date or since `from`").Required(),
           Field("kind", &Unit::kind, "Kind of body; default department"),
           Field("aliases", &Unit::aliases, "Short, former and later names"),
           Field("classes", &Unit::classes, "Classes it is a member of").Ref(RefKind::kClass).KeepEmpty(),
           Field("uscc", &Unit::uscc, "Unified social credit codes, 18 characters"),
           Field("parent", &Unit::parent, "Unit it belongs to").Ref(RefKind::kUnit),
           Field("successor", &Unit::successor, "Unit that carries its duties after `to`")
               .Ref(RefKind::kUnit),
           FieldVia<Unit>(
               "from", [](Unit & unit) -> auto& { return unit.valid.from; }, "First day of the unit"),
           FieldVia<Unit>(
               "to", [](Unit & unit) -> auto& { return unit.valid.to; }, "Last day of the unit"),
           Field("scored", &Unit::scored, "false: listed without points; default true")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<Unit>,
      .defines = RefKind::kUnit};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Pace>() {
  static const ObjectSpec kSpec = {
      .name = "pace",
      .doc = "How fast a host may be asked",
      .fields =
          {Field("delay_ms", &Pace::delay_ms, "Least time between two requests, ms; default 1000")
               .Range(0, 600'000),
           Field("concurrency", &Pace::concurrency, "Requests at once to one host; default 1").Range(1, 64),
           Field("timeout_ms", &Pace::timeout_ms, "Per request, ms; default 30000").Range(1, 600'000)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<model::PathBudget>() {
  using B = model::PathBudget;
  static const ObjectSpec kSpec = {
      .name = "path_budget",
      .doc = "A stretch of a site that gets no more than its share",
      .fields =
          {Field("pattern", &B::pattern, "RE2 on path and query; the first that matches counts")
               .Required()
               .Ref(RefKind::kRegex),
           Field("max_pages", &B::max_pages, "Pages asked at most; default no limit").Range(1, 10'000'000),
           Field("max_depth", &B::max_depth, "Links from a seed at most; default no limit").Range(1, 1000)},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<SiteProfile>() {
  using S = SiteProfile;
  static const ObjectSpec kSpec = {
      .name = "site",
      .doc = "A place that is crawled",
      .fields =
          {Field("id", &S::id, "Stable id").Required().Ref(RefKind::kId),
           Field("name", &S::name, "Its name in reports").Required(),
           Field("kind", &S::kind, "Kind of site; default other"),
           Field("unit", &S::unit, "Owning unit; none for platforms").Ref(RefKind::kUnit),
           Field("seeds", &S::seeds, "URLs to begin with").Ref(RefKind::kUrl),
           Field("hosts", &S::hosts, "Allowed host or host:port; default the seeds'"),
           Field("allow_paths", &S::allow_paths, "Path prefixes in scope; default all"),
           Field("deny_paths", &S::deny_paths, "RE2 on path and query that are never asked")
               .Ref(RefKind::kRegex),
           Field("cms", &S::cms, "CMS profile; default generic").Ref(RefKind::kCms),
           Field("pace", &S::pace, "How fast it may be asked"),
           Field("robots", &S::robots, "obey robots.txt (default), or report-only with an authorisation")
               .Choices({"obey", "report-only"}),
           Field("robots_authorisation", &S::robots_authorisation,
                 "Who allowed report-only, printed in reports"),
           Field("allow_private_addresses", &S::allow_private_addresses, "Loopback and private ranges too"),
           Field("max_pages", &S::max_pages, "Pages asked at most").Range(1, 10'000'000),
           Field("max_depth", &S::max_depth, "Links from a seed at most").Range(0, 1000),
           Field("max_body_bytes", &S::max_body_bytes, "Bytes of one body at most").Range(1, 2'000'000'000),
           Field("render", &S::render_pages,
                 "Pages that only scripts fill, opened in a browser at most; default 0: none")
               .Range(0, 1000),
           Field("path_budgets", &S::path_budgets, "Stretches that get no more than their share"),
           Field("hours", &S::hours, "HH:MM-HH:MM of the day (Beijing time) it may be asked in; default any"),
           Field("drop_parameters", &S::drop_parameters, "Query parameters that do not tell pages apart"),
           Field("fold_default_documents", &S::fold_default_documents,
                 "/a/index.html and /a/ are one page; default true"),
           Field("fold_twins", &S::fold_twins, "http and https, with and without www, are one; default true"),
           Field("address_verified", &S::address_verified,
                 "The address was read in a source, not remembered"),
           Field("address_source", &S::address_source, "Where the address was read"),
           Field("crawl", &S::crawl, "false: known, but not crawled here; default true")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<S>,
      .defines = RefKind::kSite};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<PlaceRule>() {
  static const ObjectSpec kSpec = {
      .name = "place",
      .doc = "A stretch of a site that belongs to a unit",
      .fields =
          {Field("id", &PlaceRule::id, "Stable id").Required().Ref(RefKind::kId),
           Field("site", &PlaceRule::site, "Its site").Required().Ref(RefKind::kSite),
           Field("prefix", &PlaceRule::prefix, "URL path prefix, or host/path; the longest wins").Required(),
           Field("unit", &PlaceRule::unit,
                 "Unit it belongs to; none: all units share it, and each page's issuer tells whose it is")
               .Ref(RefKind::kUnit)
               .EntryGoes(),
           Field("items", &PlaceRule::items, "Items it is a sufficient place for")
               .Ref(RefKind::kItemGlob)
               .KeepEmpty(),
           FieldVia<PlaceRule>(
               "from", [](PlaceRule & rule) -> auto& { return rule.valid.from; }, "First day it holds"),
           FieldVia<PlaceRule>(
               "to", [](PlaceRule & rule) -> auto& { return rule.valid.to; }, "Last day it holds")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<PlaceRule>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<PlaceTemplate>() {
  using T = PlaceTemplate;
  static const ObjectSpec kSpec = {
      .name = "place_template",
      .doc = "One place per row of values: id/<unit>, the prefix filled from the row",
      .fields = {Field("id", &T::id, "Stable id").Required().Ref(RefKind::kId),
                 Field("site", &T::site, "Its site").Required().Ref(RefKind::kSite),
                 Field("prefix", &T::prefix, "Path prefix with {name} where the rows differ").Required(),
                 Field("items", &T::items, "Items they are sufficient places for")
                     .Ref(RefKind::kItemGlob)
                     .KeepEmpty(),
                 Field("values", &T::values, "Rows: unit, and a text for each {name}").Required(),
                 FieldVia<T>(
                     "from", [](T & rule) -> auto& { return rule.valid.from; }, "First day they hold"),
                 FieldVia<T>(
                     "to", [](T & rule) -> auto& { return rule.valid.to; }, "Last day they hold")},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<T>};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<Channel>() {
  static const ObjectSpec kSpec = {
      .name = "channel",
      .doc = "Where information must be seen besides the unit's own site",
      .fields =
          {Field("id", &Channel::id, "Stable id").Required().Ref(RefKind::kId),
           Field("name", &Channel::name, "Its name in reports").Required(),
           Field("sites", &Channel::sites, "Sites that are this channel").Required().Ref(RefKind::kSite),
           Field("items", &Channel::items, "Items that must be seen there")
               .Required()
               .Ref(RefKind::kItemGlob),
           Field("decisions", &Channel::decisions, "Only items of this nature; default any")
               .Choices(model::EnumNames<model::DecisionKind>()),
           Field("required", &Channel::required, "Absence there is a finding; default true"),
           Field("basis", &Channel::basis, "Where the duty comes from").Required()},
      .shorthand = {},
      .is_entry = true,
      .set_place = SetPlace<Channel>};
  return kSpec;
}

const ObjectSpec& UnitsFile() {
  static const ObjectSpec kSpec = {
      .name = "units file",
      .doc = "Units and the classes the plan names them by",
      .fields = {FieldVia<PlanDoc>(
                     "classes", [](PlanDoc & doc) -> auto& { return doc.plan.unit_classes; },
                     "Names of classes of units, as the plan writes them"),
                 FieldVia<PlanDoc>(
                     "units", [](PlanDoc & doc) -> auto& { return doc.plan.units; }, "The units")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& SitesFile() {
  static const ObjectSpec kSpec = {
      .name = "sites file",
      .doc = "Sites",
      .fields = {FieldVia<PlanDoc>(
          "sites", [](PlanDoc & doc) -> auto& { return doc.plan.sites; }, "The sites")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& PlacesFile() {
  static const ObjectSpec kSpec = {
      .name = "places file",
      .doc = "Which stretch of which site belongs to which unit",
      .fields = {FieldVia<PlanDoc>(
                     "places", [](PlanDoc & doc) -> auto& { return doc.plan.places; }, "Single places"),
                 Field("templates", &PlanDoc::templates, "Places that differ only in a unit's words")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& ChannelsFile() {
  static const ObjectSpec kSpec = {
      .name = "channels file",
      .doc = "Channels",
      .fields = {FieldVia<PlanDoc>(
          "channels", [](PlanDoc & doc) -> auto& { return doc.plan.channels; }, "The channels")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<PagerRule>() {
  using P = PagerRule;
  static const ObjectSpec kSpec = {
      .name = "pager",
      .doc = "One way in which lists of a CMS go on",
      .fields =
          {Field("id", &P::id, "What it is called in messages").Required(),
           Field("script", &P::script, "RE2 with named groups, looked for in scripts without their comments")
               .Ref(RefKind::kRegex),
           Field("page", &P::page, "RE2 with named groups, looked for in the page's source")
               .Ref(RefKind::kRegex),
           Field("next", &P::next, "RE2 with named groups, looked for in href and onclick of «next» links")
               .Ref(RefKind::kRegex),
           Field("values", &P::values, "RE2 with further named groups on the page's source")
               .Ref(RefKind::kRegex),
           Field("every", &P::every, "Each hit is a list of its own"),
           Field("opens", &P::opens, "The page has no rows itself: page 1 is asked too"),
           Field("first", &P::first, "The number that group current has on page 1; default 1").Range(0, 1),
           Field("pages", &P::pages, "How page k is asked, best form first: {base}_{k-1}.{ext}"),
           Field("pages_until", &P::pages_until, "Pages after this one have the form pages_beyond")
               .Range(0, 1'000'000),
           Field("pages_beyond", &P::pages_beyond, "How pages after pages_until are asked"),
           Field("post", &P::post, "Asked by POST with this form-encoded body; a template as pages"),
           Field("hidden_fields", &P::hidden_fields, "The hidden fields of the page's form are sent too")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

template <>
const ObjectSpec& SpecFor<ListAnswer>() {
  using A = ListAnswer;
  static const ObjectSpec kSpec = {
      .name = "answer",
      .doc = "An answer that is no page but holds rows of a list: JSON, or markup in a wrapping of its own",
      .fields =
          {Field("id", &A::id, "What it is called in messages").Required(),
           Field("urls", &A::urls, "RE2 with named groups on path?query#body of the request")
               .Required()
               .Ref(RefKind::kRegex),
           Field("values", &A::values, "RE2 with named groups on the answer's text").Ref(RefKind::kRegex),
           Field("rows", &A::rows, "Paths to the array of rows in JSON: data.list"),
           Field("title", &A::title, "Paths to the title inside a row"),
           Field("link", &A::link, "Paths to the address inside a row"),
           Field("date", &A::date, "Paths to the day inside a row"),
           Field("link_form", &A::link_form, "Address of a row from its keys: /content/{id}.html"),
           Field("markup", &A::markup, "Paths to HTML in JSON that holds the rows"),
           Field("total", &A::total, "Paths to the number of entries in all"),
           Field("count", &A::count, "Paths to the number of pages"),
           Field("first", &A::first, "The number that group current has on page 1; default 1").Range(0, 1),
           Field("pages", &A::pages, "How page k is asked"),
           Field("post", &A::post, "Asked by POST with this form-encoded body; a template as pages")},
      .shorthand = {},
      .is_entry = false,
      .set_place = {}};
  return kSpec;
}

const ObjectSpec& CmsFileSpec() {
  using C = CmsProfile;
  static const ObjectSpec kSpec = {
      .name = "cms file",
      .doc = "How one content-management system pages its lists and prints its pages",
      .fields =
          {Field("id", &C::id, "Stable id, the file's name").Required().Ref(RefKind::kId),
           Field("name", &C::name, "Its name").Required(),
           Field("sign_texts", &C::sign_texts,
                 "RE2 on a page's source: made by this CMS; pagers are tried then")
               .Ref(RefKind::kRegex),
           Field("sign_urls", &C::sign_urls, "RE2 on the URL path: made by this CMS").Ref(RefKind::kRegex),
           Field("detail_urls", &C::detail_urls, "RE2 on the URL path of detail pages").Ref(RefKind::kRegex),
           Field("list_urls", &C::list_urls, "RE2 on the URL path of list pages").Ref(RefKind::kRegex),
           Field("pagers", &C::pagers, "The ways in which its lists go on"),
           Field("answers", &C::answers, "Answers that hold rows of a list without being pages"),
           Field("entry_date_urls", &C::entry_date_urls, "RE2 with groups y, m, d: day of entry in the URL")
               .Ref(RefKind::kRegex),
           Field("attachment_dates", &C::attachment_dates, "RE2 with groups y, m, d on attachment names")
               .Ref(RefKind::kRegex)},
      .shorthand = {},
      .is_entry = false,
      .set_place = SetPlace<C>};
  return kSpec;
}

}  // namespace mingcha::rules
