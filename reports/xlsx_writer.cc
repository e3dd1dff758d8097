#include "reports/xlsx_writer.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/text.h"
#include "reports/escape.h"

namespace mingcha::reports {
namespace {

constexpr size_t kCellCharacters = 32'000;  // Excel's bound is 32,767.
constexpr size_t kLinkBytes = 2'000;        // Excel's bound is 2,079.
constexpr int kLinksPerSheet = 65'000;      // Excel's bound is 65,530.
constexpr double kWideSheet = 260;          // Characters; beyond that A4 would be too small to read.
constexpr const char* kFont = "Microsoft YaHei";
constexpr double kLineHeight = 14.5, kMostHeight = 220;  // Points; Excel's bound is 409.

using Format = lxw_format*;

/// Formats of one workbook; the workbook owns them.
struct Formats {
  Format title, note, head, input_head;
  std::array<Format, 5> cell{}, sum{};  ///< By ColumnLook.
  Format link, literal;
};

Format NewFormat(lxw_workbook* book) {
  Format format = workbook_add_format(book);
  format_set_font_name(format, kFont);
  format_set_font_size(format, 10);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  return format;
}

void Bordered(Format format) {
  format_set_border(format, LXW_BORDER_THIN);
  format_set_border_color(format, 0xC5CED8);
}

Format CellFormat(lxw_workbook* book, ColumnLook look, bool is_sum) {
  Format format = NewFormat(book);
  Bordered(format);
  if (look == ColumnLook::kWrap || look == ColumnLook::kText || look == ColumnLook::kInput)
    format_set_text_wrap(format);
  if (look == ColumnLook::kNumber) format_set_align(format, LXW_ALIGN_RIGHT);
  if (look == ColumnLook::kDay) format_set_num_format(format, "yyyy-mm-dd");
  if (look == ColumnLook::kDay) format_set_align(format, LXW_ALIGN_CENTER);
  if (look == ColumnLook::kInput) format_set_bg_color(format, 0xFFF8E1);
  if (is_sum) {
    format_set_bold(format);
    format_set_bg_color(format, 0xEEF2F7);
  }
  return format;
}

Formats MakeFormats(lxw_workbook* book) {
  Formats formats{};
  formats.title = NewFormat(book);
  format_set_bold(formats.title);
  format_set_font_size(formats.title, 16);
  format_set_font_color(formats.title, 0x12365C);
  formats.note = NewFormat(book);
  format_set_font_color(formats.note, 0x51606F);
  for (Format* head : {&formats.head, &formats.input_head}) {
    *head = NewFormat(book);
    Bordered(*head);
    format_set_bold(*head);
    format_set_text_wrap(*head);
    format_set_align(*head, LXW_ALIGN_CENTER);
    format_set_align(*head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_font_color(*head, 0xFFFFFF);
    format_set_bg_color(*head, head == &formats.head ? 0x12365C : 0x8A4B00);
  }
  for (size_t look = 0; look < formats.cell.size(); ++look) {
    formats.cell.at(look) = CellFormat(book, static_cast<ColumnLook>(look), false);
    formats.sum.at(look) = CellFormat(book, static_cast<ColumnLook>(look), true);
  }
  formats.link = CellFormat(book, ColumnLook::kWrap, false);
  format_set_font_color(formats.link, 0x1D5A9E);
  format_set_underline(formats.link, LXW_UNDERLINE_SINGLE);
  // Excel keeps what stands in a cell of this format as text, even when a person edits it.
  formats.literal = CellFormat(book, ColumnLook::kWrap, false);
  format_set_num_format(formats.literal, "@");
  return formats;
}

/// Cleaned, cut to what a cell can hold.
std::string CellText(std::string_view raw) {
  std::string text = CleanText(raw);
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80) continue;
    if (++characters > kCellCharacters) {
      text.resize(i);
      text += "\xE2\x80\xA6";
      break;
    }
  }
  return text;
}

/// Lines that a text takes in a column of so many characters; a Chinese character takes two.
double LinesOf(std::string_view text, double width) {
  double lines = 1, used = 0;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = base::NextCodePoint(text, &pos);
    const double wide = c < 0x2E80 ? 1 : 2;
    if (c == U'\n' || used + wide > width) {
      ++lines;
      used = 0;
    }
    if (c != U'\n') used += wide;
  }
  return lines;
}

class SheetWriter {
 public:
  SheetWriter(lxw_worksheet* out, const Formats& formats, const Sheet& sheet)
      : out_(out), formats_(formats), sheet_(sheet) {}

  void Write() {
    worksheet_write_string(out_, 0, 0, CellText(sheet_.title).c_str(), formats_.title);
    worksheet_write_string(out_, 1, 0, CellText(sheet_.note).c_str(), formats_.note);
    worksheet_set_row(out_, 0, 27, nullptr);
    worksheet_set_row(out_, kSheetHeadRow, 33, nullptr);
    for (size_t c = 0; c < sheet_.columns.size(); ++c) {
      const SheetColumn& column = sheet_.columns[c];
      const auto index = static_cast<lxw_col_t>(c);
      worksheet_set_column(out_, index, index, column.width, nullptr);
      worksheet_write_string(out_, kSheetHeadRow, index, CellText(column.heading).c_str(),
                             column.look == ColumnLook::kInput ? formats_.input_head : formats_.head);
    }
    for (size_t r = 0; r < sheet_.rows.size(); ++r) WriteRow(r);
    Arrange();
  }

