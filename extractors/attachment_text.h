#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/content.h"
#include "extractors/lexicon_index.h"
#include "model/attachment.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// Gives what was read of the attachment at a URL; null if its bytes are not there. What it points to must
/// outlive the extraction of the page.
using AttachmentLookup = std::function<const model::AttachmentContent*(std::string_view url)>;

/// The text of one attachment as the page readers take it, and where each stretch of it stands in the file.
struct AttachmentText {
  std::string url, name;
  PageText text;  ///< All of it is main content.

  /// `URL#sheet!B7`, `URL#page=3`, `URL#inner/a.docx!table=1!B7`, `URL#paragraph=4` for a byte of the text.
  [[nodiscard]] std::string PlaceOf(size_t at) const;
  /// The same for a whole row of a table.
  [[nodiscard]] std::string PlaceOfRow(const Table& table, size_t row) const;
  /// Says of a span that it was read here.
  void Mark(model::EvidenceSpan* span) const { span->place = PlaceOf(span->begin); }

  struct Stretch {
    size_t begin = 0, end = 0;
    std::string place;          ///< Without cell.
    int row = 0;                ///< Number of a table's row; 0: no table.
    std::vector<size_t> cells;  ///< Where the row's cells begin.
  };
  std::vector<Stretch> stretches;  ///< In order of the text.
};

/// Lays out the parts that were read conclusively: lines of text, and tables with a line for each cell, as
/// pages have them. Parts that are doubtful, damaged or locked give nothing: what they say is for a person.
[[nodiscard]] AttachmentText LayOutAttachment(const model::AttachmentContent& content, std::string url,
                                              std::string name, const LexiconIndex& lexicon);

/// What a page's attachments give, in the order of its links.
struct PageAttachments {
  std::vector<AttachmentText> texts;         ///< Those of which something was read.
  std::vector<model::AttachmentNote> notes;  ///< One for each link.
  bool unread = false;                       ///< One was fetched and could not be read to its end.
  bool unfetched = false;                    ///< One is not in the archive.
};
[[nodiscard]] PageAttachments ReadPageAttachments(const std::vector<model::Link>& links,
                                                  const AttachmentLookup& lookup,
                                                  const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
