#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// What a page tells about the further pages of its list.
struct PagerReading {
  bool found = false;               ///< A pager is there, be it of one page.
  int count = 0;                    ///< Pages in all; 0 unknown.
  int rows = -1;                    ///< Entries in all where the pager tells; -1 unknown.
  bool article = false;             ///< It pages the article itself, not a list.
  std::vector<model::Link> pages;   ///< Next and further pages in order, resolved.
  std::vector<std::string> unread;  ///< Pagers that only a script can follow, as written.
};

/// Computes the pages of lists from links (`words.pager_next` …) and from the scripts of CMS profiles.
///
/// A profile's `pager_scripts` are RE2 with the named groups `count` (pages), `rows` and `size` (entries in
/// all and on a page), `current`, `base`, `ext`; `page_url` names page k (1-based) with `{base}`, `{ext}`,
/// `{k}`, `{k-1}`, `{k+1}`, `{n}`, `{n-k}`, `{n-k+1}` (n: pages in all), `{dir}` (the page's folder). `base`
/// and `ext` default to the page's own file. Text that scripts comment out does not count. Immutable after
/// construction; any thread.
class PagerReader {
 public:
  PagerReader(const model::Plan& plan, const LexiconIndex& lexicon);
  ~PagerReader();
  PagerReader(const PagerReader&) = delete;
  PagerReader& operator=(const PagerReader&) = delete;

  [[nodiscard]] PagerReading Read(const Document& document, const base::Url& url,
                                  const base::Url& base) const;

 private:
  struct Profile;
  void ReadScripts(const Document& document, const base::Url& url, PagerReading* reading) const;
  void ReadLinks(const Document& document, const base::Url& url, const base::Url& base,
                 PagerReading* reading) const;
  const LexiconIndex& lexicon_;
  std::vector<std::unique_ptr<Profile>> profiles_;
};

}  // namespace mingcha::extractors
