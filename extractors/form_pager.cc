#include "extractors/form_pager.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxBody = 2'000;                 // Bytes of a function that are looked through.
constexpr size_t kMaxSet = 8;                      // Fields that one link sets.
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

/// Fields that a link's address or handler itself sets to a number before it sends the form: name or id →
/// number. Empty: it sends none.
std::map<std::string, int> SetBy(const PagerControl& control) {
  static const re2::RE2 kSends(R"(\bsubmit\s*\()");
  static const re2::RE2 kPlain(R"(([\w-]+)["']?[\])]*\.value\s*=\s*["']?(\d{1,5})["']?\s*(?:[;,)}]|$))");
  static const re2::RE2 kQuery(
      R"(\(\s*["'][^"'()]*?(?:#|name\s*=\s*\\?["']?)([\w-]+)[^()]*\)\.val\(\s*["']?(\d{1,5})["']?\s*\))");
  std::map<std::string, int> fields;
  for (const std::string& text : {control.href, control.onclick}) {
    if (!re2::RE2::PartialMatch(text, kSends)) continue;
    for (const re2::RE2* form : {&kPlain, &kQuery}) {
      re2::StringPiece rest(text);
      std::string name;
      int number = 0;
      while (fields.size() < kMaxSet && re2::RE2::FindAndConsume(&rest, *form, &name, &number))
        fields.emplace(name, number);
    }
    if (!fields.empty()) break;
  }
  return fields;
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

/// Of the fields that «next» and «last» set the one that tells the page: the only one, the one in which they
/// differ, or the one that is called so. Empty: it cannot be told.
std::string PageField(const std::map<std::string, int>& next, const std::map<std::string, int>& last) {
  static const re2::RE2 kCalled("(?i)page|index|num|cur|^(?:p|pn|no)$");
  static const re2::RE2 kOther("(?i)size|rows|limit|count|total|per");
  const std::map<std::string, int>& all = next.empty() ? last : next;
  if (all.size() == 1) return all.begin()->first;
  for (const auto& [name, number] : next) {
    const auto other = last.find(name);
    if (other != last.end() && other->second != number) return name;
  }
  for (const auto& [name, number] : all) {
    if (re2::RE2::PartialMatch(name, kCalled) && !re2::RE2::PartialMatch(name, kOther)) return name;
  }
  return {};
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

namespace {

/// A link that writes the number and sends the form itself, without a function.
bool ReadInline(const PagerInput& input, const LexiconIndex& lexicon, PagerReading* reading) {
  std::map<std::string, int> next;
  std::map<std::string, int> last;
  for (const PagerControl& control : input.controls) {
    const bool to_next = lexicon.IsWord("pager_next", control.label);
    if (!to_next && !lexicon.IsWord("pager_last", control.label)) continue;
    std::map<std::string, int>& fields = to_next ? next : last;
    if (fields.empty()) fields = SetBy(control);
  }
  const std::string field = PageField(next, last);
  if (field.empty()) return false;
  const Target target = TargetOf(input, field);
  if (target.form == nullptr) return false;
  PagerForm form = *target.form;  // As it stands once the link has set what else it sets.
  for (PagerField& own : form.fields) {
    for (const auto& [name, number] : next.empty() ? last : next) {
      if (own.name == name || own.id == name) own.value = std::to_string(number);
    }
  }
  const auto at = [&](const std::map<std::string, int>& fields) {
    const auto found = fields.find(field);
    return found == fields.end() ? 0 : found->second;
  };
  NameByForm(input, {&form, &form.fields[static_cast<size_t>(target.field - target.form->fields.data())]},
             at(next), at(last), reading);
  return reading->found;
}

}  // namespace

bool ReadFormPager(const PagerInput& input, const LexiconIndex& lexicon, PagerReading* reading) {
  if (input.scripts.size() > kMaxScripts) return false;
  if (ReadInline(input, lexicon, reading)) return true;
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
