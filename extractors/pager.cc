#include "extractors/pager.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "extractors/compiled_patterns.h"
#include "extractors/form_pager.h"
#include "extractors/rare_patterns.h"
#include "extractors/script_pager.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

using Groups = std::map<std::string, std::string>;

constexpr size_t kMaxHits = 64;       // lists that one page opens
constexpr size_t kMaxControls = 400;  // links that may page
constexpr size_t kMaxHidden = 200;
constexpr size_t kMaxForms = 20;
constexpr size_t kMaxNumbers = 15;  // a row of page numbers; calendars have more

/// The named groups of the next hit at or after `from`; moves `from` behind it.
std::optional<Groups> NextHit(const CompiledPattern& pattern, std::string_view text, size_t* from) {
  const re2::RE2& re = *pattern;
  std::vector<re2::StringPiece> values(static_cast<size_t>(re.NumberOfCapturingGroups()) + 1);
  if (!pattern.MatchFrom(text, *from, &values)) return std::nullopt;
  *from = static_cast<size_t>(values[0].data() - text.data()) + std::max<size_t>(values[0].size(), 1);
  Groups groups;
  for (const auto& [name, index] : re.NamedCapturingGroups()) {
    const re2::StringPiece& value = values[static_cast<size_t>(index)];
    if (!value.empty()) groups[name] = std::string(value.data(), value.size());
  }
  return groups;
}

bool AnyHits(const CompiledPatterns& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& re) {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re);
  });
}

bool IsScriptAddress(std::string_view href) {
  return base::ToLowerAscii(href.substr(0, 11)) == "javascript:";
}

/// `javascript:;` and `javascript:void(0)` lead nowhere: the last page's «next» is often written so.
bool CallsSomething(std::string_view href) {
  const std::string_view call = base::Trim(href.substr(std::min<size_t>(11, href.size())));
  return call.find('(') != std::string_view::npos && base::ToLowerAscii(call.substr(0, 4)) != "void";
}

/// What a form would send: buttons and what is not ticked stay behind.
PagerForm FormOf(const Document& document, int form) {
  PagerForm out;
  out.action = std::string(base::Trim(document.Attr(form, "action")));
  out.post = base::ToLowerAscii(base::Trim(document.Attr(form, "method"))) == "post";
  for (int i = form + 1; i < document.node(form).end && out.fields.size() < kMaxHidden; ++i) {
    if (!document.Is(i, "input")) continue;
    const std::string type = base::ToLowerAscii(document.Attr(i, "type"));
    if (type != "" && type != "hidden" && type != "text" && type != "number" && type != "search") continue;
    out.fields.push_back({std::string(document.Attr(i, "name")), std::string(document.Attr(i, "id")),
                          std::string(document.Attr(i, "value"))});
  }
  return out;
}

/// The number in a row of numbers that is the page's own: it leads to itself, or is the one left out before a
/// further one. 0 if that is none or not one.
int CurrentOf(const std::map<int, std::string>& numbers, const std::string& self) {
  int current = 0;
  for (const auto& [number, address] : numbers) {
    if (address == self) return number;
    const int before = number - 1;
    if (before < 1 || numbers.contains(before) || (before > 1 && !numbers.contains(before - 1))) continue;
    if (current != 0) return 0;
    current = before;
  }
  return current;
}

}  // namespace

struct PagerReader::Rule {
  const model::PagerRule* spec = nullptr;
  CompiledPatterns script, page, next, values;
  RarePatterns page_words;  ///< The patterns of `page`: whether a whole page has the words they need.
};

struct PagerReader::Profile {
  explicit Profile(const model::CmsProfile& cms)
      : spec(cms),
        sign_texts(cms.sign_texts),
        sign_urls(CompilePatterns(cms.sign_urls)),
        details(CompilePatterns(cms.detail_urls)),
        lists(CompilePatterns(cms.list_urls)) {}

  model::CmsProfile spec;
  RarePatterns sign_texts;
  CompiledPatterns sign_urls, details, lists;
  std::vector<Rule> rules;

  [[nodiscard]] bool Applies(const PagerInput& input) const {
    if (spec.sign_texts.empty() && spec.sign_urls.empty()) return true;
    return AnyHits(sign_urls, input.url->path()) || sign_texts.Hits(input.source);
  }
};

PagerReader::PagerReader(const model::Plan& plan, const LexiconIndex& lexicon) : lexicon_(lexicon) {
  for (const model::CmsProfile& cms : plan.cms) {
    auto profile = std::make_unique<Profile>(cms);
    for (const model::PagerRule& spec : profile->spec.pagers) {
      profile->rules.push_back({&spec, CompilePatterns(spec.script), CompilePatterns(spec.page),
                                CompilePatterns(spec.next), CompilePatterns(spec.values),
                                RarePatterns(spec.page)});
    }
    profiles_.push_back(std::move(profile));
  }
}

