#include "store/assessment.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <tuple>

#include "base/check.h"
#include "model/json.h"
#include "store/assessment_folder.h"
#include "store/carry_over.h"
#include "store/cdxj.h"
#include "store/decode_rows.h"
#include "store/earlier_rulings.h"
#include "store/folder_lock.h"
#include "store/manifest_file.h"
#include "store/recovery.h"
#include "store/schema.h"
#include "store/stored_facts.h"
#include "store/stored_frontier.h"
#include "store/stored_history.h"
#include "store/stored_pages.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr uint64_t kMaxAuditBytes = uint64_t{1} << 40;

const base::Clock& MachineClock() {
  static const base::SystemClock kClock;
  return kClock;
}

/// Name, value, name, value …
std::vector<std::pair<std::string, std::string>> PairsOf(const std::vector<std::string>& fields) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (size_t i = 0; i + 1 < fields.size(); i += 2) pairs.emplace_back(fields[i], fields[i + 1]);
  return pairs;
}

/// What every archive file's head tells of the run.
std::vector<std::string> ArchiveInfo(const model::Plan& plan) {
  std::vector<std::string> info;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    info.push_back(name);
    info.push_back(value);
  };
  add("operator", plan.assessment.run_by);
  add("isPartOf", plan.assessment.id);
  add("description", plan.assessment.title);
  add("http-header-user-agent", plan.assessment.user_agent);
  add("configSha256", plan.digest);
  bool all_obey = true;
  for (const model::SiteProfile& site : plan.sites) {
    if (!site.crawl || site.robots == model::RobotsMode::kObey) continue;
    all_obey = false;
    add("robots", fmt::format("{} report-only: {}", site.id, site.robots_authorisation));
  }
  add("robots", all_obey ? "obey" : "obey elsewhere");
  return info;
}

/// Beside the archive, not in the database: like the archive, it may hold what was published against the law.
std::string AttachmentPath(const std::string& folder, std::string_view sha256) {
  CHECK(sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string_view::npos)
      << sha256;
  return fmt::format("{}/archive/attachments/{}.json", folder, sha256);
}

}  // namespace

struct Assessment::State {
  std::string folder;
  OpenMode mode = OpenMode::kReadWrite;
  AssessmentOptions options;
  std::optional<FolderLock> lock;
  std::unique_ptr<Database> database;
  std::optional<WarcWriter> archive;
  std::optional<WriteBatch> batch;
  std::optional<StoredPages> pages;
  std::optional<StoredFrontier> frontier;
  std::string salt;
  Repair repair;

  [[nodiscard]] Status RequireWriting() const {
    if (mode == OpenMode::kReadWrite) return {};
    return Fail(ErrorCode::kUnsupported, "{}: is open for reading only.", folder);
  }
  [[nodiscard]] Status SaveText(std::string_view name, std::string_view text);
  [[nodiscard]] Result<std::string> LoadText(std::string_view name, std::string_view stage);
  [[nodiscard]] Status Wire();
  [[nodiscard]] Status TellEarlier();
  /// Runs `write` in a transaction of its own.
  template <typename Write>
  [[nodiscard]] Status InTransaction(Write write);
  [[nodiscard]] Status ClearRecords(const char* kind);
  template <typename T>
  [[nodiscard]] Status AddRecord(const char* kind, size_t place, const T& record);
  template <typename T>
  [[nodiscard]] Status ReplaceRecords(const char* kind, const std::vector<T>& records);
  [[nodiscard]] Status SaveCount(const char* kind, size_t count);
  /// All of a check but its obligations.
  [[nodiscard]] Status ReplaceVerdicts(const model::CheckResult& result,
                                       const std::vector<model::SiteCoverage>& coverage);
  template <typename T>
  [[nodiscard]] Result<std::vector<T>> LoadRecords(const char* kind);
  /// `visit` may not ask for records itself.
  template <typename T, typename Visit>
  [[nodiscard]] Status ForEachRecord(const char* kind, Visit visit);
};

Status Assessment::State::SaveText(std::string_view name, std::string_view text) {
  ASSIGN_OR_RETURN(Statement * row,
                   database->Cached("INSERT OR REPLACE INTO meta(name, text) VALUES(?1, ?2)"));
  return row->Bind(1, name).Bind(2, text).Run();
}

