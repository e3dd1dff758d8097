#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/url.h"
#include "extractors/lexicon_index.h"
#include "extractors/page_series.h"
#include "extractors/page_text.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// A link or button that may lead to another page of a list: few words, or a number.
struct PagerControl {
  std::string label;  ///< Folded, lower case.
  std::string href, onclick;
};

/// A field of a form as the browser would send it.
struct PagerField {
  std::string name, id, value;
};

/// A form of the page.
struct PagerForm {
  std::string action;  ///< As written; empty: the page itself.
  bool post = false;
  std::vector<PagerField> fields;
};

/// The parts of a page that a pager is read from; whoever scans pages may fill it.
struct PagerInput {
  const base::Url* url = nullptr;   ///< The page's own address, with the mark of a POST.
  const base::Url* base = nullptr;  ///< What its links are relative to.
  std::string_view source;          ///< The decoded page.
  std::string scripts;              ///< Its scripts without comments.
  std::vector<PagerControl> controls;
  std::vector<std::string> boxes;  ///< Folded labels of small elements that are no links.
  std::vector<std::pair<std::string, std::string>> hidden;  ///< Hidden fields of all its forms.
  std::vector<PagerForm> forms;
  int rows_here = 0;  ///< Entries of its list.
};

/// Computes the pages of lists from links (`words.pager_next` …, rows of numbers) and from the pager rules of
/// CMS profiles (model::PagerRule, docs/cms.md).
///
/// A profile's rules are tried where one of its signs is seen, or where it names none. Text that scripts
/// comment out does not count. Immutable after construction; any thread.
class PagerReader {
 public:
  PagerReader(const model::Plan& plan, const LexiconIndex& lexicon);
  ~PagerReader();
  PagerReader(const PagerReader&) = delete;
  PagerReader& operator=(const PagerReader&) = delete;

  [[nodiscard]] PagerReading Read(const PagerInput& input) const;
  /// The input of a parsed page. `source` must outlive it.
  [[nodiscard]] static PagerInput InputOf(const Document& document, std::string_view source,
                                          const base::Url& url, const base::Url& base, int rows_here);

 private:
  struct Rule;
  struct Profile;
  void ReadRules(const PagerInput& input, PagerReading* reading) const;
  /// `understood`: what calls of scripts for further pages mean is known already.
  void ReadLinks(const PagerInput& input, bool understood, PagerReading* reading) const;
  void ReadNumbers(const PagerInput& input, PagerReading* reading) const;
  void ReadForm(const PagerInput& input, PagerReading* reading) const;
  [[nodiscard]] bool IsDetail(std::string_view address) const;
  const LexiconIndex& lexicon_;
  std::vector<std::unique_ptr<Profile>> profiles_;
};

}  // namespace mingcha::extractors
