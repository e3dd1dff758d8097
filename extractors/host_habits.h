#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// Days that stand on most pages of a host: a template's frozen clock, the date of a slogan, the day a site
/// was built. They say nothing of any one page, so no page may be dated by them.
///
/// Learnt from the pages of a crawl as they were read without this knowledge: feed all of them, in any order;
/// the result depends on their set alone. Only doubtful readings count (a day beside no label, in a script,
/// in running text): that many pages state the same day of publication is a migration, not a template. A
/// value; not thread-safe while pages are added.
class HostHabits {
 public:
  static constexpr int kFewPages = 8;  ///< Fewer articles of a host teach nothing.

  void Add(const model::PageFacts& facts);
  /// Days found on more than half of the articles of the page's host, and doubtful there; ascending.
  [[nodiscard]] std::vector<base::Date> BoilerplateOf(const model::PageFacts& facts) const;
  /// True if the page has a doubtful reading of one of those days, so that it must be read again.
  [[nodiscard]] bool Misleads(const model::PageFacts& facts) const;

 private:
  struct Host {
    int pages = 0;
    std::map<base::Date, int> days;
  };
  std::map<std::string, Host> hosts_;
};

}  // namespace mingcha::extractors
