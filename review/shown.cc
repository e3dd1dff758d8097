#include "review/shown.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "embedded/review_files.h"
#include "extractors/marked_copy.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/json_writer.h"
#include "review/act_request.h"
#include "review/attachment_copy.h"
#include "review/same_facts.h"

namespace mingcha::review {
namespace {

using base::Msg;
using reports::JsonArray;
using reports::JsonObject;
using reports::JsonText;

/// Every `w('…')` of the script: the words it asks for.
std::set<std::string> WordsOf(std::string_view script) {
  std::set<std::string> words;
  constexpr std::string_view kCall = "w('";
  for (size_t at = script.find(kCall); at != std::string_view::npos; at = script.find(kCall, at)) {
    at += kCall.size();
    words.emplace(script.substr(at, script.find('\'', at) - at));
  }
  return words;
}

std::string WordsJson(const reports::ReportView& view) {
  JsonObject words;
  for (const std::string& word : WordsOf(EmbeddedFile("review.js"))) words.Text(word, view.Say(word));
  return words.Take();
}

std::string DaysText(const reports::ReportView& view, const model::Finding& finding) {
  if (finding.days_over <= 0) return {};
  return view.Say(finding.day_unit == model::DayUnit::kWorking ? Msg("{} working days", finding.days_over)
                                                               : Msg("{} days", finding.days_over));
}

}  // namespace

Shown::Shown(std::shared_ptr<const Round> round, int generation)
    : round_(std::move(round)), generation_(generation), view_(round_->input()) {
  const reports::ReportInput& input = round_->input();
  for (const model::Finding& finding : input.result.findings) findings_.emplace(finding.id, &finding);
  for (const model::ClosedFinding& closed : input.result.closed) {
    if (closed.finding.state == model::RoundState::kDismissed)
      findings_.emplace(closed.finding.id, &closed.finding);
  }
  for (const model::EarlierRuling& ruling : round_->earlier()) earlier_.emplace(ruling.act.finding, &ruling);
  for (const model::PageRecord& page : input.pages) {
    by_id_.emplace(page.id, &page);
    if (page.warc.file.empty() || page.body_sha256.empty()) continue;
    by_digest_.emplace(page.body_sha256, &page);
    by_url_[page.url] = &page;
  }
  state_json_ = MakeStateJson();
}

const model::Finding* Shown::Find(std::string_view id) const {
  const auto found = findings_.find(id);
  return found == findings_.end() ? nullptr : found->second;
}

const model::PageRecord* Shown::PageOf(const model::Evidence& evidence) const {
  if (const auto found = by_digest_.find(evidence.sha256);
      !evidence.sha256.empty() && found != by_digest_.end())
    return found->second;
  if (!evidence.sha256.empty()) return nullptr;  // bytes of another time: not to be passed off as these
  const auto found = by_url_.find(evidence.url);
  return found == by_url_.end() ? nullptr : found->second;
}

const model::PageRecord* Shown::PageById(int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() || found->second->warc.file.empty() ? nullptr : found->second;
}

std::string Shown::RowJson(const model::Finding& finding, bool dismissed) const {
  JsonObject row;
  row.Text("id", finding.id);
  row.Text("kind", model::EnumName(finding.kind));
  row.Text("kindName", view_.Word(finding.kind));
  row.Text("unit", finding.unit);
  row.Text("item", view_.ItemName(finding.item));
  row.Text("subject", !finding.project.empty() ? finding.project
                      : !finding.title.empty() ? finding.title
                                               : finding.url);
  row.Int("pile", static_cast<int>(reports::ReportView::PileOf(finding)));
  row.Text("severity", view_.Word(finding.severity));
  row.Flag("dismissed", dismissed);
  row.Text("due", view_.DayText(finding.due));
  row.Text("over", DaysText(view_, finding));
  if (const auto before = earlier_.find(finding.id); before != earlier_.end())
    row.Text("earlier", view_.Word("act", model::ActKindName(before->second->act.kind)));
  return row.Take();
}

/// A ruling of an earlier round as a proposal: who, when and why, whether the same facts hold, and the reason
/// that an act bears which takes it over.
std::string Shown::EarlierJson(const model::EarlierRuling& ruling, const model::Finding& finding) const {
  JsonObject out;
  const std::string act_name = view_.Word("act", model::ActKindName(ruling.act.kind));
  const std::string at = base::ChinaDate(ruling.act.at).Iso();
  out.Text("round", ruling.round);
  out.Text("act", model::ActKindName(ruling.act.kind));
  out.Text("actName", act_name);
  out.Text("by", ruling.act.by);
  out.Text("at", base::ChinaTimeText(ruling.act.at));
  out.Text("reason", ruling.act.reason);
  if (ruling.act.days_over) out.Int("days", *ruling.act.days_over);
  if (ruling.act.unit) {
    out.Text("unitId", *ruling.act.unit);
    out.Text("unit", view_.UnitName(*ruling.act.unit));
  }
  std::vector<std::string> changed;
  if (ruling.finding) {
    changed = ChangedFacts(*ruling.finding, finding, ruling.act.kind);
  } else {
    changed.emplace_back("finding");
  }
  out.Flag("same", changed.empty());
  out.Raw("changed",
          JsonArray(changed, [&](const std::string& fact) { return JsonText(view_.Word("fact", fact)); }));
  out.Text("carried", base::Ellipsize(view_.Say(Msg("as in round {} ({}, {}, {}): {}", ruling.round, act_name,
                                                    ruling.act.by, at, ruling.act.reason)),
                                      kMaxReason));
  return out.Take();
}

std::string Shown::MakeStateJson() const {
  const reports::ReportInput& input = round_->input();
  JsonObject state;
  state.Int("generation", generation_);
  state.Int("applied", round_->acts_applied());
  state.Raw("words", WordsJson(view_));
  state.Int("maxFile", kMaxFileBytes);
  std::map<std::string, std::string> used;
  std::string rows = "[";
  const auto add = [&](const model::Finding& finding, bool dismissed) {
    used.emplace(finding.unit, view_.UnitName(finding.unit));
    if (rows.size() > 1) rows += ",";
    rows += RowJson(finding, dismissed);
  };
  for (const model::Finding& finding : input.result.findings) add(finding, false);
  for (const model::ClosedFinding& closed : input.result.closed) {
    if (closed.finding.state == model::RoundState::kDismissed) add(closed.finding, true);
  }
  state.Raw("findings", rows + "]");
  state.Raw("units", JsonArray(input.plan.units, [](const model::Unit& unit) {
              return "[" + JsonText(unit.id) + "," + JsonText(unit.name) + "]";
            }));
  JsonObject names;
  for (const auto& [id, name] : used) names.Text(id, name);
  state.Raw("unitNames", names.Take());
  return state.Take();
}

std::string Shown::FindingJson(const model::Finding& finding) const {
  JsonObject out;
  out.Text("id", finding.id);
  out.Text("title", finding.title);
  out.Text("url", finding.url);
  out.Text("unit", view_.UnitName(finding.unit));
  out.Text("unitId", finding.unit);
  out.Text("item", view_.ItemName(finding.item));
  out.Text("kind", view_.Word(finding.kind));
  out.Text("severity", view_.Word(finding.severity));
  out.Text("standing", view_.PileWord(reports::ReportView::PileOf(finding)));
  out.Text("project", finding.project);
  out.Text("event", view_.DayText(finding.event_date));
  out.Text("due", view_.DayText(finding.due));
  out.Text("published", view_.DayText(finding.published));
  out.Text("over", DaysText(view_, finding));
  out.Int("days", finding.days_over);
  const model::LimitRule* limit = view_.LimitById(finding.rule.id);
  out.Text("rule", limit != nullptr ? reports::LimitText(view_, *limit) : finding.rule.source);
  out.Text("ruleSource", finding.rule.source);
  out.Flag("verified", finding.rule.verified);
  out.Text("reason", view_.Say(finding.reason));
  if (const auto before = earlier_.find(finding.id); before != earlier_.end())
    out.Raw("earlier", EarlierJson(*before->second, finding));
  out.Raw("details", JsonArray(finding.details,
                               [&](const base::Message& detail) { return JsonText(view_.Say(detail)); }));
  out.Raw("evidence", JsonArray(finding.evidence, [&](const model::Evidence& one) {
            const model::Evidence whole = view_.Complete(one);
            const model::PageRecord* page = PageOf(whole);
            JsonObject entry;
            entry.Text("type", view_.Word("evidence", model::EnumName(whole.type)));
            entry.Text("url", whole.url);
            entry.Text("at", whole.fetched_at ? base::ChinaTimeText(*whole.fetched_at) : "");
            entry.Text("sha256", whole.sha256);
            entry.Text("quote", view_.QuoteText(whole));
            entry.Int("page", page == nullptr ? int64_t{0} : page->id);
            return entry.Take();
          }));
  return out.Take();
}

std::string Shown::ActJson(const model::ReviewAct& act) const {
  JsonObject out;
  out.Int("n", act.number);
  out.Text("at", base::ChinaTimeText(act.at));
  out.Text("finding", act.finding);
  out.Int("version", act.version);
  out.Text("act", model::ActKindName(act.kind));
  out.Text("actName", view_.Word("act", model::ActKindName(act.kind)));
  out.Text("by", act.by);
  out.Text("reason", act.reason);
  if (act.days_over) out.Int("days", *act.days_over);
  if (act.unit) out.Text("unit", view_.UnitName(*act.unit));
  if (act.seen)
    out.Raw("seen", JsonObject()
                        .Text("on", act.seen->published_on.Iso())
                        .Text("url", act.seen->url)
                        .Text("carrier", act.seen->carrier)
                        .Take());
  if (act.file)
    out.Raw("file", JsonObject()
                        .Text("name", act.file->name)
                        .Text("sha256", act.file->sha256)
                        .Int("bytes", act.file->bytes)
                        .Take());
  out.Text("ofKind", view_.Word("kind", act.of_kind));
  out.Text("ofItem", view_.ItemName(act.of_item));
  out.Text("ofUnit", act.of_unit);
  out.Text("ofSubject", act.of_subject);
  return out.Take();
}

std::string Shown::PageHtml() const {
  const reports::ReportInput& input = round_->input();
  std::map<std::string, std::string, std::less<>> slots;
  slots["lang"] = input.lang == base::Lang::kZh ? "zh-CN" : "en";
  const std::string& title = view_.plan.assessment.title;
  slots["title"] =
      reports::EscapeHtml(title.empty() ? view_.Say("Disclosure completeness assessment") : title);
  slots["as_of"] = reports::EscapeHtml(input.run.as_of ? view_.Say(Msg("as of {}", input.run.as_of->Iso()))
                                                       : std::string());
  return reports::FillTemplate(EmbeddedFile("review.html"), view_, slots);
}

std::string Shown::CopyHtml(const model::PageRecord& page, const std::string& body,
                            const model::AttachmentContent* attachment,
                            const std::vector<std::string>& quotes) const {
  std::string inner = attachment != nullptr ? AttachmentCopy(view_, *attachment, quotes)
                                            : extractors::MarkedCopy(body, page.content_type, page.url,
                                                                     view_.plan.lexicon, quotes);
  if (inner.empty()) {
    inner =
        reports::Tag("p", "class=\"none\"",
                     view_.Say(Msg("This is no web page ({}, {} bytes): it is not shown here. The archive "
                                   "holds it under SHA-256 {}.",
                                   page.content_type, body.size(), page.body_sha256)));
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{}</title><style>{}</style>"
      "</head><body>{}</body></html>\n",
      reports::EscapeHtml(view_.Say("Archived copy")), EmbeddedFile("copy.css"), inner);
}

std::string CopyStyleSource() {
  return fmt::format("'sha256-{}'", reports::Base64OfHex(base::Sha256Hex(EmbeddedFile("copy.css"))));
}

}  // namespace mingcha::review
