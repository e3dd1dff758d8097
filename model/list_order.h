#pragma once

#include <vector>

#include "model/page_facts.h"

namespace mingcha::model {

/// True if the rows of a list page run from older days to newer ones. What such a list shows first is its
/// oldest: that says nothing of the pages behind it, which must be walked to the last. A row that stays on
/// top of a list turns nothing round.
[[nodiscard]] inline bool RunsForward(const std::vector<ListEntry>& entries) {
  int rising = 0;
  int falling = 0;
  const ListEntry* before = nullptr;
  for (const ListEntry& entry : entries) {
    if (!entry.date) continue;
    if (before != nullptr) {
      rising += *before->date < *entry.date ? 1 : 0;
      falling += *entry.date < *before->date ? 1 : 0;
    }
    before = &entry;
  }
  return rising > falling;
}

}  // namespace mingcha::model
