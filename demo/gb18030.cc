#include <iconv.h>

#include "base/check.h"
#include "demo/portal.h"

namespace mingcha::demo {

std::string ToGb18030(const std::string& utf8) {
  iconv_t converter = iconv_open("GB18030", "UTF-8");
  CHECK(converter != iconv_t(-1)) << "this C library lacks GB18030";
  std::string input = utf8;
  std::string output(input.size() * 2 + 16, '\0');
  char* in = input.data();
  char* out = output.data();
  size_t in_left = input.size();
  size_t out_left = output.size();
  const size_t converted = iconv(converter, &in, &in_left, &out, &out_left);
  iconv_close(converter);
  CHECK(converted != static_cast<size_t>(-1)) << "a demo page is not UTF-8";
  output.resize(output.size() - out_left);
  return output;
}

}  // namespace mingcha::demo
