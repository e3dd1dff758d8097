#include "store/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/digest.h"
#include "model/json.h"
#include "store/act_log.h"
#include "store/assessment.h"
#include "store/cdxj.h"
#include "store/file.h"
#include "store/manifest_file.h"
#include "store/prune.h"
#include "store/warc_reader.h"
#include "store/warc_writer.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using base::Msg;
using base::Result;
using base::Status;

constexpr const char* kActsName = "review/acts.jsonl";
constexpr uint64_t kMaxIndexBytes = uint64_t{4} << 30;

/// What the checks need of an archived record.
struct Archived {
  uint64_t length = 0;
  std::string type, payload_digest, index_line;
};

class Verifier {
 public:
  explicit Verifier(std::string root) : root_(std::move(root)) {}

  [[nodiscard]] Result<VerifyReport> Run() {
    CheckPruned();
    RETURN_IF_ERROR(CheckFiles());
    RETURN_IF_ERROR(CheckArchive());
    RETURN_IF_ERROR(CheckIndex());
    CheckDatabase();
    return std::move(report_);
  }

 private:
  void Add(std::string place, base::Message what) {
    if (report_.faults.size() >= kMaxFaults) {
      report_.more_faults = true;
      return;
    }
    report_.faults.push_back({std::move(place), std::move(what)});
  }
  void Add(std::string place, const base::Error& error) { Add(std::move(place), error.message); }

  [[nodiscard]] Status CheckFiles();
  [[nodiscard]] std::set<std::string> CheckReview();
  void CheckPruned();
  void CheckManifestDigest(const ManifestFile& manifest);
  void CheckFile(const ManifestEntry& entry);
  [[nodiscard]] Status CheckArchive();
  void CheckWarc(const std::string& file);
  void TakeRecord(const std::string& file, const PlacedRecord& placed);
  void CheckRevisits();
  [[nodiscard]] Status CheckIndex();
  void CheckDatabase();
  void CheckPages(Assessment* assessment);
  void CheckHistory(Assessment* assessment);
  void CheckFindings(Assessment* assessment);
  /// The record at a place, or a fault of `whose`.
  const Archived* RecordAt(const model::WarcRef& ref, const std::string& whose);
  void CheckBody(const model::WarcRef& ref, const std::string& sha256, const std::string& whose);

  const std::string root_;
  VerifyReport report_;
  std::map<std::pair<std::string, uint64_t>, Archived> records_;
  std::unordered_map<std::string, std::string> payloads_;  ///< Record id → payload digest.
  struct Reference {
    std::string place, id, digest;
  };
  std::vector<Reference> revisits_;
  std::set<std::string> pruned_;  ///< Archive files that were taken away on purpose.
};

void Verifier::CheckManifestDigest(const ManifestFile& manifest) {
  const auto noted = ReadWholeFile(root_ + "/manifest.json.sha256", 1 << 16);
  if (!noted) return Add("manifest.json.sha256", noted.error());
  const std::string line = base::Sha256Hex(manifest.text) + "  manifest.json\n";
  if (*noted != line) {
    Add("manifest.json", Msg("is not the file that manifest.json.sha256 tells of (its sha256 is now {})",
                             base::Sha256Hex(manifest.text)));
  }
}

void Verifier::CheckFile(const ManifestEntry& entry) {
  const std::string path = root_ + "/" + entry.file;
  if (entry.file.find("..") != std::string::npos || entry.file.starts_with("/"))
    return Add(entry.file, Msg("the manifest names a file outside the folder"));
  const auto file = File::Open(path, File::Mode::kRead);
  if (!file) return Add(entry.file, Msg("is in the manifest, but not in the folder"));
  const auto size = file->Size();
  if (!size) return Add(entry.file, size.error());
  ++report_.files;
  report_.bytes += static_cast<int64_t>(*size);
  const bool may_grow = entry.file == "audit.log" || entry.file == kActsName;
  if (*size != entry.bytes && !(may_grow && *size > entry.bytes))
    return Add(entry.file, Msg("has {} bytes; the manifest tells of {}", *size, entry.bytes));
  base::Sha256 digest;
  for (uint64_t offset = 0; offset < entry.bytes;) {
    const auto piece = file->ReadUpTo(offset, std::min<uint64_t>(entry.bytes - offset, uint64_t{1} << 20));
    if (!piece) return Add(entry.file, piece.error());
    if (piece->empty()) break;
    digest.Update(*piece);
    offset += piece->size();
  }
  if (const std::string found = digest.FinishHex(); found != entry.sha256)
    Add(entry.file, Msg("was changed: its sha256 is {}; the manifest tells of {}", found, entry.sha256));
}

