// Whole pages of each kind in the manner of several content systems, and the whole record that is read from
// each. UPDATE_GOLDENS=1 writes the records anew; look at the difference before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/extractor.h"
#include "model/enum_names.h"
#include "model/json.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

const std::filesystem::path kRoot = MINGCHA_SOURCE_DIR "/tests";

struct Page {
  std::string name, url, kind, note;
};

std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<Page> Pages() {
  std::ifstream in(kRoot / "fixtures/pages/pages.tsv");
  std::vector<Page> pages;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    Page page;
    std::getline(cells, page.name, '\t');
    std::getline(cells, page.url, '\t');
    std::getline(cells, page.kind, '\t');
    std::getline(cells, page.note, '\t');
    pages.push_back(page);
  }
  return pages;
}

const Extractor& Shared() {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  return extractor;
}

ExtractedPage Read(const Page& page) {
  const std::string body = ReadWhole(kRoot / "fixtures/pages" / (page.name + ".html"));
  PageInput input;
  input.url = page.url;
  input.body = body;
  input.salt = "salt";
  input.body_sha256 = "digest of " + page.name;
  return Shared().ExtractAll(input);
}

/// Compact JSON with a line for each member of the outer two levels.
std::string Lines(const std::string& json) {
  std::string out;
  int depth = 0;
  bool text = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    out += c;
    if (c == '"' && (i == 0 || json[i - 1] != '\\')) text = !text;
    if (text) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ',' && depth <= 2) out += "\n" + std::string(static_cast<size_t>(depth), ' ');
  }
  return out + "\n";
}

std::string Record(const ExtractedPage& page) {
  std::string out = Lines(model::ToJson(page.facts));
  for (const model::Disclosure& disclosure : page.disclosures) out += Lines(model::ToJson(disclosure));
  return out;
}

TEST(GoldenPages, EachKindIsReadAsItStands) {
  const std::vector<Page> pages = Pages();
  ASSERT_GE(pages.size(), 15U);
  for (const Page& page : pages) {
    SCOPED_TRACE(page.name);
    const ExtractedPage read = Read(page);
    EXPECT_EQ(model::PageKindName(read.facts.kind), page.kind);
    EXPECT_EQ(model::EnumName(read.facts.note), page.note);
    const std::string made = Record(read);
    const auto path = kRoot / "goldens/pages" / (page.name + ".json");
    if (std::getenv("UPDATE_GOLDENS") != nullptr) {
      std::ofstream(path, std::ios::binary) << made;
      ADD_FAILURE() << path << " was written; look at it, then run without UPDATE_GOLDENS";
      continue;
    }
    EXPECT_EQ(ReadWhole(path), made) << path << ": if the change is meant, run with UPDATE_GOLDENS=1";
  }
}

TEST(GoldenPages, TheOrderOfPagesNeverChangesARecord) {
  std::vector<Page> pages = Pages();
  std::vector<std::string> first;
  for (const Page& page : pages) first.push_back(Record(Read(page)));
  std::vector<size_t> order(pages.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::mt19937 random(7);
  for (int turn = 0; turn < 4; ++turn) {
    std::shuffle(order.begin(), order.end(), random);
    for (const size_t i : order) EXPECT_EQ(Record(Read(pages[i])), first[i]) << pages[i].name;
  }
}

}  // namespace
}  // namespace mingcha::extractors
