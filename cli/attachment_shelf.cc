#include "cli/attachment_shelf.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

#include "base/on_threads.h"

namespace mingcha::cli {
namespace {

using base::Msg;

constexpr size_t kAtOnce = 64;  // opened before they are written to the store

/// What the user can do about it, if the machine is to blame.
std::optional<base::Message> Remedy(const model::AttachmentContent& content) {
  for (const model::AttachmentPart& part : content.parts) {
    if (part.status == model::AttachmentStatus::kNoConverter ||
        part.status == model::AttachmentStatus::kNoSandbox)
      return part.detail;
  }
  return std::nullopt;
}

}  // namespace

bool AttachmentShelf::IsFile(const model::PageRecord& page) {
  if (page.body_sha256.empty() || page.warc.file.empty()) return false;
  if (page.outcome != model::FetchOutcome::kOk) return false;
  if (page.kind == model::TaskKind::kAttachment) return true;
  if (page.kind != model::TaskKind::kDetail) return false;
  const std::string& type = page.content_type;
  return !type.empty() && type.find("html") == std::string::npos && type.find("xml") == std::string::npos;
}

void AttachmentShelf::Convert(std::vector<Job>* jobs) {
  base::OnThreads(jobs->size(), [&](size_t i) {
    Job& job = (*jobs)[i];
    const auto body = assessment_.pages().Body(*job.page);
    if (body) {
      job.content = converter_.Convert(*body);
    } else {
      job.error = body.error();
    }
  });
}

base::Status AttachmentShelf::Fill(const Context& context, const std::vector<model::PageRecord>& pages) {
  std::vector<Job> waiting;
  for (const model::PageRecord& page : pages) {
    if (!IsFile(page)) continue;
    digests_.emplace(page.url, page.body_sha256);
    const auto [entry, added] = entries_.try_emplace(page.body_sha256);
    if (!added) continue;
    entry->second.sha256 = page.body_sha256;
    ASSIGN_OR_RETURN(const auto kept, assessment_.LoadAttachment(page.body_sha256, version_));
    if (!kept) waiting.push_back({&page, {}, {}});
  }
  if (!waiting.empty()) *context.err << context.Say(Msg("opening {} attachments", waiting.size())) << "\n";
  std::set<std::string> told;
  for (size_t from = 0; from < waiting.size(); from += kAtOnce) {
    const size_t to = std::min(from + kAtOnce, waiting.size());
    std::vector<Job> jobs(waiting.begin() + static_cast<std::ptrdiff_t>(from),
                          waiting.begin() + static_cast<std::ptrdiff_t>(to));
    Convert(&jobs);
    for (Job& job : jobs) {
      if (job.error) return tl::unexpected(base::WithPlace(*job.error, job.page->url));
      if (const auto remedy = Remedy(job.content)) {
        const std::string text = context.Say(*remedy);
        if (told.insert(text).second)
          *context.err << context.Say(Msg("an attachment could not be opened:")) << " " << text << "\n";
      }
      if (attachments::MayKeep(job.content)) {
        RETURN_IF_ERROR(assessment_.SaveAttachment(job.page->body_sha256, version_, job.content));
      } else {
        Entry& entry = entries_[job.page->body_sha256];
        entry.asked = true;
        entry.content = std::make_unique<model::AttachmentContent>(std::move(job.content));
      }
    }
  }
  return {};
}

const model::AttachmentContent* AttachmentShelf::Find(std::string_view url) {
  const std::lock_guard lock(mutex_);
  const auto digest = digests_.find(url);
  if (digest == digests_.end()) return nullptr;
  Entry& entry = entries_[digest->second];
  if (!entry.asked) {
    entry.asked = true;
    auto kept = assessment_.LoadAttachment(digest->second, version_);
    if (kept && *kept) entry.content = std::make_unique<model::AttachmentContent>(std::move(**kept));
  }
  return entry.content.get();
}

}  // namespace mingcha::cli
