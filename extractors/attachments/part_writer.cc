#include "extractors/attachments/part_writer.h"

#include <algorithm>

#include "base/text.h"

namespace mingcha::attachments {

using model::AttachmentStatus;

std::string CleanText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = base::NextCodePoint(text, &pos);
    if (c == U'\n' || c == U'\t' || (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0)))
      base::AppendUtf8(c, &out);
    if (c == U'\r' || c == U'\v' || c == U'\f') out.push_back('\n');
  }
  return out;
}

bool PartWriter::Spend(size_t text, size_t cells) {
  if (budget_.text + text > budget_.limits.max_text || budget_.cells + cells > budget_.limits.max_cells) {
    full_ = true;
    Fail(AttachmentStatus::kPartial, base::Msg("only the first {} bytes of text and {} cells were read",
                                               budget_.limits.max_text, budget_.limits.max_cells));
    return false;
  }
  budget_.text += text;
  budget_.cells += cells;
  return true;
}

void PartWriter::AddText(std::string_view utf8, int page, int confidence) {
  std::string text = CleanText(utf8);
  if (base::Trim(text).empty() || full_ || !Spend(text.size(), 0)) return;
  model::AttachmentBlock block;
  block.page = page;
  block.number = ++blocks_;
  block.text = std::move(text);
  block.confidence = confidence;
  part_.blocks.push_back(std::move(block));
}

void PartWriter::AddTable(std::vector<model::AttachmentRow> rows, int page, std::string sheet,
                          int confidence) {
  if (full_) return;
  size_t width = 0;
  for (model::AttachmentRow& row : rows) {
    for (size_t c = 0; c < row.cells.size(); ++c) {
      row.cells[c].text = CleanText(row.cells[c].text);
      if (!base::Trim(row.cells[c].text).empty()) width = std::max(width, c + 1);
    }
  }
  std::erase_if(rows, [](const model::AttachmentRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const auto& cell) { return cell.copy || base::Trim(cell.text).empty(); });
  });
  if (width > static_cast<size_t>(limits().max_columns)) {
    width = static_cast<size_t>(limits().max_columns);
    Fail(AttachmentStatus::kPartial, base::Msg("a table has more than {} columns", limits().max_columns));
  }
  if (rows.size() > static_cast<size_t>(limits().max_rows)) {
    rows.resize(static_cast<size_t>(limits().max_rows));
    Fail(AttachmentStatus::kPartial, base::Msg("a table has more than {} rows", limits().max_rows));
  }
  if (rows.empty() || width == 0) return;
  size_t text = 0;
  for (model::AttachmentRow& row : rows) {
    row.cells.resize(width);
    for (const auto& cell : row.cells) text += cell.copy ? 0 : cell.text.size();
  }
  if (!Spend(text, rows.size() * width)) return;
  model::AttachmentBlock block;
  block.page = page;
  block.number = ++blocks_;
  block.sheet = std::move(sheet);
  block.rows = std::move(rows);
  block.confidence = confidence;
  part_.blocks.push_back(std::move(block));
}

void PartWriter::Fail(AttachmentStatus status, base::Message detail) {
  if (part_.status != AttachmentStatus::kRead) return;
  part_.status = status;
  part_.detail = std::move(detail);
}

std::string ColumnName(int column) {
  std::string name;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

}  // namespace mingcha::attachments
