#include "extractors/attachments/excel_binary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "extractors/attachments/cell_format.h"
#include "extractors/attachments/sheet_grid.h"
#include "extractors/charset.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;

enum RecordType : uint16_t {
  kFormula = 0x0006,
  kEof = 0x000A,
  kDateMode = 0x0022,
  kFilePass = 0x002F,
  kContinue = 0x003C,
  kBoundSheet = 0x0085,
  kMulRk = 0x00BD,
  kXf = 0x00E0,
  kMergeCells = 0x00E5,
  kSst = 0x00FC,
  kLabelSst = 0x00FD,
  kNumber = 0x0203,
  kLabel = 0x0204,
  kBoolErr = 0x0205,
  kString = 0x0207,
  kRk = 0x027E,
  kFormat = 0x041E,
  kBof = 0x0809,
};

/// A record and the CONTINUE records behind it, which may split a string at any character.
struct Record {
  uint16_t type = 0;
  std::string_view data;
  std::vector<std::string_view> more;
  size_t begin = 0, end = 0;  ///< In the stream, continuations left out of `end`.
};

/// Reads bytes over the border of continued records.
class Cursor {
 public:
  explicit Cursor(const Record& record) : pieces_{record.data} {
    pieces_.insert(pieces_.end(), record.more.begin(), record.more.end());
  }
  [[nodiscard]] bool done() const { return piece_ >= pieces_.size(); }
  void Skip(size_t n) {
    while (n > 0 && Settle()) {
      const size_t step = std::min(n, pieces_[piece_].size() - at_);
      at_ += step;
      n -= step;
    }
    Settle();
  }
  uint8_t Byte() {
    if (!Settle()) return 0;
    return static_cast<uint8_t>(pieces_[piece_][at_++]);
  }
  uint16_t Short() {
    const uint16_t low = Byte();
    return static_cast<uint16_t>(low | (Byte() << 8U));
  }
  uint32_t Long() {
    const uint32_t low = Short();
    return low | (static_cast<uint32_t>(Short()) << 16U);
  }
  /// XLUnicodeRichExtendedString: characters may change width at a continuation.
  std::string RichString() {
    const size_t count = Short();
    const uint8_t flags = Byte();
    const size_t runs = (flags & 0x08U) != 0 ? Short() : 0;
    const size_t extended = (flags & 0x04U) != 0 ? Long() : 0;
    std::string text = Characters(count, (flags & 0x01U) != 0);
    Skip(4 * runs);
    Skip(extended);
    return text;
  }
  std::string Characters(size_t count, bool wide) {
    std::string units;
    while (count > 0) {
      if (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
        if (!Settle()) break;
        wide = (Byte() & 0x01U) != 0;  // a continued string tells its width again
        continue;
      }
      if (done()) break;
      const std::string_view rest = pieces_[piece_].substr(at_);
      if (wide && rest.size() < 2) {
        Skip(rest.size());
        continue;
      }
      units += rest[0];
      units += wide ? rest[1] : '\0';
      at_ += wide ? 2 : 1;
      --count;
    }
    return Utf16ToUtf8(units);
  }

 private:
  bool Settle() {
    while (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
      ++piece_;
      at_ = 0;
    }
    return piece_ < pieces_.size();
  }
  std::vector<std::string_view> pieces_;
  size_t piece_ = 0, at_ = 0;
};

double RkValue(uint32_t rk) {
  double value = 0;
  if ((rk & 2U) != 0) {
    value = static_cast<double>(static_cast<int32_t>(rk) >> 2);
  } else {
    value = std::bit_cast<double>(static_cast<uint64_t>(rk & 0xFFFFFFFCU) << 32U);
  }
  return (rk & 1U) != 0 ? value / 100 : value;
}

class WorkbookReader {
 public:
  WorkbookReader(std::string_view stream, PartWriter* out)
      : stream_(stream), out_(*out), grid_(out->limits()) {}

  void Read() {
    size_t at = 0;
    Record record;
    if (!Next(&at, &record) || record.type != kBof || U16(record.data, 0) != 0x0600) {
      out_.Fail(AttachmentStatus::kUnsupported, Msg("not a workbook of Excel 97 or later, or damaged"));
      return;
    }
    do {
      if (record.type == kFilePass) {
        out_.Fail(AttachmentStatus::kEncrypted, Msg("it is protected by a password"));
        return;
      }
      Global(record);
    } while (record.type != kEof && Next(&at, &record));
    for (const auto& [begin, name] : sheets_) ReadSheet(begin, name);
  }

 private:
  bool Next(size_t* at, Record* record) const {
    if (*at + 4 > stream_.size()) return false;
    record->type = U16(stream_, *at);
    record->begin = *at;
    record->data = stream_.substr(*at + 4, U16(stream_, *at + 2));
    record->more.clear();
    *at += 4 + record->data.size();
    record->end = *at;
    while (record->type == kSst && *at + 4 <= stream_.size() && U16(stream_, *at) == kContinue) {
      record->more.push_back(stream_.substr(*at + 4, U16(stream_, *at + 2)));
      *at += 4 + record->more.back().size();
    }
    return true;
  }