Result<std::string> Assessment::State::LoadText(std::string_view name, std::string_view stage) {
  ASSIGN_OR_RETURN(Statement * row, database->Cached("SELECT text FROM meta WHERE name = ?1"));
  ASSIGN_OR_RETURN(const bool found, row->Bind(1, name).Step());
  if (!found) {
    return Fail(ErrorCode::kNotFound,
                "{}: the stage `{}` has not been run here yet. Run `mingcha {} {}` first.", folder, stage,
                stage, folder);
  }
  std::string text = row->Text(0);
  row->Reset();
  return text;
}

Status Assessment::State::Wire() {
  if (mode == OpenMode::kReadOnly) {
    pages.emplace(folder, database.get(), nullptr, nullptr);
    return {};
  }
  WarcOptions warc = options.warc;
  warc.salt = salt;
  ASSIGN_OR_RETURN(WarcWriter writer, WarcWriter::Open(folder, warc));
  archive.emplace(std::move(writer));
  const base::Clock* clock = options.clock != nullptr ? options.clock : &MachineClock();
  batch.emplace(database.get(), &*archive, clock, options.batch);
  pages.emplace(folder, database.get(), &*batch, &*archive);
  frontier.emplace(database.get(), &*batch);
  if (const auto info = LoadText("archive.info", "crawl")) {
    ASSIGN_OR_RETURN(const auto fields, model::FromJson<std::vector<std::string>>(*info));
    archive->SetInfo(PairsOf(fields));
  }
  return TellEarlier();
}

/// Whether there was a round before.
Status Assessment::State::TellEarlier() {
  ASSIGN_OR_RETURN(const int64_t any, database->QueryInt("SELECT EXISTS(SELECT 1 FROM earlier)"));
  pages->SetHasEarlier(any != 0);
  frontier->SetHasEarlier(any != 0);
  return {};
}

template <typename Write>
Status Assessment::State::InTransaction(Write write) {
  RETURN_IF_ERROR(RequireWriting());
  RETURN_IF_ERROR(batch->Commit());
  RETURN_IF_ERROR(batch->Begin());
  Status status = write();
  if (!status) {
    batch->Rollback();
    return status;
  }
  return batch->Commit();
}

Status Assessment::State::ClearRecords(const char* kind) {
  ASSIGN_OR_RETURN(Statement * clear, database->Cached("DELETE FROM record WHERE kind = ?1"));
  return clear->Bind(1, kind).Run();
}

template <typename T>
Status Assessment::State::AddRecord(const char* kind, size_t place, const T& record) {
  ASSIGN_OR_RETURN(Statement * row,
                   database->Cached("INSERT INTO record(kind, place, text) VALUES(?1, ?2, ?3)"));
  return row->Bind(1, kind).Bind(2, static_cast<int64_t>(place)).Bind(3, model::ToJson(record)).Run();
}

Status Assessment::State::SaveCount(const char* kind, size_t count) {
  return SaveText(fmt::format("stored.{}", kind), fmt::format("{}", count));
}

template <typename T>
Status Assessment::State::ReplaceRecords(const char* kind, const std::vector<T>& records) {
  RETURN_IF_ERROR(ClearRecords(kind));
  for (size_t i = 0; i < records.size(); ++i) RETURN_IF_ERROR(AddRecord(kind, i, records[i]));
  return SaveCount(kind, records.size());
}

template <typename T, typename Visit>
Status Assessment::State::ForEachRecord(const char* kind, Visit visit) {
  ASSIGN_OR_RETURN(Statement * rows,
                   database->Cached("SELECT text FROM record WHERE kind = ?1 ORDER BY place"));
  rows->Bind(1, kind);
  size_t place = 0;
  for (bool more = true; more;) {
    std::vector<std::string> texts;
    while (texts.size() < kRowsDecodedAtOnce) {
      ASSIGN_OR_RETURN(more, rows->Step());
      if (!more) break;
      texts.push_back(rows->Text(0));
    }
    ASSIGN_OR_RETURN(auto records,
                     DecodeRows<T>(texts, [&](size_t i) { return fmt::format("{} {}", kind, place + i); }));
    for (T& record : records) RETURN_IF_ERROR(visit(std::move(record)));
    place += texts.size();
  }
  return {};
}

