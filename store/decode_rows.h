#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/on_threads.h"
#include "base/result.h"
#include "model/json.h"

namespace mingcha::store {

constexpr size_t kRowsDecodedAtOnce = 256;

/// Records from their JSON, in the same order, by several threads: that is most of what reading them costs.
/// The first that is none is the error, with its place (`what 17`).
template <typename T, typename PlaceOf>
[[nodiscard]] base::Result<std::vector<T>> DecodeRows(const std::vector<std::string>& texts,
                                                      const PlaceOf& place_of) {
  std::vector<base::Result<T>> read(texts.size());
  base::OnThreads(texts.size(), [&](size_t i) { read[i] = model::FromJson<T>(texts[i]); });
  std::vector<T> records;
  records.reserve(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    if (!read[i]) return tl::unexpected(base::WithPlace(read[i].error(), place_of(i)));
    records.push_back(std::move(*read[i]));
  }
  return records;
}

}  // namespace mingcha::store
