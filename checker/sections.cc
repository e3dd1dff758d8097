#include "checker/sections.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace mingcha::checker {
namespace {

constexpr int kMaxSection = 99;
constexpr int kMaxSpan = 50;  // sections of one range
constexpr int kTen = 10;

using Words = std::vector<std::string>;

const Words& WordsOf(const model::Plan& plan, const std::string& list) {
  static const Words kNone;
  const auto it = plan.lexicon.words.find(list);
  return it == plan.lexicon.words.end() ? kNone : it->second;
}

/// Reads the labels of sections out of one name.
class LabelReader {
 public:
  LabelReader(const model::Plan& plan, std::string_view text)
      : text_(text),
        words_(WordsOf(plan, "section_words")),
        lead_(WordsOf(plan, "section_lead")),
        joiners_(WordsOf(plan, "section_joiners")),
        ranges_(WordsOf(plan, "section_ranges")),
        numerals_(WordsOf(plan, "section_numerals")) {}

  std::vector<std::string> Read() && {
    while (!words_.empty() && at_ < text_.size()) {
      const size_t start = at_;
      if (ReadBefore(start) || ReadAfter(start)) continue;
      at_ = start;
      SkipOne();
    }
    return {found_.begin(), found_.end()};
  }

 private:
  bool Take(const Words& words) {
    const std::string* best = nullptr;
    for (const std::string& word : words) {
      if (text_.substr(at_).starts_with(word) && (best == nullptr || word.size() > best->size()))
        best = &word;
    }
    if (best != nullptr) at_ += best->size();
    return best != nullptr;
  }

  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }
  static bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

  /// A number up to 99 in digits or numerals, or a single letter; empty if there is none.
  std::string TakeNumeral() {
    size_t digits = 0;
    while (at_ + digits < text_.size() && IsDigit(text_[at_ + digits])) ++digits;
    if (digits > 0) {
      const std::string number(text_.substr(at_, digits));
      at_ += digits;
      const int value = digits <= 3 ? std::stoi(number) : 0;
      return value > 0 && value <= kMaxSection ? std::to_string(value) : std::string();
    }
    if (at_ < text_.size() && IsLetter(text_[at_])) {
      const bool alone =
          (at_ == 0 || !IsLetter(text_[at_ - 1])) && (at_ + 1 == text_.size() || !IsLetter(text_[at_ + 1]));
      return alone ? std::string(1, text_[at_++]) : std::string();
    }
    int value = 0;
    int last = 0;
    while (const int one = TakeOne()) {
      if (one == kTen) {
        value = std::max(last, 1) * kTen;
        last = 0;
      } else {
        if (last != 0) return {};  // two in a row are no number
        last = one;
      }
    }
    value += last;
    return value > 0 && value <= kMaxSection ? std::to_string(value) : std::string();
  }

  int TakeOne() {
    for (size_t i = 0; i < numerals_.size(); ++i) {
      if (!text_.substr(at_).starts_with(numerals_[i])) continue;
      at_ += numerals_[i].size();
      return static_cast<int>(i) + 1;
    }
    return 0;
  }

  void Add(const std::string& from, const std::string& to, std::set<std::string>* list) const {
    list->insert(to);
    if (from.empty() || !IsDigit(from[0]) || !IsDigit(to[0])) {
      if (!from.empty()) list->insert(from);
      return;
    }
    const int first = std::stoi(from);
    const int last = std::stoi(to);
    for (int i = first; i <= last && i - first < kMaxSpan; ++i) list->insert(std::to_string(i));
    list->insert(from);
  }

  /// «一至三标段», «第1标段、第2标段», «a标段»: numerals, then the word.
  bool ReadBefore(size_t start) {
    at_ = start;
    if (start > 0 && (IsDigit(text_[start - 1]) || IsLetter(text_[start - 1]))) return false;
    std::set<std::string> list;
    size_t good = start;  // behind the last word read
    std::set<std::string> kept;
    std::string from;
    while (true) {
      (void)Take(lead_);
      const std::string numeral = TakeNumeral();
      if (numeral.empty()) break;
      Add(from, numeral, &list);
      from.clear();
      if (Take(words_)) {
        good = at_;
        kept = list;
      }
      if (Take(ranges_)) {
        from = numeral;
      } else if (!Take(joiners_)) {
        break;
      }
    }
    if (kept.empty()) return false;
    at_ = good;
    found_.insert(kept.begin(), kept.end());
    return true;
  }

