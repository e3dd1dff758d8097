#include "extractors/pattern_set.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "extractors/atom_index.h"

namespace mingcha::extractors {
namespace {

constexpr int64_t kMemory = int64_t{4} << 20;  // bytes the states of one pattern may take

}  // namespace

struct PatternSet::Compiled {
  std::vector<PatternSpec> specs;
  re2::FilteredRE2 filtered;
  AtomIndex atoms;

  [[nodiscard]] const RE2& At(int id) const {
    CHECK(id >= 0 && id < static_cast<int>(specs.size())) << id;
    return filtered.GetRE2(id);
  }
};

PatternSet::PatternSet() : compiled_(std::make_shared<const Compiled>()) {}

base::Result<PatternSet> PatternSet::Create(std::vector<PatternSpec> specs) {
  auto compiled = std::make_shared<Compiled>();
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemory);
  std::vector<std::string> bad;
  for (size_t i = 0; i < specs.size(); ++i) {
    int id = 0;
    if (compiled->filtered.Add(specs[i].re, options, &id) == RE2::NoError) {
      CHECK(!bad.empty() || id == static_cast<int>(i)) << specs[i].where;
    } else {
      const RE2 single(specs[i].re, options);  // Only it says what is wrong.
      bad.push_back(specs[i].where + ": `" + specs[i].re + "`: " + single.error());
    }
  }
  if (!bad.empty()) {
    return base::Fail(base::ErrorCode::kInvalidInput, "these patterns are not valid RE2, correct them: {}",
                      base::Join(bad, "; "));
  }
  if (!specs.empty()) {
    std::vector<std::string> atoms;
    compiled->filtered.Compile(&atoms);
    compiled->atoms = AtomIndex(std::move(atoms));
  }
  compiled->specs = std::move(specs);
  PatternSet set;
  set.compiled_ = std::move(compiled);
  return set;
}

std::vector<int> PatternSet::Matches(std::string_view text) const {
  std::vector<int> ids;
  if (compiled_->specs.empty()) return ids;
  compiled_->filtered.AllMatches(text, compiled_->atoms.In(text), &ids);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<int> PatternSet::Potentials(std::string_view text) const {
  std::vector<int> ids;
  if (compiled_->specs.empty()) return ids;
  compiled_->filtered.AllPotentials(compiled_->atoms.In(text), &ids);
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool PatternSet::Occurs(int id, std::string_view text) const {
  return RE2::PartialMatch(text, compiled_->At(id));
}

std::string_view PatternSet::Find(int id, std::string_view text) const {
  re2::StringPiece hit;
  if (!compiled_->At(id).Match(text, 0, text.size(), RE2::UNANCHORED, &hit, 1)) return {};
  return {hit.data(), hit.size()};
}

const std::string& PatternSet::pattern(int id) const {
  CHECK(id >= 0 && id < size()) << id;
  return compiled_->specs[static_cast<size_t>(id)].re;
}

int PatternSet::size() const { return static_cast<int>(compiled_->specs.size()); }

}  // namespace mingcha::extractors
