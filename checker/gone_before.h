#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/case.h"
#include "checker/check_index.h"
#include "model/history.h"

namespace mingcha::checker {

/// What an earlier round read and the present one found gone: it was published once, whatever became of it,
/// so that it is not there now does not make it «not published». Borrows the index; immutable after
/// construction.
class GoneBefore {
 public:
  explicit GoneBefore(const CheckIndex& index);

  /// The page that stood for a project or event case, by its number or, where no numbers differ, its name;
  /// for an annual case, its unit's own of the year. nullptr: none did. What stands all the time must stand
  /// now.
  [[nodiscard]] const model::PageHistory* Find(const Case& owed) const;

 private:
  struct Read {
    const model::PageHistory* page = nullptr;
    std::string_view base_item, unit;
    int year = 0;                   ///< It is about; 0: unknown.
    std::string key, own;           ///< FoldSubject of its name; its document number, folded.
    std::vector<std::string> refs;  ///< Sorted.
  };

  [[nodiscard]] static bool IsFor(const Read& read, const Case& owed);

  std::vector<Read> reads_;
  std::unordered_map<std::string, std::vector<size_t>> by_name_;  ///< Places in reads_, by key and by number.
};

}  // namespace mingcha::checker
