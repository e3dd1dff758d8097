#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "base/url.h"
#include "extractors/lexicon_index.h"
#include "survey/names.h"
#include "survey/propose.h"

namespace mingcha::survey {
namespace {

using model::SiteKind;

constexpr size_t kMostLinkedSites = 60;
constexpr size_t kLeastRegion = 3, kMostRegion = 10;  // code points
constexpr size_t kMostSiteName = 20;                  // code points; longer link texts are titles

}  // namespace

std::string SiteKey(std::string_view url) {
  const auto parsed = base::Url::Parse(url);
  if (!parsed) return {};
  return parsed->host() + (parsed->port() ? ":" + std::to_string(*parsed->port()) : std::string());
}

std::string RegionAbove(const District& district, const std::vector<SeenPage>& portal_pages,
                        const extractors::LexiconIndex& lexicon) {
  const std::string name = base::FoldLabel(district.name);
  if (name.empty()) return {};
  const auto& marks = lexicon.Words("survey_region_marks");
  std::map<std::string, int> seen;
  const auto look = [&](const std::string& text) {
    const std::string folded = base::FoldLabel(text);
    const size_t at = folded.find(name);
    if (at == std::string::npos || at == 0) return;
    const std::string before = folded.substr(0, at);
    const size_t points = base::CodePointCount(before);
    const bool region = std::any_of(marks.begin(), marks.end(),
                                    [&](const std::string& mark) { return before.ends_with(mark); });
    if (region && points >= kLeastRegion && points <= kMostRegion) ++seen[before];
  };
  for (const SeenPage& page : portal_pages) {
    look(page.organiser);
    for (const SeenLink& link : page.links) look(link.text);
  }
  const auto most = std::max_element(seen.begin(), seen.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == seen.end() || most->second < 2 ? std::string() : most->first;
}

std::vector<ProposedSite> LinkedSites(const model::Plan& plan, const District& district,
                                      const std::vector<SeenPage>& portal_pages) {
  const extractors::LexiconIndex lexicon(plan.lexicon);
  const NameMatcher names(plan, district.name, lexicon, RegionAbove(district, portal_pages, lexicon));
  const std::string portal = SiteKey(district.portal);
  std::vector<ProposedSite> sites;
  std::set<std::string> hosts = {portal};
  for (const SeenPage& page : portal_pages) {
    for (const SeenLink& link : page.links) {
      if (sites.size() >= kMostLinkedSites) return sites;
      const auto url = base::Url::Parse(link.url);
      if (!url || !url->is_http() || base::CodePointCount(link.text) > kMostSiteName) continue;
      ProposedSite site;
      if (lexicon.HasWord("survey_exchange", link.text))
        site.kind = SiteKind::kExchange;
      else if (lexicon.HasWord("survey_credit", link.text))
        site.kind = SiteKind::kCredit;
      else if (names.Find(link.text))
        site.kind = SiteKind::kDepartment;
      else
        continue;
      const model::UnitKind kind = names.KindOf(link.text);
      if (site.kind == SiteKind::kDepartment &&
          (kind == model::UnitKind::kTown || kind == model::UnitKind::kStreet))
        site.kind = SiteKind::kTown;
      site.host = SiteKey(link.url);
      if (!hosts.insert(site.host).second) continue;
      site.seed = url->origin() + "/";
      site.name = link.text;
      sites.push_back(std::move(site));
    }
  }
  return sites;
}

}  // namespace mingcha::survey
