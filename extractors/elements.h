#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extractors/content.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// The elements of one item that a page or row holds.
struct ElementFindings {
  std::vector<model::ElementReading> present;  ///< One per element, in the catalogue's order.
  /// Elements whose label refers to an attachment instead of giving a value.
  std::vector<std::string> in_attachment;
};

/// Finds the elements (要素) of items by their labels: a table header over values, a label cell beside its
/// values, a label and colon in a line, a heading with text below; then by the elements' patterns on the main
/// text.
///
///     | rank | name | price |      column labels: values below
///     | name | A    | B     |      row labels: values to the right
///     price: 100                   line labels: value behind the colon, else the next line
///     3. Qualification             headings: the text up to the next heading
///
/// Present means: there is a value. A label with nothing, `/` or a word of `words.empty_value` beside it is
/// not present; a short value holding a word of `words.see_attachment` is in an attachment. The longest label
/// that fits a cell or line decides whose it is. `words.header_words` are labels of no element (serial
/// number, remarks), `words.label_tails` may end a label (time, place), `words.name_parts` (name) stand
/// between a person's or firm's label and the name, `words.value_verbs` stand between
/// label and value in a sentence. Values and quotes are masked. Immutable after Create: any thread may read.
class ElementFinder {
 public:
  /// Fails with kInvalidInput naming every element pattern that does not compile.
  [[nodiscard]] static base::Result<ElementFinder> Create(const model::Plan& plan);

  /// `item` must be an id of the plan; an unknown one finds nothing.
  [[nodiscard]] ElementFindings Find(std::string_view item, const PageText& page) const;
  /// Elements that one row of a table holds, by the headers over it; `header_row` < `row`.
  [[nodiscard]] ElementFindings FindInRow(std::string_view item, const PageText& page, const Table& table,
                                          size_t header_row, size_t row) const;
  /// True if the text is a value: not empty, not a placeholder, not a reference to an attachment.
  [[nodiscard]] bool IsValue(std::string_view text) const;

  struct Compiled;  ///< Of the implementation.

 private:
  explicit ElementFinder(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mingcha::extractors
