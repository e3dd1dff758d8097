#include "rules/register_table.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/han_digit.h"
#include "base/text.h"
#include "base/workbook.h"
#include "embedded/rules_data.h"
#include "rules/csv.h"

namespace mingcha::rules {
namespace {

constexpr size_t kTitleRows = 30;  // rows above the headings that are looked through
constexpr std::string_view kPassedOver = "-";
constexpr std::string_view kTail = "=";

/// A word of a closed list.
struct ClosedWord {
  std::string column, word, meaning;
};

/// The data behind headings: `heading<TAB>column` and `column<TAB>word<TAB>meaning`, folded.
struct Words {
  std::map<std::string, std::string> headings;
  std::vector<std::string> tails;                                  ///< What totals and notes begin with.
  std::map<std::string, std::string, std::less<>> first_headings;  ///< By column.
  std::vector<ClosedWord> first_words;                             ///< As they stand in the data.
  std::map<std::pair<std::string, std::string>, std::string> values;
};

std::string Fold(std::string_view text) { return base::ToLowerAscii(base::FoldLabel(text)); }

const Words& Data() {
  static const Words kWords = [] {
    Words words;
    for (const std::string_view line : base::Split(EmbeddedFile("register_headings.tsv"), '\n')) {
      if (line.starts_with('#')) continue;
      const std::vector<std::string_view> cells = base::Split(line, '\t');
      if (cells.size() == 2 && cells[1] == kTail) {
        words.tails.push_back(Fold(cells[0]));
      } else if (cells.size() == 2) {
        words.headings[Fold(cells[0])] = std::string(cells[1]);
        words.first_headings.emplace(cells[1], cells[0]);
      }
      if (cells.size() == 3) {
        words.values[{std::string(cells[0]), Fold(cells[1])}] = std::string(cells[2]);
        const ClosedWord word{std::string(cells[0]), std::string(cells[1]), std::string(cells[2])};
        const auto same = [&](const ClosedWord& other) {
          return other.column == word.column && other.meaning == word.meaning;
        };
        if (std::none_of(words.first_words.begin(), words.first_words.end(), same))
          words.first_words.push_back(word);
      }
    }
    return words;
  }();
  return kWords;
}

/// What a heading means: a column's name, kPassedOver, or empty.
std::string ColumnOf(std::string_view heading, const std::vector<TableColumn>& columns) {
  const std::string folded = Fold(heading);
  const auto known = Data().headings.find(folded);
  std::string name = known == Data().headings.end() ? folded : known->second;
  for (const TableColumn& column : columns) {
    if (column.name == name) return name;
  }
  return name == kPassedOver ? name : std::string();
}

struct RawTable {
  std::string sheet;
  std::vector<TableRow> rows;
};

/// Finds and checks the headings of one raw table; short-lived.
class HeadingReader {
 public:
  HeadingReader(const std::string& file_name, const std::vector<TableColumn>& columns, OtherHeadings others,
                RawTable raw)
      : file_name_(file_name), columns_(columns), others_(others), raw_(std::move(raw)) {}

  /// How many columns the best row of headings has; 0: none looks like one.
  size_t Find() {
    size_t best = 0;
    for (size_t i = 0; i < raw_.rows.size() && i < kTitleRows; ++i) {
      std::set<std::string> found;
      for (const TableCell& cell : raw_.rows[i].cells) {
        const std::string name = ColumnOf(cell.text, columns_);
        if (!name.empty() && name != kPassedOver) found.insert(name);
      }
      const bool all = std::all_of(columns_.begin(), columns_.end(), [&](const TableColumn& column) {
        return !column.required || found.contains(std::string(column.name));
      });
      if (found.size() > best) {
        best = found.size();
        at_ = i;
      }
      if (all) {
        at_ = i;
        return found.size();
      }
    }
    return best;
  }

