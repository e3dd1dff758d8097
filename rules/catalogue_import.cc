#include "rules/catalogue_import.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "base/workbook.h"
#include "rules/catalogue_pack.h"
#include "rules/catalogue_words.h"
#include "rules/csv.h"

namespace mingcha::rules {
namespace {

using base::Msg;

constexpr size_t kMaxRows = 20'000;
constexpr size_t kMaxHeadRows = 4;
constexpr size_t kLevels = 3;
constexpr size_t kMaxElement = 40;  // code points; more is a sentence, not an element

/// A cell's words without the line breaks that tore them apart.
std::string Whole(std::string_view cell) { return base::FoldLabel(base::FoldWidth(cell)); }

/// What one column of the table holds.
struct Column {
  std::string meaning, heading;
};

/// Finds the head of a table and what its columns mean.
class HeadReader {
 public:
  explicit HeadReader(const std::vector<std::vector<std::string>>& rows) : rows_(rows) {}

  /// Row behind the head; 0 if the table has none.
  size_t Read(std::vector<Column>* columns) const {
    for (size_t row = 0; row < rows_.size() && row < kMaxRows; ++row) {
      if (Known(row).size() < 3) continue;
      size_t end = row + 1;
      while (end < rows_.size() && end < row + kMaxHeadRows && IsHead(end)) ++end;
      Name(row, end, columns);
      return end;
    }
    return 0;
  }

  /// True for a head printed again on the next sheet of paper.
  [[nodiscard]] bool IsHead(size_t row) const {
    size_t known = 0;
    for (const std::string& cell : rows_[row]) {
      if (Whole(cell).empty()) continue;
      if (CatalogueWords::Get().Heading(cell).empty()) return false;
      ++known;
    }
    return known >= 2;
  }

 private:
  [[nodiscard]] std::set<std::string> Known(size_t row) const {
    std::set<std::string> meanings;
    for (const std::string& cell : rows_[row]) {
      if (std::string meaning = CatalogueWords::Get().Heading(cell); !meaning.empty())
        meanings.insert(std::move(meaning));
    }
    return meanings;
  }

  void Name(size_t first, size_t end, std::vector<Column>* columns) const {
    size_t width = 0;
    for (size_t row = first; row < end; ++row) width = std::max(width, rows_[row].size());
    columns->assign(width, {});
    size_t plain_levels = 0;
    for (size_t column = 0; column < width; ++column) {
      Column& named = (*columns)[column];
      for (size_t row = first; row < end; ++row) {
        if (column >= rows_[row].size()) continue;
        std::string meaning = CatalogueWords::Get().Heading(rows_[row][column]);
        if (meaning.empty()) continue;
        named.meaning = std::move(meaning);
        named.heading = base::Trim(rows_[row][column]);
      }
      // A heading over several columns without names of their own: its levels from left to right.
      if (named.meaning == "level" && ++plain_levels <= kLevels)
        named.meaning += std::to_string(plain_levels);
    }
  }

  const std::vector<std::vector<std::string>>& rows_;
};

/// Reads the rows of one table. Borrows everything.
class TableReader {
 public:
  TableReader(const CatalogueTable& table, PackBuilder* pack) : table_(table), pack_(*pack) {}

  void Read() {
    const HeadReader head(table_.rows);
    const size_t begin = head.Read(&columns_);
    if (begin == 0) {
      Note(0, 0, {}, Msg("no head of a catalogue was found in this table; it is left out"));
      return;
    }
    for (size_t row = begin; row < table_.rows.size() && row < kMaxRows; ++row) {
      if (head.IsHead(row) || IsTitle(row)) continue;
      row_ = row;
      cells_ = table_.rows[row];
      cells_.resize(columns_.size());
      for (size_t column = 0; column < cells_.size(); ++column) {
        if (!CatalogueWords::Get().Find("same", Whole(cells_[column])).empty() && !last_.empty())
          cells_[column] = last_[column];
      }
      ReadRow();
      last_ = cells_;
    }
  }

