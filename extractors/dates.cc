#include "extractors/dates.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::DateReading;
using model::Grade;
using model::ReadingSource;

constexpr size_t kLook = 120;  // bytes of text before a date in which its label may stand

/// The meaning that the end of a range has where its beginning has `meaning`.
DateMeaning RangeEnd(DateMeaning meaning) {
  switch (meaning) {
    case DateMeaning::kDisplayFrom:
      return DateMeaning::kDisplayTo;
    case DateMeaning::kSaleStart:
      return DateMeaning::kSaleEnd;
    case DateMeaning::kEffective:
      return DateMeaning::kExpires;
    case DateMeaning::kSurveyFrom:
      return DateMeaning::kSurveyTo;
    default:
      return meaning;
  }
}

/// A date label in brackets at the end of a folded text (`[published on]` before its value); empty if none.
std::string_view BracketedLabel(std::string_view folded, const LexiconIndex& lexicon) {
  constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {
      {"[", "]"}, {"\xE3\x80\x90", "\xE3\x80\x91"}, {"\xE3\x80\x96", "\xE3\x80\x97"}};
  for (const auto& [open, close] : kBrackets) {
    if (!folded.ends_with(close)) continue;
    const size_t at = folded.rfind(open);
    if (at == std::string_view::npos) continue;
    const std::string_view inside =
        folded.substr(at + open.size(), folded.size() - close.size() - at - open.size());
    DateMeaning ignored{};
    if (lexicon.DateLabel(inside, &ignored)) return inside;
  }
  return {};
}

/// Folded text without the marks and small words that may stand between a label and its date.
std::string LabelTail(std::string_view before, const LexiconIndex& lexicon) {
  std::string folded = base::FoldLabel(before);
  if (const std::string_view label = BracketedLabel(folded, lexicon); !label.empty())
    return std::string(label);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {":", "(", "[", "\xE3\x80\x90", "-", "|", "="}) {
      if (folded.ends_with(mark)) {
        folded.resize(folded.size() - mark.size());
        again = true;
      }
    }
    DateMeaning ignored{};
    if (lexicon.DateLabelAtEnd(folded, &ignored) > 0) break;
    for (const std::string& word : lexicon.Words("date_links")) {
      if (!word.empty() && folded.ends_with(word)) {
        folded.resize(folded.size() - word.size());
        again = true;
      }
    }
  }
  return folded;
}

DateMeaning MeaningBefore(std::string_view text, size_t at, const LexiconIndex& lexicon) {
  size_t begin = text.rfind('\n', at > 0 ? at - 1 : 0);
  begin = begin == std::string_view::npos || at == 0 ? 0 : begin + 1;
  DateMeaning meaning = DateMeaning::kUnknown;
  size_t from = std::max(begin, at > kLook ? at - kLook : 0);
  while (from < at && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80) ++from;
  const std::string tail = LabelTail(text.substr(from, at - from), lexicon);
  if (!tail.empty()) {
    if (lexicon.DateLabelAtEnd(tail, &meaning) == 0) return DateMeaning::kUnknown;
    return meaning;
  }
  // The date opens its line: the line before may be its label, whole (two cells, two lines); lines of marks
  // (cell borders) do not count.
  for (int lines = 0; lines < 2 && begin >= 2; ++lines) {
    size_t previous = text.rfind('\n', begin - 2);
    previous = previous == std::string_view::npos ? 0 : previous + 1;
    if (begin - 1 - previous > kLook) return DateMeaning::kUnknown;
    const std::string label = LabelTail(text.substr(previous, begin - 1 - previous), lexicon);
    if (label.empty()) {
      begin = previous;
      continue;
    }
    const size_t length = lexicon.DateLabelAtEnd(label, &meaning);
    if (length == 0) return DateMeaning::kUnknown;
    const std::string_view front = std::string_view(label).substr(0, label.size() - length);
    return front.empty() || lexicon.Matches("enumerator", front) ? meaning : DateMeaning::kUnknown;
  }
  return DateMeaning::kUnknown;
}

/// The clause after a date, folded: up to `limit` (the next date) at most, without what a bracket around the
/// date closes. A comma right behind the date («on D, they …») belongs to it.
std::string ClauseAfter(std::string_view text, size_t end, size_t limit) {
  constexpr size_t kClause = 150;  // bytes
  size_t size = std::min(kClause, limit - end);
  while (size > 0 && end + size < text.size() &&
         (static_cast<unsigned char>(text[end + size]) & 0xC0U) == 0x80)
    --size;
  std::string_view rest = text.substr(end, size);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  for (const std::string_view comma : {"\xEF\xBC\x8C", ","}) {
    if (!rest.starts_with(comma)) continue;
    rest.remove_prefix(comma.size());
    break;
  }
  for (const std::string_view stop :
       {"\xEF\xBC\x8C", "\xE3\x80\x82", "\xEF\xBC\x9B", "\n", ",", ";", "\xEF\xBC\x9A"}) {
    rest = rest.substr(0, rest.find(stop));
  }
  std::string folded = base::FoldLabel(rest);
  int open = 0;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (folded[i] == '(') ++open;
    if (folded[i] == ')' && --open < 0) {
      folded.resize(i);
      break;
    }
  }
  return folded;
}

