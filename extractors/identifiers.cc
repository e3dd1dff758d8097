#include "extractors/identifiers.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "base/text.h"
#include "extractors/folded_text.h"

namespace mingcha::extractors {
namespace {

using re2::StringPiece;

constexpr size_t kMaxNumbers = 2'000;  // of one kind on one page
constexpr size_t kYearBytes = 4;
constexpr int kFirstDocYear = 1949;
constexpr int kLastDocYear = 2100;

bool IsAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// True if neither neighbour of [begin, end) could belong to the same number.
bool StandsAlone(std::string_view text, size_t begin, size_t end, std::string_view joiners = "") {
  const auto joins = [&](char c) { return IsAlnum(c) || joiners.find(c) != std::string_view::npos; };
  return (begin == 0 || !joins(text[begin - 1])) && (end >= text.size() || !joins(text[end]));
}

std::string WithoutSpace(std::string_view text) { return base::FoldLabel(text); }

/// Calls `take(groups, begin, end)` for every match, not overlapping.
template <typename Take>
void ForEachMatch(const RE2& re, std::string_view text, Take take) {
  constexpr int kMaxGroups = 6;
  std::array<StringPiece, kMaxGroups> groups;
  const int count = std::min(kMaxGroups, re.NumberOfCapturingGroups() + 1);
  size_t pos = 0;
  for (size_t n = 0; n < kMaxNumbers && pos <= text.size(); ++n) {
    if (!re.Match(text, pos, text.size(), RE2::UNANCHORED, groups.data(), count)) return;
    const auto begin = static_cast<size_t>(groups[0].data() - text.data());
    const size_t end = begin + groups[0].size();
    pos = take(groups, begin, end);
    if (pos <= begin) pos = std::max(end, begin + 1);
  }
}

std::string_view View(const StringPiece& piece) { return {piece.data(), piece.size()}; }

/// All matches of a pattern that stand alone.
std::vector<FoundNumber> FindAll(const RE2* re, const FoldedText& folded, std::string_view joiners) {
  std::vector<FoundNumber> found;
  if (re == nullptr) return found;
  ForEachMatch(*re, folded.text(), [&](const auto& groups, size_t begin, size_t end) {
    if (StandsAlone(folded.text(), begin, end, joiners))
      found.push_back({WithoutSpace(View(groups[0])), folded.Origin(begin), folded.Origin(end)});
    return end;
  });
  return found;
}

ProjectCodeForm FormOf(std::string_view first_group) {
  const int value = std::stoi(std::string(first_group));
  const int month = value % 100;
  if (value >= 2013 && value <= 2020) return ProjectCodeForm::kOld;  // 13..20 is no month
  if (value >= 2011 && month >= 1 && month <= 12) return ProjectCodeForm::kNew;
  return ProjectCodeForm::kUnknown;
}

std::string OnlyDigits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), IsDigit);
  return digits;
}

/// A group of alternatives for literal labels, blanks allowed between characters; longest first.
std::string LabelAlternatives(std::vector<std::string> labels) {
  std::sort(labels.begin(), labels.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  std::string out;
  for (const std::string& label : labels) {
    const std::string folded = base::FoldLabel(label);
    if (folded.empty()) continue;
    out += out.empty() ? "(?:" : "|";
    for (size_t pos = 0; pos < folded.size();) {
      const size_t begin = pos;
      static_cast<void>(base::NextCodePoint(folded, &pos));
      if (begin > 0) out += " ?";
      out += RE2::QuoteMeta(std::string(folded, begin, pos - begin));
    }
  }
  return out.empty() ? out : out + ")";
}

bool IsHanAt(std::string_view text, size_t pos) { return base::IsHan(base::NextCodePoint(text, &pos)); }

/// The number at the start of a token that may run on into prose: ASCII numbers end at the first Han
/// character not joined by punctuation, others at their last digit or closing bracket.
std::string_view CutReference(std::string_view token, bool stop_at_han) {
  constexpr char32_t kHao = 0x53F7;  // the word that ends a number
  size_t keep = 0;
  char32_t before = 0;
  for (size_t pos = 0; pos < token.size();) {
    const size_t begin = pos;
    const char32_t c = base::NextCodePoint(token, &pos);
    const bool joined = before == '-' || before == '(' || before == '[' || before == '_' || before == 0x3014;
    if (stop_at_han && base::IsHan(c) && !joined) break;
    const bool alnum = c < 0x80 && IsAlnum(token[begin]);
    if (alnum || c == ')' || c == ']' || c == 0x3015 || (c == kHao && keep == begin)) keep = pos;
    before = c;
  }
  token = token.substr(0, keep);
  // A closing bracket without its opening one belongs to the sentence.
  if (token.ends_with(')') &&
      std::count(token.begin(), token.end(), '(') < std::count(token.begin(), token.end(), ')'))
    token.remove_suffix(1);
  return token;
}

std::string_view CutReference(std::string_view token) {
  if (IsHanAt(token, 0)) return CutReference(token, false);
  // `2019<district>-011`: a year alone is no number, its Han characters belong to it.
  const std::string_view ascii = CutReference(token, true);
  const bool year = ascii.size() == kYearBytes && std::all_of(ascii.begin(), ascii.end(), IsDigit);
  return year ? CutReference(token, false) : ascii;
}

bool LooksLikeReference(std::string_view token) {
  const auto digits = std::count_if(token.begin(), token.end(), IsDigit);
  if (token.size() < 4 || digits < 2) return false;
  // After a label, a word in Han characters is a number only if it is built like one.
  return !IsHanAt(token, 0) || digits > 4 ||
         (digits >= 3 && token.find_first_of("-([") != std::string_view::npos) ||
         token.find("\xE3\x80\x94") != std::string_view::npos;
}

}  // namespace

