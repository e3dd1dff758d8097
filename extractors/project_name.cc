#include "extractors/project_name.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxNameBytes = 1'500;
constexpr size_t kLeastBytes = 6;  // two Han characters: less is no name

std::vector<std::string> LongestFirst(const model::Lexicon& lexicon, const char* list) {
  std::vector<std::string> words;
  if (const auto it = lexicon.words.find(list); it != lexicon.words.end()) {
    for (const std::string& word : it->second) words.push_back(base::FoldLabel(word));
  }
  std::erase(words, "");
  std::stable_sort(words.begin(), words.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return words;
}

/// Brackets, quotes and punctuation: they come and go between two writings of one name.
bool IsPunctuation(char32_t c) {
  if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  return (c >= 0x2010 && c <= 0x205E) || (c >= 0x3000 && c <= 0x301F) || c == 0xB7 || c == 0x30FB ||
         c == 0xFFFD || (c >= 0xFE30 && c <= 0xFE6F);
}

std::string WithoutPunctuation(std::string_view name) {
  std::string out;
  for (size_t pos = 0; pos < name.size();) {
    const size_t begin = pos;
    if (!IsPunctuation(base::NextCodePoint(name, &pos))) out += name.substr(begin, pos - begin);
  }
  return out;
}

std::string Without(std::string text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      if (text.size() - word.size() < kLeastBytes) return text;
      text.erase(at, word.size());
    }
  }
  return text;
}

/// Drops one word from the end, if enough stays; a bracket that closes behind nothing goes with it.
bool DropSuffix(std::string* text, const std::string& word) {
  if (!text->ends_with(word) || text->size() < word.size() + kLeastBytes) return false;
  text->resize(text->size() - word.size());
  return true;
}

}  // namespace

struct SubjectReader::Words {
  std::vector<std::string> prefixes, suffixes, kinds;
  std::vector<std::unique_ptr<RE2>> noise;

  [[nodiscard]] std::string Strip(std::string_view title, const std::string& own_name) const;
};

SubjectReader::SubjectReader(std::shared_ptr<const Words> words) : words_(std::move(words)) {}

base::Result<SubjectReader> SubjectReader::Create(const model::Lexicon& lexicon) {
  auto words = std::make_shared<Words>();
  words->prefixes = LongestFirst(lexicon, "subject_prefix");
  words->suffixes = LongestFirst(lexicon, "subject_suffix");
  words->kinds = LongestFirst(lexicon, "subject_kind");
  if (const auto it = lexicon.patterns.find("subject_noise"); it != lexicon.patterns.end()) {
    RE2::Options options;
    options.set_log_errors(false);
    for (const std::string& pattern : it->second) {
      auto re = std::make_unique<RE2>(pattern, options);
      if (!re->ok()) {
        return base::Fail(base::ErrorCode::kInvalidInput,
                          "lexicon list `{}` holds no valid RE2, correct it: {}", "subject_noise",
                          re->error());
      }
      words->noise.push_back(std::move(re));
    }
  }
  return SubjectReader(std::move(words));
}

std::string SubjectReader::Words::Strip(std::string_view title, const std::string& own_name) const {
  std::string text = base::FoldLabel(title.substr(0, std::min(title.size(), kMaxNameBytes)));
  for (const auto& re : noise) {
    std::string without = text;
    if (RE2::GlobalReplace(&without, *re, "") > 0 && without.size() >= kLeastBytes) text = std::move(without);
  }
  for (const std::string& prefix : prefixes) {
    if (!text.starts_with(prefix) || text.size() < prefix.size() + kLeastBytes) continue;
    text.erase(0, prefix.size());
    break;
  }
  for (bool dropped = true; dropped;) {
    dropped = !own_name.empty() && DropSuffix(&text, own_name);
    for (const std::string& suffix : suffixes) {
      if (dropped) break;
      dropped = DropSuffix(&text, suffix);
    }
    while (text.ends_with('-') || text.ends_with('_') || text.ends_with(':')) text.pop_back();
  }
  return text;
}

std::string SubjectReader::Normalise(std::string_view name) const { return SubjectOf(name, nullptr).key; }

base::Result<std::function<std::string(std::string_view)>> SubjectReader::FormOf(
    const model::Lexicon& lexicon) {
  ASSIGN_OR_RETURN(const SubjectReader reader, Create(lexicon));
  return [reader](std::string_view name) { return reader.Normalise(name); };
}

Subject SubjectReader::SubjectOf(std::string_view title, const model::Item* item) const {
  Subject subject;
  subject.text = words_->Strip(title, item == nullptr ? std::string() : base::FoldLabel(item->name));
  subject.key = Without(base::ToLowerAscii(WithoutPunctuation(subject.text)), words_->kinds);
  return subject;
}

}  // namespace mingcha::extractors
