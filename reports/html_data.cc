#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/text.h"
#include "reports/html_parts.h"
#include "reports/json_writer.h"

namespace mingcha::reports {
namespace {

constexpr size_t kPlainRows = 300;

std::string Indexes(const ReportView& view, const std::vector<base::Message>& messages, StringPool* pool) {
  return JsonArray(
      messages, [&](const base::Message& message) { return std::to_string(pool->Index(view.Say(message))); });
}

std::string EvidenceRow(const ReportView& view, const model::Evidence& evidence, StringPool* pool) {
  return fmt::format("[{},{},{},{},{},{},{}]", static_cast<int>(evidence.type), pool->Index(evidence.url),
                     pool->Index(evidence.warc_file), evidence.offset, pool->Index(evidence.sha256),
                     pool->Index(evidence.fetched_at ? base::ChinaTimeText(*evidence.fetched_at) : ""),
                     pool->Index(view.QuoteText(evidence)));
}

/// Elements that the item asks for, each with whether it was found on the pages that satisfy the obligation:
/// for findings about the content alone.
std::string ElementsJson(const ReportView& view, const model::Finding& finding, StringPool* pool) {
  const model::Obligation* obligation = view.ObligationOf(finding);
  const model::Item* item = view.plan.FindItem(finding.item);
  if (finding.kind != model::FindingKind::kIncomplete || obligation == nullptr || item == nullptr)
    return "[]";
  std::map<std::string_view, std::string_view> found;
  for (const std::string& id : obligation->matched) {
    const model::Disclosure* disclosure = view.DisclosureById(id);
    if (disclosure == nullptr) continue;
    for (const model::ElementReading& reading : disclosure->elements)
      found.emplace(reading.element, reading.value);
  }
  // What only a law asks for is a finding of its own.
  const bool of_law = finding.rule.id.starts_with("law:");
  std::vector<const model::Element*> asked;
  for (const model::Element& element : item->elements) {
    if (element.required && element.from_law == of_law) asked.push_back(&element);
  }
  return JsonArray(asked, [&](const model::Element* element) {
    const auto value = found.find(element->name);
    return fmt::format("[{},{},{}]", pool->Index(element->name), value == found.end() ? 0 : 1,
                       value == found.end() ? 0 : pool->Index(value->second));
  });
}

/// What the script needs to tell working days from days off.
std::string CalendarJson(const ReportView& view) {
  int first = 0, last = -1;
  std::string off, work;
  const auto add = [](std::string* list, base::Date day) {
    *list += (list->empty() ? "\"" : ",\"") + day.Iso() + "\"";
  };
  for (const base::CalendarYear& year : view.plan.calendar.years) {
    first = last < 0 ? year.year : std::min(first, year.year);
    last = std::max(last, year.year);
    for (const base::Date day : year.off) add(&off, day);
    for (const base::Date day : year.work) add(&work, day);
  }
  return fmt::format("{{\"first\":{},\"last\":{},\"off\":[{}],\"work\":[{}]}}", first, last, off, work);
}

/// One finding as an array; the order of its columns stands in report_base.js (C).
std::string FindingRow(const ReportView& view, const model::Finding& finding, StringPool* pool) {
  const model::Obligation* obligation = view.ObligationOf(finding);
  const auto day = [&](const std::optional<base::Date>& date) { return pool->Index(view.DayText(date)); };
  std::string row = "[";
  AppendJsonString(finding.id, JsonPlace::kScript, &row);
  auto out = std::back_inserter(row);
  fmt::format_to(out, ",{},{},{}", static_cast<int>(finding.kind), static_cast<int>(finding.severity),
                 static_cast<int>(ReportView::PileOf(finding)));
  fmt::format_to(out, ",{},{},{}", pool->Index(view.UnitName(finding.unit)),
                 pool->Index(view.ItemName(finding.item)),
                 pool->Index(view.AreaName(view.AreaOf(finding.item))));
  fmt::format_to(out, ",{},{},{}", pool->Index(finding.project), pool->Index(finding.title),
                 pool->Index(finding.url));
  fmt::format_to(out, ",{},{},{},{},{}", day(finding.event_date), day(finding.due), day(finding.published),
                 finding.days_over, static_cast<int>(finding.day_unit));
  fmt::format_to(out, ",{},{},{}", pool->Index(finding.rule.id), pool->Index(view.Say(finding.rule.source)),
                 finding.rule.verified ? 1 : 0);
  fmt::format_to(out, ",{},{}", pool->Index(view.Say(finding.reason)), Indexes(view, finding.details, pool));
  fmt::format_to(out, ",{}", JsonArray(finding.evidence, [&](const model::Evidence& evidence) {
                   return EvidenceRow(view, view.Complete(evidence), pool);
                 }));
  const bool known_event = obligation != nullptr && obligation->event_date.has_value();
  fmt::format_to(
      out, ",{},{},{}", obligation == nullptr ? "[]" : Indexes(view, obligation->notes, pool),
      obligation == nullptr ? 0 : pool->Index(view.Say(obligation->reason)),
      known_event ? pool->Index(view.Word("date", model::EnumName(obligation->event_meaning))) : 0);
  const model::LimitRule* limit =
      view.LimitById(obligation == nullptr ? finding.rule.id : obligation->limit_rule);
  fmt::format_to(out, ",{},{}]", ElementsJson(view, finding, pool),
                 limit == nullptr ? 0 : pool->Index(LimitText(view, *limit)));
  return row;
}

/// The texts the script says: every w('…') in it.
std::set<std::string> ScriptWords(std::string_view script) {
  std::set<std::string> words;
  for (size_t pos = script.find("w('"); pos != std::string_view::npos; pos = script.find("w('", pos + 1)) {
    const size_t end = script.find('\'', pos + 3);
    words.emplace(script.substr(pos + 3, end - pos - 3));
  }
  return words;
}

template <typename E>
std::string NamedCodes(const ReportView& view) {
  const std::vector<std::string_view>& names = model::EnumNames<E>();
  std::string text = "[";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += ',';
    text += JsonObject(JsonPlace::kScript)
                .Text("code", names[i])
                .Text("name", view.Word(static_cast<E>(i)))
                .Take();
  }
  return text + "]";
}

std::string PlainRow(const ReportView& view, const model::Finding& finding) {
  const std::string& subject = !finding.project.empty() ? finding.project
                               : !finding.title.empty() ? finding.title
                                                        : finding.url;
  std::string what = Tag("bdi", "", subject);
  what += Tag("span", "class=\"sub\"", view.Say(finding.reason));
  if (!finding.url.empty()) what += Wrap("span", "class=\"sub\"", LinkHtml(finding.url));
  return "<tr>" + Tag("td", "", view.UnitName(finding.unit)) + Tag("td", "", view.ItemName(finding.item)) +
         Tag("td", "", view.Word(finding.kind)) +
         Wrap("td", "",
              Tag("span", fmt::format("class=\"chip s-{}\"", model::EnumName(finding.severity)),
                  view.Word(finding.severity))) +
         Wrap("td", "", what) + Tag("td", "class=\"day\"", view.DayText(finding.due)) +
         Tag("td", "class=\"day\"", view.DayText(finding.published)) +
         Tag("td", "class=\"num\"", finding.days_over > 0 ? std::to_string(finding.days_over) : "") +
         "</tr>\n";
}

/// Addresses of archived copies that stand beside the page, by digest.
std::string CopiesJson(const ReportView& view) {
  JsonObject copies(JsonPlace::kScript);
  for (const auto& [digest, address] : view.input.copies) copies.Text(digest, address);
  return copies.Take();
}

}  // namespace