template <typename T>
Result<std::vector<T>> Assessment::State::LoadRecords(const char* kind) {
  std::vector<T> records;
  RETURN_IF_ERROR(ForEachRecord<T>(kind, [&](T record) -> Status {
    records.push_back(std::move(record));
    return {};
  }));
  return records;
}

Assessment::Assessment(std::unique_ptr<State> state) : state_(std::move(state)) {}

Assessment::~Assessment() {
  // Best effort: whoever must know calls Flush before.
  if (state_->batch) (void)state_->batch->Commit();
}

Result<std::unique_ptr<Assessment>> Assessment::Create(const std::string& folder, AssessmentOptions options) {
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && IsEmptyOrHalfMade(folder))) {
    return Fail(ErrorCode::kInvalidInput,
                "{}: stands there already and is not empty. Name another folder, or go on with --resume.",
                folder);
  }
  fs::create_directories(folder + "/archive", error);
  if (!error) fs::create_directories(folder + "/reports", error);
  if (error)
    return Fail(ErrorCode::kIo, "{}: cannot be made ({}). Check the path and its rights.", folder,
                error.message());
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->options = std::move(options);
  ASSIGN_OR_RETURN(FolderLock lock, FolderLock::Take(folder));
  state->lock.emplace(std::move(lock));
  state->salt = state->options.salt.empty() ? RandomSalt() : state->options.salt;
  RETURN_IF_ERROR(MakeDatabase(folder, state->salt));
  ASSIGN_OR_RETURN(state->database, Database::Open(folder + "/assessment.db", OpenMode::kReadWrite));
  RETURN_IF_ERROR(state->Wire());
  return std::unique_ptr<Assessment>(new Assessment(std::move(state)));
}

Result<std::unique_ptr<Assessment>> Assessment::Open(const std::string& folder, OpenMode mode,
                                                     AssessmentOptions options) {
  RETURN_IF_ERROR(CheckFolder(folder));
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->mode = mode;
  state->options = std::move(options);
  if (mode == OpenMode::kReadWrite) {
    ASSIGN_OR_RETURN(FolderLock lock, FolderLock::Take(folder));
    state->lock.emplace(std::move(lock));
  }
  ASSIGN_OR_RETURN(state->database, Database::Open(folder + "/assessment.db", mode));
  RETURN_IF_ERROR(CheckSchema(state->database.get(), mode));
  const auto salt = state->LoadText("salt", "assess");
  if (!salt) {
    if (salt.error().code != ErrorCode::kNotFound) return tl::unexpected(salt.error());
    return Fail(ErrorCode::kCorrupt,
                "{}: is empty: making this folder was interrupted. Delete the folder and start again.",
                folder);
  }
  state->salt = *salt;
  if (mode == OpenMode::kReadWrite) {
    ASSIGN_OR_RETURN(state->repair, MendArchive(folder, state->database.get()));
    std::error_code error;
    fs::create_directories(folder + "/reports", error);
  }
  RETURN_IF_ERROR(state->Wire());
  return std::unique_ptr<Assessment>(new Assessment(std::move(state)));
}

model::PageSink& Assessment::sink() { return *state_->pages; }
model::PageSource& Assessment::pages() { return *state_->pages; }
model::FrontierLog& Assessment::frontier() {
  CHECK(state_->frontier.has_value()) << "the frontier of a folder opened for reading";
  return *state_->frontier;
}
Result<model::PageRecord> Assessment::FindPage(std::string_view url) { return state_->pages->Find(url); }
Result<int64_t> Assessment::PageCount() { return state_->pages->Count(); }
const std::string& Assessment::salt() const { return state_->salt; }
const std::string& Assessment::folder() const { return state_->folder; }
std::string Assessment::reports_folder() const { return state_->folder + "/reports"; }
const Repair& Assessment::repair() const { return state_->repair; }

Status Assessment::SaveAttachment(std::string_view sha256, std::string_view version,
                                  const model::AttachmentContent& content) {
  RETURN_IF_ERROR(state_->RequireWriting());
  std::error_code error;
  fs::create_directories(state_->folder + "/archive/attachments", error);
  return WriteFileAtomically(AttachmentPath(state_->folder, sha256),
                             fmt::format("{}\n{}", version, model::ToJson(content)));
}

