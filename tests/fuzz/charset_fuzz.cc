// Input: the bytes of a page. Promises: whatever the bytes and the label, the text is well-formed UTF-8, and
// well-formed UTF-8 comes back unchanged.
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "extractors/charset.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace extractors = mingcha::extractors;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* label : {"utf-8", "gbk", "big5", "utf-16le", "utf-16be", "windows-1252", "shift_jis"}) {
    CHECK(mingcha::base::IsValidUtf8(extractors::DecodeAs(label, bytes))) << label;
  }
  for (const char* type : {"", "text/html; charset=gbk", "text/html; charset=utf-8"}) {
    CHECK(mingcha::base::IsValidUtf8(extractors::Decode(bytes, type).text)) << type;
  }
  CHECK(!mingcha::base::IsValidUtf8(bytes) || extractors::DecodeAs("utf-8", bytes) == bytes);
  return 0;
}
