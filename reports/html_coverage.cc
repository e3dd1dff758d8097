#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

#include "reports/html_parts.h"

namespace mingcha::reports {
namespace {

constexpr size_t kGapsShown = 100;
constexpr size_t kListsShown = 300;

/// A word that begins with `#` heads a column of numbers.
std::string HeadRow(const ReportView& view, std::initializer_list<std::string_view> words) {
  std::string row;
  for (const std::string_view word : words) {
    const bool is_number = word.starts_with('#');
    row += Tag("th", is_number ? "scope=\"col\" class=\"num\"" : "scope=\"col\"",
               view.Say(word.substr(is_number ? 1 : 0)));
  }
  return Wrap("thead", "", Wrap("tr", "", row));
}

std::string Table(const std::string& head, const std::string& rows) {
  return "<div class=\"scroll\"><table class=\"grid\">" + head + Wrap("tbody", "", rows) + "</table></div>\n";
}

std::string Folded(const std::string& summary, const std::string& content) {
  return Wrap("details", "", Tag("summary", "", summary) + content);
}

std::string SiteRow(const ReportView& view, const model::SiteCoverage& site) {
  const auto to_end = std::count_if(site.lists.begin(), site.lists.end(),
                                    [](const model::ListTrail& list) { return list.to_end; });
  std::string robots = Tag("span", "", view.Word("robots", model::EnumName(site.robots)));
  if (!site.robots_authorisation.empty()) robots += Tag("span", "class=\"sub\"", site.robots_authorisation);
  std::string row = Tag("th", "scope=\"row\"", view.SiteName(site.site)) +
                    Tag("td", site.reached ? "" : "class=\"warn\"", view.YesNo(site.reached));
  for (const int count :
       {site.planned, site.fetched, site.denied, site.failed, site.dead, site.not_asked, site.unread}) {
    row += NumberCell(count);
  }
  row += Tag("td", "class=\"num\"", fmt::format("{} / {}", to_end, site.lists.size()));
  return Wrap("tr", "", row + Wrap("td", "", robots)) + "\n";
}

std::string ListsHtml(const ReportView& view, const model::SiteCoverage& site) {
  if (site.lists.empty()) return {};
  std::string rows;
  for (size_t i = 0; i < std::min(site.lists.size(), kListsShown); ++i) {
    const model::ListTrail& list = site.lists[i];
    rows += Wrap("tr", "",
                 Tag("td", "", list.name) + Wrap("td", "", LinkHtml(list.url)) + NumberCell(list.pages) +
                     NumberCell(list.entries) +
                     Tag("td", list.to_end ? "class=\"ok\"" : "class=\"warn\"", view.YesNo(list.to_end)) +
                     Tag("td", "", view.ReasonWord(list.stop_reason)));
  }
  std::string more;
  if (site.lists.size() > kListsShown) {
    more = Tag("p", "class=\"note\"",
               view.Say(base::Msg("{} more stand in coverage.csv.", site.lists.size() - kListsShown)));
  }
  const auto summary = base::Msg("{}: {} lists walked", view.SiteName(site.site), site.lists.size());
  return Folded(
      view.Say(summary),
      Table(HeadRow(view, {"List", "Address", "#Pages", "#Entries", "To its end", "Why it ended"}), rows) +
          more);
}

std::string GapsHtml(const ReportView& view, const model::SiteCoverage& site) {
  if (site.gaps.empty()) return {};
  std::string rows;
  for (size_t i = 0; i < std::min(site.gaps.size(), kGapsShown); ++i) {
    const model::CoverageGap& gap = site.gaps[i];
    rows += Wrap("tr", "",
                 Tag("td", "", view.ReasonWord(gap.reason)) + Wrap("td", "", LinkHtml(gap.url)) +
                     Tag("td", "", gap.anchor) + Wrap("td", "", LinkHtml(gap.found_on)));
  }
  std::string more;
  if (site.gaps.size() > kGapsShown) {
    more = Tag("p", "class=\"note\"",
               view.Say(base::Msg("{} more stand in coverage.csv.", site.gaps.size() - kGapsShown)));
  }
  const auto summary = base::Msg("{}: {} addresses not read", view.SiteName(site.site), site.gaps.size());
  return Folded(view.Say(summary),
                Table(HeadRow(view, {"Reason", "Address", "Link text", "Found on"}), rows) + more);
}

/// Items of which nothing tells how many there ought to be (settled.md 3), by item.
std::string UniverseHtml(const ReportView& view) {
  std::map<std::string, std::set<std::string>> units_of_item;
  for (const model::Obligation& obligation : view.input.result.obligations) {
    if (obligation.verdict == model::Verdict::kNoKnownUniverse) {
      units_of_item[obligation.item].insert(obligation.shown_unit);
    }
  }
  if (units_of_item.empty()) return {};
  std::string rows;
  for (const model::Item& item : view.plan.items) {
    const auto found = units_of_item.find(item.id);
    if (found == units_of_item.end()) continue;
    std::string units;
    for (const model::UnitScore& unit : view.input.result.units) {
      if (!found->second.contains(unit.unit)) continue;
      if (!units.empty()) units += view.Say(", ");
      units += view.UnitName(unit.unit);
    }
    rows += Wrap("tr", "",
                 Tag("td", "", view.AreaName(item.area)) + Tag("th", "scope=\"row\"", item.name) +
                     NumberCell(static_cast<int64_t>(found->second.size())) + Tag("td", "", units));
  }
  return Tag("h3", "", view.Say("Items without a known universe")) +
         Tag("p", "class=\"lead\"",
             view.Say("No ledger, chain or other channel tells how many of these there ought to be. They are "
                      "not judged, neither as published nor as missing, and stand in no denominator.")) +
         Folded(view.Say(base::Msg("{} items", units_of_item.size())),
                Table(HeadRow(view, {"Area", "Item", "#Number of units", "Units concerned"}), rows));
}

}  // namespace

std::string CoverageHtml(const ReportView& view) {
  std::string rows, lists, gaps;
  for (const model::SiteCoverage& site : view.input.coverage) {
    rows += SiteRow(view, site);
    lists += ListsHtml(view, site);
    gaps += GapsHtml(view, site);
  }
  std::string html =
      Table(HeadRow(view, {"Site", "Reached", "#Planned", "#Fetched", "#Refused", "#Failed", "#Dead",
                           "#Not asked", "#Unread", "#Lists to the end / all", "Robots mode"}),
            rows);
  if (!lists.empty()) html += Tag("h3", "", view.Say("Lists walked")) + lists;
  if (!gaps.empty()) html += Tag("h3", "", view.Say("Addresses not read")) + gaps;
  return html + UniverseHtml(view);
}

}  // namespace mingcha::reports
