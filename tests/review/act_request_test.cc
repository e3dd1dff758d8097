// What the page may post, and what is refused.
#include "review/act_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace mingcha::review {
namespace {

using model::ActKind;
using testing::HasSubstr;

std::string Body(std::string_view act, std::string_view more = "") {
  return R"({"finding":"0123456789abcdef","version":2,"act":")" + std::string(act) +
         R"(","by":" 王芳 ","reason":"核对\u202E无误")" + std::string(more) + "}";
}

TEST(ActRequest, ReadsWhatEachKindNeeds) {
  const auto confirm = ParseActRequest(Body("confirm"));
  ASSERT_TRUE(confirm) << ToEnglish(confirm.error());
  EXPECT_EQ(confirm->act.kind, ActKind::kConfirm);
  EXPECT_EQ(confirm->act.version, 2);
  EXPECT_EQ(confirm->act.by, "王芳");
  EXPECT_EQ(confirm->act.reason, "核对无误") << "direction overrides are taken out";
  const auto amend = ParseActRequest(Body("amend", R"(,"days_over":3,"unit":"czj")"));
  ASSERT_TRUE(amend);
  EXPECT_EQ(amend->act.days_over, 3);
  EXPECT_EQ(amend->act.unit, "czj");
  const auto seen = ParseActRequest(
      Body("evidence", R"(,"seen":{"published_on":"2026-02-01","url":"","carrier":"公告栏"})"));
  ASSERT_TRUE(seen) << ToEnglish(seen.error());
  EXPECT_EQ(seen->act.seen->carrier, "公告栏");
  const auto file = ParseActRequest(Body("evidence", R"(,"file":{"name":"a.png","base64":"aGVsbG8="})"));
  ASSERT_TRUE(file) << ToEnglish(file.error());
  EXPECT_EQ(file->file->bytes, "hello");
}

struct Refused {
  const char* body;
  const char* why;
};

class RefusedTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, SaysWhatToMend) {
  const auto request = ParseActRequest(GetParam().body);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_THAT(ToEnglish(request.error()), HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, RefusedTest,
    testing::Values(
        Refused{"", "no JSON object"}, Refused{"[]", "no JSON object"}, Refused{"{", "no JSON object"},
        Refused{"{\"a\":{\"b\":{\"c\":{}}}}", "no JSON object"},
        Refused{"{\"extra\":1}", "unknown part: extra"},
        Refused{R"({"finding":"f","version":0,"act":"erase","by":"a","reason":"b"})", "no act"},
        Refused{R"({"finding":"","version":0,"act":"note","by":"a","reason":"b"})", "no finding"},
        Refused{R"({"finding":"f","act":"note","by":"a","reason":"b"})", "which version"},
        Refused{R"({"finding":"f","version":-1,"act":"note","by":"a","reason":"b"})", "whole number"},
        Refused{R"({"finding":"f","version":1.5,"act":"note","by":"a","reason":"b"})", "whole number"},
        Refused{R"({"finding":"f","version":0,"act":"note","by":" ","reason":"b"})", "name"},
        Refused{R"({"finding":"f","version":0,"act":"note","by":"a","reason":"\t"})", "reason"},
        Refused{R"({"finding":"f","version":0,"act":"note","by":7,"reason":"b"})", "has to be a text"},
        Refused{R"({"finding":"f","version":0,"act":"amend","by":"a","reason":"b"})", "to amend means"},
        Refused{R"({"finding":"f","version":0,"act":"dismiss","by":"a","reason":"b","days_over":1})",
                "to amend means"},
        Refused{R"({"finding":"f","version":0,"act":"amend","by":"a","reason":"b","days_over":10001})",
                "whole number"},
        Refused{R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b"})", "evidence is"},
        Refused{
            R"({"finding":"f","version":0,"act":"note","by":"a","reason":"b","file":{"name":"x","base64":"aGVsbG8="}})",
            "only evidence"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","seen":{"published_on":"2026-02-30","url":"http://a/","carrier":""}})",
            "has to be a date"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","seen":{"published_on":"2026-02-03","url":"javascript:alert`1`","carrier":""}})",
            "http://"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","seen":{"published_on":"2026-02-03","url":"","carrier":""}})",
            "say where"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","file":{"name":"../../etc/passwd","base64":"aGVsbG8="}})",
            "plain name"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","file":{"name":"x","base64":"aGVsbG8"}})",
            "base 64"},
        Refused{
            R"({"finding":"f","version":0,"act":"evidence","by":"a","reason":"b","file":{"name":"x","base64":""}})",
            "empty"}));

TEST(ActRequest, LengthsAreBounded) {
  const std::string long_reason(kMaxReason * 3 + 3, 'x');
  EXPECT_FALSE(ParseActRequest(R"({"finding":"f","version":0,"act":"note","by":"a","reason":")" +
                               long_reason + "\"}"));
  const std::string huge(kMaxBodyBytes + 1, ' ');
  EXPECT_FALSE(ParseActRequest(huge));
  const std::string file((kMaxFileBytes + 3) / 3 * 4, 'A');
  const auto large = ParseActRequest(Body("evidence", R"(,"file":{"name":"x","base64":")" + file + "\"}"));
  ASSERT_FALSE(large);
  EXPECT_THAT(ToEnglish(large.error()), HasSubstr("too large"));
}

}  // namespace
}  // namespace mingcha::review
