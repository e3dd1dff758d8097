#include "base/han_digit.h"

namespace mingcha::base {

int HanDigit(char32_t c) {
  switch (c) {
    case 0x3007:
    case 0x25CB:
    case 0x96F6:
    case 0x25EF:
    case U'O':
    case U'o':
    case 0xFF2F:
    case U'0':
      return 0;
    case 0x4E00:
      return 1;
    case 0x4E8C:
      return 2;
    case 0x4E09:
      return 3;
    case 0x56DB:
      return 4;
    case 0x4E94:
      return 5;
    case 0x516D:
      return 6;
    case 0x4E03:
      return 7;
    case 0x516B:
      return 8;
    case 0x4E5D:
      return 9;
    case 0x5341:
      return 10;
    case 0x5EFF:
      return 20;
    case 0x5345:
      return 30;
    default:
      return -1;
  }
}

}  // namespace mingcha::base
