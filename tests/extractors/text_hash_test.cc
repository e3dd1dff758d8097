#include "extractors/text_hash.h"

#include <gtest/gtest.h>

#include <string>

namespace mingcha::extractors {
namespace {

const std::string kBody =
    "根据有关规定，现将本项目中标候选人公示如下：第一名甲公司，报价100."
    "5万元，工期90日历天；第二名乙公司，报价101万元。";

TEST(TextHashTest, TemplatesAndWidthDoNotMatterWordsDo) {
  EXPECT_EQ(TextHash(kBody), TextHash("\n " + kBody + " \n"));
  std::string wide = kBody;
  wide.replace(wide.find("100.5"), 5, "１００．５");
  EXPECT_EQ(TextHash(kBody), TextHash(wide));
  std::string other = kBody;
  other.replace(other.find("100.5"), 5, "100.6");
  EXPECT_NE(TextHash(kBody), TextHash(other));
  EXPECT_EQ(TextHash(kBody).size(), 64u);
}

TEST(TextHashTest, TooLittleTextIsNoDocument) {
  EXPECT_EQ(TextHash(""), "");
  EXPECT_EQ(TextHash("详见附件"), "");
}

}  // namespace
}  // namespace mingcha::extractors
