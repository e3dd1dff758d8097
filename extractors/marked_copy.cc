#include "extractors/marked_copy.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "extractors/annotate.h"
#include "extractors/carried_text.h"
#include "extractors/charset.h"
#include "extractors/page_kind.h"

namespace mingcha::extractors {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr size_t kShortest = 4;  ///< Bytes; a shorter piece of text proves nothing.
constexpr size_t kMostMarks = 50;

std::string_view LongestPart(std::string_view quote) {
  std::string_view longest;
  while (true) {
    const size_t at = quote.find(kEllipsis);
    const std::string_view part = quote.substr(0, at);
    if (part.size() > longest.size()) longest = part;
    if (at == std::string_view::npos) return longest;
    quote.remove_prefix(at + kEllipsis.size());
  }
}

}  // namespace

std::string MarkedCopy(std::string_view bytes, std::string_view content_type, std::string_view url,
                       const model::Lexicon& lexicon, const std::vector<std::string>& quotes) {
  const auto parsed = base::Url::Parse(url);
  if (SniffBytes(bytes, content_type, parsed ? parsed->path() : std::string_view()) != "html") return {};
  const DecodeResult decoded = Decode(bytes, content_type);
  const LexiconIndex index(lexicon);
  CarriedText carried;
  const Document document = OpenPage(decoded.text, index, &carried);
  const PageView view = BuildPageView(document, index);
  std::vector<TextMark> marks;
  for (const std::string& quote : quotes) {
    const std::string squashed = SquashSpace(quote);
    std::string_view sought = squashed;
    size_t at = sought.size() < kShortest ? std::string::npos : view.page.text.find(sought);
    if (at == std::string::npos) {
      sought = base::Trim(LongestPart(sought));
      at = sought.size() < kShortest ? std::string::npos : view.page.text.find(sought);
    }
    if (at == std::string::npos || marks.size() >= kMostMarks) continue;
    marks.push_back({at, at + sought.size(), {}, "quote"});
  }
  return AnnotateHtml(document, view, marks);
}

}  // namespace mingcha::extractors