namespace {

/// FindProjectCodes of a text that is folded already.
std::vector<ProjectCode> ProjectCodesIn(const FoldedText& folded) {
  static const RE2 kPattern(R"((\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6}))");
  std::vector<ProjectCode> codes;
  constexpr std::ptrdiff_t kHyphens = 4;
  if (std::count(folded.text().begin(), folded.text().end(), '-') < kHyphens) return codes;
  ForEachMatch(kPattern, folded.text(), [&](const auto& groups, size_t begin, size_t end) {
    if (!StandsAlone(folded.text(), begin, end, "-")) return begin + 1;
    ProjectCode code;
    code.value = groups[0].as_string();
    code.form = FormOf(View(groups[1]));
    code.typo_suspected = code.form == ProjectCodeForm::kNew && !IsValidMod1110(OnlyDigits(code.value));
    code.begin = folded.Origin(begin);
    code.end = folded.Origin(end);
    codes.push_back(std::move(code));
    return end;
  });
  return codes;
}

}  // namespace

std::vector<ProjectCode> FindProjectCodes(std::string_view text) { return ProjectCodesIn(FoldedText(text)); }

std::optional<IndexNumber> ParseIndexNumber(std::string_view value) {
  static const RE2 kPattern(R"(([0-9A-Za-z-]{1,40})/((?:19|20)\d{2})-(\d{1,8}))");
  const std::string folded = WithoutSpace(value);
  std::string prefix, year, serial;
  if (!RE2::FullMatch(folded, kPattern, &prefix, &year, &serial)) return std::nullopt;
  IndexNumber number{prefix, std::stoi(year), serial, IndexNumber::Prefix::kUnknown};
  if (IsValidUscc(prefix)) number.kind = IndexNumber::Prefix::kUscc;
  if (IsValidOrgCode(prefix)) number.kind = IndexNumber::Prefix::kOrgCode;
  return number;
}

std::vector<FoundNumber> FindIndexNumbers(std::string_view text) {
  static const RE2 kPattern(R"([0-9A-Z]{7,18}(?:-[0-9X])?/(?:19|20)\d{2}-\d{4,6})");
  return FindAll(&kPattern, FoldedText(text), "-/");
}

struct NumberFinder::Compiled {
  std::unique_ptr<RE2> doc_number, parcel, icp, police, site_code;
  std::unique_ptr<RE2> reference_label, reference;  ///< A label alone; a label with the number behind it.
  int word_group = 0, year_group = 0, number_group = 0;
  std::vector<std::string> stop_words;
  std::string format = "{word}[{year}]{number}";
};

