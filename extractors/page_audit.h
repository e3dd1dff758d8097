#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/page_reading.h"
#include "model/page_audit.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Reads what the checks of every page need and no other reader does: links to hosts outside, site codes,
/// footer parts, faults of the index number, the sketch of a text a unit writes itself, the figures of an
/// annual report. Copies what it needs of the plan; immutable, any thread.
class PageAuditor {
 public:
  explicit PageAuditor(const model::Plan& plan);

  /// `facts`: of the same page, its title, items and index number already read.
  [[nodiscard]] model::PageAudit Audit(const PageReading& page, const model::PageFacts& facts,
                                       const LexiconIndex& lexicon) const;

 private:
  [[nodiscard]] bool IsAllowedHost(std::string_view host) const;
  void ReadForeignLinks(const PageReading& page, model::PageAudit* audit) const;

  std::set<std::string, std::less<>> hosts_;
  std::vector<std::string> allowed_;
  std::set<std::string, std::less<>> periodic_;  ///< Standing and annual items.
  size_t sketch_length_;
};

/// MinHash over runs of five letters, digits or Han characters of the text, at most 20,000 of them: equal
/// places of two sketches estimate the likeness of the texts (Broder 1997). Empty for fewer than 40.
[[nodiscard]] std::vector<uint32_t> SketchOf(std::string_view text);

/// What is wrong with an index number: `null` (a template's value), `check_digit` (a code of 18 or 9
/// characters whose check character is wrong), `malformed` (prefix/year-serial with a prefix of no known
/// length). Other forms are local custom and not judged.
[[nodiscard]] std::vector<std::string> IndexFaults(std::string_view index_number);

/// Rows of the fixed tables of an annual report, by the words of the lexicon (`report_*`).
[[nodiscard]] std::vector<model::ReportRow> ReadReportRows(const PageText& text, const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
