#include "config/run_config.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "base/gb18030.h"
#include "base/text.h"

namespace mingcha::config {
namespace {

using base::ErrorCode;
using base::Fail;
using Patterns = std::vector<std::unique_ptr<RE2>>;

constexpr std::string_view kDefaultAgent = "mingcha/0.1 (disclosure assessment; no contact configured)";

base::Result<base::Date> ReadDate(const std::string& text) {
  const auto date = base::Date::FromIso(text);
  if (!date) return Fail(ErrorCode::kInvalidInput, "\"{}\" is not a date; write it as YYYY-MM-DD", text);
  return *date;
}

base::Result<model::Window> ReadWindow(const std::string& text) {
  const size_t dots = text.find("..");
  if (dots == std::string::npos) {
    return Fail(ErrorCode::kInvalidInput, "\"{}\" is not a window; write it as YYYY-MM-DD..YYYY-MM-DD", text);
  }
  ASSIGN_OR_RETURN(const base::Date from, ReadDate(text.substr(0, dots)));
  ASSIGN_OR_RETURN(const base::Date to, ReadDate(text.substr(dots + 2)));
  if (to < from) return Fail(ErrorCode::kInvalidInput, "the window \"{}\" ends before it begins", text);
  return model::Window{from, to};
}

base::Result<std::string> FindUnit(const model::Plan& plan, const std::string& name) {
  std::string known;
  for (const model::Unit& unit : plan.units) {
    if (unit.id == name || unit.name == name) return unit.id;
    for (const model::UnitAlias& alias : unit.aliases) {
      if (alias.name == name) return unit.id;
    }
    known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", unit.id, unit.name);
  }
  return Fail(ErrorCode::kInvalidInput, "unknown unit \"{}\"; known units: {}", name, known);
}

base::Result<std::shared_ptr<Patterns>> Compile(const std::vector<std::string>& specs) {
  auto compiled = std::make_shared<Patterns>();
  for (const std::string& spec : specs) {
    auto pattern = std::make_unique<RE2>(spec, RE2::Quiet);
    if (!pattern->ok())
      return Fail(ErrorCode::kInvalidInput, "bad pattern \"{}\": {}", spec, pattern->error());
    compiled->push_back(std::move(pattern));
  }
  return compiled;
}

bool AnyMatches(const Patterns& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern);
  });
}

base::Result<std::map<std::string, std::shared_ptr<Patterns>>> CompileDenied(const model::Plan& plan) {
  std::map<std::string, std::shared_ptr<Patterns>> denied;
  for (const model::SiteProfile& site : plan.sites) {
    if (site.deny_paths.empty()) continue;
    ASSIGN_OR_RETURN(denied[site.id], Compile(site.deny_paths));
  }
  return denied;
}

base::Result<std::map<std::string, std::shared_ptr<Patterns>>> CompileBudgets(const model::Plan& plan) {
  std::map<std::string, std::shared_ptr<Patterns>> budgets;
  for (const model::SiteProfile& site : plan.sites) {
    std::vector<std::string> specs;
    for (const model::PathBudget& budget : site.path_budgets) specs.push_back(budget.pattern);
    if (specs.empty()) continue;
    ASSIGN_OR_RETURN(budgets[site.id], Compile(specs));
  }
  return budgets;
}

struct KindPatterns {
  std::shared_ptr<Patterns> detail, list;
};

base::Result<std::map<std::string, KindPatterns>> CompileKinds(const model::Plan& plan) {
  std::map<std::string, KindPatterns> kinds;
  for (const model::CmsProfile& cms : plan.cms) {
    KindPatterns& kind = kinds[cms.id];
    ASSIGN_OR_RETURN(kind.detail, Compile(cms.detail_urls));
    ASSIGN_OR_RETURN(kind.list, Compile(cms.list_urls));
  }
  return kinds;
}

std::vector<std::string> InPageEncodings(const std::vector<std::string>& phrases) {
  std::vector<std::string> bytes = phrases;
  for (const std::string& phrase : phrases) {
    const auto encoded = base::ToGb18030(phrase);
    if (encoded && *encoded != phrase) bytes.push_back(*encoded);
  }
  return bytes;
}

}  // namespace

