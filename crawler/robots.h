#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/page_record.h"

namespace mingcha::crawler {

/// What a robots.txt says about one URL.
struct RobotsVerdict {
  bool allowed = true;
  std::string rule;  ///< The line that decided, as written: `Disallow: /x`; empty: none matched.
};

/// The rules of one robots.txt that concern one crawler (RFC 9309).
///
/// Longest match decides, allow wins a tie; groups naming the same agent are merged; without a group of its
/// own the crawler obeys `*`. Text after 500 KiB is not read. Matching takes time linear in the URL for each
/// rule, whatever the rules say. Immutable after Parse; any thread may read it.
class RobotsRules {
 public:
  /// Never fails: what is not understood is skipped. `agent` is a User-Agent value or a product token; what
  /// stands before the first `/` counts, in any letter case.
  [[nodiscard]] static RobotsRules Parse(std::string_view robots_txt, std::string_view agent);
  /// Everything, or nothing but /robots.txt, is allowed (RFC 9309 2.3.1.3 and 2.3.1.4).
  [[nodiscard]] static RobotsRules AllowAll() { return {}; }
  [[nodiscard]] static RobotsRules DisallowAll(std::string why);

  [[nodiscard]] RobotsVerdict Judge(std::string_view url) const;
  /// Of the group obeyed, in milliseconds; no standard, but a wish to be honoured.
  [[nodiscard]] std::optional<int64_t> crawl_delay_ms() const { return crawl_delay_ms_; }
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }  ///< At most 1,000.

 private:
  friend class RobotsReader;
  struct Rule {
    bool allow = false;
    std::string pattern;              ///< Normalised; its length is the rule's weight.
    std::vector<std::string> pieces;  ///< The literal stretches between the `*`.
    bool anchored = false;            ///< Ended in `$`.
    std::string line;
  };
  [[nodiscard]] static bool Matches(const Rule& rule, std::string_view path);

  std::vector<Rule> rules_;
  std::optional<int64_t> crawl_delay_ms_;
  std::vector<std::string> sitemaps_;
};

/// How the request for a robots.txt ended, redirects followed.
struct RobotsAnswer {
  model::FetchOutcome outcome = model::FetchOutcome::kOk;  ///< kOk: a whole answer of any status.
  int status = 0;
  std::string_view body;
  std::string_view detail;  ///< Why there was no answer.
};
/// RFC 9309 2.3.1.4: the server cannot say at present. A 429 is no leave to go on either, though 2.3.1.3
/// counts it among the 4xx.
[[nodiscard]] bool RobotsCannotBeHad(const RobotsAnswer& answer);
/// Whether a copy that an earlier run left may serve while the file cannot be had: for 30 days, the example
/// of 2.3.1.4.
[[nodiscard]] bool RobotsCopyServes(base::Instant fetched_at, base::Instant now);
/// The rules by which the origin is asked after this answer (RFC 9309 2.3.1): those of the file; all where
/// there is none (4xx, too many redirects); nothing where it cannot be had.
[[nodiscard]] RobotsRules RulesAfter(const RobotsAnswer& answer, std::string_view agent);

/// Whether `agent` may ask for `url` (absolute, or a path) by the given robots.txt: the pure function behind
/// `mingcha probe robots`.
[[nodiscard]] bool RobotsAllowed(std::string_view robots_txt, std::string_view agent, std::string_view url);

}  // namespace mingcha::crawler