 private:
  /// Points that a row's longest cell needs: not every office program makes rows fit when it opens a file.
  [[nodiscard]] double HeightOf(const std::vector<SheetCell>& cells) const {
    double lines = 1;
    for (size_t c = 0; c < cells.size() && c < sheet_.columns.size(); ++c)
      lines = std::max(lines, LinesOf(cells[c].text, sheet_.columns[c].width - 1));
    return std::min(kMostHeight, lines * kLineHeight + 4);
  }

  void WriteRow(size_t r) {
    const bool is_sum = sheet_.has_sum_row && r + 1 == sheet_.rows.size();
    worksheet_set_row(out_, static_cast<lxw_row_t>(kSheetHeadRow + 1 + r), HeightOf(sheet_.rows[r]), nullptr);
    for (size_t c = 0; c < sheet_.columns.size(); ++c) {
      const SheetCell cell = c < sheet_.rows[r].size() ? sheet_.rows[r][c] : SheetCell();
      const auto look = static_cast<size_t>(sheet_.columns[c].look);
      WriteCell(static_cast<lxw_row_t>(kSheetHeadRow + 1 + r), static_cast<lxw_col_t>(c), cell,
                is_sum ? formats_.sum.at(look) : formats_.cell.at(look));
    }
  }

  void WriteCell(lxw_row_t row, lxw_col_t column, const SheetCell& cell, Format format) {
    if (cell.day) {
      lxw_datetime day{cell.day->year(), cell.day->month(), cell.day->day(), 0, 0, 0};
      worksheet_write_datetime(out_, row, column, &day, format);
    } else if (cell.number) {
      worksheet_write_number(out_, row, column, *cell.number, format);
    } else if (cell.text.empty()) {
      worksheet_write_blank(out_, row, column, format);
    } else {
      WriteText(row, column, cell, format);
    }
  }

  void WriteText(lxw_row_t row, lxw_col_t column, const SheetCell& cell, Format format) {
    const std::string text = CellText(cell.text);
    if (!cell.link.empty() && IsWebLink(cell.link) && cell.link.size() < kLinkBytes &&
        links_ < kLinksPerSheet) {
      if (worksheet_write_url_opt(out_, row, column, CellText(cell.link).c_str(), formats_.link, text.c_str(),
                                  nullptr) == LXW_NO_ERROR) {
        ++links_;
        return;
      }
    }
    worksheet_write_string(out_, row, column, text.c_str(),
                           LooksLikeFormula(text) ? formats_.literal : format);
  }

  void Arrange() {
    const auto last_column = static_cast<lxw_col_t>(sheet_.columns.size() - 1);
    const size_t filtered = sheet_.rows.size() - (sheet_.has_sum_row && !sheet_.rows.empty() ? 1 : 0);
    worksheet_autofilter(out_, kSheetHeadRow, 0, static_cast<lxw_row_t>(kSheetHeadRow + filtered),
                         last_column);
    worksheet_freeze_panes(out_, kSheetHeadRow + 1, static_cast<lxw_col_t>(sheet_.frozen_columns));
    worksheet_set_landscape(out_);
    double width = 0;
    for (const SheetColumn& column : sheet_.columns) width += column.width;
    const bool is_wide = width > kWideSheet;
    worksheet_set_paper(out_, is_wide ? 8 : 9);  // A3 or A4
    worksheet_fit_to_pages(out_, is_wide ? 2 : 1, 0);
    if (is_wide) worksheet_repeat_columns(out_, 0, static_cast<lxw_col_t>(sheet_.frozen_columns - 1));
    worksheet_repeat_rows(out_, kSheetHeadRow, kSheetHeadRow);
    worksheet_set_footer(out_, "&C&P / &N");
    worksheet_set_margins(out_, 0.4, 0.4, 0.5, 0.6);
    worksheet_gridlines(out_, LXW_HIDE_ALL_GRIDLINES);
  }

  lxw_worksheet* out_;
  const Formats& formats_;
  const Sheet& sheet_;
  int links_ = 0;
};

/// A file name of our own that is removed again.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    path_ = (error ? std::string("/tmp") : folder.string()) + "/mingcha-workbook-XXXXXX";
    const int file = mkstemp(path_.data());
    made_ = file >= 0;
    if (made_) close(file);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code error;
    if (made_) std::filesystem::remove(path_, error);
  }
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

}  // namespace

base::Result<std::string> WriteWorkbook(const std::string& title, const std::vector<Sheet>& sheets) {
  const TemporaryFile file;
  if (!file.made())
    return base::Fail(base::ErrorCode::kIo, "no temporary file can be made for {}", file.path());
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return base::Fail(base::ErrorCode::kIo, "the workbook {} cannot be made", file.path());
  std::string clean_title = CellText(title), author = "mingcha";
  lxw_doc_properties properties{};
  properties.title = clean_title.data();
  properties.author = author.data();
  properties.created = 1'514'764'800;  // 2018-01-01: equal input gives equal bytes.
  workbook_set_properties(book, &properties);
  const Formats formats = MakeFormats(book);
  for (const Sheet& sheet : sheets) {
    lxw_worksheet* out = workbook_add_worksheet(book, sheet.name.c_str());
    if (out == nullptr) {
      lxw_workbook_free(book);
      return base::Fail(base::ErrorCode::kInternal, "\"{}\" cannot name a sheet", sheet.name);
    }
    SheetWriter(out, formats, sheet).Write();
  }
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
    return base::Fail(base::ErrorCode::kIo, "the workbook cannot be written: {}", lxw_strerror(error));
  }
  std::ifstream in(file.path(), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return base::Fail(base::ErrorCode::kIo, "the workbook {} cannot be read back", file.path());
  return std::move(bytes).str();
}

}  // namespace mingcha::reports
