#include "extractors/title_parts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

size_t SeparatorLength(std::string_view text, size_t pos, bool* weak) {
  const std::string_view rest = text.substr(pos);
  *weak = false;
  for (const std::string_view mark : {"\xEF\xBD\x9C", ">>", "\xC2\xBB", "\xEF\xBC\xBF", "\xE2\x80\xBA"}) {
    if (rest.starts_with(mark)) return mark.size();
  }
  if (rest[0] == '_' || rest[0] == '|' || rest[0] == '>') {
    size_t end = 1;
    while (end < rest.size() && (rest[end] == '_' || rest[end] == '|')) ++end;
    return end;
  }
  for (const std::string_view dash : {"-", "\xE2\x80\x93", "\xE2\x80\x94", "\xEF\xBC\x8D"}) {
    if (!rest.starts_with(dash)) continue;
    size_t end = dash.size();
    while (rest.substr(end).starts_with(dash)) end += dash.size();
    *weak = end == dash.size() && (pos == 0 || text[pos - 1] != ' ') && !rest.substr(end).starts_with(' ');
    return end;
  }
  return 0;
}

bool IsFrameName(std::string_view piece, const std::string& site, const std::vector<std::string>& columns,
                 const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(piece);
  if (folded.empty() || folded == site || lexicon.IsWord("column_names", folded)) return true;
  if (base::CodePointCount(folded) > 30) return false;
  for (const std::string& column : columns) {
    if (base::FoldLabel(column) == folded) return true;
  }
  if (lexicon.Matches("site_name", folded)) return !lexicon.Matches("title_words", folded);
  return false;
}

std::vector<Piece> SplitTitle(const std::string& title, const std::string& site,
                              const std::vector<std::string>& columns, const LexiconIndex& lexicon) {
  std::vector<Piece> pieces(1);
  for (size_t i = 0; i < title.size();) {
    bool weak = false;
    const size_t cut = SeparatorLength(title, i, &weak);
    if (cut == 0) {
      ++i;
      continue;
    }
    pieces.back().end = i;
    i += cut;
    pieces.push_back({i, i, weak, false});
  }
  pieces.back().end = title.size();
  for (Piece& piece : pieces)
    piece.name = IsFrameName(std::string_view(title).substr(piece.begin, piece.end - piece.begin), site,
                             columns, lexicon);
  return pieces;
}

std::string WithoutFrame(std::string text) {
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"[", "]"}, {"\xE3\x80\x90", "\xE3\x80\x91"}}) {
    if (!text.starts_with(open) || !text.ends_with(close) || text.size() <= open.size() + close.size())
      continue;
    const std::string inner = text.substr(open.size(), text.size() - open.size() - close.size());
    if (inner.find(open) == std::string::npos && inner.find(close) == std::string::npos)
      return SquashSpace(inner);
  }
  return text;
}

std::string PlainName(std::string name, const std::vector<std::string>& columns) {
  name = WithoutFrame(SquashSpace(name));
  for (const std::string_view mark : {"!", "\xEF\xBC\x81"}) {
    if (!name.ends_with(mark) || columns.empty()) continue;
    std::string bare = name.substr(0, name.size() - mark.size());
    if (base::FoldLabel(columns.back()) == base::FoldLabel(bare)) return bare;
  }
  return name;
}

TextReading MakeTitle(std::string value, ReadingSource source, Grade grade, size_t begin, size_t end) {
  TextReading reading;
  reading.span = {base::Ellipsize(value, 200), begin, end};
  reading.value = std::move(value);
  reading.source = source;
  reading.grade = grade;
  return reading;
}

size_t FindInText(const PageView& view, std::string_view title) {
  const std::string& text = view.page.text;
  const size_t near = text.find(title, 0);
  for (size_t at = near; at != std::string::npos; at = text.find(title, at + 1)) {
    const bool starts = at == 0 || text[at - 1] == '\n';
    const bool ends = at + title.size() >= text.size() || text[at + title.size()] == '\n';
    if (starts && ends) return at;
  }
  return near;
}

}  // namespace mingcha::extractors
