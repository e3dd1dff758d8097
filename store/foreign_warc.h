#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "store/foreign_answer.h"
#include "store/revisit_bodies.h"

namespace mingcha::store {

/// A record that is not given out, and why.
struct SkippedRecord {
  uint64_t number = 0;  ///< Of the record in the file, from 1.
  std::string url;
  base::Message why;
};

/// Reads WARC 0.17 to 1.1 as others write it: plain, one gzip member a record, or one gzip stream for all;
/// line breaks of either kind; URIs in angle brackets (wget); sha1 in base 32; chunked bodies, and those in
/// every content coding of store/content_coding.h. Any bytes are safe to read; a record is held in memory, up
/// to a limit. One thread.
class ForeignWarc {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<ForeignWarc>> Open(const std::string& path,
                                                                       size_t max_record_bytes = size_t{256}
                                                                                                 << 20);
  ~ForeignWarc();
  ForeignWarc(const ForeignWarc&) = delete;  // holds an open file
  ForeignWarc& operator=(const ForeignWarc&) = delete;

  /// The next answer; nullopt at the end. Records that are none (warcinfo, request, metadata) are passed
  /// over, answers that cannot be used are listed in skipped(). A revisit record is given out with the body
  /// of the record it refers to if `bodies` has that, else listed. kCorrupt where the file goes wrong:
  /// nothing after that place can be read, everything before was good.
  [[nodiscard]] base::Result<std::optional<ForeignAnswer>> Next(const RevisitBodies* bodies = nullptr);
  /// Reads all that is left of the file for `bodies`: what its revisit records refer to …
  void CollectWishes(RevisitBodies* bodies);
  /// … or the answers that are wanted. Where the file goes wrong, what stands before counts.
  void CollectBodies(RevisitBodies* bodies);

  [[nodiscard]] const std::string& software() const;  ///< As the warcinfo record names it.
  [[nodiscard]] const std::vector<SkippedRecord>& skipped() const;
  [[nodiscard]] uint64_t records() const;  ///< Read so far, of every type.

 private:
  struct State;
  explicit ForeignWarc(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace mingcha::store