Result<std::optional<model::AttachmentContent>> Assessment::LoadAttachment(std::string_view sha256,
                                                                           std::string_view version) {
  const std::string path = AttachmentPath(state_->folder, sha256);
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kRead));
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  ASSIGN_OR_RETURN(const std::string text, file.ReadAt(0, size));
  const size_t end = text.find('\n');
  if (end == std::string::npos || std::string_view(text).substr(0, end) != version) return std::nullopt;
  auto content = model::FromJson<model::AttachmentContent>(std::string_view(text).substr(end + 1));
  if (!content) return std::nullopt;  // damaged: the file is opened again
  return std::move(*content);
}

Status Assessment::SaveText(std::string_view name, std::string_view text) {
  return state_->InTransaction([&] { return state_->SaveText(fmt::format("text.{}", name), text); });
}

Result<std::string> Assessment::LoadText(std::string_view name) {
  return state_->LoadText(fmt::format("text.{}", name), "assess");
}

Status Assessment::SavePlan(const model::Plan& plan) {
  return state_->InTransaction([&]() -> Status {
    RETURN_IF_ERROR(state_->SaveText("plan", model::ToJson(plan)));
    const std::vector<std::string> info = ArchiveInfo(plan);
    RETURN_IF_ERROR(state_->SaveText("archive.info", model::ToJson(info)));
    state_->archive->SetInfo(PairsOf(info));
    return state_->SaveText("plan.digest", plan.digest);
  });
}

Result<StoredPlan> Assessment::LoadPlan() {
  ASSIGN_OR_RETURN(const std::string text, state_->LoadText("plan", "crawl"));
  StoredPlan stored;
  ASSIGN_OR_RETURN(stored.plan, model::FromJson<model::Plan>(text));
  ASSIGN_OR_RETURN(stored.digest, state_->LoadText("plan.digest", "crawl"));
  return stored;
}

Status Assessment::SaveManifest(const model::RunManifest& manifest) {
  return state_->InTransaction([&] { return state_->SaveText("manifest", model::ToJson(manifest)); });
}

Result<model::RunManifest> Assessment::LoadManifest() {
  ASSIGN_OR_RETURN(const std::string text, state_->LoadText("manifest", "crawl"));
  return model::FromJson<model::RunManifest>(text);
}

Status Assessment::SaveFacts(const std::vector<model::PageFacts>& facts) {
  return state_->InTransaction([&] { return StoredFacts(state_->database.get()).Save(facts); });
}

Status Assessment::ClearFacts() {
  return state_->InTransaction([&] { return StoredFacts(state_->database.get()).Clear(); });
}

Status Assessment::ForEachFacts(const std::function<Status(const model::PageFacts&)>& visit) {
  return StoredFacts(state_->database.get()).ForEach([&](const model::PageFacts& page) {
    return visit(page);
  });
}

Result<std::vector<model::PageFacts>> Assessment::LoadFacts() {
  std::vector<model::PageFacts> facts;
  RETURN_IF_ERROR(StoredFacts(state_->database.get()).ForEach([&](model::PageFacts page) -> Status {
    facts.push_back(std::move(page));
    return {};
  }));
  return facts;
}

Status Assessment::ReplaceDisclosures(std::vector<model::Disclosure> disclosures) {
  std::stable_sort(disclosures.begin(), disclosures.end(), [](const auto& a, const auto& b) {
    return std::tie(a.page_id, a.row, a.item, a.id) < std::tie(b.page_id, b.row, b.item, b.id);
  });
  return state_->InTransaction([&] { return state_->ReplaceRecords("disclosure", disclosures); });
}

Result<std::vector<model::Disclosure>> Assessment::LoadDisclosures() {
  RETURN_IF_ERROR(state_->LoadText("stored.disclosure", "extract"));
  return state_->LoadRecords<model::Disclosure>("disclosure");
}

Status Assessment::ForEachDisclosure(const std::function<Status(const model::Disclosure&)>& visit) {
  RETURN_IF_ERROR(state_->LoadText("stored.disclosure", "extract"));
  return state_->ForEachRecord<model::Disclosure>("disclosure", visit);
}

