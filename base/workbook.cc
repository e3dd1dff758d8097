#include "base/workbook.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <pugixml.hpp>

#include "base/text.h"
#include "base/workbook_parts.h"

namespace mingcha::base {
namespace {

constexpr int kLastRow = 1'048'576;

std::string_view LocalName(const char* name) {
  const std::string_view text(name);
  const size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

pugi::xml_node Child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child.name()) == name) return child;
  }
  return {};
}

/// Attribute by its name without the prefix.
std::string_view Attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (LocalName(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::optional<int> WholeNumber(std::string_view text) {
  int value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `$B$3` or `B3`; nullopt if it is none.
std::optional<std::pair<int, int>> ColumnAndRow(std::string_view reference) {
  int column = 0;
  size_t at = 0;
  for (; at < reference.size(); ++at) {
    const char c = reference[at];
    if (c == '$') continue;
    if (c < 'A' || c > 'Z' || column > 16'384) break;
    column = column * 26 + (c - 'A' + 1);
  }
  if (at < reference.size() && reference[at] == '$') ++at;
  const auto row = WholeNumber(reference.substr(at));
  if (column < 1 || column > 16'384 || !row || *row < 1 || *row > kLastRow) return std::nullopt;
  return std::pair{column, *row};
}

/// `_x000D_` stands for the character with that number (ECMA-376 part 1, 22.9.2.19).
std::string Unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    unsigned value = 0;
    if (text.substr(i, 2) == "_x" && i + 7 <= text.size() && text[i + 6] == '_' &&
        std::from_chars(text.data() + i + 2, text.data() + i + 6, value, 16).ptr == text.data() + i + 6) {
      const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
      if (value == '\n' || value == '\t' || value >= 0x20) AppendUtf8(surrogate ? 0xFFFD : value, &out);
      i += 7;
    } else {
      out += text[i++];
    }
  }
  return out;
}

/// Well-formed UTF-8 whatever the part held.
std::string Clean(std::string text) {
  if (IsValidUtf8(text)) return text;
  std::string clean;
  for (size_t at = 0; at < text.size();) AppendUtf8(NextCodePoint(text, &at), &clean);
  return clean;
}

/// The text of `<si>` or `<is>`: its own `<t>` and those of its runs, without phonetic guides.
std::string RichText(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child.name()) == "t") text += child.text().get();
    if (LocalName(child.name()) == "r") text += Child(child, "t").text().get();
  }
  return Unescape(text);
}

/// Reads one workbook; short-lived.
class WorkbookReader {
 public:
  WorkbookReader(WorkbookParts* parts, const WorkbookLimits& limits) : parts_(*parts), limits_(limits) {}

  Result<Workbook> Read() {
    ASSIGN_OR_RETURN(const auto package_links, Relations("", "_rels/.rels"));
    std::string main_part;
    for (const auto& [id, link] : package_links) {
      if (link.type.ends_with("/officeDocument")) main_part = link.target;
    }
    if (main_part.empty()) return Fail(ErrorCode::kUnsupported, "this is no spreadsheet; save it as .xlsx");
    ASSIGN_OR_RETURN(const auto main, Part(main_part));
    const pugi::xml_node root = main->document_element();
    if (LocalName(root.name()) != "workbook")
      return Fail(ErrorCode::kUnsupported, "this is no spreadsheet; save it as .xlsx");
    const std::string_view date_system = Attribute(Child(root, "workbookPr"), "date1904");
    is_1904_ = date_system == "1" || date_system == "true";
    ASSIGN_OR_RETURN(const auto links, Relations(main_part, RelationsPart(main_part)));
    for (const auto& [id, link] : links) {
      if (link.type.ends_with("/sharedStrings")) RETURN_IF_ERROR(ReadSharedTexts(link.target));
      if (link.type.ends_with("/styles")) RETURN_IF_ERROR(ReadStyles(link.target));
    }
    Workbook book;
    for (const pugi::xml_node& sheet : Child(root, "sheets").children()) {
      const auto link = links.find(std::string(Attribute(sheet, "id")));
      if (link == links.end() || !link->second.type.ends_with("/worksheet")) continue;
      if (static_cast<int>(book.sheets.size()) >= limits_.sheets)
        return Fail(ErrorCode::kOutOfRange, "the workbook has more than {} sheets", limits_.sheets);
      WorkbookSheet read;
      read.name = Clean(std::string(Attribute(sheet, "name")));
      const std::string_view state = Attribute(sheet, "state");
      read.hidden = state == "hidden" || state == "veryHidden";
      RETURN_IF_ERROR(ReadSheet(link->second.target, &read));
      book.sheets.push_back(std::move(read));
    }
    return book;
  }

