// Input: the bytes of a CSV register. Promises: decoding gives well-formed UTF-8 or fails; rows stand in
// order, each with a cell; reading the bytes as any register never crashes, and every fault names a row of
// the file.
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "rules/csv.h"
#include "rules/register_loader.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using mingcha::rules::Diagnostic;
using mingcha::rules::RegisterKind;

mingcha::model::Plan SmallPlan() {
  mingcha::model::Plan plan;
  plan.items.resize(2);
  plan.items[0].id = "a.one";
  plan.items[1].id = "a.two";
  plan.items[0].name = plan.items[1].name = "a";
  plan.units.resize(1);
  plan.units[0].id = "u";
  plan.grounds.push_back({"g", "ground", {}, {}});
  return plan;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const mingcha::model::Plan kPlan = SmallPlan();
  std::string text;
  std::vector<Diagnostic> errors;
  if (mingcha::rules::DecodeTextFile(bytes, &text)) {
    CHECK(mingcha::base::IsValidUtf8(text));
    int last = 0;
    for (const mingcha::rules::CsvRow& row : mingcha::rules::ParseCsv(text, "r.csv", &errors)) {
      CHECK(row.row > last && !row.cells.empty()) << row.row;
      last = row.row;
    }
  }
  mingcha::model::Registers registers;
  std::vector<Diagnostic> warnings;
  for (const RegisterKind kind :
       {RegisterKind::kLedger, RegisterKind::kExemptions, RegisterKind::kNoEvents,
        RegisterKind::kMajorProjects, RegisterKind::kExtensions, RegisterKind::kManualEvidence,
        RegisterKind::kOverrides, RegisterKind::kProjectJoins}) {
    mingcha::rules::AddRegister(kind, bytes, "r.csv", kPlan, &registers, &errors, &warnings);
  }
  for (const Diagnostic& error : errors) {
    CHECK(error.line >= 0 && (!error.sheet.empty() || static_cast<size_t>(error.line) <= text.size() + 1))
        << ToEnglish(error);
  }
  return 0;
}
