#include "checker/places.h"

#include <algorithm>

#include "base/path_prefix.h"
#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;

constexpr size_t kMaxHoles = 10;       // named in one reason; the rest is counted
constexpr size_t kMinWord = 4;         // code points an anchor must share to name a thing
constexpr size_t kMaxReadSamples = 5;  // pages quoted where a place has no list

template <typename T, typename V>
bool Contains(const std::vector<T>& list, const V& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

void AddPlace(Place place, std::vector<Place>* places) {
  if (std::find(places->begin(), places->end(), place) == places->end()) places->push_back(std::move(place));
}

std::string PlaceName(const CheckIndex& index, const Place& place) {
  return index.SiteName(place.site) + (place.prefix.empty() ? "" : " " + place.prefix);
}

bool Names(const std::vector<std::string>& words, const std::string& folded) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return base::CodePointCount(word) >= kMinWord && folded.find(word) != std::string::npos;
  });
}

/// The hole hangs on a page of something else and does not bear the name of what is sought.
bool HangsOnAnother(const Hole& hole, const Sought& sought) {
  return hole.host != nullptr && sought.is_of_another && !Names(sought.own, hole.anchor) &&
         sought.is_of_another(*hole.host);
}

/// What is known of the page of the hole makes it one of the item.
bool IsOfItem(const Hole& hole, const Sought& sought) {
  return hole.host != nullptr &&
         std::any_of(hole.host->items.begin(), hole.host->items.end(), [&](const model::ItemMatch& match) {
           return match.item == sought.item || match.item == sought.base_item;
         });
}

/// An attachment hides the item only if the page it hangs on might be the item.
bool MightHoldItem(const Hole& hole, const Sought& sought) {
  if (HangsOnAnother(hole, sought)) return false;
  if (Names(sought.words, hole.anchor)) return true;
  if (hole.host == nullptr) return hole.anchor.empty();
  if (!hole.host->title || base::Trim(hole.host->title->value).empty()) return true;
  if (Names(sought.words, base::FoldLabel(hole.host->title->value))) return true;
  return IsOfItem(hole, sought);
}

base::Message HoleMessage(const CheckIndex& index, const Hole& hole) {
  if (hole.gap.url.empty()) {
    return Msg("{}: {}", index.SiteName(hole.gap.site), hole.gap.reason);
  }
  return Msg("{}: {} ({})", index.SiteName(hole.gap.site), hole.gap.url, hole.gap.reason);
}

}  // namespace

bool UnderPrefix(std::string_view url, std::string_view prefix) {
  if (prefix.empty()) return true;
  const UrlParts parts = SplitUrl(url);
  if (prefix.front() == '/') return base::IsUnderPath(parts.path, prefix);
  const size_t slash = prefix.find('/');
  const std::string_view host = prefix.substr(0, slash);
  if (parts.host != host) return false;
  return slash == std::string_view::npos || base::IsUnderPath(parts.path, prefix.substr(slash));
}

PlaceGuard::PlaceGuard(const CheckIndex& index, const std::vector<SiteReach>& reach) : index_(index) {
  for (const SiteReach& site : reach) reach_.emplace(site.coverage.site, &site);
}

void PlaceGuard::AddUnitPlaces(std::string_view unit, std::vector<Place>* places) const {
  for (const auto& site : index_.plan.sites) {
    if (!site.unit.empty() && index_.Canonical(site.unit) == unit) AddPlace({site.id, "", ""}, places);
  }
  for (const auto& rule : index_.plan.places) {
    if (rule.items.empty() && rule.valid.Contains(index_.input.as_of) && index_.Canonical(rule.unit) == unit)
      AddPlace({rule.site, rule.prefix, rule.id}, places);
  }
}

std::vector<Place> PlaceGuard::PlacesOfUnit(std::string_view unit) const {
  std::vector<Place> places;
  for (const auto& site : index_.plan.sites) {
    if (!site.unit.empty() && index_.Canonical(site.unit) == unit) AddPlace({site.id, "", ""}, &places);
  }
  for (const auto& rule : index_.plan.places) {
    if (rule.valid.Contains(index_.input.as_of) && !rule.unit.empty() && index_.Canonical(rule.unit) == unit)
      AddPlace({rule.site, rule.prefix, rule.id}, &places);
  }
  return places;
}

PlaceCheck PlaceGuard::CheckPlace(const Place& place) const {
  PlaceCheck check;
  Examine(place, false, &check);
  return check;
}

OwnersOfUrls::OwnersOfUrls(const CheckIndex& index) {
  for (const auto& rule : index.plan.places) {
    if (!rule.unit.empty() && rule.valid.Contains(index.input.as_of))
      rules_[rule.site].push_back({rule.prefix, index.Canonical(rule.unit)});
  }
  for (auto& [site, rules] : rules_) {
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& a, const Rule& b) { return a.prefix.size() > b.prefix.size(); });
  }
  for (const auto& site : index.plan.sites) {
    if (!site.unit.empty()) rules_[site.id].push_back({"", index.Canonical(site.unit)});
  }
}

