#include "extractors/privacy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "extractors/folded_text.h"
#include "extractors/identifiers.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxHits = 500;
constexpr size_t kContextCodePoints = 24;  // a label stands close to its number
constexpr size_t kListRows = 5;            // mobiles in one column that make a list of persons
constexpr int kAdult = 16;
constexpr int kOldest = 115;
constexpr size_t kQuoteCodePoints = 60;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

enum class Kind { kResident, kCard, kMobile };

/// A run of digits (or 17 digits and X) with nothing of a number on either side.
struct Token {
  size_t begin, end;
  std::string_view value;
};

/// All stand-alone digit runs of `text` of 11 to 19 characters.
std::vector<Token> DigitRuns(std::string_view text) {
  std::vector<Token> tokens;
  for (size_t i = 0; i < text.size();) {
    if (!IsWordByte(text[i])) {
      ++i;
      continue;
    }
    const size_t begin = i;
    size_t digits = 0;
    while (i < text.size() && IsWordByte(text[i])) digits += IsDigit(text[i++]) ? 1U : 0U;
    const size_t length = i - begin;
    const bool id_with_x = length == 18 && digits == 17 && (text[i - 1] == 'X' || text[i - 1] == 'x');
    if (length < 11 || length > 19 || (digits != length && !id_with_x)) continue;
    // `prefix/year-serial`, codes with hyphens, decimals: part of a longer number.
    // A dash before a word or a file's ending joins nothing.
    const auto joins = [](char c) { return c == '-' || c == '/' || c == '_' || c == '.'; };
    const bool starred = (begin > 0 && text[begin - 1] == '*') || (i < text.size() && text[i] == '*');
    const bool joined = starred || (begin > 1 && joins(text[begin - 1]) && IsDigit(text[begin - 2])) ||
                        (i + 1 < text.size() && joins(text[i]) && IsDigit(text[i + 1]));
    if (!joined) tokens.push_back({begin, i, text.substr(begin, length)});
  }
  return tokens;
}

/// Divisions of GB/T 2260 begin with one of these.
bool IsProvince(std::string_view id) {
  constexpr std::string_view kFirst = "1234568";
  const int province = (id[0] - '0') * 10 + (id[1] - '0');
  if (kFirst.find(id[0]) == std::string_view::npos) return false;
  constexpr std::array<std::pair<int, int>, 7> kRanges = {
      {{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65}, {81, 83}}};
  return std::any_of(kRanges.begin(), kRanges.end(),
                     [&](const auto& range) { return range.first <= province && province <= range.second; });
}

bool IsCard(std::string_view value) {
  return value.size() >= 16 &&
         (value.starts_with("62") || value[0] == '4' || (value[0] == '5' && value[1] <= '5')) &&
         IsValidLuhn(value);
}

std::string Masked(Kind kind, std::string_view value) {
  const size_t front = kind == Kind::kResident ? 2 : kind == Kind::kMobile ? 3 : 4;
  const size_t back = kind == Kind::kResident ? 3 : 4;
  std::string out(value);
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(front), out.end() - static_cast<std::ptrdiff_t>(back),
            '*');
  return out;
}

}  // namespace

std::string MaskPrivate(std::string_view text) {
  // Full-width digits fold to one byte: work on the folded text only where it differs in nothing else.
  std::string out;
  const FoldedText folded(text);
  size_t copied = 0;
  for (const Token& token : DigitRuns(folded.text())) {
    Kind kind = Kind::kMobile;
    if (token.value.size() == 18 && IsValidResidentId(token.value)) {
      kind = Kind::kResident;
    } else if (token.value.starts_with("62") && IsCard(token.value)) {
      kind = Kind::kCard;
    } else if (!IsMobile(token.value)) {
      continue;
    }
    const size_t begin = folded.Origin(token.begin);
    out += text.substr(copied, begin - copied);
    out += Masked(kind, token.value);
    copied = folded.Origin(token.end);
  }
  if (copied == 0) return std::string(text);
  out += text.substr(std::min(copied, text.size()));
  return out;
}

void MaskFacts(model::PageFacts* facts) {
  const auto mask = [](std::string* text) { *text = MaskPrivate(*text); };
  for (auto* reading : {&facts->title, &facts->issuer, &facts->source, &facts->topic}) {
    if (!reading->has_value()) continue;
    mask(&reading->value().value);
    mask(&reading->value().span.quote);
  }
  for (model::DateReading& date : facts->dates) mask(&date.span.quote);
  for (auto* date : {&facts->published, &facts->formed}) {
    if (date->has_value()) mask(&date->value().span.quote);
  }
  for (std::string& column : facts->breadcrumb) mask(&column);
  for (model::ListEntry& entry : facts->entries) mask(&entry.title);
  for (model::Link& link : facts->attachments) mask(&link.text);
  for (model::Link& link : facts->next_pages) mask(&link.text);
  for (model::AttachmentNote& file : facts->files) mask(&file.name);
  for (std::string& doubt : facts->doubts) mask(&doubt);
}