/// The chain of the review's log and the files it tells of; gives the names of both.
std::set<std::string> Verifier::CheckReview() {
  const auto acts = ActLog::Read(root_);
  if (!acts) {
    Add(kActsName, acts.error());
    return {kActsName};
  }
  if (acts->empty()) return {kActsName};
  std::set<std::string> names = {kActsName};
  for (const model::ReviewAct& act : *acts) {
    if (!act.file || !names.insert(act.file->path).second) continue;
    const auto digest = act.file->path.find("..") == std::string::npos
                            ? FileSha256Hex(root_ + "/" + act.file->path)
                            : Result<std::string>(std::string());
    if (!digest) {
      Add(act.file->path, digest.error());
    } else if (*digest != act.file->sha256) {
      Add(act.file->path, Msg("was changed: its sha256 is {}; act {} of the review tells of {}", *digest,
                              act.number, act.file->sha256));
    }
  }
  return names;
}

/// What was pruned: gone, and where another round holds it, there with the same bytes.
void Verifier::CheckPruned() {
  const auto pruned = ReadPruned(root_);
  if (!pruned) return Add("archive/pruned.json", pruned.error());
  for (const PrunedFile& file : *pruned) {
    pruned_.insert(file.file);
    ++report_.pruned;
    if (file.held_by.empty()) continue;
    const auto digest = FileSha256Hex(root_ + "/" + file.held_by);
    if (!digest) {
      Add(file.file, Msg("was pruned because {} holds it, but that cannot be read", file.held_by));
    } else if (*digest != file.sha256) {
      Add(file.file, Msg("was pruned because {} holds it, but that was changed", file.held_by));
    }
  }
}

Status Verifier::CheckFiles() {
  const auto manifest = ReadManifest(root_);
  if (!manifest) {
    if (manifest.error().code != ErrorCode::kCorrupt) return tl::unexpected(manifest.error());
    Add("manifest.json", Msg("cannot be read as a manifest: it was changed"));
    return {};
  }
  CheckManifestDigest(*manifest);
  std::set<std::string> named;
  for (const ManifestEntry& entry : manifest->entries) {
    named.insert(entry.file);
    CheckFile(entry);
  }
  // A review goes on after the reports are written: what its log tells of is no stranger.
  named.merge(CheckReview());
  ASSIGN_OR_RETURN(const std::vector<std::string> present, FilesIn(root_));
  for (const std::string& name : present) {
    if (!named.contains(name)) Add(name, Msg("is in the folder, but not in the manifest"));
  }
  return {};
}

void Verifier::TakeRecord(const std::string& file, const PlacedRecord& placed) {
  const WarcRecord& record = placed.record;
  const std::string place = fmt::format("{}@{}", file, placed.offset);
  ++report_.records;
  if (const auto sound = VerifyDigests(record); !sound) Add(place, sound.error());
  Archived archived;
  archived.length = placed.length;
  archived.type = record.Field("WARC-Type");
  archived.payload_digest = record.Field("WARC-Payload-Digest");
  if (auto line = CdxjLineOf(record, {file, placed.offset, placed.length}))
    archived.index_line = std::move(*line);
  if (archived.type == "revisit") {
    revisits_.push_back({place, std::string(record.Field("WARC-Refers-To")), archived.payload_digest});
  } else if (!archived.payload_digest.empty()) {
    payloads_[std::string(record.Field("WARC-Record-ID"))] = archived.payload_digest;
  }
  records_.emplace(std::pair(file, placed.offset), std::move(archived));
}

void Verifier::CheckWarc(const std::string& file) {
  auto reader = WarcReader::Open(root_ + "/" + file);
  if (!reader) return Add(file, reader.error());
  for (bool first = true;; first = false) {
    auto placed = reader->Next();
    if (!placed) return Add(fmt::format("{}@{}", file, reader->position()), placed.error());
    if (!*placed) return;
    if (first && (*placed)->record.Field("WARC-Type") != "warcinfo")
      Add(file + "@0", Msg("does not begin with a warcinfo record"));
    TakeRecord(file, **placed);
  }
}

void Verifier::CheckRevisits() {
  for (const Reference& revisit : revisits_) {
    const auto found = payloads_.find(revisit.id);
    if (found == payloads_.end()) {
      if (pruned_.empty())
        Add(revisit.place, Msg("refers to the record {}, which is not in the archive", revisit.id));
    } else if (found->second != revisit.digest) {
      Add(revisit.place, Msg("says that the payload is {}, but the record it refers to has {}",
                             revisit.digest, found->second));
    }
  }
}

Status Verifier::CheckArchive() {
  ASSIGN_OR_RETURN(const std::vector<std::string> files, ArchiveFiles(root_));
  for (const std::string& file : files) CheckWarc(file);
  CheckRevisits();
  return {};
}

