#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "base/result.h"
#include "crawler/crawl_options.h"
#include "crawler/scope.h"
#include "store/assessment.h"
#include "store/foreign_warc.h"

namespace mingcha::cli {

/// What a person says about a page they saved.
struct ManualPage {
  std::string file;
  std::string url;   ///< Empty: as the file itself says (MHTML).
  std::string by;    ///< Who saved it.
  base::Instant at;  ///< When.
  std::string site;  ///< Empty: by the URL.
  std::string kind;  ///< TaskKind name; empty: by the URL.
};

/// What an import did.
struct ImportCounts {
  int taken = 0, redirects = 0, known = 0, outside = 0;
  std::vector<std::string> taken_urls;  ///< Of pages saved by persons.
  std::vector<std::pair<std::string, base::Message>>
      not_taken;                             ///< Place or URL, and why; the first thousand.
  std::optional<base::Instant> first, last;  ///< Times of what was taken.
};

/// Puts pages that were not crawled here into an assessment, each as a record that says where it came from. A
/// page that the assessment has whole is left alone unless `replace`. One thread.
class ImportWork {
 public:
  /// All must outlive this.
  ImportWork(const crawler::CrawlOptions& options, store::Assessment* assessment, bool replace)
      : options_(options), scope_(options), assessment_(assessment), replace_(replace) {}

  /// Finds in all archives of the import what their revisit records refer to. Before the first TakeWarc.
  [[nodiscard]] base::Status Prepare(const std::vector<std::string>& archives);
  /// One page saved by a person, as a WARC resource record. kInvalidInput: no URL, or one that no site of the
  /// plan has.
  [[nodiscard]] base::Status TakeManual(const ManualPage& page);
  /// Every answer in another program's archive that lies on a site of the plan. Where the archive goes wrong,
  /// what stands before is taken and the place is told in not_taken.
  [[nodiscard]] base::Status TakeWarc(const std::string& file);

  [[nodiscard]] const ImportCounts& counts() const { return counts_; }

 private:
  struct Hop {
    std::string to, request_head;
    int status = 0;
    base::Instant at;
  };
  [[nodiscard]] base::Status TakeAnswer(store::ForeignAnswer answer, const model::ImportInfo& info);
  [[nodiscard]] base::Status TakeRedirects(const model::ImportInfo& info);
  [[nodiscard]] base::Status Put(model::PageRecord record, const model::Exchange& exchange);
  [[nodiscard]] bool HasWhole(const std::string& url);
  void NotTaken(std::string place, base::Message why);

  const crawler::CrawlOptions& options_;
  crawler::Scope scope_;
  store::Assessment* assessment_;
  bool replace_;
  ImportCounts counts_;
  store::RevisitBodies revisited_;
  std::map<std::string, Hop> hops_;                ///< Redirects of the archive in hand, by URL.
  std::map<std::string, model::PageRecord> ends_;  ///< Whole pages of it, by URL, as stored.
  std::map<std::string, std::string> heads_;       ///< Their response heads.
};

/// True for what begins as a WARC file does, packed or not.
[[nodiscard]] bool LooksLikeWarc(std::string_view first_bytes);

}  // namespace mingcha::cli
