// `mingcha rules import` on saved pages: what real catalogue tables do to a reader, and the pack that comes
// of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::RunMingcha;
using testing::ScratchFolder;
using testing::WriteAll;

/// Two-row head with headings over several columns, a first level over two rows, a line broken in a word,
/// marks of several kinds, two limits in one cell, a bare number of days, a cell that says nothing to count.
constexpr const char* kPage =
    R"(<!doctype html><html><head><meta charset="utf-8"><title>标准目录</title></head>
<body><p>附件</p><table border="1">
<tr><td rowspan="2">序号</td><td colspan="2">公开事项</td><td rowspan="2">公开内容（要素）</td><td rowspan="2">公开依据</td>
<td rowspan="2">公开时限</td><td rowspan="2">公开主体</td><td rowspan="2">公开渠道和载体</td><td colspan="2">公开方式</td></tr>
<tr><td>一级事项</td><td>二级事项</td><td>主动</td><td>依申请</td></tr>
<tr><td>1</td><td rowspan="2">行政<br>许可</td><td>施工许<br>可证核发</td><td>许可编号、许可<br>机关</td><td>《某条例》第五条</td>
<td>自作出决定之日起7个工<br>作日内</td><td>住建委</td><td>■政府网站<br>□公示栏</td><td>√</td><td></td></tr>
<tr><td>2</td><td>竣工验收备案</td><td>备案编号</td><td>《某条例》第六条</td>
<td>7个工作日</td><td>住建委</td><td>R政府网站 £公示栏</td><td>√</td><td></td></tr>
<tr><td>3</td><td>监督检查</td><td>检查计划</td><td>计划、方案</td><td>《某条例》第七条</td>
<td>及时公开</td><td>住建委</td><td>▲政府网站</td><td>√</td><td></td></tr>
<tr><td>4</td><td>监督检查</td><td>村务公示</td><td>内容</td><td>《某条例》第八条</td>
<td>20个工作日内</td><td>住建委</td><td>□政府网站 ■公示栏</td><td>√</td><td></td></tr>
</table></body></html>)";

std::string Read(const fs::path& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

Outcome Import(const ScratchFolder& folder, const std::string& file) {
  return RunMingcha({"rules", "import", folder / file, "--out", folder / "pack", "--id", "works", "--title",
                     "工程", "--lang", "en"});
}

TEST(RulesImportTest, ASavedPageBecomesAPackThatLints) {
  const ScratchFolder folder;
  WriteAll(folder.path() / "catalogue.html", kPage);
  const Outcome outcome = Import(folder, "catalogue.html");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("3 items"));
  EXPECT_THAT(outcome.out, HasSubstr("及时公开")) << "nothing to count: listed with its cell";
  EXPECT_THAT(outcome.out, HasSubstr("catalogue.html[1]:5:6"));
  EXPECT_THAT(outcome.out, HasSubstr("not published on any website"));
  const std::string pack = Read(folder.path() / "pack");
  EXPECT_THAT(pack, HasSubstr("施工许可证核发")) << "the word torn by a line break is whole";
  EXPECT_THAT(pack, HasSubstr("许可机关"));
  EXPECT_THAT(pack, Not(HasSubstr("村务公示"))) << "a notice board is no website";
  const Outcome lint = RunMingcha({"rules", "lint", folder / "pack", "--lang", "en"});
  EXPECT_EQ(lint.exit_code, 0) << lint.err << lint.out;
}

TEST(RulesImportTest, APageInGb18030WithoutAnExtensionIsKnownByItsTable) {
  const ScratchFolder folder;
  // 序号 and the other words of the head, as a Chinese editor of 2005 saved them.
  std::string gbk =
      "<table><tr><td>\xD0\xF2\xBA\xC5</td><td>\xB9\xAB\xBF\xAA\xCA\xC2\xCF\xEE</td>"
      "<td>\xB9\xAB\xBF\xAA\xC4\xDA\xC8\xDD</td><td>\xB9\xAB\xBF\xAA\xCA\xB1\xCF\xDE</td>"
      "<td>\xB9\xAB\xBF\xAA\xD6\xF7\xCC\xE5</td></tr><tr><td>1</td>"
      "<td>\xCA\xA9\xB9\xA4\xD0\xED\xBF\xC9</td><td>\xD0\xED\xBF\xC9\xB1\xE0\xBA\xC5</td>"
      "<td>20\xB8\xF6\xB9\xA4\xD7\xF7\xC8\xD5</td><td>\xD7\xA1\xBD\xA8\xCE\xAF</td></tr></table>";
  WriteAll(folder.path() / "saved", gbk);
  const Outcome outcome = Import(folder, "saved");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err << outcome.out;
  EXPECT_THAT(Read(folder.path() / "pack"), HasSubstr("施工许可"));
}

TEST(RulesImportTest, APageWithoutACatalogueSaysSo) {
  const ScratchFolder folder;
  WriteAll(folder.path() / "other.html",
           "<html><body><table><tr><td>电话</td><td>地址</td></tr></table></body></html>");
  const Outcome outcome = Import(folder, "other.html");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("head was not found"));
  EXPECT_FALSE(fs::exists(folder.path() / "pack"));
}

}  // namespace
}  // namespace mingcha
