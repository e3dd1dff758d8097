#pragma once

#include <string>
#include <vector>

#include "demo/district.h"
#include "demo/portal.h"

namespace mingcha::demo {

struct LinkRow {
  std::string url, text;
};

struct ListRow {
  std::string url, title;
  base::Date date;
};

/// What a detail page prints.
struct DetailView {
  const SiteSpec* site;
  size_t column;
  std::string title, body;
  base::Date published;
  base::Date tagged;  ///< The day the page's tags tell.
  bool blank_date;
  std::string uscc;
  size_t number;  ///< Running number in its column.
  std::vector<LinkRow> attachments;
};

/// What one page of a list prints.
struct ListView {
  const SiteSpec* site;
  size_t column;
  const std::vector<ListRow>& rows;  ///< Of the whole list, newest first.
  const std::vector<std::string>& pages;
  size_t page;  ///< 0-based.
};

struct HomeView {
  const SiteSpec* site;
  const std::vector<LinkRow>& links;
};

/// One content-management system: its addresses and its pages. Stateless.
class SiteStyle {
 public:
  virtual ~SiteStyle() = default;
  [[nodiscard]] virtual std::string DetailPath(const SiteSpec& site, size_t column, size_t n,
                                               base::Date entered) const = 0;
  [[nodiscard]] virtual std::vector<std::string> ListPaths(const SiteSpec& site, size_t column,
                                                           size_t pages) const = 0;
  /// The path prefix under which all of a column's pages lie, for robots.txt.
  [[nodiscard]] virtual std::string ColumnPrefix(const SiteSpec& site, size_t column) const = 0;
  [[nodiscard]] virtual std::string DeadPath(size_t n) const = 0;
  [[nodiscard]] virtual Answer Detail(const DetailView& view) const = 0;
  [[nodiscard]] virtual Answer List(const ListView& view) const = 0;
  [[nodiscard]] virtual Answer Home(const HomeView& view) const = 0;
};

[[nodiscard]] const SiteStyle& StyleFor(Style style);

/// Pages a list of `rows` rows takes; an empty list is one page.
[[nodiscard]] size_t PageCount(size_t rows);

}  // namespace mingcha::demo