Status Assessment::State::ReplaceVerdicts(const model::CheckResult& result,
                                          const std::vector<model::SiteCoverage>& coverage) {
  RETURN_IF_ERROR(ReplaceRecords("finding", result.findings));
  RETURN_IF_ERROR(ReplaceRecords("unit", result.units));
  RETURN_IF_ERROR(ReplaceRecords("closed", result.closed));
  RETURN_IF_ERROR(ReplaceRecords("aggregate", result.aggregates));
  RETURN_IF_ERROR(ReplaceRecords("project", result.projects));
  RETURN_IF_ERROR(ReplaceRecords("due_soon", result.due_soon));
  RETURN_IF_ERROR(ReplaceRecords("unit_coverage", result.unit_coverage));
  RETURN_IF_ERROR(ReplaceRecords("sample", result.samples));
  return ReplaceRecords("coverage", coverage);
}

Status Assessment::ReplaceCheck(const model::CheckResult& result,
                                const std::vector<model::SiteCoverage>& coverage) {
  return state_->InTransaction([&]() -> Status {
    RETURN_IF_ERROR(state_->ReplaceRecords("obligation", result.obligations));
    return state_->ReplaceVerdicts(result, coverage);
  });
}

Status Assessment::ReplaceCheck(const std::function<Result<StoredCheck>(const TakeObligation&)>& check) {
  return state_->InTransaction([&]() -> Status {
    RETURN_IF_ERROR(state_->ClearRecords("obligation"));
    size_t count = 0;
    ASSIGN_OR_RETURN(const StoredCheck rest, check([&](const model::Obligation& obligation) {
                       return state_->AddRecord("obligation", count++, obligation);
                     }));
    RETURN_IF_ERROR(state_->SaveCount("obligation", count));
    return state_->ReplaceVerdicts(rest.result, rest.coverage);
  });
}

Result<StoredCheck> Assessment::LoadCheck() {
  RETURN_IF_ERROR(state_->LoadText("stored.coverage", "check"));
  StoredCheck check;
  ASSIGN_OR_RETURN(check.result.obligations, state_->LoadRecords<model::Obligation>("obligation"));
  ASSIGN_OR_RETURN(check.result.findings, state_->LoadRecords<model::Finding>("finding"));
  ASSIGN_OR_RETURN(check.result.units, state_->LoadRecords<model::UnitScore>("unit"));
  ASSIGN_OR_RETURN(check.result.closed, state_->LoadRecords<model::ClosedFinding>("closed"));
  ASSIGN_OR_RETURN(check.result.aggregates, state_->LoadRecords<model::AggregateScore>("aggregate"));
  ASSIGN_OR_RETURN(check.result.projects, state_->LoadRecords<model::ProjectLifecycle>("project"));
  ASSIGN_OR_RETURN(check.result.due_soon, state_->LoadRecords<model::DueItem>("due_soon"));
  ASSIGN_OR_RETURN(check.result.unit_coverage, state_->LoadRecords<model::UnitCoverage>("unit_coverage"));
  ASSIGN_OR_RETURN(check.result.samples, state_->LoadRecords<model::SampleDraw>("sample"));
  ASSIGN_OR_RETURN(check.coverage, state_->LoadRecords<model::SiteCoverage>("coverage"));
  return check;
}

Status Assessment::ForEachFinding(const std::function<Status(const model::Finding&)>& visit) {
  RETURN_IF_ERROR(state_->LoadText("stored.coverage", "check"));
  return state_->ForEachRecord<model::Finding>("finding", visit);
}

Result<std::vector<model::SiteCoverage>> Assessment::LoadCoverage() {
  RETURN_IF_ERROR(state_->LoadText("stored.coverage", "check"));
  return state_->LoadRecords<model::SiteCoverage>("coverage");
}

Status Assessment::CheckDatabase() {
  ASSIGN_OR_RETURN(Statement check, state_->database->Prepare("PRAGMA integrity_check(1)"));
  ASSIGN_OR_RETURN(const bool row, check.Step());
  if (row && check.Text(0) == "ok") return {};
  return Fail(ErrorCode::kCorrupt,
              "{}: the database is damaged ({}). Restore it from a copy, or crawl into a new folder.",
              state_->database->path(), row ? check.Text(0) : "?");
}

Result<std::vector<model::Round>> Assessment::RoundsBefore() {
  return StoredHistory(state_->database.get()).RoundsBefore();
}

