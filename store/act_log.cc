#include "store/act_log.h"

#include <fmt/format.h>
#include <sys/file.h>

#include <boost/json.hpp>
#include <cerrno>
#include <filesystem>
#include <map>
#include <mutex>

#include "base/digest.h"
#include "base/text.h"
#include "store/file.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;
using model::ReviewAct;

constexpr const char* kLogName = "review/acts.jsonl";
constexpr size_t kMaxExtension = 8;

std::string FirstPrev() { return std::string(64, '0'); }

/// The reader of one line: a missing or mistyped key makes it a broken one.
class Line {
 public:
  explicit Line(const json::object& object) : object_(object) {}

  std::string Text(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return {};
    if (!value->is_string()) sound = false;
    return value->is_string() ? std::string(value->as_string()) : std::string();
  }
  int64_t Number(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_int64()) sound = false;
    return sound ? value->as_int64() : 0;
  }
  const json::object* Object(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return nullptr;
    if (!value->is_object()) sound = false;
    return value->is_object() ? &value->as_object() : nullptr;
  }
  [[nodiscard]] bool Has(std::string_view key) const { return object_.if_contains(key) != nullptr; }

  bool sound = true;

 private:
  const json::object& object_;
};

bool ReadAct(const json::object& object, ReviewAct* act, std::string* prev) {
  Line line(object);
  act->number = line.Number("n");
  const auto at = base::Instant::FromIso(line.Text("at"));
  const auto kind = model::ParseActKind(line.Text("act"));
  act->finding = line.Text("finding");
  if (!line.sound || !at || !kind || act->finding.empty()) return false;
  act->at = *at;
  act->kind = *kind;
  act->version = static_cast<int>(line.Number("version"));
  act->by = line.Text("by");
  act->reason = line.Text("reason");
  if (line.Has("days_over")) act->days_over = static_cast<int>(line.Number("days_over"));
  if (line.Has("unit")) act->unit = line.Text("unit");
  if (const json::object* seen = line.Object("seen")) {
    Line inner(*seen);
    const auto day = base::Date::FromIso(inner.Text("published_on"));
    if (!day) return false;
    act->seen = model::SeenPublication{*day, inner.Text("url"), inner.Text("carrier")};
    line.sound = line.sound && inner.sound;
  }
  if (const json::object* file = line.Object("file")) {
    Line inner(*file);
    act->file = model::KeptFile{inner.Text("name"), inner.Text("path"), inner.Text("sha256"),
                                static_cast<uint64_t>(inner.Number("bytes"))};
    line.sound = line.sound && inner.sound;
  }
  if (const json::object* of = line.Object("of")) {
    Line inner(*of);
    act->of_kind = inner.Text("kind");
    act->of_item = inner.Text("item");
    act->of_unit = inner.Text("unit");
    act->of_subject = inner.Text("subject");
    act->of_code = inner.Text("code");
    line.sound = line.sound && inner.sound;
  }
  *prev = line.Text("prev");
  return line.sound;
}

/// `.pdf` of `scan.PDF`; empty if what follows the last point is no plain extension.
std::string ExtensionOf(const std::string& name) {
  const size_t point = name.rfind('.');
  if (point == std::string::npos) return {};
  const std::string extension = base::ToLowerAscii(std::string_view(name).substr(point + 1));
  const bool plain = !extension.empty() && extension.size() <= kMaxExtension &&
                     extension.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
  return plain ? "." + extension : std::string();
}

Status KeepFile(const std::string& folder, const HandedFile& file, model::KeptFile* kept) {
  kept->name = file.name;
  kept->sha256 = base::Sha256Hex(file.bytes);
  kept->bytes = file.bytes.size();
  kept->path = "review/files/" + kept->sha256 + ExtensionOf(file.name);
  std::error_code error;
  fs::create_directories(folder + "/review/files", error);
  if (error)
    return Fail(ErrorCode::kIo, "{}: cannot be made ({}). Check the path and its rights.",
                folder + "/review/files", error.message());
  RETURN_IF_ERROR(WriteFileAtomically(folder + "/" + kept->path, file.bytes));
  return SyncDirectory(folder + "/review/files");
}

}  // namespace

std::string ActLine(const ReviewAct& act, std::string_view prev) {
  json::object line = {{"n", act.number},        {"at", act.at.Iso()},
                       {"by", act.by},           {"act", model::ActKindName(act.kind)},
                       {"finding", act.finding}, {"version", act.version},
                       {"reason", act.reason}};
  if (act.days_over) line["days_over"] = *act.days_over;
  if (act.unit) line["unit"] = *act.unit;
  if (act.seen)
    line["seen"] = {{"published_on", act.seen->published_on.Iso()},
                    {"url", act.seen->url},
                    {"carrier", act.seen->carrier}};
  if (act.file)
    line["file"] = {{"name", act.file->name},
                    {"path", act.file->path},
                    {"sha256", act.file->sha256},
                    {"bytes", static_cast<int64_t>(act.file->bytes)}};
  line["of"] = {{"kind", act.of_kind},
                {"item", act.of_item},
                {"unit", act.of_unit},
                {"subject", act.of_subject},
                {"code", act.of_code}};
  line["prev"] = prev;
  return json::serialize(line);
}

