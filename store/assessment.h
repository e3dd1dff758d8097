#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/attachment.h"
#include "model/disclosure.h"
#include "model/earlier_ruling.h"
#include "model/history.h"
#include "model/page_facts.h"
#include "model/plan.h"
#include "model/ports.h"
#include "model/run.h"
#include "store/database.h"
#include "store/warc_writer.h"
#include "store/write_batch.h"

namespace mingcha::store {

struct AssessmentOptions {
  WarcOptions warc;    ///< `warc.salt` is set by the store.
  BatchOptions batch;  ///< How much a kill may cost in repeated requests.
  std::string salt;    ///< Create only; empty: random.
  const base::Clock* clock =
      nullptr;  ///< For the age of a batch; null: the machine's. Must outlive the store.
};

/// Where index.cdxj is made from: the pages' rows, or the whole archive (slower; also answers without a row).
enum class Index { kFromRows, kFromArchive };

/// What opening found after a crash and mended.
struct Repair {
  uint64_t bytes_cut = 0;  ///< Of a torn record at the archive's end.
  int pages_dropped = 0;   ///< Rows whose record was in it; their tasks wait again.

  bool operator==(const Repair&) const = default;
};

struct StoredPlan {
  model::Plan plan;
  std::string digest;  ///< Plan.digest, told without reading the plan.
};

struct StoredCheck {
  model::CheckResult result;
  std::vector<model::SiteCoverage> coverage;
};

/// One assessment folder: `assessment.db`, `archive/*.warc.gz`, `archive/index.cdxj`, `reports/`,
/// `manifest.json`, `audit.log`.
///
/// One writer at a time (a lock names its process); readers may come beside it. One thread, except
/// pages().Body(). Records are kept as the codec's JSON and come back in a fixed order. Load… of what was
/// never saved is kNotFound and names the stage to run. Destruction commits what is whole; call Flush to
/// learn whether that worked. After kill -9 at any moment, opening for writing gives: every page has its
/// record, every task without page is given out again after FrontierLog::Recover.
class Assessment {
 public:
  /// Makes the folder (its parents too), beginning again where an earlier Create was killed. kInvalidInput
  /// if something else stands there already.
  [[nodiscard]] static base::Result<std::unique_ptr<Assessment>> Create(const std::string& folder,
                                                                        AssessmentOptions options = {});
  /// kNotFound: no folder, or no assessment in it. kUnsupported: another version's. kCorrupt: damaged or
  /// half-made. kIo: taken by another process. kReadOnly mends nothing and takes no lock.
  [[nodiscard]] static base::Result<std::unique_ptr<Assessment>> Open(const std::string& folder,
                                                                      OpenMode mode,
                                                                      AssessmentOptions options = {});
  ~Assessment();
  Assessment(const Assessment&) = delete;  // ports point into it; hold it by unique_ptr
  Assessment& operator=(const Assessment&) = delete;

  [[nodiscard]] model::PageSink& sink();
  [[nodiscard]] model::PageSource& pages();
  [[nodiscard]] model::FrontierLog& frontier();
  /// The page stored for a URL as asked.
  [[nodiscard]] base::Result<model::PageRecord> FindPage(std::string_view url);
  [[nodiscard]] base::Result<int64_t> PageCount();

  [[nodiscard]] base::Status SavePlan(const model::Plan& plan);
  [[nodiscard]] base::Result<StoredPlan> LoadPlan();
  [[nodiscard]] base::Status SaveManifest(const model::RunManifest& manifest);
  [[nodiscard]] base::Result<model::RunManifest> LoadManifest();

  /// Adds facts, replacing those of the same page.
  [[nodiscard]] base::Status SaveFacts(const std::vector<model::PageFacts>& facts);
  [[nodiscard]] base::Status ClearFacts();
  [[nodiscard]] base::Result<std::vector<model::PageFacts>> LoadFacts();  ///< By page id.
  /// The same one at a time, in memory that does not grow.
  [[nodiscard]] base::Status ForEachFacts(const std::function<base::Status(const model::PageFacts&)>& visit);

