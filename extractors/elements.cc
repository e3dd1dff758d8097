#include "extractors/elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "extractors/folded_text.h"
#include "extractors/pattern_set.h"
#include "extractors/privacy.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kValueCodePoints = 160;
constexpr size_t kMaxLabelBytes = 90;
constexpr size_t kMinSuffixBytes = 9;      // a label of three characters may end a longer one
constexpr size_t kShortValueBytes = 90;    // a reference to an attachment is no longer than this
constexpr size_t kHeadingSlackBytes = 24;  // words a heading may have besides its label
constexpr size_t kMaxLines = 20'000;

std::vector<std::string> FoldedList(const model::Lexicon& lexicon, const char* name) {
  std::vector<std::string> out;
  if (const auto it = lexicon.words.find(name); it != lexicon.words.end()) {
    for (const std::string& word : it->second) out.push_back(base::FoldLabel(word));
  }
  return out;
}

/// Bytes of numbering at the start of a folded line: digits, dots, brackets, Chinese numerals with their
/// mark. 0 if there is none.
size_t NumberingLength(std::string_view folded, const std::set<char32_t>& numerals) {
  size_t pos = 0;
  size_t last_mark = 0;
  bool digits = false;
  for (size_t steps = 0; pos < folded.size() && steps < 12; ++steps) {
    const size_t begin = pos;
    const char32_t c = base::NextCodePoint(folded, &pos);
    const bool number = (c >= '0' && c <= '9') || numerals.contains(c) || (c >= 0x2460 && c <= 0x2473);
    const bool mark =
        c == '.' || c == ')' || c == 0x3001 || c == ',' || c == ' ' || (c >= 0x2460 && c <= 0x2473);
    if (!number && !mark && c != '(') {
      pos = begin;
      break;
    }
    digits = digits || number;
    if (mark) last_mark = pos;
  }
  if (!digits) return 0;
  // `2.1name` ends in a digit: the whole run is numbering if a mark came before it and no numeral word ends
  // it.
  const bool ascii_end = pos > 0 && folded[pos - 1] >= '0' && folded[pos - 1] <= '9';
  return ascii_end && last_mark > 0 ? pos : last_mark;
}

/// Folded text of a cell or label line: without numbering in front and colon behind.
std::string LabelText(std::string_view text, const std::set<char32_t>& numerals) {
  if (text.size() > 3 * kMaxLabelBytes) return {};
  std::string folded = base::FoldLabel(text);
  folded.erase(0, NumberingLength(folded, numerals));
  while (folded.ends_with(':')) folded.pop_back();
  while (folded.starts_with('*')) folded.erase(0, 1);
  return folded;
}

std::string WithoutBrackets(const std::string& label) {
  const size_t open = label.find('(');
  return open != std::string::npos && open > 0 && label.ends_with(')') ? label.substr(0, open) : label;
}

/// A line of the text. Tables that were turned into text keep `|` between their cells: the line is what
/// stands between the pipes.
struct Line {
  size_t begin, end;
  bool cell = false;   ///< A pipe stood at an end.
  bool blank = false;  ///< Nothing but pipes: the border of a cell, or an empty one.
};

Line WithoutPipes(std::string_view text, size_t begin, size_t end) {
  Line line{begin, end};
  const auto strip = [&](char c) { return c == '|' || c == ' '; };
  while (line.end > line.begin && strip(text[line.end - 1])) line.cell = text[--line.end] == '|' || line.cell;
  while (line.begin < line.end && strip(text[line.begin])) line.cell = text[line.begin++] == '|' || line.cell;
  line.blank = line.begin == line.end;
  return line;
}

}  // namespace

struct ElementFinder::Compiled {
  struct Label {
    std::string text;
    std::vector<size_t> elements;
  };
  struct ItemLabels {
    std::vector<std::string> names;
    std::vector<Label> labels;  // longest first
    std::vector<std::vector<int>> patterns;
  };
  std::map<std::string, ItemLabels, std::less<>> items;
  PatternSet patterns;
  std::set<std::string> other_labels, empty_values, label_tails, name_parts;
  std::vector<std::string> see_attachment, value_verbs;
  std::set<char32_t> numerals;

