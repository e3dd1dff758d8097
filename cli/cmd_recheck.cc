#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include "base/url.h"
#include "checker/check.h"
#include "checker/findings.h"
#include "checker/later_look.h"
#include "cli/files.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "config/run_config.h"
#include "extractors/project_name.h"
#include "model/enum_names.h"
#include "reports/escape.h"
#include "review/fold.h"
#include "rules/rectification.h"
#include "store/act_log.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Msg;
using rules::RectificationRow;
namespace fs = std::filesystem;

constexpr int kMaxRechecks = 1000;

struct Arguments {
  std::string folder, links, out, as_of;
};

/// A round's own words and what it read.
struct Material {
  model::RunManifest manifest;
  checker::Readings read;
};

base::Result<Material> LoadMaterial(store::Assessment* assessment) {
  Material material;
  ASSIGN_OR_RETURN(material.manifest, assessment->LoadManifest());
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    material.read.pages.push_back(page);
    return {};
  }));
  ASSIGN_OR_RETURN(material.read.facts, assessment->LoadFacts());
  ASSIGN_OR_RETURN(material.read.disclosures, assessment->LoadDisclosures());
  return material;
}

/// The site whose hosts or seeds the address belongs to; null: none of the plan's.
model::SiteProfile* SiteOf(model::Plan* plan, const std::string& link) {
  const auto url = base::Url::Parse(link);
  if (!url) return nullptr;
  const std::string place = url->host() + ":" + std::to_string(url->effective_port());
  for (model::SiteProfile& site : plan->sites) {
    for (const std::string& seed : site.seeds) {
      const auto at = base::Url::Parse(seed);
      if (at && at->host() + ":" + std::to_string(at->effective_port()) == place) return &site;
    }
    for (const std::string& host : site.hosts) {
      if (host == url->host() || host == place) return &site;
    }
  }
  return nullptr;
}

/// The plan narrowed to the links: they are the seeds, and nothing behind them is asked.
model::Plan OnlyLinks(model::Plan plan, const std::vector<RectificationRow>& rows,
                      std::set<std::string>* outside) {
  std::map<std::string, std::vector<std::string>> seeds;
  for (const RectificationRow& row : rows) {
    if (row.link.empty()) continue;
    const model::SiteProfile* site = SiteOf(&plan, row.link);
    if (site == nullptr) {
      outside->insert(row.link);
    } else {
      seeds[site->id].push_back(row.link);
    }
  }
  for (model::SiteProfile& site : plan.sites) {
    const auto own = seeds.find(site.id);
    site.crawl = own != seeds.end();
    if (!site.crawl) continue;
    std::sort(own->second.begin(), own->second.end());
    own->second.erase(std::unique(own->second.begin(), own->second.end()), own->second.end());
    site.seeds = own->second;
    site.max_depth = 0;
    site.path_budgets.clear();
    // Each link handed in is asked, whatever the round's budget was; robots.txt and the pace still hold.
    if (site.max_pages > 0)
      site.max_pages = std::max(site.max_pages, static_cast<int>(own->second.size()) + 2);
  }
  return plan;
}

/// One line of the updated table.
struct Outcome {
  const RectificationRow* row = nullptr;
  const model::Finding* before = nullptr;
  base::Message result, reason;
  std::vector<model::Evidence> after;
  bool mended = false;
};

class Recheck {
 public:
  Recheck(const std::vector<model::Finding>& before, const model::CheckResult& now,
          const std::vector<model::PageRecord>& asked, const std::set<std::string>& outside)
      : outside_(outside) {
    for (const model::Finding& finding : before) before_.emplace(finding.id, &finding);
    for (const model::Finding& finding : now.findings) now_.emplace(finding.id, &finding);
    for (const model::ClosedFinding& closed : now.closed) closed_.emplace(closed.finding.id, &closed);
    for (const auto& page : asked) pages_.emplace(page.url, &page);
  }

  [[nodiscard]] Outcome Of(const RectificationRow& row) const {
    Outcome outcome;
    outcome.row = &row;
    const auto before = before_.find(row.finding);
    if (before == before_.end()) {
      outcome.result = Msg("unknown number");
      outcome.reason = Msg("the assessment has no finding {}", row.finding);
      return outcome;
    }
    outcome.before = before->second;
    Fetched(row, &outcome);
    if (const auto closed = closed_.find(row.finding); closed != closed_.end()) {
      outcome.result = Msg(model::EnumName(closed->second->finding.state));
      outcome.reason = closed->second->reason;
      outcome.mended = closed->second->finding.state == model::RoundState::kFixed ||
                       closed->second->finding.state == model::RoundState::kLawfullyExpired;
      outcome.after.insert(outcome.after.end(), closed->second->evidence.begin(),
                           closed->second->evidence.end());
      return outcome;
    }
    const auto now = now_.find(row.finding);
    outcome.result = Msg(model::EnumName(model::RoundState::kPersisting));
    if (outcome.reason.format.empty())
      outcome.reason = now == now_.end() ? Msg("it stands as before") : now->second->reason;
    return outcome;
  }

