#include <fmt/format.h>

#include <vector>

#include "reports/html_parts.h"

namespace mingcha::reports {
namespace {

using model::FindingKind;

std::string HeadRow(const ReportView& view, const std::vector<std::string_view>& words) {
  std::string row;
  for (const std::string_view word : words) row += Tag("th", "scope=\"col\"", view.Say(word));
  return Wrap("thead", "", Wrap("tr", "", row));
}

std::string FoldedTable(const ReportView& view, const base::Message& summary,
                        const std::vector<std::string_view>& heads, const std::string& rows) {
  if (rows.empty()) return {};
  return Wrap("details", "",
              Tag("summary", "", view.Say(summary)) + "<div class=\"scroll\"><table class=\"grid\">" +
                  HeadRow(view, heads) + Wrap("tbody", "", rows) + "</table></div>");
}

std::string VerifiedCell(const ReportView& view, const model::Basis& basis) {
  return Tag("td", basis.verified ? "class=\"ok\"" : "class=\"warn\"",
             view.Say(basis.verified ? "verified" : "not verified"));
}

std::string ItemsText(const ReportView& view, const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += view.Say(", ");
    if (item == "*") {
      text += view.Say("all items");
    } else if (item.ends_with(".*")) {
      text += view.Say(base::Msg("all of {}", view.AreaName(item.substr(0, item.size() - 2))));
    } else {
      text += view.ItemName(item);
    }
  }
  return text;
}

std::string EventsText(const ReportView& view, const std::vector<model::DateMeaning>& meanings) {
  std::string text;
  for (const model::DateMeaning meaning : meanings) {
    if (!text.empty()) text += view.Say(", ");
    text += view.Word("date", model::EnumName(meaning));
  }
  return text;
}

std::string ValidText(const ReportView& view, const model::ValidRange& valid) {
  if (valid.from && valid.to) return view.Say(base::Msg("{} to {}", valid.from->Iso(), valid.to->Iso()));
  if (valid.from) return view.Say(base::Msg("from {}", valid.from->Iso()));
  if (valid.to) return view.Say(base::Msg("until {}", valid.to->Iso()));
  return {};
}

std::string LimitsHtml(const ReportView& view) {
  std::string rows;
  for (const model::LimitRule& limit : view.plan.limits) {
    rows += Wrap("tr", "",
                 Tag("td", "", ItemsText(view, limit.items)) + Tag("td", "", LimitText(view, limit)) +
                     Tag("td", "", EventsText(view, limit.events)) + Tag("td", "", limit.basis.text) +
                     VerifiedCell(view, limit.basis) + Tag("td", "", ValidText(view, limit.valid)));
  }
  return FoldedTable(view, base::Msg("Time limits ({})", view.plan.limits.size()),
                     {"Items", "Limit", "Counted from", "Document and article", "Source", "In force"}, rows);
}

std::string ChainsHtml(const ReportView& view) {
  std::string rows;
  for (const model::ChainLink& link : view.plan.chains) {
    std::string latest;
    if (link.latest_days > 0) {
      latest = view.Say(base::Msg("within {} {}", link.latest_days,
                                  view.Word("day_unit", model::EnumName(link.latest_unit))));
    }
    rows += Wrap("tr", "",
                 Tag("td", "", view.ItemName(link.from_item)) +
                     Tag("td", "", view.Word("chain", model::EnumName(link.kind))) +
                     Tag("td", "", ItemsText(view, link.to_items)) + Tag("td", "", latest) +
                     Tag("td", "", link.basis.text) + VerifiedCell(view, link.basis));
  }
  return FoldedTable(
      view, base::Msg("Chains: what a disclosure implies ({})", view.plan.chains.size()),
      {"Found", "Relation", "Implies", "At the latest after", "Document and article", "Source"}, rows);
}

std::string GroundsHtml(const ReportView& view) {
  std::string rows;
  for (const model::ExemptionGround& ground : view.plan.grounds) {
    rows += Wrap("tr", "",
                 Tag("th", "scope=\"row\"", ground.name) + Tag("td", "", ground.basis.text) +
                     VerifiedCell(view, ground.basis));
  }
  return FoldedTable(view, base::Msg("Grounds for not publishing ({})", view.plan.grounds.size()),
                     {"Ground", "Document and article", "Source"}, rows);
}

std::string ScoringText(const ReportView& view) {
  const model::Scoring& scoring = view.plan.scoring;
  return view.Say(
      base::Msg("Points: {} for each unit, shared over the areas in which it owes anything{}; inside an area "
                "completeness {}, elements {}, timeliness {}. Where a part has nothing to judge, its weight "
                "is shared out; "
                "a unit that owes nothing is not scored.",
                fmt::format("{}", scoring.points),
                view.Say(scoring.area_weights.empty() ? " in equal weights" : " in the configured weights"),
                fmt::format("{}", scoring.completeness), fmt::format("{}", scoring.elements),
                fmt::format("{}", scoring.timeliness)));
}

/// What a reader must know before using the verdicts (settled.md 3, 9, 12, 14, 19, 20).
std::vector<std::string_view> Principles() {
  // In brackets, so that the checks see that the parts of a sentence are joined on purpose.
  return {
      ("A page that exists proves disclosure; only a known universe proves a gap. Obligations come from "
       "standing "
       "and annual items of the plan, from chains (a tender notice implies candidates, award and contract), "
       "from ledgers handed in, and from what other channels show."),
      ("«Not published» needs every sufficient place of the unit to have been read: each list to its end or "
       "past "
       "the window, every candidate page and attachment. Anything refused, timed out, unread or not crawled "
       "in "
       "that set makes the verdict «not verifiable», and the report names it."),
      ("A due date is the event's date plus the limit by the working-day calendar; the day of the event is "
       "not "
       "counted. The calendar follows the yearly notices, make-up days included."),
      ("An unknown event date, or one that only stands in for the event, gives «undeterminable», never "
       "«late». A "
       "publication date is not taken for an event date."),
      ("A limit, chain or ground marked «not verified» was not read in its document. Exceeding it is a "
       "matter "
       "for review and never deducts."),
      ("Findings to review, undeterminable and not verifiable ones never deduct."),
      ("Each piece of evidence names the archived copy (WARC file and offset), the SHA-256 of its payload, "
       "the "
       "time of fetching and the very text that was read; the archive can be checked without the network."),
      ("robots.txt is obeyed unless an authorisation is named in the coverage table. Anti-crawler pages are "
       "named, "
       "never worked around."),
      ("Private data found on public pages (identity, bank card and phone numbers) are masked in every "
       "report."),
      ("Equal archive, configuration and as-of date give this report byte for byte."),
  };
}

constexpr std::string_view KindMeaning(FindingKind kind) {
  switch (kind) {
    case FindingKind::kMissing:
      return "Due, and not found in any sufficient place, all of which were read to the end.";
    case FindingKind::kIncomplete:
      return "Published, but elements that the plan demands are not in it.";
    case FindingKind::kLate:
      return "Published after its due date.";
    case FindingKind::kUndeterminable:
      return "A date that decides timeliness is unknown; which one, and where it was looked for, is said.";
    case FindingKind::kUnverifiable:
      return "Something that might be the disclosure could not be read, so nothing is claimed.";
    case FindingKind::kMisplaced:
      return "Published, but not in the place where it must stand.";
    case FindingKind::kChannelMissing:
      return "Published by the unit, but not seen on the channel that the plan demands besides.";
    case FindingKind::kInconsistent:
      return "Two publications of the same matter say different things.";
    case FindingKind::kOrderViolation:
      return "Published or done before the step that must come first.";
    case FindingKind::kDisplayCutShort:
      return "Taken down, or its display period set, shorter than the law demands.";
    case FindingKind::kBackdatedSuspect:
      return "Claims a publication date before a crawl that saw its list without it.";
    case FindingKind::kChanged:
      return "The content changed after publication without a notice.";
    case FindingKind::kAttachmentReplaced:
      return "An attachment was replaced under the same address.";
    case FindingKind::kWithdrawn:
      return "Was published at an earlier crawl and is gone.";
    case FindingKind::kStaleColumn:
      return "A column without an update for longer than allowed.";
    case FindingKind::kBlankColumn:
      return "A column that has no entry.";
    case FindingKind::kDeadLink:
      return "A link that leads to no page.";
    case FindingKind::kForeignLink:
      return "A link out to a site that has nothing to do with the matter.";
    case FindingKind::kPageTags:
      return "Required page tags, index number or footer marks are absent or hold template text.";
    case FindingKind::kDateConflict:
      return "Readings of the same date differ by more than a day.";
    case FindingKind::kDuplicateContent:
      return "The same text published again as something else.";
    case FindingKind::kPrivacyLeak:
      return "Numbers of private persons stand in public, check digits verified.";
    case FindingKind::kExemptionFault:
      return "An exemption without a valid ground, or contradicted by a published page.";
    case FindingKind::kReportArithmetic:
      return "Figures of a published report do not add up.";
  }
  return {};
}

}  // namespace

