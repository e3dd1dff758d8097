#include "model/enum_names.h"

#include "model/enum_list.h"

namespace mingcha::model {
namespace {

// The enumerations of rulings, rounds, scores, lifecycle and draws; enum_names.cc has the others.

constexpr std::string_view NameOf(Ruling value) {
  switch (value) {
    case Ruling::kNone:
      return "none";
    case Ruling::kConfirmed:
      return "confirmed";
    case Ruling::kDismissed:
      return "dismissed";
    case Ruling::kAmended:
      return "amended";
  }
  return {};
}

constexpr std::string_view NameOf(RoundState value) {
  switch (value) {
    case RoundState::kFirstRound:
      return "first_round";
    case RoundState::kNew:
      return "new";
    case RoundState::kPersisting:
      return "persisting";
    case RoundState::kFixed:
      return "fixed";
    case RoundState::kLawfullyExpired:
      return "lawfully_expired";
    case RoundState::kSuspectRemoval:
      return "suspect_removal";
    case RoundState::kNotJudged:
      return "not_judged";
    case RoundState::kDismissed:
      return "dismissed";
  }
  return {};
}

constexpr std::string_view NameOf(ScoreMethod value) {
  switch (value) {
    case ScoreMethod::kCrawl:
      return "crawl";
    case ScoreMethod::kManual:
      return "manual";
    case ScoreMethod::kMock:
      return "mock";
    case ScoreMethod::kMaterial:
      return "material";
  }
  return {};
}

constexpr std::string_view NameOf(ScoreFormula value) {
  switch (value) {
    case ScoreFormula::kParts:
      return "parts";
    case ScoreFormula::kHits:
      return "hits";
    case ScoreFormula::kEntered:
      return "entered";
    case ScoreFormula::kGrade:
      return "grade";
    case ScoreFormula::kSteps:
      return "steps";
  }
  return {};
}

constexpr std::string_view NameOf(WhenEmpty value) {
  switch (value) {
    case WhenEmpty::kShareOut:
      return "share_out";
    case WhenEmpty::kFull:
      return "full";
    case WhenEmpty::kZero:
      return "zero";
  }
  return {};
}

constexpr std::string_view NameOf(TermRule value) {
  switch (value) {
    case TermRule::kMean:
      return "mean";
    case TermRule::kSum:
      return "sum";
    case TermRule::kLowest:
      return "lowest";
  }
  return {};
}

constexpr std::string_view NameOf(StageState value) {
  switch (value) {
    case StageState::kPublished:
      return "published";
    case StageState::kLate:
      return "late";
    case StageState::kPending:
      return "pending";
    case StageState::kMissing:
      return "missing";
    case StageState::kExempt:
      return "exempt";
    case StageState::kUndeterminable:
      return "undeterminable";
    case StageState::kUnverifiable:
      return "unverifiable";
    case StageState::kAlternative:
      return "alternative";
    case StageState::kConditional:
      return "conditional";
    case StageState::kReview:
      return "review";
    case StageState::kNotOwed:
      return "not_owed";
  }
  return {};
}

constexpr std::string_view NameOf(DrawKind value) {
  switch (value) {
    case DrawKind::kAreas:
      return "areas";
    case DrawKind::kUnits:
      return "units";
    case DrawKind::kProjects:
      return "projects";
    case DrawKind::kPages:
      return "pages";
  }
  return {};
}

}  // namespace

MINGCHA_DEFINE_ENUM_NAMES(Ruling)
MINGCHA_DEFINE_ENUM_NAMES(RoundState)
MINGCHA_DEFINE_ENUM_NAMES(ScoreMethod)
MINGCHA_DEFINE_ENUM_NAMES(ScoreFormula)
MINGCHA_DEFINE_ENUM_NAMES(WhenEmpty)
MINGCHA_DEFINE_ENUM_NAMES(TermRule)
MINGCHA_DEFINE_ENUM_NAMES(StageState)
MINGCHA_DEFINE_ENUM_NAMES(DrawKind)

}  // namespace mingcha::model
