#include "model/enum_names.h"

#include "model/enum_list.h"

namespace mingcha::model {
namespace {

// One switch per enumeration: the compiler names the enumerator that has no name yet.

constexpr std::string_view NameOf(DecisionKind value) {
  switch (value) {
    case DecisionKind::kNone:
      return "none";
    case DecisionKind::kPermit:
      return "permit";
    case DecisionKind::kPenalty:
      return "penalty";
    case DecisionKind::kContested:
      return "contested";
  }
  return {};
}

constexpr std::string_view NameOf(OwnFact value) {
  switch (value) {
    case OwnFact::kNone:
      return "none";
    case OwnFact::kDocNumber:
      return "doc_number";
    case OwnFact::kDecisionDay:
      return "decision_day";
    case OwnFact::kIssuer:
      return "issuer";
  }
  return {};
}

constexpr std::string_view NameOf(OwedBy value) {
  switch (value) {
    case OwedBy::kEach:
      return "each";
    case OwedBy::kMaker:
      return "maker";
    case OwedBy::kAnyOf:
      return "any_of";
  }
  return {};
}

constexpr std::string_view NameOf(Cadence value) {
  switch (value) {
    case Cadence::kStanding:
      return "standing";
    case Cadence::kAnnual:
      return "annual";
    case Cadence::kProject:
      return "project";
    case Cadence::kEvent:
      return "event";
  }
  return {};
}

constexpr std::string_view NameOf(Grade value) {
  switch (value) {
    case Grade::kCertain:
      return "certain";
    case Grade::kLikely:
      return "likely";
    case Grade::kWeak:
      return "weak";
  }
  return {};
}

constexpr std::string_view NameOf(TitleContextKind value) {
  switch (value) {
    case TitleContextKind::kAmends:
      return "amends";
    case TitleContextKind::kCloses:
      return "closes";
    case TitleContextKind::kNotDisclosure:
      return "not_disclosure";
  }
  return {};
}

constexpr std::string_view NameOf(LimitKind value) {
  switch (value) {
    case LimitKind::kPublishBy:
      return "publish_by";
    case LimitKind::kStayUp:
      return "stay_up";
    case LimitKind::kPublishBefore:
      return "publish_before";
    case LimitKind::kCalendarDate:
      return "calendar_date";
    case LimitKind::kOrder:
      return "order";
  }
  return {};
}

constexpr std::string_view NameOf(DayUnit value) {
  switch (value) {
    case DayUnit::kWorking:
      return "working";
    case DayUnit::kNatural:
      return "natural";
  }
  return {};
}

constexpr std::string_view NameOf(DateMeaning value) {
  switch (value) {
    case DateMeaning::kUnknown:
      return "unknown";
    case DateMeaning::kFormed:
      return "formed";
    case DateMeaning::kChanged:
      return "changed";
    case DateMeaning::kDecided:
      return "decided";
    case DateMeaning::kSigned:
      return "signed";
    case DateMeaning::kApproved:
      return "approved";
    case DateMeaning::kReceived:
      return "received";
    case DateMeaning::kDetermined:
      return "determined";
    case DateMeaning::kReportReceived:
      return "report_received";
    case DateMeaning::kOpened:
      return "opened";
    case DateMeaning::kSaleStart:
      return "sale_start";
    case DateMeaning::kSaleEnd:
      return "sale_end";
    case DateMeaning::kBidDeadline:
      return "bid_deadline";
    case DateMeaning::kDepositDeadline:
      return "deposit_deadline";
    case DateMeaning::kAccepted:
      return "accepted";
    case DateMeaning::kFiled:
      return "filed";
    case DateMeaning::kDelivered:
      return "delivered";
    case DateMeaning::kAudited:
      return "audited";
    case DateMeaning::kDisplayFrom:
      return "display_from";
    case DateMeaning::kDisplayTo:
      return "display_to";
    case DateMeaning::kSurveyFrom:
      return "survey_from";
    case DateMeaning::kSurveyTo:
      return "survey_to";
    case DateMeaning::kEffective:
      return "effective";
    case DateMeaning::kExpires:
      return "expires";
    case DateMeaning::kPublished:
      return "published";
  }
  return {};
}

constexpr std::string_view NameOf(ChainKind value) {
  switch (value) {
    case ChainKind::kAlways:
      return "always";
    case ChainKind::kOneOf:
      return "one_of";
    case ChainKind::kIf:
      return "if";
  }
  return {};
}

constexpr std::string_view NameOf(ReadingSource value) {
  switch (value) {
    case ReadingSource::kMetaTag:
      return "meta_tag";
    case ReadingSource::kInfoTable:
      return "info_table";
    case ReadingSource::kTitleTag:
      return "title_tag";
    case ReadingSource::kHeading:
      return "heading";
    case ReadingSource::kArticleHead:
      return "article_head";
    case ReadingSource::kBody:
      return "body";
    case ReadingSource::kSignature:
      return "signature";
    case ReadingSource::kBreadcrumb:
      return "breadcrumb";
    case ReadingSource::kList:
      return "list";
    case ReadingSource::kTable:
      return "table";
    case ReadingSource::kScript:
      return "script";
    case ReadingSource::kUrl:
      return "url";
    case ReadingSource::kHeader:
      return "header";
    case ReadingSource::kAttachmentName:
      return "attachment_name";
    case ReadingSource::kFooter:
      return "footer";
    case ReadingSource::kLedger:
      return "ledger";
  }
  return {};
}

constexpr std::string_view NameOf(DatePrecision value) {
  switch (value) {
    case DatePrecision::kDay:
      return "day";
    case DatePrecision::kMonth:
      return "month";
    case DatePrecision::kYear:
      return "year";
  }
  return {};
}

constexpr std::string_view NameOf(PageKind value) {
  switch (value) {
    case PageKind::kHome:
      return "home";
    case PageKind::kList:
      return "list";
    case PageKind::kDetail:
      return "detail";
    case PageKind::kAttachment:
      return "attachment";
    case PageKind::kError:
      return "error";
  }
  return {};
}

constexpr std::string_view NameOf(PageNote value) {
  switch (value) {
    case PageNote::kNone:
      return "none";
    case PageNote::kTable:
      return "table";
    case PageNote::kAttachmentOnly:
      return "attachment_only";
    case PageNote::kSoft404:
      return "soft_404";
    case PageNote::kChallenge:
      return "challenge";
    case PageNote::kTemplateEmpty:
      return "template_empty";
    case PageNote::kRedirectStub:
      return "redirect_stub";
  }
  return {};
}

constexpr std::string_view NameOf(Link::Kind value) {
  switch (value) {
    case Link::Kind::kAnchor:
      return "anchor";
    case Link::Kind::kFrame:
      return "frame";
    case Link::Kind::kRefresh:
      return "refresh";
    case Link::Kind::kScript:
      return "script";
    case Link::Kind::kPager:
      return "pager";
    case Link::Kind::kAttachment:
      return "attachment";
  }
  return {};
}

constexpr std::string_view NameOf(TaskKind value) {
  switch (value) {
    case TaskKind::kRobots:
      return "robots";
    case TaskKind::kSitemap:
      return "sitemap";
    case TaskKind::kSeed:
      return "seed";
    case TaskKind::kList:
      return "list";
    case TaskKind::kDetail:
      return "detail";
    case TaskKind::kAttachment:
      return "attachment";
    case TaskKind::kProbe:
      return "probe";
  }
  return {};
}

constexpr std::string_view NameOf(FetchOutcome value) {
  switch (value) {
    case FetchOutcome::kOk:
      return "ok";
    case FetchOutcome::kNotModified:
      return "not_modified";
    case FetchOutcome::kClientError:
      return "client_error";
    case FetchOutcome::kGone:
      return "gone";
    case FetchOutcome::kServerError:
      return "server_error";
    case FetchOutcome::kDns:
      return "dns";
    case FetchOutcome::kConnect:
      return "connect";
    case FetchOutcome::kTls:
      return "tls";
    case FetchOutcome::kTimeout:
      return "timeout";
    case FetchOutcome::kReset:
      return "reset";
    case FetchOutcome::kTruncated:
      return "truncated";
    case FetchOutcome::kTooLarge:
      return "too_large";
    case FetchOutcome::kBomb:
      return "bomb";
    case FetchOutcome::kRedirectLoop:
      return "redirect_loop";
    case FetchOutcome::kRedirectOutOfScope:
      return "redirect_out_of_scope";
    case FetchOutcome::kRobotsDenied:
      return "robots_denied";
    case FetchOutcome::kChallenge:
      return "challenge";
    case FetchOutcome::kForbiddenAddress:
      return "forbidden_address";
    case FetchOutcome::kBadUrl:
      return "bad_url";
    case FetchOutcome::kSoft404:
      return "soft_404";
    case FetchOutcome::kHostDown:
      return "host_down";
    case FetchOutcome::kHostBusy:
      return "host_busy";
    case FetchOutcome::kBudget:
      return "budget";
    case FetchOutcome::kCancelled:
      return "cancelled";
  }
  return {};
}

constexpr std::string_view NameOf(Presence value) {
  switch (value) {
    case Presence::kPresent:
      return "present";
    case Presence::kVanished:
      return "vanished";
    case Presence::kWithdrawn:
      return "withdrawn";
    case Presence::kUnknown:
      return "unknown";
    case Presence::kNeverSeen:
      return "never_seen";
  }
  return {};
}

constexpr std::string_view NameOf(SiteKind value) {
  switch (value) {
    case SiteKind::kPortal:
      return "portal";
    case SiteKind::kDepartment:
      return "department";
    case SiteKind::kTown:
      return "town";
    case SiteKind::kExchange:
      return "exchange";
    case SiteKind::kCredit:
      return "credit";
    case SiteKind::kMunicipal:
      return "municipal";
    case SiteKind::kOther:
      return "other";
  }
  return {};
}

constexpr std::string_view NameOf(RobotsMode value) {
  switch (value) {
    case RobotsMode::kObey:
      return "obey";
    case RobotsMode::kReportOnly:
      return "report_only";
  }
  return {};
}

constexpr std::string_view NameOf(UnitKind value) {
  switch (value) {
    case UnitKind::kDepartment:
      return "department";
    case UnitKind::kOffice:
      return "office";
    case UnitKind::kTown:
      return "town";
    case UnitKind::kStreet:
      return "street";
    case UnitKind::kEnterprise:
      return "enterprise";
    case UnitKind::kOther:
      return "other";
  }
  return {};
}

constexpr std::string_view NameOf(FindingKind value) {
  switch (value) {
    case FindingKind::kMissing:
      return "missing";
    case FindingKind::kIncomplete:
      return "incomplete";
    case FindingKind::kLate:
      return "late";
    case FindingKind::kUndeterminable:
      return "undeterminable";
    case FindingKind::kUnverifiable:
      return "unverifiable";
    case FindingKind::kMisplaced:
      return "misplaced";
    case FindingKind::kChannelMissing:
      return "channel_missing";
    case FindingKind::kInconsistent:
      return "inconsistent";
    case FindingKind::kOrderViolation:
      return "order_violation";
    case FindingKind::kDisplayCutShort:
      return "display_cut_short";
    case FindingKind::kBackdatedSuspect:
      return "backdated_suspect";
    case FindingKind::kChanged:
      return "changed";
    case FindingKind::kAttachmentReplaced:
      return "attachment_replaced";
    case FindingKind::kWithdrawn:
      return "withdrawn";
    case FindingKind::kStaleColumn:
      return "stale_column";
    case FindingKind::kBlankColumn:
      return "blank_column";
    case FindingKind::kDeadLink:
      return "dead_link";
    case FindingKind::kForeignLink:
      return "foreign_link";
    case FindingKind::kPageTags:
      return "page_tags";
    case FindingKind::kDateConflict:
      return "date_conflict";
    case FindingKind::kDuplicateContent:
      return "duplicate_content";
    case FindingKind::kPrivacyLeak:
      return "privacy_leak";
    case FindingKind::kExemptionFault:
      return "exemption_fault";
    case FindingKind::kReportArithmetic:
      return "report_arithmetic";
  }
  return {};
}

constexpr std::string_view NameOf(Severity value) {
  switch (value) {
    case Severity::kHigh:
      return "high";
    case Severity::kMedium:
      return "medium";
    case Severity::kLow:
      return "low";
  }
  return {};
}

constexpr std::string_view NameOf(ObligationSource value) {
  switch (value) {
    case ObligationSource::kStanding:
      return "standing";
    case ObligationSource::kAnnual:
      return "annual";
    case ObligationSource::kChain:
      return "chain";
    case ObligationSource::kLedger:
      return "ledger";
    case ObligationSource::kCrossChannel:
      return "cross_channel";
  }
  return {};
}

constexpr std::string_view NameOf(Verdict value) {
  switch (value) {
    case Verdict::kOnTime:
      return "on_time";
    case Verdict::kLate:
      return "late";
    case Verdict::kPending:
      return "pending";
    case Verdict::kMissing:
      return "missing";
    case Verdict::kExempt:
      return "exempt";
    case Verdict::kNoEvent:
      return "no_event";
    case Verdict::kUndeterminable:
      return "undeterminable";
    case Verdict::kUnverifiable:
      return "unverifiable";
    case Verdict::kPresent:
      return "present";
    case Verdict::kNoKnownUniverse:
      return "no_known_universe";
    case Verdict::kOutsideWindow:
      return "outside_window";
  }
  return {};
}

constexpr std::string_view NameOf(EvidenceType value) {
  switch (value) {
    case EvidenceType::kPage:
      return "page";
    case EvidenceType::kListTrail:
      return "list_trail";
    case EvidenceType::kLedgerRow:
      return "ledger_row";
    case EvidenceType::kConfig:
      return "config";
    case EvidenceType::kHistory:
      return "history";
  }
  return {};
}

}  // namespace

MINGCHA_DEFINE_ENUM_NAMES(DecisionKind)
MINGCHA_DEFINE_ENUM_NAMES(OwedBy)
MINGCHA_DEFINE_ENUM_NAMES(OwnFact)
MINGCHA_DEFINE_ENUM_NAMES(Cadence)
MINGCHA_DEFINE_ENUM_NAMES(Grade)
MINGCHA_DEFINE_ENUM_NAMES(TitleContextKind)
MINGCHA_DEFINE_ENUM_NAMES(LimitKind)
MINGCHA_DEFINE_ENUM_NAMES(DayUnit)
MINGCHA_DEFINE_ENUM_NAMES(DateMeaning)
MINGCHA_DEFINE_ENUM_NAMES(ChainKind)
MINGCHA_DEFINE_ENUM_NAMES(ReadingSource)
MINGCHA_DEFINE_ENUM_NAMES(DatePrecision)
MINGCHA_DEFINE_ENUM_NAMES(PageKind)
MINGCHA_DEFINE_ENUM_NAMES(PageNote)
MINGCHA_DEFINE_ENUM_NAMES(Link::Kind)
MINGCHA_DEFINE_ENUM_NAMES(TaskKind)
MINGCHA_DEFINE_ENUM_NAMES(FetchOutcome)
MINGCHA_DEFINE_ENUM_NAMES(SiteKind)
MINGCHA_DEFINE_ENUM_NAMES(RobotsMode)
MINGCHA_DEFINE_ENUM_NAMES(UnitKind)
MINGCHA_DEFINE_ENUM_NAMES(FindingKind)
MINGCHA_DEFINE_ENUM_NAMES(Severity)
MINGCHA_DEFINE_ENUM_NAMES(ObligationSource)
MINGCHA_DEFINE_ENUM_NAMES(Verdict)
MINGCHA_DEFINE_ENUM_NAMES(EvidenceType)
MINGCHA_DEFINE_ENUM_NAMES(Presence)

std::string_view FetchOutcomeName(FetchOutcome outcome) { return EnumName(outcome); }
std::string_view ReadingSourceName(ReadingSource source) { return EnumName(source); }
std::string_view PageKindName(PageKind kind) { return EnumName(kind); }
std::string_view FindingKindName(FindingKind kind) { return EnumName(kind); }
std::string_view SeverityName(Severity severity) { return EnumName(severity); }
std::string_view ObligationSourceName(ObligationSource source) { return EnumName(source); }
std::string_view VerdictName(Verdict verdict) { return EnumName(verdict); }
std::string_view PresenceName(Presence presence) { return EnumName(presence); }
std::string_view EvidenceTypeName(EvidenceType type) { return EnumName(type); }

}  // namespace mingcha::model
