#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/message.h"
#include "model/disclosure.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "model/run.h"

namespace mingcha::reports {

/// The figures of an earlier round, for the trend.
struct RoundFigures {
  std::string label;         ///< Its as-of day, or its id.
  int judged = 0, done = 0;  ///< Gaps that await review are in neither.
  int findings = 0;          ///< Established.
};

/// Everything the reports are rendered from: there is no clock, locale, network or file beside it.
/// Borrows all of it; the referenced records must outlive the call that takes the input.
struct ReportInput {
  const model::Plan& plan;
  const model::RunManifest& run;
  const std::vector<model::SiteCoverage>& coverage;
  const model::CheckResult& result;
  const std::vector<model::Disclosure>& disclosures;
  const std::vector<model::PageRecord>& pages;  ///< For times and archive places of evidence; any order.
  base::Lang lang = base::Lang::kZh;
  const base::Catalogue& catalogue;  ///< Chinese wordings of all modules; not read when lang is English.
  bool csv_bom = true;               ///< CSV files begin with a byte-order mark, as Excel wants it.
  std::vector<RoundFigures> earlier_rounds = {};  ///< Oldest first.
  /// Archived copies that stand beside index.html: digest of the payload to relative address.
  std::map<std::string, std::string> copies = {};
};

/// One file of `reports/`. The caller writes it.
struct RenderedFile {
  std::string name;   ///< Inside the folder of reports; `/` between folders.
  std::string bytes;  ///< UTF-8, but for workbooks and documents.
};

}  // namespace mingcha::reports
