#include "checker/findings.h"
#include "model/enum_names.h"

namespace mingcha::checker {

using model::FindingKind;
using model::Severity;

const std::vector<KindRow>& KindTable() {
  using enum FindingKind;
  static const std::vector<KindRow> kTable = {
      {kMissing, Severity::kHigh, true,
       "owed, due, and standing in none of the sufficient places, all of which were read; a document cited "
       "by "
       "number that nobody published (review)",
       "list pages walked + ledger row, source page or the plan's entry", "the plan's item; its limit"},
      {kIncomplete, Severity::kMedium, true,
       "published without an element that the plan's brackets name; what only a law adds is a finding of its "
       "own, for review",
       "the published page", "the plan's item"},
      {kLate, Severity::kMedium, true, "published after its last day, or with too little lead",
       "the page with its dates, the ledger row that gave the event",
       "the limit in force at the event's date"},
      {kUndeterminable, Severity::kLow, false, "found or recorded, but a date or the match is not certain",
       "the page or the ledger row", "settled order of dates; a guess is no verdict"},
      {kUnverifiable, Severity::kLow, false, "not found, and not all places could be read",
       "the URLs that could not be read, or the plan's entry", "coverage rule"},
      {kMisplaced, Severity::kLow, true,
       "stands in a column that the configuration gives to other items, or (review) among the pages of a "
       "unit "
       "that is not its issuer",
       "the page", "the plan"},
      {kChannelMissing, Severity::kMedium, true,
       "published, but not on a required channel that was read whole", "the page + lists of the channel",
       "the channel's rule"},
      {kInconsistent, Severity::kMedium, true,
       "copies of one notice differ in amount, date or winner; in the title alone, or where no law says that "
       "copies must agree: review",
       "both pages", "assessment practice"},
      {kOrderViolation, Severity::kMedium, true, "published before the item that has to come first",
       "both pages", "the order rule"},
      {kDisplayCutShort, Severity::kMedium, true,
       "the display period that the notice states is shorter than the least", "the page", "the display rule"},
      {kBackdatedSuspect, Severity::kHigh, false,
       "claims a day before an earlier round read its list whole without it", "the list then, the page now",
       "history of rounds"},
      {kChanged, Severity::kLow, false, "the main text differs from what an earlier round read",
       "both archived copies", "history of rounds"},
      {kAttachmentReplaced, Severity::kMedium, false,
       "another file behind the same link, or a file whose name bears a day three days or more after its "
       "page",
       "both archived copies, or the page with the name", "history of rounds; name of the file"},
      {kWithdrawn, Severity::kMedium, false,
       "a disclosure is gone on two looks, stands nowhere else, and no display period explains it",
       "the archived copy and the answer", "history of rounds"},
      {kStaleColumn, Severity::kLow, true,
       "the newest entry of a column is older than inspection.yaml allows for columns of its name",
       "the list", "site inspection"},
      {kBlankColumn, Severity::kLow, true,
       "a column without entries; review where it is for events or may be empty; none with a no-event "
       "declaration",
       "the list", "site inspection"},
      {kDeadLink, Severity::kLow, true,
       "a link inside the site that answers 404 or 410 (a soft 404, a name that does not resolve, a link "
       "without text, or a site that no unit owns: review)",
       "the page that links + the answer", "site inspection"},
      {kForeignLink, Severity::kMedium, true,
       "links to a host that is neither a site of the plan nor allowed; one finding a site and host",
       "the page", "site inspection"},
      {kPageTags, Severity::kLow, true,
       "required page tags, site code, footer parts or index numbers are absent or wrong; one finding a site "
       "and "
       "part, none for a site that no unit owns",
       "pages of the site", "page tag standard of 2017"},
      {kDateConflict, Severity::kLow, false, "readings of one meaning differ by more than a day",
       "both readings", "date rule"},
      {kDuplicateContent, Severity::kLow, false,
       "texts a unit writes itself (annual and standing items) are near copies between units or years",
       "both pages", "assessment practice"},
      {kPrivacyLeak, Severity::kHigh, true,
       "private data of a person is published (mobile numbers alone: review)", "the page, masked",
       "regulation article 15"},
      {kExemptionFault, Severity::kMedium, false,
       "an exemption, declaration, extension or ruling without ground, expired, too late or contradicted",
       "the register row + the page", "regulation articles 14 to 18"},
      {kReportArithmetic, Severity::kMedium, true,
       "the annual report's tables do not add up, or do not follow last year's; against published decisions: "
       "review",
       "the report, and last year's", "regulation article 50"},
  };
  return kTable;
}

std::string_view KindWord(FindingKind kind) {
  return kind == FindingKind::kChanged ? "changed after publication" : model::EnumName(kind);
}

const KindRow& RowOf(FindingKind kind) { return KindTable()[static_cast<size_t>(kind)]; }

std::string KindTableMarkdown(const base::Catalogue& names) {
  std::string text =
      "| kind | name | meaning | severity | deducts | evidence required | ground "
      "|\n|---|---|---|---|---|---|---|\n";
  for (const KindRow& row : KindTable()) {
    const std::string kind(model::EnumName(row.kind));
    text += "| " + kind + " | " + names.Render(base::Message{std::string(KindWord(row.kind)), {}}) + " | " +
            std::string(row.meaning) + " | " + std::string(model::EnumName(row.severity)) + " | " +
            (row.deducts ? "yes" : "no") + " | " + std::string(row.evidence) + " | " +
            std::string(row.ground) + " |\n";
  }
  return text;
}

}  // namespace mingcha::checker
