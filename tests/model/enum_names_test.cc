#include "model/enum_names.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace mingcha::model {
namespace {

template <typename E>
class EnumNamesTest : public testing::Test {};

using Enums =
    testing::Types<Cadence, DecisionKind, OwedBy, Grade, TitleContextKind, LimitKind, DayUnit, DateMeaning,
                   ChainKind, ReadingSource, DatePrecision, PageKind, PageNote, Link::Kind, TaskKind,
                   FetchOutcome, SiteKind, RobotsMode, UnitKind, FindingKind, Severity, ObligationSource,
                   Verdict, EvidenceType, Ruling, RoundState, ScoreMethod, ScoreFormula, WhenEmpty, TermRule,
                   StageState, DrawKind, AttachmentType, AttachmentStatus>;
TYPED_TEST_SUITE(EnumNamesTest, Enums);

TYPED_TEST(EnumNamesTest, EveryNameReadsBackAsItsEnumerator) {
  const auto& names = EnumNames<TypeParam>();
  ASSERT_GE(names.size(), 2u);
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(EnumName(static_cast<TypeParam>(i)), names[i]);
    EXPECT_EQ(ParseEnum<TypeParam>(names[i]), static_cast<TypeParam>(i)) << names[i];
  }
}

TYPED_TEST(EnumNamesTest, NamesAreDistinctSnakeCase) {
  const auto& names = EnumNames<TypeParam>();
  EXPECT_EQ(std::set<std::string_view>(names.begin(), names.end()).size(), names.size());
  for (const std::string_view name : names) {
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos)
        << name;
  }
}

TYPED_TEST(EnumNamesTest, OtherTextIsRefused) {
  for (const std::string_view text : {"", " ", "no such name", "Unknown", "0"})
    EXPECT_EQ(ParseEnum<TypeParam>(text), std::nullopt) << text;
}

TEST(EnumNameTest, NamesOfTheContractStand) {
  EXPECT_EQ(EnumName(DateMeaning::kReportReceived), "report_received");
  EXPECT_EQ(EnumName(DateMeaning::kPublished), "published");
  EXPECT_EQ(EnumNames<DateMeaning>().size(), 25u);
  EXPECT_EQ(EnumName(FindingKind::kDisplayCutShort), "display_cut_short");
  EXPECT_EQ(EnumNames<FindingKind>().size(), 24u);
  EXPECT_EQ(EnumName(EvidenceType::kListTrail), "list_trail");
  EXPECT_EQ(EnumName(Verdict::kNoKnownUniverse), "no_known_universe");
  EXPECT_EQ(EnumName(FetchOutcome::kRedirectOutOfScope), "redirect_out_of_scope");
  EXPECT_EQ(FindingKindName(FindingKind::kMissing), "missing");
}

}  // namespace
}  // namespace mingcha::model
