#include "extractors/list_answer.h"

#include <re2/re2.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <string>

#include "base/text.h"
#include "extractors/compiled_patterns.h"
#include "extractors/data_day.h"
#include "extractors/document.h"
#include "extractors/scripts.h"
#include "model/post_address.h"

namespace mingcha::extractors {
namespace {

namespace json = boost::json;
using Groups = std::map<std::string, std::string>;

constexpr size_t kMaxBytes = size_t{8} << 20U;
constexpr size_t kMaxRows = 5000;
constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxTitle = 900;

/// Adds the named groups of the first hit; those that are filled already stay. False: no hit.
bool TakeGroups(const re2::RE2& re, std::string_view text, Groups* groups) {
  std::vector<re2::StringPiece> values(static_cast<size_t>(re.NumberOfCapturingGroups()) + 1);
  if (!re.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED,
                values.data(), static_cast<int>(values.size()))) {
    return false;
  }
  for (const auto& [name, index] : re.NamedCapturingGroups()) {
    const re2::StringPiece& value = values[static_cast<size_t>(index)];
    if (!value.empty()) groups->emplace(name, std::string(value.data(), value.size()));
  }
  return true;
}

/// What the patterns of a profile's `urls` see: `/a/b?x=1#post-body`.
std::string RequestText(const base::Url& url) {
  std::string text = url.path();
  if (url.query()) text += "?" + *url.query();
  const std::string_view key = model::PostKey(url.href());
  if (!key.empty()) text += "#" + std::string(key);
  return text;
}

/// JSON, also where it is the argument of a call (`back({…});`).
std::optional<json::value> ParseJson(std::string_view text) {
  const size_t begin = text.find_first_of("{[");
  const size_t end = text.find_last_of("}]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return std::nullopt;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  text = text.substr(begin, end - begin + 1);
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return std::nullopt;
  return value;
}

const json::value* Walk(const json::value& from, std::string_view path) {
  const json::value* at = &from;
  for (const std::string_view key : base::Split(path, '.')) {
    const json::object* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(json::string_view(key.data(), key.size()));
    if (at == nullptr) return nullptr;
  }
  return at->is_null() ? nullptr : at;
}

const json::value* WalkAny(const json::value& from, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (const json::value* found = Walk(from, path)) return found;
  }
  return nullptr;
}

/// Text or number as text; empty for anything else.
std::string Scalar(const json::value* value) {
  if (value == nullptr) return {};
  if (const json::string* text = value->if_string()) return {text->data(), text->size()};
  if (const int64_t* number = value->if_int64()) return std::to_string(*number);
  if (const uint64_t* number = value->if_uint64()) return std::to_string(*number);
  return {};
}

std::string PlainTitle(std::string title) {
  if (title.size() > kMaxTitle * 4) title.resize(kMaxTitle * 4);
  if (title.find_first_of("<&") != std::string::npos) title = Document::Parse(title).Text(0);
  title = SquashSpace(title);
  if (title.size() > kMaxTitle) title.clear();
  return title;
}

/// The address of a row from its own values: `/content/{id}.html`.
std::string FillLink(std::string_view form, const json::value& row) {
  std::string out;
  while (!form.empty()) {
    const size_t open = form.find('{');
    const size_t close = open == std::string_view::npos ? open : form.find('}', open);
    out += form.substr(0, open);
    if (close == std::string_view::npos) break;
    const std::string value = Scalar(Walk(row, form.substr(open + 1, close - open - 1)));
    if (value.empty()) return {};
    out += value;
    form.remove_prefix(close + 1);
  }
  return out;
}

void CountDates(ListReading* list) {
  for (const model::ListEntry& entry : list->entries) {
    list->bytes += entry.title.size();
    if (!entry.date) continue;
    ++list->dated;
    if (!list->newest || *list->newest < *entry.date) list->newest = entry.date;
    if (!list->oldest || *entry.date < *list->oldest) list->oldest = entry.date;
  }
}

/// The markup a wrapping carries in CDATA sections, else the text itself.
std::string MarkupOf(std::string_view text) {
  if (text.find("<![CDATA[") == std::string_view::npos) return std::string(text);
  std::string out;
  for (const std::string& piece : MarkupInScript(text)) out += piece + "\n";
  return out;
}

}  // namespace

