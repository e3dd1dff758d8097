// Input: a URL or path, a line feed, a robots.txt. Promises: reading and matching never crash nor hang;
// robots.txt itself is always allowed; line ends and comments carry no meaning; a rule is named when one
// denies.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "crawler/robots.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using mingcha::crawler::RobotsRules;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t line = bytes.find('\n');
  const std::string_view url = bytes.substr(0, line);
  const std::string_view text = line == std::string_view::npos ? std::string_view() : bytes.substr(line + 1);

  const RobotsRules rules = RobotsRules::Parse(text, "mingcha/0.1");
  const auto verdict = rules.Judge(url);
  CHECK(verdict.allowed || !verdict.rule.empty()) << "denied by nothing";
  CHECK(rules.Judge("http://a.example/robots.txt").allowed) << "robots.txt itself is denied";
  CHECK(!rules.crawl_delay_ms() || *rules.crawl_delay_ms() >= 0) << "negative delay";
  if (text.size() < 100'000) {
    std::string other(text);
    std::replace(other.begin(), other.end(), '\n', '\r');
    CHECK(RobotsRules::Parse(other, "mingcha").Judge(url).allowed == verdict.allowed) << "line ends matter";
    other = std::string(text) + "\n# a comment\n";
    CHECK(RobotsRules::Parse(other, "MINGCHA").Judge(url).allowed == verdict.allowed) << "comments matter";
  }
  return 0;
}
