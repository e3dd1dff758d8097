#include "cli/why.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>

#include "base/url.h"
#include "base/url_fold.h"
#include "cli/find_page.h"
#include "cli/load.h"
#include "config/run_config.h"
#include "crawler/scope.h"
#include "model/enum_names.h"
#include "store/assessment.h"

namespace mingcha::cli {
namespace {

using base::Msg;

/// Why pages of this folder that lead to the address did not have it followed: the list that the crawl
/// leaves. Empty: it is not on it.
std::string LeftBecause(const std::string& folder, const std::string& address) {
  std::ifstream list(std::filesystem::path(folder) / "reports" / "skipped.csv", std::ios::binary);
  const std::string end =
      ",\"" + address + "\"\r";  // No address has a quotation mark: they are written as %22.
  for (std::string line; std::getline(list, line);) {
    if (!line.ends_with(end)) continue;
    line.resize(line.size() - end.size());
    const size_t quote = line.size() > 2 ? line.rfind('"', line.size() - 2) : std::string::npos;
    if (quote != std::string::npos) return line.substr(quote + 1, line.size() - quote - 2);
  }
  return {};
}

/// What became of the address, from the stored pages.
void PrintRecord(const Context& context, const model::Plan& plan, const std::string& folder,
                 const std::string& asked, store::Assessment* assessment) {
  const auto page = FindPageLike(plan, asked, assessment);
  std::ostream& out = *context.out;
  if (const std::string left = page ? std::string() : LeftBecause(folder, asked); !left.empty()) {
    out << context.Say(Msg("in this folder: found on a page that was read, and left: {}", left)) << "\n";
    return;
  }
  if (!page) {
    out << context.Say(Msg("in this folder: no record of it; no page that was read leads there")) << "\n";
    return;
  }
  if (page->url != asked) out << context.Say(Msg("in this folder: stands under {}", page->url)) << "\n";
  out << context.Say(Msg("in this folder: {} ({}), status {}, found on {}", model::EnumName(page->outcome),
                         page->outcome_detail, page->http_status, page->found_on))
      << "\n";
}

}  // namespace

int ExplainUrl(const Context& context, const std::string& folder, const std::string& address) {
  std::unique_ptr<store::Assessment> assessment;
  std::optional<model::Plan> plan;
  if (std::filesystem::exists(std::filesystem::path(folder) / "assessment.db")) {
    auto opened = store::Assessment::Open(folder, store::OpenMode::kReadOnly);
    if (!opened) return context.Report(opened.error());
    assessment = std::move(*opened);
    auto stored = assessment->LoadPlan();
    if (!stored) return context.Report(stored.error());
    plan = std::move(stored->plan);
  } else {
    plan = LoadPlanOrReport(context, folder);
    if (!plan) return kBadInput;
  }
  const auto options = config::MakeCrawlOptions(*plan);
  if (!options) return context.Report(options.error());
  const auto url = base::Url::Parse(address);
  if (!url) {
    return context.Report({base::ErrorCode::kInvalidInput,
                           Msg("{} is no absolute address; give it whole, with http://", address),
                           {}});
  }
  std::ostream& out = *context.out;
  const crawler::Scope scope(*options);
  crawler::ScopeVerdict verdict = scope.Decide(*url);
  const base::FoldRules fold =
      verdict.site == nullptr ? base::FoldRules{} : crawler::FoldRulesOf(*verdict.site);
  const auto clean = base::Url::Parse(base::CleanUrl(*url, fold)).value_or(*url);
  verdict = scope.Decide(clean);
  out << context.Say(Msg("asked as {}", clean.HrefWithoutFragment())) << "\n";
  if (clean.is_http()) out << context.Say(Msg("known as {}", base::FoldKey(clean, fold))) << "\n";
  for (const crawler::SkipReason step : crawler::Scope::Order()) {
    const bool here = verdict.reason == step || (step == crawler::SkipReason::kForeignHost &&
                                                 verdict.reason == crawler::SkipReason::kPathNotAllowed);
    out << "  " << context.Say(Msg(crawler::SkipReasonName(here ? verdict.reason : step))) << ": "
        << context.Say(here ? Msg("objects") : Msg("no objection")) << "\n";
    if (here) break;
  }
  if (verdict.inside()) {
    out << context.Say(Msg("in scope: site {}, asked as {}", verdict.site->id,
                           model::EnumName(scope.KindOf(*verdict.site, clean))))
        << "\n";
  } else {
    out << context.Say(Msg("not followed: {}", crawler::SkipReasonName(verdict.reason))) << "\n";
  }
  if (assessment) PrintRecord(context, *plan, folder, clean.HrefWithoutFragment(), assessment.get());
  return verdict.inside() ? kClean : kFindings;
}

}  // namespace mingcha::cli
