// Input: the bytes of an attachment of any type that is read in memory. Promises: reading never crashes,
// stays within the limits, gives well-formed text and the same twice.
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "extractors/attachments/read_file.h"
#include "extractors/attachments/sniff.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

namespace attachments = mingcha::attachments;
namespace model = mingcha::model;

bool NeedsPrograms(const model::AttachmentContent& content) {
  for (const model::AttachmentPart& part : content.parts) {
    if (part.type == model::AttachmentType::kPdf || part.type == model::AttachmentType::kImage) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > (size_t{1} << 18U)) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const model::AttachmentType type = attachments::DetectType(bytes);
  if (type == model::AttachmentType::kPdf || type == model::AttachmentType::kImage) return 0;
  attachments::ReadLimits limits;
  limits.max_unpacked = size_t{4} << 20U;
  limits.max_text = size_t{1} << 20U;
  limits.max_cells = 20'000;
  limits.max_recognised = 0;  // no program is run
  const model::AttachmentContent content = attachments::ReadFile(bytes, limits);
  size_t text = 0;
  size_t cells = 0;
  for (const model::AttachmentPart& part : content.parts) {
    CHECK((part.status == model::AttachmentStatus::kRead) == part.detail.format.empty());
    for (const model::AttachmentBlock& block : part.blocks) {
      CHECK(mingcha::base::IsValidUtf8(block.text));
      text += block.text.size();
      for (const model::AttachmentRow& row : block.rows) {
        CHECK(row.cells.size() == block.rows[0].cells.size());
        cells += row.cells.size();
        for (const model::AttachmentCell& cell : row.cells) CHECK(mingcha::base::IsValidUtf8(cell.text));
      }
    }
  }
  CHECK(text <= limits.max_text);
  CHECK(cells <= limits.max_cells);
  if (!NeedsPrograms(content)) {
    CHECK(attachments::ReadFile(bytes, limits) == content);
  }
  return 0;
}
