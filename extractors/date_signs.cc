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

}  // namespace mingcha::extractors
