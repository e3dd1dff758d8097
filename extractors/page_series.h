#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/url.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What a page tells about the further pages of its list.
struct PagerReading {
  bool found = false;               ///< A pager is there, be it of one page.
  int current = 0;                  ///< This page's number, from 1; 0 unknown.
  int count = 0;                    ///< Pages in all; 0 unknown.
  int rows = -1;                    ///< Entries in all where the pager tells; -1 unknown.
  bool article = false;             ///< It pages the article itself, not a list.
  std::vector<model::Link> pages;   ///< Next pages in order, resolved.
  std::vector<std::string> unread;  ///< Pagers that only a script can follow, as written.
};

/// A list whose pages can be named from a template, as one hit of a rule tells it.
struct PageSeries {
  std::map<std::string, std::string> groups;        ///< What the patterns' named groups read.
  const std::vector<std::string>* pages = nullptr;  ///< Templates of page k, best first.
  const std::vector<std::string>* pages_beyond =
      nullptr;  ///< Of pages after `pages_until`, if that is not 0.
  int pages_until = 0;
  std::string_view post;                                    ///< Template of a POST body; empty: GET.
  std::vector<std::pair<std::string, std::string>> hidden;  ///< Fields sent before it, at every visit anew.
  int first = 1;                                            ///< Number of page 1 in group `current`.
  int rows_here = 0;   ///< Entries on this page: the page size where no group `size` tells it.
  bool opens = false;  ///< The page is no page of the list: page 1 is named too.
};

/// How far ahead of a page further ones are named: one that fails does not end the walk.
inline constexpr int kPagesAhead = 3;

/// Adds what `series` tells to `out`: count, rows, the page's own number and the next pages.
///
/// Placeholders of a template: `{group}`; `{k}`, `{k-1}`, `{k+1}` page number; `{n}` pages in all, `{n-k}`,
/// `{n-k+1}`; `{from}`, `{from0}`, `{to}` first and last entry of page k, counted from 1, 0, 1; `{dir}` the
/// page's folder, `{path}` its path, `{self}` path and query. Groups `from` and `to` tell size and number
/// where a request names its entries; `times` multiplies `size`. A template with a name that nothing fills
/// names nothing; one without any number names one page. Absurd counts (above 5,000 pages) are not followed.
void NamePages(const PageSeries& series, const base::Url& url, PagerReading* out);

/// Digits as a number; `otherwise` for any other text. Group separators `,` are skipped.
[[nodiscard]] int NumberOr(std::string_view digits, int otherwise);

/// `name=value` for a form body, both percent-encoded.
[[nodiscard]] std::string FormField(std::string_view name, std::string_view value);

}  // namespace mingcha::extractors