std::string PlainRowsHtml(const ReportView& view) {
  std::string rows;
  size_t count = 0;
  // Established findings first: with scripts off there are no tabs to keep the piles apart.
  for (const Pile pile : {Pile::kCounted, Pile::kReview, Pile::kUnverifiable}) {
    for (const model::Finding& finding : view.input.result.findings) {
      if (ReportView::PileOf(finding) != pile) continue;
      if (++count > kPlainRows) return rows;
      rows += PlainRow(view, finding);
    }
  }
  return rows;
}

std::string DataBlock(const ReportView& view, std::string_view script, StringPool* pool) {
  JsonObject words(JsonPlace::kScript);
  for (const std::string& word : ScriptWords(script)) words.Text(word, view.Say(word));
  const auto names = [&](const auto& list) {
    return JsonArray(list, [&](const auto& entry) { return std::to_string(pool->Index(entry.name)); });
  };
  const auto plain = [&](std::string_view word) { return JsonText(word, JsonPlace::kScript); };
  std::string findings = JsonArray(
      view.input.result.findings,
      [&](const model::Finding& finding) { return FindingRow(view, finding, pool); }, ",\n");
  std::vector<std::string> day_units, types;
  for (const std::string_view name : model::EnumNames<model::DayUnit>())
    day_units.push_back(view.Say(name == "working" ? "working days" : "natural days"));
  for (const std::string_view name : model::EnumNames<model::EvidenceType>())
    types.push_back(view.Word("evidence", name));
  std::string unit_order = names(view.plan.units), area_order = names(view.plan.areas);
  return JsonObject(JsonPlace::kScript)
      .Raw("words", words.Take())
      .Raw("kinds", NamedCodes<model::FindingKind>(view))
      .Raw("severities", NamedCodes<model::Severity>(view))
      .Raw("dayUnits", JsonArray(day_units, plain))
      .Raw("evidenceTypes", JsonArray(types, plain))
      .Raw("dayUnitCodes", JsonArray(model::EnumNames<model::DayUnit>(), plain))
      .Raw("calendar", CalendarJson(view))
      .Raw("charts", ChartsJson(view))
      .Raw("copies", CopiesJson(view))
      .Text("asOf", view.DayText(view.input.run.as_of))
      .Raw("piles", fmt::format("[{},{},{}]", view.PileSize(Pile::kCounted), view.PileSize(Pile::kReview),
                                view.PileSize(Pile::kUnverifiable)))
      .Raw("unitOrder", unit_order)
      .Raw("areaOrder", area_order)
      .Raw("findings", findings)
      .Raw("strings", pool->Json())
      .Take();
}

}  // namespace mingcha::reports
