#pragma once

#include <string>
#include <vector>

#include "model/attachment.h"
#include "reports/report_view.h"

namespace mingcha::review {

/// What was read of an attachment, as inert HTML for a sandboxed frame: part by part, texts as paragraphs,
/// tables as tables, each with its page, sheet and row; private numbers masked, `quotes` marked where a
/// paragraph or a cell holds them. What was not read is said with the reason. At most some 2 MB; the rest is
/// counted. Any text.
[[nodiscard]] std::string AttachmentCopy(const reports::ReportView& view,
                                         const model::AttachmentContent& content,
                                         const std::vector<std::string>& quotes);

}  // namespace mingcha::review
