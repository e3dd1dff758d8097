#include <charconv>
#include <optional>

#include "base/text.h"
#include "extractors/page_audit.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxRows = 200;

std::optional<double> NumberIn(std::string_view cell) {
  std::string digits;
  for (const char c : base::FoldLabel(cell)) {
    if (c != ',') digits += c;
  }
  if (digits.empty()) return std::nullopt;
  double value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  return value;
}

struct Figures {
  std::string label;  ///< The last words before the figures.
  std::vector<double> values;
};

/// The figures at the end of a row; a blank among them is nought. nullopt: a row of words.
std::optional<Figures> FiguresOf(const std::vector<Cell>& row) {
  size_t begin = row.size();
  bool any = false;
  while (begin > 0) {
    const Cell& cell = row[begin - 1];
    const bool number = NumberIn(cell.text).has_value();
    if (!number && !base::Trim(cell.text).empty()) break;
    any = any || number;
    --begin;
  }
  if (!any) return std::nullopt;
  Figures figures;
  if (begin > 0) figures.label = row[begin - 1].text;
  // Blank cells between the words and the first figure are layout.
  while (begin < row.size() && base::Trim(row[begin].text).empty()) ++begin;
  for (size_t i = begin; i < row.size(); ++i) figures.values.push_back(NumberIn(row[i].text).value_or(0));
  return figures;
}

std::string TextOf(const Table& table) {
  std::string text;
  for (const auto& row : table.rows) {
    for (const Cell& cell : row) {
      if (!cell.copy) text += base::FoldLabel(cell.text) + " ";
    }
  }
  return text;
}

/// Requests: what lies between «carried in» and the total are outcomes.
void ReadRequests(const Table& table, const LexiconIndex& lexicon, std::vector<model::ReportRow>* rows) {
  bool outcomes = false;
  int serial = 0;
  for (const auto& row : table.rows) {
    const auto figures = FiguresOf(row);
    if (!figures || rows->size() >= kMaxRows) continue;
    const std::string label = base::FoldLabel(figures->label);
    std::string id;
    if (lexicon.Matches("report_row_new", label)) {
      id = "new";
    } else if (lexicon.Matches("report_row_carried_in", label)) {
      id = "carried_in";
      outcomes = true;
    } else if (lexicon.Matches("report_row_carried_out", label)) {
      id = "carried_out";
      outcomes = false;
    } else if (lexicon.Matches("report_row_total", label)) {
      id = "total";
      outcomes = false;
    } else if (outcomes) {
      id = "outcome." + std::to_string(++serial);
    } else {
      continue;
    }
    rows->push_back({"requests", std::move(id), figures->label, figures->values});
  }
}

void ReadReviews(const Table& table, std::vector<model::ReportRow>* rows) {
  constexpr size_t kGroup = 5;
  for (const auto& row : table.rows) {
    const auto figures = FiguresOf(row);
    if (figures && figures->values.size() >= kGroup && figures->values.size() % kGroup == 0)
      rows->push_back({"reviews", "all", figures->label, figures->values});
  }
}

void ReadDecisions(const Table& table, const LexiconIndex& lexicon, std::vector<model::ReportRow>* rows) {
  for (const auto& row : table.rows) {
    const auto figures = FiguresOf(row);
    if (!figures) continue;
    const std::string label = base::FoldLabel(figures->label);
    if (lexicon.Matches("report_row_permits", label))
      rows->push_back({"decisions", "permits", figures->label, figures->values});
    if (lexicon.Matches("report_row_penalties", label))
      rows->push_back({"decisions", "penalties", figures->label, figures->values});
  }
}

}  // namespace

std::vector<model::ReportRow> ReadReportRows(const PageText& text, const LexiconIndex& lexicon) {
  std::vector<model::ReportRow> rows;
  for (const Table& table : text.tables) {
    const std::string words = TextOf(table);
    if (lexicon.Matches("report_requests", words)) {
      ReadRequests(table, lexicon, &rows);
    } else if (lexicon.Matches("report_reviews", words)) {
      ReadReviews(table, &rows);
    } else if (lexicon.Matches("report_decisions", words)) {
      ReadDecisions(table, lexicon, &rows);
    }
  }
  return rows;
}

}  // namespace mingcha::extractors