  /// nullopt with faults told if the headings cannot be used. Rows left out are warnings.
  std::optional<Table> Read(std::vector<Diagnostic>* errors, std::vector<Diagnostic>* warnings) && {
    Table table;
    table.sheet = raw_.sheet;
    const bool two = HasSecondRow();
    const TableRow head = two ? BothRows() : raw_.rows[at_];
    bool good = true;
    for (size_t i = 0; i < head.cells.size(); ++i) {
      const std::string& text = head.cells[i].text;
      if (text.empty()) continue;
      const std::string name = ColumnOf(text, columns_);
      table.width = i + 1;
      if (name == kPassedOver || (name.empty() && others_ == OtherHeadings::kPassOver)) continue;
      // A heading merged over several cells stands over the first.
      const bool merged = i > 0 && head.cells[i - 1].text == text && !raw_.sheet.empty();
      if (merged || (!name.empty() && table.columns.emplace(name, i).second)) continue;
      good = false;
      Fault(head.row, i + 1, {},
            name.empty() ? base::Msg("one of the headings {}", Names()) : base::Msg("each heading once"),
            text, errors);
    }
    for (const TableColumn& column : columns_) {
      if (!column.required || table.columns.contains(column.name)) continue;
      good = false;
      Fault(head.row, 0, {}, base::Msg("a column headed \"{}\"", HeadingOf(column.name)), {}, errors);
    }
    if (!good) return std::nullopt;
    table.rows.assign(
        std::make_move_iterator(raw_.rows.begin() + static_cast<std::ptrdiff_t>(at_) + (two ? 2 : 1)),
        std::make_move_iterator(raw_.rows.end()));
    DropTotalsAndNotes(&table, warnings);
    return table;
  }

  [[nodiscard]] const std::string& sheet() const { return raw_.sheet; }

 private:
  /// True if the row below the headings has nothing but headings: names under a common one, and those that
  /// are merged over both rows.
  [[nodiscard]] bool HasSecondRow() const {
    if (at_ + 1 >= raw_.rows.size()) return false;
    const auto& head = raw_.rows[at_].cells;
    const auto& below = raw_.rows[at_ + 1].cells;
    bool names = false;
    for (size_t i = 0; i < below.size(); ++i) {
      const std::string& text = below[i].text;
      if (text.empty() || (i < head.size() && head[i].text == text)) continue;
      if (ColumnOf(text, columns_).empty()) return false;
      names = true;
    }
    return names;
  }

  /// The headings of both rows: the lower one's where it has any that means something.
  [[nodiscard]] TableRow BothRows() const {
    TableRow head = raw_.rows[at_];
    const auto& below = raw_.rows[at_ + 1].cells;
    if (head.cells.size() < below.size()) head.cells.resize(below.size());
    for (size_t i = 0; i < below.size(); ++i) {
      if (!below[i].text.empty()) head.cells[i] = below[i];
    }
    return head;
  }

  /// Drops rows that begin like a total or a note and whose required cells are empty or repeat that text
  /// (merged cells); below a note also what has no required cell.
  void DropTotalsAndNotes(Table* table, std::vector<Diagnostic>* warnings) const {
    bool in_notes = false;
    std::erase_if(table->rows, [&](const TableRow& row) {
      const auto first = std::find_if(row.cells.begin(), row.cells.end(),
                                      [](const TableCell& cell) { return !cell.text.empty(); });
      if (first == row.cells.end()) return false;
      const bool own = std::any_of(columns_.begin(), columns_.end(), [&](const TableColumn& column) {
        const auto at = table->columns.find(column.name);
        if (!column.required || at == table->columns.end() || at->second >= row.cells.size()) return false;
        const std::string& text = row.cells[at->second].text;
        return !text.empty() && text != first->text;
      });
      // The first cell may be a required one: then it is the only one that is filled.
      const auto filled = std::count_if(columns_.begin(), columns_.end(), [&](const TableColumn& column) {
        const auto at = table->columns.find(column.name);
        return column.required && at != table->columns.end() && at->second < row.cells.size() &&
               !row.cells[at->second].text.empty();
      });
      const std::string text = Fold(first->text);
      const auto& tails = Data().tails;
      const bool tail = std::any_of(tails.begin(), tails.end(),
                                    [&](const std::string& word) { return text.starts_with(word); });
      const bool drop = !own && (tail || (in_notes && filled == 0));
      in_notes = drop;
      if (drop)
        Fault(row.row, 0, {}, base::Msg(kRowOfRegister), TextOf(row), warnings,
              base::Msg("left out as a total or a note; fill its required cells if it is a row"));
      return drop;
    });
  }

  /// What stands in a row, cell by cell; a merged cell once.
  static std::string TextOf(const TableRow& row) {
    std::vector<std::string> texts;
    for (const TableCell& cell : row.cells) {
      if (!cell.text.empty() && (texts.empty() || texts.back() != cell.text)) texts.push_back(cell.text);
    }
    return base::Join(texts, " ");
  }

