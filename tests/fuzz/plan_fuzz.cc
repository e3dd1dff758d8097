// Input: the YAML text of an items file. Promises: reading, merging over itself and checking never crash;
// every fault has a file, a line of the text and something expected; what is bound keeps the bounds of the
// reader.
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "rules/binder.h"
#include "rules/layers.h"
#include "rules/plan_checks.h"
#include "rules/plan_doc.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using namespace mingcha::rules;  // NOLINT(google-build-using-namespace): a fuzz target is one file.

const FileKind& ItemsKind() {
  for (const FileKind& kind : FileKinds()) {
    if (kind.name == "items/*.yaml") return kind;
  }
  return FileKinds().front();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Diagnostic> errors;
  std::vector<Diagnostic> warnings;
  MergedFiles merged;
  merged.files = {{"base.yaml", "base.yaml", "items/a.yaml", {}, 0},
                  {"round.yaml", "round.yaml", "items/a.yaml", {}, 1}};
  for (int layer = 0; layer < 2; ++layer) {
    auto root = ParseYaml(text, merged.files[static_cast<size_t>(layer)].name, layer, &errors);
    if (root) MergeFile(ItemsKind(), std::move(*root), layer, &merged, &errors);
  }
  Binder binder(merged.files, merged.removals, &errors);
  PlanDoc doc;
  binder.BindObject(merged.docs[std::string(ItemsKind().name)], ItemsKind().merged(), &doc, {});
  const CheckInput input{doc.plan, binder, merged.files, merged.removals};
  CheckReport report(input, &errors, &warnings);
  CheckReferences(input, &errors);
  CheckCatalogue(input, &report);
  for (const Diagnostic& error : errors) {
    CHECK(error.file == "base.yaml" || error.file == "round.yaml") << ToEnglish(error);
    CHECK(error.line >= 0 && static_cast<size_t>(error.line) <= size + 1) << ToEnglish(error);
    CHECK(!error.expected.format.empty()) << ToEnglish(error);
  }
  return 0;
}
