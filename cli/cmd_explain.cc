#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "checker/explain.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "config/run_config.h"
#include "model/enum_names.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::Msg;

/// What an explanation may draw on.
struct Stored {
  model::Plan plan;
  model::RunManifest manifest;
  store::StoredCheck check;
  std::vector<model::Disclosure> disclosures;
};

base::Result<Stored> LoadStored(store::Assessment* assessment) {
  Stored stored;
  ASSIGN_OR_RETURN(store::StoredPlan plan, assessment->LoadPlan());
  stored.plan = std::move(plan.plan);
  stored.manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(stored.check, assessment->LoadCheck());
  ASSIGN_OR_RETURN(stored.disclosures, assessment->LoadDisclosures());
  return stored;
}

class Explainer {
 public:
  Explainer(const Context& context, const Stored& stored)
      : context_(context), stored_(stored), out_(*context.out) {}

  void Finding(const model::Finding& finding) {
    Head(Msg(model::FindingKindName(finding.kind)), finding.id);
    Field(Msg("unit"), UnitName(finding.unit));
    Field(Msg("item"), ItemName(finding.item));
    Field(Msg("subject"), finding.project);
    Field(Msg("title"), finding.title);
    Field(Msg("address"), finding.url);
    Field(Msg("reason"), context_.Say(finding.reason));
    for (const base::Message& detail : finding.details) out_ << "  - " << context_.Say(detail) << "\n";
    Field(Msg("event date"), finding.event_date ? finding.event_date->Iso() : "");
    Field(Msg("due date"), finding.due ? finding.due->Iso() : "");
    Field(Msg("published"), finding.published ? finding.published->Iso() : "");
    Field(Msg("rule"),
          finding.rule.source + " (" + finding.rule.id + ", " +
              context_.Say(finding.rule.verified ? Msg("verified") : Msg("not verified: review only")) + ")");
    if (finding.needs_review)
      out_ << context_.Say(Msg("this is for review by a person and deducts nothing")) << "\n";
    Evidence(finding.evidence);
    for (const model::Obligation& obligation : stored_.check.result.obligations) {
      if (obligation.id == finding.obligation && !finding.obligation.empty()) Obligation(obligation);
    }
  }

  void Obligation(const model::Obligation& obligation) {
    Head(Msg("obligation"), obligation.id);
    Field(Msg("unit"), UnitName(obligation.shown_unit));
    Field(Msg("item"), ItemName(obligation.item));
    Field(Msg("subject"), obligation.subject_text);
    Field(Msg("period"), obligation.period);
    Field(Msg("why it is owed"), context_.Say(obligation.reason));
    Field(Msg("verdict"), context_.Say(Msg(model::VerdictName(obligation.verdict))));
    for (const base::Message& note : obligation.notes) out_ << "  - " << context_.Say(note) << "\n";
    for (const model::Disclosure& disclosure : stored_.disclosures) {
      if (std::find(obligation.matched.begin(), obligation.matched.end(), disclosure.id) !=
          obligation.matched.end())
        Candidate(disclosure);
    }
    Calendar(obligation);
  }

  void Page(const model::PageRecord& page) {
    Head(Msg("page"), page.url);
    Field(Msg("outcome"), fmt::format("{} {}", context_.Say(Msg(model::FetchOutcomeName(page.outcome))),
                                      page.outcome_detail));
    Field(Msg("HTTP status"), fmt::format("{}", page.http_status));
    Field(Msg("fetched at"), base::ChinaTimeText(page.fetched_at));
    Field(Msg("found on"), page.found_on);
    Field(Msg("archive"), fmt::format("{} @ {}", page.warc.file, page.warc.offset));
    Field("SHA-256", page.body_sha256);
    for (const model::Disclosure& disclosure : stored_.disclosures) {
      if (disclosure.page_id == page.id) Candidate(disclosure);
    }
  }

 private:
  void Head(const base::Message& what, const std::string& id) {
    out_ << "== " << context_.Say(what) << " " << id << "\n";
  }
  void Field(const base::Message& name, const std::string& value) { Field(context_.Say(name), value); }
  void Field(const std::string& name, const std::string& value) {
    if (!value.empty()) out_ << name << ": " << value << "\n";
  }
  std::string UnitName(const std::string& id) const {
    const model::Unit* unit = stored_.plan.FindUnit(id);
    return unit == nullptr ? id : fmt::format("{} ({})", unit->name, id);
  }
  std::string ItemName(const std::string& id) const {
    const model::Item* item = stored_.plan.FindItem(id);
    return item == nullptr ? id : fmt::format("{} ({})", item->name, id);
  }