 private:
  /// One text over the whole width, or nothing at all.
  [[nodiscard]] bool IsTitle(size_t row) const {
    std::set<std::string> texts;
    for (const std::string& cell : table_.rows[row]) texts.insert(Whole(cell));
    texts.erase("");
    return texts.size() <= 1 && columns_.size() > 2;
  }

  void Note(size_t row, size_t column, std::string text, base::Message why) {
    ImportNote note;
    note.table = table_.name;
    note.row = static_cast<int>(row) + 1;
    note.column = static_cast<int>(column) + 1;
    if (column < columns_.size()) note.heading = columns_[column].heading;
    note.text = std::move(text);
    note.why = std::move(why);
    pack_.AddNote(std::move(note));
  }

  void NoteCell(std::string_view meaning, base::Message why) {
    const size_t column = Find(meaning);
    Note(row_, column, column < cells_.size() ? std::string(base::Trim(cells_[column])) : std::string(),
         std::move(why));
  }

  [[nodiscard]] size_t Find(std::string_view meaning) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].meaning == meaning) return i;
    }
    return columns_.size();
  }

  [[nodiscard]] std::string Text(std::string_view meaning) const {
    const size_t column = Find(meaning);
    return column < cells_.size() ? std::string(base::Trim(cells_[column])) : std::string();
  }

  void ReadRow() {
    pack_.CountRow();
    PackItem item;
    for (const char* level : {"level1", "level2", "level3"}) {
      const std::string name = Whole(Text(level));
      if (!name.empty() && (item.levels.empty() || item.levels.back() != name)) item.levels.push_back(name);
    }
    if (item.levels.empty()) {
      Note(row_, 0, {}, Msg("the row names no matter; it is left out"));
      return;
    }
    if (IsOnRequest()) {
      NoteCell("mode_request", Msg("published on request only: a crawl cannot see it; no rule was made"));
      return;
    }
    if (!IsOnTheWeb()) {
      NoteCell("channel", Msg("not published on any website: a crawl cannot see it; no rule was made"));
      return;
    }
    item.basis = std::string(base::CollapseSpace(Text("basis")));
    ReadElements(&item);
    ReadUnits(&item);
    ReadLimits(&item);
    if (item.cadence.empty()) {
      item.cadence = CatalogueWords::Get().Find("annual", item.levels.back()).empty() ? "event" : "annual";
    }
    item.nature = CatalogueWords::Get().Find("nature", item.levels.back());
    pack_.AddItem(std::move(item));
  }

  /// The mark of a cell: `chosen`, `open` or empty.
  [[nodiscard]] static std::string MarkOf(std::string_view cell) {
    const std::string whole = Whole(cell);
    const auto mark = CatalogueWords::Get().Mark("mark", whole);
    if (mark && mark->second.empty()) return mark->first;
    return CatalogueWords::Get().Find("answer", whole);
  }

  [[nodiscard]] bool IsOnRequest() const {
    const bool active = MarkOf(Text("mode_active")) == "chosen";
    const bool request = MarkOf(Text("mode_request")) == "chosen";
    return (request && !active) || !CatalogueWords::Get().Find("request", Whole(Text("limit"))).empty();
  }

  /// Of the channels named in the cell one that is chosen, or not marked at all, is a website.
  [[nodiscard]] bool IsOnTheWeb() const {
    const std::string cell = Whole(Text("channel"));
    if (cell.empty()) return true;
    // Cut before every mark, so that each piece is one channel with its mark.
    std::vector<std::string> pieces = {""};
    for (size_t at = 0; at < cell.size();) {
      const std::string_view rest = std::string_view(cell).substr(at);
      const auto mark = CatalogueWords::Get().Mark("mark", rest);
      if (mark) pieces.emplace_back();
      size_t next = at;
      (void)base::NextCodePoint(cell, &next);
      pieces.back() += cell.substr(at, next - at);
      at = next;
    }
    for (const std::string& piece : pieces) {
      const auto mark = CatalogueWords::Get().Mark("mark", piece);
      if (mark && mark->first == "open") continue;
      if (!CatalogueWords::Get().Find("web", mark ? mark->second : std::string_view(piece)).empty())
        return true;
    }
    return pieces.size() == 1;  // unmarked and unknown: who knows
  }

  void ReadElements(PackItem* item) {
    const size_t column = Find("elements");
    if (column >= cells_.size() || base::Trim(cells_[column]).empty()) return;
    std::set<std::string> seen;
    for (std::string piece : SplitList(cells_[column])) {
      bool required = true;
      if (const auto mark = CatalogueWords::Get().Mark("element_mark", piece)) {
        required = mark->first == "required";
        piece = std::string(mark->second);
      }
      piece = WithoutNumber(piece);
      if (piece.empty() || !seen.insert(piece).second) continue;
      if (base::CodePointCount(piece) > kMaxElement) {
        Note(row_, column, piece, Msg("a sentence, not an element: left out"));
        continue;
      }
      item->elements.push_back({piece, required});
    }
  }

  /// Cuts at list commas, semicolons, full stops and line ends that do not stand inside brackets; words torn
  /// by line breaks are made whole before.
  static std::vector<std::string> SplitList(std::string_view cell) {
    static constexpr std::array<std::string_view, 6> kCuts = {"\xE3\x80\x81", ";", "\xE3\x80\x82",
                                                              "\xEF\xBC\x9B", ",", "\xEF\xBC\x8C"};
    const std::string whole = Whole(cell);
    std::vector<std::string> pieces = {""};
    int depth = 0;
    for (size_t at = 0; at < whole.size();) {
      const std::string_view rest = std::string_view(whole).substr(at);
      depth += rest.front() == '(' ? 1 : rest.front() == ')' && depth > 0 ? -1 : 0;
      const auto cut = std::find_if(kCuts.begin(), kCuts.end(),
                                    [&](std::string_view one) { return rest.starts_with(one); });
      if (cut != kCuts.end() && depth == 0) {
        pieces.emplace_back();
        at += cut->size();
        continue;
      }
      // A mark begins an element of its own.
      const auto mark = CatalogueWords::Get().Mark("element_mark", rest);
      const size_t length = mark ? rest.size() - mark->second.size() : 0;
      if (mark && length > 1 && !pieces.back().empty()) pieces.emplace_back();
      size_t next = at;
      (void)base::NextCodePoint(whole, &next);
      pieces.back() += whole.substr(at, next - at);
      at = next;
    }
    return pieces;
  }

  /// `1.`, `(2)`, `3)` in front do not belong to the words.
  static std::string WithoutNumber(const std::string& text) {
    static const re2::RE2 kNumber(R"(^[(]?\d{1,2}[.)])");
    std::string rest = text;
    re2::RE2::Replace(&rest, kNumber, "");
    while (!rest.empty() && (rest.back() == ':' || rest.back() == '.')) rest.pop_back();
    return rest;
  }

  void ReadUnits(PackItem* item) {
    const size_t column = Find("unit");
    if (column >= cells_.size()) return;
    for (const std::string& name : SplitList(cells_[column])) {
      if (name.empty()) continue;
      item->units.push_back(pack_.UnitFor(name));
      if (!item->units.back().known)
        Note(row_, column, name,
             Msg("no unit of the plan bears this name; it was entered as a unit that is not scored"));
    }
  }

  void ReadLimits(PackItem* item) {
    const CatalogueWords& words = CatalogueWords::Get();
    const std::string cell = Whole(Text("limit"));
    if (cell.empty()) {
      NoteCell("limit", Msg("no limit is given: the plan's general limit holds"));
      return;
    }
    bool found = false;
    for (const std::string& clause : ClausesOf(cell)) {
      const auto hits = words.Limits(clause);
      if (hits.empty()) continue;
      found = true;
      if (!words.Find("place", clause).empty())
        NoteCell("limit", Msg("the limit is for a place outside the web; the rule holds for the website"));
      AddLimit(clause, hits.front(), item);
    }
    if (found) return;
    if (!words.Find("standing", cell).empty()) {
      item->cadence = "standing";
      NoteCell("limit", Msg("no number of days: taken as something that is always there"));
    } else if (!words.Find("blanket", cell).empty()) {
      NoteCell("limit", Msg("no number of days: judged by the plan's general limit"));
    } else {
      NoteCell("limit", Msg("this limit was not understood: the plan's general limit holds"));
    }
  }

  static std::vector<std::string> ClausesOf(const std::string& cell) {
    std::vector<std::string> clauses = {""};
    for (size_t at = 0; at < cell.size();) {
      const std::string_view rest = std::string_view(cell).substr(at);
      const bool cut =
          rest.front() == ';' || rest.starts_with("\xEF\xBC\x9B") || rest.starts_with("\xE3\x80\x82");
      size_t next = at;
      (void)base::NextCodePoint(cell, &next);
      if (cut) {
        clauses.emplace_back();
      } else {
        clauses.back() += cell.substr(at, next - at);
      }
      at = next;
    }
    return clauses;
  }

  void AddLimit(const std::string& clause, const CatalogueWords::LimitHit& hit, PackItem* item) {
    const CatalogueWords& words = CatalogueWords::Get();
    PackLimit limit;
    limit.text = clause;
    limit.days = hit.days;
    limit.display = hit.meaning.starts_with("display");
    limit.working = hit.meaning == "working" || hit.meaning == "display_working";
    limit.nature = words.Find("nature", clause);
    if (!limit.display) {
      limit.event = words.Find("event", clause);
      if (limit.event.empty()) {
        limit.event = "formed";
        NoteCell("limit",
                 Msg("the event that starts the limit is not known: counted from the day of formation"));
      }
    }
    // Two natures in one clause (permits and penalties): one limit each.
    if (!limit.nature.empty() && item->nature.empty()) item->natures_in_limits = true;
    item->limits.push_back(std::move(limit));
  }

  const CatalogueTable& table_;
  PackBuilder& pack_;
  std::vector<Column> columns_;
  std::vector<std::string> cells_, last_;
  size_t row_ = 0;
};

}  // namespace

