#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/crawl_options.h"
#include "crawler/link_memory.h"
#include "crawler/scope.h"
#include "model/page_record.h"
#include "model/ports.h"

namespace mingcha::crawler {

/// What a fetched page leads to.
struct Outlinks {
  /// In order of appearance, no URL twice, without those the frontier is known to have.
  std::vector<model::FetchTask> tasks;
  std::vector<std::string> addresses;     ///< Of all it leads to in scope, in the same order.
  std::vector<LinkMeaningPtr> to_settle;  ///< Offered once the frontier has taken `tasks`.
  std::map<SkipReason, int> skipped;
  std::vector<std::pair<SkipReason, std::string>> skipped_urls;  ///< At most 200.
};

/// Names the outcome of a whole answer by its status, body and head.
struct StatusVerdict {
  model::FetchOutcome outcome = model::FetchOutcome::kOk;
  std::string detail;
};
[[nodiscard]] StatusVerdict JudgeAnswer(int status, std::string_view response_head, std::string_view body,
                                        const CrawlOptions& options);

/// Finds the links of a page in scope, the sitemaps of a robots file, the pages of a sitemap. Pure apart from
/// the calls of `links` and what `memory` (null: none) holds of earlier pages; any thread.
///
/// A `Refresh` field in `response_head` is a link as its meta element is one.
///
/// The next pages of a list are as deep as the page that names them. They are not followed from a page that
/// is wholly older than the window, nor from one that shows the rows of the page before it: then the way of
/// numbering was the wrong one and the other (FetchTask::fallback) is tried, or the list has no more pages.
[[nodiscard]] Outlinks FindOutlinks(const model::FetchTask& task, const model::PageRecord& record,
                                    std::string_view body, const Scope& scope, const CrawlOptions& options,
                                    const model::LinkFinder& links, LinkMemory* memory = nullptr,
                                    std::string_view response_head = {});

/// What is asked instead of a list page that is not there; nullopt: nothing.
[[nodiscard]] std::optional<model::FetchTask> FallbackOf(const model::FetchTask& task, const Scope& scope);

/// True for content that may hold links: HTML, XML, JSON and script texts, or no type named.
[[nodiscard]] bool MayHoldLinks(std::string_view content_type);

}  // namespace mingcha::crawler
