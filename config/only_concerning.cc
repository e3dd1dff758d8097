#include <algorithm>
#include <set>

#include "base/url.h"
#include "config/run_config.h"

namespace mingcha::config {
namespace {

/// Items the unit can owe: those that name it, and those of open areas.
std::vector<const model::Item*> ItemsOf(const model::Plan& plan, const std::string& unit) {
  std::vector<const model::Item*> items;
  for (const model::Item& item : plan.items) {
    const std::vector<std::string> units = model::ObligatedUnits(plan, item);
    const model::Area* area = plan.FindArea(item.area);
    const bool open = area != nullptr && area->open;
    if (open || std::find(units.begin(), units.end(), unit) != units.end()) items.push_back(&item);
  }
  return items;
}

/// Sites of channels that carry such an item, and of places that name an item but no unit: wanted whole.
std::set<std::string> SharedSites(const model::Plan& plan, const std::string& unit) {
  const std::vector<const model::Item*> items = ItemsOf(plan, unit);
  const auto concerns = [&](const std::vector<std::string>& globs) {
    return std::any_of(items.begin(), items.end(),
                       [&](const model::Item* item) { return model::AnyGlobMatches(globs, item->id); });
  };
  std::set<std::string> sites;
  for (const model::Channel& channel : plan.channels) {
    if (concerns(channel.items)) sites.insert(channel.sites.begin(), channel.sites.end());
  }
  for (const model::PlaceRule& place : plan.places) {
    if (place.unit.empty() && concerns(place.items)) sites.insert(place.site);
  }
  return sites;
}

/// The path of a place's prefix: without a host in front. Empty: the whole site.
std::string PathOf(const std::string& prefix) {
  const size_t slash = prefix.find('/');
  return slash == std::string::npos ? "" : prefix.substr(slash);
}

/// Asks a shared site only for the unit's stretches.
void Narrow(const std::vector<std::string>& paths, model::SiteProfile* site) {
  site->allow_paths = paths;
  const std::vector<std::string> seeds = site->seeds;
  for (const std::string& path : paths) {
    for (const std::string& seed : seeds) {
      const auto url = base::Url::Parse(seed);
      const auto start = url ? base::Url::Parse(path, &*url) : std::nullopt;
      if (!start) continue;
      const std::string& href = start->href();
      if (std::find(site->seeds.begin(), site->seeds.end(), href) == site->seeds.end())
        site->seeds.push_back(href);
      break;
    }
  }
}

}  // namespace

model::Plan OnlyConcerning(model::Plan plan, const std::string& unit) {
  plan.assessment.only_units = {unit};
  const std::set<std::string> shared = SharedSites(plan, unit);
  for (model::SiteProfile& site : plan.sites) {
    if (site.unit == unit || shared.contains(site.id)) continue;
    std::vector<std::string> paths;
    bool whole = false;
    for (const model::PlaceRule& place : plan.places) {
      if (place.site != site.id || place.unit != unit) continue;
      const std::string path = PathOf(place.prefix);
      whole = whole || path.empty() || path == "/";
      if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    }
    if (paths.empty()) {
      site.crawl = false;
    } else if (!whole && site.allow_paths.empty()) {
      Narrow(paths, &site);
    }
  }
  return plan;
}

}  // namespace mingcha::config