  void Fault(int row, size_t column, std::string key, base::Message expected, std::string found,
             std::vector<Diagnostic>* errors, base::Message remedy = {}) const {
    Diagnostic fault{file_name_,
                     row,
                     static_cast<int>(column),
                     std::move(key),
                     std::move(expected),
                     std::move(found),
                     std::move(remedy)};
    fault.sheet = raw_.sheet;
    errors->push_back(std::move(fault));
  }

  [[nodiscard]] std::string Names() const {
    std::vector<std::string> names;
    names.reserve(columns_.size());
    for (const TableColumn& column : columns_) names.push_back(HeadingOf(column.name));
    return base::Join(names, ", ");
  }

  const std::string& file_name_;
  const std::vector<TableColumn>& columns_;
  OtherHeadings others_;
  RawTable raw_;
  size_t at_ = 0;
};

RawTable FromCsv(std::string_view bytes, const std::string& file_name, std::vector<Diagnostic>* errors) {
  RawTable raw;
  std::string text;
  if (!DecodeTextFile(bytes, &text)) {
    errors->push_back({file_name,
                       0,
                       0,
                       {},
                       base::Msg("text in UTF-8 or GB18030"),
                       {},
                       base::Msg("save the table as CSV (UTF-8)")});
    return raw;
  }
  for (CsvRow& row : ParseCsv(text, file_name, errors)) {
    TableRow read{row.row, {}};
    for (const std::string& cell : row.cells)
      read.cells.push_back({std::string(base::Trim(cell)), {}, false});
    raw.rows.push_back(std::move(read));
  }
  return raw;
}

/// Rows with a text of their own; cells of merged rectangles are filled with the first one's.
RawTable FromSheet(const base::WorkbookSheet& sheet) {
  RawTable raw;
  raw.sheet = sheet.name;
  for (const base::WorkbookRow& row : sheet.rows) {
    TableRow read{row.row, {}};
    read.cells.resize(static_cast<size_t>(row.cells.back().column));
    bool blank = true;
    for (const base::WorkbookCell& cell : row.cells) {
      const std::string_view text = base::Trim(cell.text);
      read.cells[static_cast<size_t>(cell.column) - 1] = {std::string(text), cell.date, cell.inexact};
      blank = blank && text.empty();
    }
    if (!blank) raw.rows.push_back(std::move(read));
  }
  for (const base::WorkbookMerge& merge : sheet.merges) {
    const auto by_row = [](const TableRow& row, int number) { return row.row < number; };
    auto at = std::lower_bound(raw.rows.begin(), raw.rows.end(), merge.row, by_row);
    const size_t column = static_cast<size_t>(merge.column) - 1;
    if (at == raw.rows.end() || at->row != merge.row || column >= at->cells.size()) continue;
    const TableCell first = at->cells[column];
    for (; at != raw.rows.end() && at->row < merge.row + merge.rows; ++at) {
      const size_t end = column + static_cast<size_t>(merge.columns);
      if (at->cells.size() < end) at->cells.resize(end);
      std::fill(at->cells.begin() + static_cast<std::ptrdiff_t>(column),
                at->cells.begin() + static_cast<std::ptrdiff_t>(end), first);
    }
  }
  return raw;
}

std::vector<RawTable> FromWorkbook(std::string_view bytes, const std::string& file_name,
                                   std::vector<Diagnostic>* errors, std::vector<Diagnostic>* warnings) {
  std::vector<RawTable> tables;
  const auto book = base::ReadWorkbook(bytes);
  if (!book) {
    errors->push_back({file_name,
                       0,
                       0,
                       {},
                       base::Msg("a workbook that can be read"),
                       base::ToEnglish(book.error()),
                       book.error().message});
    return tables;
  }
  for (const base::WorkbookSheet& sheet : book->sheets) {
    if (sheet.hidden) {
      Diagnostic note{file_name,
                      0,
                      0,
                      {},
                      base::Msg("sheets that can be seen"),
                      sheet.name,
                      base::Msg("a hidden sheet is not read; show it or delete it")};
      warnings->push_back(std::move(note));
    } else if (!sheet.rows.empty()) {
      tables.push_back(FromSheet(sheet));
    }
  }
  return tables;
}

}  // namespace

std::vector<Table> ReadTables(std::string_view bytes, const std::string& file_name,
                              const std::vector<TableColumn>& columns, std::vector<Diagnostic>* errors,
                              std::vector<Diagnostic>* warnings, OtherHeadings others) {
  const size_t faults_before = errors->size();
  std::vector<RawTable> raw;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
    raw = FromWorkbook(bytes, file_name, errors, warnings);
  } else {
    raw.push_back(FromCsv(bytes, file_name, errors));
    if (raw.back().rows.empty()) raw.clear();
  }
  std::vector<HeadingReader> readers;
  std::vector<size_t> found;
  for (RawTable& table : raw) {
    readers.emplace_back(file_name, columns, others, std::move(table));
    found.push_back(readers.back().Find());
  }
  const size_t best = found.empty() ? 0 : *std::max_element(found.begin(), found.end());
  std::vector<Table> tables;
  if (best == 0 && errors->size() == faults_before)
    errors->push_back({file_name,
                       0,
                       0,
                       {},
                       base::Msg("a row of headings"),
                       {},
                       base::Msg("write the headings that config/README.md lists for this register")});
  for (size_t i = 0; i < readers.size(); ++i) {
    // A sheet that has next to nothing of a register beside one that has is a note, not a register.
    if (found[i] == 0 || (found[i] < 2 && best >= 2)) {
      if (best > 0)
        warnings->push_back({file_name,
                             0,
                             0,
                             {},
                             base::Msg("sheets with the headings of this register"),
                             readers[i].sheet(),
                             base::Msg("this sheet is not read")});
      continue;
    }
    if (auto table = std::move(readers[i]).Read(errors, warnings)) tables.push_back(std::move(*table));
  }
  return tables;
}