 private:
  /// What the link gave: its evidence, or why it is none.
  void Fetched(const RectificationRow& row, Outcome* outcome) const {
    if (row.link.empty()) {
      outcome->reason = Msg("no address was handed in");
      return;
    }
    if (outside_.contains(row.link)) {
      outcome->reason = Msg("the address is on none of the assessment's sites: {}", row.link);
      return;
    }
    const auto url = base::Url::Parse(row.link);
    const auto page = pages_.find(url ? std::string(url->href()) : row.link);
    if (page == pages_.end()) {
      outcome->reason = Msg("the address was not reached: {}", row.link);
      return;
    }
    const model::PageRecord& record = *page->second;
    if (record.outcome != model::FetchOutcome::kOk)
      outcome->reason = Msg("the address answers {}: {}", model::EnumName(record.outcome), row.link);
    model::Evidence evidence;
    evidence.url = record.url;
    evidence.warc_file = record.warc.file;
    evidence.offset = record.warc.offset;
    evidence.sha256 = record.body_sha256;
    evidence.fetched_at = record.fetched_at;
    outcome->after.push_back(std::move(evidence));
  }

  const std::set<std::string>& outside_;
  std::map<std::string, const model::Finding*> before_, now_;
  std::map<std::string, const model::ClosedFinding*> closed_;
  std::map<std::string, const model::PageRecord*> pages_;
};

std::string EvidenceText(const std::vector<model::Evidence>& evidence) {
  std::string text;
  for (const model::Evidence& one : evidence) {
    if (!text.empty()) text += "\n";
    text += one.url;
    if (!one.warc_file.empty()) text += " " + one.warc_file + "@" + std::to_string(one.offset);
    if (!one.sha256.empty()) text += " sha256:" + one.sha256;
    if (one.fetched_at) text += " " + base::ChinaTimeText(*one.fetched_at);
  }
  return text;
}

/// The ledger's columns the recheck fills in, beside what names the row.
std::string TableOf(const Context& context, const model::Plan& plan, const std::vector<Outcome>& outcomes,
                    base::Instant when) {
  std::string csv = "\xEF\xBB\xBF";
  const auto line = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) csv += (i == 0 ? "" : ",") + reports::CsvCell(cells[i]);
    csv += "\r\n";
  };
  std::vector<std::string> head;
  for (const char* heading :
       {"Finding no.", "Unit", "Kind", "Problem", "Rectification", "Rectification address", "Recheck result",
        "Rechecked on", "Remarks", "Evidence before", "Evidence after"})
    head.push_back(context.Say(Msg(heading)));
  line(head);
  for (const Outcome& outcome : outcomes) {
    const model::Finding* before = outcome.before;
    const model::Unit* unit = before == nullptr ? nullptr : plan.FindUnit(before->unit);
    line({outcome.row->finding, unit == nullptr ? std::string() : unit->name,
          before == nullptr ? std::string() : context.Say(Msg(checker::KindWord(before->kind))),
          before == nullptr ? std::string() : context.Say(before->reason), outcome.row->rectification,
          outcome.row->link, context.Say(outcome.result), base::ChinaTimeText(when),
          context.Say(outcome.reason), before == nullptr ? std::string() : EvidenceText(before->evidence),
          EvidenceText(outcome.after)});
  }
  return csv;
}

base::Result<std::vector<RectificationRow>> ReadLinks(const Context& context, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  std::vector<rules::Diagnostic> errors;
  std::vector<rules::Diagnostic> warnings;
  auto rows = rules::ReadRectifications(bytes, path, &errors, &warnings);
  for (const rules::Diagnostic& error : errors)
    *context.err << rules::RenderDiagnostic(
                        error, context.lang == base::Lang::kZh ? rules::ChineseMessages() : base::Catalogue())
                 << "\n";
  if (!errors.empty()) return base::Fail(ErrorCode::kInvalidInput, "the table {} cannot be used", path);
  if (rows.empty())
    return base::Fail(ErrorCode::kInvalidInput, "the table {} has no row with an address or a statement",
                      path);
  return rows;
}

/// DIR/recheck, then DIR/recheck-02 …: each recheck keeps the evidence of the one before.
base::Result<std::string> FreeFolder(const Arguments& args) {
  const auto is_free = [](const fs::path& path) {
    std::error_code error;
    return !fs::exists(path, error) || fs::is_empty(path, error);
  };
  if (!args.out.empty()) {
    if (!is_free(args.out))
      return base::Fail(ErrorCode::kInvalidInput,
                        "{}: holds something already; name another folder with --out", args.out);
    return args.out;
  }
  for (int n = 1; n < kMaxRechecks; ++n) {
    const fs::path folder =
        fs::path(args.folder) / (n == 1 ? std::string("recheck") : fmt::format("recheck-{:02}", n));
    if (is_free(folder)) return folder.string();
  }
  return base::Fail(ErrorCode::kInvalidInput, "{}: holds something already; name another folder with --out",
                    (fs::path(args.folder) / "recheck").string());
}

