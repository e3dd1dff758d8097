#include "extractors/date_signs.h"

namespace mingcha::extractors {

char32_t NormalDateChar(char32_t c) {
  if (c >= 0xFF10 && c <= 0xFF19) return c - 0xFF10 + U'0';
  switch (c) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFF0D:
    case 0x2500:
      return U'-';
    case 0xFF0F:
      return U'/';
    case 0xFF0E:
      return U'.';
    case 0xFF1A:
      return U':';
    case 0xFF5E:
    case 0x301C:
      return U'~';
    case 0xA0:
    case 0x3000:
    case U'\t':
    case 0x2002:
    case 0x2003:
    case 0x2009:
      return U' ';
    default:
      return c;
  }
}

bool IsZeroWidth(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0x2060 || c == 0xAD;
}

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

}  // namespace mingcha::extractors
