#include "extractors/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/path_prefix.h"
#include "base/text.h"
#include "base/url.h"
#include "extractors/identifiers.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxIssuerBytes = 600;
constexpr size_t kMaxRegion = 8;  // code points of a region's name
constexpr size_t kLeastStem = 2;  // code points by which a district is known

struct Name {
  std::string folded;
  std::string unit;
  model::ValidRange valid;
};

/// The parts of a joint issuer, in order.
std::vector<std::string> Parts(std::string_view folded) {
  std::vector<std::string> parts(1);
  for (size_t pos = 0; pos < folded.size();) {
    const size_t begin = pos;
    const char32_t c = base::NextCodePoint(folded, &pos);
    if (c == 0x3001 || c == ',' || c == ';' || c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += folded.substr(begin, pos - begin);
    }
  }
  std::erase(parts, "");
  return parts;
}

}  // namespace

std::string RegionStem(std::string_view district, const model::Lexicon& lexicon) {
  const auto found = lexicon.words.find("survey_region_marks");
  if (found == lexicon.words.end()) return {};
  const auto& marks = found->second;
  size_t own = 0;
  for (const std::string& mark : marks) {
    if (district.ends_with(mark)) own = std::max(own, mark.size());
  }
  size_t begin = 0;
  for (const std::string& mark : marks) {
    const size_t at = district.substr(0, district.size() - own).rfind(mark);
    if (at == std::string_view::npos) continue;
    const size_t end = at + mark.size();
    if (base::CodePointCount(district.substr(end)) >= kLeastStem) begin = std::max(begin, end);
  }
  const std::string_view last = district.substr(begin);
  const std::string_view stem = last.substr(0, last.size() - own);
  if (base::CodePointCount(stem) >= kLeastStem) return std::string(stem);
  return base::CodePointCount(last) >= kLeastStem ? std::string(last) : std::string();
}

struct UnitResolver::Tables {
  std::string district;
  std::string stem;  ///< The district's own name, without the regions above it and the sign of its own.
  std::vector<model::PlaceRule> places;
  std::vector<Name> names;                                  // longest first
  std::map<std::string, std::string, std::less<>> by_code;  // credit code or organisation code -> unit
  std::map<std::string, std::string, std::less<>> by_site;
  std::set<std::string, std::less<>> offices;             ///< The government and its office.
  std::set<std::string, std::less<>> shared;              ///< Sites whose columns are of many units.
  std::map<std::string, std::string, std::less<>> heirs;  // unit -> the last of its successors

  /// Whose the stretch is that the page stands in; `*is_shared`: it is one that all units share, so whoever
  /// keeps the site says nothing.
  [[nodiscard]] const model::PlaceRule* PlaceOf(const UnitEvidence& evidence) const;  ///< Longest prefix.
  [[nodiscard]] std::string Named(std::string_view part, std::optional<base::Date> date) const;
  /// True if what stands before a name leaves it the district's: nothing, (an end of) the district's name, or
  /// the name of another of its units. A name that begins with the district's may have in front of it the
  /// region that the district lies in: «A市B区C局» is «B区C局», where the plan calls the district «B区».
  [[nodiscard]] bool IsFront(std::string_view before, std::string_view name) const;
  [[nodiscard]] std::string Heir(const std::string& unit) const {
    const auto it = heirs.find(unit);
    return it == heirs.end() ? unit : it->second;
  }
};

