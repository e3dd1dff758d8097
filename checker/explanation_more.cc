#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "checker/explain_lines.h"
#include "checker/explanation.h"
#include "model/enum_names.h"

// Evidence, points and remedies of findings; pages, projects and scores.
namespace mingcha::checker {
namespace {

using base::Msg;
using model::ExplainSection;
using model::Explanation;
using model::FindingKind;

constexpr size_t kMaxLines = 200;

void Say(base::Message text, ExplainSection* section, std::string url = {}, std::string quote = {},
         int depth = 0) {
  AddLine(kMaxLines, std::move(text), section, std::move(url), std::move(quote), depth);
}

/// A word of its own: `published` also names a date.
std::string StateWord(model::StageState state) { return "stage_" + std::string(model::EnumName(state)); }

std::string Points(double points) {
  std::array<char, 64> text = {};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), points, std::chars_format::fixed, 2);
  return end.ec == std::errc() ? std::string(text.data(), end.ptr) : std::string();
}

}  // namespace

void Explainer::AddEvidence(const model::Finding& finding, Explanation* out) const {
  ExplainSection& section = AddSection("evidence", Msg("evidence"), out);
  for (const auto& evidence : finding.evidence) {
    Say(evidence.fetched_at ? Msg("{}, fetched at {} (China time)", model::EvidenceTypeName(evidence.type),
                                  base::ChinaTimeText(*evidence.fetched_at))
                            : Msg("{}", model::EvidenceTypeName(evidence.type)),
        &section, evidence.url, evidence.quote);
    if (!evidence.warc_file.empty())
      Say(Msg("archived in {} at {}, SHA-256 {}", evidence.warc_file, evidence.offset, evidence.sha256),
          &section, {}, {}, 1);
  }
}

void Explainer::AddPoints(const model::Finding& finding, Explanation* out) const {
  ExplainSection& section = AddSection("score", Msg("points"), out);
  for (const auto& unit : source_.result.units) {
    for (const auto& node : unit.tree) {
      for (const auto& deduction : node.deductions) {
        if (std::find(deduction.findings.begin(), deduction.findings.end(), finding.id) ==
            deduction.findings.end())
          continue;
        if (node.veto) {
          Say(Msg("it vetoes the score of {} by the indicator \"{}\"", UnitName(unit.unit), node.name),
              &section);
          continue;
        }
        const double scale = node.scaled_full > 0 ? node.final_full / node.scaled_full : 1;
        Say(Msg("{}: takes {} of the {} points of \"{}\" in the unit's score", UnitName(unit.unit),
                Points(deduction.points * scale), Points(node.final_full), node.name),
            &section);
        if (deduction.points + 1e-9 < deduction.raw)
          Say(Msg("a cap left {} of {} points", Points(deduction.points * scale),
                  Points(deduction.raw * scale)),
              &section, {}, {}, 1);
      }
    }
  }
  if (section.lines.empty()) Say(Msg("it takes no points"), &section);
}

/// What would settle the matter otherwise: what a unit may bring in an appeal.
void Explainer::AddRemedy(const model::Finding& finding, const model::Obligation* obligation,
                          Explanation* out) const {
  ExplainSection& section = AddSection("remedy", Msg("what would change this"), out);
  const bool gap = finding.kind == FindingKind::kMissing || finding.kind == FindingKind::kUnverifiable;
  if (gap) {
    Say(Msg("the address of a page that shows it, published by {}, with proof of that day",
            finding.due         ? finding.due->Iso()
            : source_.run.as_of ? source_.run.as_of->Iso()
                                : "…"),
        &section);
    Say(Msg("a registered exemption with ground, decider and date, or a declaration that there was none"),
        &section);
    if (obligation != nullptr && obligation->source == model::ObligationSource::kLedger)
      Say(Msg("proof that the row of the ledger is wrong"), &section);
  }
  if (finding.kind == FindingKind::kUnverifiable)
    Say(Msg("reading what was not reached: another crawl, or saved pages entered as manual evidence"),
        &section);
  if (finding.kind == FindingKind::kLate) {
    Say(Msg("proof of an earlier day of publication, or of a later day of the event"), &section);
    Say(Msg("a granted extension on the register"), &section);
  }
  if (finding.kind == FindingKind::kUndeterminable)
    Say(Msg("a document that shows the day which is not known"), &section);
  if (finding.kind == FindingKind::kIncomplete)
    Say(Msg("the place on the page or in an attachment where the element stands"), &section);
  if (finding.kind == FindingKind::kOrderViolation)
    Say(Msg("documents that show the days of both stages"), &section);
  if (!finding.rule.verified) Say(Msg("the text of the law: its number was not verified"), &section);
  if (section.lines.empty()) Say(Msg("a corrected page; the next round reads it again"), &section);
}

