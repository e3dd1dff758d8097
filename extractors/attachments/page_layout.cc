#include "extractors/attachments/page_layout.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"

namespace mingcha::attachments {
namespace {

constexpr size_t kMaxWords = 20'000;
constexpr double kWideGap = 1.1;        // in heights of a line: parts columns wherever it stands
constexpr double kPrintedGap = 0.18;    // words of a printed page are apart only where a space or a border is
constexpr double kRecognisedGap = 0.6;  // those of a picture are apart anywhere
constexpr double kNearLine = 0.45;      // lines of one cell stand closer than rows
constexpr size_t kTightLines = 3;       // lines that agree on narrow gutters before they are believed

struct Segment {
  double left = 0, right = 0;
  std::string text;
};

struct TextLine {
  double top = 0, bottom = 0;
  std::vector<Segment> segments;

  [[nodiscard]] double height() const { return std::max(bottom - top, 0.1); }
};

bool IsNarrow(std::string_view text, bool last) {
  if (text.empty()) return false;
  return static_cast<unsigned char>(last ? text.back() : text.front()) < 0x80;
}

/// Puts a word to the line; a gap wider than `gap` heights begins a new segment.
void AddWord(const PlacedWord& word, double gap, TextLine* line) {
  if (line->segments.empty() || word.left - line->segments.back().right > gap) {
    line->segments.push_back({word.left, word.right, word.text});
    return;
  }
  Segment& segment = line->segments.back();
  if (IsNarrow(segment.text, true) && IsNarrow(word.text, false)) segment.text += ' ';
  segment.text += word.text;
  segment.right = std::max(segment.right, word.right);
}

std::vector<TextLine> LinesOf(std::vector<PlacedWord> words, double gap) {
  std::sort(words.begin(), words.end(), [](const PlacedWord& a, const PlacedWord& b) {
    return std::pair(a.top + a.bottom, a.left) < std::pair(b.top + b.bottom, b.left);
  });
  std::vector<TextLine> lines;
  for (size_t i = 0; i < words.size();) {
    TextLine line{words[i].top, words[i].bottom, {}};
    const double first_height = line.height();
    size_t end = i;
    while (end < words.size() && (words[end].top + words[end].bottom) / 2 < line.top + first_height * 0.85 &&
           (words[end].top + words[end].bottom) / 2 > line.top + first_height * 0.1)
      ++end;
    end = std::max(end, i + 1);
    std::sort(words.begin() + static_cast<std::ptrdiff_t>(i),
              words.begin() + static_cast<std::ptrdiff_t>(end),
              [](const PlacedWord& a, const PlacedWord& b) { return a.left < b.left; });
    for (; i < end; ++i) {
      line.bottom = std::max(line.bottom, words[i].bottom);
      AddWord(words[i], gap * first_height, &line);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

using Columns = std::vector<std::pair<double, double>>;

/// The columns with a line's segments in them: what overlaps becomes one.
Columns WithLine(Columns columns, const TextLine& line) {
  for (const Segment& segment : line.segments) columns.emplace_back(segment.left, segment.right);
  std::sort(columns.begin(), columns.end());
  Columns merged;
  for (const auto& column : columns) {
    if (!merged.empty() && column.first <= merged.back().second) {
      merged.back().second = std::max(merged.back().second, column.second);
    } else {
      merged.push_back(column);
    }
  }
  return merged;
}

double NarrowestGutter(const Columns& columns) {
  double narrowest = 1e9;
  for (size_t c = 0; c + 1 < columns.size(); ++c)
    narrowest = std::min(narrowest, columns[c + 1].first - columns[c].second);
  return narrowest;
}

size_t ColumnOf(const Segment& segment, const Columns& columns) {
  size_t best = 0;
  double best_overlap = -1e9;
  for (size_t c = 0; c < columns.size(); ++c) {
    const double overlap =
        std::min(segment.right, columns[c].second) - std::max(segment.left, columns[c].first);
    if (overlap > best_overlap) {
      best_overlap = overlap;
      best = c;
    }
  }
  return best;
}

bool MayContinue(const TextLine& line, const TextLine& above) {
  return line.top - above.bottom < kNearLine * line.height();
}

/// Lines from `from` on that stand in columns: where they end, and the columns. `from + 1` if there are none.
size_t TableEnd(const std::vector<TextLine>& lines, size_t from, Columns* columns) {
  *columns = WithLine({}, lines[from]);
  size_t end = from + 1;
  for (; end < lines.size(); ++end) {
    const bool alone = lines[end].segments.size() < 2;
    if (alone && !MayContinue(lines[end], lines[end - 1])) break;
    Columns next = WithLine(*columns, lines[end]);
    // A heading may lie over two columns; a line of running text lies over all of them.
    if (next.size() < 2 || next.size() * 3 < columns->size() * 2) break;
    if (alone && next.size() != columns->size()) break;
    *columns = std::move(next);
  }
  const bool wide = NarrowestGutter(*columns) > kWideGap * lines[from].height();
  const bool table = columns->size() >= 2 && end - from >= (wide ? size_t{2} : kTightLines);
  return table ? end : from + 1;
}

/// Writes the lines as a table.
void WriteTable(const std::vector<TextLine>& lines, size_t from, size_t to, const Columns& columns, int page,
                int confidence, PartWriter* out) {
  std::vector<model::AttachmentRow> rows;
  for (size_t i = from; i < to; ++i) {
    model::AttachmentRow row;
    row.cells.resize(columns.size());
    for (const Segment& segment : lines[i].segments) {
      std::string& cell = row.cells[ColumnOf(segment, columns)].text;
      if (IsNarrow(cell, true) && IsNarrow(segment.text, false)) cell += ' ';
      cell += segment.text;
    }
    if (!rows.empty() && row.cells[0].text.empty() && MayContinue(lines[i], lines[i - 1])) {
      for (size_t c = 0; c < columns.size(); ++c) rows.back().cells[c].text += row.cells[c].text;
      continue;
    }
    row.number = static_cast<int>(rows.size()) + 1;
    rows.push_back(std::move(row));
  }
  out->AddTable(std::move(rows), page, {}, confidence);
}

void WriteText(const std::vector<TextLine>& lines, size_t from, size_t to, int page, int confidence,
               PartWriter* out) {
  std::string text;
  for (size_t i = from; i < to; ++i) {
    const std::vector<Segment>& segments = lines[i].segments;
    for (size_t s = 0; s < segments.size(); ++s) {
      const double gap = s > 0 ? (segments[s].left - segments[s - 1].right) / lines[i].height() : 0;
      if (gap > kWideGap) text += "  ";
      if (s > 0 && gap <= kWideGap &&
          (IsNarrow(segments[s - 1].text, true) || IsNarrow(segments[s].text, false)))
        text += ' ';
      text += segments[s].text;
    }
    text += '\n';
  }
  out->AddText(text, page, confidence);
}

}  // namespace

void LayOutPage(std::vector<PlacedWord> words, int page, int confidence, PartWriter* out) {
  std::erase_if(words, [](const PlacedWord& word) {
    return base::Trim(word.text).empty() || !std::isfinite(word.left + word.right + word.top + word.bottom);
  });
  if (words.size() > kMaxWords) {
    words.resize(kMaxWords);
    out->Fail(model::AttachmentStatus::kPartial, base::Msg("a page has more than {} words", kMaxWords));
  }
  const double gap = confidence < 0 ? kPrintedGap : kRecognisedGap;
  const std::vector<TextLine> lines = LinesOf(std::move(words), gap);
  size_t done = 0;
  for (size_t i = 0; i < lines.size();) {
    Columns columns;
    const size_t end = lines[i].segments.size() < 2 ? i + 1 : TableEnd(lines, i, &columns);
    if (end > i + 1) {
      WriteText(lines, done, i, page, confidence, out);
      WriteTable(lines, i, end, columns, page, confidence, out);
      done = end;
    }
    i = end;
  }
  WriteText(lines, done, lines.size(), page, confidence, out);
}

}  // namespace mingcha::attachments
