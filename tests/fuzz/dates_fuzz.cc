// Input: any text. Promises: scanning never crashes, tokens stand in order inside the text, days exist and
// are of years that notices can bear.
#include <string_view>

#include "base/check.h"
#include "extractors/date_text.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool shorts : {false, true}) {
    size_t last = 0;
    for (const auto& token : mingcha::extractors::ScanDates(text, shorts).dates) {
      CHECK(last <= token.begin && token.begin < token.end && token.end <= token.full_end &&
            token.full_end <= size);
      CHECK(token.date.year() >= 1900 && token.date.year() <= 2099);
      last = token.begin;
    }
  }
  return 0;
}
