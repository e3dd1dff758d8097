#pragma once

#include <string>

#include "cli/context.h"
#include "extractors/page_trace.h"
#include "model/plan.h"

namespace mingcha::cli {

/// Prints everything read from one page, in the user's language: facts with source, grade, quote and place;
/// items and those refused; elements found and missing; disclosures; links; attachments.
void PrintPageTrace(const Context& context, const model::Plan& plan, const extractors::PageTrace& trace);

/// The same as one JSON object: `page` (PageFacts), `disclosures`, `rejected`, `elements`, `links`, `text`,
/// `main`.
[[nodiscard]] std::string PageTraceJson(const extractors::PageTrace& trace);

/// A whole HTML document: the page without anything active, every used stretch marked and labelled, what was
/// read listed above it. Pages that are no web pages show their text.
[[nodiscard]] std::string AnnotatedPage(const Context& context, const model::Plan& plan,
                                        const extractors::PageInput& input,
                                        const extractors::PageTrace& trace);

}  // namespace mingcha::cli
