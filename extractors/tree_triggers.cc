#include "extractors/tree_triggers.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <vector>

namespace mingcha::extractors {

struct TreeTriggers::Patterns {
  Patterns() : set(re2::RE2::Options(re2::RE2::Quiet), re2::RE2::UNANCHORED) {}
  re2::RE2::Set set;
  bool any = false;

  void Add(const std::vector<std::string>& patterns) {
    for (const std::string& pattern : patterns) any = set.Add(pattern, nullptr) >= 0 || any;
  }
  [[nodiscard]] bool Hits(std::string_view text) const {
    std::vector<int> hits;
    return any && !text.empty() && set.Match(re2::StringPiece(text.data(), text.size()), &hits);
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
  for (Patterns* patterns : {scripts_.get(), pages_.get()}) {
    patterns->any = patterns->any && patterns->set.Compile();
  }
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
