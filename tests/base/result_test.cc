#include "base/result.h"

#include <gtest/gtest.h>

#include <set>

#include "base/check.h"
#include "tests/base/vectors.h"

namespace mingcha::base {
namespace {

Result<int> Half(int n) {
  if (n % 2 != 0) return Fail(ErrorCode::kInvalidInput, "{} is odd", n);
  return n / 2;
}

Result<int> Quarter(int n) {
  ASSIGN_OR_RETURN(const int half, Half(n));
  ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

Status CheckEven(int n) {
  RETURN_IF_ERROR(Half(n));
  return {};
}

TEST(Result, MacrosPassValuesAndErrors) {
  EXPECT_EQ(Quarter(8), 2);
  ASSERT_FALSE(Quarter(6).has_value());
  EXPECT_EQ(Quarter(6).error().message, Msg("{} is odd", 3));
  EXPECT_TRUE(CheckEven(2).has_value());
  EXPECT_EQ(CheckEven(3).error().code, ErrorCode::kInvalidInput);
}

TEST(Error, GrowsItsPlaceOutwards) {
  Error error = Half(3).error();
  EXPECT_EQ(ToEnglish(error), "3 is odd");
  error = WithPlace(WithPlace(std::move(error), "line 4"), "file.yaml");
  EXPECT_EQ(error.where, "file.yaml: line 4");
  EXPECT_EQ(ToEnglish(error), "file.yaml: line 4: 3 is odd");
}

TEST(ErrorCode, NamesAreDistinct) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    names.insert(ErrorCodeName(static_cast<ErrorCode>(code)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(ErrorCode::kInternal) + 1);
}

TEST(CheckDeathTest, AbortsWithPlaceAndContext) {
  const int n = 3;
  EXPECT_DEATH(CHECK(n == 4) << "n is " << n, "result_test.cc.*CHECK failed: n == 4 n is 3");
  CHECK(n == 3) << "never evaluated";
}

}  // namespace
}  // namespace mingcha::base