struct AnswerReader::Rule {
  model::ListAnswer spec;
  CompiledPatterns urls, values;

  [[nodiscard]] ListReading Rows(const json::array& rows, const base::Url& url) const {
    ListReading list;
    for (const json::value& row : rows) {
      if (list.entries.size() >= kMaxRows) break;
      model::ListEntry entry;
      entry.title = PlainTitle(Scalar(WalkAny(row, spec.title)));
      std::string link = Scalar(WalkAny(row, spec.link));
      if (link.empty() && !spec.link_form.empty()) link = FillLink(spec.link_form, row);
      if (const auto target = link.empty() ? std::nullopt : base::Url::Parse(link, &url);
          target && target->is_http()) {
        entry.url = target->HrefWithoutFragment();
      }
      if (entry.title.empty() && entry.url.empty()) continue;
      entry.date = DayOfData(Scalar(WalkAny(row, spec.date)));
      list.entries.push_back(std::move(entry));
    }
    CountDates(&list);
    return list;
  }
};

AnswerReader::AnswerReader(const model::Plan& plan, const LexiconIndex& lexicon) : lexicon_(lexicon) {
  for (const model::CmsProfile& cms : plan.cms) {
    for (const model::ListAnswer& answer : cms.answers) {
      auto rule = std::make_unique<Rule>();
      rule->spec = answer;
      rule->urls = CompilePatterns(answer.urls);
      rule->values = CompilePatterns(answer.values);
      rules_.push_back(std::move(rule));
    }
  }
}

AnswerReader::~AnswerReader() = default;

bool AnswerReader::Knows(const base::Url& url) const {
  const std::string request = RequestText(url);
  return std::any_of(rules_.begin(), rules_.end(), [&](const auto& rule) {
    return std::any_of(rule->urls.begin(), rule->urls.end(),
                       [&](const auto& re) { return re2::RE2::PartialMatch(request, *re); });
  });
}

std::optional<AnswerReading> AnswerReader::Read(const base::Url& url, std::string_view utf8) const {
  const std::string request = RequestText(url);
  for (const auto& rule : rules_) {
    for (const auto& re : rule->urls) {
      if (re2::RE2::PartialMatch(request, *re)) return ReadOne(*rule, url, utf8);
    }
  }
  return std::nullopt;
}

AnswerReading AnswerReader::ReadOne(const Rule& rule, const base::Url& url, std::string_view utf8) const {
  const model::ListAnswer& spec = rule.spec;
  AnswerReading out;
  PageSeries series;
  for (const auto& re : rule.urls) {
    if (TakeGroups(*re, RequestText(url), &series.groups)) break;
  }
  out.broken = utf8.size() > kMaxBytes;
  if (out.broken) return out;
  std::string markup;
  if (spec.rows.empty() && spec.markup.empty()) {
    markup = MarkupOf(utf8);
    out.list = ReadMarkupList(markup, url, lexicon_);
  } else {
    const auto root = ParseJson(utf8);
    const json::value* rows = root ? WalkAny(*root, spec.rows) : nullptr;
    const json::value* html = root ? WalkAny(*root, spec.markup) : nullptr;
    if (rows != nullptr && rows->is_array()) {
      out.list = rule.Rows(rows->get_array(), url);
    } else if (html != nullptr && html->is_string()) {
      markup = Scalar(html);
      out.list = ReadMarkupList(markup, url, lexicon_);
    } else {
      out.broken = true;
      return out;
    }
    if (const std::string total = Scalar(WalkAny(*root, spec.total)); !total.empty())
      series.groups["rows"] = total;
    if (const std::string count = Scalar(WalkAny(*root, spec.count)); !count.empty())
      series.groups["count"] = count;
  }
  for (const auto& re : rule.values) {
    TakeGroups(*re, markup.empty() ? utf8 : std::string_view(markup), &series.groups);
    TakeGroups(*re, utf8, &series.groups);
  }
  series.pages = &spec.pages;
  series.post = spec.post;
  series.first = spec.first;
  series.rows_here = static_cast<int>(out.list.entries.size());
  NamePages(series, url, &out.pager);
  out.pager.found = true;
  return out;
}

}  // namespace mingcha::extractors
