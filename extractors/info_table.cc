#include "extractors/info_table.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

constexpr size_t kMaxQuote = 200;  // code points

TextReading FromPair(const PageView& view, const LabelValue& pair, Grade grade) {
  TextReading reading;
  reading.value = pair.value;
  reading.source = pair.in_table ? ReadingSource::kInfoTable : ReadingSource::kArticleHead;
  reading.grade = grade;
  reading.span.begin = pair.begin;
  reading.span.end = pair.end;
  reading.span.quote = base::Ellipsize(
      SquashSpace(std::string_view(view.page.text).substr(pair.begin, pair.end - pair.begin)), kMaxQuote);
  return reading;
}

bool HasDigit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A name that a head line's controls run into: what stands before the first gap that no name has.
std::string FirstName(std::string value) {
  for (const std::string_view stop : {"\xE3\x80\x90", "[", "|", "\xE2\x80\x94\xE2\x80\x94", "http"}) {
    const size_t at = value.find(stop);
    if (at != std::string::npos && at > 0) value = SquashSpace(value.substr(0, at));
  }
  return value;
}

void Set(std::optional<TextReading>* field, TextReading reading) {
  if (!field->has_value() || (field->value().grade == Grade::kWeak && reading.grade != Grade::kWeak))
    *field = std::move(reading);
}

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

bool IsEmptyValue(std::string_view value, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(value);
  if (folded.empty() || lexicon.IsWord("empty_values", folded) || lexicon.Matches("template_marks", folded))
    return true;
  // A value of signs alone (a shell of brackets, dashes) says nothing.
  for (size_t pos = 0; pos < folded.size();) {
    const char32_t c = base::NextCodePoint(folded, &pos);
    if (base::IsHan(c) || (c < 0x80 && std::isalnum(static_cast<int>(c)) != 0)) return false;
  }
  return true;
}

bool IsPress(std::string_view source, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(source);
  return lexicon.HasWord("press", folded) || folded.find(".com") != std::string::npos ||
         folded.find(".cn") != std::string::npos;
}

bool IsBodyName(std::string_view text, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(text);
  const size_t length = base::CodePointCount(folded);
  if (length < 2 || length > 60) return false;
  for (size_t pos = 0; pos < folded.size();) {
    const char32_t c = base::NextCodePoint(folded, &pos);
    if (c == U'，' || c == U'。' || c == U'；' || c == ':' || c == ',' || c == ';' || c == U'！' || c == '?')
      return false;
  }
  return lexicon.Matches("body_name", folded);
}

InfoFields ReadInfoFields(const PageView& view, const LexiconIndex& lexicon,
                          std::vector<std::string>* doubts) {
  InfoFields info;
  for (const LabelValue& pair : view.page.pairs) {
    const std::string_view field = lexicon.FieldOf(pair.label);
    if (field.empty()) continue;
    if (field == "formed") info.has_formed_label = true;
    if (field == "published") info.has_published_label = true;
    if (IsEmptyValue(pair.value, lexicon)) continue;
    if (field == "title") {
      // In running content «name» labels anything; as metadata it stands before the text or in a cell.
      if (pair.begin <= view.page.main_begin || pair.begin < view.page.text.size() / 3) {
        Set(&info.title,
            FromPair(view, pair, pair.in_table || info.index_number ? Grade::kCertain : Grade::kWeak));
      }
    } else if (field == "index_number") {
      const bool is_document = FindDocNumber(pair.value, lexicon, true).has_value();
      const bool odd = is_document || !HasDigit(pair.value) || pair.value.size() > 80;
      if (odd)
        doubts->push_back("index number field holds no index number: " + base::Ellipsize(pair.value, 60));
      if (pair.value.size() <= 200)
        Set(&info.index_number, FromPair(view, pair, odd ? Grade::kWeak : Grade::kCertain));
    } else if (field == "issuer" || field == "decision_issuer" || field == "source") {
      LabelValue cut = pair;
      cut.value = FirstName(cut.value);
      if (cut.value.empty() || cut.value.size() > 180) continue;
      auto* target = field == "issuer"   ? &info.issuer
                     : field == "source" ? &info.source
                                         : &info.decision_issuer;
      Set(target, FromPair(view, cut, Grade::kCertain));
    } else if (field == "doc_number") {
      const auto number = FindDocNumber(pair.value, lexicon, false);
      if (!number && (!HasDigit(pair.value) || pair.value.size() > 90)) continue;
      TextReading reading = FromPair(view, pair, number ? Grade::kCertain : Grade::kLikely);
      if (number) reading.value = *number;
      Set(&info.doc_number, std::move(reading));
    } else if (field == "validity") {
      if (lexicon.HasWord("validity_values", pair.value) && base::CodePointCount(pair.value) <= 20) {
        Set(&info.validity, FromPair(view, pair, Grade::kCertain));
      }
    } else if (field == "topic" && pair.value.size() <= 300) {
      Set(&info.topic, FromPair(view, pair, Grade::kLikely));
    }
  }
  return info;
}

