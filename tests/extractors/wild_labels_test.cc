// The spellings of labels that were met in the wild (labels-wild.tsv of the corpus), each set before a value
// in a line, over a column and as a heading.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "extractors/date_text.h"
#include "extractors/document.h"
#include "extractors/elements.h"
#include "extractors/identifiers.h"
#include "extractors/lexicon_index.h"
#include "extractors/page_text.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Row {
  std::string meaning, label;
};

std::vector<Row> ReadRows(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    Row row;
    std::getline(cells, row.meaning, '\t');
    std::getline(cells, row.label, '\t');
    rows.push_back(row);
  }
  return rows;
}

/// Spellings that no reader takes for the meaning the corpus gives them, and why.
const std::map<std::string, std::string>& Unclaimed() {
  static const std::map<std::string, std::string> reasons = {
      {"排名不分先后", "says that there is no order: a phrase, no label with a value"},
      {"开标、评标", "heads a section; the day in its text is read from its sentence"},
      {"质量检测机构", "names who tested, not what came of it"},
      {"澄清时间",
       "the time to ask in a tender notice, the day of a change in a correction: means nothing alone"},
      {"答疑澄清时间", "the time to ask in a tender notice: nothing was changed on it"},
      {"约定交地时间", "a day agreed for later, from which no limit counts"},
      {"约定开工时间", "a day agreed for later, from which no limit counts"},
      {"实际开工时间", "no limit counts from the beginning of works"},
  };
  return reasons;
}

class WildLabels : public ::testing::Test {
 protected:
  [[nodiscard]] bool ElementFound(const std::string& label) const {
    const std::string value = "某某建设集团有限公司二级壹佰万元";
    const std::string pages[] = {
        "<body><p>" + label + "：" + value + "</p></body>",
        "<body><table><tr><td>序号</td><td>" + label + "</td></tr><tr><td>1</td><td>" + value +
            "</td></tr></table></body>",
        "<body><table><tr><td>" + label + "</td><td>" + value + "</td></tr></table></body>",
        "<body><p>三、" + label + "</p><p>" + value + "。</p></body>",
    };
    for (const std::string& html : pages) {
      const PageText page = BuildPageText(Document::Parse(html), plan_.lexicon);
      for (const model::Item& item : plan_.items) {
        for (const auto& found : finder_.Find(item.id, page).present) {
          // What one item calls a name, another calls the winner: any element will do.
          if (!found.element.empty()) return true;
        }
      }
    }
    return false;
  }
  [[nodiscard]] bool Recognised(const Row& row) const {
    std::string folded = base::FoldLabel(row.label);
    while (folded.ends_with(":")) folded.pop_back();
    model::DateMeaning meaning{};
    const bool date = lexicon_.DateLabelAtEnd(folded, &meaning) > 0;
    const std::string_view field = lexicon_.FieldOf(folded);
    if (row.meaning.starts_with("日期:")) return date || field == "published" || field == "plain_date";
    if (row.meaning == "项目代码") return !numbers_.FindCodes(row.label + "：ABCD-2023-0117").empty();
    if (ElementFound(row.label)) return true;
    if (row.meaning == "文号")
      return field == "doc_number" || !numbers_.FindCodes(row.label + "：ABCD-2023-0117").empty();
    if (row.meaning == "单位")
      return field == "issuer" || lexicon_.IsLabel(folded) || lexicon_.IsWord("header_words", folded);
    return false;
  }

  const model::Plan& plan_ = testing::BaodiPlan();
  LexiconIndex lexicon_{plan_.lexicon};
  ElementFinder finder_ = *ElementFinder::Create(plan_);
  NumberFinder numbers_ = *NumberFinder::Create(plan_.lexicon);
};

TEST_F(WildLabels, EverySpellingIsRecognised) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "MINGCHA_CORPUS is not set";
  const std::vector<Row> rows = ReadRows(std::filesystem::path(corpus) / "labels-wild.tsv");
  ASSERT_GT(rows.size(), 100U);
  size_t known = 0;
  size_t excused = 0;
  std::set<std::string> missed;
  for (const Row& row : rows) {
    if (Unclaimed().contains(row.label)) {
      ++excused;
    } else if (Recognised(row)) {
      ++known;
    } else {
      missed.insert(row.meaning + " / " + row.label);
    }
  }
  std::cout << "labels recognised: " << known << " of " << rows.size()
            << ", left alone for a reason: " << excused << "\n";
  for (const std::string& label : missed) ADD_FAILURE() << label;
}

}  // namespace
}  // namespace mingcha::extractors
