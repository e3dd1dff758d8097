#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "reports/report_input.h"

namespace mingcha::reports {

/// Records of one small, realistic assessment, owned together so that a ReportInput can borrow them.
struct Sample {
  model::Plan plan;
  model::RunManifest run;
  std::vector<model::SiteCoverage> coverage;
  model::CheckResult result;
  std::vector<model::Disclosure> disclosures;
  std::vector<model::PageRecord> pages;
  base::Catalogue catalogue;

  [[nodiscard]] ReportInput Input(base::Lang lang = base::Lang::kZh) const {
    return {plan, run, coverage, result, disclosures, pages, lang, catalogue};
  }
};

/// Three units, four areas, three sites, every verdict, and findings of several kinds.
[[nodiscard]] Sample MakeSample();
/// The sample with `count` further findings (and their obligations), spread over units, items and kinds.
[[nodiscard]] Sample MakeLargeSample(int count);

/// The rows of reports/messages.zh.tsv, and the sample's own sentences.
[[nodiscard]] base::Catalogue ChineseCatalogue();
[[nodiscard]] std::string ReadSource(std::string_view path);

}  // namespace mingcha::reports
