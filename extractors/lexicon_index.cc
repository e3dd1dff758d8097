#include "extractors/lexicon_index.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"

namespace mingcha::extractors {

LexiconIndex::LexiconIndex(const model::Lexicon& lexicon) : lexicon_(lexicon) {
  for (const auto& spec : lexicon_.labels) {
    for (const auto& label : spec.labels) fields_.emplace(base::FoldLabel(label), spec.field);
  }
  for (const auto& spec : lexicon_.date_labels) {
    for (const auto& label : spec.labels) {
      const std::string folded = base::FoldLabel(label);
      longest_date_label_ = std::max(longest_date_label_, folded.size());
      dates_.emplace(folded, spec.meaning);
    }
  }
  for (const auto& [name, list] : lexicon_.words) word_sets_[name].insert(list.begin(), list.end());
  for (const auto& label : Words("other_labels")) others_.insert(base::FoldLabel(label));
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_case_sensitive(false);
  std::string after_any;
  for (const auto& [name, list] : lexicon_.patterns) {
    auto& compiled = patterns_[name];
    for (const std::string& pattern : list) {
      auto re = std::make_unique<re2::RE2>(pattern, options);
      if (!re->ok()) continue;
      if (name.starts_with("after_") && name != "after_none")
        after_any.append(after_any.empty() ? "" : "|").append("(?:").append(pattern).append(")");
      compiled.push_back(std::move(re));
    }
  }
  if (!after_any.empty()) after_any_ = std::make_unique<re2::RE2>(after_any, options);
}

LexiconIndex::~LexiconIndex() = default;

bool LexiconIndex::MayTellAfter(std::string_view text) const {
  // A union too large to compile tells nothing: then each pattern is asked.
  return after_any_ != nullptr &&
         (!after_any_->ok() ||
          re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *after_any_));
}

std::string_view LexiconIndex::FieldOf(std::string_view folded_label) const {
  const auto found = fields_.find(folded_label);
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

namespace {

constexpr int kMostBefore = 4;  // characters before a label that belong to it
constexpr size_t kLeastLabel = 4;

}  // namespace

std::string_view LexiconIndex::BeforeLabel(std::string_view folded_label, model::DateMeaning* meaning) const {
  if (IsLabel(folded_label)) return {};
  size_t pos = 0;
  for (int before = 0; before < kMostBefore && pos < folded_label.size(); ++before) {
    (void)base::NextCodePoint(folded_label, &pos);
    const std::string_view rest = folded_label.substr(pos);
    if (DateLabel(rest, meaning))
      return base::CodePointCount(rest) < kLeastLabel ? std::string_view() : folded_label.substr(0, pos);
  }
  return {};
}

std::string_view LexiconIndex::HeadFieldOf(std::string_view folded_label) const {
  if (const std::string_view field = FieldOf(folded_label); !field.empty()) return field;
  model::DateMeaning meaning{};
  const std::string_view before = BeforeLabel(folded_label, &meaning);
  if (before.empty() || HasWord("not_head_dates", before)) return {};
  if (meaning == model::DateMeaning::kPublished) return "published";
  return meaning == model::DateMeaning::kFormed ? "formed" : std::string_view();
}

bool LexiconIndex::IsOtherDay(std::string_view folded_label) const {
  model::DateMeaning meaning{};
  return HasWord("not_head_dates", BeforeLabel(folded_label, &meaning));
}

bool LexiconIndex::IsLabel(std::string_view folded) const {
  return fields_.contains(folded) || dates_.contains(folded) || others_.contains(folded);
}

bool LexiconIndex::DateLabel(std::string_view folded, model::DateMeaning* meaning) const {
  const auto found = dates_.find(folded);
  if (found == dates_.end()) return false;
  *meaning = found->second;
  return true;
}

size_t LexiconIndex::DateLabelAtEnd(std::string_view folded, model::DateMeaning* meaning) const {
  for (size_t length = std::min(folded.size(), longest_date_label_); length > 0; --length) {
    if (DateLabel(folded.substr(folded.size() - length), meaning)) return length;
  }
  return 0;
}

bool LexiconIndex::Matches(std::string_view list, std::string_view text) const {
  const auto& patterns = Patterns(list);
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& re) {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re);
  });
}

const std::vector<std::unique_ptr<re2::RE2>>& LexiconIndex::Patterns(std::string_view list) const {
  static const std::vector<std::unique_ptr<re2::RE2>> kNone;
  const auto found = patterns_.find(list);
  return found == patterns_.end() ? kNone : found->second;
}

const std::vector<std::string>& LexiconIndex::Words(std::string_view list) const {
  static const std::vector<std::string> kNone;
  const auto found = lexicon_.words.find(std::string(list));
  return found == lexicon_.words.end() ? kNone : found->second;
}

bool LexiconIndex::IsWord(std::string_view list, std::string_view text) const {
  const auto words = word_sets_.find(list);
  return words != word_sets_.end() && words->second.contains(text);
}

bool LexiconIndex::HasWord(std::string_view list, std::string_view text) const {
  const auto& words = Words(list);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return !word.empty() && text.find(word) != std::string_view::npos;
  });
}

}  // namespace mingcha::extractors
