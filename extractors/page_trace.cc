#include "extractors/page_trace.h"

#include "base/url.h"
#include "extractors/charset.h"
#include "extractors/page_reading.h"

namespace mingcha::extractors {

std::string AnnotatedBody(const PageInput& input, const model::Plan& plan,
                          const std::vector<TextMark>& marks) {
  const auto asked = base::Url::Parse(input.final_url.empty() ? input.url : input.final_url);
  const base::Url url = asked ? *asked : *base::Url::Parse("http://unknown.invalid/");
  if (SniffBytes(input.body, input.content_type, url.path()) != "html") return {};
  const DecodeResult decoded = Decode(input.body, input.content_type);
  const ReadingRules rules(plan);
  const PageReading page = ReadPage(decoded.text, url, rules);
  return AnnotateHtml(page.document, page.view, marks);
}

}  // namespace mingcha::extractors
