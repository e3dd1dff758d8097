#pragma once

#include <string>
#include <vector>

#include "base/message.h"
#include "model/disclosure.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "model/run.h"

namespace mingcha::reports {

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
};

/// One file of `reports/`. The caller writes it.
struct RenderedFile {
  std::string name;   ///< Without folder.
  std::string bytes;  ///< UTF-8.
};

}  // namespace mingcha::reports
