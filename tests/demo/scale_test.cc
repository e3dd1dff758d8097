#include "demo/scale.h"

#include <gtest/gtest.h>

#include <map>

#include "demo/overlay.h"

namespace mingcha::demo {
namespace {

const std::filesystem::path kConfig = std::filesystem::path(MINGCHA_SOURCE_DIR) / "config" / "demo";

std::map<std::string, int> CountKinds(const District& district) {
  std::map<std::string, int> kinds;
  for (const TruthRow& row : district.truth) ++kinds[row.kind];
  return kinds;
}

TEST(ScaleTest, OneIsTheDistrictItself) {
  const District one = BundledDistrict().value();
  const District same = ScaledDistrict(one, kConfig, 1).value();
  EXPECT_EQ(same.documents.size(), one.documents.size());
  EXPECT_EQ(same.truth.size(), one.truth.size());
}

TEST(ScaleTest, DefectsOfProjectsGrowAndThoseOfSitesDoNot) {
  const auto one = CountKinds(BundledDistrict().value());
  const auto five = CountKinds(ScaledDistrict(BundledDistrict().value(), kConfig, 5).value());
  for (const char* kind : {"channel_missing", "order_violation", "display_cut_short", "inconsistent"})
    EXPECT_EQ(five.at(kind), 5 * one.at(kind)) << kind;
  for (const char* kind : {"page_tags", "blank_column", "stale_column", "report_arithmetic", "foreign_link"})
    EXPECT_EQ(five.at(kind), one.at(kind)) << kind;
  EXPECT_GT(five.at("missing"), 3 * one.at("missing"));
  EXPECT_GT(five.at("late"), 4 * one.at("late"));
}

TEST(ScaleTest, EveryCopyHasNamesAndNumbersOfItsOwn) {
  const District three = ScaledDistrict(BundledDistrict().value(), kConfig, 3).value();
  std::map<std::string, std::string> names;  // of a tender number
  std::map<std::string, std::string> numbers;
  for (const DocumentSpec& document : three.documents) {
    const auto number = document.fields.find("tender_no");
    if (number == document.fields.end()) continue;
    const std::string& name = document.fields.at("project");
    EXPECT_EQ(names.try_emplace(number->second, name).first->second, name);
    EXPECT_EQ(numbers.try_emplace(name, number->second).first->second, number->second);
  }
  EXPECT_GE(names.size(), 3U * 12);
  for (const auto& [number, name] : names) {
    for (const auto& [other, longer] : names)
      EXPECT_TRUE(number == other || longer.find(name) == std::string::npos) << name << " in " << longer;
  }
}

TEST(ScaleTest, RegistersGrowAlike) {
  const RegisterColumns columns{0, 1, {"once"}};
  const std::string csv = "name,number\nschool desks,ZB-2025-001\nplot 7,plot 7\nonce,X-1\nnone,\n";
  EXPECT_EQ(ScaledRegister(csv, columns, 1), csv);
  const std::string twice = ScaledRegister(csv, columns, 2);
  EXPECT_TRUE(twice.starts_with(csv)) << twice;
  EXPECT_NE(twice.find(",ZB-2025-1001\n"), std::string::npos) << twice;
  EXPECT_NE(twice.find("plot 1007,plot 1007\n"), std::string::npos) << twice;
  EXPECT_EQ(twice.find("X-1001"), std::string::npos) << twice;
  EXPECT_EQ(NamesIn(csv, columns), (std::set<std::string>{"school desks"}));
}

}  // namespace
}  // namespace mingcha::demo
