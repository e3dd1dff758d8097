#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::base {

/// From byte `folded` of a folded text on, up to the next shift, byte `folded + n` came from byte `original +
/// n`.
struct FoldShift {
  size_t folded = 0, original = 0;
};

/// FoldWidth with the way back: appends to `shifts`, in order, the places from which on folded and original
/// bytes stand differently far from the start. None where no length changed before.
[[nodiscard]] std::string FoldWidthWithShifts(std::string_view utf8, std::vector<FoldShift>* shifts);

}  // namespace mingcha::base
