// What acts mean for registers and findings.
#include "review/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mingcha::review {
namespace {

using model::ActKind;
using model::ReviewAct;
using testing::SizeIs;

ReviewAct Act(int64_t number, std::string finding, ActKind kind,
              std::string_view at = "2026-03-02T01:00:00Z") {
  ReviewAct act;
  act.number = number;
  act.at = base::Instant::FromIso(at).value();
  act.finding = std::move(finding);
  act.kind = kind;
  act.by = "王芳";
  act.reason = "理由" + std::to_string(number);
  act.of_item = "land.supply-plan";
  act.of_unit = "gtj";
  return act;
}

ReviewAct Seen(int64_t number, std::string finding) {
  ReviewAct act = Act(number, std::move(finding), ActKind::kEvidence);
  act.seen = model::SeenPublication{base::Date::FromIso("2026-02-01").value(), "", "公告栏"};
  return act;
}

TEST(Fold, TheLastRulingHoldsAndNamesWhoWhenWhy) {
  model::Registers registers;
  ApplyActs({Act(1, "f", ActKind::kConfirm), Act(2, "f", ActKind::kNote), Act(3, "f", ActKind::kDismiss)},
            &registers);
  ASSERT_THAT(registers.overrides, SizeIs(1));
  const model::OverrideRow& row = registers.overrides[0];
  EXPECT_EQ(row.ruling, model::Ruling::kDismissed);
  EXPECT_EQ(row.by, "王芳");
  EXPECT_EQ(row.reason, "理由3");
  EXPECT_EQ(row.on->Iso(), "2026-03-02");
  EXPECT_EQ(row.place, "№3");
  EXPECT_TRUE(registers.manual.empty());
}

TEST(Fold, AmendedDaysAndUnitAreTaken) {
  ReviewAct act = Act(1, "f", ActKind::kAmend);
  act.days_over = 4;
  act.unit = "czj";
  model::Registers registers;
  ApplyActs({act}, &registers);
  EXPECT_EQ(registers.overrides.at(0).days_over, 4);
  EXPECT_EQ(registers.overrides.at(0).unit, "czj");
}

TEST(Fold, ReopenTakesRulingsAndPublicationsBack) {
  model::Registers registers;
  ApplyActs({Act(1, "f", ActKind::kDismiss), Seen(2, "f"), Act(3, "f", ActKind::kReopen), Seen(4, "g")},
            &registers);
  EXPECT_TRUE(registers.overrides.empty());
  ASSERT_THAT(registers.manual, SizeIs(1));
  EXPECT_EQ(registers.manual[0].place, "№4");
  EXPECT_EQ(registers.manual[0].item, "land.supply-plan");
  EXPECT_EQ(registers.manual[0].unit, "gtj");
  EXPECT_EQ(registers.manual[0].published_on->Iso(), "2026-02-01");
}

TEST(Fold, AnOlderRowOfTheConfigurationYieldsALaterOneHolds) {
  const auto with_row = [](std::string_view on) {
    model::Registers registers;
    registers.overrides.push_back({"f",
                                   model::Ruling::kConfirmed,
                                   "old",
                                   "li",
                                   base::Date::FromIso(on).value(),
                                   std::nullopt,
                                   {},
                                   "o.csv:2"});
    ApplyActs({Act(1, "f", ActKind::kDismiss)}, &registers);
    return registers.overrides;
  };
  ASSERT_THAT(with_row("2026-03-02"), SizeIs(1));
  EXPECT_EQ(with_row("2026-03-02")[0].ruling, model::Ruling::kDismissed);
  ASSERT_THAT(with_row("2026-03-03"), SizeIs(1));
  EXPECT_EQ(with_row("2026-03-03")[0].ruling, model::Ruling::kConfirmed);
}

TEST(Fold, TheDayIsChinas) {
  model::Registers registers;
  ApplyActs({Act(1, "f", ActKind::kConfirm, "2026-03-01T20:00:00Z")}, &registers);
  EXPECT_EQ(registers.overrides.at(0).on->Iso(), "2026-03-02");
}

TEST(Fold, RemarksAndFilesStandBesideTheirFinding) {
  model::CheckResult result;
  result.findings.resize(2);
  result.findings[0].id = "f";
  result.findings[1].id = "g";
  result.closed.resize(1);
  result.closed[0].finding.id = "h";
  ReviewAct file = Act(2, "f", ActKind::kEvidence);
  file.file = model::KeptFile{"照片.jpg", "review/files/ab.jpg", "ab", 3};
  AddRemarks({Act(1, "f", ActKind::kNote), file, Act(3, "h", ActKind::kNote), Act(4, "g", ActKind::kConfirm)},
             &result);
  ASSERT_THAT(result.findings[0].details, SizeIs(2));
  EXPECT_EQ(base::RenderEnglish(result.findings[0].details[0]), "remark by 王芳 on 2026-03-02: 理由1");
  ASSERT_THAT(result.findings[0].evidence, SizeIs(1));
  EXPECT_EQ(result.findings[0].evidence[0].sha256, "ab");
  EXPECT_TRUE(result.findings[1].details.empty()) << "rulings are told by the checker";
  EXPECT_THAT(result.closed[0].finding.details, SizeIs(1));
}

}  // namespace
}  // namespace mingcha::review
