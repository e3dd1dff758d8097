#include "reports/machine_forms.h"
#include "reports/escape.h"

#include <fmt/format.h>

#include <map>
#include <unordered_map>
#include <vector>

#include "reports/json_writer.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

struct Suite {
  std::string cases;
  int tests = 0, failures = 0, skipped = 0;
};

/// An XML attribute's value: control characters other than tab would end the document.
std::string Attribute(std::string_view text) {
  std::string out;
  for (const char c : EscapeHtml(text)) out += c == '\n' ? ' ' : c;
  return out;
}

void AddCase(const std::string& name, const std::string& area, const std::string& id,
             const std::string& result, Suite* suite) {
  suite->cases += fmt::format("<testcase name=\"{}\" classname=\"{}\" id=\"{}\">{}</testcase>\n",
                              Attribute(name), Attribute(area), Attribute(id), result);
  ++suite->tests;
}

std::string Failures(const ReportView& view, const std::vector<const model::Finding*>& findings) {
  std::string xml;
  for (const model::Finding* finding : findings) {
    if (ReportView::PileOf(*finding) != Pile::kCounted) continue;
    xml += fmt::format("<failure type=\"{}\" message=\"{}\">{}</failure>", model::EnumName(finding->kind),
                       Attribute(view.Say(finding->reason)),
                       EscapeHtml(finding->url + "\n" + view.Sentences(finding->details)));
  }
  return xml;
}

std::string Skipped(const ReportView& view, const std::vector<const model::Finding*>& findings,
                    Verdict verdict) {
  std::string why = view.Word(verdict);
  for (const model::Finding* finding : findings) why += ": " + view.Say(finding->reason);
  return fmt::format("<skipped message=\"{}\"/>", Attribute(why));
}

bool IsShown(Verdict verdict) {
  return verdict != Verdict::kNoKnownUniverse && verdict != Verdict::kOutsideWindow;
}

bool IsOpen(Verdict verdict) {
  return verdict == Verdict::kPending || verdict == Verdict::kUndeterminable ||
         verdict == Verdict::kUnverifiable;
}

std::string CaseName(const ReportView& view, const std::string& item, const std::string& subject) {
  const std::string name = view.ItemName(item);
  if (name.empty() || subject.empty()) return name + subject;
  return view.Say(base::Msg("{} ({})", name, subject));
}

std::string RuleJson(const ReportView& view, model::FindingKind kind) {
  return JsonObject()
      .Text("id", model::EnumName(kind))
      .Text("name", view.Word(kind))
      .Raw("shortDescription", JsonObject().Text("text", view.Word(kind)).Take())
      .Take();
}

std::string_view Level(const model::Finding& finding) {
  if (ReportView::PileOf(finding) != Pile::kCounted) return "none";
  switch (finding.severity) {
    case model::Severity::kHigh:
      return "error";
    case model::Severity::kMedium:
      return "warning";
    case model::Severity::kLow:
      return "note";
  }
  return "none";
}

std::string_view ResultKind(Pile pile) {
  return pile == Pile::kCounted ? "fail" : pile == Pile::kReview ? "review" : "open";
}

std::string ResultJson(const ReportView& view, const model::Finding& finding) {
  const model::Evidence evidence = view.MainEvidence(finding);
  const std::string& address = finding.url.empty() ? evidence.url : finding.url;
  JsonObject location;
  if (IsWebLink(address)) {
    location.Raw("physicalLocation",
                 JsonObject().Raw("artifactLocation", JsonObject().Text("uri", address).Take()).Take());
  }
  location.Raw("logicalLocations", JsonArray(std::vector<int>{0}, [&](int) {
                 return JsonObject().Text("name", view.UnitName(finding.unit)).Text("kind", "unit").Take();
               }));
  std::string message = view.Say(finding.reason);
  const std::string details = view.Sentences(finding.details);
  if (!details.empty()) message += "\n" + details;
  return JsonObject()
      .Text("ruleId", model::EnumName(finding.kind))
      .Text("kind", ResultKind(ReportView::PileOf(finding)))
      .Text("level", Level(finding))
      .Raw("message", JsonObject().Text("text", message).Take())
      .Raw("locations", "[" + location.Take() + "]")
      .Raw("partialFingerprints", JsonObject().Text("mingchaFinding/v1", finding.id).Take())
      .Raw("properties", JsonObject()
                             .Text("unit", finding.unit)
                             .Text("item", finding.item)
                             .Text("project", finding.project)
                             .Day("due", finding.due)
                             .Day("published", finding.published)
                             .Text("warcFile", evidence.warc_file)
                             .Text("sha256", evidence.sha256)
                             .Take())
      .Take();
}

}  // namespace

std::string JunitXml(const ReportView& view) {
  std::unordered_map<std::string_view, std::vector<const model::Finding*>> by_obligation;
  std::map<std::string, Suite> suites;
  for (const model::Finding& finding : view.input.result.findings) {
    if (!finding.obligation.empty()) by_obligation[finding.obligation].push_back(&finding);
  }
  for (const model::Obligation& obligation : view.input.result.obligations) {
    if (!IsShown(obligation.verdict)) continue;
    Suite& suite = suites[obligation.shown_unit];
    const auto& findings = by_obligation[obligation.id];
    std::string result = Failures(view, findings);
    if (!result.empty()) {
      ++suite.failures;
    } else if (IsOpen(obligation.verdict)) {
      result = Skipped(view, findings, obligation.verdict);
      ++suite.skipped;
    }
    AddCase(CaseName(view, obligation.item,
                     obligation.subject_text.empty() ? obligation.period : obligation.subject_text),
            view.AreaName(view.AreaOf(obligation.item)), obligation.id, result, &suite);
  }
  for (const model::Finding& finding : view.input.result.findings) {
    if (view.ObligationOf(finding) != nullptr || ReportView::PileOf(finding) != Pile::kCounted) continue;
    Suite& suite = suites[finding.unit];
    ++suite.failures;
    AddCase(view.Word(finding.kind), view.AreaName(view.AreaOf(finding.item)), finding.id,
            Failures(view, {&finding}), &suite);
  }
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml += fmt::format("<testsuites name=\"{}\">\n", Attribute(view.plan.assessment.title));
  for (const auto& [unit, suite] : suites) {
    xml += fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
                       Attribute(view.UnitName(unit)), suite.tests, suite.failures, suite.skipped);
    xml += suite.cases;
    xml += "</testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

std::string SarifJson(const ReportView& view) {
  std::vector<model::FindingKind> kinds;
  for (size_t i = 0; i < model::EnumNames<model::FindingKind>().size(); ++i)
    kinds.push_back(static_cast<model::FindingKind>(i));
  const std::string driver =
      JsonObject()
          .Text("name", "mingcha")
          .Text("version", view.input.run.tool_version)
          .Text("language", view.input.lang == base::Lang::kZh ? "zh-CN" : "en-GB")
          .Raw("rules", JsonArray(kinds, [&](model::FindingKind kind) { return RuleJson(view, kind); }))
          .Take();
  const std::string run =
      JsonObject()
          .Raw("tool", JsonObject().Raw("driver", driver).Take())
          .Raw("results",
               JsonArray(
                   view.input.result.findings,
                   [&](const model::Finding& finding) { return ResultJson(view, finding); }, ",\n"))
          .Take();
  return JsonObject()
             .Text("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
             .Text("version", "2.1.0")
             .Raw("runs", "[" + run + "]")
             .Take() +
         "\n";
}

}  // namespace mingcha::reports
