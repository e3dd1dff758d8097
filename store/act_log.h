#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/review_act.h"

namespace mingcha::store {

/// Bytes a reviewer hands in with an act.
struct HandedFile {
  std::string name;
  std::string bytes;
};

/// The review's audit log: `review/acts.jsonl` of an assessment folder, one JSON object a line, and the files
/// handed in beside it in `review/files/`.
///
/// Append-only. Each line tells the SHA-256 of the line before (`prev`; the first line: 64 zeros), so that no
/// line can be changed, taken out or put in without every later one telling of it. Who acts says how many
/// acts on the finding he had seen; if there are more by now, nothing is written and he is told, so that two
/// reviewers at once lose nothing. An act is on the disk when Append returns. One process at a time (the
/// system's lock on the file); within it any thread.
class ActLog {
 public:
  static constexpr uint64_t kMaxLogBytes = uint64_t{1} << 30U;

  /// Makes the log if there is none. What stands behind the last line's end was never acknowledged (a crash
  /// while writing) and is cut off. kCorrupt naming the line if the chain is broken; kIo if another process
  /// has it.
  [[nodiscard]] static base::Result<std::unique_ptr<ActLog>> Open(const std::string& folder);
  /// All acts, without taking the log; none if there is no log. An unfinished last line is passed over.
  [[nodiscard]] static base::Result<std::vector<model::ReviewAct>> Read(const std::string& folder);

  ~ActLog();
  ActLog(const ActLog&) = delete;  // owns a lock; hold it by unique_ptr
  ActLog& operator=(const ActLog&) = delete;

  /// The acts after the first `seen` ones.
  [[nodiscard]] std::vector<model::ReviewAct> Since(int64_t seen) const;
  [[nodiscard]] int64_t size() const;
  /// How many acts there are on a finding.
  [[nodiscard]] int VersionOf(std::string_view finding) const;
  /// Writes the file, then the line. Gives the act as kept, with its number and file; nullopt: `act.version`
  /// is not the finding's version any more, and nothing was written.
  [[nodiscard]] base::Result<std::optional<model::ReviewAct>> Append(model::ReviewAct act,
                                                                     const HandedFile* file);
  /// The assessment folder.
  [[nodiscard]] const std::string& folder() const;
  /// Bytes of an unfinished line that Open cut off.
  [[nodiscard]] uint64_t bytes_cut() const;

 private:
  struct State;
  explicit ActLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// One act as a line of the log, without line end. `prev`: digest of the line before.
[[nodiscard]] std::string ActLine(const model::ReviewAct& act, std::string_view prev);

/// Reads a log's text: every whole line, with the chain checked. `whole` gets the length of the whole lines,
/// `last` the digest of the last one. Any bytes: kCorrupt naming the line.
[[nodiscard]] base::Result<std::vector<model::ReviewAct>> ParseActs(std::string_view text,
                                                                    const std::string& path, size_t* whole,
                                                                    std::string* last);

}  // namespace mingcha::store
