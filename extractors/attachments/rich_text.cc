#include "extractors/attachments/rich_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/page_text.h"
#include "extractors/tables.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;

std::string_view EncodingOfPage(int page) {
  switch (page) {
    case 936:
    case 54936:
      return "gb18030";
    case 950:
      return "big5";
    case 65001:
      return "utf-8";
    case 932:
      return "shift_jis";
    default:
      return "windows-1252";
  }
}

int PageOfFontCharset(int charset) {
  return charset == 134 ? 936 : charset == 136 ? 950 : charset == 128 ? 932 : 0;
}

class RtfReader {
 public:
  RtfReader(std::string_view bytes, PartWriter* out) : bytes_(bytes), out_(*out) { groups_.emplace_back(); }

  void Read() {
    while (at_ < bytes_.size() && !out_.full()) {
      const char c = bytes_[at_++];
      if (c == '{') {
        if (groups_.size() > kMaxGroups) {
          out_.Fail(AttachmentStatus::kPartial, Msg("it is nested deeper than is read"));
          break;
        }
        FlushBytes();
        groups_.push_back(groups_.back());
        groups_.back().first = true;
      } else if (c == '}') {
        FlushBytes();
        if (groups_.size() > 1) groups_.pop_back();
        closed_ = groups_.size() == 1;
      } else if (c == '\\') {
        Control();
      } else if (c != '\r' && c != '\n') {
        Byte(c);
      }
    }
    FlushBytes();
    EndTable();
    out_.AddText(std::exchange(line_, {}));
    if (!closed_) out_.Fail(AttachmentStatus::kPartial, Msg("it is damaged or cut off"));
  }

 private:
  static constexpr size_t kMaxGroups = 500;
  struct Group {
    bool hidden = false, first = true, in_fonts = false;
    int page = 0;  ///< Code page of the font; 0: the document's.
    int skip = 1;  ///< Characters behind \u that stand for it.
  };

  void Byte(char c) {
    groups_.back().first = false;
    if (skip_ > 0) {
      --skip_;
    } else if (!groups_.back().hidden) {
      bytes_pending_ += c;
    }
  }

  void FlushBytes() {
    if (bytes_pending_.empty()) return;
    const int page = groups_.back().page != 0 ? groups_.back().page : page_;
    line_ += extractors::DecodeAs(EncodingOfPage(page), std::exchange(bytes_pending_, {}));
  }

  void Control() {
    if (at_ >= bytes_.size()) return;
    const char c = bytes_[at_];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter) {
      ++at_;
      if (c == '\'' && at_ + 2 <= bytes_.size()) {
        const std::string digits(bytes_.substr(at_, 2));
        at_ += 2;
        Byte(static_cast<char>(std::strtol(digits.c_str(), nullptr, 16)));
      } else if (c == '*') {
        groups_.back().hidden = true;
      } else if (c == '\\' || c == '{' || c == '}') {
        Byte(c);
      } else if (c == '~') {
        Byte(' ');
      }
      return;
    }
    const size_t begin = at_;
    while (at_ < bytes_.size() && at_ - begin < 32 &&
           ((bytes_[at_] >= 'a' && bytes_[at_] <= 'z') || (bytes_[at_] >= 'A' && bytes_[at_] <= 'Z')))
      ++at_;
    const std::string_view word = bytes_.substr(begin, at_ - begin);
    const size_t number_begin = at_;
    if (at_ < bytes_.size() && bytes_[at_] == '-') ++at_;
    while (at_ < bytes_.size() && at_ - number_begin < 10 && bytes_[at_] >= '0' && bytes_[at_] <= '9') ++at_;
    const std::string number(bytes_.substr(number_begin, at_ - number_begin));
    if (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
    Word(word, number.empty() ? 1 : std::atoi(number.c_str()));
    groups_.back().first = false;
  }

  void Word(std::string_view word, int number) {
    static const std::set<std::string_view> kHidden = {"stylesheet",
                                                       "colortbl",
                                                       "info",
                                                       "pict",
                                                       "object",
                                                       "header",
                                                       "footer",
                                                       "headerl",
                                                       "headerr",
                                                       "footerl",
                                                       "footerr",
                                                       "footnote",
                                                       "fldinst",
                                                       "themedata",
                                                       "datastore",
                                                       "listtable",
                                                       "listoverridetable",
                                                       "generator"};
    Group& group = groups_.back();
    if (word == "ansicpg") {
      page_ = number;
    } else if (word == "fonttbl") {
      FlushBytes();
      group.hidden = group.in_fonts = true;
    } else if (kHidden.contains(word)) {
      FlushBytes();
      group.hidden = true;
    } else if (word == "f") {
      FlushBytes();
      font_ = number;
      if (!group.in_fonts) group.page = fonts_.contains(number) ? fonts_[number] : 0;
    } else if (word == "fcharset" && group.in_fonts) {
      fonts_[font_] = PageOfFontCharset(number);
    } else if (word == "uc") {
      group.skip = std::clamp(number, 0, 8);
    } else if (word == "bin") {
      at_ += std::min<size_t>(static_cast<size_t>(std::max(number, 0)), bytes_.size() - at_);
    } else if (!group.hidden) {
      Visible(word, number);
    }
  }

