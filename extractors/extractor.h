#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"
#include "extractors/attachment_text.h"
#include "extractors/template_lines.h"
#include "model/disclosure.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// One archived page as the extractor takes it.
struct PageInput {
  int64_t page_id = 0;
  std::string url;        ///< As asked; its host and path decide places.
  std::string final_url;  ///< After redirects; empty: the same.
  std::string content_type;
  std::string last_modified;
  std::string site;
  std::string found_on, anchor;
  std::string body_sha256;
  std::string_view body;                ///< Outlives the call.
  std::string salt;                     ///< Per run, for hashes of private data.
  std::vector<base::Date> boilerplate;  ///< Days known to stand on most pages of the host (HostHabits).
  IsTemplateLine is_template;           ///< Lines known to stand on most pages of the host; empty: none.
  AttachmentLookup attachments;         ///< What was read of attachments; empty: nothing was.
  /// What was read of the body itself, if it is an attachment; null: only its name is known.
  const model::AttachmentContent* content = nullptr;
};

/// Facts of a page and the disclosures they make.
struct ExtractedPage {
  model::PageFacts facts;
  std::vector<model::Disclosure> disclosures;
  std::vector<uint32_t> lines;       ///< LinesOf its text, if it is an article: what HostHabits learns from.
  std::vector<uint32_t> used_lines;  ///< Those that the title and the elements were read from.
};

struct PageTrace;

/// Reads archived bytes: the one entry to this module for whole pages.
///
/// Every value carries where it was read; what was seen but refused stands in `doubts`. The same bytes and
/// rules give the same facts. Observations are values: no bytes make it fail. Copies share the compiled
/// rules; immutable, so any number of threads may extract at once.
class Extractor {
 public:
  /// Fails with kInvalidInput naming every pattern of the plan that does not compile.
  [[nodiscard]] static base::Result<Extractor> Create(const model::Plan& plan);

  [[nodiscard]] model::PageFacts Extract(const PageInput& input) const;
  /// With what was looked at and refused (page_trace.h).
  [[nodiscard]] PageTrace Explain(const PageInput& input) const;
  [[nodiscard]] ExtractedPage ExtractAll(const PageInput& input) const;
  /// The same from a stored record and its body.
  [[nodiscard]] ExtractedPage ExtractAll(const model::PageRecord& record, std::string_view body,
                                         std::string_view salt, std::vector<base::Date> boilerplate = {},
                                         const AttachmentLookup& attachments = {},
                                         const IsTemplateLine& is_template = {}) const;

 private:
  struct Rules;
  explicit Extractor(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const Rules> rules_;
};

}  // namespace mingcha::extractors
