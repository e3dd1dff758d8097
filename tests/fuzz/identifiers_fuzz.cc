// Input: a text as page content. Promises: nothing crashes; spans lie inside the text; what is found is well
// formed; masking leaves no maskable number behind and does not change masked text; no private value shows in
// a quote.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "extractors/elements.h"
#include "extractors/folded_text.h"
#include "extractors/identifiers.h"
#include "extractors/privacy.h"
#include "extractors/project_name.h"
#include "extractors/text_hash.h"
#include "tests/extractors/words.h"
#include "tests/fuzz/fuzz_target.h"

namespace mingcha::extractors {
namespace {

struct Readers {
  NumberFinder numbers = NumberFinder::Create(TestWords()).value();
  SubjectReader subjects = SubjectReader::Create(TestWords()).value();
  PrivacyScanner privacy = PrivacyScanner(TestWords());
  ElementFinder elements = ElementFinder::Create(MakePlan()).value();

  static model::Plan MakePlan() {
    model::Plan plan;
    plan.lexicon = TestWords();
    model::Item item;
    item.id = "item";
    item.elements = {{"price", {"报价", "投标报价"}, {"[0-9]+元"}, false, true, {}},
                     {"name", {"名称", "单位名称"}, {}, false, true, {}}};
    plan.items = {item};
    return plan;
  }
};

template <typename Found>
void CheckSpans(const std::vector<Found>& found, std::string_view text) {
  for (const auto& one : found) {
    CHECK(one.begin < one.end && one.end <= text.size()) << one.value;
    CHECK(!one.value.empty());
  }
}

void CheckNumbers(const Readers& readers, std::string_view text) {
  CheckSpans(FindProjectCodes(text), text);
  CheckSpans(FindIndexNumbers(text), text);
  CheckSpans(readers.numbers.FindDocNumbers(text), text);
  CheckSpans(readers.numbers.FindParcelNumbers(text), text);
  CheckSpans(readers.numbers.FindReferenceNumbers(text), text);
  CheckSpans(readers.numbers.FindSiteCodes(text), text);
  for (const auto& code : FindProjectCodes(text)) CHECK(code.value.size() == 24) << code.value;
  static_cast<void>(ParseIndexNumber(text));
  static_cast<void>(IsValidUscc(text) && IsValidOrgCode(text) && IsValidResidentId(text) &&
                    IsValidLuhn(text));
}

/// The text as a page: lines, and one table of two columns whose cells are its lines.
PageText PageOf(std::string_view text) {
  PageText page;
  page.text = std::string(text);
  page.main_end = page.text.size();
  Table table;
  for (size_t pos = 0; pos < text.size() && table.rows.size() < 40;) {
    std::vector<Cell> row;
    for (int i = 0; i < 2; ++i) {
      const size_t end = std::min(text.find('\n', pos), text.size());
      Cell cell;
      if (pos < text.size())
        cell = {std::string(text.substr(pos, end - pos)), false, i == 1 && end == pos, pos, end};
      row.push_back(cell);
      pos = end + 1;
    }
    table.rows.push_back(row);
  }
  page.tables.push_back(table);
  return page;
}

void CheckAll(std::string_view text) {
  static const Readers kReaders;
  CheckNumbers(kReaders, text);
  const std::string masked = MaskPrivate(text);
  CHECK(MaskPrivate(masked) == masked);
  const PageText page = PageOf(text);
  for (const auto& hit : kReaders.privacy.Find(page, {"salt", 2020})) {
    CHECK(hit.span.begin < hit.span.end && hit.span.end <= text.size());
    const std::string raw = FoldedText(text.substr(hit.span.begin, hit.span.end - hit.span.begin)).text();
    CHECK(hit.span.quote.find(raw) == std::string::npos) << hit.masked;
    CHECK(hit.masked.find('*') != std::string::npos);
  }
  for (const auto& reading : kReaders.elements.Find("item", page).present) {
    CHECK(reading.span.begin <= reading.span.end && reading.span.end <= text.size());
    CHECK(!reading.value.empty());
  }
  const std::string key = kReaders.subjects.Normalise(text);
  CHECK(key.size() <= 4 * text.size() + 4);
  static_cast<void>(TextHash(text));
}

}  // namespace
}  // namespace mingcha::extractors

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mingcha::extractors::CheckAll(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
