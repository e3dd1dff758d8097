#include "extractors/charset.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

std::string FromHex(std::string_view hex) {
  std::string out;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

TEST(DecodeAsTest, PublicVectors) {
  std::ifstream file(MINGCHA_SOURCE_DIR "/tests/fixtures/extractors/charset-vectors.tsv");
  ASSERT_TRUE(file.is_open());
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string_view> cells = base::Split(line, '\t');
    ASSERT_EQ(cells.size(), 4U) << line;
    EXPECT_EQ(DecodeAs(cells[0], FromHex(cells[1])), FromHex(cells[2])) << line;
    ++rows;
  }
  EXPECT_EQ(rows, 100);
}

TEST(DecodeAsTest, TornCharacterNeverSwallowsMarkup) {
  int replaced = 0;
  EXPECT_EQ(DecodeAs("gbk", "\xb1</p>", &replaced), "\uFFFD</p>");
  EXPECT_EQ(DecodeAs("big5", "\xa4</p>", &replaced), "\uFFFD</p>");
  EXPECT_EQ(DecodeAs("utf-8", "\xe5\xae</p>", &replaced), "\uFFFD</p>");
  EXPECT_EQ(replaced, 3);
}

TEST(EncodingForLabelTest, GbLabelsMeanGb18030) {
  for (const char* label : {"gb2312", "GBK", " gb18030 ", "x-gbk", "chinese", "GB_2312-80"}) {
    EXPECT_EQ(EncodingForLabel(label), "gb18030") << label;
  }
  EXPECT_EQ(EncodingForLabel("iso-8859-1"), "windows-1252");
  EXPECT_EQ(EncodingForLabel("windows-1251"), "windows-1251");
  EXPECT_EQ(EncodingForLabel("no-such-charset"), "");
}

// 中文信息公开 in the encodings that pages come in.
const std::string kUtf8 = "中文信息公开";
const std::string kGbk = "\xd6\xd0\xce\xc4\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa";
const std::string kBig5 = "\xa4\xa4\xa4\xe5\xb8\xea\xb0\x54\xa4\xbd\xb6\x7d";  // 中文資訊公開

struct DecodeCase {
  const char* name;
  std::string bytes;
  const char* content_type;
  std::string text;
  const char* encoding;
  const char* source;
};

class DecodeTest : public testing::TestWithParam<DecodeCase> {};

TEST_P(DecodeTest, DecidesInOrder) {
  const DecodeCase& c = GetParam();
  const DecodeResult result = Decode(c.bytes, c.content_type);
  EXPECT_EQ(result.text, c.text);
  EXPECT_EQ(result.encoding, c.encoding);
  EXPECT_EQ(result.source, c.source);
  EXPECT_EQ(result.replaced, 0);
}

const std::string kMetaGb = "<meta charset=gb2312>";
const std::string kMetaHttpEquiv = "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=GBK'>";
const std::string kMetaUtf8 = "<meta charset=\"utf-8\">";
const std::string kLongGbk = kGbk + kGbk + kGbk + kGbk + kGbk + kGbk;
const std::string kLongUtf8 = kUtf8 + kUtf8 + kUtf8 + kUtf8 + kUtf8 + kUtf8;

INSTANTIATE_TEST_SUITE_P(
    Order, DecodeTest,
    testing::Values(
        DecodeCase{"bom_beats_header", "\xEF\xBB\xBF" + kUtf8, "text/html; charset=gbk", kUtf8, "utf-8",
                   "bom"},
        DecodeCase{"utf16le_bom", std::string("\xFF\xFE\x2D\x4E\x87\x65", 6), "", "中文", "utf-16le", "bom"},
        DecodeCase{"utf16be_bom", std::string("\xFE\xFF\x4E\x2D\x65\x87", 6), "", "中文", "utf-16be", "bom"},
        DecodeCase{"header", kGbk, "text/html;charset=GB2312", kUtf8, "gb18030", "header"},
        DecodeCase{"header_quoted", kGbk, "text/html; charset=\"gbk\"", kUtf8, "gb18030", "header"},
        DecodeCase{"meta", kMetaGb + kGbk, "text/html", kMetaGb + kUtf8, "gb18030", "meta"},
        DecodeCase{"meta_http_equiv", kMetaHttpEquiv + kGbk, "", kMetaHttpEquiv + kUtf8, "gb18030", "meta"},
        DecodeCase{"header_wrong_meta_right", kMetaGb + kLongGbk, "text/html; charset=utf-8",
                   kMetaGb + kLongUtf8, "gb18030", "meta"},
        DecodeCase{"meta_wrong_utf8_inside", kMetaGb + kUtf8, "", kMetaGb + kUtf8, "utf-8", "validity"},
        DecodeCase{"meta_utf8_gbk_inside", kMetaUtf8 + kLongGbk, "", kMetaUtf8 + kLongUtf8, "gb18030",
                   "validity"},
        DecodeCase{"nothing_declared_utf8", kUtf8, "", kUtf8, "utf-8", "validity"},
        DecodeCase{"nothing_declared_gbk", kLongGbk, "", kLongUtf8, "gb18030", "detected"},
        DecodeCase{"big5_header", kBig5, "text/html; charset=big5", "中文資訊公開", "big5", "header"},
        DecodeCase{"commented_meta", "<!-- <meta charset=gbk> -->" + kUtf8, "",
                   "<!-- <meta charset=gbk> -->" + kUtf8, "utf-8", "validity"},
        DecodeCase{"two_metas_bytes_decide", kMetaUtf8 + kMetaGb + kUtf8, "", kMetaUtf8 + kMetaGb + kUtf8,
                   "utf-8", "meta"},
        DecodeCase{"xml_declaration", "<?xml version=\"1.0\" encoding=\"gbk\"?>" + kGbk, "",
                   "<?xml version=\"1.0\" encoding=\"gbk\"?>" + kUtf8, "gb18030", "meta"},
        DecodeCase{"unknown_label_ignored", kMetaGb + kGbk, "text/html; charset=foo", kMetaGb + kUtf8,
                   "gb18030", "meta"},
        DecodeCase{"empty", "", "", "", "utf-8", "validity"}),
    [](const auto& row) { return row.param.name; });

TEST(DecodeTest, CountsReplacedBytesAndKeepsDeclaration) {
  std::string bytes = kMetaUtf8;
  for (int i = 0; i < 100; ++i) bytes += kUtf8;
  bytes += "\xE5\xAE";
  const DecodeResult result = Decode(bytes, "");
  EXPECT_EQ(result.encoding, "utf-8");
  EXPECT_EQ(result.replaced, 1);
}

TEST(DecodeTest, AnyBytesGiveWellFormedText) {
  std::string bytes;
  uint32_t state = 12345;
  for (int round = 0; round < 200; ++round) {
    bytes.clear();
    for (int i = 0; i < 64; ++i) {
      state = state * 1664525U + 1013904223U;
      bytes.push_back(static_cast<char>(state >> 24U));
    }
    for (const char* label :
         {"utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "windows-1252", "shift_jis", "euc-kr"}) {
      EXPECT_TRUE(base::IsValidUtf8(DecodeAs(label, bytes))) << label << " round " << round;
    }
    EXPECT_TRUE(base::IsValidUtf8(Decode(bytes, "").text));
  }
}

}  // namespace
}  // namespace mingcha::extractors