PagerReader::~PagerReader() = default;

PagerInput PagerReader::InputOf(const Document& document, std::string_view source, const base::Url& url,
                                const base::Url& base, int rows_here) {
  PagerInput input;
  input.url = &url;
  input.base = &base;
  input.source = source;
  input.rows_here = rows_here;
  for (int i = 0; i < document.size(); ++i) {
    const std::string_view tag = document.node(i).tag;
    // What loads more rows is often no link at all; any small box does, its script finds it by its class.
    if ((tag == "button" || tag == "div" || tag == "span" || tag == "p") && document.node(i).end - i <= 3 &&
        !document.HasAttr(i, "onclick") && input.boxes.size() < kMaxControls) {
      std::string label = base::ToLowerAscii(base::FoldLabel(document.Text(i)));
      if (!label.empty() && label.size() <= 36) input.boxes.push_back(std::move(label));
    }
    if (tag == "script") {
      input.scripts += StripScriptComments(document.RawText(i)) + "\n";
    } else if (tag == "input") {
      if (base::ToLowerAscii(document.Attr(i, "type")) == "hidden" && !document.Attr(i, "name").empty() &&
          input.hidden.size() < kMaxHidden) {
        input.hidden.emplace_back(document.Attr(i, "name"), document.Attr(i, "value"));
      }
    } else if (tag == "form") {
      if (input.forms.size() < kMaxForms) input.forms.push_back(FormOf(document, i));
    } else if (tag == "a" || tag == "button" || tag == "li" || tag == "span") {
      if (document.node(i).end - i > 8 || (tag != "a" && !document.HasAttr(i, "onclick"))) continue;
      std::string label = base::ToLowerAscii(base::FoldLabel(document.Text(i)));
      if (label.empty()) label = base::ToLowerAscii(base::FoldLabel(document.Attr(i, "title")));
      if (label.empty() || label.size() > 36 || input.controls.size() >= kMaxControls) continue;
      input.controls.push_back({std::move(label), std::string(base::Trim(document.Attr(i, "href"))),
                                std::string(document.Attr(i, "onclick"))});
    }
  }
  return input;
}

PagerReading PagerReader::Read(const PagerInput& input) const {
  PagerReading reading;
  ReadRules(input, &reading);
  const bool by_form = reading.pages.empty() && reading.count == 0 && !reading.article &&
                       ReadFormPager(input, lexicon_, &reading);
  ReadLinks(input, by_form, &reading);
  ReadNumbers(input, &reading);
  if (reading.pages.empty() && reading.count == 0 && !reading.article) ReadForm(input, &reading);
  return reading;
}

void PagerReader::ReadRules(const PagerInput& input, PagerReading* reading) const {
  std::vector<std::string> next_texts;
  for (const PagerControl& control : input.controls) {
    if (lexicon_.IsWord("pager_next", control.label))
      next_texts.push_back(control.href + "\n" + control.onclick);
  }
  for (const auto& profile : profiles_) {
    if (!profile->Applies(input)) continue;
    for (const Rule& rule : profile->rules) {
      std::vector<Groups> hits;
      const auto look = [&](const CompiledPatterns& patterns, std::string_view text) {
        for (const auto& re : patterns) {
          size_t from = 0;
          while (hits.size() < kMaxHits && (hits.empty() || rule.spec->every)) {
            auto hit = NextHit(re, text, &from);
            if (!hit) break;
            if (std::find(hits.begin(), hits.end(), *hit) == hits.end()) hits.push_back(std::move(*hit));
          }
        }
      };
      look(rule.script, input.scripts);
      if (rule.page_words.MayHit(input.source)) look(rule.page, input.source);
      for (const std::string& text : next_texts) look(rule.next, text);
      if (hits.empty()) continue;
      Groups values;
      for (const auto& re : rule.values) {
        size_t from = 0;
        if (auto more = NextHit(re, input.source, &from)) values.merge(*more);
      }
      for (Groups& hit : hits) {
        // A pager that names an article's file, or stands on one and names none, pages the article.
        const bool named = hit.contains("base") && hit.contains("ext");
        const std::string target = named ? "/" + hit["base"] + "." + hit["ext"] : input.url->path();
        const bool own_pages = rule.spec->post.empty() && !rule.spec->opens && !rule.spec->pages.empty();
        reading->article = reading->article || (own_pages && AnyHits(profile->details, target));
        PageSeries series;
        series.groups = std::move(hit);
        series.groups.insert(values.begin(), values.end());
        series.pages = &rule.spec->pages;
        series.pages_beyond = &rule.spec->pages_beyond;
        series.pages_until = rule.spec->pages_until;
        series.post = rule.spec->post;
        if (rule.spec->hidden_fields) series.hidden = input.hidden;
        series.first = rule.spec->first;
        series.rows_here = input.rows_here;
        series.opens = rule.spec->opens;
        NamePages(series, *input.url, reading);
      }
    }
  }
}

