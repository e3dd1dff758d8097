#include "extractors/form_pager.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxBody = 2'000;                 // Bytes of a function that are looked through.
constexpr size_t kMaxScripts = size_t{512} << 10;  // Longer ones are libraries.

/// `name(7` in a link's address or handler.
struct Call {
  std::string name;
  int number = 0;
};

std::optional<Call> CallOf(const PagerControl& control) {
  static const re2::RE2 kCall(R"((?:^|[^\w.$])([A-Za-z_$][\w$]*)\(\s*["']?(\d{1,5})["']?\s*[,)])");
  for (const std::string& text : {control.href, control.onclick}) {
    Call call;
    if (re2::RE2::PartialMatch(text, kCall, &call.name, &call.number)) return call;
  }
  return std::nullopt;
}

/// What follows the head of the function `name`, and its first parameter.
std::optional<std::string_view> BodyOf(std::string_view scripts, const std::string& name,
                                       std::string* parameter) {
  const std::string quoted = re2::RE2::QuoteMeta(name);
  const re2::RE2 head("(?:function\\s+" + quoted + "|" + quoted +
                      "\\s*[=:]\\s*function)\\s*\\(\\s*([A-Za-z_$][\\w$]*)[^)]*\\)\\s*\\{");
  re2::StringPiece rest(scripts.data(), scripts.size());
  if (!head.ok() || !re2::RE2::FindAndConsume(&rest, head, parameter)) return std::nullopt;
  std::string_view body(rest.data(), std::min(rest.size(), kMaxBody));
  int depth = 1;
  for (size_t i = 0; i < body.size(); ++i) {
    depth += body[i] == '{' ? 1 : body[i] == '}' ? -1 : 0;
    if (depth == 0) return body.substr(0, i);
  }
  return body;
}

/// The name or id of the field that takes the parameter, in a function that sends a form; empty if none.
std::string FieldSetBy(std::string_view body, const std::string& parameter) {
  static const re2::RE2 kSends(R"(\bsubmit\s*\()");
  const re2::StringPiece text(body.data(), body.size());
  if (!re2::RE2::PartialMatch(text, kSends)) return {};
  const std::string value = R"(\s*(?:["']{2}\s*\+\s*)?(?:parseInt\(|Number\(|String\()?)" +
                            re2::RE2::QuoteMeta(parameter) + R"(\b)";
  const re2::RE2 plain(R"(([\w-]+)["']?[\])]*\.value\s*=)" + value);
  const re2::RE2 query(R"(\(\s*["'][^"'()]*?(?:#|name\s*=\s*\\?["']?)([\w-]+)[^()]*\)\.val\()" + value);
  std::string field;
  if (re2::RE2::PartialMatch(text, plain, &field) || re2::RE2::PartialMatch(text, query, &field))
    return field;
  return {};
}

/// The address that a function goes to, with `{k}` where its parameter stands; empty if it goes nowhere so.
std::string AddressMadeBy(std::string_view body, const std::string& parameter) {
  const std::string value =
      R"((?:parseInt\(|Number\(|String\()?\s*)" + re2::RE2::QuoteMeta(parameter) + R"(\b\)?)";
  const re2::RE2 goes(
      R"((?:\blocation(?:\.href)?\s*=|\blocation\.(?:assign|replace)\(|\bopen\()\s*["']([^"'{}]*)["']\s*\+\s*)" +
      value + R"((?:\s*\+\s*["']([^"'{}]*)["'])?\s*(?:[;,)}\n]|$))");
  std::string before, after;
  if (!re2::RE2::PartialMatch(re2::StringPiece(body.data(), body.size()), goes, &before, &after)) return {};
  return before + "{k}" + after;
}

struct Target {
  const PagerForm* form = nullptr;
  const PagerField* field = nullptr;
};

Target TargetOf(const PagerInput& input, const std::string& field) {
  for (const PagerForm& form : input.forms) {
    for (const PagerField& own : form.fields) {
      if (!own.name.empty() && (own.name == field || own.id == field)) return {&form, &own};
    }
  }
  return {};
}

bool HasBraces(std::string_view text) { return text.find_first_of("{}") != std::string_view::npos; }

/// Every page of the series, and this page's own number, which what «next» calls tells.
void NameAll(const PagerInput& input, PageSeries series, int next, int last, PagerReading* reading) {
  series.rows_here = input.rows_here;
  if (last > 0) series.groups["count"] = std::to_string(last);
  if (next > 1) series.groups["current"] = std::to_string(next - 1);
  if (last == 0 && next > 1) series.groups["count"] = std::to_string(next);  // At least that far.
  NamePages(series, *input.url, reading);
  if (last == 0) reading->count = 0;
}

void NameByForm(const PagerInput& input, const Target& target, int next, int last, PagerReading* reading) {
  const auto action =
      base::Url::Parse(target.form->action.empty() ? input.url->HrefWithoutFragment() : target.form->action,
                       target.form->action.empty() ? nullptr : input.base);
  if (!action || !action->is_http()) return;
  const std::string numbered = FormField(target.field->name, "") + "{k}";
  PageSeries series;
  std::string address = action->HrefWithoutFragment();
  std::string others;
  for (const PagerField& field : target.form->fields) {
    if (field.name.empty() || field.name == target.field->name) continue;
    if (target.form->post)
      series.hidden.emplace_back(field.name, field.value);
    else
      others += FormField(field.name, field.value) + "&";
  }
  if (!target.form->post) address = address.substr(0, address.find('?')) + "?" + others + numbered;
  if (HasBraces(target.form->post ? address : others)) return;  // Would be read as placeholders.
  const std::vector<std::string> pages = {address};
  series.pages = &pages;
  if (target.form->post) series.post = numbered;
  NameAll(input, series, next, last, reading);
}

}  // namespace

bool ReadFormPager(const PagerInput& input, const LexiconIndex& lexicon, PagerReading* reading) {
  if (input.scripts.size() > kMaxScripts) return false;
  std::string function;
  int next = 0;
  int last = 0;
  for (const PagerControl& control : input.controls) {
    const bool to_next = lexicon.IsWord("pager_next", control.label);
    if (!to_next && !lexicon.IsWord("pager_last", control.label)) continue;
    const auto call = CallOf(control);
    if (!call || (!function.empty() && call->name != function)) continue;
    function = call->name;
    (to_next ? next : last) = call->number;
  }
  if (function.empty()) return false;
  std::string parameter;
  const auto body = BodyOf(input.scripts, function, &parameter);
  if (!body) return false;
  const std::string field = FieldSetBy(*body, parameter);
  const Target target = field.empty() ? Target() : TargetOf(input, field);
  if (target.form != nullptr) {
    NameByForm(input, target, next, last, reading);
    return reading->found;
  }
  const std::vector<std::string> pages = {AddressMadeBy(*body, parameter)};
  if (pages.front().empty()) return false;
  PageSeries series;
  series.pages = &pages;
  NameAll(input, series, next, last, reading);
  return reading->found;
}

}  // namespace mingcha::extractors