  void Visible(std::string_view word, int number) {
    FlushBytes();
    if (word == "u") {
      Unit(static_cast<char16_t>(number));
      skip_ = groups_.back().skip;
    } else if (word == "par" || word == "sect" || word == "page") {
      if (in_table_) {
        line_ += '\n';
      } else {
        EndTable();
        out_.AddText(std::exchange(line_, {}));
      }
    } else if (word == "line") {
      line_ += '\n';
    } else if (word == "tab") {
      line_ += '\t';
    } else if (word == "intbl") {
      in_table_ = true;
    } else if (word == "pard") {
      in_table_ = false;
    } else if (word == "cell" || word == "nestcell") {
      row_.cells.push_back({std::exchange(line_, {}), false});
    } else if (word == "row" || word == "nestrow") {
      row_.number = static_cast<int>(rows_.size()) + 1;
      rows_.push_back(std::exchange(row_, {}));
      in_table_ = false;
    }
  }

  void Unit(char16_t unit) {
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
      return;
    }
    char32_t c = unit;
    if (unit >= 0xDC00 && unit < 0xE000)
      c = high_ != 0 ? 0x10000 + ((char32_t{high_} - 0xD800) << 10U) + (unit - 0xDC00) : U'\xFFFD';
    high_ = 0;
    base::AppendUtf8(c, &line_);
  }

  void EndTable() {
    if (!rows_.empty()) out_.AddTable(std::exchange(rows_, {}));
  }

  std::string_view bytes_;
  PartWriter& out_;
  size_t at_ = 0;
  std::vector<Group> groups_;
  std::map<int, int> fonts_;
  int page_ = 1252, font_ = 0, skip_ = 0;
  char16_t high_ = 0;
  std::string bytes_pending_, line_;
  model::AttachmentRow row_;
  std::vector<model::AttachmentRow> rows_;
  bool in_table_ = false, closed_ = false;
};

std::vector<model::AttachmentRow> RowsOf(const extractors::Table& table) {
  std::vector<model::AttachmentRow> rows;
  for (const auto& cells : table.rows) {
    model::AttachmentRow row;
    row.number = static_cast<int>(rows.size()) + 1;
    for (const extractors::Cell& cell : cells) row.cells.push_back({cell.text, cell.copy});
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Lines split at `mark`, if all have the same number of them; empty if not.
std::vector<model::AttachmentRow> SplitLines(std::string_view text, char mark) {
  std::vector<model::AttachmentRow> rows;
  for (const std::string_view line : base::Split(text, '\n')) {
    if (base::Trim(line).empty()) continue;
    model::AttachmentRow row;
    row.number = static_cast<int>(rows.size()) + 1;
    std::string cell;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == mark && !quoted) {
        row.cells.push_back({std::exchange(cell, {}), false});
      } else if (c != '\r') {
        cell += c;
      }
    }
    row.cells.push_back({std::move(cell), false});
    if (row.cells.size() < 2 || (!rows.empty() && rows.front().cells.size() != row.cells.size())) return {};
    rows.push_back(std::move(row));
  }
  if (rows.size() < 2) rows.clear();
  return rows;
}

}  // namespace

void ReadRtf(std::string_view bytes, PartWriter* out) { RtfReader(bytes, out).Read(); }

void ReadHtml(std::string_view bytes, PartWriter* out) {
  const extractors::DecodeResult decoded = extractors::Decode(bytes, {});
  const extractors::Document document = extractors::Document::Parse(decoded.text);
  static const extractors::LexiconIndex kNoWords{model::Lexicon{}};
  const extractors::PageView view = extractors::BuildPageView(document, kNoWords);
  size_t at = 0;
  for (const extractors::Table& table : extractors::ReadTables(document, view, 0, document.size())) {
    if (table.begin > at) out->AddText(std::string_view(view.page.text).substr(at, table.begin - at));
    out->AddTable(RowsOf(table));
    at = std::max(at, table.end);
  }
  out->AddText(std::string_view(view.page.text).substr(std::min(at, view.page.text.size())));
}

void ReadPlainText(std::string_view bytes, PartWriter* out) {
  const extractors::DecodeResult decoded = extractors::Decode(bytes, {});
  for (const char mark : {'\t', ','}) {
    std::vector<model::AttachmentRow> rows = SplitLines(decoded.text, mark);
    if (rows.empty()) continue;
    out->AddTable(std::move(rows));
    return;
  }
  out->AddText(decoded.text);
}

}  // namespace mingcha::attachments
