#pragma once

#include <string_view>

#include "model/attachment.h"

namespace mingcha::attachments {

/// What a file is, told by its bytes alone: first bytes; the streams of a compound file; the names in a zip's
/// directory. Extension and Content-Type lie too often (pages-in-the-wild: .xls that are web pages, .doc that
/// are docx). Any thread.
[[nodiscard]] model::AttachmentType DetectType(std::string_view bytes);

}  // namespace mingcha::attachments