  /// Replaces all; they come back by (page, row, item, id).
  [[nodiscard]] base::Status ReplaceDisclosures(std::vector<model::Disclosure> disclosures);
  [[nodiscard]] base::Result<std::vector<model::Disclosure>> LoadDisclosures();
  /// The same one at a time, in memory that does not grow.
  [[nodiscard]] base::Status ForEachDisclosure(
      const std::function<base::Status(const model::Disclosure&)>& visit);
  /// Replaces all; the order is kept as given.
  [[nodiscard]] base::Status ReplaceCheck(const model::CheckResult& result,
                                          const std::vector<model::SiteCoverage>& coverage);
  using TakeObligation = std::function<base::Status(const model::Obligation&)>;
  /// The same for a check that gives its obligations one by one, in memory that does not grow, and the rest
  /// at its end. One transaction: where `check` fails, what was stored before stays.
  [[nodiscard]] base::Status ReplaceCheck(
      const std::function<base::Result<StoredCheck>(const TakeObligation&)>& check);
  [[nodiscard]] base::Result<StoredCheck> LoadCheck();
  /// Of it the findings one at a time, in memory that does not grow.
  [[nodiscard]] base::Status ForEachFinding(const std::function<base::Status(const model::Finding&)>& visit);
  [[nodiscard]] base::Result<std::vector<model::SiteCoverage>> LoadCoverage();

  /// The database's own check of itself; kCorrupt with what it says.
  [[nodiscard]] base::Status CheckDatabase();
  /// The rounds that were carried over, oldest first.
  [[nodiscard]] base::Result<std::vector<model::Round>> RoundsBefore();
  /// Puts the round in another folder before this one (store/carry_over.h). Before the first page.
  [[nodiscard]] base::Status CarryOver(const std::string& previous_folder);
  /// Builds the history of the chain from what was carried over and from the present pages, facts and
  /// disclosures. To be called whenever those have changed; the stage `extract` does.
  [[nodiscard]] base::Status BuildHistory();
  /// All of it. With one round only, the history says when each page was seen and no more.
  [[nodiscard]] base::Result<model::History> LoadHistory();
  /// The pages of it, by URL, in memory that does not grow.
  [[nodiscard]] base::Status ForEachPageHistory(
      const std::function<base::Status(const model::PageHistory&)>& visit);

  /// The findings of the round before, in its order; none if there was none or it was never checked.
  [[nodiscard]] base::Result<std::vector<model::Finding>> LoadFindingsBefore();

  /// What reviewers decided in earlier rounds (store/earlier_rulings.h); none without a round before.
  [[nodiscard]] base::Result<std::vector<model::EarlierRuling>> LoadEarlierRulings();

  /// What was read of an attachment, kept in archive/attachments/ by the SHA-256 of its bytes; another
  /// version replaces it. Not in the database: it is as raw as the archive.
  [[nodiscard]] base::Status SaveAttachment(std::string_view sha256, std::string_view version,
                                            const model::AttachmentContent& content);
  /// nullopt if nothing of this version is kept.
  [[nodiscard]] base::Result<std::optional<model::AttachmentContent>> LoadAttachment(
      std::string_view sha256, std::string_view version);

  /// Small texts a stage wants to find again, by name.
  [[nodiscard]] base::Status SaveText(std::string_view name, std::string_view text);
  [[nodiscard]] base::Result<std::string> LoadText(std::string_view name);

  /// 32 hex digits made at Create: for hashes of private data, so that they compare within this run only.
  [[nodiscard]] const std::string& salt() const;
  [[nodiscard]] const std::string& folder() const;
  [[nodiscard]] std::string reports_folder() const;
  [[nodiscard]] const Repair& repair() const;

  /// One JSON line at the end of audit.log: time, verb, arguments. On the disk when it returns.
  [[nodiscard]] base::Status AppendAudit(base::Instant time, std::string_view verb,
                                         const std::vector<std::string>& args);
  /// Commits and syncs everything so far.
  [[nodiscard]] base::Status Flush();
  /// Writes archive/index.cdxj and manifest.json: the run, the tool's version, SHA-256 of every file of the
  /// folder and of `inputs` (name → digest: registers, configuration files). Needs SaveManifest before; the
  /// last thing a verb does, since any later write makes the manifest untrue.
  [[nodiscard]] base::Status FinishManifest(const std::map<std::string, std::string>& inputs = {},
                                            Index index = Index::kFromRows);
  /// The same with the inputs that the present manifest.json tells of; nothing if there is none yet. For
  /// verbs that change a finished assessment.
  [[nodiscard]] base::Status RefreshManifest(Index index = Index::kFromRows);

 private:
  struct State;
  explicit Assessment(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace mingcha::store