std::optional<std::string> FindDocNumber(std::string_view text, const LexiconIndex& lexicon, bool whole) {
  for (const auto& re : lexicon.Patterns("doc_number_text")) {
    re2::StringPiece hit;
    const std::string folded = base::FoldLabel(text);
    if (!re->Match(Piece(folded), 0, folded.size(), re2::RE2::UNANCHORED, &hit, 1)) continue;
    size_t begin = static_cast<size_t>(hit.data() - folded.data());
    const size_t end = begin + hit.size();
    const size_t bracket = folded.find_first_of("[(", begin);
    size_t wide = std::string::npos;
    for (const std::string_view open : {"\xE3\x80\x94", "\xE3\x80\x90", "\xEF\xB9\x9D"})
      wide = std::min(wide, folded.find(open, begin));
    const size_t head_end = std::min(std::min(bracket, wide), end);
    for (const auto& cut : lexicon.Patterns("doc_number_cut")) {
      re2::StringPiece head(folded.data() + begin, head_end - begin);
      re2::StringPiece found;
      while (cut->Match(head, 0, head.size(), re2::RE2::UNANCHORED, &found, 1) && !found.empty()) {
        const size_t after = static_cast<size_t>(found.data() + found.size() - folded.data());
        if (after >= head_end) break;
        begin = after;
        head = re2::StringPiece(folded.data() + begin, head_end - begin);
      }
    }
    if (whole) {
      const std::string_view before = std::string_view(folded).substr(0, begin);
      const std::string_view after = std::string_view(folded).substr(end);
      const auto only_marks = [](std::string_view rest) {
        return rest.empty() || rest == "(" || rest == ")" || rest == "[" || rest == "]" ||
               rest == "\xE3\x80\x90" || rest == "\xE3\x80\x91";
      };
      if (!only_marks(before) || !only_marks(after)) return std::nullopt;
    }
    return folded.substr(begin, end - begin);
  }
  return std::nullopt;
}

namespace {

/// «Order of body X» and «no. N» as lines right under the title.
std::optional<TextReading> OrderUnderTitle(const PageView& view, size_t from, const LexiconIndex& lexicon) {
  const std::string_view text = view.page.text;
  std::string before;
  size_t before_at = 0;
  int lines = 0;
  for (size_t begin = std::min(from, view.page.main_begin); begin < text.size() && lines < 10; ++lines) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string folded = base::FoldLabel(text.substr(begin, end - begin));
    for (const std::string& candidate : {folded, before + folded}) {
      if (candidate.size() > 120) continue;
      for (const auto& re : lexicon.Patterns("order_number")) {
        if (!re2::RE2::FullMatch(Piece(candidate), *re)) continue;
        const size_t at = candidate.size() > folded.size() ? before_at : begin;
        TextReading out;
        out.value = candidate;
        out.source = ReadingSource::kBody;
        out.span = {SquashSpace(text.substr(at, end - at)), at, end};
        return out;
      }
    }
    before = std::move(folded);
    before_at = begin;
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TextReading> ReadDocNumber(const PageView& view, const InfoFields& info,
                                         const std::string& title, size_t from, const LexiconIndex& lexicon) {
  // A labelled number in the text itself may be that of a document it rests on; in the head or a table it is
  // the page's own.
  const bool in_text = info.doc_number && info.doc_number->source == ReadingSource::kArticleHead &&
                       info.doc_number->span.begin >= view.page.main_begin && view.page.main_begin > 0;
  if (info.doc_number && info.doc_number->grade == Grade::kCertain && !in_text) return info.doc_number;
  const auto reading = [](std::string value, ReadingSource source, size_t begin, size_t end,
                          std::string quote) {
    TextReading out;
    out.value = std::move(value);
    out.source = source;
    out.grade = Grade::kLikely;
    out.span = {std::move(quote), begin, end};
    return out;
  };
  // In a title the page's own number closes it; one inside belongs to what the title speaks of.
  const std::string folded_title = base::FoldLabel(title);
  if (const auto number = FindDocNumber(folded_title, lexicon, false)) {
    const size_t at = folded_title.rfind(*number);
    const std::string_view rest = std::string_view(folded_title).substr(at + number->size());
    if (rest.empty() || rest == ")") return reading(*number, ReadingSource::kHeading, 0, 0, title);
  }
  for (const auto& re : lexicon.Patterns("order_number")) {
    re2::StringPiece hit;
    if (re->Match(Piece(folded_title), 0, folded_title.size(), re2::RE2::ANCHOR_START, &hit, 1)) {
      return reading(std::string(hit.data(), hit.size()), ReadingSource::kHeading, 0, 0, title);
    }
  }
  if (info.doc_number && info.doc_number->grade == Grade::kCertain) return info.doc_number;
  // An order's number under the title: in one line, or the word and the number in two.
  if (auto order = OrderUnderTitle(view, from, lexicon)) return order;
  // A line of its own between the title and the first prose. Several of them are rows of a table.
  const std::string_view text = view.page.text;
  std::optional<TextReading> own;
  int lines = 0;
  for (size_t begin = std::min(from, view.page.main_begin); begin < text.size() && lines < (own ? 80 : 14);
       ++lines) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    if (line.size() <= 120) {
      if (auto number = FindDocNumber(line, lexicon, true)) {
        if (own && own->value != *number) return info.doc_number;
        if (!own) own = reading(std::move(*number), ReadingSource::kBody, begin, end, std::string(line));
      }
    } else if (begin >= view.page.main_begin && line.size() > 240) {
      break;
    }
    begin = end + 1;
  }
  if (own) return own;
  if (info.index_number && info.index_number->grade == Grade::kWeak) {
    if (const auto number = FindDocNumber(info.index_number->value, lexicon, true)) {
      TextReading out = *info.index_number;
      out.value = *number;
      return out;
    }
  }
  return info.doc_number;
}

}  // namespace mingcha::extractors
