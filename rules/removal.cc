#include "rules/removal.h"

#include <set>

namespace mingcha::rules {

bool IsRemovedAbove(const Removals& removals, RefKind kind, const std::string& id, int layer) {
  const auto it = removals.find({kind, id});
  return it != removals.end() && it->second.layer > layer;
}

std::string HeirOf(const Removals& removals, const std::string& unit) {
  std::set<std::string> passed;  // Successions may run in a circle by mistake.
  std::string heir = unit;
  for (;;) {
    const auto removed = removals.find({RefKind::kUnit, heir});
    if (removed == removals.end()) return heir == unit ? std::string() : heir;
    if (!passed.insert(heir).second || removed->second.successor.empty()) return {};
    heir = removed->second.successor;
  }
}

}  // namespace mingcha::rules
