#include "extractors/script_pager.h"

#include <re2/re2.h>

#include <optional>
#include <string>

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxScripts = size_t{256} << 10U;
constexpr int kMostCount = 5000;  // beyond it a number is a day or an id

const std::vector<std::string>& FromZero() {
  static const std::vector<std::string> kForms = {"{base}_{k-1}.{ext}", "{base}_{k}.{ext}"};
  return kForms;
}
const std::vector<std::string>& FromOne() {
  static const std::vector<std::string> kForms = {"{base}_{k}.{ext}", "{base}_{k-1}.{ext}"};
  return kForms;
}

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

/// `call([box,] count, number, "base", "ext"[, rows])`, keys of an object aside.
bool ReadNamedFiles(const PagerInput& input, PagerReading* reading, std::string* file) {
  static const re2::RE2 kCall(
      R"re([\w$]\s*\(\s*\{?\s*(?:["'][\w-]*["']\s*,\s*)?(?:\w+\s*:\s*)?["']?(\d{1,4})["']?\s*,\s*)re"
      R"re((?:\w+\s*:\s*)?["']?(\d{1,4})["']?\s*,\s*(?:\w+\s*:\s*)?["']([\w-]{1,60})["']\s*,\s*)re"
      R"re((?:\w+\s*:\s*)?["']\.?([sj]?html?|jsp|php|aspx?)["']\s*(?:,\s*["']?(\d{1,7})["']?\s*)?[,)}])re");
  std::string count;
  std::string current;
  std::string stem;
  std::string ext;
  std::string rows;
  if (!re2::RE2::PartialMatch(Piece(input.scripts), kCall, &count, &current, &stem, &ext, &rows))
    return false;
  const int pages = NumberOr(count, 0);
  const int number = NumberOr(current, 0);
  if (pages > kMostCount || number > pages) return false;
  const bool zero = number == 0;
  if (const auto named = base::Url::Parse(stem + "." + ext, input.base)) *file = named->HrefWithoutFragment();
  PageSeries series;
  series.groups = {{"count", count}, {"current", current}, {"base", stem}, {"ext", ext}};
  if (!rows.empty()) series.groups["rows"] = rows;
  series.pages = zero ? &FromZero() : &FromOne();
  series.first = zero ? 0 : 1;
  series.rows_here = input.rows_here;
  NamePages(series, *input.url, reading);
  return true;
}

/// `"folder/" + (number + 1) + ".html"` or `"list?page=" + number` where a script goes to an address.
struct ComputedAddress {
  std::string before, after;
  [[nodiscard]] bool whole() const { return !before.empty(); }
};

ComputedAddress FindAddress(std::string_view scripts, const re2::RE2& form) {
  ComputedAddress out;
  if (!re2::RE2::PartialMatch(Piece(scripts), form, &out.before, &out.after)) return {};
  return out;
}

bool ReadComputed(const PagerInput& input, PagerReading* reading) {
  // A list's pager says how many entries there are and how many a page has.
  static const re2::RE2 kTotal(
      R"re((?i)[{,]\s*["']?\w*(?:total|count|rows?)\w*["']?\s*:\s*["']?(\d{1,7})["']?\s*[,}])re");
  static const re2::RE2 kSize(
      R"re((?i)[{,]\s*["']?\w*(?:size|limit|perpage)\w*["']?\s*:\s*["']?(\d{1,4})["']?\s*[,}])re");
  static const re2::RE2 kFile(
      R"re((?i)(?:href\s*=|(?:replace|assign|open)\()\s*["']([^"'\s]*[/_-])["']\s*\+\s*\(?\s*[\w.]*(?:page|index|num|curr)[\w.]*\s*(?:\+\s*1\s*)?\)?\s*\+\s*["'](\.[sj]?html?)["'])re");
  static const re2::RE2 kQuery(
      R"re((?i)(?:href\s*=|(?:replace|assign|open)\()\s*["']([^"'\s]*[?&]\w+=)["']\s*\+\s*\(?\s*[\w.]*(?:page|index|num|curr)[\w.]*\s*(?:\+\s*1\s*)?\)?()\s*[;),\r\n])re");
  static const re2::RE2 kUntil(R"re((?i)\w*(?:page|index|num|curr)\w*\s*<=?\s*(\d{2,4})\b)re");
  std::string rows;
  std::string size;
  if (!re2::RE2::PartialMatch(Piece(input.scripts), kTotal, &rows)) return false;
  re2::RE2::PartialMatch(Piece(input.scripts), kSize, &size);
  const ComputedAddress file = FindAddress(input.scripts, kFile);
  const ComputedAddress query = FindAddress(input.scripts, kQuery);
  if (!file.whole() && !query.whole()) return false;
  const auto form = [](const ComputedAddress& address) {
    return std::vector<std::string>{address.before + "{k}" + address.after};
  };
  const std::vector<std::string> near = form(file.whole() ? file : query);
  const std::vector<std::string> far = form(query);
  PageSeries series;
  series.groups = {{"rows", rows}};
  if (!size.empty()) series.groups["size"] = size;
  series.pages = &near;
  std::string until;
  if (file.whole() && query.whole() && re2::RE2::PartialMatch(Piece(input.scripts), kUntil, &until)) {
    series.pages_beyond = &far;
    series.pages_until = NumberOr(until, 0);
  }
  series.rows_here = input.rows_here;
  NamePages(series, *input.url, reading);
  return true;
}

}  // namespace

std::string ReadScriptPager(const PagerInput& input, PagerReading* reading) {
  std::string file;
  if (input.scripts.empty() || input.scripts.size() > kMaxScripts) return file;
  if (!ReadNamedFiles(input, reading, &file)) ReadComputed(input, reading);
  return file;
}

}  // namespace mingcha::extractors
