#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/page_facts.h"

namespace mingcha::model {

/// One published instance of an item (已公开): a page or a table row.
struct Disclosure {
  std::string id;  ///< Hash of url, row and item: stable across runs.
  int64_t page_id = 0;
  std::string url;
  int row = -1;  ///< Table row, 0-based; -1: the whole page.
  std::string site;
  std::string item;
  Grade grade = Grade::kWeak;
  std::vector<base::Message> why;
  std::string unit;         ///< Unit id; empty: not assigned.
  std::string unit_reason;  ///< `place`, `issuer`, `index_number`, `trail`, `site`, `conflict`, `none`;
                            ///< `other_body`: signed by another authority; `parent_body`: by the unit's own
  bool unit_conflict = false;  ///< Sources disagree: review.
  std::string title;
  std::string subject;  ///< Project, parcel or party name, normalised for joining.
  /// What fields and columns of the page call what it is about (the lot's number, the party), in the form of
  /// `subject`; without `subject` itself.
  std::vector<std::string> names;
  std::string subject_text;        ///< As written.
  std::vector<std::string> codes;  ///< Project, tender, procurement, parcel numbers.
  std::string doc_number, index_number;
  std::vector<std::string> cited_documents;
  std::vector<DateReading> dates;  ///< With meanings; row dates for rows.
  std::vector<ElementReading> elements;
  std::string context;  ///< TitleContext id: amends or closes; empty: a disclosure proper.
  int period_year = 0;  ///< The year it is about (title, then formed); 0 unknown.
  bool unread_attachment = false;
  std::string source_file;  ///< The attachment it stands in (`URL#sheet!A5`); empty: the page itself.
  std::string body_sha256;
  std::string text_hash;  ///< Of normalised main text, for twins on other sites.

  bool operator==(const Disclosure&) const = default;
};

}  // namespace mingcha::model
