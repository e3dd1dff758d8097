#include "demo/template_text.h"

#include <gtest/gtest.h>

namespace mingcha::demo {
namespace {

TEST(FillTemplateTest, ReplacesKnownNamesAndEmptiesUnknownOnes) {
  EXPECT_EQ(FillTemplate("a{x}b{y_2}c", {{"x", "1"}}), "a1bc");
}

TEST(FillTemplateTest, LeavesBracesThatAreNoNames) {
  EXPECT_EQ(FillTemplate("function(){return {A: 1};} {", {{"x", "1"}}), "function(){return {A: 1};} {");
}

TEST(FillTemplateTest, DoesNotFillTwice) {
  EXPECT_EQ(FillTemplate("{x}", {{"x", "{y}"}, {"y", "no"}}), "{y}");
}

TEST(OmitStretchesTest, DropsNamedStretchesAndKeepsTheTextOfOthers) {
  const std::string text = "a<!--[x]-->X<!--[/]-->b<!--[y]-->Y<!--[/]-->c";
  EXPECT_EQ(OmitStretches(text, {}), "aXbYc");
  EXPECT_EQ(OmitStretches(text, {"x"}), "abYc");
  EXPECT_EQ(OmitStretches(text, {"x", "y"}), "abc");
}

TEST(OmitStretchesTest, UnclosedStretchStays) {
  EXPECT_EQ(OmitStretches("a<!--[x]-->b", {"x"}), "a<!--[x]-->b");
}

}  // namespace
}  // namespace mingcha::demo
