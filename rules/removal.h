#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/spec.h"

namespace mingcha::rules {

/// An id dropped by `remove:` or `replace:`.
struct Removal {
  int layer = 0;          ///< Of the folder that dropped it.
  std::string successor;  ///< Of a unit: who took over, as the entry said; empty: nobody.
};

/// By what the id named, and the id.
using Removals = std::map<std::pair<RefKind, std::string>, Removal>;

/// True if what a file of `layer` mentions was dropped by a folder above it.
[[nodiscard]] bool IsRemovedAbove(const Removals& removals, RefKind kind, const std::string& id, int layer);

/// The unit that stands where a dropped one is mentioned: the nearest successor that was not dropped too.
/// Empty if there is none: the mention goes with the unit.
[[nodiscard]] std::string HeirOf(const Removals& removals, const std::string& unit);

}  // namespace mingcha::rules
