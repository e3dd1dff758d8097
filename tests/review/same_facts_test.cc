#include "review/same_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mingcha::review {
namespace {

using model::ActKind;
using testing::Contains;
using testing::IsEmpty;

model::Finding Late() {
  model::Finding finding;
  finding.id = "f";
  finding.kind = model::FindingKind::kLate;
  finding.due = base::Date::FromIso("2025-03-03");
  finding.published = base::Date::FromIso("2025-03-05");
  finding.days_over = 2;
  finding.rule = {"plan-20", "the plan", true};
  finding.url = "http://a.cn/1";
  finding.reason = base::Msg("late by {}", 2);
  finding.evidence.push_back(
      {model::EvidenceType::kPage, "http://a.cn/1", "archive/0.warc.gz", 7, "aa", std::nullopt, "x"});
  return finding;
}

TEST(SameFactsTest, WhereTheBytesLieIsNoFact) {
  const model::Finding then = Late();
  model::Finding now = Late();
  now.evidence[0].warc_file = "archive/earlier-01-00000.warc.gz";
  now.evidence[0].offset = 9;
  now.evidence[0].fetched_at = base::Instant::FromIso("2026-01-01T00:00:00Z");
  now.needs_review = true;
  EXPECT_THAT(ChangedFacts(then, now, ActKind::kDismiss), IsEmpty());
}

TEST(SameFactsTest, EveryFactThatARulingStoodOnCounts) {
  const std::vector<std::pair<const char*, void (*)(model::Finding*)>> changes = {
      {"due date", [](model::Finding* f) { f->due = base::Date::FromIso("2025-03-04"); }},
      {"day of publication", [](model::Finding* f) { f->published.reset(); }},
      {"event date", [](model::Finding* f) { f->event_date = base::Date::FromIso("2025-02-01"); }},
      {"rule", [](model::Finding* f) { f->rule.id = "plan-7"; }},
      {"subject", [](model::Finding* f) { f->url = "http://a.cn/2"; }},
      {"archived pages", [](model::Finding* f) { f->evidence[0].sha256 = "bb"; }},
      {"days over", [](model::Finding* f) { f->days_over = 3; }},
      {"reason", [](model::Finding* f) { f->reason = base::Msg("otherwise"); }}};
  for (const auto& [name, change] : changes) {
    model::Finding now = Late();
    change(&now);
    EXPECT_THAT(ChangedFacts(Late(), now, ActKind::kConfirm), Contains(name));
  }
}

TEST(SameFactsTest, DaysOfWhatIsStillMissingRunOn) {
  model::Finding then = Late();
  then.kind = model::FindingKind::kMissing;
  model::Finding now = then;
  now.days_over = 40;
  now.reason = base::Msg("missing for {} days", 40);
  EXPECT_THAT(ChangedFacts(then, now, ActKind::kDismiss), IsEmpty());
  EXPECT_THAT(ChangedFacts(then, now, ActKind::kAmend), Contains("days over"))
      << "set by a person for another day";
}

TEST(SameFactsTest, WhatARulingSetItselfIsNoChange) {
  model::Finding amended = Late();
  amended.days_over = 1;
  EXPECT_THAT(ChangedFacts(amended, Late(), ActKind::kAmend), IsEmpty());
}

}  // namespace
}  // namespace mingcha::review
