#include "extractors/pattern_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kGroup = 48;                        // patterns in one automaton
constexpr int64_t kGroupMemory = int64_t{16} << 20;  // bytes its states may take
constexpr int64_t kOneMemory = int64_t{4} << 20;

RE2::Options OptionsWith(int64_t memory) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory);
  return options;
}

}  // namespace

struct PatternSet::Compiled {
  std::vector<PatternSpec> specs;
  std::vector<std::unique_ptr<RE2>> single;
  std::vector<std::unique_ptr<RE2::Set>> groups;
};

PatternSet::PatternSet() : compiled_(std::make_shared<const Compiled>()) {}

base::Result<PatternSet> PatternSet::Create(std::vector<PatternSpec> specs) {
  auto compiled = std::make_shared<Compiled>();
  std::vector<std::string> bad;
  for (const PatternSpec& spec : specs) {
    auto single = std::make_unique<RE2>(spec.re, OptionsWith(kOneMemory));
    if (!single->ok()) bad.push_back(spec.where + ": `" + spec.re + "`: " + single->error());
    compiled->single.push_back(std::move(single));
  }
  if (!bad.empty()) {
    return base::Fail(base::ErrorCode::kInvalidInput, "these patterns are not valid RE2, correct them: {}",
                      base::Join(bad, "; "));
  }
  for (size_t begin = 0; begin < specs.size(); begin += kGroup) {
    auto group = std::make_unique<RE2::Set>(OptionsWith(kGroupMemory), RE2::UNANCHORED);
    for (size_t i = begin; i < std::min(begin + kGroup, specs.size()); ++i) group->Add(specs[i].re, nullptr);
    // A group too big for its memory stays null: its patterns are then tried one by one.
    if (!group->Compile()) group.reset();
    compiled->groups.push_back(std::move(group));
  }
  compiled->specs = std::move(specs);
  PatternSet set;
  set.compiled_ = std::move(compiled);
  return set;
}

std::vector<int> PatternSet::Matches(std::string_view text) const {
  std::vector<int> ids;
  std::vector<int> hits;
  for (size_t g = 0; g < compiled_->groups.size(); ++g) {
    const size_t begin = g * kGroup;
    const RE2::Set* group = compiled_->groups[g].get();
    hits.clear();
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (group != nullptr && (group->Match(text, &hits, &error) || error.kind == RE2::Set::kNoError)) {
      for (const int hit : hits) ids.push_back(static_cast<int>(begin) + hit);
      continue;
    }
    for (size_t i = begin; i < std::min(begin + kGroup, compiled_->single.size()); ++i) {
      if (RE2::PartialMatch(text, *compiled_->single[i])) ids.push_back(static_cast<int>(i));
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool PatternSet::Occurs(int id, std::string_view text) const {
  CHECK(id >= 0 && id < size()) << id;
  return RE2::PartialMatch(text, *compiled_->single[static_cast<size_t>(id)]);
}

std::string_view PatternSet::Find(int id, std::string_view text) const {
  CHECK(id >= 0 && id < size()) << id;
  re2::StringPiece hit;
  const RE2& re = *compiled_->single[static_cast<size_t>(id)];
  if (!re.Match(text, 0, text.size(), RE2::UNANCHORED, &hit, 1)) return {};
  return {hit.data(), hit.size()};
}

const std::string& PatternSet::pattern(int id) const {
  CHECK(id >= 0 && id < size()) << id;
  return compiled_->specs[static_cast<size_t>(id)].re;
}

int PatternSet::size() const { return static_cast<int>(compiled_->specs.size()); }

}  // namespace mingcha::extractors