struct PrivacyScanner::Words {
  std::vector<std::string> identity, card, phone, official, other_number, person_headers,
      organisation_headers;
};

namespace {

using WordList = std::vector<std::string>;

/// End of the last occurrence of any word; npos if none.
size_t LastOf(std::string_view text, const WordList& words) {
  size_t last = std::string_view::npos;
  for (const std::string& word : words) {
    const size_t hit = word.empty() ? std::string_view::npos : text.rfind(word);
    if (hit != std::string_view::npos && (last == std::string_view::npos || hit + word.size() > last))
      last = hit + word.size();
  }
  return last;
}

bool HasAny(std::string_view text, const WordList& words) {
  return LastOf(text, words) != std::string_view::npos;
}

/// Last code points of `text`, white space removed.
std::string Tail(std::string_view text, size_t code_points) {
  std::string folded = base::FoldLabel(text);
  size_t count = base::CodePointCount(folded);
  size_t pos = 0;
  for (; count > code_points; --count) static_cast<void>(base::NextCodePoint(folded, &pos));
  return folded.substr(pos);
}

struct CellRef {
  size_t begin, end, table, row, column;
};

/// What stands around numbers of a page: the words before them, and the headers of their table column.
class Surroundings {
 public:
  Surroundings(const PageText& page, const WordList& person_headers, const WordList& organisation_headers)
      : page_(page) {
    for (size_t t = 0; t < page.tables.size(); ++t) {
      const Table& table = page.tables[t];
      bool persons = false;
      bool organisations = false;
      for (size_t r = 0; r < table.rows.size(); ++r) {
        for (size_t c = 0; c < table.rows[r].size(); ++c) {
          const Cell& cell = table.rows[r][c];
          if (r < 2 || c == 0) {
            const std::string folded = base::FoldLabel(cell.text);
            if (r < 2) persons = persons || Is(folded, person_headers);
            if (r < 2) organisations = organisations || Is(folded, organisation_headers);
          }
          if (!cell.copy && cell.end > cell.begin) cells_.push_back({cell.begin, cell.end, t, r, c});
        }
      }
      persons_.push_back(persons);
      organisations_.push_back(organisations);
    }
    std::sort(cells_.begin(), cells_.end(),
              [](const CellRef& a, const CellRef& b) { return a.begin < b.begin; });
  }

  [[nodiscard]] const CellRef* CellAt(size_t at) const {
    auto it = std::upper_bound(cells_.begin(), cells_.end(), at,
                               [](size_t pos, const CellRef& cell) { return pos < cell.begin; });
    if (it == cells_.begin()) return nullptr;
    --it;
    return at < it->end ? &*it : nullptr;
  }
  [[nodiscard]] bool Persons(const CellRef& cell) const { return persons_[cell.table]; }
  [[nodiscard]] bool Organisations(const CellRef& cell) const { return organisations_[cell.table]; }

  /// Words that tell what the number at `at` is, the nearest last: column headers, the cell to the left, then
  /// what stands before it in its cell or line (an empty line start looks at the line before).
  [[nodiscard]] std::string Before(size_t at, const CellRef* cell) const {
    std::string out;
    size_t from = 0;
    if (cell != nullptr) {
      const Table& table = page_.tables[cell->table];
      for (size_t r = 0; r < std::min<size_t>(2, cell->row); ++r)
        out += base::FoldLabel(table.rows[r][cell->column].text) + "\n";
      if (cell->column > 0) {
        const Cell& left = table.rows[cell->row][cell->column - 1];
        if (left.header) out += base::FoldLabel(left.text) + "\n";
      }
      from = cell->begin;
    } else {
      from = LineStart(at);
      if (base::Trim(View(from, at)).empty() && from > 1) from = LineStart(from - 1);
    }
    return out + Tail(View(from, at), kContextCodePoints);
  }

 private:
  static bool Is(const std::string& folded, const WordList& words) {
    return folded.size() <= 60 && HasAny(folded, words);
  }
  [[nodiscard]] size_t LineStart(size_t at) const {
    const size_t line = at == 0 ? std::string::npos : page_.text.rfind('\n', at - 1);
    return line == std::string::npos ? 0 : line + 1;
  }
  [[nodiscard]] std::string_view View(size_t begin, size_t end) const {
    return std::string_view(page_.text).substr(begin, end - begin);
  }

