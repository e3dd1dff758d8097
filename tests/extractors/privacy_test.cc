#include "extractors/privacy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/extractor.h"
#include "extractors/page_text.h"
#include "model/json.h"
#include "tests/extractors/words.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

// Ids made up for these tests, check characters right; divisions and serials belong to nobody known.
constexpr const char* kAdultId = "11010519491231002X";
constexpr const char* kCard = "6222021001122334455";

std::string CardWithLuhn() {
  std::string card = "622202100112233445";
  for (char c = '0'; c <= '9'; ++c) {
    int sum = 0;
    const std::string whole = card + c;
    for (size_t i = 0; i < whole.size(); ++i) {
      int d = whole[whole.size() - 1 - i] - '0';
      if (i % 2 == 1) d = d > 4 ? 2 * d - 9 : 2 * d;
      sum += d;
    }
    if (sum % 10 == 0) return whole;
  }
  return kCard;
}

PageText Plain(std::string text) {
  PageText page;
  page.text = std::move(text);
  page.main_end = page.text.size();
  return page;
}

std::vector<std::string> Kinds(const PageText& page, int year = 2020) {
  std::vector<std::string> kinds;
  for (const auto& hit : PrivacyScanner(TestWords()).Find(page, {"salt", year}))
    kinds.push_back(hit.kind + " " + hit.masked);
  return kinds;
}

using Strings = std::vector<std::string>;
const Strings kId = {"resident_id 11*************02X"};

TEST(MaskPrivateTest, MasksWhatMayBePrivateAndNothingElse) {
  EXPECT_EQ(MaskPrivate("身份证11010519491231002X。"), "身份证11*************02X。");
  EXPECT_EQ(MaskPrivate("电话：１３８１２３４１２３４"), "电话：138****1234");
  EXPECT_EQ(MaskPrivate("卡号" + CardWithLuhn()), "卡号6222***********" + CardWithLuhn().substr(15));
  for (const char* same :
       {"", "索引号111202240002047246/2020-01662", "2018-120115-48-03-123456", "022-12345678",
        "津公网安备 12011002018073号", "113812341234", "11010519491231002Y"})
    EXPECT_EQ(MaskPrivate(same), same);
}

TEST(PrivacyTest, ResidentIdNeedsCheckDateAndContextOrAge) {
  EXPECT_EQ(Kinds(Plain(std::string("张三 身份证号：") + kAdultId)), kId);
  EXPECT_EQ(Kinds(Plain(std::string("张三 ") + kAdultId)), kId);
  EXPECT_EQ(Kinds(Plain(std::string("张三 ") + kAdultId), 0), Strings{});  // no year: no age
  EXPECT_EQ(Kinds(Plain(std::string("身份证号 ") + kAdultId), 0), kId);
  EXPECT_EQ(Kinds(Plain(std::string("张三 ") + kAdultId), 1960), Strings{});  // a child of 11 without context
}

TEST(PrivacyTest, NumbersThatLookLikeIds) {
  for (const std::string& text : std::vector<std::string>{
           "索引号：111202240002047246/2020-01662",     // birth part reads 24000204
           std::string("施工许可证编号：") + kAdultId,  // division + date + serial
           std::string("许可证号\n") + kAdultId,        // label on the line before
           std::string("统一社会信用代码：") + kAdultId,
           std::string("A") + kAdultId,  // part of a longer number
           std::string(kAdultId) + "1", "11010519491231002Y",
           "91010519491231002X 身份证",  // no such province
       })
    EXPECT_EQ(Kinds(Plain(text)), Strings{}) << text;
  // The nearest word decides.
  EXPECT_EQ(Kinds(Plain(std::string("编号1 身份证号：") + kAdultId)), kId);
  EXPECT_EQ(Kinds(Plain(std::string("身份证 许可证编号：") + kAdultId)), Strings{});
}

TEST(PrivacyTest, TableHeadersAreContext) {
  const auto page = [](const std::string& header) {
    return BuildPageText(Document::Parse("<table><tr><td>姓名<td>" + header + "</tr><tr><td>张三<td>" +
                                         kAdultId + "</tr><tr><td>李四<td>0</tr></table>"),
                         TestWords());
  };
  EXPECT_EQ(Kinds(page("身份证号"), 0), kId);
  EXPECT_EQ(Kinds(page("许可证编号")), Strings{});
}

TEST(PrivacyTest, CardsNeedLuhnAndACardWord) {
  const std::string card = CardWithLuhn();
  EXPECT_EQ(Kinds(Plain("银行卡号：" + card)).size(), 1u);
  EXPECT_EQ(Kinds(Plain("投标保证金账户：" + card)), Strings{});
  EXPECT_EQ(Kinds(Plain("流水 " + card)), Strings{});
  std::string wrong = card;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  EXPECT_EQ(Kinds(Plain("银行卡号：" + wrong)), Strings{});
}

