#include "crawler/trap_guard.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "crawler/scope.h"

namespace mingcha::crawler {
namespace {

constexpr int kCalendarShare = 400;  // A year of days, with some to spare.
constexpr int kRepeatsToStop = 30;   // Pages in a row that say the same.
constexpr size_t kMaxForms = 4'096;  // Forms watched at once.

std::string PathAndQuery(const base::Url& url) {
  return url.query() ? url.path() + "?" + *url.query() : url.path();
}

}  // namespace

std::string UrlShape(const base::Url& url) {
  std::string out = url.host() + (url.port() ? ":" + std::to_string(*url.port()) : "");
  for (const char c : url.path()) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) {
      out += c;
    } else if (out.back() != '#') {
      out += '#';
    }
  }
  if (!url.query()) return out;
  std::vector<std::string_view> names;
  for (const std::string_view part : base::Split(*url.query(), '&'))
    names.push_back(part.substr(0, part.find('=')));
  std::sort(names.begin(), names.end());
  char mark = '?';
  for (const std::string_view name : names) {
    out += mark;
    out += name;
    mark = '&';
  }
  return out;
}

int TrapGuard::BudgetOf(const model::SiteProfile& site, const base::Url& url) const {
  if (site.path_budgets.empty() || !options_.path_budget_of) return -1;
  return options_.path_budget_of(site, PathAndQuery(url));
}

void TrapGuard::CountEarlier(const model::SiteProfile& site, const base::Url& url) {
  if (const int budget = BudgetOf(site, url); budget >= 0) ++used_[{&site, budget}];
}

std::string TrapGuard::Admit(const model::SiteProfile& site, const base::Url& url, int depth) {
  if (const int index = BudgetOf(site, url); index >= 0) {
    const model::PathBudget& budget = site.path_budgets[static_cast<size_t>(index)];
    if (budget.max_depth > 0 && depth > budget.max_depth) return "depth limit of " + budget.pattern;
    int& used = used_[{&site, index}];
    if (budget.max_pages > 0 && used >= budget.max_pages)
      return "page budget of " + budget.pattern + " used up";
    ++used;
  }
  const bool calendar = NamesCalendar(url);
  if (!calendar && !url.query()) return {};
  const std::string shape = UrlShape(url);
  if (calendar && (calendar_pages_.size() < kMaxForms || calendar_pages_.contains(shape))) {
    if (++calendar_pages_[shape] > kCalendarShare) return "calendar without end";
  }
  const auto watched = watched_.find(shape);
  if (watched != watched_.end() && watched->second.repeats >= kRepeatsToStop)
    return "pages of this form repeat their content";
  return {};
}

void TrapGuard::Saw(const base::Url& url, std::string_view sha256, const TextSketch& sketch,
                    const std::vector<model::FetchTask>& leads) {
  if (!url.query() || sha256.empty()) return;
  const std::string shape = UrlShape(url);
  if (watched_.size() >= kMaxForms && !watched_.contains(shape)) return;
  Watched& watched = watched_[shape];
  const auto other = [&](const model::FetchTask& task) {
    const auto target = base::Url::Parse(task.url);
    return !target || UrlShape(*target) != shape;
  };
  const bool same = watched.sha256 == sha256 || (sketch.text != 0 && watched.text == sketch.text);
  watched.repeats = same && std::none_of(leads.begin(), leads.end(), other) ? watched.repeats + 1 : 0;
  watched.sha256 = std::string(sha256);
  watched.text = sketch.text;
}

}  // namespace mingcha::crawler
