#include "renderer/conversion.h"

#include <tuple>

#include "base/digest.h"
#include "model/rendered.h"

namespace mingcha::renderer {

using model::TaskKind;

model::PageRecord ConversionOf(const model::PageRecord& page, const Rendered& rendered, base::Instant when) {
  model::PageRecord record = page;
  record.id = 0;
  record.url = record.final_url = page.url + std::string(model::kRenderedMark);
  record.redirects.clear();
  record.content_type = "text/html; charset=utf-8";
  record.last_modified.clear();
  record.etag.clear();
  record.body_sha256 = base::Sha256Hex(rendered.dom);
  record.body_bytes = static_cast<int64_t>(rendered.dom.size());
  record.fetched_at = when;
  record.found_on = page.url;
  record.warc = record.revisit = {};
  record.body_from.reset();
  record.earlier_looks.clear();
  record.imported = {"rendered", rendered.browser, page.url, page.body_sha256};
  return record;
}

bool MayBeOpened(const model::PageRecord& page) {
  const bool kind =
      page.kind == TaskKind::kSeed || page.kind == TaskKind::kList || page.kind == TaskKind::kDetail;
  return kind && !page.body_sha256.empty() && !page.warc.file.empty() &&
         page.url.find('#') == std::string::npos;
}

bool OpensBefore(const model::PageRecord& a, const model::PageRecord& b) {
  return std::tie(a.kind, a.depth, a.url) < std::tie(b.kind, b.depth, b.url);
}

}  // namespace mingcha::renderer
