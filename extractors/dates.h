#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/date_text.h"
#include "extractors/info_table.h"
#include "extractors/lexicon_index.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// True if a date label ends `before`, the text that stands in front of a date: with a colon, in brackets
/// (`[Published on]`), with the small words of `words.date_links` between. Its meaning in *meaning.
[[nodiscard]] bool DateLabelBefore(std::string_view before, const LexiconIndex& lexicon,
                                   model::DateMeaning* meaning);

/// All dates of a text with what they mean, told by the label before each (`date_labels`). A text that was
/// refused (ambiguous, impossible) gives a line in *doubts and no reading. Spans are offsets into `text` plus
/// `offset`.
[[nodiscard]] std::vector<model::DateReading> ReadDates(
    std::string_view text, const LexiconIndex& lexicon,
    model::ReadingSource source = model::ReadingSource::kBody, std::vector<std::string>* doubts = nullptr,
    size_t offset = 0);
/// The same for a single text; prepares the lexicon anew.
[[nodiscard]] std::vector<model::DateReading> ReadDates(std::string_view text, const model::Lexicon& lexicon);

/// A day out of a URL or file name by the CMS profiles' `entry_date_urls` / `attachment_dates` and the common
/// forms
/// (`t20180312_1.html`, `/2018/3/12/`, `P020180312….pdf`). nullopt if it tells none.
[[nodiscard]] std::optional<base::Date> DateInUrl(std::string_view url);
[[nodiscard]] std::optional<base::Date> DateInFileName(std::string_view name);

struct PageDates {
  std::optional<model::DateReading> published, formed;
  std::vector<model::DateReading> all;  ///< In order of trust, then of place; the two above included.
  std::string signer;                   ///< Who stands over or before the signature date; empty if nobody.
  model::EvidenceSpan signer_span;
};

/// What dates of a page are read from, besides its text.
struct DateContext {
  const base::Url* url = nullptr;
  std::string title;
  size_t title_begin = 0, title_end = 0;  ///< Of the visible title in PageText::text; 0, 0 if not seen.
  const std::vector<model::Link>* attachments = nullptr;
  TextRange carried;  ///< What the page's data told, not the page (carried_text.h); empty: nothing.
  std::vector<base::Date> boilerplate;  ///< Days printed on most pages of the host: never believed.
};

/// Reads all dates of an article page and ranks them as domain knowledge has it. Formation: information
/// table, then the signature, then a decision's own date. Publication: the visible line, a script's, the
/// PubDate tag, the URL. Clocks in the page's frame and dates beside a weekday there never count; nothing
/// falls back from one meaning to the other.
[[nodiscard]] PageDates ReadPageDates(const Document& document, const PageView& view, const MetaTags& meta,
                                      const InfoFields& info, const DateContext& context,
                                      const LexiconIndex& lexicon, std::vector<std::string>* doubts);

}  // namespace mingcha::extractors