/// Fetches the links into an assessment of their own: its archive is the evidence of how it is now.
base::Result<Material> FetchLinks(const Context& context, const model::Plan& plan,
                                  const std::string& config_path, const std::string& folder) {
  ASSIGN_OR_RETURN(const auto assessment, store::Assessment::Create(folder));
  RETURN_IF_ERROR(assessment->SavePlan(plan));
  model::RunManifest manifest;
  manifest.id = plan.assessment.id + "-recheck";
  manifest.config_digest = plan.digest;
  manifest.config_path = config_path;
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));
  const base::SystemClock clock;
  RETURN_IF_ERROR(assessment->AppendAudit(clock.Now(), "recheck", {context.command_line}));
  RETURN_IF_ERROR(RunCrawl(context, clock, plan, assessment.get()));
  RETURN_IF_ERROR(RunExtract(context, plan, assessment.get()));
  return LoadMaterial(assessment.get());
}

/// The new evidence with the table beside it, told of by a manifest of its own: `verify` holds for it.
base::Status Finish(const std::string& folder, const std::string& digest) {
  ASSIGN_OR_RETURN(const auto assessment, store::Assessment::Open(folder, store::OpenMode::kReadWrite));
  return assessment->FinishManifest({{"config", digest}});
}

base::Result<int> Run(const Context& context, const Arguments& args) {
  ASSIGN_OR_RETURN(const auto rows, ReadLinks(context, args.links));
  ASSIGN_OR_RETURN(const auto round, store::Assessment::Open(args.folder, store::OpenMode::kReadOnly));
  ASSIGN_OR_RETURN(store::StoredPlan stored, round->LoadPlan());
  ASSIGN_OR_RETURN(const std::vector<model::ReviewAct> acts, store::ActLog::Read(args.folder));
  review::ApplyActs(acts, &stored.plan.registers);
  ASSIGN_OR_RETURN(const store::StoredCheck before, round->LoadCheck());
  ASSIGN_OR_RETURN(Material material, LoadMaterial(round.get()));
  std::set<std::string> outside;
  const model::Plan narrowed = OnlyLinks(stored.plan, rows, &outside);
  Material fetched;
  std::vector<model::PageRecord> asked;  // as the links answered now
  const bool any =
      std::any_of(narrowed.sites.begin(), narrowed.sites.end(), [](const auto& site) { return site.crawl; });
  ASSIGN_OR_RETURN(const std::string folder, FreeFolder(args));
  base::Instant when = base::SystemClock().Now();
  if (any) {
    ASSIGN_OR_RETURN(fetched, FetchLinks(context, narrowed, material.manifest.config_path, folder));
    when = fetched.manifest.crawl_ended;
    asked = fetched.read.pages;
    checker::TakeLaterLook(std::move(fetched.read), &material.read);
  }
  base::Date as_of = base::ChinaDate(when);
  if (!args.as_of.empty()) {
    const auto day = base::Date::FromIso(args.as_of);
    if (!day) return base::Fail(ErrorCode::kInvalidInput, "{} is no date; write YYYY-MM-DD", args.as_of);
    as_of = *day;
  }
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, config::MakeCalendar(stored.plan));
  checker::CheckInput input{stored.plan,
                            calendar,
                            as_of,
                            *stored.plan.assessment.window,
                            material.read.pages,
                            material.read.facts,
                            material.read.disclosures,
                            material.manifest.complete};
  ASSIGN_OR_RETURN(input.subject_form, extractors::SubjectReader::FormOf(stored.plan.lexicon));
  input.earlier_findings = before.result.findings;
  ASSIGN_OR_RETURN(const checker::CheckOutput now, checker::Check(input));
  const Recheck recheck(before.result.findings, now.result, asked, outside);
  std::vector<Outcome> outcomes;
  outcomes.reserve(rows.size());
  for (const RectificationRow& row : rows) outcomes.push_back(recheck.Of(row));
  fs::create_directories(fs::path(folder) / "reports");
  const fs::path table = fs::path(folder) / "reports" / "recheck.csv";
  RETURN_IF_ERROR(WriteFile(table, TableOf(context, stored.plan, outcomes, when)));
  if (any) RETURN_IF_ERROR(Finish(folder, stored.plan.digest));
  const auto mended =
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& one) { return one.mended; });
  *context.out << context.Say(Msg("{} of {} findings are mended; the table is {}", mended, outcomes.size(),
                                  table.string()))
               << "\n";
  return static_cast<size_t>(mended) == outcomes.size() ? kClean : kFindings;
}

}  // namespace

void AddRecheck(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "recheck",
      context->Say(Msg("fetches only the links the units hand back and judges their findings again")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("--links", args->links,
           context->Say(Msg("the problem ledger as it came back, XLSX or CSV: finding number and address")))
      .Required();
  verb.Add("--out", args->out,
           context->Say(Msg("folder for the new evidence and the table; default DIR/recheck")));
  verb.Add("--as-of", args->as_of,
           context->Say(Msg("day as of which is judged; default the day of the recheck")));
  verb.OnParsed([=] {
    *action = [=] {
      const auto code = Run(*context, *args);
      return code ? *code : context->Report(code.error());
    };
  });
}

}  // namespace mingcha::cli
