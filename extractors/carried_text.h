#pragma once

#include <string>
#include <string_view>

#include "extractors/document.h"
#include "extractors/lexicon_index.h"

namespace mingcha::extractors {

/// What of a page's text stands in its data only, and where.
struct CarriedText {
  int node = -1;      ///< The box it was put into; -1: nothing was.
  std::string place;  ///< Where it was read: `data:__INITIAL_STATE__.article.content`, `data:textarea#body`.
  bool article = false;  ///< It is the text of an article.
  int rows = 0;          ///< It is a list of so many rows;
  bool whole = false;    ///< the data say that these are all.
};

/// A parsed page with the article that only its scripts show put where its readers can see it.
///
/// Looked at: values of scripts and of JSON (script_data.h), texts for later use (`textarea`, `xmp`,
/// `noscript`, `template`, scripts that are markup) and long attributes; bodies may be base 64,
/// percent-encoded or markup with its signs as entities. The body is the longest prose named by
/// `words.data_body`, or that is markup, in the object whose title the page itself tells, or in the only one
/// there is; title, days, numbers and files are the values beside it, named by `words.data_title`,
/// `data_published` and so on. What the page shows wins: where its own text, heading or list says something
/// else, nothing is taken. A list whose rows (title, address, day) only the data hold is put there as a
/// list; it counts as whole only where the data tell the number of its rows. A page without such data is
/// parsed and no more.
///
/// Any bytes; limits as in script_data.h. The page keeps its own nodes; `*carried` tells of the added ones.
[[nodiscard]] Document OpenPage(std::string_view utf8, const LexiconIndex& lexicon, CarriedText* carried);

/// True if a text of some length, or a list of objects with addresses, is in a page's inline scripts.
[[nodiscard]] bool MayCarryText(std::string_view scripts);

}  // namespace mingcha::extractors