NumberFinder::NumberFinder(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

namespace {

std::string JoinedPatterns(const model::Lexicon& lexicon, const std::string& list) {
  const auto it = lexicon.patterns.find(list);
  if (it == lexicon.patterns.end()) return {};
  return base::Join(it->second, "|");
}

std::vector<std::string> WordsOf(const model::Lexicon& lexicon, const std::string& list) {
  const auto it = lexicon.words.find(list);
  return it == lexicon.words.end() ? std::vector<std::string>{} : it->second;
}

base::Result<std::unique_ptr<RE2>> Compile(const std::string& pattern, std::string_view list) {
  if (pattern.empty()) return std::unique_ptr<RE2>();
  RE2::Options options;
  options.set_log_errors(false);
  auto re = std::make_unique<RE2>(pattern, options);
  if (!re->ok()) {
    return base::Fail(base::ErrorCode::kInvalidInput, "lexicon list `{}` holds no valid RE2, correct it: {}",
                      list, re->error());
  }
  return re;
}

}  // namespace

base::Result<NumberFinder> NumberFinder::Create(const model::Lexicon& lexicon) {
  auto compiled = std::make_shared<Compiled>();
  ASSIGN_OR_RETURN(compiled->doc_number,
                   Compile(JoinedPatterns(lexicon, "doc_number_parts"), "doc_number_parts"));
  ASSIGN_OR_RETURN(compiled->parcel, Compile(JoinedPatterns(lexicon, "parcel_number"), "parcel_number"));
  ASSIGN_OR_RETURN(compiled->icp, Compile(JoinedPatterns(lexicon, "icp"), "icp"));
  ASSIGN_OR_RETURN(compiled->police, Compile(JoinedPatterns(lexicon, "police_filing"), "police_filing"));
  if (compiled->doc_number) {
    const std::map<std::string, int>& groups = compiled->doc_number->NamedCapturingGroups();
    const auto group = [&](const char* name) { return groups.contains(name) ? groups.at(name) : 0; };
    compiled->word_group = group("word");
    compiled->year_group = group("year");
    compiled->number_group = group("number");
    if (compiled->word_group * compiled->year_group * compiled->number_group == 0) {
      return base::Fail(base::ErrorCode::kInvalidInput,
                        "lexicon list `doc_number_parts` needs the groups `word`, `year` and `number`");
    }
  }
  compiled->stop_words = WordsOf(lexicon, "doc_number_stop");
  const std::vector<std::string> format = WordsOf(lexicon, "doc_number_format");
  if (!format.empty()) compiled->format = format.front();
  const std::string site = LabelAlternatives(WordsOf(lexicon, "site_code_labels"));
  ASSIGN_OR_RETURN(compiled->site_code,
                   Compile(site.empty() ? R"((\bbm\d{8}))" : site + R"(\s*:?\s*((?:bm\d{8}|\d{10})))",
                           "site_code_labels"));
  const std::string labels = LabelAlternatives(WordsOf(lexicon, "reference_number_labels"));
  if (!labels.empty()) {
    ASSIGN_OR_RETURN(compiled->reference_label, Compile(labels, "reference_number_labels"));
    const std::string token =
        R"(([0-9A-Za-z\p{Han}\[][0-9A-Za-z\p{Han}\x{3014}\x{3015}\x{3010}\x{3011}\[\]()\-_/.#]{2,80}))";
    ASSIGN_OR_RETURN(compiled->reference, Compile(labels + R"((?: ?\([^()\n]{0,30}\))?\s*:?\s*)" + token,
                                                  "reference_number_labels"));
  }
  return NumberFinder(std::move(compiled));
}

std::vector<DocNumber> NumberFinder::FindDocNumbers(std::string_view text) const {
  return FindDocNumbers(FoldedText(text));
}

std::vector<DocNumber> NumberFinder::FindDocNumbers(const FoldedText& folded) const {
  std::vector<DocNumber> numbers;
  const Compiled& c = *compiled_;
  if (!c.doc_number) return numbers;
  ForEachMatch(*c.doc_number, folded.text(), [&](const auto& groups, size_t begin, size_t end) {
    const auto at = [&](int group) { return View(groups[static_cast<size_t>(group)]); };
    std::string_view word = at(c.word_group);
    for (const std::string& stop : c.stop_words) {
      const size_t hit = stop.empty() ? std::string_view::npos : word.rfind(stop);
      if (hit != std::string_view::npos) word.remove_prefix(hit + stop.size());
    }
    DocNumber doc;
    doc.year = std::stoi(std::string(at(c.year_group)));
    doc.number = std::stoi(std::string(at(c.number_group)).substr(0, 8));
    if (word.empty() || doc.year < kFirstDocYear || doc.year > kLastDocYear || doc.number == 0) return end;
    doc.word = std::string(word);
    const char* gap_begin = at(c.year_group).data() + at(c.year_group).size();
    const char* gap_end = at(c.number_group).data();
    doc.repaired = WithoutSpace({gap_begin, static_cast<size_t>(gap_end - gap_begin)}).empty();
    doc.value = c.format;
    const auto put = [&](std::string_view name, const std::string& value) {
      const size_t hole = doc.value.find(name);
      if (hole != std::string::npos) doc.value.replace(hole, name.size(), value);
    };
    put("{word}", doc.word);
    put("{year}", std::to_string(doc.year));
    put("{number}", std::to_string(doc.number));
    doc.begin = folded.Origin(begin + static_cast<size_t>(word.data() - groups[0].data()));
    doc.end = folded.Origin(end);
    numbers.push_back(std::move(doc));
    return end;
  });
  return numbers;
}

std::optional<DocNumber> NumberFinder::ParseDocNumber(std::string_view value) const {
  std::vector<DocNumber> numbers = FindDocNumbers(value.substr(0, std::min<size_t>(value.size(), 1'000)));
  if (numbers.empty()) return std::nullopt;
  return std::move(numbers.front());
}

std::vector<FoundNumber> NumberFinder::FindParcelNumbers(std::string_view text) const {
  return FindAll(compiled_->parcel.get(), FoldedText(text), "");
}

std::vector<FoundNumber> NumberFinder::FindIcpNumbers(std::string_view text) const {
  return FindAll(compiled_->icp.get(), FoldedText(text), "");
}

std::vector<FoundNumber> NumberFinder::FindPoliceFilings(std::string_view text) const {
  return FindAll(compiled_->police.get(), FoldedText(text), "");
}

std::vector<FoundNumber> NumberFinder::FindSiteCodes(std::string_view text) const {
  std::vector<FoundNumber> found;
  const FoldedText folded(text);
  ForEachMatch(*compiled_->site_code, folded.text(), [&](const auto& groups, size_t /*begin*/, size_t end) {
    const size_t begin = end - groups[1].size();
    if (StandsAlone(folded.text(), begin, end))
      found.push_back({groups[1].as_string(), folded.Origin(begin), folded.Origin(end)});
    return end;
  });
  return found;
}

namespace {

/// NumberFinder::FindReferenceNumbers of a text that is folded already; `label` and `whole`: null if there
/// are no labels. A number is looked for only where a label stands: the token's counted repetition costs an
/// unanchored search far more states than a search for the labels.
std::vector<FoundNumber> ReferenceNumbersIn(const RE2* label, const RE2* whole, const FoldedText& folded) {
  std::vector<FoundNumber> found;
  if (label == nullptr || whole == nullptr) return found;
  const std::string_view text = folded.text();
  std::array<StringPiece, 2> groups;
  for (size_t pos = 0, n = 0; n < kMaxNumbers && pos <= text.size();) {
    if (!label->Match(text, pos, text.size(), RE2::UNANCHORED, groups.data(), 1)) break;
    const auto at = static_cast<size_t>(groups[0].data() - text.data());
    if (!whole->Match(text, at, text.size(), RE2::ANCHOR_START, groups.data(), 2)) {
      pos = at + 1;
      continue;
    }
    ++n;
    const std::string_view token = CutReference(View(groups[1]));
    const auto begin = static_cast<size_t>(groups[1].data() - text.data());
    if (LooksLikeReference(token))
      found.push_back({std::string(token), folded.Origin(begin), folded.Origin(begin + token.size())});
    // A label may stand right behind (its words were part of the token): go on after what was taken.
    pos = begin + std::max<size_t>(token.size(), 1);
  }
  return found;
}

}  // namespace

std::vector<FoundNumber> NumberFinder::FindReferenceNumbers(std::string_view text) const {
  return ReferenceNumbersIn(compiled_->reference_label.get(), compiled_->reference.get(), FoldedText(text));
}

std::vector<std::string> NumberFinder::FindCodes(std::string_view text) const {
  return FindCodes(FoldedText(text));
}

std::vector<std::string> NumberFinder::FindCodes(const FoldedText& folded) const {
  std::vector<std::string> codes;
  const auto add = [&](const std::string& value) {
    if (std::find(codes.begin(), codes.end(), value) == codes.end()) codes.push_back(value);
  };
  for (const ProjectCode& code : ProjectCodesIn(folded)) add(code.value);
  for (const FoundNumber& number :
       ReferenceNumbersIn(compiled_->reference_label.get(), compiled_->reference.get(), folded))
    add(number.value);
  for (const FoundNumber& number : FindAll(compiled_->parcel.get(), folded, "")) add(number.value);
  return codes;
}

}  // namespace mingcha::extractors