  [[nodiscard]] const Label* LabelOf(const ItemLabels& item, const std::string& folded) const;
  [[nodiscard]] bool IsEmpty(std::string_view folded) const;
  [[nodiscard]] bool SeesAttachment(std::string_view folded) const;
};

const ElementFinder::Compiled::Label* ElementFinder::Compiled::LabelOf(const ItemLabels& item,
                                                                       const std::string& folded) const {
  if (folded.empty() || folded.size() > kMaxLabelBytes) return nullptr;
  const std::string bare = WithoutBrackets(folded);
  for (const Label& label : item.labels) {
    if (label.text == folded || label.text == bare) return &label;
    if (label.text.size() < kMinSuffixBytes) continue;
    if (folded.ends_with(label.text) || bare.ends_with(label.text)) return &label;
    if (folded.starts_with(label.text) && label_tails.contains(folded.substr(label.text.size())))
      return &label;
  }
  return nullptr;
}

bool ElementFinder::Compiled::IsEmpty(std::string_view folded) const {
  if (folded.empty() || empty_values.contains(std::string(folded))) return true;
  // Dashes, blanks to fill in, stars: nothing was written.
  constexpr std::string_view kFill = "-_/\\*.,;:()[]|~=";
  for (size_t pos = 0; pos < folded.size();) {
    const char32_t c = base::NextCodePoint(folded, &pos);
    const bool fill = (c < 0x80 && kFill.find(static_cast<char>(c)) != std::string_view::npos) ||
                      c == 0x2014 || c == 0x2015 || c == 0x2013 || c == 0x3001 || c == 0x3002 ||
                      c == 0xFFFD || c == 0x2026;
    if (!fill) return false;
  }
  return true;
}

bool ElementFinder::Compiled::SeesAttachment(std::string_view folded) const {
  return folded.size() <= kShortValueBytes &&
         std::any_of(see_attachment.begin(), see_attachment.end(), [&](const std::string& word) {
           return !word.empty() && folded.find(word) != std::string_view::npos;
         });
}