  void Evidence(const std::vector<model::Evidence>& evidence) {
    out_ << context_.Say(Msg("evidence:")) << "\n";
    for (const model::Evidence& entry : evidence) {
      out_ << "  - " << context_.Say(Msg(model::EvidenceTypeName(entry.type))) << " " << entry.url << "\n";
      if (!entry.warc_file.empty())
        out_ << "    " << context_.Say(Msg("archive")) << ": " << entry.warc_file << " @ " << entry.offset
             << "\n";
      if (!entry.sha256.empty()) out_ << "    SHA-256: " << entry.sha256 << "\n";
      if (entry.fetched_at)
        out_ << "    " << context_.Say(Msg("fetched at")) << ": " << base::ChinaTimeText(*entry.fetched_at)
             << "\n";
      if (!entry.quote.empty()) out_ << "    " << context_.Say(Msg("quote")) << ": " << entry.quote << "\n";
    }
  }

  void Candidate(const model::Disclosure& disclosure) {
    out_ << context_.Say(Msg("disclosure")) << ": " << disclosure.title << " " << disclosure.url << "\n";
    for (const base::Message& why : disclosure.why) out_ << "    " << context_.Say(why) << "\n";
    for (const model::DateReading& date : disclosure.dates) {
      out_ << "    " << date.date.Iso() << " " << context_.Say(Msg(model::EnumName(date.meaning))) << " ("
           << context_.Say(Msg(model::EnumName(date.source))) << ", "
           << context_.Say(Msg(model::EnumName(date.grade))) << "): " << date.span.quote << "\n";
    }
  }

  void Calendar(const model::Obligation& obligation) {
    const auto rule =
        std::find_if(stored_.plan.limits.begin(), stored_.plan.limits.end(),
                     [&](const model::LimitRule& limit) { return limit.id == obligation.limit_rule; });
    if (rule == stored_.plan.limits.end() || !obligation.event_date) return;
    const auto calendar = config::MakeCalendar(stored_.plan);
    if (!calendar) return;
    out_ << context_.Say(Msg("the days, one by one:")) << "\n";
    for (const base::Message& day : checker::WalkCalendar(*calendar, *obligation.event_date, *rule))
      out_ << "    " << context_.Say(day) << "\n";
  }

  const Context& context_;
  const Stored& stored_;
  std::ostream& out_;
};

/// Ids may be shortened as long as they fit one only; nothing if none or several fit.
template <typename T>
const T* FindByPrefix(const std::vector<T>& list, const std::string& id) {
  const T* found = nullptr;
  for (const T& entry : list) {
    if (entry.id == id) return &entry;
    if (id.size() >= 4 && entry.id.starts_with(id)) {
      if (found != nullptr) return nullptr;
      found = &entry;
    }
  }
  return found;
}

int Explain(const Context& context, const std::string& folder, const std::string& what) {
  auto assessment = store::Assessment::Open(folder, store::OpenMode::kReadOnly);
  if (!assessment) return context.Report(assessment.error());
  const auto stored = LoadStored(assessment->get());
  if (!stored) return context.Report(stored.error());
  Explainer explainer(context, *stored);
  if (const model::Finding* finding = FindByPrefix(stored->check.result.findings, what)) {
    if (context.json) {
      *context.out << model::ToJson(*finding) << "\n";
    } else {
      explainer.Finding(*finding);
    }
    return kClean;
  }
  if (const model::Obligation* obligation = FindByPrefix(stored->check.result.obligations, what)) {
    if (context.json) {
      *context.out << model::ToJson(*obligation) << "\n";
    } else {
      explainer.Obligation(*obligation);
    }
    return kClean;
  }
  if (const auto page = (*assessment)->FindPage(what)) {
    if (context.json) {
      *context.out << model::ToJson(*page) << "\n";
    } else {
      explainer.Page(*page);
    }
    return kClean;
  }
  return context.Report({base::ErrorCode::kNotFound,
                         Msg("no finding, obligation or page \"{}\" in this assessment; ids are in "
                             "reports/findings.csv and obligations.csv",
                             what),
                         ""});
}

struct Arguments {
  std::string folder, what;
};

}  // namespace

void AddExplain(CLI::App* app, Context* context, Action* action) {
  CLI::App* verb = app->add_subcommand(
      "explain", context->Say(Msg("tells why: rule, dates, candidates, evidence, the calendar day by day")));
  auto args = std::make_shared<Arguments>();
  verb->add_option("DIR", args->folder, context->Say(Msg("assessment folder")))->required();
  verb->add_option(
          "WHAT", args->what,
          context->Say(Msg("id of a finding or obligation (its first digits will do), or a page's address")))
      ->required();
  verb->footer(
      context->Say(Msg("examples:")) +
      "\n  mingcha explain out/2025 3f2a9c\n  mingcha explain out/2025 http://www.tjbd.gov.cn/zwgk/\n");
  verb->callback([=] { *action = [=] { return Explain(*context, args->folder, args->what); }; });
}

}  // namespace mingcha::cli
