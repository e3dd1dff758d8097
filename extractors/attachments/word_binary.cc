#include "extractors/attachments/word_binary.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "extractors/charset.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;

constexpr uint16_t kWordMagic = 0xA5EC;
constexpr uint16_t kEncryptedFlag = 0x0100, kTable1Flag = 0x0200;
constexpr uint32_t kNarrowFlag = 0x40000000;
constexpr uint16_t kInTable = 0x2416, kRowEnd = 0x2417;  // sprmPFInTable, sprmPFTtp

/// What a paragraph's properties say of tables.
struct InTable {
  uint32_t end = 0;  ///< Offset in the stream behind the paragraph.
  bool in_table = false, row_end = false;
};

/// Bytes of a property's operand (MS-DOC 2.6.1: the top three bits of its code).
size_t OperandSize(uint16_t code, std::string_view rest) {
  constexpr uint16_t kTableDef = 0xD608;
  switch (code >> 13U) {
    case 0:
    case 1:
      return 1;
    case 3:
      return 4;
    case 6:
      if (code == kTableDef) return size_t{U16(rest, 0)} + 1;
      return rest.empty() ? 1 : size_t{static_cast<unsigned char>(rest[0])} + 1;
    case 7:
      return 3;
    default:
      return 2;
  }
}

InTable ReadProperties(std::string_view properties, uint32_t end) {
  InTable out{end, false, false};
  for (size_t at = 2; at + 2 < properties.size();) {
    const uint16_t code = U16(properties, at);
    const std::string_view rest = properties.substr(at + 2);
    const bool on = rest[0] != 0;
    if (code == kInTable) out.in_table = on;
    if (code == kRowEnd) out.row_end = on;
    at += 2 + OperandSize(code, rest);
  }
  return out;
}

/// By offset where a paragraph begins: its properties (FIB → PlcBtePapx → formatted disk pages).
std::map<uint32_t, InTable> ParagraphsOf(std::string_view word, std::string_view table) {
  constexpr size_t kPage = 512, kEntry = 13;
  std::map<uint32_t, InTable> out;
  const std::string_view plc =
      table.substr(std::min<size_t>(U32(word, 0x102), table.size()), U32(word, 0x106));
  const size_t pages = plc.size() < 4 ? 0 : (plc.size() - 4) / 8;
  for (size_t p = 0; p < pages && out.size() < 200'000; ++p) {
    const uint64_t at = uint64_t{U32(plc, 4 * (pages + 1) + 4 * p) & 0x3FFFFFU} * kPage;
    if (at + kPage > word.size()) continue;
    const std::string_view page = word.substr(at, kPage);
    const size_t runs = static_cast<unsigned char>(page[kPage - 1]);
    for (size_t r = 0; r < runs; ++r) {
      const size_t bx = 4 * (runs + 1) + kEntry * r;
      if (bx >= kPage) break;
      size_t place = size_t{static_cast<unsigned char>(page[bx])} * 2;
      if (place == 0 || place + 1 >= kPage) continue;
      size_t size = size_t{static_cast<unsigned char>(page[place])} * 2;
      size = size == 0 ? size_t{static_cast<unsigned char>(page[++place])} * 2 : size - 1;
      const uint32_t end = U32(page, 4 * r + 4);
      out[U32(page, 4 * r)] = ReadProperties(page.substr(place + 1, size), end);
    }
  }
  return out;
}

/// Puts characters together to paragraphs, cells and rows.
class MarkReader {
 public:
  MarkReader(std::map<uint32_t, InTable> paragraphs, PartWriter* out)
      : paragraphs_(std::move(paragraphs)), out_(*out) {}

  /// One character and where it stands in the stream.
  void Take(char32_t c, uint32_t at) {
    if (c == 0x13) {
      fields_.push_back(false);
    } else if (c == 0x14) {
      if (!fields_.empty()) fields_.back() = true;
    } else if (c == 0x15) {
      if (!fields_.empty()) fields_.pop_back();
    } else if (std::any_of(fields_.begin(), fields_.end(), [](bool shown) { return !shown; })) {
      return;  // the instruction of a field, which no reader sees
    } else if (c == 0x07) {
      EndCell(at);
    } else if (c == 0x0D) {
      EndParagraph(at);
    } else if (c == 0x0B || c == 0x0C) {
      line_ += '\n';
    } else if (c == 0x1E) {
      line_ += '-';
    } else if (c == 0x09 || c >= 0x20) {
      base::AppendUtf8(c, &line_);
    }
  }