/// What a date means by the words after it in the same clause: the nearest match of the lists
/// `patterns.after_<meaning>` (the longer one of two that begin together), unless `patterns.after_none` is
/// found between the date and it.
DateMeaning MeaningAfter(std::string_view text, size_t end, size_t limit, const LexiconIndex& lexicon) {
  static const std::vector<std::string> kLists = [] {
    std::vector<std::string> lists;
    for (const std::string_view name : model::EnumNames<DateMeaning>())
      lists.push_back("after_" + std::string(name));
    return lists;
  }();
  const std::string clause = ClauseAfter(text, end, limit);
  if (clause.empty() || !lexicon.MayTellAfter(clause)) return DateMeaning::kUnknown;
  const re2::StringPiece whole(clause);
  DateMeaning meaning = DateMeaning::kUnknown;
  size_t nearest = std::string::npos;
  size_t longest = 0;
  for (size_t list = 1; list < kLists.size(); ++list) {
    for (const auto& re : lexicon.Patterns(kLists[list])) {
      re2::StringPiece hit;
      if (!re->Match(whole, 0, clause.size(), re2::RE2::UNANCHORED, &hit, 1)) continue;
      const auto at = static_cast<size_t>(hit.data() - clause.data());
      if (at > nearest || (at == nearest && hit.size() <= longest)) continue;
      nearest = at;
      longest = hit.size();
      meaning = static_cast<DateMeaning>(list);
    }
  }
  if (meaning == DateMeaning::kUnknown || nearest == 0) return meaning;
  const std::string_view before = std::string_view(clause).substr(0, nearest);
  return lexicon.Matches("after_none", before) ? DateMeaning::kUnknown : meaning;
}

DateReading Reading(const DateToken& token, std::string_view text, DateMeaning meaning, ReadingSource source,
                    size_t offset) {
  DateReading reading;
  reading.date = token.date;
  reading.precision = token.precision;
  reading.meaning = meaning;
  reading.source = source;
  reading.grade = token.grade;
  reading.midnight = token.midnight;
  reading.span = {std::string(text.substr(token.begin, token.full_end - token.begin)), token.begin + offset,
                  token.full_end + offset};
  return reading;
}

std::string DoubtText(const DateDoubt& doubt) {
  return "date refused: \"" + base::Ellipsize(SquashSpace(doubt.text), 40) + "\" (" + doubt.reason + ")";
}

}  // namespace

bool DateLabelBefore(std::string_view before, const LexiconIndex& lexicon, DateMeaning* meaning) {
  return lexicon.DateLabelAtEnd(LabelTail(before, lexicon), meaning) > 0;
}

std::vector<DateReading> ReadDates(std::string_view text, const LexiconIndex& lexicon, ReadingSource source,
                                   std::vector<std::string>* doubts, size_t offset) {
  const DateScan scan = ScanDates(text);
  std::vector<DateReading> out;
  DateMeaning last = DateMeaning::kUnknown;
  for (size_t i = 0; i < scan.dates.size(); ++i) {
    const DateToken& token = scan.dates[i];
    const size_t limit = i + 1 < scan.dates.size() ? scan.dates[i + 1].begin : text.size();
    DateMeaning meaning = token.range_end ? RangeEnd(last) : MeaningBefore(text, token.begin, lexicon);
    const bool told = meaning != DateMeaning::kUnknown;
    if (!told && token.precision == model::DatePrecision::kDay)
      meaning = MeaningAfter(text, token.full_end, std::max(limit, token.full_end), lexicon);
    // «from D to E they survey …»: what is told behind the range is said of both its ends.
    if (!told && token.range_end && i > 0 && last == DateMeaning::kUnknown && RangeEnd(meaning) != meaning) {
      out.back().meaning = meaning;
      out.back().grade = Grade::kLikely;
      meaning = RangeEnd(meaning);
    }
    last = meaning;
    out.push_back(Reading(token, text, meaning, source, offset));
    if (!told && meaning != DateMeaning::kUnknown) out.back().grade = Grade::kLikely;
    if (meaning == DateMeaning::kUnknown && out.back().grade == Grade::kCertain)
      out.back().grade = Grade::kLikely;
  }
  if (doubts != nullptr) {
    for (const DateDoubt& doubt : scan.doubts) doubts->push_back(DoubtText(doubt));
  }
  return out;
}

std::vector<DateReading> ReadDates(std::string_view text, const model::Lexicon& lexicon) {
  return ReadDates(text, LexiconIndex(lexicon));
}

namespace {

std::optional<base::Date> Match3(std::string_view text, const re2::RE2& re) {
  int y = 0;
  int m = 0;
  int d = 0;
  if (!re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), re, &y, &m, &d))
    return std::nullopt;
  return y >= 1990 && y <= 2099 ? base::Date::FromYmd(y, m, d) : std::nullopt;
}

}  // namespace

std::optional<base::Date> DateInUrl(std::string_view url) {
  static const re2::RE2 kTrs(R"(/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+)");
  static const re2::RE2 kFolders(R"(/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/)");
  static const re2::RE2 kDashed(R"(/((?:19|20)\d{2})-(\d{1,2})/(\d{1,2})/)");
  static const re2::RE2 kCompact(R"(/((?:19|20)\d{2})(\d{2})(\d{2})/)");
  for (const re2::RE2* re : {&kTrs, &kFolders, &kDashed, &kCompact}) {
    if (const auto date = Match3(url, *re)) return date;
  }
  return std::nullopt;
}

std::optional<base::Date> DateInFileName(std::string_view name) {
  static const re2::RE2 kTrs(R"((?:^|/)[PW]0((?:19|20)\d{2})(\d{2})(\d{2})\d{9,}\.\w{2,5}$)");
  static const re2::RE2 kStamp(R"((?:^|[/_])((?:19|20)\d{2})(\d{2})(\d{2})\d{4,14}\.\w{2,5}$)");
  for (const re2::RE2* re : {&kTrs, &kStamp}) {
    if (const auto date = Match3(name, *re)) return date;
  }
  return std::nullopt;
}

}  // namespace mingcha::extractors