ElementFinder::ElementFinder(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

base::Result<ElementFinder> ElementFinder::Create(const model::Plan& plan) {
  auto compiled = std::make_shared<Compiled>();
  std::vector<PatternSpec> specs;
  for (const model::Item& item : plan.items) {
    Compiled::ItemLabels& labels = compiled->items[item.id];
    std::map<std::string, std::vector<size_t>> by_text;
    for (size_t e = 0; e < item.elements.size(); ++e) {
      const model::Element& element = item.elements[e];
      labels.names.push_back(element.name);
      for (const std::string& label : element.labels) by_text[base::FoldLabel(label)].push_back(e);
      labels.patterns.emplace_back();
      for (const std::string& re : element.patterns) {
        labels.patterns.back().push_back(static_cast<int>(specs.size()));
        specs.push_back({re, fmt::format("item \"{}\": element \"{}\"", item.id, element.name)});
      }
    }
    by_text.erase("");
    for (auto& [text, elements] : by_text) labels.labels.push_back({text, std::move(elements)});
    std::stable_sort(labels.labels.begin(), labels.labels.end(),
                     [](const auto& a, const auto& b) { return a.text.size() > b.text.size(); });
  }
  ASSIGN_OR_RETURN(compiled->patterns, PatternSet::Create(std::move(specs)));
  const auto other = FoldedList(plan.lexicon, "header_words");
  compiled->other_labels.insert(other.begin(), other.end());
  for (const auto& spec : plan.lexicon.date_labels) {
    for (const std::string& label : spec.labels) compiled->other_labels.insert(base::FoldLabel(label));
  }
  const auto empty = FoldedList(plan.lexicon, "empty_value");
  compiled->empty_values.insert(empty.begin(), empty.end());
  const auto parts = FoldedList(plan.lexicon, "name_parts");
  compiled->name_parts.insert(parts.begin(), parts.end());
  const auto tails = FoldedList(plan.lexicon, "label_tails");
  compiled->label_tails.insert(tails.begin(), tails.end());
  compiled->see_attachment = FoldedList(plan.lexicon, "see_attachment");
  compiled->value_verbs = FoldedList(plan.lexicon, "value_verbs");
  for (const std::string& numeral : FoldedList(plan.lexicon, "numerals")) {
    for (size_t pos = 0; pos < numeral.size();) compiled->numerals.insert(base::NextCodePoint(numeral, &pos));
  }
  return ElementFinder(std::move(compiled));
}

bool ElementFinder::IsValue(std::string_view text) const {
  const std::string folded = base::FoldLabel(text);
  return !compiled_->IsEmpty(folded) && !compiled_->SeesAttachment(folded);
}

namespace {

/// One search of one item's elements over one page. Lives for one call.
class Search {
 public:
  using Compiled = ElementFinder::Compiled;

  Search(const Compiled& compiled, const Compiled::ItemLabels& item, const PageText& page)
      : compiled_(compiled),
        item_(item),
        page_(page),
        found_(item.names.size()),
        attached_(item.names.size()) {}

  void ReadTables() {
    for (const Table& table : page_.tables) ReadTable(table);
  }
  void ReadPairs();
  void ReadLines();
  void ReadPatterns();
  void ReadRow(const Table& table, size_t header_row, size_t row);

  [[nodiscard]] ElementFindings Take() {
    ElementFindings out;
    for (size_t e = 0; e < found_.size(); ++e) {
      if (found_[e]) {
        out.present.push_back(std::move(*found_[e]));
      } else if (attached_[e]) {
        out.in_attachment.push_back(item_.names[e]);
      }
    }
    return out;
  }

 private:
  using Grid = std::vector<std::vector<const Compiled::Label*>>;

  void ReadTable(const Table& table);
  void ReadCell(const Table& table, const Grid& labels, size_t r, size_t c);
  bool TakeRight(const Table& table, const Grid& labels, size_t r, size_t c, const Compiled::Label& label);
  bool TakeBelow(const Table& table, const Grid& labels, size_t r, size_t c, const Compiled::Label& label);
  [[nodiscard]] bool IsLabelCell(const Cell& cell, const Compiled::Label* label) const {
    return label != nullptr || compiled_.other_labels.contains(LabelText(cell.text, compiled_.numerals));
  }
  /// Takes a value for the elements of a label; false if it is none.
  bool Take(const Compiled::Label& label, std::string_view value, size_t begin, size_t end);
  [[nodiscard]] bool InCell(size_t at) const;
  [[nodiscard]] std::vector<Line> Lines() const;
  [[nodiscard]] std::string_view View(const Line& line) const {
    return std::string_view(page_.text).substr(line.begin, line.end - line.begin);
  }
  void ReadLine(const std::vector<Line>& lines, size_t i);
  void ReadInline(const Line& line);
  bool TakeFollowing(const std::vector<Line>& lines, size_t i, const Compiled::Label& label);

  const Compiled& compiled_;
  const Compiled::ItemLabels& item_;
  const PageText& page_;
  std::vector<std::optional<model::ElementReading>> found_;
  std::vector<bool> attached_;
  std::vector<std::pair<size_t, size_t>> cells_;  // ranges of one-line cells, sorted
};

bool Search::Take(const Compiled::Label& label, std::string_view value, size_t begin, size_t end) {
  const std::string folded = base::FoldLabel(value.substr(0, std::min<size_t>(value.size(), 2'000)));
  if (compiled_.SeesAttachment(folded)) {
    for (const size_t e : label.elements) attached_[e] = true;
    return false;
  }
  if (compiled_.IsEmpty(folded)) return false;
  for (const size_t e : label.elements) {
    if (found_[e]) continue;
    found_[e] = model::ElementReading{
        item_.names[e],
        base::Ellipsize(MaskPrivate(base::CollapseSpace(value.substr(0, 4'000))), kValueCodePoints),
        SpanOf(page_.text, begin, end)};
  }
  return true;
}

void Search::ReadTable(const Table& table) {
  Grid labels;
  for (const auto& row : table.rows) {
    labels.emplace_back();
    for (const Cell& cell : row)
      labels.back().push_back(compiled_.LabelOf(item_, LabelText(cell.text, compiled_.numerals)));
  }
  for (size_t r = 0; r < table.rows.size(); ++r) {
    for (size_t c = 0; c < table.rows[r].size(); ++c) {
      if (labels[r][c] != nullptr && !table.rows[r][c].copy) ReadCell(table, labels, r, c);
    }
  }
}

void Search::ReadCell(const Table& table, const Grid& labels, size_t r, size_t c) {
  const auto& row = table.rows[r];
  size_t right = c + 1;
  while (right < row.size() && row[right].copy && row[right].begin == row[c].begin) ++right;
  const bool has_below = r + 1 < table.rows.size();
  const bool spans_down =
      has_below && table.rows[r + 1][c].copy && table.rows[r + 1][c].begin == row[c].begin;
  const bool right_label = right < row.size() && IsLabelCell(row[right], labels[r][right]);
  const bool below_label = has_below && !spans_down && IsLabelCell(table.rows[r + 1][c], labels[r + 1][c]);
  const bool left_label =
      c > 0 && IsLabelCell(row[c - 1], labels[r][c - 1]) &&
      !(has_below && table.rows[r + 1][c - 1].copy && table.rows[r + 1][c - 1].begin == row[c - 1].begin);
  const bool alone = right >= row.size();  // the label fills its row
  const bool column = alone || (right_label && !below_label) || (!right_label && !below_label && left_label);
  if (spans_down) {
    size_t last = r;
    while (last + 1 < table.rows.size() && table.rows[last + 1][c].begin == row[c].begin &&
           table.rows[last + 1][c].copy)
      ++last;
    for (size_t k = r; k <= last; ++k) {
      if (TakeRight(table, labels, k, c, *labels[r][c])) return;
    }
    if (column) static_cast<void>(TakeBelow(table, labels, last, c, *labels[r][c]));
    return;
  }
  if (column) {
    static_cast<void>(TakeBelow(table, labels, r, c, *labels[r][c]));
  } else {
    static_cast<void>(TakeRight(table, labels, r, c, *labels[r][c]));
  }
}

bool Search::TakeRight(const Table& table, const Grid& labels, size_t r, size_t c,
                       const Compiled::Label& label) {
  const auto& row = table.rows[r];
  for (size_t k = c + 1; k < row.size(); ++k) {
    const Cell& cell = row[k];
    if (cell.begin == row[c].begin || (cell.begin == cell.end && cell.text.empty())) continue;
    if (compiled_.name_parts.contains(LabelText(cell.text, compiled_.numerals))) continue;
    if (IsLabelCell(cell, labels[r][k])) return false;
    const bool adjacent = k == c + 1;
    if (Take(label, cell.text, adjacent ? row[c].begin : cell.begin, cell.end)) return true;
  }
  return false;
}

bool Search::TakeBelow(const Table& table, const Grid& labels, size_t r, size_t c,
                       const Compiled::Label& label) {
  for (size_t k = r + 1; k < table.rows.size(); ++k) {
    const Cell& cell = table.rows[k][c];
    if (IsLabelCell(cell, labels[k][c])) return false;
    if (Take(label, cell.text, cell.begin, cell.end)) return true;
  }
  return false;
}

void Search::ReadRow(const Table& table, size_t header_row, size_t row) {
  for (size_t c = 0; c < table.rows[row].size(); ++c) {
    const auto* label =
        compiled_.LabelOf(item_, LabelText(table.rows[header_row][c].text, compiled_.numerals));
    const Cell& cell = table.rows[row][c];
    if (label != nullptr) static_cast<void>(Take(*label, cell.text, cell.begin, cell.end));
  }
}

void Search::ReadPairs() {
  for (const LabelValue& pair : page_.pairs) {
    if (pair.begin < page_.main_begin || pair.begin >= page_.main_end || pair.in_table) continue;
    const auto* label = compiled_.LabelOf(item_, LabelText(pair.label, compiled_.numerals));
    if (label != nullptr) static_cast<void>(Take(*label, pair.value, pair.begin, pair.end));
  }
}

std::vector<Line> Search::Lines() const {
  std::vector<Line> lines;
  const size_t last = std::min(page_.main_end, page_.text.size());
  for (size_t pos = page_.main_begin; pos < last && lines.size() < kMaxLines;) {
    const size_t end = std::min(page_.text.find('\n', pos), last);
    if (end > pos) lines.push_back(WithoutPipes(page_.text, pos, end));
    pos = end + 1;
  }
  return lines;
}

bool Search::InCell(size_t at) const {
  auto it = std::upper_bound(cells_.begin(), cells_.end(), std::pair<size_t, size_t>(at, SIZE_MAX));
  return it != cells_.begin() && at < std::prev(it)->second;
}

void Search::ReadLines() {
  for (const Table& table : page_.tables) {
    for (const auto& row : table.rows) {
      for (const Cell& cell : row) {
        const auto text = std::string_view(page_.text).substr(0, cell.end);
        if (!cell.copy && text.find('\n', cell.begin) == std::string_view::npos)
          cells_.emplace_back(cell.begin, cell.end);
      }
    }
  }
  std::sort(cells_.begin(), cells_.end());
  const std::vector<Line> lines = Lines();
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank) continue;
    if (!InCell(lines[i].begin)) ReadLine(lines, i);
    ReadInline(lines[i]);
  }
}

void Search::ReadLine(const std::vector<Line>& lines, size_t i) {
  const std::string_view line = View(lines[i]);
  if (line.size() > 3 * kMaxLabelBytes) return;
  const std::string raw = base::FoldLabel(line);
  const std::string folded = LabelText(line, compiled_.numerals);
  if (const auto* label = compiled_.LabelOf(item_, folded); label != nullptr) {
    static_cast<void>(TakeFollowing(lines, i, *label));
    return;
  }
  // A numbered heading may say a little more than its label.
  const bool numbered = folded.size() < raw.size() && NumberingLength(raw, compiled_.numerals) > 0;
  if (!numbered || folded.find(':') != std::string::npos) return;
  for (const auto& label : item_.labels) {
    if (label.text.size() < kMinSuffixBytes || folded.size() > label.text.size() + kHeadingSlackBytes)
      continue;
    if (folded.find(label.text) == std::string::npos) continue;
    static_cast<void>(TakeFollowing(lines, i, label));
    return;
  }
}

bool Search::TakeFollowing(const std::vector<Line>& lines, size_t i, const Compiled::Label& label) {
  constexpr size_t kLook = 3;
  for (size_t k = i + 1; k < lines.size() && k <= i + kLook; ++k) {
    const std::string_view line = View(lines[k]);
    if (lines[k].blank) {
      if (lines[i].cell) return false;  // `label |` and then a cell with nothing in it
      continue;
    }
    const std::string folded = LabelText(line, compiled_.numerals);
    if (compiled_.name_parts.contains(folded)) {
      i = k;  // a person's or firm's heading over its name
      continue;
    }
    if (!folded.empty() &&
        (compiled_.LabelOf(item_, folded) != nullptr || compiled_.other_labels.contains(folded)) &&
        !InCell(lines[k].begin))
      return false;
    const size_t begin = k == i + 1 ? lines[i].begin : lines[k].begin;
    if (Take(label, line, begin, lines[k].end)) return true;
    if (!compiled_.IsEmpty(base::FoldLabel(line))) return false;
  }
  return false;
}

/// Labels inside a line: behind a boundary, before a colon or a verb of value.
void Search::ReadInline(const Line& line) {
  const std::string_view text = View(line);
  const FoldedText folded_line(text);
  const std::string& folded = folded_line.text();
  std::vector<std::pair<size_t, size_t>> taken;  // ranges of longer labels
  for (const auto& label : item_.labels) {
    for (size_t at = folded.find(label.text); at != std::string::npos; at = folded.find(label.text, at + 1)) {
      const size_t end = at + label.text.size();
      const bool inside = std::any_of(taken.begin(), taken.end(), [&](const auto& range) {
        return range.first <= at && end <= range.second;
      });
      if (inside) continue;
      taken.emplace_back(at, end);
      size_t value = end;
      while (value < folded.size() && folded[value] == ' ') ++value;
      if (value < folded.size() && folded[value] == '(') {  // price (yuan):
        const size_t close = folded.find(')', value);
        if (close != std::string::npos && close - value < 60 && close + 1 < folded.size() &&
            folded[close + 1] == ':')
          value = close + 1;
      }
      bool joined = value < folded.size() && folded[value] == ':';
      if (joined) ++value;
      for (const std::string& verb : compiled_.value_verbs) {
        if (joined || verb.empty() || folded.compare(value, verb.size(), verb) != 0) continue;
        value += verb.size();
        joined = true;
      }
      if (!joined) continue;
      // The value ends where the sentence or the next label does.
      size_t stop = folded.size();
      for (const char* mark : {";", "\xE3\x80\x82", "  "}) stop = std::min(stop, folded.find(mark, value));
      const size_t begin = folded_line.Origin(at);
      const size_t from = folded_line.Origin(value);
      const size_t to = folded_line.Origin(std::min(stop, folded.size()));
      if (from < to)
        static_cast<void>(Take(label, text.substr(from, to - from), line.begin + begin, line.begin + to));
    }
  }
}

void Search::ReadPatterns() {
  const FoldedText main(page_.main());
  for (size_t e = 0; e < item_.names.size(); ++e) {
    for (const int id : item_.patterns[e]) {
      if (found_[e]) break;
      const std::string_view hit = compiled_.patterns.Find(id, main.text());
      if (hit.empty()) continue;
      if (compiled_.SeesAttachment(base::FoldLabel(hit))) {
        attached_[e] = true;
        continue;
      }
      const auto at = static_cast<size_t>(hit.data() - main.text().data());
      const size_t begin = page_.main_begin + main.Origin(at);
      const size_t end = page_.main_begin + main.Origin(at + hit.size());
      found_[e] = model::ElementReading{
          item_.names[e], base::Ellipsize(MaskPrivate(base::CollapseSpace(hit)), kValueCodePoints),
          SpanOf(page_.text, begin, end)};
    }
  }
}

}  // namespace

ElementFindings ElementFinder::Find(std::string_view item, const PageText& page) const {
  const auto it = compiled_->items.find(item);
  if (it == compiled_->items.end()) return {};
  Search search(*compiled_, it->second, page);
  search.ReadTables();
  search.ReadPairs();
  search.ReadLines();
  search.ReadPatterns();
  return search.Take();
}

ElementFindings ElementFinder::FindInRow(std::string_view item, const PageText& page, const Table& table,
                                         size_t header_row, size_t row) const {
  const auto it = compiled_->items.find(item);
  if (it == compiled_->items.end() || header_row >= row || row >= table.rows.size()) return {};
  Search search(*compiled_, it->second, page);
  search.ReadRow(table, header_row, row);
  return search.Take();
}

}  // namespace mingcha::extractors