/// What no profile describes may still have the form of a pager. Its pages are worth asking for; what it
/// counts is a guess, from which no list is held to be whole.
void PagerReader::ReadForm(const PagerInput& input, PagerReading* reading) const {
  const std::string file = ReadScriptPager(input, reading);
  const bool guessed = !reading->pages.empty() || reading->count > 0 || reading->rows >= 0;
  if (guessed && reading->unread.empty()) reading->unread.emplace_back("a pager known by its form only");
  reading->count = 0;
  reading->rows = -1;
  reading->article = IsDetail(input.url->HrefWithoutFragment()) || (!file.empty() && IsDetail(file));
}

void PagerReader::ReadLinks(const PagerInput& input, bool understood, PagerReading* reading) const {
  const std::string self = input.url->HrefWithoutFragment();
  std::set<std::string> known;
  for (const auto& page : reading->pages) known.insert(page.url);
  const bool computed = understood || !known.empty();
  for (const PagerControl& control : input.controls) {
    const bool next = lexicon_.IsWord("pager_next", control.label);
    const bool more = !next && lexicon_.IsWord("pager_more", control.label);
    if (!next && !more && !lexicon_.IsWord("pager_last", control.label)) continue;
    if (!more) reading->found = true;  // articles, too, load more of what resembles them
    std::vector<std::string> addresses = AddressesInScript(control.onclick);
    const bool scripted = IsScriptAddress(control.href);
    if (!control.href.empty() && !control.href.starts_with("#") && !scripted)
      addresses.insert(addresses.begin(), control.href);
    if (scripted) {
      for (auto& address : AddressesInScript(control.href)) addresses.push_back(std::move(address));
    }
    if (next && !computed && addresses.empty() &&
        (CallsSomething(control.href) || !control.onclick.empty())) {
      reading->unread.push_back((scripted ? control.href : control.onclick).substr(0, 200));
    }
    if (more && !computed && addresses.empty()) reading->unread.push_back(control.label);
    for (const std::string& address : addresses) {
      const auto page = base::Url::Parse(address, input.base);
      if (!page || !page->is_http() || page->HrefWithoutFragment() == self) continue;
      if (known.insert(page->HrefWithoutFragment()).second) {
        reading->pages.push_back(
            {page->HrefWithoutFragment(), control.label, model::Link::Kind::kPager, {}, {}});
      }
    }
  }
  for (const std::string& label : input.boxes) {
    if (!computed && lexicon_.IsWord("pager_more", label)) reading->unread.push_back(label);
  }
}

bool PagerReader::IsDetail(std::string_view address) const {
  const auto url = base::Url::Parse(address);
  return url && std::any_of(profiles_.begin(), profiles_.end(), [&](const auto& profile) {
           return AnyHits(profile->details, url->path()) && !AnyHits(profile->lists, url->path());
         });
}

/// Rows of numbers 1 2 3 … whose addresses differ in nothing but a number. The page's own number is the one
/// that is missing or leads to itself.
void PagerReader::ReadNumbers(const PagerInput& input, PagerReading* reading) const {
  static const re2::RE2 kDigits("[0-9]+");
  std::map<std::string, std::map<int, std::string>> rows;  // shape of the address → number → address
  for (const PagerControl& control : input.controls) {
    const int number = NumberOr(control.label, 0);
    if (number < 1 || number > 9999 || control.href.empty() || control.href[0] == '#' ||
        IsScriptAddress(control.href)) {
      continue;
    }
    const auto page = base::Url::Parse(control.href, input.base);
    if (!page || !page->is_http() || page->host() != input.url->host()) continue;
    std::string shape = page->HrefWithoutFragment();
    re2::RE2::GlobalReplace(&shape, kDigits, "#");
    rows[shape].emplace(number, page->HrefWithoutFragment());
  }
  const std::string self = input.url->HrefWithoutFragment();
  for (const auto& [shape, numbers] : rows) {
    if (numbers.size() > kMaxNumbers || numbers.empty()) continue;
    const int current = CurrentOf(numbers, self);
    if (current == 0 || IsDetail(numbers.begin()->second)) continue;  // an article in several pages
    reading->found = true;
    if (reading->current == 0) reading->current = current;
    for (auto next = numbers.upper_bound(current); next != numbers.end(); ++next) {
      if (next->first > current + kPagesAhead) break;
      const auto same = [&](const model::Link& known) { return known.url == next->second; };
      if (std::any_of(reading->pages.begin(), reading->pages.end(), same)) continue;
      reading->pages.push_back(
          {next->second, std::to_string(next->first), model::Link::Kind::kPager, {}, {}});
    }
  }
}

}  // namespace mingcha::extractors
