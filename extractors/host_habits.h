#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "extractors/template_lines.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What stands on most pages of a host and says nothing of any one page: days (a template's frozen clock, the
/// date of a slogan, the day a site was built), by which no page may be dated, and lines (a footer that no
/// class names, a hotline under every text, a slogan as heading), from which no title and no element may be
/// read.
///
/// Learnt from the pages of a crawl as they were read without this knowledge: feed all of them, in any order;
/// the result depends on their set alone. Only doubtful readings count (a day beside no label, in a script,
/// in running text): that many pages state the same day of publication is a migration, not a template. A
/// value; not thread-safe while pages are added.
class HostHabits {
 public:
  static constexpr int kFewPages = 8;  ///< Fewer articles of a host teach nothing.

  /// Fewer articles of a host teach no lines, and only lines on nine of ten of them count, of those that are
  /// no item of the plan too: what a buyer writes into each of its notices stands in its notices only.
  static constexpr int kFewForLines = 20;
  static constexpr int kFewOthers = 5;

  /// `lines`: ExtractedPage::lines.
  void Add(const model::PageFacts& facts, const std::vector<uint32_t>& lines = {});
  /// Days found on more than half of the articles of the page's host, and doubtful there; ascending.
  [[nodiscard]] std::vector<base::Date> BoilerplateOf(const model::PageFacts& facts) const;
  /// True if the page has a doubtful reading of one of those days, so that it must be read again.
  [[nodiscard]] bool Misleads(const model::PageFacts& facts) const;
  /// The same of lines; `used`: ExtractedPage::used_lines.
  [[nodiscard]] bool Misleads(const model::PageFacts& facts, const std::vector<uint32_t>& used) const;
  /// Tells the lines of the template of the page's host; empty if none are known. Valid while this lives and
  /// nothing is added.
  [[nodiscard]] IsTemplateLine TemplateOf(const model::PageFacts& facts) const;

 private:
  struct Host {
    int pages = 0;
    std::map<base::Date, int> days;
    /// Pages by the low bits of a line's hash: never too few, at most too many where lines share a place.
    std::vector<uint32_t> lines;
    int other_pages = 0;                ///< Those that were mapped to no item,
    std::vector<uint32_t> other_lines;  ///< and their lines.
    [[nodiscard]] bool IsTemplate(uint32_t line) const;
  };
  std::map<std::string, Host> hosts_;
};

}  // namespace mingcha::extractors