 private:
  struct Link {
    std::string type, target;
  };

  Result<std::unique_ptr<pugi::xml_document>> Part(const std::string& name) {
    ASSIGN_OR_RETURN(std::string text, parts_.Read(name));
    if (!XmlDepthWithin(text, limits_.depth))
      return Fail(ErrorCode::kOutOfRange, "part {} of the workbook is nested deeper than {} levels", name,
                  limits_.depth);
    auto document = std::make_unique<pugi::xml_document>();
    const pugi::xml_parse_result parsed =
        document->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed)
      return Fail(ErrorCode::kCorrupt, "part {} of the workbook is damaged ({}, byte {})", name,
                  parsed.description(), parsed.offset);
    return document;
  }

  static std::string RelationsPart(const std::string& part) {
    const size_t slash = part.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
    return folder + "_rels/" + part.substr(folder.size()) + ".rels";
  }

  /// Relations of `part` by id; none if it has no file of relations.
  Result<std::map<std::string, Link>> Relations(const std::string& part, const std::string& file) {
    std::map<std::string, Link> links;
    if (!parts_.Has(file)) return links;
    ASSIGN_OR_RETURN(const auto document, Part(file));
    for (const pugi::xml_node& node : document->document_element().children()) {
      if (LocalName(node.name()) != "Relationship") continue;
      const bool external = Attribute(node, "TargetMode") == "External";
      const std::string target(Attribute(node, "Target"));
      links[std::string(Attribute(node, "Id"))] = {std::string(Attribute(node, "Type")),
                                                   external ? target : ResolvePart(part, target)};
    }
    return links;
  }

  Status ReadSharedTexts(const std::string& part) {
    ASSIGN_OR_RETURN(const auto document, Part(part));
    for (const pugi::xml_node& node : document->document_element().children()) {
      if (LocalName(node.name()) == "si") shared_texts_.push_back(RichText(node));
    }
    return {};
  }

  Status ReadStyles(const std::string& part) {
    ASSIGN_OR_RETURN(const auto document, Part(part));
    const pugi::xml_node root = document->document_element();
    std::map<int, DateForm> own;
    for (const pugi::xml_node& node : Child(root, "numFmts").children()) {
      const auto id = WholeNumber(Attribute(node, "numFmtId"));
      if (id) own[*id] = FormOfCode(Attribute(node, "formatCode"));
    }
    for (const pugi::xml_node& node : Child(root, "cellXfs").children()) {
      const int id = WholeNumber(Attribute(node, "numFmtId")).value_or(0);
      const auto form = own.find(id);
      styles_.push_back(form != own.end() ? form->second : FormOfBuiltIn(id));
    }
    return {};
  }

  Status ReadSheet(const std::string& part, WorkbookSheet* sheet) {
    ASSIGN_OR_RETURN(const auto document, Part(part));
    const pugi::xml_node root = document->document_element();
    int next_row = 1;
    for (const pugi::xml_node& node : Child(root, "sheetData").children()) {
      if (LocalName(node.name()) != "row") continue;
      const std::string_view number = Attribute(node, "r");
      const int row = number.empty() ? next_row : WholeNumber(number).value_or(0);
      if (row < next_row || row > kLastRow)
        return Fail(ErrorCode::kCorrupt, "sheet \"{}\" is damaged: its rows stand out of order (\"{}\")",
                    sheet->name, number);
      next_row = row + 1;
      RETURN_IF_ERROR(ReadRow(node, row, sheet));
    }
    RETURN_IF_ERROR(ReadMerges(Child(root, "mergeCells"), sheet));
    return ReadLinks(part, Child(root, "hyperlinks"), sheet);
  }

  Status ReadRow(const pugi::xml_node& node, int row_number, WorkbookSheet* sheet) {
    WorkbookRow row{row_number, {}};
    int next_column = 1;
    for (const pugi::xml_node& cell : node.children()) {
      if (LocalName(cell.name()) != "c") continue;
      int column = next_column;
      if (const std::string_view reference = Attribute(cell, "r"); !reference.empty()) {
        const auto place = ColumnAndRow(reference);
        if (!place || place->second != row_number || place->first < next_column)
          return Fail(ErrorCode::kCorrupt, "sheet \"{}\" is damaged: cell \"{}\" stands in row {}",
                      sheet->name, reference, row_number);
        column = place->first;
      }
      next_column = column + 1;
      ASSIGN_OR_RETURN(WorkbookCell read, ReadCell(cell, column, row_number, *sheet));
      if (read.text.empty()) continue;
      if (column > limits_.columns)
        return Fail(ErrorCode::kOutOfRange, "sheet \"{}\" is wider than {} columns", sheet->name,
                    limits_.columns);
      read.text = Clean(std::move(read.text));
      row.cells.push_back(std::move(read));
      RETURN_IF_ERROR(Charge(0, row.cells.back().text.size()));
    }
    if (row.cells.empty()) return {};
    // As wide as a table of it would be, the blank cells before the last one included.
    RETURN_IF_ERROR(Charge(static_cast<size_t>(row.cells.back().column), 0));
    sheet->rows.push_back(std::move(row));
    return {};
  }

  Status Charge(size_t cells, size_t text_bytes) {
    cells_ += cells;
    text_bytes_ += text_bytes;
    if (cells_ <= limits_.cells && text_bytes_ <= limits_.text_bytes) return {};
    return Fail(ErrorCode::kOutOfRange, "the workbook holds more than {} cells or {} bytes of text",
                limits_.cells, limits_.text_bytes);
  }

  Result<WorkbookCell> ReadCell(const pugi::xml_node& cell, int column, int row, const WorkbookSheet& sheet) {
    WorkbookCell read{column, {}, {}, false};
    const std::string_view type = Attribute(cell, "t");
    const std::string_view value = Child(cell, "v").text().get();
    if (type == "inlineStr") {
      read.text = RichText(Child(cell, "is"));
    } else if (type == "s") {
      if (value.empty()) return read;
      const auto index = WholeNumber(Trim(value));
      if (!index || *index < 0 || static_cast<size_t>(*index) >= shared_texts_.size())
        return Fail(ErrorCode::kCorrupt, "sheet \"{}\" is damaged: cell {} names text {}, which is not there",
                    sheet.name, CellName(column, row), value);
      read.text = shared_texts_[static_cast<size_t>(*index)];
    } else if (type == "b") {
      read.text = value == "1" || value == "true" ? "TRUE" : value.empty() ? "" : "FALSE";
    } else if (type == "str" || type == "e") {
      read.text = Unescape(value);
    } else if (type == "d") {
      read.text = std::string(value);
      read.date = Date::FromIso(value.substr(0, 10));
      if (const size_t at = read.text.find('T'); at != std::string::npos) read.text[at] = ' ';
    } else {
      ReadNumber(Trim(value), WholeNumber(Attribute(cell, "s")).value_or(0), &read);
    }
    return read;
  }

  void ReadNumber(std::string_view value, int style, WorkbookCell* cell) const {
    double number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || error != std::errc() || stop != value.data() + value.size() ||
        !std::isfinite(number)) {
      cell->text = std::string(value);
      return;
    }
    const bool styled = style >= 0 && static_cast<size_t>(style) < styles_.size();
    const DateForm form = styled ? styles_[static_cast<size_t>(style)] : DateForm::kNone;
    if (form != DateForm::kNone && WriteMoment(number, form, is_1904_, cell)) return;
    cell->text = NumberText(number);
    cell->inexact = std::fabs(number) >= 1e15;
  }

  Status ReadMerges(const pugi::xml_node& list, WorkbookSheet* sheet) {
    for (const pugi::xml_node& node : list.children()) {
      const std::string_view reference = Attribute(node, "ref");
      const size_t colon = reference.find(':');
      const auto first = ColumnAndRow(reference.substr(0, colon));
      const auto last = colon == std::string_view::npos ? first : ColumnAndRow(reference.substr(colon + 1));
      if (!first || !last || last->first < first->first || last->second < first->second)
        return Fail(ErrorCode::kCorrupt, "sheet \"{}\" is damaged: it merges cells \"{}\"", sheet->name,
                    reference);
      // Titles are often merged right across; what lies beyond the widest column is of no use.
      const WorkbookMerge merge{first->second, first->first, last->second - first->second + 1,
                                std::min(last->first - first->first + 1, limits_.columns)};
      const auto rows = static_cast<size_t>(merge.rows);
      const auto columns = static_cast<size_t>(merge.columns);
      RETURN_IF_ERROR(Charge(rows * (static_cast<size_t>(merge.column) + columns),
                             rows * columns * TextSizeAt(*sheet, merge.row, merge.column)));
      sheet->merges.push_back(merge);
    }
    return {};
  }

  static size_t TextSizeAt(const WorkbookSheet& sheet, int row, int column) {
    const auto at = std::lower_bound(sheet.rows.begin(), sheet.rows.end(), row,
                                     [](const WorkbookRow& one, int number) { return one.row < number; });
    if (at == sheet.rows.end() || at->row != row) return 0;
    for (const WorkbookCell& cell : at->cells) {
      if (cell.column == column) return cell.text.size();
    }
    return 0;
  }

  Status ReadLinks(const std::string& part, const pugi::xml_node& list, WorkbookSheet* sheet) {
    if (list.first_child().empty()) return {};
    ASSIGN_OR_RETURN(const auto links, Relations(part, RelationsPart(part)));
    for (const pugi::xml_node& node : list.children()) {
      const auto link = links.find(std::string(Attribute(node, "id")));
      if (link != links.end() && link->second.type.ends_with("/hyperlink"))
        sheet->links.push_back(Clean(link->second.target));
    }
    return {};
  }

  WorkbookParts& parts_;
  const WorkbookLimits& limits_;
  bool is_1904_ = false;
  std::vector<std::string> shared_texts_;
  std::vector<DateForm> styles_;
  size_t cells_ = 0, text_bytes_ = 0;
};

}  // namespace

