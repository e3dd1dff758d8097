#include "crawler/growth.h"

#include <algorithm>

namespace mingcha::crawler {
namespace {

constexpr int kSteps = 6;       // With the same words.
constexpr int kWordSteps = 12;  // With any: no site's folders are as deep, one click for each.
// Between folders and parameters; the words of one name (`news-of-the-day`) may be as many as they like.
constexpr std::string_view kSeparators = "/?&=;";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

template <typename In>
void FoldInto(std::string_view text, In in_run, char sign, std::string* out) {
  bool run = false;
  for (const char c : text) {
    const bool now = in_run(c);
    if (!now) *out += c;
    if (now && !run) *out += sign;
    run = now;
  }
}

template <typename In>
std::string Folded(const base::Url& url, In in_run, char sign) {
  std::string out;
  FoldInto(url.path(), in_run, sign, &out);
  if (!url.query()) return out;
  out += '?';
  FoldInto(*url.query(), in_run, sign, &out);
  return out;
}

size_t LengthOf(const base::Url& url) {
  return url.path().size() + (url.query() ? url.query()->size() + 1 : 0);
}

/// How often what `grown` has more than `from` stands in a row around the place where it was put in; 0:
/// `grown` is not `from` with something put in, or it has none of the signs `needed`.
int Repeats(std::string_view from, std::string_view grown, std::string_view needed) {
  if (grown.size() <= from.size()) return 0;
  const size_t more = grown.size() - from.size();
  const auto [left, right] = std::mismatch(from.begin(), from.end(), grown.begin());
  const auto before = static_cast<size_t>(left - from.begin());
  if (from.substr(before) != grown.substr(before + more)) return 0;
  const std::string_view unit = grown.substr(before, more);
  if (!needed.empty() && unit.find_first_of(needed) == std::string_view::npos) return 0;
  int times = 0;
  for (std::string_view rest = from.substr(0, before); rest.ends_with(unit); rest.remove_suffix(more))
    ++times;
  for (std::string_view rest = from.substr(before); rest.starts_with(unit); rest.remove_prefix(more)) ++times;
  return times;
}

}  // namespace

Growth::Growth(const base::Url& page)
    : by_number_(Folded(page, IsDigit, '#')), by_word_(Folded(page, IsWord, 'a')), length_(LengthOf(page)) {}

bool Growth::Overgrown(const base::Url& link) const {
  // What has grown six times has so many signs at least.
  if (length_ < kSteps || LengthOf(link) + kSteps < length_) return false;
  return Repeats(by_number_, Folded(link, IsDigit, '#'), {}) >= kSteps ||
         Repeats(by_word_, Folded(link, IsWord, 'a'), kSeparators) >= kWordSteps;
}

}  // namespace mingcha::crawler
