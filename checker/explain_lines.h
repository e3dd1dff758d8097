#pragma once

#include <string>
#include <utility>

#include "model/explanation.h"

namespace mingcha::checker {

/// Adds an empty section and gives it to be filled; valid until the next is added.
inline model::ExplainSection& AddSection(std::string id, base::Message heading, model::Explanation* out) {
  out->sections.push_back({std::move(id), std::move(heading), {}, {}});
  return out->sections.back();
}

/// Adds a line, unless the section has `most` already.
inline void AddLine(size_t most, base::Message text, model::ExplainSection* section, std::string url = {},
                    std::string quote = {}, int depth = 0) {
  if (section->lines.size() < most)
    section->lines.push_back({std::move(text), std::move(url), std::move(quote), depth});
}

}  // namespace mingcha::checker
