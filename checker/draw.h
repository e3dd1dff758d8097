#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/draw.h"

namespace mingcha::checker {

/// Numbers that anyone with a SHA-256 tool can make again (docs/scoring.md): number k is the first eight
/// bytes, big-endian, of SHA-256 over `seed`, a line feed, `stream`, a line feed, and k in decimal, k from 0.
/// Own arithmetic on purpose: std::shuffle differs between libraries. Value type; one thread.
class DrawNumbers {
 public:
  DrawNumbers(std::string_view seed, std::string_view stream);

  /// Even over 0 … bound − 1: numbers from the last, incomplete stretch of 2^64 are thrown away. `bound` ≥ 1.
  [[nodiscard]] uint64_t Below(uint64_t bound);

 private:
  [[nodiscard]] uint64_t Next();

  std::string prefix_;
  uint64_t counter_ = 0;
};

/// One candidate of a draw.
struct Candidate {
  std::string id, name;
  std::string unit;  ///< Its stratum in a per-unit draw.

  bool operator==(const Candidate&) const = default;
};

inline constexpr std::string_view kDrawAlgorithm = "mingcha-draw-1";

/// Draws without replacement: the candidates of a stratum, sorted bytewise by id, are swapped by a partial
/// Fisher–Yates walk; the stream of numbers is `<spec.id>/<stratum>`. Fixed ids are taken first and not drawn
/// again. Pure: equal candidates in any order give an equal draw. Candidates of equal id count once.
[[nodiscard]] model::SampleDraw Draw(const model::DrawSpec& spec, std::vector<Candidate> candidates);

}  // namespace mingcha::checker