TEST(PrivacyTest, AHitNeverShowsInItsOwnQuote) {
  // Not a UnionPay number: MaskPrivate alone would let it stand.
  for (const std::string text :
       {"银行卡号 4111111111111111 又41111111111111112", "银行卡号 ４１１１１１１１１１１１１１１１"}) {
    const auto hits = PrivacyScanner(TestWords()).Find(Plain(text), {"salt", 2020});
    ASSERT_EQ(hits.size(), 1u) << text;
    EXPECT_EQ(hits[0].span.quote.find("4111111111111111"), std::string::npos) << hits[0].span.quote;
  }
}

TEST(PrivacyTest, OfficialMobilesAreLawful) {
  EXPECT_EQ(Kinds(Plain("采购人联系人：王某 联系电话：13812341234")), Strings{});
  EXPECT_EQ(Kinds(Plain("13812341234")), Strings{});
  EXPECT_EQ(Kinds(Plain("张三，手机号：13812341234")), Strings{"mobile 138****1234"});
}

PageText PhoneList(int rows, const std::string& first_header) {
  std::string html = "<table><tr><td>" + first_header + "<td>联系电话</tr>";
  for (int i = 0; i < rows; ++i)
    html += "<tr><td>某某" + std::to_string(i) + "<td>1381234123" + std::to_string(i) + "</tr>";
  return BuildPageText(Document::Parse(html + "</table>"), TestWords());
}

TEST(PrivacyTest, NameListsWithMobilesAreHits) {
  EXPECT_EQ(Kinds(PhoneList(6, "姓名")).size(), 6u);
  EXPECT_EQ(Kinds(PhoneList(4, "姓名")), Strings{});
  EXPECT_EQ(Kinds(PhoneList(8, "单位名称")), Strings{});
}

TEST(PrivacyTest, RawValuesNeverLeave) {
  const PageText page =
      Plain(std::string("身份证号：") + kAdultId + "，本人电话：13812341234，身份证号：" + kAdultId);
  const PrivacyScanner scanner(TestWords());
  const auto hits = scanner.Find(page, {"salt", 2020});
  ASSERT_EQ(hits.size(), 3u);
  for (const auto& hit : hits) {
    const std::string all = hit.masked + hit.salted_hash + hit.span.quote;
    EXPECT_EQ(all.find("19491231"), std::string::npos) << all;
    EXPECT_EQ(all.find("13812341234"), std::string::npos) << all;
    EXPECT_EQ(hit.salted_hash.size(), 64u);
  }
  EXPECT_EQ(hits[0].salted_hash, hits[2].salted_hash);
  EXPECT_NE(hits[0].salted_hash, scanner.Find(page, {"other", 2020})[0].salted_hash);
  EXPECT_EQ(page.text.substr(hits[0].span.begin, hits[0].span.end - hits[0].span.begin), kAdultId);
}

// Wherever a page prints a number, nothing that is kept of the page (records as they go into the database)
// has it.
TEST(PrivacyTest, RecordsOfAPageHoldNoRawValue) {
  const auto extractor = Extractor::Create(testing::BaodiPlan());
  ASSERT_TRUE(extractor);
  const std::string id = kAdultId;
  const std::string mobile = "13812341234";
  const std::string card = CardWithLuhn();
  const std::string article =
      "<html><head><title>关于张某（" + id +
      "）公租房保障资格的公示</title><meta name=ArticleTitle content='关于张某（" + id +
      "）公租房保障资格的公示'></head><body><div>当前位置：<a href=/>首页</a>&gt;<a href=/a>公示" + mobile +
      "</a></div><h1>关于张某（" + id + "）公租房保障资格的公示</h1><p>发布时间：2020-05-06 来源：经办人" +
      mobile +
      "</p><div "
      "class=content><p>"
      "公共租赁住房申请人名单公示如下，请社会各界监督，公示期五个工作日，如有异议请向我局反映。</p>"
      "<table><tr><th>姓名</th><th>身份证号</th><th>银行卡号</th><th>本人电话</th></tr><tr><td>张某</"
      "td><td>" +
      id + "</td><td>" + card + "</td><td>" + mobile + "</td></tr></table><a href='/files/list.xlsx'>名单" +
      id + ".xlsx</a><p>卡号" + card + "</p></div></body></html>";
  std::string list = "<html><head><title>公示</title></head><body><ul>";
  for (int i = 1; i < 9; ++i)
    list += "<li><a href='/gs/" + std::to_string(i) + ".html'>关于" + id + "的公示</a><span>2020-05-0" +
            std::to_string(i) + "</span></li>";
  list += "</ul></body></html>";
  for (const std::string& body : {article, list}) {
    PageInput input;
    input.url = "http://www.example.gov.cn/gs/1.html";
    input.content_type = "text/html; charset=utf-8";
    input.body = body;
    input.salt = "salt";
    const ExtractedPage page = extractor->ExtractAll(input);
    std::string kept = model::ToJson(page.facts);
    for (const auto& disclosure : page.disclosures) kept += model::ToJson(disclosure);
    for (const std::string& raw : {id, mobile, card})
      EXPECT_EQ(kept.find(raw), std::string::npos) << raw << " in " << kept.substr(0, kept.find(raw));
    EXPECT_NE(kept.find("11*****"), std::string::npos);  // it was seen, and masked
  }
}

}  // namespace
}  // namespace mingcha::extractors
