#pragma once

#include <string>
#include <string_view>

#include "base/url.h"

namespace mingcha::crawler {

/// Tells links that make their own page's address longer by the same form again and again: a trap that shows
/// new text on every page, so that only the form of its addresses gives it away.
///
/// A link has grown if its path and query are the page's with something put in at one place. It is a trap if
/// what was put in stands there many times in a row already: six times with its words (numbers may differ:
/// `/x1/x2/x3/…`, `_2_2_2…`, `,7,8,9…`), or twelve times as folders or parameters of any name
/// (`/ab/cd/ef/…`). Honest paths that go deeper a step a page end before; an address that is long from the
/// beginning never counts. Keeps one page's address for its links. Immutable; any thread.
class Growth {
 public:
  explicit Growth(const base::Url& page);

  [[nodiscard]] bool Overgrown(const base::Url& link) const;

 private:
  /// Path and query with runs of digits as `#`, and with runs of letters and digits as `a`.
  std::string by_number_, by_word_;
  size_t length_ = 0;  ///< Of path and query as they stand.
};

}  // namespace mingcha::crawler