namespace {

/// Numerals of words as digits: each for itself («two zero two six»), or with ten («twenty-five»).
std::string WithDigits(std::string_view text) {
  std::string out;
  bool after_ten = false;  // tens that still want their unit
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = base::NextCodePoint(text, &at);
    const int value = c < 0x80 ? -1 : base::HanDigit(c);
    if (value < 0) {
      if (after_ten) out += '0';
      after_ten = false;
      out += text.substr(begin, at - begin);
    } else if (value < 10) {
      out += static_cast<char>('0' + value);
      after_ten = false;
    } else {
      const bool more = value == 10 && !out.empty() && out.back() >= '0' && out.back() <= '9';
      if (!more) out += static_cast<char>('0' + value / 10);
      after_ten = true;
    }
  }
  if (after_ten) out += '0';
  return out;
}

}  // namespace

std::optional<base::Date> DayOf(const TableCell& cell) {
  if (cell.date) return cell.date;
  constexpr char32_t kSigns[] = {0x5E74, 0x6708, 0x65E5};  // year, month, day
  std::string text = WithDigits(base::FoldWidth(cell.text));
  if (const size_t time = text.find_first_of(" T"); time != std::string::npos) {
    const std::string_view rest = std::string_view(text).substr(time + 1);
    if (rest.find_first_not_of("0123456789:. Z") != std::string_view::npos || rest.find(':') == rest.npos)
      return std::nullopt;
    text.resize(time);
  }
  if (text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos)
    text = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
  std::vector<int> parts;
  size_t at = 0;
  char32_t separator = 0;
  while (parts.size() < 3) {
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc() || value < 0) return std::nullopt;
    parts.push_back(value);
    at = static_cast<size_t>(stop - text.data());
    if (at >= text.size()) break;
    const char32_t sign = base::NextCodePoint(text, &at);
    const bool named = sign == kSigns[parts.size() - 1];
    const bool mark = parts.size() < 3 && (sign == '-' || sign == '/' || sign == '.');
    if (!named && !mark) return std::nullopt;
    if (parts.size() == 2 && (separator == kSigns[0] ? !named : sign != separator)) return std::nullopt;
    if (parts.size() == 1) separator = sign;
  }
  if (parts.size() < 3 || at != text.size() || parts[0] < 1900) return std::nullopt;
  return base::Date::FromYmd(parts[0], parts[1], parts[2]);
}

std::string HeadingOf(std::string_view column) {
  const auto found = Data().first_headings.find(column);
  if (found == Data().first_headings.end()) return std::string(column);
  return found->second + " (" + std::string(column) + ")";
}

std::vector<std::string> WordsOf(std::string_view column) {
  std::vector<std::string> out;
  for (const ClosedWord& word : Data().first_words) {
    if (word.column == column) out.push_back(word.word);
  }
  return out;
}

std::string MeaningOfWord(std::string_view column, std::string_view word) {
  const auto found = Data().values.find({std::string(column), Fold(word)});
  return found == Data().values.end() ? std::string() : found->second;
}

}  // namespace mingcha::rules
