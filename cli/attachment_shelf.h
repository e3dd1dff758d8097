#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/context.h"
#include "extractors/attachments/converter.h"
#include "model/attachment.h"
#include "model/page_record.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// What was read of the attachments of an assessment: each is opened once for ever, then kept in the store by
/// the digest of its bytes. Contents are loaded when they are asked for and stay in memory as long as the
/// shelf.
class AttachmentShelf {
 public:
  AttachmentShelf(store::Assessment* assessment, attachments::Converter converter)
      : assessment_(*assessment), converter_(std::move(converter)), version_(converter_.Version()) {}

  /// True if the record's body is to be opened as a file: fetched as an attachment, or no web page by its
  /// type.
  [[nodiscard]] static bool IsFile(const model::PageRecord& page);

  /// Opens what is not kept yet, several at once, and says how many it will be. What depends on the machine
  /// (a program that is not installed, a time-out) is not kept, and told to the user once for each kind.
  [[nodiscard]] base::Status Fill(const Context& context, const std::vector<model::PageRecord>& pages);

  /// The content of the file at a URL; null if it is none of them. Any thread; the pointer lives as long as
  /// this.
  [[nodiscard]] const model::AttachmentContent* Find(std::string_view url);

 private:
  struct Entry {
    std::string sha256;
    bool asked = false;
    std::unique_ptr<model::AttachmentContent> content;
  };
  struct Job {
    const model::PageRecord* page = nullptr;
    model::AttachmentContent content;
    std::optional<base::Error> error;
  };
  void Convert(std::vector<Job>* jobs);

  store::Assessment& assessment_;
  attachments::Converter converter_;
  std::string version_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> digests_;  // by URL
  std::map<std::string, Entry, std::less<>> entries_;        // by digest
};

}  // namespace mingcha::cli
