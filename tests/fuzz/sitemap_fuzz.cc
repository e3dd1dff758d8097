// Input: a sitemap. Promises: reading never crashes nor hangs; no more addresses than the protocol allows,
// none empty, none longer than its limit; reading twice gives the same.
#include <string_view>

#include "base/check.h"
#include "crawler/sitemap.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto sitemap = mingcha::crawler::ReadSitemap(text);
  CHECK(sitemap.urls.size() <= 50'000) << "more addresses than the protocol allows";
  for (const std::string& url : sitemap.urls) {
    CHECK(!url.empty()) << "an empty address";
    CHECK(url.size() <= 4'096) << "an endless address";
  }
  const auto again = mingcha::crawler::ReadSitemap(text);
  CHECK(again.urls == sitemap.urls && again.is_index == sitemap.is_index) << "read otherwise the second time";
  return 0;
}
