// Two rounds beside each other.
#include "reports/diff.h"

#include <gtest/gtest.h>

#include <map>

#include "base/workbook.h"
#include "sample.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

model::Obligation& OwedById(Sample* sample, const std::string& id) {
  for (model::Obligation& owed : sample->result.obligations) {
    if (owed.id == id) return owed;
  }
  ADD_FAILURE() << "no obligation " << id;
  return sample->result.obligations[0];
}

void EraseFinding(Sample* sample, model::FindingKind kind) {
  std::erase_if(sample->result.findings, [&](const model::Finding& finding) { return finding.kind == kind; });
}

RoundDiff Compare(const Sample& before, const Sample& after) {
  const ReportInput old_input = before.Input(), new_input = after.Input();
  const ReportView old_view(old_input), new_view(new_input);
  RoundDiff diff = CompareRounds(old_view, new_view);
  for (FindingMove& move : diff.findings) (void)move.finding();
  return diff;
}

TEST(DiffTest, EqualRoundsHaveNoMovement) {
  const Sample sample = MakeSample();
  const RoundDiff diff = Compare(sample, sample);
  EXPECT_EQ(diff.Count(Fate::kPersisting), 3);
  EXPECT_EQ(diff.Count(Fate::kNew) + diff.Count(Fate::kFixed) + diff.Count(Fate::kOpen), 0);
  EXPECT_TRUE(diff.removals.empty());
}

TEST(DiffTest, APublishedGapIsMended) {
  const Sample before = MakeSample();
  Sample after = MakeSample();
  EraseFinding(&after, model::FindingKind::kMissing);
  OwedById(&after, "o2").verdict = Verdict::kLate;
  EXPECT_EQ(Compare(before, after).Count(Fate::kFixed), 1);
}

TEST(DiffTest, AGapThatCouldNotBeJudgedAgainIsNotMended) {
  const Sample before = MakeSample();
  Sample after = MakeSample();
  EraseFinding(&after, model::FindingKind::kMissing);
  OwedById(&after, "o2").verdict = Verdict::kUnverifiable;
  const RoundDiff diff = Compare(before, after);
  EXPECT_EQ(diff.Count(Fate::kFixed), 0);
  EXPECT_EQ(diff.Count(Fate::kOpen), 1);
}

TEST(DiffTest, AFindingAfterAnIncompleteRunIsNotMended) {
  Sample before = MakeSample(), after = MakeSample();
  before.result.findings[0].obligation.clear();
  after.result.findings.erase(after.result.findings.begin());
  after.run.complete = false;
  EXPECT_EQ(Compare(before, after).Count(Fate::kOpen), 1);
  after.run.complete = true;
  EXPECT_EQ(Compare(before, after).Count(Fate::kFixed), 1);
}

TEST(DiffTest, RemovalsAreSplitByTheDisplayPeriod) {
  const Sample before = MakeSample();
  Sample after = MakeSample();
  OwedById(&after, "o5").verdict = Verdict::kMissing;  // Published 2025-05-08.
  RoundDiff diff = Compare(before, after);
  ASSERT_EQ(diff.removals.size(), 1u);
  EXPECT_FALSE(diff.removals[0].lawful) << "no limit explains it";
  model::LimitRule stay;
  stay.id = "stay";
  stay.kind = model::LimitKind::kStayUp;
  stay.items = {"bidding.candidates"};
  stay.days = 3;
  stay.unit = model::DayUnit::kNatural;
  after.plan.limits.push_back(stay);
  diff = Compare(before, after);
  EXPECT_TRUE(diff.removals[0].lawful);
  EXPECT_EQ(diff.SuspiciousRemovals(), 0);
  after.plan.limits.back().days = 100;
  diff = Compare(before, after);
  EXPECT_FALSE(diff.removals[0].lawful) << "taken down inside its display period";
  OwedById(&after, "o5").verdict = Verdict::kUnverifiable;
  EXPECT_TRUE(Compare(before, after).removals.empty()) << "not seen is not gone";
}