Status Assessment::CarryOver(const std::string& previous_folder) {
  RETURN_IF_ERROR(Flush());
  RETURN_IF_ERROR(store::CarryOver(previous_folder, state_->folder, state_->database.get()));
  return state_->TellEarlier();
}

Status Assessment::BuildHistory() {
  return state_->InTransaction([&] { return StoredHistory(state_->database.get()).Rebuild(); });
}

Status Assessment::ForEachPageHistory(const std::function<Status(const model::PageHistory&)>& visit) {
  return StoredHistory(state_->database.get()).ForEach(visit);
}

Result<std::vector<model::Finding>> Assessment::LoadFindingsBefore() {
  return state_->LoadRecords<model::Finding>("finding.before");
}

Result<std::vector<model::EarlierRuling>> Assessment::LoadEarlierRulings() {
  const auto text = state_->LoadText(kEarlierRulings, "assess");
  if (!text && text.error().code != ErrorCode::kNotFound) return tl::unexpected(text.error());
  return DecodeRulings(text ? *text : std::string());
}

Result<model::History> Assessment::LoadHistory() {
  StoredHistory stored(state_->database.get());
  model::History history;
  ASSIGN_OR_RETURN(history.rounds, stored.RoundsBefore());
  ASSIGN_OR_RETURN(const model::RunManifest run, LoadManifest());
  model::Round own;
  own.number = static_cast<int>(history.rounds.size()) + 1;
  own.id = run.id;
  own.config_digest = run.config_digest;
  own.crawl_started = run.crawl_started;
  own.crawl_ended = run.crawl_ended;
  own.complete = run.complete;
  history.rounds.push_back(std::move(own));
  RETURN_IF_ERROR(stored.ForEach([&](const model::PageHistory& page) -> Status {
    history.pages.push_back(page);
    return {};
  }));
  ASSIGN_OR_RETURN(history.lists, stored.Looks());
  return history;
}

Status Assessment::AppendAudit(base::Instant time, std::string_view verb,
                               const std::vector<std::string>& args) {
  RETURN_IF_ERROR(state_->RequireWriting());
  ASSIGN_OR_RETURN(File file, File::Open(state_->folder + "/audit.log", File::Mode::kAppend));
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  if (size > kMaxAuditBytes) return Fail(ErrorCode::kIo, "{}: is too long. Move it away.", file.path());
  std::string line;
  if (size > 0) {  // a crash may have left half a line
    ASSIGN_OR_RETURN(const std::string end, file.ReadAt(size - 1, 1));
    if (end != "\n") line = "\n";
  }
  line += fmt::format("{{\"time\":\"{}\",\"verb\":{},\"args\":{}}}\n", time.Iso(),
                      model::ToJson(std::string(verb)), model::ToJson(args));
  RETURN_IF_ERROR(file.Append(line));
  return file.Sync();
}

Status Assessment::Flush() {
  RETURN_IF_ERROR(state_->RequireWriting());
  return state_->batch->Commit();
}

Status Assessment::FinishManifest(const std::map<std::string, std::string>& inputs, Index index) {
  RETURN_IF_ERROR(Flush());
  ASSIGN_OR_RETURN(model::RunManifest run, LoadManifest());
  ASSIGN_OR_RETURN(const std::vector<model::Round> rounds,
                   StoredHistory(state_->database.get()).RoundsBefore());
  run.previous.clear();
  for (const model::Round& round : rounds) run.previous.push_back(round.manifest);
  RETURN_IF_ERROR(SaveManifest(run));
  RETURN_IF_ERROR(index == Index::kFromRows ? WriteCdxj(state_->folder, &*state_->pages)
                                            : RebuildCdxj(state_->folder));
  // Everything into the file whose digest is taken; what is written later makes the manifest untrue.
  RETURN_IF_ERROR(state_->database->Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  return WriteManifest(state_->folder, run, rounds, inputs);
}

Status Assessment::RefreshManifest(Index index) {
  const auto manifest = ReadManifest(state_->folder);
  if (!manifest && manifest.error().code == ErrorCode::kNotFound) return {};
  if (!manifest) return tl::unexpected(manifest.error());
  return FinishManifest(manifest->inputs, index);
}

}  // namespace mingcha::store