Result<Workbook> ReadWorkbook(std::string_view bytes, const WorkbookLimits& limits) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return Fail(ErrorCode::kUnsupported,
                "this is an old .xls or has a password; save it as .xlsx without a password");
  ASSIGN_OR_RETURN(WorkbookParts parts, WorkbookParts::Open(bytes, limits));
  return WorkbookReader(&parts, limits).Read();
}

std::vector<std::vector<std::string>> FilledTable(const WorkbookSheet& sheet, size_t max_rows) {
  std::vector<std::vector<std::string>> table;
  const auto put = [&](size_t row, size_t column, const std::string& text) {
    if (row >= max_rows) return;
    if (table.size() <= row) table.resize(row + 1);
    if (table[row].size() <= column) table[row].resize(column + 1);
    table[row][column] = text;
  };
  for (const WorkbookRow& row : sheet.rows) {
    for (const WorkbookCell& cell : row.cells)
      put(static_cast<size_t>(row.row) - 1, static_cast<size_t>(cell.column) - 1, cell.text);
  }
  const size_t filled_rows = table.size();
  for (const WorkbookMerge& merge : sheet.merges) {
    const size_t row = static_cast<size_t>(merge.row) - 1;
    const size_t column = static_cast<size_t>(merge.column) - 1;
    if (row >= filled_rows || column >= table[row].size() || table[row][column].empty()) continue;
    const std::string text = table[row][column];
    for (size_t i = 0; i < static_cast<size_t>(merge.rows); ++i) {
      for (size_t j = 0; j < static_cast<size_t>(merge.columns); ++j) put(row + i, column + j, text);
    }
  }
  return table;
}

std::string CellName(int column, int row) {
  std::string letters;
  for (int rest = column; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters + std::to_string(row);
}

}  // namespace mingcha::base
