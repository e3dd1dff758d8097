#include "extractors/attachment_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "extractors/label_values.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {
namespace {

using model::AttachmentBlock;
using model::AttachmentStatus;

constexpr size_t kMaxLinks = 100;  // attachments of one page that are read

std::string ColumnName(size_t column) {
  std::string name;
  for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

/// Puts the blocks of one attachment into one text.
class Layout {
 public:
  explicit Layout(AttachmentText* out) : out_(*out) {}

  void Add(const std::string& member, const AttachmentBlock& block) {
    std::string place = member.empty() ? "" : member + "!";
    if (!block.sheet.empty()) {
      place += block.sheet;
    } else if (block.page > 0) {
      place += fmt::format("page={}", block.page);
    } else {
      place += fmt::format("{}={}", block.rows.empty() ? "paragraph" : "table", block.number);
    }
    if (block.rows.empty()) {
      AddLines(block.text, place);
    } else {
      AddTable(block, place);
    }
  }

 private:
  void AddLines(std::string_view text, const std::string& place) {
    for (const std::string_view line : base::Split(text, '\n')) {
      const std::string squashed = SquashSpace(line);
      if (squashed.empty()) continue;
      const size_t begin = out_.text.text.size();
      out_.text.text += squashed + "\n";
      out_.stretches.push_back({begin, out_.text.text.size(), place, 0, {}});
    }
  }

  void AddTable(const AttachmentBlock& block, const std::string& place) {
    Table table;
    table.begin = out_.text.text.size();
    for (const model::AttachmentRow& row : block.rows) {
      AttachmentText::Stretch stretch{out_.text.text.size(), 0, place, row.number, {}};
      std::vector<Cell> cells;
      for (const model::AttachmentCell& source : row.cells) {
        Cell cell;
        cell.text = SquashSpace(source.text);
        cell.copy = source.copy;
        cell.begin = cell.end = out_.text.text.size();
        stretch.cells.push_back(cell.begin);
        if (source.copy) {
          // The text stands where the span begins; a copy points there, as in tables of pages.
          PointToOrigin(table, cells, &cell);
        } else if (!cell.text.empty()) {
          out_.text.text += cell.text;
          cell.end = out_.text.text.size();
          out_.text.text += '\n';
        }
        cells.push_back(std::move(cell));
      }
      stretch.end = out_.text.text.size();
      out_.stretches.push_back(std::move(stretch));
      table.rows.push_back(std::move(cells));
    }
    table.end = out_.text.text.size();
    out_.text.tables.push_back(std::move(table));
  }

  static void PointToOrigin(const Table& table, const std::vector<Cell>& row, Cell* cell) {
    const Cell* origin = nullptr;
    if (!row.empty() && row.back().text == cell->text) {
      origin = &row.back();
    } else if (!table.rows.empty() && row.size() < table.rows.back().size() &&
               table.rows.back()[row.size()].text == cell->text) {
      origin = &table.rows.back()[row.size()];
    }
    if (origin == nullptr) return;
    cell->begin = origin->begin;
    cell->end = origin->end;
  }

  AttachmentText& out_;
};

const AttachmentText::Stretch* StretchAt(const AttachmentText& text, size_t at) {
  const auto next = std::upper_bound(text.stretches.begin(), text.stretches.end(), at,
                                     [](size_t value, const auto& stretch) { return value < stretch.begin; });
  return next == text.stretches.begin() ? nullptr : &*std::prev(next);
}

/// How a row is told inside its table's place: sheets have cell names, other tables count too.
std::string CellName(const AttachmentText::Stretch& stretch, size_t column) {
  return fmt::format("{}!{}{}", stretch.place, ColumnName(column), stretch.row);
}

}  // namespace

std::string AttachmentText::PlaceOf(size_t at) const {
  const Stretch* stretch = StretchAt(*this, at);
  if (stretch == nullptr) return url;
  if (stretch->row == 0) return url + "#" + stretch->place;
  const auto next = std::upper_bound(stretch->cells.begin(), stretch->cells.end(), at);
  size_t column = next == stretch->cells.begin() ? 0 : static_cast<size_t>(next - stretch->cells.begin()) - 1;
  // Empty cells begin where the next one does: the first that begins there and holds text is meant.
  return url + "#" + CellName(*stretch, column);
}

std::string AttachmentText::PlaceOfRow(const Table& table, size_t row) const {
  const Stretch* stretch = StretchAt(*this, table.begin);
  if (stretch == nullptr) return url;
  const auto index = static_cast<size_t>(stretch - stretches.data()) + row;
  return index < stretches.size() ? url + "#" + CellName(stretches[index], 0) : url;
}

AttachmentText LayOutAttachment(const model::AttachmentContent& content, std::string url, std::string name,
                                const LexiconIndex& lexicon) {
  AttachmentText out;
  out.url = std::move(url);
  out.name = std::move(name);
  Layout layout(&out);
  for (const model::AttachmentPart& part : content.parts) {
    if (part.status != AttachmentStatus::kRead && part.status != AttachmentStatus::kPartial) continue;
    for (const AttachmentBlock& block : part.blocks) layout.Add(part.name, block);
  }
  out.text.main_end = out.text.text.size();
  out.text.pairs = ReadTextLabelValues(out.text.text, lexicon);
  return out;
}

PageAttachments ReadPageAttachments(const std::vector<model::Link>& links, const AttachmentLookup& lookup,
                                    const LexiconIndex& lexicon) {
  PageAttachments out;
  for (const model::Link& link : links) {
    model::AttachmentNote note;
    note.url = link.url;
    note.name = link.text;
    const model::AttachmentContent* content =
        lookup && !link.url.empty() && out.notes.size() < kMaxLinks ? lookup(link.url) : nullptr;
    if (content == nullptr) {
      note.archived = false;
      note.status = AttachmentStatus::kUnsupported;
      note.detail = base::Msg("it is not in the archive");
      out.unfetched = true;
    } else {
      note.type = content->type;
      note.status = content->status;
      note.detail = content->detail;
      out.unread = out.unread || content->status != AttachmentStatus::kRead;
      AttachmentText text = LayOutAttachment(*content, link.url, link.text, lexicon);
      if (!text.text.text.empty()) out.texts.push_back(std::move(text));
    }
    out.notes.push_back(std::move(note));
  }
  return out;
}

}  // namespace mingcha::extractors
