#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "model/catalogue.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// What is known of a page when it is mapped to items.
struct ClassifyInput {
  std::string_view title;
  std::vector<std::string> column;  ///< Column path, outermost first (breadcrumb, list name).
  std::string_view text;            ///< Main text; may be empty.
  std::vector<std::string> labels;  ///< Labels and table headers of the main content; may be empty.
};

/// The items a page discloses, and the title's context.
struct Classification {
  /// Best first: grade, then the plan's order. Empty if a context vetoes.
  std::vector<model::ItemMatch> items;
  std::string context;  ///< TitleContext id in force; empty: none.
  std::optional<model::TitleContextKind> context_kind;
  /// What the page would be but for the context: the items an amendment amends or a closing notice closes.
  std::vector<model::ItemMatch> vetoed;
};

/// Maps pages to the plan's items by the patterns of the catalogue (model/catalogue.h says what each list
/// means).
///
///   title hit            its grade           title_none hit      not this item
///   + column hit         one step up         column hit alone    its own grade, unless a title is likely for
///   + body confirmer     one step up                             another item
///   title_unless hit     not this item unless a column says so   column_none hit   not this item
///   nothing likely       the item of which most `sections` stand in the text, at least three: likely
///
/// A `not_disclosure` context beats `closes`, which beats `amends`; any of them takes the items away that it
/// does not except. For amends and closes the title is read again without the words that made the context, so
/// that the correction of a notice is known as that notice's. Weak title hits stand only where nothing is
/// certain. Titles and columns are compared without any white space, folded to ASCII width. Immutable after
/// Create: any thread may classify.
class Classifier {
 public:
  /// Fails with kInvalidInput naming every bad pattern of items and contexts.
  [[nodiscard]] static base::Result<Classifier> Create(const model::Plan& plan);

  [[nodiscard]] Classification Classify(const ClassifyInput& input) const;
  /// Items that a pattern touched and that Classify does not give all the same, each with the reason last in
  /// its trace: for whoever writes rules.
  [[nodiscard]] std::vector<model::ItemMatch> Rejected(const ClassifyInput& input) const;
  /// Items whose `table_headers` all stand among `headers`; grade kLikely.
  [[nodiscard]] std::vector<model::ItemMatch> ClassifyTable(const std::vector<std::string>& headers) const;
  /// Ids of all contexts a title alone is in, whatever items they except, in the plan's order.
  [[nodiscard]] std::vector<std::string> ContextsOf(std::string_view title) const;

 private:
  struct Compiled;
  explicit Classifier(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

/// An example title of the catalogue that does not map as the catalogue says.
struct ExampleFailure {
  std::string where;  ///< `item "land.offer"` or `context "news"`
  std::string title;
  bool positive = true;   ///< The example ought to map there; false: must not.
  base::Message message;  ///< What came out instead.
};

/// Runs every example title (`rules test`). A positive one must give the item at likely or better, alone from
/// its title; where an item has no title patterns but a twin, the twin counts. A negative one must not give
/// it at all. Contexts likewise.
[[nodiscard]] std::vector<ExampleFailure> RunExamples(const model::Plan& plan, const Classifier& classifier);

}  // namespace mingcha::extractors
