#include "checker/notices.h"

#include <gtest/gtest.h>

#include "checker/check_index.h"

namespace mingcha::checker {
namespace {

model::Disclosure Record(std::string id, std::string subject) {
  model::Disclosure record;
  record.id = std::move(id);
  record.subject = record.subject_text = record.title = std::move(subject);
  return record;
}

std::vector<std::string> Strings(Run<Text> texts) { return {texts.begin(), texts.end()}; }

TEST(TextPoolTest, EqualTextsAreOneAndOutliveWhatTheyWereMadeFrom) {
  TextPool pool;
  const Text first = pool.Of(std::string("a text that is longer than a small string holds"));
  const Text again = pool.Of("a text that is longer than a small string holds");
  EXPECT_EQ(&first.str(), &again.str());
  EXPECT_NE(first, pool.Of("another"));
  EXPECT_EQ(first, std::string_view("a text that is longer than a small string holds"));
  EXPECT_LT(pool.Of("a"), pool.Of("b"));
  EXPECT_TRUE(pool.Of("").empty());
  EXPECT_EQ(Text(), pool.Of(""));
}

TEST(NoticesTest, RecordsOfOneDocumentShareTheirTexts) {
  const Notices notices(
      {Record("1", "road works of the north district"), Record("2", "road works of the north district")});
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(&notices[0].title.str(), &notices[1].subject_text.str());
  EXPECT_EQ(notices[0].id, "1");
  EXPECT_EQ(notices[1].id, "2");
  EXPECT_EQ(notices[1].key, "roadworksofthenorthdistrict");
}

TEST(NoticesTest, IdsOfAnyLengthAreKeptAndOrdered) {
  const std::string usual = "0123456789abcdef";
  const std::string longer = usual + " and what a record of another tool may add";
  Notices notices({Record(longer, "x"), Record(usual, "y"), Record("", "z")});
  notices.Seal();
  const Notices moved = std::move(notices);
  EXPECT_EQ(moved[0].id, longer);
  EXPECT_EQ(moved[1].id, usual);
  EXPECT_EQ(moved[2].id.str(), "");
  EXPECT_LT(moved[1].id, moved[0].id);
  EXPECT_LT(moved[2].id, moved[1].id);
}

TEST(NoticesTest, NumbersAreFoldedSortedAndOnce) {
  model::Disclosure record = Record("1", "x");
  record.codes = {"ZB-2025-2", "zb-2025-2", "No", "AB-2025-1"};
  record.doc_number = "府函〔2025〕5 号";
  const Notices notices({record});
  EXPECT_EQ(Strings(notices[0].refs),
            (std::vector<std::string>{"ab-2025-1", "zb-2025-2", FoldReference(record.doc_number)}));
  EXPECT_EQ(Strings(notices[0].codes), record.codes);
  EXPECT_TRUE(notices[0].key.empty()) << "too short to tell one thing from another";
}

TEST(NoticesTest, ReadingsAreKept) {
  model::Disclosure record = Record("1", "x");
  model::DateReading reading;
  reading.date = base::Date::FromDays(20000);
  reading.meaning = model::DateMeaning::kSigned;
  reading.grade = model::Grade::kCertain;
  reading.source = model::ReadingSource::kTable;
  reading.midnight = true;
  reading.span.quote = "signed on that day";
  record.dates = {reading, reading};
  record.elements = {{"price", "5", {}}};
  const Notices notices({record});
  ASSERT_EQ(notices[0].dates.size(), 2u);
  const NoticeDate& kept = notices[0].dates[1];
  EXPECT_EQ(std::tie(kept.date, kept.meaning, kept.grade, kept.source, kept.precision, kept.midnight),
            std::tie(reading.date, reading.meaning, reading.grade, reading.source, reading.precision,
                     reading.midnight));
  EXPECT_EQ(kept.span.quote, "signed on that day");
  ASSERT_EQ(notices[0].elements.size(), 1u);
  EXPECT_EQ(notices[0].elements[0].element, "price");
}

TEST(NoticesTest, NoticesKeepTheirPlacesWhenThereAreManyAndWhenMoved) {
  Notices notices;
  notices.Add(Record("first", "the first of many"));
  const Notice* first = &notices[0];
  for (int i = 0; i < 10'000; ++i) notices.Add(Record(std::to_string(i), "one of many"));
  const Notices moved = std::move(notices);
  EXPECT_EQ(&moved[0], first);
  EXPECT_EQ(moved[0].title, "the first of many");
  EXPECT_EQ(moved[10'000].id, "9999");
  EXPECT_EQ(moved[10'000].position, 10'000u);
}

}  // namespace
}  // namespace mingcha::checker
