#include "extractors/tree_triggers.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <string>
#include <vector>

#include "base/text.h"

namespace mingcha::extractors {

namespace {

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// True for text that no letter case changes but that of ASCII letters.
bool HasSimpleCase(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::NextCodePoint(text, &at);
    if (c >= 0x80 && !base::IsHan(c)) return false;
  }
  return true;
}

/// True if `text` may hold `lower`, whatever the case of its letters; never false if it does. Three bytes are
/// compared at a time over blocks that compilers turn into vectors: most pages have none of what is sought.
bool MayHold(std::string_view text, std::string_view lower) {
  constexpr size_t kBlock = 64;
  const size_t last = lower.size() - 1, middle = lower.size() / 2;
  if (text.size() < lower.size()) return false;
  const auto bit = [&](size_t at) { return static_cast<char>(IsAsciiLetter(lower[at]) ? 0x20 : 0); };
  const char a = lower[0], b = lower[middle], c = lower[last];
  const char bit_a = bit(0), bit_b = bit(middle), bit_c = bit(last);
  const auto like = [&](size_t i) {
    const char* p = text.data() + i;
    const auto differs =
        static_cast<char>(((p[0] | bit_a) ^ a) | ((p[middle] | bit_b) ^ b) | ((p[last] | bit_c) ^ c));
    return static_cast<unsigned char>(differs == 0 ? 0xFF : 0);
  };
  const size_t places = text.size() - last;
  size_t i = 0;
  for (; i + kBlock <= places; i += kBlock) {
    unsigned char any = 0;  // One byte wide: sixteen and more go into a vector.
    for (size_t j = 0; j < kBlock; ++j) any = static_cast<unsigned char>(any | like(i + j));
    if (any != 0) return true;
  }
  for (; i < places; ++i) {
    if (like(i) != 0) return true;
  }
  return false;
}

}  // namespace

/// Patterns of which a text is asked whether it matches any: only those are tried whose fixed parts it holds.
struct TreeTriggers::Patterns {
  re2::FilteredRE2 filtered;
  std::vector<std::string> atoms;
  bool any = false;

  void Add(const std::vector<std::string>& patterns) {
    int id = 0;
    for (const std::string& pattern : patterns)
      any = filtered.Add(pattern, re2::RE2::Options(re2::RE2::Quiet), &id) == re2::RE2::NoError || any;
  }
  void Compile() {
    if (any) filtered.Compile(&atoms);
  }
  [[nodiscard]] bool Hits(std::string_view text) const {
    if (!any || text.empty()) return false;
    std::vector<int> held;
    for (size_t i = 0; i < atoms.size(); ++i) {
      if (atoms[i].empty() || !HasSimpleCase(atoms[i]) || MayHold(text, atoms[i]))
        held.push_back(static_cast<int>(i));
    }
    return filtered.FirstMatch(re2::StringPiece(text.data(), text.size()), held) >= 0;
  }
};

TreeTriggers::TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon)
    : lexicon_(lexicon), scripts_(std::make_unique<Patterns>()), pages_(std::make_unique<Patterns>()) {
  for (const model::CmsProfile& cms : plan.cms) {
    for (const model::PagerRule& rule : cms.pagers) {
      scripts_->Add(rule.script);
      if (!rule.pages.empty()) pages_->Add(rule.page);
    }
  }
  for (Patterns* patterns : {scripts_.get(), pages_.get()}) patterns->Compile();
}

TreeTriggers::~TreeTriggers() = default;

bool TreeTriggers::Need(const LinkScan& scan, std::string_view source) const {
  if (scan.unsure || scan.data_island) return true;
  int numbers = 0;
  for (const std::string& label : scan.labels) {
    if (lexicon_.IsWord("pager_next", label) || lexicon_.IsWord("pager_last", label)) return true;
    const bool number = label.size() <= 3 && label.find_first_not_of("0123456789") == std::string::npos;
    if (number && !label.empty() && ++numbers >= 2) return true;
  }
  return scripts_->Hits(scan.scripts) || pages_->Hits(source);
}

}  // namespace mingcha::extractors