ImportedPack ImportCatalogue(const std::vector<CatalogueTable>& tables, const model::Plan& base,
                             const ImportOptions& options) {
  PackBuilder pack(base, options);
  for (const CatalogueTable& table : tables) TableReader(table, &pack).Read();
  return pack.Build();
}

base::Result<std::vector<CatalogueTable>> ReadCatalogueFile(std::string_view bytes,
                                                            const std::string& file_name) {
  std::vector<CatalogueTable> tables;
  if (bytes.starts_with("PK")) {
    ASSIGN_OR_RETURN(const base::Workbook workbook, base::ReadWorkbook(bytes));
    for (const auto& sheet : workbook.sheets) {
      if (!sheet.hidden)
        tables.push_back({file_name + "[" + sheet.name + "]", base::FilledTable(sheet, kMaxRows)});
    }
    return tables;
  }
  std::string text;
  if (!DecodeTextFile(bytes, &text)) {
    return base::Fail(base::ErrorCode::kUnsupported,
                      "{}: is neither a workbook nor a text table; save it as .xlsx or .csv", file_name);
  }
  std::vector<Diagnostic> errors;
  CatalogueTable table{file_name, {}};
  for (CsvRow& row : ParseCsv(text, file_name, &errors)) table.rows.push_back(std::move(row.cells));
  if (!errors.empty()) {
    const base::Catalogue english;
    return base::Fail(base::ErrorCode::kInvalidInput, "{}", RenderDiagnostic(errors.front(), english));
  }
  tables.push_back(std::move(table));
  return tables;
}

}  // namespace mingcha::rules
