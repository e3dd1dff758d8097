#include <array>

#include "base/check.h"
#include "model/finding.h"
#include "model/page_facts.h"
#include "model/page_record.h"

namespace mingcha::model {
namespace {

template <size_t N>
std::string_view NameAt(const std::array<std::string_view, N>& names, int index) {
  CHECK(index >= 0 && static_cast<size_t>(index) < N) << "enumerator out of range: " << index;
  return names[static_cast<size_t>(index)];
}

}  // namespace

std::string_view FetchOutcomeName(FetchOutcome outcome) {
  static constexpr std::array<std::string_view, 20> kNames = {"ok",
                                                              "not_modified",
                                                              "client_error",
                                                              "gone",
                                                              "server_error",
                                                              "dns",
                                                              "connect",
                                                              "tls",
                                                              "timeout",
                                                              "reset",
                                                              "truncated",
                                                              "too_large",
                                                              "redirect_loop",
                                                              "redirect_out_of_scope",
                                                              "robots_denied",
                                                              "challenge",
                                                              "forbidden_address",
                                                              "bad_url",
                                                              "budget",
                                                              "cancelled"};
  return NameAt(kNames, static_cast<int>(outcome));
}

std::string_view ReadingSourceName(ReadingSource source) {
  static constexpr std::array<std::string_view, 16> kNames = {
      "meta_tag",  "info_table",      "title_tag", "heading", "article_head", "body",
      "signature", "breadcrumb",      "list",      "table",   "script",       "url",
      "header",    "attachment_name", "footer",    "ledger"};
  return NameAt(kNames, static_cast<int>(source));
}

std::string_view PageKindName(PageKind kind) {
  static constexpr std::array<std::string_view, 5> kNames = {"home", "list", "detail", "attachment", "error"};
  return NameAt(kNames, static_cast<int>(kind));
}

std::string_view FindingKindName(FindingKind kind) {
  static constexpr std::array<std::string_view, 24> kNames = {"missing",
                                                              "incomplete",
                                                              "late",
                                                              "undeterminable",
                                                              "unverifiable",
                                                              "misplaced",
                                                              "channel_missing",
                                                              "inconsistent",
                                                              "order_violation",
                                                              "display_cut_short",
                                                              "backdated_suspect",
                                                              "changed",
                                                              "attachment_replaced",
                                                              "withdrawn",
                                                              "stale_column",
                                                              "blank_column",
                                                              "dead_link",
                                                              "foreign_link",
                                                              "page_tags",
                                                              "date_conflict",
                                                              "duplicate_content",
                                                              "privacy_leak",
                                                              "exemption_fault",
                                                              "report_arithmetic"};
  return NameAt(kNames, static_cast<int>(kind));
}

std::string_view SeverityName(Severity severity) {
  static constexpr std::array<std::string_view, 3> kNames = {"high", "medium", "low"};
  return NameAt(kNames, static_cast<int>(severity));
}

std::string_view ObligationSourceName(ObligationSource source) {
  static constexpr std::array<std::string_view, 5> kNames = {"standing", "annual", "chain", "ledger",
                                                             "cross_channel"};
  return NameAt(kNames, static_cast<int>(source));
}

std::string_view VerdictName(Verdict verdict) {
  static constexpr std::array<std::string_view, 11> kNames = {
      "on_time",        "late",         "pending", "missing",           "exempt",        "no_event",
      "undeterminable", "unverifiable", "present", "no_known_universe", "outside_window"};
  return NameAt(kNames, static_cast<int>(verdict));
}

std::string_view EvidenceTypeName(EvidenceType type) {
  static constexpr std::array<std::string_view, 5> kNames = {"page", "list_trail", "ledger_row", "config",
                                                             "history"};
  return NameAt(kNames, static_cast<int>(type));
}

}  // namespace mingcha::model