  void Finish() {
    EndTable();
    out_.AddText(std::exchange(line_, {}));
  }

 private:
  [[nodiscard]] InTable At(uint32_t at) const {
    const auto next = paragraphs_.upper_bound(at);
    if (next == paragraphs_.begin()) return {};
    const InTable& found = std::prev(next)->second;
    return at < found.end ? found : InTable{};
  }

  void EndParagraph(uint32_t at) {
    if (At(at).in_table) {
      line_ += '\n';
      return;
    }
    EndTable();
    out_.AddText(std::exchange(line_, {}));
  }

  void EndCell(uint32_t at) {
    // Without properties, an empty cell behind others is the mark of the row's end.
    const bool row_end = paragraphs_.empty() ? line_.empty() && !row_.cells.empty() : At(at).row_end;
    if (!row_end) {
      row_.cells.push_back({std::exchange(line_, {}), false});
      return;
    }
    line_.clear();
    row_.number = static_cast<int>(rows_.size()) + 1;
    rows_.push_back(std::exchange(row_, {}));
  }

  void EndTable() {
    if (!row_.cells.empty()) rows_.push_back(std::exchange(row_, {}));
    if (!rows_.empty()) out_.AddTable(std::exchange(rows_, {}));
  }

  std::map<uint32_t, InTable> paragraphs_;
  PartWriter& out_;
  std::string line_;
  model::AttachmentRow row_;
  std::vector<model::AttachmentRow> rows_;
  std::vector<bool> fields_;  // open fields; true: its result is being read
};

/// Feeds the main text, piece by piece in logical order. False if there is no piece table.
bool ReadPieces(std::string_view word, std::string_view table, const PartWriter& out, MarkReader* reader) {
  std::string_view clx = table.substr(std::min<size_t>(U32(word, 0x1A2), table.size()), U32(word, 0x1A6));
  while (clx.size() >= 3 && clx[0] == 1)
    clx.remove_prefix(std::min<size_t>(size_t{3} + U16(clx, 1), clx.size()));
  if (clx.size() < 5 || clx[0] != 2) return false;
  const std::string_view pieces = clx.substr(5, U32(clx, 1));
  if (pieces.size() < 16) return false;
  const size_t count = (pieces.size() - 4) / 12;
  const uint32_t main_end = U32(word, 0x4C);
  for (size_t i = 0; i < count && !out.full(); ++i) {
    const uint32_t from = U32(pieces, 4 * i);
    const uint32_t to = std::min(U32(pieces, 4 * i + 4), main_end);
    const uint32_t fc = U32(pieces, 4 * (count + 1) + 8 * i + 2);
    const bool narrow = (fc & kNarrowFlag) != 0;
    const size_t at = narrow ? (fc & ~kNarrowFlag) / 2 : fc;
    if (from >= to || at >= word.size()) continue;
    const std::string_view bytes = word.substr(at, size_t{to - from} * (narrow ? 1U : 2U));
    const std::string text = narrow ? extractors::DecodeAs("windows-1252", bytes) : Utf16ToUtf8(bytes);
    auto place = static_cast<uint32_t>(at);
    for (size_t pos = 0; pos < text.size();) {
      const char32_t c = base::NextCodePoint(text, &pos);
      reader->Take(c, place);
      place += narrow ? 1 : (c > 0xFFFF ? 4 : 2);
    }
  }
  return true;
}

}  // namespace

void ReadDoc(const CompoundFile& file, PartWriter* out) {
  const auto word = file.Read("WordDocument");
  if (!word || word->size() < 0x200 || U16(*word, 0) != kWordMagic) {
    out->Fail(word && word->size() >= 0x20 ? AttachmentStatus::kUnsupported : AttachmentStatus::kBroken,
              Msg("not a text of Word 97 or later, or damaged"));
    return;
  }
  const uint16_t flags = U16(*word, 0x0A);
  if ((flags & kEncryptedFlag) != 0) {
    out->Fail(AttachmentStatus::kEncrypted, Msg("it is protected by a password"));
    return;
  }
  const auto table = file.Read((flags & kTable1Flag) != 0 ? "1Table" : "0Table");
  if (!table) {
    out->Fail(AttachmentStatus::kBroken, Msg("a stream it needs is not in the file"));
    return;
  }
  MarkReader reader(ParagraphsOf(*word, *table), out);
  if (!ReadPieces(*word, *table, *out, &reader)) {
    out->Fail(AttachmentStatus::kBroken, Msg("a stream it needs is not in the file"));
    return;
  }
  reader.Finish();
}

}  // namespace mingcha::attachments
