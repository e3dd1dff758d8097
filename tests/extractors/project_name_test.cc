#include "extractors/project_name.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/extractors/words.h"

namespace mingcha::extractors {
namespace {

SubjectReader Reader() {
  model::Lexicon lexicon = TestWords();
  lexicon.words["subject_suffix"] = {"的批复", "公告", "公示", "中标候选人",
                                     "招标",   "的",   "批复", "可行性研究报告"};
  lexicon.patterns["subject_noise"].push_back(R"(^\p{Han}{3,30}?(?:局|委员会|办公室)关于)");
  lexicon.words["subject_kind"] = {"建设工程", "建设项目", "工程", "项目"};
  return SubjectReader::Create(lexicon).value();
}

TEST(SubjectTest, NoticesOfOneProjectShareAKey) {
  const std::string key = Reader().Normalise("宝坻区体育中心建设项目");
  EXPECT_EQ(key, "宝坻区体育中心");
  for (const char* title : {"关于宝坻区体育中心建设项目的批复", "关于宝坻区体育中心工程可行性研究报告的批复",
                            "宝坻区体育中心建设项目招标公告", "宝坻区体育中心建设工程中标候选人公示",
                            "宝坻区 体育中心（建设工程）招标公告(第2次招标)", "“宝坻区体育中心”项目"})
    EXPECT_EQ(Reader().SubjectOf(title, nullptr).key, key) << title;
}

TEST(SubjectTest, WhoseTitleItIsIsNoPartOfTheSubject) {
  const std::string key = Reader().Normalise("宝坻区体育中心建设项目");
  for (const char* title : {"某市发展和改革局关于宝坻区体育中心建设项目可行性研究报告的批复",
                            "某市生态环境局宝坻分局关于宝坻区体育中心工程的批复"})
    EXPECT_EQ(Reader().SubjectOf(title, nullptr).key, key) << title;
}

TEST(SubjectTest, PhasesAndLotsStay) {
  const auto key = [](const char* name) { return Reader().Normalise(name); };
  EXPECT_NE(key("某小区工程（一期）"), key("某小区工程（二期）"));
  EXPECT_NE(key("某道路工程一标段"), key("某道路工程二标段"));
  EXPECT_EQ(key("某小区工程（一期）"), key("某小区项目一期"));
}

TEST(SubjectTest, NeverStripsANameAway) {
  EXPECT_EQ(Reader().Normalise("工程"), "工程");
  EXPECT_EQ(Reader().Normalise("招标公告"), "招标");
  EXPECT_EQ(Reader().Normalise(""), "");
  EXPECT_EQ(Reader().Normalise("《》（）"), "");
}

TEST(SubjectTest, NormalisingTwiceChangesNothing) {
  for (const char* name : {"宝坻区体育中心建设项目招标公告", "某路（一期）工程", "ABC Project 3"}) {
    const std::string once = Reader().Normalise(name);
    EXPECT_EQ(Reader().Normalise(once), once) << name;
  }
}

TEST(SubjectTest, TheItemsOwnNameEndsTitlesToo) {
  model::Item item;
  item.name = "取水许可";
  EXPECT_EQ(Reader().SubjectOf("某水厂取水许可公示", &item).text, "某水厂");
}

}  // namespace
}  // namespace mingcha::extractors
