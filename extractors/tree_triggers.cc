#include "extractors/tree_triggers.h"

#include <string>
#include <vector>

#include "extractors/carried_text.h"
#include "extractors/script_pager.h"

namespace mingcha::extractors {
namespace {

/// What pager rules look for in scripts; or in whole pages, where they name further pages.
std::vector<std::string> PatternsOf(const model::Plan& plan, bool scripts) {
  std::vector<std::string> out;
  for (const model::CmsProfile& cms : plan.cms) {
    for (const model::PagerRule& rule : cms.pagers) {
      if (!scripts && rule.pages.empty()) continue;
      const std::vector<std::string>& from = scripts ? rule.script : rule.page;
      out.insert(out.end(), from.begin(), from.end());
    }
  }
  return out;
}

}  // namespace

TreeTriggers::TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon)
    : lexicon_(lexicon), scripts_(PatternsOf(plan, true)), pages_(PatternsOf(plan, false)) {}

bool TreeTriggers::Need(const LinkScan& scan, std::string_view source) const {
  if (scan.unsure || scan.data_island) return true;
  int numbers = 0;
  for (const std::string& label : scan.labels) {
    if (lexicon_.IsWord("pager_next", label) || lexicon_.IsWord("pager_last", label) ||
        lexicon_.IsWord("pager_more", label)) {
      return true;
    }
    const bool number = label.size() <= 3 && label.find_first_not_of("0123456789") == std::string::npos;
    if (number && !label.empty() && ++numbers >= 2) return true;
  }
  return scripts_.Hits(scan.scripts) || MayPage(scan.scripts) || scan.carries_text || pages_.Hits(source) ||
         MayCarryText(scan.scripts);
}

}  // namespace mingcha::extractors
