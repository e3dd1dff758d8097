#include "rules/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "base/text.h"
#include "base/workbook.h"
#include "embedded/rules_data.h"

namespace mingcha::rules {
namespace {

constexpr size_t kFoundCodePoints = 80;

std::string Place(const Diagnostic& diagnostic) {
  std::string place = diagnostic.file;
  if (!diagnostic.sheet.empty()) {
    place += "[" + diagnostic.sheet;
    if (diagnostic.line > 0)
      place += "!" + (diagnostic.column > 0 ? base::CellName(diagnostic.column, diagnostic.line)
                                            : std::to_string(diagnostic.line));
    return place + "]";
  }
  if (diagnostic.line > 0) place += ":" + std::to_string(diagnostic.line);
  if (diagnostic.line > 0 && diagnostic.column > 0) place += ":" + std::to_string(diagnostic.column);
  return place;
}

std::vector<char32_t> CodePoints(std::string_view text) {
  std::vector<char32_t> points;
  for (size_t pos = 0; pos < text.size();) points.push_back(base::NextCodePoint(text, &pos));
  return points;
}

size_t EditDistance(std::string_view left, std::string_view right) {
  const std::vector<char32_t> a = CodePoints(left);
  const std::vector<char32_t> b = CodePoints(right);
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[b.size()];
}

/// `7-50, 52`: rising numbers; beyond a few stretches the rest is left out.
std::string Ranges(const std::vector<int>& numbers) {
  constexpr size_t kMost = 8;
  std::vector<std::string> out;
  for (size_t i = 0; i < numbers.size();) {
    size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    if (out.size() == kMost) {
      out.emplace_back("…");
      break;
    }
    out.push_back(end == i + 1 ? fmt::format("{}", numbers[i])
                               : fmt::format("{}-{}", numbers[i], numbers[end - 1]));
    i = end;
  }
  return base::Join(out, ", ");
}

}  // namespace

std::string RenderDiagnostic(const Diagnostic& diagnostic, const base::Catalogue& catalogue) {
  std::string text = Place(diagnostic);
  if (!text.empty()) text += ": ";
  if (!diagnostic.key.empty()) text += diagnostic.key + ": ";
  const std::string expected = catalogue.Render(diagnostic.expected);
  if (diagnostic.found.empty()) {
    text += catalogue.Render(base::Msg("expected {}", expected));
  } else {
    text += catalogue.Render(base::Msg("expected {}, found \"{}\"", expected,
                                       base::Ellipsize(diagnostic.found, kFoundCodePoints)));
  }
  if (!diagnostic.remedy.format.empty()) {
    text += catalogue.Render(base::Msg("; {}", catalogue.Render(diagnostic.remedy)));
  }
  return text;
}

std::vector<std::string> RenderDiagnostics(const std::vector<Diagnostic>& diagnostics,
                                           const base::Catalogue& catalogue) {
  struct Group {
    std::string text;
    std::vector<int> further;  // Rows.
  };
  std::vector<Group> groups;
  std::map<std::string, size_t> known;  // What is said without the row, to its group.
  for (const Diagnostic& diagnostic : diagnostics) {
    Diagnostic anywhere = diagnostic;
    anywhere.line = 0;
    const std::string key = fmt::format("{}\n{}", diagnostic.column, RenderDiagnostic(anywhere, catalogue));
    const auto [at, is_new] = known.emplace(key, groups.size());
    if (is_new || diagnostic.line == 0) {
      groups.push_back({RenderDiagnostic(diagnostic, catalogue), {}});
    } else {
      groups[at->second].further.push_back(diagnostic.line);
    }
  }
  std::vector<std::string> out;
  for (Group& group : groups) {
    if (!group.further.empty()) {
      group.text += catalogue.Render(
          base::Msg(" (the same in {} more rows: {})", group.further.size(), Ranges(group.further)));
    }
    out.push_back(std::move(group.text));
  }
  return out;
}

std::string ToEnglish(const Diagnostic& diagnostic) {
  return RenderDiagnostic(diagnostic, base::Catalogue());
}

void SortDiagnostics(std::vector<Diagnostic>* diagnostics) {
  std::stable_sort(diagnostics->begin(), diagnostics->end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.sheet, a.line, a.column, a.key) <
           std::tie(b.file, b.sheet, b.line, b.column, b.key);
  });
}

std::string Nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr size_t kLongestWord = 64;  // Longer ones are no slip of the pen, and the distance is quadratic.
  if (word.size() > kLongestWord) return {};
  const size_t allowed = std::max<size_t>(1, base::CodePointCount(word) / 3);
  std::string best;
  size_t best_distance = allowed + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > kLongestWord) continue;
    const size_t distance = EditDistance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

const base::Catalogue& ChineseMessages() {
  static const base::Catalogue kCatalogue = [] {
    base::Catalogue catalogue;
    catalogue.Add(EmbeddedFile("messages.zh.tsv"));
    return catalogue;
  }();
  return kCatalogue;
}

}  // namespace mingcha::rules
