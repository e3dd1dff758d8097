#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extractors/attachment_text.h"
#include "extractors/content.h"
#include "extractors/elements.h"
#include "extractors/identifiers.h"
#include "extractors/lexicon_index.h"
#include "model/catalogue.h"
#include "model/disclosure.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// Adds to `found` the elements of `item` that are not there yet and that the page shows by what it tells of
/// itself (model::OwnFact): its own number, the day of its decision, the body that issued it. `number` and
/// `dates` are those of the disclosure: the page's, or a row's. Doubtful readings show nothing.
void AddOwnFacts(const model::Item& item, const model::PageFacts& facts, const std::string& number,
                 const std::vector<model::DateReading>& dates, std::vector<model::ElementReading>* found);

/// The day on which a decision was made, where the document is the decision itself (its title says so:
/// `words.decision_papers`) and is signed with a day: such papers carry the day of the decision as their own
/// (Administrative Penalty Law 59; Administrative Licensing Law 39). nullopt: it is no such paper, it is not
/// surely dated, or `dates` tell the day of the decision anyway.
[[nodiscard]] std::optional<model::DateReading> DecisionDay(const model::Item& item,
                                                            const model::PageFacts& facts,
                                                            const LexiconIndex& lexicon);

/// The one number of the permit that a page tells of (`words.permit_number_labels`), folded; empty if the
/// item is no permit, or the page has no such number or several.
[[nodiscard]] std::string PermitNumber(const model::Item& item, const PageText& text,
                                       const LexiconIndex& lexicon);

/// The number of the one document that a page's attachments are, from one of its first lines that is nothing
/// but a document number; empty if there are several files, or one could not be read.
[[nodiscard]] std::string NumberOfFile(const PageAttachments& attachments, const NumberFinder& numbers);

/// Adds the numbers of a table's row that the header of their column names as a label before them would
/// (`words.reference_number_labels`).
void AddLabelledCodes(const std::vector<Cell>& header, const std::vector<Cell>& row,
                      const LexiconIndex& lexicon, const ElementFinder& elements,
                      std::vector<std::string>* codes);

}  // namespace mingcha::extractors