  /// «标段1» at the end of a name or of its bracket.
  bool ReadAfter(size_t start) {
    at_ = start;
    if (!Take(words_)) return false;
    (void)Take(lead_);
    const std::string numeral = TakeNumeral();
    const bool ends = at_ == text_.size() || text_[at_] == ')' || text_[at_] == '(';
    if (numeral.empty() || !ends) return false;
    found_.insert(numeral);
    return true;
  }

  void SkipOne() {
    if (!IsDigit(text_[at_])) {
      (void)base::NextCodePoint(text_, &at_);
      return;
    }
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
  }

  std::string_view text_;
  const Words &words_, &lead_, &joiners_, &ranges_, &numerals_;
  size_t at_ = 0;
  std::set<std::string> found_;
};

bool HasWord(const Words& words, std::string_view text) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

/// What names of one project say: which node speaks of which sections.
using Labels = std::vector<std::pair<size_t, std::vector<std::string>>>;

}  // namespace

std::vector<std::string> SectionsIn(const model::Plan& plan, std::string_view name) {
  return LabelReader(plan, name).Read();
}

Sections::Sections(const CheckIndex& index, const ProjectJoin& projects)
    : disclosures_(index.disclosures().size()) {
  const Words& words = WordsOf(index.plan, "section_words");
  std::map<size_t, Labels> groups;
  const auto take = [&](size_t node, size_t group, std::string_view name) {
    if (!HasWord(words, name)) return;
    auto sections = SectionsIn(index.plan, name);
    if (!sections.empty()) groups[group].emplace_back(node, std::move(sections));
  };
  for (size_t i = 0; i < disclosures_; ++i) take(i, projects.OfDisclosure(i), index.disclosures()[i]->key);
  for (size_t i = 0; i < index.plan.registers.ledger.size(); ++i)
    take(disclosures_ + i, projects.OfRow(i), projects.KeyOfRow(i));
  for (const auto& [group, labels] : groups) {
    std::map<std::string, std::vector<size_t>> named_by;  // section → places in `labels`
    bool letters = false;
    bool numbers = false;
    for (size_t k = 0; k < labels.size(); ++k) {
      for (const std::string& section : labels[k].second) {
        named_by[section].push_back(k);
        (section[0] >= '0' && section[0] <= '9' ? numbers : letters) = true;
      }
    }
    std::map<std::vector<size_t>, std::vector<std::string>> parts;  // named by the same: not told apart
    for (const auto& [section, by] : named_by) parts[by].push_back(section);
    if (parts.size() < 2 || (letters && numbers)) continue;
    auto& names = names_[group];
    for (const auto& [by, sections] : parts) {
      for (const size_t k : by) parts_[labels[k].first].push_back(names.size());
      names.push_back(base::Join(sections, ", "));
    }
  }
}

size_t Sections::PartsOf(size_t group) const {
  const auto it = names_.find(group);
  return it == names_.end() ? 0 : it->second.size();
}

const std::vector<size_t>& Sections::OfNode(size_t node) const {
  static const std::vector<size_t> kWhole;
  const auto it = parts_.find(node);
  return it == parts_.end() ? kWhole : it->second;
}

const std::string& Sections::NameOf(size_t group, size_t part) const { return names_.at(group).at(part); }

bool SharesSection(const std::vector<size_t>& page, const std::vector<size_t>& owed) {
  if (page.empty() || owed.empty()) return true;
  return std::any_of(page.begin(), page.end(),
                     [&](size_t part) { return std::find(owed.begin(), owed.end(), part) != owed.end(); });
}

}  // namespace mingcha::checker