std::string_view OwnersOfUrls::Of(std::string_view site, std::string_view url) const {
  const auto it = rules_.find(site);
  if (it == rules_.end()) return {};
  for (const Rule& rule : it->second) {
    if (UnderPrefix(url, rule.prefix)) return rule.unit;
  }
  return {};
}

std::vector<Place> PlaceGuard::PlacesFor(std::string_view item, const std::vector<std::string>& units,
                                         std::vector<std::string>* placeless) const {
  std::vector<Place> places;
  const auto add_named = [&](bool of_unit) {
    for (const auto& rule : index_.plan.places) {
      if (!rule.valid.Contains(index_.input.as_of) || !model::AnyGlobMatches(rule.items, item)) continue;
      if (of_unit ? Contains(units, index_.Canonical(rule.unit)) : rule.unit.empty())
        AddPlace({rule.site, rule.prefix, rule.id}, &places);
    }
  };
  add_named(true);
  if (places.empty()) {
    add_named(false);  // a column that all units share
    const bool shared = !places.empty();
    for (const std::string& unit : units) {
      const size_t before = places.size();
      AddUnitPlaces(unit, &places);
      if (places.size() == before && !shared) placeless->push_back(unit);
    }
  }
  if (places.empty()) return places;  // nothing known: other places cannot make up for it
  const size_t own = places.size();
  add_named(false);
  if (const model::Item* record = index_.Item(item)) AddChannelPlaces(*record, &places);
  for (size_t i = own; i < places.size(); ++i) places[i].other = true;
  return places;
}

void PlaceGuard::AddChannelPlaces(const model::Item& item, std::vector<Place>* places) const {
  for (const auto& channel : index_.plan.channels) {
    if (!model::AnyGlobMatches(channel.items, item.id)) continue;
    if (!channel.decisions.empty() && !Contains(channel.decisions, model::EnumName(item.decision))) continue;
    for (const std::string& site : channel.sites) {
      const bool named = std::any_of(places->begin(), places->end(), [&](const Place& place) {
        return place.site == site && !place.prefix.empty();
      });
      if (!named) AddPlace({site, "", ""}, places);
    }
  }
}

const PlaceCheck& PlaceGuard::Of(std::string_view item, const std::vector<std::string>& units,
                                 bool to_real_end) {
  std::string key(item);
  key += to_real_end ? "\x1f!" : "\x1f";
  for (const std::string& unit : units) key += "\x1f" + unit;
  const auto [it, is_new] = cache_.try_emplace(std::move(key));
  PlaceCheck& check = it->second;
  if (!is_new) return check;
  std::vector<std::string> placeless;
  check.places = PlacesFor(item, units, &placeless);
  if (check.places.empty()) {
    check.holes.push_back(Msg("no place is configured where it would have to stand"));
  } else if (!placeless.empty()) {
    check.holes.push_back(Msg("no place is configured for {} of the units, among them {}", placeless.size(),
                              index_.UnitName(placeless.front())));
  }
  size_t own = 0;
  for (const Place& place : check.places) {
    Examine(place, to_real_end, &check);
    if (!place.other) own = check.lists.size();
  }
  SortLists(item, 0, own, &check);
  SortLists(item, own, check.lists.size(), &check);
  return check;
}

const PlaceGuard::Shown& PlaceGuard::ShownOn(const ListWalk& list) {
  const auto [it, is_new] = shown_.try_emplace(&list);
  if (!is_new) return it->second;
  for (const model::PageFacts* page : list.facts) {
    for (const auto& entry : page->entries) {
      const model::PageRecord* target = index_.PageByUrl(entry.url);
      const model::PageFacts* facts = target == nullptr ? nullptr : index_.Facts(target->id);
      if (facts == nullptr) continue;
      for (const auto& match : facts->items) {
        const model::Item* item = index_.Item(match.item);
        if (item == nullptr) continue;
        it->second.items.insert(index_.Base(item->id));
        it->second.areas.insert(item->area);
      }
    }
  }
  return it->second;
}

int PlaceGuard::DistanceOf(const ListWalk& list, const model::Item& item) {
  const Shown& shown = ShownOn(list);
  if (shown.items.contains(index_.Base(item.id))) return 0;
  return shown.areas.contains(item.area) ? 1 : 2;
}

void PlaceGuard::SortLists(std::string_view item, size_t from, size_t to, PlaceCheck* check) {
  const model::Item* record = index_.Item(item);
  if (record == nullptr) return;
  std::vector<std::pair<int, const ListWalk*>> ranked;
  for (size_t i = from; i < to; ++i)
    ranked.emplace_back(DistanceOf(*check->lists[i], *record), check->lists[i]);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = from; i < to; ++i) check->lists[i] = ranked[i - from].second;
}

