#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/check_index.h"

namespace mingcha::checker {

/// Signs that a page was moved to its site in bulk, so that its dates say nothing of its publication
/// (domain.md 9.3, domain-supplement B):
/// - a day on which a host took in many documents, most of them old;
/// - a document number out of a leap: a platform's counter ran many times faster than it does, and the
///   document is older than its entry. Hosts whose counters agree day by day are one platform;
/// - on hosts whose addresses bear no day and whose numbers rise with the days elsewhere: a document number
/// in
///   a run whose numbers and days do not rise together: most stand above the numbers of
///   later documents, or every other one is older than the one before it;
///   Where columns of a host give one number to documents of different days, each column counts for itself;
/// - a time of 00:00, an index number of a later year than the document.
/// And signs that the stated day is not that of publication: the server's copy, or our own earlier look, is
/// older than it.
///
/// All of it is learnt from the input's set of pages, whatever their order. Immutable after construction;
/// borrows the index.
class Migration {
 public:
  explicit Migration(const CheckIndex& index);
  /// The sign, or nullopt. `published` is the day about to be judged.
  [[nodiscard]] std::optional<base::Message> SignOn(const Notice& page, base::Date published) const;
  /// What proves that the page was there before `published`; nullopt if nothing does.
  [[nodiscard]] std::optional<base::Message> SeenBefore(const Notice& page, base::Date published) const;

  /// One article with a document number, as far as migration is told from it.
  struct Document {
    int64_t number = 0;
    std::string host, family, column;
    std::optional<base::Date> entry;    ///< The day of entry that its address tells.
    std::optional<base::Date> claimed;  ///< The day of publication that it states.
    std::optional<base::Date> written;  ///< The day on which it was formed.
    int64_t page_id = 0;
    auto operator<=>(const Document&) const = default;
  };

 private:
  struct Day {
    int pages = 0, old = 0;
  };
  template <typename Dates>
  [[nodiscard]] std::optional<base::Message> SignIn(const Dates& dates, const Notice& page,
                                                    base::Date published) const;
  void FindLeaps(const std::vector<Document>& platform);
  void FindRuns(const std::vector<Document>& counter);
  [[nodiscard]] std::optional<base::Message> SignOfEntry(const Notice& page) const;

  const CheckIndex& index_;
  std::map<std::pair<std::string, base::Date>, Day> entries_;
  std::map<int64_t, base::Message> moved_;  ///< By page: leaps and runs.
};

}  // namespace mingcha::checker
