#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "model/attachment.h"
#include "model/catalogue.h"
#include "model/draw.h"
#include "model/finding.h"
#include "model/history.h"
#include "model/lifecycle.h"
#include "model/limit.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/scoring.h"
#include "model/site.h"
#include "model/unit.h"

namespace mingcha::model {

/// The names of an enumeration of model/ in the order of its enumerators: the enumerator in snake_case
/// without the `k` (`kReportReceived` → `report_received`). Names are stable: they stand in configuration,
/// stored assessments and reports. Defined for every enumeration of model/; immutable, so any thread may read
/// it.
template <typename E>
[[nodiscard]] const std::vector<std::string_view>& EnumNames();

/// Specialisations live in enum_names.cc; one line per enumeration of model/.
#define MINGCHA_ENUM(E) \
  template <>           \
  const std::vector<std::string_view>& EnumNames<E>()
MINGCHA_ENUM(Cadence);
MINGCHA_ENUM(DecisionKind);
MINGCHA_ENUM(AttachmentType);
MINGCHA_ENUM(AttachmentStatus);
MINGCHA_ENUM(OwedBy);
MINGCHA_ENUM(OwnFact);
MINGCHA_ENUM(Grade);
MINGCHA_ENUM(TitleContextKind);
MINGCHA_ENUM(LimitKind);
MINGCHA_ENUM(DayUnit);
MINGCHA_ENUM(DateMeaning);
MINGCHA_ENUM(ChainKind);
MINGCHA_ENUM(ReadingSource);
MINGCHA_ENUM(DatePrecision);
MINGCHA_ENUM(PageKind);
MINGCHA_ENUM(PageNote);
MINGCHA_ENUM(Link::Kind);
MINGCHA_ENUM(TaskKind);
MINGCHA_ENUM(FetchOutcome);
MINGCHA_ENUM(SiteKind);
MINGCHA_ENUM(RobotsMode);
MINGCHA_ENUM(UnitKind);
MINGCHA_ENUM(FindingKind);
MINGCHA_ENUM(Severity);
MINGCHA_ENUM(ObligationSource);
MINGCHA_ENUM(Verdict);
MINGCHA_ENUM(EvidenceType);
MINGCHA_ENUM(Ruling);
MINGCHA_ENUM(RoundState);
MINGCHA_ENUM(ScoreMethod);
MINGCHA_ENUM(ScoreFormula);
MINGCHA_ENUM(WhenEmpty);
MINGCHA_ENUM(TermRule);
MINGCHA_ENUM(StageState);
MINGCHA_ENUM(DrawKind);
MINGCHA_ENUM(Presence);
#undef MINGCHA_ENUM

/// The name of one enumerator. `value` must be an enumerator; the name lives for ever.
template <typename E>
[[nodiscard]] std::string_view EnumName(E value) {
  return EnumNames<E>().at(static_cast<size_t>(value));
}

/// The enumerator of exactly this name; nullopt if there is none.
template <typename E>
[[nodiscard]] std::optional<E> ParseEnum(std::string_view name) {
  const std::vector<std::string_view>& names = EnumNames<E>();
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace mingcha::model
