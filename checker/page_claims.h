#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/case.h"
#include "checker/like_names.h"
#include "checker/projects.h"

namespace mingcha::checker {

/// What the pages read say of themselves beyond the items they were recognised as: the last look before a
/// unit is accused. Borrows the index and the join; immutable after construction.
class PageClaims {
 public:
  PageClaims(const CheckIndex& index, const ProjectJoin& projects);

  /// For project and event cases that nothing matched: fills `same_number` and `same_name` with pages that
  /// bear the number or name sought, or stand in a list under that name, but were not recognised as the item.
  ///
  /// A page that is a certain or likely disclosure of another item (or an amendment, or a closing) was
  /// recognised and does not count — unless the number is that of the page itself, its document number, and
  /// the ledger gives it to no other item: then what the page was taken for is in question — or unless it is
  /// of the very item and cites the number of the case's ledger row.
  void Look(Cases* cases) const;

  /// True if the page is a certain or likely disclosure of one other project than the one sought, so that
  /// what hangs on it is that project's too. False for tables and pages of several things, and for a page
  /// that only carries attachments unless number or another stage of its project confirms its name.
  [[nodiscard]] bool IsOfAnother(const model::PageFacts& host, const Case& owed) const;

 private:
  /// A page that bears a number; `own` if it is the page's own document number.
  struct Claim {
    const model::PageFacts* facts;
    bool own;
  };

  /// Items that pages or rows speak of: none, one, or several.
  struct Items {
    std::string_view first;
    bool several = false;
    void Add(std::string_view base) {
      several = several || (!first.empty() && first != base);
      first = base;
    }
  };
  using Numbers = std::unordered_map<std::string, std::vector<Claim>>;

  /// The pages that bear one of the numbers sought.
  [[nodiscard]] Numbers PagesWith(const std::vector<Case*>& sought) const;
  void TakePage(const model::PageFacts& facts, Numbers* numbers) const;
  void LookForNumbers(const Numbers& numbers, Case* owed) const;
  void LookForNames(Cases* cases) const;
  /// Lists that name what is sought in the row of a page that nothing was recognised on.
  void LookForRows(const LikeNames& names, const std::vector<Case*>& sought) const;
  [[nodiscard]] bool IsRecognised(const model::PageFacts& facts, const std::string& number) const;
  /// True if the whole page is a certain or likely disclosure of the case's item.
  [[nodiscard]] bool IsPageOf(const model::PageFacts& facts, const Case& owed) const;
  [[nodiscard]] bool IsOfAnotherTime(const model::PageFacts& facts, const Case& owed) const;
  [[nodiscard]] bool IsConfirmed(size_t disclosure) const;

  const CheckIndex& index_;
  const ProjectJoin& projects_;
  std::unordered_map<std::string_view, Items> ledger_items_;  ///< Base items by number.
  std::unordered_map<size_t, Items> group_items_;             ///< Base items by project.
  std::vector<const model::PageFacts*> pages_;                ///< By URL.
};

}  // namespace mingcha::checker