Explanation Explainer::OfPage(const model::PageRecord& page) const {
  Explanation out;
  out.what = "page";
  out.id = page.url;
  out.title = Msg("page {}", page.url);
  ExplainSection& fetched = AddSection("fetched", Msg("how it was fetched"), &out);
  Say(Msg("outcome: {} {}", model::FetchOutcomeName(page.outcome), page.outcome_detail), &fetched);
  if (page.http_status != 0) Say(Msg("HTTP status: {}", page.http_status), &fetched);
  Say(Msg("fetched at {} (China time)", base::ChinaTimeText(page.fetched_at)), &fetched);
  if (page.final_url != page.url && !page.final_url.empty())
    Say(Msg("redirected to {}", page.final_url), &fetched, page.final_url);
  if (!page.found_on.empty())
    Say(Msg("found on {} as: {}", page.found_on, page.anchor), &fetched, page.found_on);
  if (!page.warc.file.empty())
    Say(Msg("archived in {} at {}, SHA-256 {}", page.warc.file, page.warc.offset, page.body_sha256),
        &fetched);
  ExplainSection& read = AddSection("read", Msg("what was read in it"), &out);
  const auto facts = source_.facts_of ? source_.facts_of(page.id) : std::nullopt;
  if (facts) {
    Say(Msg("kind of page: {}", model::EnumName(facts->kind)), &read);
    if (facts->title) Say(Msg("title: {}", facts->title->value), &read, {}, facts->title->span.quote);
    if (facts->issuer) Say(Msg("issuer: {}", facts->issuer->value), &read, {}, facts->issuer->span.quote);
    for (const auto& reading : facts->dates) {
      Say(Msg("{} {}, read in: {}, {}", reading.date.Iso(), model::EnumName(reading.meaning),
              model::EnumName(reading.source), model::EnumName(reading.grade)),
          &read, {}, reading.span.quote, 1);
    }
    for (const auto& match : facts->items) {
      Say(Msg("item: {} ({})", ItemName(match.item), model::EnumName(match.grade)), &read);
      for (const auto& why : match.why) Say(why, &read, {}, {}, 1);
    }
    if (facts->items.empty()) Say(Msg("no item of the plan was recognised in it"), &read);
    for (const auto& doubt : facts->doubts) Say(Msg(doubt), &read);
  }
  ExplainSection& used = AddSection("used", Msg("what it counts for"), &out);
  for (const auto& disclosure : source_.disclosures) {
    if (disclosure.page_id != page.id) continue;
    AddDisclosure(disclosure, &used);
    bool counts = false;
    for (const auto& obligation : source_.result.obligations) {
      if (std::find(obligation.matched.begin(), obligation.matched.end(), disclosure.id) ==
          obligation.matched.end())
        continue;
      counts = true;
      Say(Msg("satisfies obligation {}: {} ({})", obligation.id, ItemName(obligation.item),
              model::VerdictName(obligation.verdict)),
          &used, {}, {}, 1);
    }
    if (!counts) Say(Msg("satisfies no obligation"), &used, {}, {}, 1);
  }
  for (const auto& obligation : source_.result.obligations) {
    for (const auto& note : obligation.notes) {
      if (note.args.empty() || note.args.front() != page.url) continue;
      Say(Msg("considered for obligation {} ({})", obligation.id, ItemName(obligation.item)), &used);
      Say(note, &used, {}, {}, 1);
    }
  }
  ExplainSection& findings = AddSection("findings", Msg("findings on it"), &out);
  for (const auto& finding : source_.result.findings) {
    if (finding.url == page.url) Say(finding.reason, &findings, {}, finding.id);
  }
  if (findings.lines.empty()) Say(Msg("none"), &findings);
  return out;
}