Status Verifier::CheckIndex() {
  const std::string name = "archive/index.cdxj";
  const auto text = ReadWholeFile(root_ + "/" + name, kMaxIndexBytes);
  if (!text) {
    Add(name, text.error());
    return {};
  }
  std::set<std::string_view> lines;
  for (const auto& [place, record] : records_) {
    if (!record.index_line.empty()) lines.insert(record.index_line);
  }
  std::string_view rest = *text;
  std::string_view last;
  for (int64_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    ++report_.index_lines;
    const std::string place = fmt::format("{}:{}", name, number);
    if (line < last) Add(place, Msg("is out of order"));
    const bool of_pruned = std::any_of(pruned_.begin(), pruned_.end(), [&](const std::string& file) {
      return line.find("\"filename\":\"" + file.substr(file.find('/') + 1) + "\"") != std::string_view::npos;
    });
    if (!of_pruned && !lines.contains(line))
      Add(place, Msg("tells of a record that does not stand there: {}", std::string(line)));
    last = line;
  }
  return {};
}

const Archived* Verifier::RecordAt(const model::WarcRef& ref, const std::string& whose) {
  if (pruned_.contains(ref.file)) return nullptr;  // told of by CheckPruned
  const auto found = records_.find({ref.file, ref.offset});
  if (found == records_.end() || found->second.length != ref.length) {
    Add(fmt::format("{}@{}", ref.file, ref.offset),
        Msg("no record of {} bytes begins here, but {} is archived here", ref.length, whose));
    return nullptr;
  }
  return &found->second;
}

void Verifier::CheckBody(const model::WarcRef& ref, const std::string& sha256, const std::string& whose) {
  const Archived* record = RecordAt(ref, whose);
  if (record == nullptr || record->payload_digest == "sha256:" + sha256) return;
  Add(fmt::format("{}@{}", ref.file, ref.offset),
      Msg("has the payload {}, but {} is kept with sha256:{}", record->payload_digest, whose, sha256));
}

void Verifier::CheckPages(Assessment* assessment) {
  const auto read = assessment->pages().ForEach([&](const model::PageRecord& page) -> Status {
    ++report_.pages;
    if (!page.warc.file.empty()) CheckBody(page.warc, page.body_sha256, page.url);
    if (!page.revisit.file.empty()) CheckBody(page.revisit, page.body_sha256, page.url);
    for (const model::PageLook& look : page.earlier_looks) {
      if (!look.warc.file.empty()) (void)RecordAt(look.warc, page.url);
    }
    for (const model::Redirect& redirect : page.redirects) {
      if (!redirect.warc.file.empty()) (void)RecordAt(redirect.warc, redirect.from);
    }
    return {};
  });
  if (!read) Add("assessment.db", read.error());
}

void Verifier::CheckHistory(Assessment* assessment) {
  const auto read = assessment->ForEachPageHistory([&](const model::PageHistory& page) -> Status {
    for (const model::PageVersion& version : page.versions) CheckBody(version.warc, version.sha256, page.url);
    if (!page.gone_warc.file.empty()) (void)RecordAt(page.gone_warc, page.url);
    return {};
  });
  if (!read && read.error().code != ErrorCode::kNotFound) Add("assessment.db", read.error());
}

void Verifier::CheckFindings(Assessment* assessment) {
  const auto check = assessment->LoadCheck();
  if (!check) {
    if (check.error().code != ErrorCode::kNotFound) Add("assessment.db", check.error());
    return;
  }
  std::map<std::pair<std::string, uint64_t>, uint64_t> lengths;
  for (const auto& [place, record] : records_) lengths[place] = record.length;
  for (const model::Finding& finding : check->result.findings) {
    ++report_.findings;
    for (const model::Evidence& evidence : finding.evidence) {
      if (evidence.warc_file.empty()) continue;
      const auto found = lengths.find({evidence.warc_file, evidence.offset});
      const model::WarcRef ref{evidence.warc_file, evidence.offset,
                               found == lengths.end() ? 0 : found->second};
      const std::string whose = fmt::format("{} {}", finding.id, evidence.url);
      if (evidence.sha256.empty())
        (void)RecordAt(ref, whose);  // an answer without a page (404): the record itself is the proof
      else
        CheckBody(ref, evidence.sha256, whose);
    }
  }
}

void Verifier::CheckDatabase() {
  auto assessment = Assessment::Open(root_, OpenMode::kReadOnly);
  if (!assessment) return Add("assessment.db", assessment.error());
  if (const auto sound = (*assessment)->CheckDatabase(); !sound) return Add("assessment.db", sound.error());
  if (const auto rounds = (*assessment)->RoundsBefore())
    report_.rounds = static_cast<int64_t>(rounds->size()) + 1;
  CheckPages(assessment->get());
  CheckHistory(assessment->get());
  CheckFindings(assessment->get());
}

}  // namespace

Result<VerifyReport> VerifyFolder(const std::string& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return Fail(ErrorCode::kNotFound,
                "{}: no such folder. Check the path, or make one with `mingcha assess CONFIG --out`.", root);
  }
  return Verifier(root).Run();
}

}  // namespace mingcha::store
