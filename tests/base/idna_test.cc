#include <gtest/gtest.h>

#include <string>

#include "base/url.h"

namespace mingcha::base {
namespace {

struct Row {
  std::string_view input;
  std::optional<std::string> ascii;
};

class Idna : public ::testing::TestWithParam<Row> {};

TEST_P(Idna, ConvertsAsBrowsersDo) {
  EXPECT_EQ(DomainToAscii(GetParam().input), GetParam().ascii) << GetParam().input;
}

INSTANTIATE_TEST_SUITE_P(
    Domains, Idna,
    ::testing::Values(Row{"WWW.Example.COM", "www.example.com"},
                      Row{"xn--not-valid-at-all--", "xn--not-valid-at-all--"},  // ASCII is not validated
                      Row{"a_b.cn", "a_b.cn"}, Row{"-a-.cn", "-a-.cn"}, Row{"a..b", "a..b"},
                      Row{"bücher.de", "xn--bcher-kva.de"}, Row{"BÜCHER.de", "xn--bcher-kva.de"},
                      Row{"faß.de", "xn--fa-hia.de"},  // non-transitional: not fass.de
                      Row{"中国", "xn--fiqs8s"}, Row{"ｔｊ．ｇｏｖ", "tj.gov"}, Row{"a\u00ADb.cn", "ab.cn"},
                      Row{"", std::nullopt}, Row{"\u00AD", std::nullopt}, Row{"a b", std::nullopt},
                      Row{"a％b", std::nullopt}, Row{"a／b", std::nullopt},
                      Row{"xn--zzzzz99999.中国", std::nullopt},
                      Row{"\u0661a.com", std::nullopt},  // bidi rule of RFC 5893
                      Row{"\u10A0.ge", "xn--rkj.ge"},    // lower case U+2D00, UTS #46 revision 33
                      Row{"\u2D00.ge", "xn--rkj.ge"}, Row{"a\u3164中", "xn--a-lq6a"},
                      Row{"\uFFFD.cn", std::nullopt}));

TEST(IdnaLimits, RefusesDomainsNoDnsCouldHold) {
  std::string label;
  for (int i = 0; i < 5000; ++i) label += "中";
  EXPECT_EQ(DomainToAscii(label), std::nullopt);
  EXPECT_TRUE(DomainToAscii(std::string(100'000, 'a')).has_value());
}

}  // namespace
}  // namespace mingcha::base
