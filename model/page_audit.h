#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mingcha::model {

/// A link to a host that is none of the plan's and none it allows.
struct ForeignLink {
  std::string url, text;

  bool operator==(const ForeignLink&) const = default;
};

/// One row of figures of an annual report's fixed tables.
struct ReportRow {
  std::string table;  ///< `requests`, `reviews` or `decisions`.
  std::string id;  ///< What the row means: a name of the language file (`new`, `carried_in`, `granted` …).
  std::string label;           ///< As printed.
  std::vector<double> values;  ///< By column of the table.

  bool operator==(const ReportRow&) const = default;
};

/// What a page shows of its site's duties, and what helps to compare it with other pages. Read by the checks
/// that look at every page; every list is in the order of the page.
struct PageAudit {
  std::vector<ForeignLink> foreign_links;   ///< Each once, at most kMaxForeignLinks.
  std::string site_code;                    ///< 网站标识码 of the page tags or the footer; empty: none.
  bool site_codes_differ = false;           ///< Tags and footer give two.
  std::vector<std::string> footer_missing;  ///< Home pages: required parts that are absent, by their names.
  std::vector<std::string> index_faults;    ///< `null`, `malformed`, `check_digit` of the index number.
  std::vector<uint32_t> sketch;        ///< MinHash of the main text, kSketchSize values; empty: too short.
  std::vector<ReportRow> report_rows;  ///< Of an annual report.
  int report_year = 0;                 ///< The year it is about; 0: this is no annual report.

  bool operator==(const PageAudit&) const = default;
};
inline constexpr size_t kMaxForeignLinks = 20;
inline constexpr size_t kSketchSize = 64;

}  // namespace mingcha::model
