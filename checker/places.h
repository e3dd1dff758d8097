#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/message.h"
#include "checker/coverage.h"

namespace mingcha::checker {

/// One stretch of a site in which an item of a unit might stand.
struct Place {
  std::string site;
  std::string prefix;  ///< Path prefix, `host/` in front allowed; empty: the whole site.
  std::string id;      ///< Of the PlaceRule, or empty.

  bool other = false;  ///< A lawful other place, not the unit's own.

  bool operator==(const Place& place) const {
    return site == place.site && prefix == place.prefix && id == place.id;
  }
};

/// What the coverage guard says of the sufficient places of one item and unit (settled 9).
struct PlaceCheck {
  std::vector<Place> places;
  std::vector<base::Message> holes;           ///< Any: absence cannot be claimed.
  std::vector<const Hole*> hole_records;      ///< The URLs behind `holes`, where there are any.
  std::vector<const Hole*> soft_holes;        ///< To be weighed against the obligation's own words.
  std::vector<const Hole*> attachment_holes;  ///< Likewise.
  /// What was walked: the proof of an absence. The unit's sufficient places first, then channels; in either
  /// the lists that show the item, then those of its area, then the others.
  std::vector<const ListWalk*> lists;
  std::vector<const model::PageRecord*> read;  ///< Some pages read, where there is no list.
};

/// What is looked for, to weigh soft holes: dead links and unread attachments count only if they might be it.
struct Sought {
  std::string_view item;           ///< Item id charged.
  std::string_view base_item;      ///< Its twin that gives way, or the same.
  std::vector<std::string> words;  ///< Folded names (item, subject) an anchor may contain.
  std::vector<std::string> own;    ///< Those of them that name the very thing: its subject.
  /// True for a page that is a disclosure of one other project: what hangs on it is not the item.
  std::function<bool(const model::PageFacts&)> is_of_another;
};

/// Knows where each item of each unit may stand and whether all of that was read.
///
/// Sufficient places: the place rules that name the item for the unit; without one, every site the unit owns
/// and every stretch of other sites that is the unit's. Lawful other places come on top: the sites of the
/// channels that carry the item, and rules that name the item without a unit (a municipal bureau's column).
/// Borrows the index and the reach. Not thread-safe: it caches.
class PlaceGuard {
 public:
  PlaceGuard(const CheckIndex& index, const std::vector<SiteReach>& reach);

  /// `units`: canonical ids whose places count. `to_real_end`: a list cut off as older than the window does
  /// not do, since what is looked for may be older.
  [[nodiscard]] const PlaceCheck& Of(std::string_view item, const std::vector<std::string>& units,
                                     bool to_real_end);
  /// The holes that stand against `sought`: all of the check's, and the soft ones that might hide it.
  [[nodiscard]] std::vector<base::Message> HolesAgainst(const PlaceCheck& check, const Sought& sought,
                                                        std::vector<const Hole*>* records) const;
  /// True if every site of the list was read whole as far as lists go, for channel_missing.
  [[nodiscard]] bool SitesComplete(const std::vector<std::string>& sites) const;
  /// Every stretch of a site that is the unit's own, whatever items it is for.
  [[nodiscard]] std::vector<Place> PlacesOfUnit(std::string_view unit) const;
  /// What was reached of one stretch.
  [[nodiscard]] PlaceCheck CheckPlace(const Place& place) const;
  /// The unit a URL belongs to: longest place prefix, else the site's owner, else empty.
  [[nodiscard]] std::string UnitOfUrl(std::string_view site, std::string_view url) const;

 private:
  /// Units without any known place go to `placeless`, unless rules name places for the item.
  [[nodiscard]] std::vector<Place> PlacesFor(std::string_view item, const std::vector<std::string>& units,
                                             std::vector<std::string>* placeless) const;
  void AddUnitPlaces(std::string_view unit, std::vector<Place>* places) const;
  void AddChannelPlaces(const model::Item& item, std::vector<Place>* places) const;
  void Examine(const Place& place, bool to_real_end, PlaceCheck* check) const;
  void ExamineHoles(const Place& place, const SiteReach& reach, PlaceCheck* check) const;
  /// Base items and areas of the pages that a list links to.
  struct Shown {
    std::set<std::string_view> items, areas;
  };
  [[nodiscard]] const Shown& ShownOn(const ListWalk& list);
  /// How near a list is to an item: 0 shows the item, 1 its area, 2 neither.
  [[nodiscard]] int DistanceOf(const ListWalk& list, const model::Item& item);
  /// Orders the check's lists [from, to) by distance.
  void SortLists(std::string_view item, size_t from, size_t to, PlaceCheck* check);
  void ExamineLists(const Place& place, const SiteReach& reach, bool to_real_end, PlaceCheck* check) const;

  const CheckIndex& index_;
  std::unordered_map<std::string_view, const SiteReach*> reach_;
  std::unordered_map<std::string, PlaceCheck> cache_;
  std::unordered_map<const ListWalk*, Shown> shown_;
};

/// Whose page a URL is: the longest place prefix, else the site's owner. Knows the rules of each site, so
/// that many URLs can be asked. Borrows the index; immutable after construction.
class OwnersOfUrls {
 public:
  explicit OwnersOfUrls(const CheckIndex& index);
  /// Canonical unit id; empty if nobody's.
  [[nodiscard]] std::string_view Of(std::string_view site, std::string_view url) const;

 private:
  struct Rule {
    std::string_view prefix, unit;
  };
  std::unordered_map<std::string_view, std::vector<Rule>> rules_;  // by site, longest prefix first
};

/// True if the URL lies under the prefix (`/path/` or `host/path/`; empty: always).
[[nodiscard]] bool UnderPrefix(std::string_view url, std::string_view prefix);

}  // namespace mingcha::checker