  void Global(const Record& record) {
    const std::string_view data = record.data;
    Cursor cursor(record);
    switch (record.type) {
      case kDateMode:
        from_1904_ = U16(data, 0) != 0;
        break;
      case kXf:
        formats_.push_back(U16(data, 2));
        break;
      case kFormat: {
        const int id = cursor.Short();
        codes_[id] = cursor.RichString();
        break;
      }
      case kBoundSheet: {
        const uint32_t begin = cursor.Long();
        cursor.Skip(2);
        const size_t count = cursor.Byte();
        const bool wide = (cursor.Byte() & 1U) != 0;
        if (sheets_.size() < 500) sheets_.emplace_back(begin, cursor.Characters(count, wide));
        break;
      }
      case kSst: {
        cursor.Skip(4);
        const uint32_t count = cursor.Long();
        size_t bytes = 0;
        while (strings_.size() < count && !cursor.done() && bytes < out_.limits().max_text) {
          strings_.push_back(cursor.RichString());
          bytes += strings_.back().size();
        }
        break;
      }
      default:
        break;
    }
  }

  [[nodiscard]] std::string Number(double value, size_t xf) const {
    const int format = xf < formats_.size() ? formats_[xf] : 0;
    const auto code = codes_.find(format);
    return NumberText(value, IsDateFormat(format, code == codes_.end() ? "" : code->second), from_1904_);
  }

  void ReadSheet(uint32_t begin, const std::string& name) {
    size_t at = begin;
    Record record;
    int depth = 0;
    std::pair<int, int> formula(-1, -1);  // a formula whose text result follows
    while (Next(&at, &record)) {
      if (record.type == kBof) ++depth;
      if (record.type == kEof && --depth <= 0) break;
      if (depth != 1) continue;  // charts inside a sheet
      if (record.type == kString && formula.first >= 0) {
        Cursor cursor(record);
        const size_t count = cursor.Short();
        const bool wide = (cursor.Byte() & 1U) != 0;
        grid_.Set(formula.first, formula.second, cursor.Characters(count, wide));
      }
      Cell(record, &formula);
    }
    grid_.Write(name, &out_);
  }

  void Cell(const Record& record, std::pair<int, int>* formula) {
    const std::string_view data = record.data;
    const int row = U16(data, 0);
    const int column = U16(data, 2);
    const size_t xf = U16(data, 4);
    switch (record.type) {
      case kLabelSst: {
        const size_t index = U32(data, 6);
        if (index < strings_.size()) grid_.Set(row, column, strings_[index]);
        break;
      }
      case kLabel: {
        Cursor cursor(record);
        cursor.Skip(6);
        const size_t count = cursor.Short();
        const bool wide = (cursor.Byte() & 1U) != 0;
        grid_.Set(row, column, cursor.Characters(count, wide));
        break;
      }
      case kNumber:
        grid_.Set(row, column, Number(std::bit_cast<double>(U64(data, 6)), xf));
        break;
      case kRk:
        grid_.Set(row, column, Number(RkValue(U32(data, 6)), xf));
        break;
      case kMulRk:
        for (size_t i = 0; 4 + 6 * i + 8 <= data.size(); ++i) {
          grid_.Set(row, column + static_cast<int>(i),
                    Number(RkValue(U32(data, 4 + 6 * i + 2)), U16(data, 4 + 6 * i)));
        }
        break;
      case kFormula:
        *formula = {-1, -1};
        if (U16(data, 12) != 0xFFFF) {
          grid_.Set(row, column, Number(std::bit_cast<double>(U64(data, 6)), xf));
        } else if (data.size() > 6 && data[6] == 0) {
          *formula = {row, column};
        }
        break;
      case kMergeCells:
        for (size_t i = 0; i < U16(data, 0) && 2 + 8 * i + 8 <= data.size(); ++i) {
          const size_t range = 2 + 8 * i;
          grid_.Merge(U16(data, range), U16(data, range + 2), U16(data, range + 4), U16(data, range + 6));
        }
        break;
      default:
        break;
    }
  }

  std::string_view stream_;
  PartWriter& out_;
  SheetGrid grid_;
  std::vector<std::string> strings_;
  std::vector<int> formats_;
  std::map<int, std::string> codes_;
  std::vector<std::pair<uint32_t, std::string>> sheets_;
  bool from_1904_ = false;
};

}  // namespace

void ReadXls(const CompoundFile& file, PartWriter* out) {
  const auto stream = file.Read("Workbook");
  if (!stream) {
    out->Fail(file.Has("Book") ? AttachmentStatus::kUnsupported : AttachmentStatus::kBroken,
              Msg("not a workbook of Excel 97 or later, or damaged"));
    return;
  }
  WorkbookReader(*stream, out).Read();
}

}  // namespace mingcha::attachments