std::string LimitText(const ReportView& view, const model::LimitRule& limit) {
  const std::string days = std::to_string(limit.days);
  const std::string unit = view.Word("day_unit", model::EnumName(limit.unit));
  switch (limit.kind) {
    case model::LimitKind::kPublishBy:
      return view.Say(base::Msg("publish within {} {} of the event", days, unit));
    case model::LimitKind::kStayUp:
      return view.Say(base::Msg("stay up for at least {} {}", days, unit));
    case model::LimitKind::kPublishBefore:
      return view.Say(base::Msg("publish at least {} {} before the event", days, unit));
    case model::LimitKind::kCalendarDate:
      return limit.year_offset == 0
                 ? view.Say(base::Msg("publish by {}-{} of the year", limit.month, limit.day))
                 : view.Say(base::Msg("publish by {}-{} of the following year", limit.month, limit.day));
    case model::LimitKind::kOrder:
      return view.Say(base::Msg("only after {}", view.ItemName(limit.after_item)));
  }
  return {};
}

std::string MethodsHtml(const ReportView& view) {
  std::string list;
  for (const std::string_view principle : Principles()) list += Tag("li", "", view.Say(principle));
  list += Tag("li", "", ScoringText(view));
  return Wrap("ol", "class=\"prose\"", list) + LimitsHtml(view) + ChainsHtml(view) + GroundsHtml(view);
}

std::string GlossaryHtml(const ReportView& view) {
  std::string rows;
  for (size_t i = 0; i < model::EnumNames<FindingKind>().size(); ++i) {
    const auto kind = static_cast<FindingKind>(i);
    rows += Wrap("tr", "",
                 Tag("th", "scope=\"row\"", view.Word(kind)) + Tag("td", "", view.Say(KindMeaning(kind))));
  }
  return "<div class=\"scroll\"><table class=\"grid\">" + HeadRow(view, {"Kind", "Meaning"}) +
         Wrap("tbody", "", rows) + "</table></div>";
}

}  // namespace mingcha::reports
