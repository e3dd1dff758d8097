// Input: the body of a review's post, and the text of its log. Promises: never a crash; what is taken is
// within its limits; a log that is read gives its own whole lines back.
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "review/act_request.h"
#include "store/act_log.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace review = mingcha::review;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto request = review::ParseActRequest(bytes)) {
    const mingcha::model::ReviewAct& act = request->act;
    CHECK(!act.by.empty() && mingcha::base::CodePointCount(act.by) <= review::kMaxName) << act.by;
    CHECK(!act.reason.empty() && mingcha::base::CodePointCount(act.reason) <= review::kMaxReason)
        << act.reason;
    CHECK(act.version >= 0 && mingcha::base::IsValidUtf8(act.reason)) << act.version;
    CHECK(!request->file || request->file->name.find('/') == std::string::npos) << request->file->name;
  }
  size_t whole = 0;
  std::string last;
  const auto acts = mingcha::store::ParseActs(bytes, "acts.jsonl", &whole, &last);
  if (acts) {
    CHECK(whole <= size && last.size() == 64) << whole;
    for (size_t i = 0; i < acts->size(); ++i) CHECK((*acts)[i].number == static_cast<int64_t>(i) + 1) << i;
  }
  return 0;
}
