#include "base/gb18030.h"

#include <iconv.h>

namespace mingcha::base {

std::optional<std::string> ToGb18030(std::string_view utf8) {
  iconv_t converter = iconv_open("GB18030", "UTF-8");
  // POSIX tells failure by this very cast.
  if (converter == iconv_t(-1)) return std::nullopt;  // NOLINT(performance-no-int-to-ptr)
  std::string input(utf8);
  std::string output(input.size() * 2 + 16, '\0');
  char* in = input.data();
  char* out = output.data();
  size_t in_left = input.size();
  size_t out_left = output.size();
  const size_t converted = iconv(converter, &in, &in_left, &out, &out_left);
  iconv_close(converter);
  if (converted == static_cast<size_t>(-1)) return std::nullopt;
  output.resize(output.size() - out_left);
  return output;
}

}  // namespace mingcha::base
