#include "extractors/identifiers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/extractors/words.h"

namespace mingcha::extractors {
namespace {

NumberFinder Finder() { return NumberFinder::Create(TestWords()).value(); }

std::vector<std::string> Values(const std::vector<FoundNumber>& found) {
  std::vector<std::string> out;
  for (const FoundNumber& number : found) out.push_back(number.value);
  return out;
}

using Strings = std::vector<std::string>;

TEST(CheckDigitsTest, Uscc) {
  for (const char* good : {"111202240002047246", "11441700007280420Y", "1137078555222300XQ"})
    EXPECT_TRUE(IsValidUscc(good)) << good;
  for (const char* bad :
       {"", "111202240002047245", "11120224000204724", "1112022400020472466", "1112011211201120001847279",
        "11120224000204724O", "Z11202240002047246", "11120224000204724a", "111A02240002047246"})
    EXPECT_FALSE(IsValidUscc(bad)) << bad;
}

TEST(CheckDigitsTest, UsccRefusesEveryOtherCheckCharacter) {
  int valid = 0;
  for (const char c : std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    valid += IsValidUscc(std::string("11120224000204724") + c) ? 1 : 0;
  EXPECT_EQ(valid, 1);
}

TEST(CheckDigitsTest, OrgCode) {
  // The organisation codes inside the verified USCCs.
  for (const char* good : {"00020472-4", "000204724", "007280420", "55222300X"})
    EXPECT_TRUE(IsValidOrgCode(good)) << good;
  for (const char* bad : {"000204725", "00020472_4", "0002047244", "", "00020472-"})
    EXPECT_FALSE(IsValidOrgCode(bad)) << bad;
}

TEST(CheckDigitsTest, ResidentId) {
  EXPECT_TRUE(IsValidResidentId("11010519491231002X"));
  EXPECT_TRUE(IsValidResidentId("11010519491231002x"));
  EXPECT_TRUE(IsValidResidentId("440524188001010014"));
  for (const char* bad :
       {"110105194912310021", "111202240002047246", "11010519491331002X", "11010519490230002X",
        "1101051949123100", "01010519491231002X", "11010519491231002Y", ""})
    EXPECT_FALSE(IsValidResidentId(bad)) << bad;
}

TEST(CheckDigitsTest, Luhn) {
  EXPECT_TRUE(IsValidLuhn("4111111111111111"));
  int valid = 0;
  for (char c = '0'; c <= '9'; ++c) valid += IsValidLuhn(std::string("622202123456789012") + c) ? 1 : 0;
  EXPECT_EQ(valid, 1);
  for (const char* bad : {"4111111111111112", "411111111111", "", "4111-1111-1111-1111"})
    EXPECT_FALSE(IsValidLuhn(bad)) << bad;
}

TEST(CheckDigitsTest, Mobile) {
  EXPECT_TRUE(IsMobile("13812341234"));
  for (const char* bad : {"12812341234", "1381234123", "138123412345", "23812341234"})
    EXPECT_FALSE(IsMobile(bad));
}

TEST(CheckDigitsTest, Mod1110) {
  EXPECT_TRUE(IsValidMod1110("21115223230401342068"));
  EXPECT_FALSE(IsValidMod1110("21115223230401342069"));
  EXPECT_FALSE(IsValidMod1110("2"));
  EXPECT_FALSE(IsValidMod1110("2A"));
}

TEST(ProjectCodeTest, FindsWithOwnBoundaries) {
  const auto codes = FindProjectCodes("项目代码:２０１８-120115-48-03-123456，又 2511-120000-89-01-540044。");
  ASSERT_EQ(codes.size(), 2u);
  EXPECT_EQ(codes[0].value, "2018-120115-48-03-123456");
  EXPECT_EQ(codes[0].form, ProjectCodeForm::kOld);
  EXPECT_FALSE(codes[0].typo_suspected);
  EXPECT_EQ(codes[1].form, ProjectCodeForm::kNew);
  EXPECT_FALSE(codes[1].typo_suspected);
  for (const char* none :
       {"12018-120115-48-03-123456", "2018-120115-48-03-1234567", "2018-120115-48-03-123456-1",
        "A2018-120115-48-03-123456", "2018-12011-48-03-123456"})
    EXPECT_TRUE(FindProjectCodes(none).empty()) << none;
}

TEST(ProjectCodeTest, SpanIsOfTheOriginalBytes) {
  const std::string text = "代码：２０１８-120115-48-03-123456。";
  const auto codes = FindProjectCodes(text);
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(text.substr(codes[0].begin, codes[0].end - codes[0].begin), "２０１８-120115-48-03-123456");
}

TEST(ProjectCodeTest, CheckDigitWarnsInTheNewFormOnly) {
  struct Case {
    const char* code;
    ProjectCodeForm form;
    bool typo;
  };
  for (const Case& c : std::vector<Case>{
           {"2111-522323-04-01-342068", ProjectCodeForm::kNew, false},
           {"2503-411481-04-01-225421", ProjectCodeForm::kNew, false},
           {"2509-320193-89-01-544060", ProjectCodeForm::kNew, false},
           {"2509-320193-89-01-544061", ProjectCodeForm::kNew, true},
           {"2019-430781-47-01-024401", ProjectCodeForm::kOld, false},
           {"2011-120115-04-01-111111", ProjectCodeForm::kNew, true},
           {"2113-120115-04-01-111111", ProjectCodeForm::kUnknown, false},
           {"1999-120115-04-01-111111", ProjectCodeForm::kUnknown, false},
       }) {
    const auto codes = FindProjectCodes(c.code);
    ASSERT_EQ(codes.size(), 1u) << c.code;
    EXPECT_EQ(codes[0].form, c.form) << c.code;
    EXPECT_EQ(codes[0].typo_suspected, c.typo) << c.code;
  }
}

TEST(DocNumberTest, ShapesInTheWild) {
  struct Case {
    const char* text;
    const char* value;
    int year, number;
    bool repaired;
  };
  for (const Case& c : std::vector<Case>{
           {"津南政办函〔2018〕16号", "津南政办函〔2018〕16号", 2018, 16, false},
           {"宝坻区征收[2025]35号", "宝坻区征收〔2025〕35号", 2025, 35, false},
           {"津规资源准函[2025]62号", "津规资源准函〔2025〕62号", 2025, 62, false},
           {"东丽区征告字〔2025〕19号", "东丽区征告字〔2025〕19号", 2025, 19, false},
           {"津滨审批一室准〔2020〕525号", "津滨审批一室准〔2020〕525号", 2020, 525, false},
           {"遂府函〔2019〕55 号", "遂府函〔2019〕55号", 2019, 55, false},
           {"津政函（２０２０）第０７号", "津政函〔2020〕7号", 2020, 7, false},
           {"(国办发〔201797号)", "国办发〔2017〕97号", 2017, 97, true},
           {"(津政办函〔20189号)精神", "津政办函〔2018〕9号", 2018, 9, true},
           {"根据国办发〔2017〕97号和", "国办发〔2017〕97号", 2017, 97, false},
           {"现依据《通知》按照津发改〔2020〕3号", "津发改〔2020〕3号", 2020, 3, false},
       }) {
    const auto numbers = Finder().FindDocNumbers(c.text);
    ASSERT_EQ(numbers.size(), 1u) << c.text;
    EXPECT_EQ(numbers[0].value, c.value) << c.text;
    EXPECT_EQ(numbers[0].year, c.year) << c.text;
    EXPECT_EQ(numbers[0].number, c.number) << c.text;
    EXPECT_EQ(numbers[0].repaired, c.repaired) << c.text;
  }
}

TEST(DocNumberTest, NoneWhereThereIsNone) {
  for (const char* none : {"", "2018年第3号", "〔2018〕3号", "国办发〔1817〕97号", "国办发〔2017〕号",
                           "国办发〔2017〕0号", "根据〔2018〕3号", "京东商城(2018)订单"})
    EXPECT_TRUE(Finder().FindDocNumbers(none).empty()) << none;
}

TEST(IndexNumberTest, PrefixTellsTheOrgan) {
  const auto seed = ParseIndexNumber("111202240002047246/2020-01662");
  ASSERT_TRUE(seed);
  EXPECT_EQ(seed->kind, IndexNumber::Prefix::kUscc);
  EXPECT_EQ(seed->year, 2020);
  EXPECT_EQ(ParseIndexNumber("00020472-4/2022-00185")->kind, IndexNumber::Prefix::kOrgCode);
  // A real malformed one: 25 characters.
  EXPECT_EQ(ParseIndexNumber("1112011211201120001847279/2020-00121")->kind, IndexNumber::Prefix::kUnknown);
  EXPECT_FALSE(ParseIndexNumber("null02D/01A/D3C20190807"));
  EXPECT_FALSE(ParseIndexNumber(""));
}

TEST(IndexNumberTest, FoundInText) {
  EXPECT_EQ(Values(FindIndexNumbers("索 引 号：111202240002047246/2020-01662 发布")),
            Strings{"111202240002047246/2020-01662"});
  EXPECT_TRUE(FindIndexNumbers("1112011211201120001847279/2020-00121").empty());
}

TEST(NumberFinderTest, ParcelsFilingsAndSiteCodes) {
  EXPECT_EQ(Values(Finder().FindParcelNumbers("出让津蓟（挂）2014-022号地块")),
            Strings{"津蓟(挂)2014-022号"});
  EXPECT_EQ(Values(Finder().FindIcpNumbers("津ICP备17009684号")), Strings{"津ICP备17009684号"});
  EXPECT_EQ(Values(Finder().FindPoliceFilings("津公网安备 12011002018073号")),
            Strings{"津公网安备12011002018073号"});
  EXPECT_EQ(Values(Finder().FindSiteCodes("网站标识码：1201100002 电话 1201100003")), Strings{"1201100002"});
}

TEST(NumberFinderTest, ReferenceNumbersAfterTheirLabels) {
  struct Case {
    const char* text;
    Strings values;
  };
  for (const Case& c : std::vector<Case>{
           {"标段（包）编号：YLA020060-202501-01(2)\n一、招标概况", {"YLA020060-202501-01(2)"}},
           {"项 目 编 号: TJBD-2025-012项目名称:某工程", {"TJBD-2025-012"}},
           {"项目编号\nTJBD-2025-012", {"TJBD-2025-012"}},
           {"（项目编号：HB-2024-A01）", {"HB-2024-A01"}},
           {"采购编号：津宝采〔2025〕012号。", {"津宝采〔2025〕012号"}},
           {"项目编号以公告为准", {}},
           {"项目编号：/", {}},
           {"项目编号：见附件2", {}},
           {"招标项目编号：E1201150101001", {"E1201150101001"}},
           {"项目编号：[350703]FJZHJS[GK]2025003，", {"[350703]FJZHJS[GK]2025003"}},
           {"项目编号：2019嘉秀洲-011号地块", {"2019嘉秀洲-011号"}},
           {"项目编号：工201905", {"工201905"}},
           {"项目编号为2025年度第一批", {}},
           {"项目编号：、项目编号：AB-2025-01", {"AB-2025-01"}},
           {"招标编号（项目编号）：、标段编号：、", {}},
       }) {
    EXPECT_EQ(Values(Finder().FindReferenceNumbers(c.text)), c.values) << c.text;
  }
}

TEST(NumberFinderTest, CodesComeOnceProjectCodesFirst) {
  EXPECT_EQ(Finder().FindCodes("项目编号：AB-2025-01 代码2511-120000-89-01-540044，项目编号：AB-2025-01"),
            (Strings{"2511-120000-89-01-540044", "AB-2025-01"}));
}

TEST(NumberFinderTest, BadPatternNamesItsList) {
  model::Lexicon lexicon;
  lexicon.patterns["icp"] = {"("};
  const auto finder = NumberFinder::Create(lexicon);
  ASSERT_FALSE(finder);
  EXPECT_EQ(finder.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_NE(base::ToEnglish(finder.error()).find("icp"), std::string::npos);
  lexicon.patterns = {{"doc_number_parts", {R"(\d+)"}}};
  EXPECT_FALSE(NumberFinder::Create(lexicon));
  EXPECT_TRUE(NumberFinder::Create({})->FindDocNumbers("国办发〔2017〕97号").empty());
}

}  // namespace
}  // namespace mingcha::extractors
