#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

enum class LimitKind {
  kPublishBy,      ///< Publish within N after the event.
  kStayUp,         ///< Stay up at least N after publication.
  kPublishBefore,  ///< Publish at least N before the event (lead time).
  kCalendarDate,   ///< By a month and day of the year after (or in) the period.
  kOrder,          ///< Not before the predecessor item.
};

enum class DayUnit { kWorking, kNatural };

/// What a date on a page, in a ledger or in a record means. The checker picks an event date by meaning.
enum class DateMeaning {
  kUnknown,
  kFormed,          ///< 成文/形成/落款
  kChanged,         ///< 变更
  kDecided,         ///< permit, penalty, complaint decision
  kSigned,          ///< contract
  kApproved,        ///< approval document date
  kReceived,        ///< approval received
  kDetermined,      ///< supplier or winner determined (定标, 成交)
  kReportReceived,  ///< 收到评标报告
  kOpened,          ///< 开标
  kSaleStart,       ///< sale or auction begins
  kSaleEnd,         ///< sale or auction ends
  kBidDeadline,
  kDepositDeadline,  ///< bid bond or sale deposit to be paid by
  kAccepted,         ///< 竣工验收
  kFiled,            ///< 备案
  kDelivered,        ///< 交付使用
  kAudited,
  kDisplayFrom,  ///< 公示期起
  kDisplayTo,    ///< 公示期止
  kSurveyFrom,   ///< survey of the present state of land begins
  kSurveyTo,     ///< and ends
  kEffective,    ///< 生效/有效期自
  kExpires,
  kPublished,
};

/// One time limit with its law. Which one governs is chosen by the event's date (settled.md 14).
struct LimitRule {
  std::string id;
  LimitKind kind = LimitKind::kPublishBy;
  std::vector<std::string> items;      ///< Item ids or globs (`approval-result.*`, `*`).
  std::vector<std::string> decisions;  ///< `permit`, `penalty`, …: only items of that nature; empty: any.
  std::vector<DateMeaning> events;     ///< Trigger meanings in order of preference.
  std::vector<DateMeaning> proxies;    ///< Meanings that only stand in for the event: give `undeterminable`.
  int days = 0;
  DayUnit unit = DayUnit::kWorking;
  int month = 0, day = 0;          ///< kCalendarDate only.
  int year_offset = 0;             ///< kCalendarDate: 0 in the period's year, 1 in the next.
  std::vector<std::string> units;  ///< Unit ids or classes this limit is for; empty: all.
  std::string after_item;          ///< kOrder: the item that must come first.
  bool is_default = false;         ///< The plan's blanket 7 or 20: yields to any specific law in force.
  Basis basis;
  ValidRange valid;  ///< By the event's date.
  ConfigPlace place;

  bool operator==(const LimitRule&) const = default;
};

enum class ChainKind { kAlways, kOneOf, kIf };

/// What a found or recorded disclosure implies (settled.md 4).
struct ChainLink {
  std::string id;
  std::string from_item;              ///< The item found …
  std::vector<std::string> to_items;  ///< … implies this one, or one of these (kOneOf).
  ChainKind kind = ChainKind::kAlways;
  bool backward = false;                      ///< The implied item must already exist (earlier stage).
  std::string condition;                      ///< kIf: what would have to be known, as a sentence key.
  DateMeaning event = DateMeaning::kUnknown;  ///< The successor's own event, for its limits.
  int latest_days = 0;  ///< Bound on the successor's event, counted from the predecessor's date.
  DayUnit latest_unit = DayUnit::kNatural;
  Basis basis;  ///< basis.verified == false → a gap goes to review.
  ConfigPlace place;

  bool operator==(const ChainLink&) const = default;
};

struct ExemptionGround {
  std::string id;
  std::string name;
  Basis basis;
  ConfigPlace place;

  bool operator==(const ExemptionGround&) const = default;
};

}  // namespace mingcha::model