UnitResolver::UnitResolver(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

UnitResolver UnitResolver::Create(const model::Plan& plan) {
  auto tables = std::make_shared<Tables>();
  tables->district = base::FoldLabel(plan.assessment.district);
  tables->stem = RegionStem(tables->district, plan.lexicon);
  tables->places = plan.places;
  const base::Date last_day = *base::Date::FromYmd(9999, 12, 31);
  for (const model::Unit& unit : plan.units) {
    tables->names.push_back({base::FoldLabel(unit.name), unit.id, unit.valid});
    for (const model::UnitAlias& alias : unit.aliases)
      tables->names.push_back({base::FoldLabel(alias.name), unit.id, alias.valid});
    for (const std::string& code : unit.uscc) {
      tables->by_code[code] = unit.id;
      if (code.size() == 18) tables->by_code[code.substr(8, 9)] = unit.id;
    }
    if (unit.kind == model::UnitKind::kOffice) tables->offices.insert(unit.id);
    tables->heirs[unit.id] = model::SuccessorAt(plan, unit.id, last_day);
  }
  std::erase_if(tables->names, [](const Name& name) { return name.folded.empty(); });
  // A name written with the region that the district lies in is the unit's without it as well.
  for (size_t i = 0, count = tables->names.size(); i < count && !tables->district.empty(); ++i) {
    Name name = tables->names[i];
    const size_t at = name.folded.find(tables->district);
    if (at == std::string::npos || at == 0 || at + tables->district.size() == name.folded.size()) continue;
    name.folded.erase(0, at);
    tables->names.push_back(std::move(name));
  }
  std::stable_sort(tables->names.begin(), tables->names.end(),
                   [](const Name& a, const Name& b) { return a.folded.size() > b.folded.size(); });
  for (const model::SiteProfile& site : plan.sites) {
    if (!site.unit.empty()) tables->by_site[site.id] = site.unit;
    if (site.kind == model::SiteKind::kPortal) tables->shared.insert(site.id);
  }
  return UnitResolver(std::move(tables));
}

const model::PlaceRule* UnitResolver::Tables::PlaceOf(const UnitEvidence& evidence) const {
  const auto url = base::Url::Parse(evidence.url);
  if (!url) return nullptr;
  std::string host = url->host();
  if (url->port()) host += ":" + std::to_string(*url->port());
  const model::PlaceRule* best = nullptr;
  size_t best_length = 0;
  for (const model::PlaceRule& place : places) {
    if (place.site != evidence.site) continue;
    if (evidence.date && !place.valid.Contains(*evidence.date)) continue;
    std::string_view path_prefix = place.prefix;
    if (!path_prefix.starts_with('/')) {
      const size_t slash = path_prefix.find('/');
      if (path_prefix.substr(0, slash) != host && path_prefix.substr(0, slash) != url->host()) continue;
      path_prefix = slash == std::string_view::npos ? std::string_view("/") : path_prefix.substr(slash);
    }
    if (!base::IsUnderPath(url->path(), path_prefix)) continue;
    if (best != nullptr && path_prefix.size() <= best_length) continue;
    best = &place;
    best_length = path_prefix.size();
  }
  return best;
}

bool UnitResolver::Tables::IsFront(std::string_view before, std::string_view name) const {
  if (before.empty() || district.ends_with(before)) return true;
  const bool whole = !district.empty() && name.starts_with(district) && name.size() > district.size();
  if (whole && base::CodePointCount(before) <= kMaxRegion) return true;
  if (!district.empty() && before.ends_with(district)) return true;
  return std::any_of(names.begin(), names.end(),
                     [&](const Name& other) { return before.ends_with(other.folded); });
}

std::string UnitResolver::Tables::Named(std::string_view part, std::optional<base::Date> date) const {
  std::pair<size_t, size_t> best(0, 0);  // where the name ends, how long it is: the body named last is meant
  std::set<std::string> units;
  for (const Name& name : names) {
    if (date && !name.valid.Contains(*date)) continue;
    const size_t at = part.rfind(name.folded);
    if (at == std::string_view::npos || !IsFront(part.substr(0, at), name.folded)) continue;
    const std::pair<size_t, size_t> here(at + name.folded.size(), name.folded.size());
    if (here < best) continue;
    if (here > best) units.clear();
    best = here;
    units.insert(name.unit);
  }
  return units.size() == 1 ? *units.begin() : std::string();
}

std::string UnitResolver::UnitNamed(std::string_view name, std::optional<base::Date> date) const {
  const std::string folded = base::FoldLabel(name.substr(0, std::min(name.size(), kMaxIssuerBytes)));
  for (const std::string& part : Parts(folded)) {
    std::string unit = tables_->Named(part, date);
    if (!unit.empty()) return unit;
  }
  return {};
}

bool UnitResolver::IsElsewhere(std::string_view authority, std::optional<base::Date> date) const {
  const std::string& stem = tables_->stem;
  return !stem.empty() && authority.find(stem) == std::string_view::npos &&
         UnitNamed(authority, date).empty();
}

bool UnitResolver::IsBranchOf(std::string_view unit, std::string_view authority) const {
  return std::any_of(tables_->names.begin(), tables_->names.end(), [&](const Name& name) {
    return name.unit == unit && name.folded.starts_with(authority);
  });
}

std::string UnitResolver::UnitOfIndexNumber(std::string_view index_number) const {
  const auto parsed = ParseIndexNumber(index_number);
  if (!parsed) return {};
  std::string code = parsed->prefix;
  if (parsed->kind == IndexNumber::Prefix::kOrgCode) std::erase(code, '-');
  const auto it = tables_->by_code.find(code);
  return it == tables_->by_code.end() ? std::string() : it->second;
}

UnitVerdict UnitResolver::Resolve(const UnitEvidence& evidence) const {
  UnitVerdict verdict;
  const model::PlaceRule* rule = tables_->PlaceOf(evidence);
  const std::string place = rule == nullptr ? std::string() : rule->unit;
  const bool shared = rule != nullptr && rule->unit.empty();
  const auto site = tables_->by_site.find(evidence.site);
  const std::string site_unit = site == tables_->by_site.end() ? std::string() : site->second;
  const auto say = [&](const std::string& unit, const char* reason, std::string_view what) {
    if (unit.empty()) return;
    verdict.why.push_back(base::Msg("{} `{}` names {}", reason, what, unit));
    if (verdict.unit.empty()) {
      verdict.unit = unit;
      verdict.reason = reason;
    } else if (tables_->Heir(unit) != tables_->Heir(verdict.unit)) {
      verdict.conflict = true;
    }
  };
  if (rule != nullptr) say(place, "place", rule->prefix);
  const std::string issuer = UnitNamed(evidence.issuer, evidence.date);
  say(issuer, "issuer", evidence.issuer);
  // The government signs what its departments prepare: a column for the very item is the department's.
  if (verdict.conflict && tables_->offices.contains(issuer) &&
      model::AnyGlobMatches(rule->items, evidence.item))
    verdict.conflict = false;
  say(UnitOfIndexNumber(evidence.index_number), "index_number", evidence.index_number);
  // Who runs a portal publishes what departments sign: that is no disagreement. A department's own site is
  // its own.
  const std::string source = UnitNamed(evidence.source, evidence.date);
  if (verdict.conflict && !place.empty() && tables_->Heir(source) == tables_->Heir(place)) {
    verdict.conflict = false;
    verdict.why.push_back(base::Msg("{} `{}` names {}", "source", evidence.source, source));
  }
  const bool runs = tables_->shared.contains(evidence.site);
  // Portals keep the articles of all departments in one folder; their trails lead through the department.
  std::string trail;
  if (runs && place.empty() && evidence.trail != nullptr && (verdict.unit.empty() || evidence.weak_issuer)) {
    for (size_t i = evidence.trail->size(); i-- > 0 && trail.empty();) {
      trail = UnitNamed((*evidence.trail)[i], evidence.date);
      if (!trail.empty() && tables_->Heir(trail) == tables_->Heir(site_unit)) trail.clear();
      say(trail, "trail", (*evidence.trail)[i]);
    }
  }
  const bool signed_for = runs && !verdict.unit.empty() && (!evidence.weak_issuer || !trail.empty());
  if (place.empty() && !signed_for && !shared) say(site_unit, "site", evidence.site);
  return verdict;
}

}  // namespace mingcha::extractors
