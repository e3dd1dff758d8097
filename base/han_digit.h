#pragma once

namespace mingcha::base {

/// Value of a Chinese digit 0..9 (the letter O and the circles written for it are 0), 10 for ten, 20 and 30
/// for their short signs, -1 for others.
[[nodiscard]] int HanDigit(char32_t c);

}  // namespace mingcha::base
