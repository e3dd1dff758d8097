#include "extractors/template_lines.h"

#include <algorithm>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastBytes = 12;  // four Han characters
constexpr size_t kMostBytes = 600;  // longer ones are text

template <typename F>
void ForEachLine(std::string_view text, const F& visit) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) visit(begin, end);
    begin = end + 1;
  }
}

}  // namespace

uint32_t LineHash(std::string_view line) {
  if (line.size() < kLeastBytes || line.size() > kMostBytes) return 0;
  const std::string folded = base::FoldLabel(line);
  if (folded.size() < kLeastBytes) return 0;
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : folded) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return static_cast<uint32_t>(hash >> 32U) | 1U;
}

std::vector<uint32_t> LinesOf(std::string_view text) {
  std::vector<uint32_t> lines;
  ForEachLine(text, [&](size_t begin, size_t end) {
    if (const uint32_t hash = LineHash(text.substr(begin, end - begin)); hash != 0) lines.push_back(hash);
  });
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

std::string_view LineAt(std::string_view text, size_t at) {
  if (at >= text.size()) return {};
  const size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

bool NamesOnlyABody(std::string_view line, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(line);
  return folded.find(':') == std::string::npos && lexicon.Matches("body_name", folded);
}

void BlankTemplateLines(const IsTemplateLine& is_template, const LexiconIndex& lexicon, PageText* page) {
  std::vector<TextRange> blank;
  ForEachLine(page->text, [&](size_t begin, size_t end) {
    const std::string_view line = std::string_view(page->text).substr(begin, end - begin);
    const uint32_t hash = LineHash(line);
    if (hash != 0 && is_template(hash) && !NamesOnlyABody(line, lexicon)) blank.push_back({begin, end});
  });
  if (blank.empty()) return;
  const auto gone = [&](size_t at) {
    return std::any_of(blank.begin(), blank.end(),
                       [&](const TextRange& range) { return range.Contains(at); });
  };
  std::erase_if(page->pairs, [&](const LabelValue& pair) { return gone(pair.begin); });
  std::erase_if(page->headings, [&](const std::string& heading) {
    return is_template(LineHash(heading)) && !NamesOnlyABody(heading, lexicon);
  });
  for (Table& table : page->tables) {
    for (auto& row : table.rows) {
      for (Cell& cell : row) {
        if (cell.begin < cell.end && gone(cell.begin)) cell.text.clear();
      }
    }
  }
  for (const TextRange& range : blank) {
    std::fill(page->text.begin() + static_cast<std::ptrdiff_t>(range.begin),
              page->text.begin() + static_cast<std::ptrdiff_t>(range.end), ' ');
  }
}

}  // namespace mingcha::extractors