TEST(DiffTest, APageProvedGoneIsARemovalThoughNothingOwesItAnyMore) {
  Sample before = MakeSample();
  OwedById(&before, "o5").matched = {before.disclosures[0].id};
  Sample after = before;
  std::erase_if(after.result.obligations, [](const model::Obligation& owed) { return owed.id == "o5"; });
  EXPECT_TRUE(Compare(before, after).removals.empty()) << "not owed any more is not gone";
  model::Finding gone = after.result.findings[0];
  gone.id = "gone";
  gone.kind = model::FindingKind::kWithdrawn;
  gone.url = before.disclosures[0].url;
  after.result.findings.push_back(gone);
  std::erase_if(before.result.obligations,
                [](const model::Obligation& owed) { return owed.id != "o5" && !owed.matched.empty(); });
  const RoundDiff diff = Compare(before, after);
  ASSERT_EQ(diff.removals.size(), 1u);
  EXPECT_EQ(diff.removals[0].url, gone.url);
  EXPECT_FALSE(diff.removals[0].lawful);
}

TEST(DiffTest, AWithdrawnPageOfNobodyIsARemovalOnce) {
  const Sample before = MakeSample();
  Sample after = MakeSample();
  model::Finding gone = after.result.findings[0];
  gone.id = "gone";
  gone.kind = model::FindingKind::kWithdrawn;
  gone.url = "http://www.tjbd.example/bulletin.html";
  gone.project = "某公告";
  gone.needs_review = true;
  after.result.findings.push_back(gone);
  const RoundDiff diff = Compare(before, after);
  ASSERT_EQ(diff.removals.size(), 1u);
  EXPECT_EQ(diff.removals[0].url, gone.url);
  EXPECT_EQ(diff.SuspiciousRemovals(), 1);
  EXPECT_EQ(diff.new_to_review, 1) << "told, though it counts for nothing yet";
  const ReportInput old_input = before.Input(base::Lang::kEn), new_input = after.Input(base::Lang::kEn);
  const ReportView old_view(old_input), new_view(new_input);
  const RoundDiff shown = CompareRounds(old_view, new_view);
  EXPECT_NE(DiffText(shown, old_view, new_view).find("1 more are new and wait for review"),
            std::string::npos);
  EXPECT_NE(DiffHtml(shown, old_view, new_view).find(gone.url), std::string::npos);
  EXPECT_EQ(DiffSheets(shown, old_view, new_view).at(2).rows.size(), 1u);
  EXPECT_TRUE(Compare(after, after).removals.empty()) << "told in the round before";
}

TEST(DiffTest, EveryFormSaysTheSame) {
  const Sample before = MakeSample();
  Sample after = MakeSample();
  EraseFinding(&after, model::FindingKind::kMissing);
  OwedById(&after, "o2").verdict = Verdict::kOnTime;
  OwedById(&after, "o5").verdict = Verdict::kMissing;
  after.result.findings[0].id = "ffffffffffffffff";
  after.result.findings[0].title = after.result.findings[0].project = "<script>alert(1)</script>";
  const ReportInput old_input = before.Input(base::Lang::kEn), new_input = after.Input(base::Lang::kEn);
  const ReportView old_view(old_input), new_view(new_input);
  const RoundDiff diff = CompareRounds(old_view, new_view);
  EXPECT_NE(DiffText(diff, old_view, new_view)
                .find("1 new findings, 1 persisting, 2 mended, 0 not judged again; 1 "
                      "removals, 1 of them suspicious"),
            std::string::npos)
      << DiffText(diff, old_view, new_view);
  const std::string html = DiffHtml(diff, old_view, new_view);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
  const auto bytes = WriteWorkbook("diff", DiffSheets(diff, old_view, new_view));
  ASSERT_TRUE(bytes);
  const auto book = base::ReadWorkbook(*bytes);
  ASSERT_TRUE(book);
  EXPECT_EQ(book->sheets.at(1).rows.size(), 2 + diff.findings.size()) << "title, head, one row a finding";
  EXPECT_EQ(book->sheets.at(2).rows.size(), 2 + diff.removals.size());
}

}  // namespace
}  // namespace mingcha::reports
