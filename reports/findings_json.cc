#include "reports/findings_json.h"

#include "reports/json_writer.h"

namespace mingcha::reports {
namespace {

constexpr std::string_view kLine = ",\n  ";

std::string RunJson(const ReportView& view) {
  const model::RunManifest& run = view.input.run;
  JsonObject flags;
  for (const auto& [name, value] : run.flags) flags.Text(name, value);
  JsonObject window;
  if (run.window) window.Day("from", run.window->from).Day("to", run.window->to);
  return JsonObject()
      .Text("id", run.id)
      .Text("title", view.plan.assessment.title)
      .Text("district", view.plan.assessment.district)
      .Text("plan", view.plan.document)
      .Text("tool_version", run.tool_version)
      .Text("config_digest", run.config_digest)
      .Text("config_path", run.config_path)
      .Text("calendar", run.calendar)
      .Day("as_of", run.as_of)
      .Raw("window", run.window ? window.Take() : "null")
      .Raw("flags", flags.Take())
      .Time("crawl_started", run.crawl_started)
      .Time("crawl_ended", run.crawl_ended)
      .Flag("complete", run.complete)
      .Text("stop_reason", run.stop_reason)
      .Int("pages", run.pages)
      .Int("disclosures", run.disclosures)
      .Text("language", view.input.lang == base::Lang::kZh ? "zh" : "en")
      .Take();
}

std::string ListJson(const model::ListTrail& list) {
  JsonObject json;
  json.Text("url", list.url).Text("name", list.name).Int("pages", list.pages).Int("entries", list.entries);
  if (list.announced > 0) json.Int("announced_pages", list.announced);
  if (list.announced_rows >= 0) json.Int("announced_entries", list.announced_rows);
  return json.Flag("to_end", list.to_end)
      .Text("stop_reason", list.stop_reason)
      .Raw("pages_urls", JsonArray(list.pages_urls, [](const std::string& url) { return JsonText(url); }))
      .Take();
}

std::string GapJson(const model::CoverageGap& gap) {
  return JsonObject()
      .Text("url", gap.url)
      .Text("reason", gap.reason)
      .Text("found_on", gap.found_on)
      .Text("anchor", gap.anchor)
      .Take();
}

std::string SiteJson(const ReportView& view, const model::SiteCoverage& site) {
  return JsonObject()
      .Text("site", site.site)
      .Text("site_name", view.SiteName(site.site))
      .Flag("reached", site.reached)
      .Text("robots", model::EnumName(site.robots))
      .Text("robots_authorisation", site.robots_authorisation)
      .Int("planned", site.planned)
      .Int("fetched", site.fetched)
      .Int("denied", site.denied)
      .Int("failed", site.failed)
      .Int("dead", site.dead)
      .Int("not_asked", site.not_asked)
      .Int("unread", site.unread)
      .Raw("lists", JsonArray(site.lists, ListJson))
      .Raw("gaps", JsonArray(site.gaps, GapJson))
      .Take();
}

std::string AreaJson(const model::UnitScore::AreaScore& area) {
  return JsonObject()
      .Text("area", area.area)
      .Number("weight", area.weight)
      .Number("completeness", area.completeness)
      .Number("completeness_of", area.completeness_of)
      .Number("elements", area.elements)
      .Number("elements_of", area.elements_of)
      .Number("timeliness", area.timeliness)
      .Number("timeliness_of", area.timeliness_of)
      .Take();
}

std::string UnitJson(const ReportView& view, const RankedUnit& ranked) {
  const model::UnitScore& unit = *ranked.score;
  JsonObject json;
  json.Text("unit", unit.unit).Text("unit_name", view.UnitName(unit.unit));
  ranked.rank > 0 ? json.Int("rank", ranked.rank) : json.Null("rank");
  unit.score ? json.Number("score", *unit.score) : json.Null("score");
  return json.Int("owed", unit.owed)
      .Int("on_time", unit.on_time)
      .Int("present", unit.present)
      .Int("late", unit.late)
      .Int("missing", unit.missing)
      .Int("missing_to_review", view.CountsOfUnit(unit.unit).asked)
      .Int("pending", unit.pending)
      .Int("exempt", unit.exempt)
      .Int("no_event", unit.no_event)
      .Int("undeterminable", unit.undeterminable)
      .Int("unverifiable", unit.unverifiable)
      .Int("incomplete", unit.incomplete)
      .Int("to_review", unit.to_review)
      .Raw("areas", JsonArray(unit.areas, AreaJson))
      .Take();
}

std::string EvidenceJson(const model::Evidence& evidence) {
  return JsonObject()
      .Text("type", model::EnumName(evidence.type))
      .Text("url", evidence.url)
      .Text("warc_file", evidence.warc_file)
      .Int("offset", evidence.offset)
      .Text("sha256", evidence.sha256)
      .Time("fetched_at", evidence.fetched_at)
      .Text("quote", evidence.quote)
      .Take();
}

std::string FindingJson(const ReportView& view, const model::Finding& finding) {
  return JsonObject()
      .Text("id", finding.id)
      .Text("kind", model::EnumName(finding.kind))
      .Text("severity", model::EnumName(finding.severity))
      .Text("unit", finding.unit)
      .Text("unit_name", view.UnitName(finding.unit))
      .Text("item", finding.item)
      .Text("item_name", view.ItemName(finding.item))
      .Text("area", view.AreaOf(finding.item))
      .Text("project", finding.project)
      .Text("url", finding.url)
      .Text("title", finding.title)
      .Day("event_date", finding.event_date)
      .Day("due", finding.due)
      .Day("published", finding.published)
      .Int("days_over", finding.days_over)
      .Text("day_unit", model::EnumName(finding.day_unit))
      .Raw("rule", JsonObject()
                       .Text("id", finding.rule.id)
                       .Text("source", view.Say(finding.rule.source))
                       .Flag("verified", finding.rule.verified)
                       .Take())
      .Raw("evidence", JsonArray(finding.evidence,
                                 [&](const model::Evidence& e) { return EvidenceJson(view.Complete(e)); }))
      .Text("reason", view.Say(finding.reason))
      .Raw("details", JsonArray(finding.details,
                                [&](const base::Message& detail) { return JsonText(view.Say(detail)); }))
      .Flag("needs_review", finding.needs_review)
      .Text("obligation", finding.obligation)
      .Text("ruling", model::EnumName(finding.ruling))
      .Text("state", model::EnumName(finding.state))
      .Take();
}

std::string ClosedJson(const ReportView& view, const model::ClosedFinding& closed) {
  return JsonObject()
      .Text("state", model::EnumName(closed.finding.state))
      .Text("reason", view.Say(closed.reason))
      .Raw("evidence", JsonArray(closed.evidence,
                                 [&](const model::Evidence& e) { return EvidenceJson(view.Complete(e)); }))
      .Raw("finding", FindingJson(view, closed.finding))
      .Take();
}

template <typename List, typename Render>
std::string Lines(const List& list, Render render) {
  if (list.empty()) return "[]";
  const std::string text = JsonArray(list, render, kLine);
  std::string out = "[\n  ";
  out += std::string_view(text).substr(1, text.size() - 2);
  out += "\n]";
  return out;
}

}  // namespace

std::string FindingsJson(const ReportView& view) {
  std::string text = "{\"schema\":1,\n\"run\":";
  text += RunJson(view);
  text += ",\n\"coverage\":";
  text += Lines(view.input.coverage, [&](const model::SiteCoverage& site) { return SiteJson(view, site); });
  text += ",\n\"units\":";
  text += Lines(view.ranking(), [&](const RankedUnit& unit) { return UnitJson(view, unit); });
  text += ",\n\"findings\":";
  text += Lines(view.input.result.findings,
                [&](const model::Finding& finding) { return FindingJson(view, finding); });
  text += ",\n\"closed\":";
  text += Lines(view.input.result.closed,
                [&](const model::ClosedFinding& closed) { return ClosedJson(view, closed); });
  return text + "}\n";
}

}  // namespace mingcha::reports