Explanation Explainer::OfProject(const model::ProjectLifecycle& project) const {
  Explanation out;
  out.what = "project";
  out.id = project.id;
  out.title = Msg("project {}", project.name);
  ExplainSection& join = AddSection("join", Msg("what holds it together"), &out);
  if (project.codes.empty()) {
    Say(Msg("pages and rows of the same name; no number is known"), &join);
  } else {
    Say(Msg("these numbers: {}", base::Join(project.codes, ", ")), &join);
  }
  Say(project.major ? Msg("it is in the register of major projects")
                    : Msg("it is not in the register of major projects"),
      &join);
  for (const std::string& unit : project.units) Say(Msg("unit: {}", UnitName(unit)), &join);
  ExplainSection& stages = AddSection("stages", Msg("stages in their order"), &out);
  for (size_t i = 0; i < project.cells.size() && i < source_.plan.stages.size(); ++i) {
    const auto& cell = project.cells[i];
    const std::string& name = source_.plan.stages[i].name;
    Say(cell.day ? Msg("{}: {}, {} ({})", name, StateWord(cell.state), cell.day->Iso(),
                       model::EnumName(cell.day_meaning))
                 : Msg("{}: {}", name, StateWord(cell.state)),
        &stages, cell.urls.empty() ? std::string() : cell.urls.front());
    if (!cell.note.format.empty()) Say(cell.note, &stages, {}, {}, 1);
    for (const std::string& finding : cell.findings) Say(Msg("finding {}", finding), &stages, {}, {}, 1);
  }
  ExplainSection& order = AddSection("order", Msg("order of the stages"), &out);
  for (const auto& inversion : project.inversions) {
    const auto name = [&](const std::string& id) {
      for (const auto& stage : source_.plan.stages) {
        if (stage.id == id) return stage.name;
      }
      return id;
    };
    Say(Msg("\"{}\" is of {} ({}), before \"{}\" of {} ({}), which has to come first ({})",
            name(inversion.later), inversion.later_day.Iso(), model::EnumName(inversion.later_meaning),
            name(inversion.earlier), inversion.earlier_day.Iso(), model::EnumName(inversion.earlier_meaning),
            inversion.basis.text),
        &order, inversion.later_url, inversion.finding);
    if (inversion.needs_review)
      Say(Msg("this is for review by a person and deducts nothing"), &order, {}, {}, 1);
  }
  if (order.lines.empty()) Say(Msg("no stage stands before one that has to come first"), &order);
  return out;
}

void Explainer::AddNode(const model::ScoreNode& node, Section* section) const {
  const int depth = node.level - 1;
  if (!node.applicable) {
    Say(Msg("{}: does not apply", node.name), section, {}, {}, depth);
    if (!node.why.format.empty()) Say(node.why, section, {}, {}, depth + 1);
    return;
  }
  if (node.veto) {
    Say(node.deductions.empty() ? Msg("{}: no veto", node.name) : Msg("{}: vetoed", node.name), section, {},
        {}, depth);
  } else if (node.bonus) {
    Say(Msg("{}: bonus {} of {}", node.name, Points(node.reached), Points(node.full)), section, {}, {},
        depth);
  } else {
    Say(Msg("{}: {} of {} points of the score", node.name, Points(node.final_points),
            Points(node.final_full)),
        section, {}, {}, depth);
  }
  if (!node.why.format.empty()) Say(node.why, section, {}, {}, depth + 1);
  const double scale = node.scaled_full > 0 ? node.final_full / node.scaled_full : 1;
  for (const auto& deduction : node.deductions) {
    Say(deduction.reason, section, {}, base::Join(deduction.findings, " "), depth + 1);
    if (deduction.raw > 0)
      Say(Msg("takes {} (by the formula alone {})", Points(deduction.points * scale),
              Points(deduction.raw * scale)),
          section, {}, {}, depth + 2);
  }
}

Explanation Explainer::OfScore(const model::UnitScore& score) const {
  Explanation out;
  out.what = "score";
  out.id = score.unit;
  out.title = Msg("score of {}", UnitName(score.unit));
  ExplainSection& total = AddSection("total", Msg("score"), &out);
  if (!score.score) {
    Say(Msg("not scored"), &total);
    if (!score.not_scored.format.empty()) Say(score.not_scored, &total, {}, {}, 1);
  } else {
    Say(Msg("{} of {} points", Points(*score.score), Points(source_.plan.scoring.points)), &total);
    if (score.bonus > 0)
      Say(Msg("before bonus {}, bonus {}", Points(score.before_bonus), Points(score.bonus)), &total);
    for (const std::string& veto : score.vetoed_by) Say(Msg("vetoed by the indicator {}", veto), &total);
    if (score.provisional) Say(Msg("provisional: scores are still to be entered"), &total);
    if (score.rank > 0) Say(Msg("rank {}, shared with {} others", score.rank, score.rank_ties), &total);
  }
  Say(Msg("owed {}, on time {}, present {}, late {}, missing {}, incomplete {}, pending {}", score.owed,
          score.on_time, score.present, score.late, score.missing, score.incomplete, score.pending),
      &total);
  Say(Msg("not counted: exempt {}, no event {}, undeterminable {}, unverifiable {}, to review {}",
          score.exempt, score.no_event, score.undeterminable, score.unverifiable, score.to_review),
      &total);
  ExplainSection& tree = AddSection("tree", Msg("indicators, and what was taken"), &out);
  for (const auto& node : score.tree) AddNode(node, &tree);
  AddCoverage(score.unit, &out);
  return out;
}

}  // namespace mingcha::checker