std::map<std::string, std::string> RunFlags::Recorded() const {
  std::map<std::string, std::string> recorded;
  if (as_of) recorded["as_of"] = *as_of;
  if (window) recorded["window"] = *window;
  if (!previous.empty()) recorded["previous"] = previous;
  if (!units.empty()) recorded["unit"] = base::Join(units, ",");
  if (due_soon) recorded["due_soon"] = fmt::format("{}", *due_soon);
  return recorded;
}

base::Result<std::string> UnitId(const model::Plan& plan, const std::string& name) {
  return FindUnit(plan, name);
}

base::Result<model::Plan> ApplyFlags(model::Plan plan, const RunFlags& flags) {
  if (flags.due_soon) plan.assessment.due_soon_workdays = *flags.due_soon;
  if (flags.as_of) {
    ASSIGN_OR_RETURN(plan.assessment.as_of, ReadDate(*flags.as_of));
  }
  if (flags.window) {
    ASSIGN_OR_RETURN(plan.assessment.window, ReadWindow(*flags.window));
  }
  if (!flags.units.empty()) {
    plan.assessment.only_units.clear();
    for (const std::string& name : flags.units) {
      ASSIGN_OR_RETURN(const std::string unit, FindUnit(plan, name));
      plan.assessment.only_units.push_back(unit);
    }
  }
  if (!plan.assessment.window) {
    return Fail(ErrorCode::kInvalidInput,
                "no window is set; give `window: {{from: …, to: …}}` in assessment.yaml or --window A..B");
  }
  return plan;
}

base::Result<base::WorkdayCalendar> MakeCalendar(const model::Plan& plan) {
  return base::WorkdayCalendar::Create(plan.calendar);
}

base::Result<crawler::CrawlOptions> MakeCrawlOptions(const model::Plan& plan) {
  crawler::CrawlOptions options;
  options.sites = plan.sites;
  if (std::none_of(plan.sites.begin(), plan.sites.end(),
                   [](const model::SiteProfile& site) { return site.crawl; })) {
    return Fail(ErrorCode::kInvalidInput, "no site is to be crawled; add one to sites.yaml");
  }
  options.user_agent =
      plan.assessment.user_agent.empty() ? std::string(kDefaultAgent) : plan.assessment.user_agent;
  options.page_budget = plan.assessment.page_budget;
  options.window = plan.assessment.window;
  options.workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
  if (const auto phrases = plan.lexicon.words.find("challenge"); phrases != plan.lexicon.words.end()) {
    options.challenge_phrases = InPageEncodings(phrases->second);
  }
  ASSIGN_OR_RETURN(auto denied, CompileDenied(plan));
  options.path_denied = [denied = std::move(denied)](const model::SiteProfile& site, std::string_view path) {
    const auto patterns = denied.find(site.id);
    return patterns != denied.end() && AnyMatches(*patterns->second, path);
  };
  options.second_chance = true;
  options.probe_soft_404 = true;
  ASSIGN_OR_RETURN(auto budgets, CompileBudgets(plan));
  options.path_budget_of = [budgets = std::move(budgets)](const model::SiteProfile& site,
                                                          std::string_view path) {
    const auto patterns = budgets.find(site.id);
    if (patterns == budgets.end()) return -1;
    for (size_t i = 0; i < patterns->second->size(); ++i) {
      if (RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *(*patterns->second)[i]))
        return static_cast<int>(i);
    }
    return -1;
  };
  ASSIGN_OR_RETURN(auto kinds, CompileKinds(plan));
  options.kind_of = [kinds = std::move(kinds)](const model::SiteProfile& site,
                                               std::string_view path) -> std::optional<model::TaskKind> {
    const auto kind = kinds.find(site.cms);
    if (kind == kinds.end()) return std::nullopt;
    if (AnyMatches(*kind->second.detail, path)) return model::TaskKind::kDetail;
    if (AnyMatches(*kind->second.list, path)) return model::TaskKind::kList;
    return std::nullopt;
  };
  return options;
}

}  // namespace mingcha::config
