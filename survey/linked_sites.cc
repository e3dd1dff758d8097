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
constexpr size_t kMostSiteName = 20;  // code points; longer link texts are titles

}  // namespace

std::string SiteKey(std::string_view url) {
  const auto parsed = base::Url::Parse(url);
  if (!parsed) return {};
  return parsed->host() + (parsed->port() ? ":" + std::to_string(*parsed->port()) : std::string());
}

std::vector<ProposedSite> LinkedSites(const model::Plan& plan, const District& district,
                                      const std::vector<SeenPage>& portal_pages) {
  const extractors::LexiconIndex lexicon(plan.lexicon);
  const NameMatcher names(plan, district.name, lexicon);
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