Result<std::vector<ReviewAct>> ParseActs(std::string_view text, const std::string& path, size_t* whole,
                                         std::string* last) {
  std::vector<ReviewAct> acts;
  *last = FirstPrev();
  *whole = 0;
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', *whole)) {
    const std::string_view line = text.substr(*whole, end - *whole);
    json::error_code error;
    json::parse_options limits;
    limits.max_depth = 4;
    const json::value value = json::parse(json::string_view(line.data(), line.size()), error, {}, limits);
    ReviewAct act;
    std::string prev;
    const auto number = static_cast<int64_t>(acts.size()) + 1;
    if (error || !value.is_object() || !ReadAct(value.as_object(), &act, &prev))
      return Fail(ErrorCode::kCorrupt, "{}:{}: is no line of a review. Restore the file from a copy.", path,
                  number);
    if (prev != *last || act.number != number)
      return Fail(ErrorCode::kCorrupt,
                  "{}:{}: does not follow the line before: a line was changed, taken out or put in. Restore "
                  "the file from a copy.",
                  path, number);
    *last = base::Sha256Hex(line);
    *whole = end + 1;
    acts.push_back(std::move(act));
  }
  return acts;
}

struct ActLog::State {
  std::string folder;
  std::optional<File> file;
  uint64_t bytes_cut = 0;
  mutable std::mutex mutex;  ///< Guards what follows.
  std::vector<ReviewAct> acts;
  std::map<std::string, int, std::less<>> versions;
  std::string last;
};

ActLog::ActLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
ActLog::~ActLog() = default;

Result<std::unique_ptr<ActLog>> ActLog::Open(const std::string& folder) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  std::error_code error;
  fs::create_directories(folder + "/review", error);
  if (error)
    return Fail(ErrorCode::kIo, "{}: cannot be made ({}). Check the path and its rights.", folder + "/review",
                error.message());
  const std::string path = folder + "/" + kLogName;
  ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kAppend));
  if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0)
    return Fail(ErrorCode::kIo,
                "{}: another `mingcha serve` has this review open. Use that one: several reviewers may.",
                folder);
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  if (size > kMaxLogBytes) return Fail(ErrorCode::kCorrupt, "{}: is too long for a review.", path);
  ASSIGN_OR_RETURN(const std::string text, file.ReadAt(0, size));
  size_t whole = 0;
  ASSIGN_OR_RETURN(state->acts, ParseActs(text, path, &whole, &state->last));
  if (whole < size) {
    state->bytes_cut = size - whole;
    RETURN_IF_ERROR(file.Truncate(whole));
  }
  RETURN_IF_ERROR(file.Sync());
  RETURN_IF_ERROR(SyncDirectory(folder + "/review"));
  for (const ReviewAct& act : state->acts) ++state->versions[act.finding];
  state->file.emplace(std::move(file));
  return std::unique_ptr<ActLog>(new ActLog(std::move(state)));
}

Result<std::vector<ReviewAct>> ActLog::Read(const std::string& folder) {
  const std::string path = folder + "/" + kLogName;
  std::error_code error;
  if (!fs::exists(path, error)) return std::vector<ReviewAct>();
  ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxLogBytes));
  size_t whole = 0;
  std::string last;
  return ParseActs(text, path, &whole, &last);
}

std::vector<ReviewAct> ActLog::Since(int64_t seen) const {
  const std::scoped_lock lock(state_->mutex);
  const auto& acts = state_->acts;
  if (seen < 0 || static_cast<size_t>(seen) >= acts.size()) return seen < 0 ? acts : std::vector<ReviewAct>();
  return {acts.begin() + seen, acts.end()};
}

int64_t ActLog::size() const {
  const std::scoped_lock lock(state_->mutex);
  return static_cast<int64_t>(state_->acts.size());
}

int ActLog::VersionOf(std::string_view finding) const {
  const std::scoped_lock lock(state_->mutex);
  const auto at = state_->versions.find(finding);
  return at == state_->versions.end() ? 0 : at->second;
}

Result<std::optional<ReviewAct>> ActLog::Append(ReviewAct act, const HandedFile* file) {
  const std::scoped_lock lock(state_->mutex);
  const auto known = state_->versions.find(act.finding);
  if (act.version != (known == state_->versions.end() ? 0 : known->second)) return std::nullopt;
  if (file != nullptr) RETURN_IF_ERROR(KeepFile(state_->folder, *file, &act.file.emplace()));
  act.number = static_cast<int64_t>(state_->acts.size()) + 1;
  act.at = base::Instant::FromUnixMillis(act.at.unix_millis() / 1000 * 1000);  // as the line tells it
  const std::string line = ActLine(act, state_->last);
  ASSIGN_OR_RETURN(const uint64_t before, state_->file->Size());
  RETURN_IF_ERROR(state_->file->Append(line + "\n"));
  if (auto synced = state_->file->Sync(); !synced) {
    // Not known to be on the disk, so not said to be kept: the line goes again.
    RETURN_IF_ERROR(state_->file->Truncate(before));
    return tl::unexpected(synced.error());
  }
  state_->last = base::Sha256Hex(line);
  ++state_->versions[act.finding];
  state_->acts.push_back(act);
  return std::optional<ReviewAct>(std::move(act));
}

const std::string& ActLog::folder() const { return state_->folder; }
uint64_t ActLog::bytes_cut() const { return state_->bytes_cut; }

}  // namespace mingcha::store
