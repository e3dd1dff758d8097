// Input: the bytes of a page. Promises: scanning for links never crashes nor hangs; all links are http(s);
// labels are short. (That none of the tree's links is missing is LinkScanTest's: arbitrary bytes reach
// corners where the tree itself is not the standard's.)
#include <string_view>

#include "base/check.h"
#include "extractors/charset.h"
#include "extractors/link_scan.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace extractors = mingcha::extractors;
  if (size > (size_t{1} << 18U)) return 0;
  static const extractors::LexiconIndex kWords{mingcha::model::Lexicon{}};
  static const auto kUrl = mingcha::base::Url::Parse("http://a.gov.cn/zwgk/index.html");
  const auto decoded = extractors::Decode({reinterpret_cast<const char*>(data), size}, {});
  const auto scan = extractors::ScanLinks(decoded.text, *kUrl, kWords);
  CHECK(scan.links.size() <= 20'000) << "more links than promised";
  for (const auto& link : scan.links) CHECK(link.url.starts_with("http")) << link.url;
  for (const auto& label : scan.labels) CHECK(!label.empty() && label.size() <= 24) << label;
  return 0;
}
