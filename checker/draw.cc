#include "checker/draw.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/digest.h"

namespace mingcha::checker {
namespace {

uint64_t HexValue(std::string_view hex) {
  uint64_t value = 0;
  for (const char c : hex) value = value * 16 + static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  return value;
}

}  // namespace

DrawNumbers::DrawNumbers(std::string_view seed, std::string_view stream)
    : prefix_(std::string(seed) + "\n" + std::string(stream) + "\n") {}

uint64_t DrawNumbers::Next() {
  return HexValue(std::string_view(base::Sha256Hex(prefix_ + std::to_string(counter_++))).substr(0, 16));
}

uint64_t DrawNumbers::Below(uint64_t bound) {
  CHECK(bound > 0);
  // 2^64 mod bound, without 2^64.
  const uint64_t rest = (std::numeric_limits<uint64_t>::max() % bound + 1) % bound;
  const uint64_t last = std::numeric_limits<uint64_t>::max() - rest;
  uint64_t number = Next();
  while (number > last) number = Next();
  return number % bound;
}

model::SampleDraw Draw(const model::DrawSpec& spec, std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.id, a.unit, a.name) < std::tie(b.id, b.unit, b.name);
  });
  candidates.erase(std::unique(candidates.begin(), candidates.end(),
                               [](const Candidate& a, const Candidate& b) { return a.id == b.id; }),
                   candidates.end());
  model::SampleDraw draw;
  draw.id = spec.id;
  draw.kind = spec.kind;
  draw.algorithm = kDrawAlgorithm;
  draw.seed = spec.seed;
  draw.asked = spec.count;
  draw.per_unit = spec.per_unit;
  draw.restricts = spec.restricts;
  draw.population = static_cast<int>(candidates.size());
  base::Sha256 digest;
  std::map<std::string, std::vector<std::pair<const Candidate*, int>>> strata;
  for (const Candidate& candidate : candidates) {
    digest.Update(candidate.id);
    digest.Update("\n");
    auto& stratum = strata[spec.per_unit ? candidate.unit : std::string()];
    stratum.emplace_back(&candidate, static_cast<int>(stratum.size()));
  }
  draw.population_sha256 = digest.FinishHex();
  for (auto& [name, stratum] : strata) {
    const auto add = [&](const std::pair<const Candidate*, int>& one, int order) {
      draw.drawn.push_back({one.first->id, one.first->name, one.first->unit, one.second, order});
    };
    const auto is_fixed = [&](const std::pair<const Candidate*, int>& one) {
      return std::find(spec.fixed.begin(), spec.fixed.end(), one.first->id) != spec.fixed.end();
    };
    for (const auto& one : stratum) {
      if (is_fixed(one)) add(one, 0);
    }
    std::erase_if(stratum, is_fixed);
    DrawNumbers numbers(spec.seed, spec.id + "/" + name);
    const size_t count = std::min(stratum.size(), static_cast<size_t>(std::max(0, spec.count)));
    for (size_t k = 0; k < count; ++k) {
      const size_t j = k + numbers.Below(stratum.size() - k);
      std::swap(stratum[k], stratum[j]);
      add(stratum[k], static_cast<int>(k) + 1);
    }
  }
  return draw;
}

}  // namespace mingcha::checker
