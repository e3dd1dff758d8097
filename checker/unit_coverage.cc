#include "checker/unit_coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace mingcha::checker {
namespace {

using base::Msg;
using model::UnitCoverage;
using model::Verdict;

constexpr size_t kMaxHoles = 20;

class UnitReach {
 public:
  UnitReach(const CheckIndex& index, const PlaceGuard& guard) : index_(index), guard_(guard) {}

  void Add(const std::string& unit, UnitCoverage* coverage) const {
    std::set<const ListWalk*> lists;
    for (const Place& place : guard_.PlacesOfUnit(unit)) {
      const PlaceCheck check = guard_.CheckPlace(place);
      ++coverage->places;
      if (check.holes.empty()) ++coverage->places_complete;
      for (const ListWalk* list : check.lists) {
        if (!lists.insert(list).second) continue;
        ++coverage->lists;
        if (list->trail.to_end) ++coverage->lists_to_end;
      }
      for (const auto& hole : check.holes) {
        const bool told =
            std::find(coverage->holes.begin(), coverage->holes.end(), hole) != coverage->holes.end();
        if (!told && coverage->holes.size() < kMaxHoles) coverage->holes.push_back(hole);
      }
    }
    if (coverage->places == 0)
      coverage->holes.push_back(Msg("no place is known where {} publishes", index_.UnitName(unit)));
  }

 private:
  const CheckIndex& index_;
  const PlaceGuard& guard_;
};

}  // namespace

std::vector<UnitCoverage> CoverageOfUnits(const CheckIndex& index, const std::vector<SiteReach>& reach,
                                          const PlaceGuard& guard, const Cases& cases) {
  std::unordered_map<std::string, UnitCoverage> by_unit;
  for (const Case& owed : cases) {
    UnitCoverage& unit = by_unit[owed.record.shown_unit];
    switch (owed.record.verdict) {
      case Verdict::kNoKnownUniverse:
        ++unit.no_known_universe;
        break;
      case Verdict::kUnverifiable:
        ++unit.unverifiable;
        break;
      case Verdict::kPending:
      case Verdict::kOutsideWindow:
        break;
      default:
        ++unit.judged;
    }
  }
  const OwnersOfUrls owners(index);
  for (const SiteReach& site : reach) {
    for (const auto* page : site.read) {
      if (const auto unit = owners.Of(site.coverage.site, page->url); !unit.empty())
        ++by_unit[std::string(unit)].pages_read;
    }
    for (const Hole& hole : site.holes) {
      if (const auto unit = owners.Of(site.coverage.site, hole.gap.url); !unit.empty())
        ++by_unit[std::string(unit)].pages_not_read;
    }
  }
  const UnitReach own(index, guard);
  std::vector<UnitCoverage> result;
  for (const auto& unit : index.plan.units) {
    if (index.Canonical(unit.id) != unit.id) continue;
    UnitCoverage coverage = std::move(by_unit[unit.id]);
    coverage.unit = unit.id;
    own.Add(unit.id, &coverage);
    result.push_back(std::move(coverage));
  }
  return result;
}

}  // namespace mingcha::checker
