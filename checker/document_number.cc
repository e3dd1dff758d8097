#include "checker/document_number.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mingcha::checker {
namespace {

constexpr size_t kYearDigits = 4;

struct Brackets {
  std::string_view open, close;
};

constexpr std::array kBrackets = {Brackets{"[", "]"}, Brackets{"(", ")"}, Brackets{"\u3014", "\u3015"},
                                  Brackets{"\u3010", "\u3011"}, Brackets{"\uFE5D", "\uFE5E"}};

// The marks of a number (GB/T 9704-2012, 7.2.5: neither «the n-th» nor leading zeros belong to it).
constexpr std::string_view kOrdinal = "\u7b2c", kNumberSign = "\u53f7";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsYear(std::string_view text) {
  return (text.starts_with("19") || text.starts_with("20")) && std::all_of(text.begin(), text.end(), IsDigit);
}

/// The first bracketed year of a text: where it begins and ends, brackets included.
struct YearPlace {
  size_t begin = 0, end = 0;
  std::string_view year;
};

std::optional<YearPlace> FindYear(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    for (const Brackets& pair : kBrackets) {
      if (!text.substr(at).starts_with(pair.open)) continue;
      const std::string_view year = text.substr(at + pair.open.size()).substr(0, kYearDigits);
      const size_t end = at + pair.open.size() + kYearDigits;
      if (year.size() == kYearDigits && IsYear(year) && text.substr(end).starts_with(pair.close))
        return YearPlace{at, end + pair.close.size(), year};
    }
  }
  return std::nullopt;
}

std::string_view WithoutRegion(std::string_view office) {
  const size_t close = office.find(')');
  if (!office.starts_with('(') || close == std::string_view::npos || close + 1 == office.size())
    return office;
  const std::string_view region = office.substr(1, close - 1);
  return std::any_of(region.begin(), region.end(), IsDigit) ? office : office.substr(close + 1);
}

std::string_view WithoutLead(std::string_view running) {
  if (running.starts_with(kOrdinal)) running.remove_prefix(kOrdinal.size());
  while (running.size() > 1 && running[0] == '0' && IsDigit(running[1])) running.remove_prefix(1);
  return running;
}

std::string_view WithoutTail(std::string_view running) {
  if (running.ends_with(kNumberSign)) running.remove_suffix(kNumberSign.size());
  return running;
}

}  // namespace

std::string PlainDocumentNumber(std::string_view folded) {
  const auto place = FindYear(folded);
  if (!place) return std::string(folded);
  const std::string_view office = folded.substr(0, place->begin);
  std::string_view running = folded.substr(place->end);
  if (!office.empty()) running = WithoutTail(WithoutLead(running));
  std::string plain(WithoutRegion(office));
  return plain.append("[").append(place->year).append("]").append(running);
}

bool OfOtherOffices(std::string_view a, std::string_view b) {
  const auto left = FindYear(a);
  const auto right = FindYear(b);
  return left && right && left->begin > 0 && right->begin > 0 &&
         a.substr(0, left->begin) != b.substr(0, right->begin);
}

bool NamesDocument(std::string_view folded, std::string_view number) {
  std::string text;
  for (auto place = FindYear(folded); place; place = FindYear(folded)) {
    text.append(folded.substr(0, place->begin)).append("[").append(place->year).append("]");
    folded = WithoutLead(folded.substr(place->end));
  }
  text.append(folded);
  for (size_t at = text.find(number); at != std::string::npos; at = text.find(number, at + 1)) {
    const std::string_view behind = std::string_view(text).substr(at + number.size());
    const bool longer = !behind.empty() &&
                        (IsDigit(behind[0]) || (behind[0] == '-' && behind.size() > 1 && IsDigit(behind[1])));
    if (!longer) return true;
  }
  return false;
}

}  // namespace mingcha::checker