void PlaceGuard::Examine(const Place& place, bool to_real_end, PlaceCheck* check) const {
  const auto* profile = index_.Site(place.site);
  const auto it = reach_.find(place.site);
  if (it == reach_.end()) {
    const bool skipped = profile != nullptr && !profile->crawl;
    check->holes.push_back(skipped ? Msg("{} is not crawled in this assessment", PlaceName(index_, place))
                                   : Msg("{} was not reached", PlaceName(index_, place)));
    return;
  }
  const SiteReach& reach = *it->second;
  if (!reach.coverage.reached) {
    check->holes.push_back(Msg("{} was not reached", PlaceName(index_, place)));
  }
  ExamineHoles(place, reach, check);
  ExamineLists(place, reach, to_real_end, check);
}

void PlaceGuard::ExamineHoles(const Place& place, const SiteReach& reach, PlaceCheck* check) const {
  size_t more = 0;
  for (const Hole& hole : reach.holes) {
    const bool whole_site = hole.gap.url.empty();
    if (!whole_site && !UnderPrefix(hole.gap.url, place.prefix) &&
        (hole.gap.found_on.empty() || !UnderPrefix(hole.gap.found_on, place.prefix)))
      continue;
    if (Contains(check->hole_records, &hole)) continue;  // told of another place already
    if (hole.soft) {
      check->soft_holes.push_back(&hole);
    } else if (hole.attachment) {
      check->attachment_holes.push_back(&hole);
    } else if (check->holes.size() < kMaxHoles) {
      check->holes.push_back(HoleMessage(index_, hole));
      check->hole_records.push_back(&hole);
    } else {
      ++more;
    }
  }
  if (more > 0) check->holes.push_back(Msg("{}: {} more", PlaceName(index_, place), more));
}

void PlaceGuard::ExamineLists(const Place& place, const SiteReach& reach, bool to_real_end,
                              PlaceCheck* check) const {
  size_t lists = 0;
  for (const ListWalk& list : reach.lists) {
    bool here = place.prefix.empty();
    for (size_t i = 0; i < list.pages.size() && !here; ++i) {
      here = UnderPrefix(list.pages[i]->url, place.prefix) ||
             std::any_of(list.facts[i]->entries.begin(), list.facts[i]->entries.end(),
                         [&](const model::ListEntry& entry) { return UnderPrefix(entry.url, place.prefix); });
    }
    if (!here) continue;
    ++lists;
    if (Contains(check->lists, &list)) continue;
    check->lists.push_back(&list);
    if (!list.trail.to_end) {
      check->holes.push_back(
          Msg("list {} was not walked to its end ({})", list.trail.url, list.trail.stop_reason));
    } else if (to_real_end && list.trail.stop_reason != "end") {
      check->holes.push_back(Msg("list {} was walked only as far as the window", list.trail.url));
    }
  }
  size_t read = 0;
  bool home = false;
  for (const model::PageRecord* page : reach.read) {
    if (!UnderPrefix(page->url, place.prefix)) continue;
    home = home || page->kind == model::TaskKind::kSeed || page->kind == model::TaskKind::kList;
    if (lists == 0 && read < kMaxReadSamples && !Contains(check->read, page)) check->read.push_back(page);
    if (++read >= kMaxReadSamples && home) break;
  }
  if (read == 0) {
    check->holes.push_back(Msg("no page of {} was read", PlaceName(index_, place)));
  } else if (lists == 0 && !home) {
    check->holes.push_back(Msg("no list was recognised in {}", PlaceName(index_, place)));
  }
}

std::vector<base::Message> PlaceGuard::HolesAgainst(const PlaceCheck& check, const Sought& sought,
                                                    std::vector<const Hole*>* records) const {
  std::vector<base::Message> holes = check.holes;
  *records = check.hole_records;
  const auto add = [&](const Hole* hole) {
    if (Contains(*records, hole)) return;
    if (holes.size() >= kMaxHoles) return;
    holes.push_back(HoleMessage(index_, *hole));
    records->push_back(hole);
  };
  for (const Hole* hole : check.soft_holes) {
    if (HangsOnAnother(*hole, sought)) continue;
    if (hole->anchor.empty() || Names(sought.words, hole->anchor) || IsOfItem(*hole, sought)) add(hole);
  }
  for (const Hole* hole : check.attachment_holes) {
    if (MightHoldItem(*hole, sought)) add(hole);
  }
  return holes;
}

bool PlaceGuard::SitesComplete(const std::vector<std::string>& sites) const {
  return std::all_of(sites.begin(), sites.end(), [&](const std::string& site) {
    PlaceCheck check;
    Examine({site, "", ""}, false, &check);
    return check.holes.empty();
  });
}

std::string PlaceGuard::UnitOfUrl(std::string_view site, std::string_view url) const {
  const model::PlaceRule* best = nullptr;
  for (const auto& rule : index_.plan.places) {
    if (rule.site != site || rule.unit.empty() || !rule.valid.Contains(index_.input.as_of)) continue;
    if (!UnderPrefix(url, rule.prefix)) continue;
    if (best == nullptr || rule.prefix.size() > best->prefix.size()) best = &rule;
  }
  if (best != nullptr) return std::string(index_.Canonical(best->unit));
  const auto* profile = index_.Site(site);
  return profile == nullptr ? std::string() : std::string(index_.Canonical(profile->unit));
}

}  // namespace mingcha::checker
