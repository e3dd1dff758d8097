#pragma once

#include <string>

#include "base/result.h"
#include "cli/context.h"
#include "model/plan.h"
#include "survey/propose.h"

namespace mingcha::cli {

/// How far a first look at a portal goes.
struct SurveyLimits {
  int pages = 200;      ///< Of the portal.
  int site_pages = 30;  ///< Of each site it links to.
  int depth = 4;        ///< Links from its first page.
  int delay_ms = 1000;  ///< Between two requests to one host.
};

/// A look at a portal and the sites it links to, and what it proposes.
struct Survey {
  survey::Proposal proposal;
  int pages = 0;          ///< Read.
  int not_looked_at = 0;  ///< Links to columns that the limits left out.
};

/// Crawls the portal by the program's own crawler: robots obeyed, columns before articles, no attachments,
/// nothing beyond the limits; then the sites that its links name. Writes only into a temporary folder that it
/// removes. kNotFound if the portal's first page does not answer. Ctrl-C: kCancelled.
[[nodiscard]] base::Result<Survey> SurveyPortal(const Context& context, const model::Plan& plan,
                                                const survey::District& district, const SurveyLimits& limits);

}  // namespace mingcha::cli
