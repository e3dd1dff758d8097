#include "extractors/tree_triggers.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <vector>

namespace mingcha::extractors {

struct TreeTriggers::Scripts {
  Scripts() : set(re2::RE2::Options(re2::RE2::Quiet), re2::RE2::UNANCHORED) {}
  re2::RE2::Set set;
  bool any = false;
};

TreeTriggers::TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon)
    : lexicon_(lexicon), scripts_(std::make_unique<Scripts>()) {
  for (const model::CmsProfile& cms : plan.cms) {
    for (const std::string& pattern : cms.pager_scripts) {
      if (scripts_->set.Add(pattern, nullptr) >= 0) scripts_->any = true;
    }
  }
  scripts_->any = scripts_->any && scripts_->set.Compile();
}

TreeTriggers::~TreeTriggers() = default;

bool TreeTriggers::Need(const LinkScan& scan) const {
  if (scan.unsure || scan.data_island) return true;
  const auto pages = [&](const std::string& label) {
    return lexicon_.IsWord("pager_next", label) || lexicon_.IsWord("pager_last", label);
  };
  if (std::any_of(scan.labels.begin(), scan.labels.end(), pages)) return true;
  std::vector<int> hits;
  return scripts_->any && !scan.scripts.empty() && scripts_->set.Match(scan.scripts, &hits);
}

}  // namespace mingcha::extractors
