#include "model/history.h"

#include <algorithm>

namespace mingcha::model {

const PageHistory* History::Find(std::string_view url) const {
  const auto place =
      std::lower_bound(pages.begin(), pages.end(), url,
                       [](const PageHistory& page, std::string_view wanted) { return page.url < wanted; });
  return place == pages.end() || place->url != url ? nullptr : &*place;
}

}  // namespace mingcha::model
