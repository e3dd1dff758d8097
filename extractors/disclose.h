#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "extractors/attachment_text.h"
#include "extractors/classifier.h"
#include "extractors/content.h"
#include "extractors/elements.h"
#include "extractors/identifiers.h"
#include "model/disclosure.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// What is known of a page besides its content.
struct PageInputMeta {
  int64_t page_id = 0;
  std::string url;  ///< Decides the place and the disclosures' ids.
  std::string site;
  std::string body_sha256;
};

/// Turns the facts of a page into disclosures.
///
/// A page is one disclosure per item it was mapped to. An amending or closing page gives the items it amends
/// or closes, with `context` set. A table whose headers are an item's (`table_headers`) and whose rows name
/// at least two subjects (`words.row_subject_headers`, or a document number each) is a list of disclosures:
/// one per row, which take the page's place for that item. So is a table on a page that was mapped by its
/// title, if a column names subjects and another gives the day of the act (decided, approved; else a date
/// that starts a limit of the item) or the number of its document. Not so if a column is of parties to a
/// contest (`words.row_party_headers`), if the page gives one name or number for the whole of it, or if its
/// title names a thing of its own and is no list's (`patterns.row_list_title`). Where neither title nor
/// headers tell an item, each row of such a table of decisions is asked itself: its cells under
/// `words.row_act_headers`, then its subject, are read as titles, one grade lower. Row
/// dates have the meaning of their column's header. `words.row_unit_headers` name the columns of the unit.
/// Immutable after Create: any thread may disclose.
class Discloser {
 public:
  /// Copies of the compiled rules are shared, not compiled anew.
  [[nodiscard]] static base::Result<Discloser> Create(const model::Plan& plan, Classifier classifier,
                                                      ElementFinder elements, NumberFinder numbers);

  /// `attachments`: what the page's attachments hold. Elements the page does not show are looked for there,
  /// their tables of acts are disclosures of the page, and what they cite and date counts as its own, each
  /// with its place. An attachment that could not be read makes doubtful only what is not found.
  [[nodiscard]] std::vector<model::Disclosure> Disclose(const PageInputMeta& meta,
                                                        const model::PageFacts& facts, const PageText& text,
                                                        const PageAttachments& attachments = {}) const;

 private:
  struct Rules;
  explicit Discloser(std::shared_ptr<const Rules> rules);
  std::shared_ptr<const Rules> rules_;
};

}  // namespace mingcha::extractors