  const PageText& page_;
  std::vector<CellRef> cells_;
  std::vector<bool> persons_, organisations_;
};

/// True if a word of `wanted` stands nearer (later) than every word of `against`.
bool Nearest(std::string_view before, const WordList& wanted, const WordList& against) {
  const size_t hit = LastOf(before, wanted);
  if (hit == std::string_view::npos) return false;
  const size_t other = LastOf(before, against);
  return other == std::string_view::npos || hit >= other;
}

WordList List(const model::Lexicon& lexicon, const char* name) {
  WordList out;
  if (const auto it = lexicon.words.find(name); it != lexicon.words.end()) {
    for (const std::string& word : it->second) out.push_back(base::FoldLabel(word));
  }
  return out;
}

/// The text around a hit, the hit's value masked wherever it stands, other private data too.
std::string MaskedQuote(std::string_view text, size_t begin, size_t end, std::string_view raw,
                        const std::string& masked) {
  const std::string_view around = QuoteAround(text, begin, end, kQuoteCodePoints);
  const auto from = static_cast<size_t>(around.data() - text.data());
  std::string quote = base::FoldWidth(text.substr(from, begin - from)) + masked +
                      base::FoldWidth(text.substr(end, from + around.size() - end));
  for (size_t at = quote.find(raw); at != std::string::npos; at = quote.find(raw, at + masked.size()))
    quote.replace(at, raw.size(), masked);
  return MaskPrivate(quote);
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kResident:
      return "resident_id";
    case Kind::kCard:
      return "bank_card";
    case Kind::kMobile:
      return "mobile";
  }
  return "mobile";
}

}  // namespace

PrivacyScanner::PrivacyScanner(const model::Lexicon& lexicon) {
  auto words = std::make_shared<Words>();
  words->identity = List(lexicon, "private_context");
  words->card = List(lexicon, "card_context");
  words->phone = List(lexicon, "private_phone_context");
  words->official = List(lexicon, "official_context");
  words->other_number = List(lexicon, "number_context");
  words->person_headers = List(lexicon, "person_name_headers");
  words->organisation_headers = List(lexicon, "organisation_headers");
  words_ = std::move(words);
}

std::vector<model::PrivacyHit> PrivacyScanner::Find(const PageText& page,
                                                    const PrivacyOptions& options) const {
  const Words& w = *words_;
  const FoldedText folded(page.text);
  const Surroundings around(page, w.person_headers, w.organisation_headers);
  std::vector<model::PrivacyHit> hits;
  const auto add = [&](Kind kind, const Token& token) {
    if (hits.size() >= kMaxHits) return;
    model::PrivacyHit hit;
    hit.kind = std::string(KindName(kind));
    hit.masked = Masked(kind, token.value);
    hit.salted_hash = base::Sha256Hex(options.salt + '\x1F' + base::ToLowerAscii(token.value));
    hit.span.begin = folded.Origin(token.begin);
    hit.span.end = folded.Origin(token.end);
    hit.span.quote = MaskedQuote(page.text, hit.span.begin, hit.span.end, token.value, hit.masked);
    hits.push_back(std::move(hit));
  };
  std::map<std::pair<size_t, size_t>, std::vector<Token>> columns;  // mobiles by (table, column)
  const std::vector<Token> tokens = DigitRuns(folded.text());
  for (const Token& token : tokens) {
    const size_t at = folded.Origin(token.begin);
    const CellRef* cell = around.CellAt(at);
    if (token.value.size() == 18 && IsValidResidentId(token.value) && IsProvince(token.value)) {
      const std::string before = around.Before(at, cell);
      const int age = options.year - std::stoi(std::string(token.value.substr(6, 4)));
      const bool named = Nearest(before, w.identity, w.other_number);
      const bool other = !named && HasAny(before, w.other_number);
      const bool adult = options.year != 0 && age >= kAdult && age <= kOldest;
      if (named || (!other && adult)) add(Kind::kResident, token);
    } else if (IsCard(token.value)) {
      if (Nearest(around.Before(at, cell), w.card, w.official)) add(Kind::kCard, token);
    } else if (IsMobile(token.value)) {
      const bool persons = cell != nullptr && around.Persons(*cell) && !around.Organisations(*cell);
      if (persons && cell->row > 0) {
        columns[{cell->table, cell->column}].push_back(token);
      } else if (Nearest(around.Before(at, cell), w.phone, w.official)) {
        add(Kind::kMobile, token);
      }
    }
  }
  for (const auto& [column, list] : columns) {
    std::set<std::string_view> distinct;
    for (const Token& token : list) distinct.insert(token.value);
    if (distinct.size() < kListRows) continue;
    for (const Token& token : list) add(Kind::kMobile, token);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const model::PrivacyHit& a, const model::PrivacyHit& b) {
    return a.span.begin < b.span.begin;
  });
  return hits;
}

}  // namespace mingcha::extractors
