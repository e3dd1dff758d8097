// Input: a base URL, a line feed, a reference. Promises: parsing never crashes; what comes out is ASCII,
// parses to itself again, and its parts make up the whole.
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "base/url.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using mingcha::base::Url;

bool IsPrintableAscii(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7E) return false;
  }
  return true;
}

void CheckPromises(const Url& url) {
  const std::string& href = url.href();
  CHECK(IsPrintableAscii(href)) << href;
  CHECK(href.starts_with(url.scheme() + ":")) << href;
  CHECK(!url.is_http() || (!url.host().empty() && url.path().starts_with('/'))) << href;
  CHECK(url.HrefWithoutFragment() + (url.fragment() ? "#" + *url.fragment() : "") == href) << href;
  const auto again = Url::Parse(href);
  CHECK(again.has_value()) << href;
  CHECK(again->href() == href) << href << " became " << again->href();
  CHECK(again->host() == url.host() && again->has_host() == url.has_host() && again->port() == url.port())
      << href;
  CHECK(again->path() == url.path() && again->query() == url.query()) << href;
  const auto same = Url::Parse(href, &url);
  CHECK(same.has_value() && same->href() == href) << href;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t line = bytes.find('\n');
  const auto base = Url::Parse(bytes.substr(0, line));
  if (base) CheckPromises(*base);
  if (line == std::string_view::npos) return 0;
  const auto url = Url::Parse(bytes.substr(line + 1), base ? &*base : nullptr);
  if (url) CheckPromises(*url);
  return 0;
}
