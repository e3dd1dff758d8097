#pragma once

#include "base/civil_date.h"
#include "model/page_record.h"
#include "renderer/renderer.h"

namespace mingcha::renderer {

/// The record under which the document that scripts made of `page` is archived, beside the page's own
/// (model/rendered.h): its provenance is the browser, the page and the page's digest. `rendered` is kDone.
[[nodiscard]] model::PageRecord ConversionOf(const model::PageRecord& page, const Rendered& rendered,
                                             base::Instant when);

/// True if a browser could show more of a page than its archived bytes do: HTML that was fetched as a seed,
/// list or detail, not made by a browser itself. What it holds decides the caller.
[[nodiscard]] bool MayBeOpened(const model::PageRecord& page);

/// The order in which pages are opened while the budget lasts: by kind (seeds, lists, details), then depth,
/// then address, whatever the order in which they were crawled.
[[nodiscard]] bool OpensBefore(const model::PageRecord& a, const model::PageRecord& b);

}  // namespace mingcha::renderer
