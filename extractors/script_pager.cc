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

/// What scripts that page are known by.
struct Forms {
  // call([box,] count, number, "base", "ext"[, rows]), keys of an object aside.
  re2::RE2 call{
      R"re([\w$]\s*\(\s*\{?\s*(?:["'][\w-]*["']\s*,\s*)?(?:\w+\s*:\s*)?["']?(\d{1,4})["']?\s*,\s*)re"
      R"re((?:\w+\s*:\s*)?["']?(\d{1,4})["']?\s*,\s*(?:\w+\s*:\s*)?["']([\w-]{1,60})["']\s*,\s*)re"
      R"re((?:\w+\s*:\s*)?["']\.?([sj]?html?|jsp|php|aspx?)["']\s*(?:,\s*["']?(\d{1,7})["']?\s*)?[,)}])re"};
  // Where a script goes to an address put together from a page's number.
  re2::RE2 file{
      R"re((?i)(?:href\s*=|(?:replace|assign|open)\()\s*["']([^"'\s]*[/_-])["']\s*\+\s*\(?\s*[\w.]*(?:page|index|num|curr)[\w.]*\s*(?:\+\s*1\s*)?\)?\s*\+\s*["'](\.[sj]?html?)["'])re"};
  re2::RE2 query{
      R"re((?i)(?:href\s*=|(?:replace|assign|open)\()\s*["']([^"'\s]*[?&]\w+=)["']\s*\+\s*\(?\s*[\w.]*(?:page|index|num|curr)[\w.]*\s*(?:\+\s*1\s*)?\)?()\s*[;),\r\n])re"};
  re2::RE2 size{R"re((?i)[{,]\s*["']?\w*(?:size|limit|perpage)\w*["']?\s*:\s*["']?(\d{1,4})["']?\s*[,}])re"};
  re2::RE2 until{R"re((?i)\w*(?:page|index|num|curr)\w*\s*<=?\s*(\d{2,4})\b)re"};
};
const Forms& TheForms() {
  static const Forms forms;
  return forms;
}

/// `call([box,] count, number, "base", "ext"[, rows])`, keys of an object aside.
bool ReadNamedFiles(const PagerInput& input, PagerReading* reading, std::string* file) {
  const Forms& forms = TheForms();
  std::string count;
  std::string current;
  std::string stem;
  std::string ext;
  std::string rows;
  if (!re2::RE2::PartialMatch(Piece(input.scripts), forms.call, &count, &current, &stem, &ext, &rows))
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

/// How many entries an object of a pager says there are: not how many a page has, nor how many pages.
std::string TotalOf(std::string_view scripts) {
  static const re2::RE2 kTotal(
      R"re((?i)[{,]\s*["']?(\w*(?:total|count|rows?)\w*)["']?\s*:\s*["']?(\d{1,7})["']?)re");
  static const re2::RE2 kOther("(?i)page|size|per|limit|curr");
  re2::StringPiece rest = Piece(scripts);
  std::string name;
  std::string value;
  while (re2::RE2::FindAndConsume(&rest, kTotal, &name, &value)) {
    if (!re2::RE2::PartialMatch(name, kOther)) return value;
  }
  return {};
}

bool ReadComputed(const PagerInput& input, PagerReading* reading) {
  const Forms& forms = TheForms();
  const std::string rows = TotalOf(input.scripts);
  if (rows.empty()) return false;
  std::string size;
  re2::RE2::PartialMatch(Piece(input.scripts), forms.size, &size);
  const ComputedAddress file = FindAddress(input.scripts, forms.file);
  const ComputedAddress query = FindAddress(input.scripts, forms.query);
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
  if (file.whole() && query.whole() && re2::RE2::PartialMatch(Piece(input.scripts), forms.until, &until)) {
    series.pages_beyond = &far;
    series.pages_until = NumberOr(until, 0);
  }
  series.rows_here = input.rows_here;
  NamePages(series, *input.url, reading);
  return true;
}

}  // namespace

bool MayPage(std::string_view scripts) {
  const Forms& forms = TheForms();
  if (scripts.empty() || scripts.size() > kMaxScripts) return false;
  return re2::RE2::PartialMatch(Piece(scripts), forms.call) ||
         re2::RE2::PartialMatch(Piece(scripts), forms.file) ||
         re2::RE2::PartialMatch(Piece(scripts), forms.query);
}

std::string ReadScriptPager(const PagerInput& input, PagerReading* reading) {
  std::string file;
  if (input.scripts.empty() || input.scripts.size() > kMaxScripts) return file;
  if (!ReadNamedFiles(input, reading, &file)) ReadComputed(input, reading);
  return file;
}

}  // namespace mingcha::extractors
