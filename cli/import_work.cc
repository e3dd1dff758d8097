#include "cli/import_work.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "crawler/page_work.h"
#include "model/enum_names.h"
#include "store/file.h"
#include "store/mhtml.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Msg;
using base::Status;
using model::FetchOutcome;

constexpr uint64_t kMaxManualBytes = uint64_t{200} << 20;
constexpr size_t kMaxNotTaken = 1000;
constexpr int kMaxHops = 10;

std::string TypeByName(const std::string& file) {
  static const std::map<std::string, std::string> kTypes = {
      {".html", "text/html"},
      {".htm", "text/html"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".doc", "application/msword"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".xls", "application/vnd.ms-excel"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {".zip", "application/zip"},
      {".rar", "application/vnd.rar"},
      {".jpg", "image/jpeg"},
      {".png", "image/png"}};
  const auto found = kTypes.find(base::ToLowerAscii(fs::path(file).extension().string()));
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace

bool LooksLikeWarc(std::string_view first_bytes) {
  return first_bytes.starts_with("WARC/") || first_bytes.starts_with("\x1f\x8b");
}

void ImportWork::NotTaken(std::string place, base::Message why) {
  if (counts_.not_taken.size() < kMaxNotTaken)
    counts_.not_taken.emplace_back(std::move(place), std::move(why));
}

bool ImportWork::HasWhole(const std::string& url) {
  const auto known = assessment_->FindPage(url);
  return known && known->outcome == FetchOutcome::kOk;
}

Status ImportWork::Put(model::PageRecord record, const model::Exchange& exchange) {
  if (!replace_ && HasWhole(record.url)) {
    ++counts_.known;
    return {};
  }
  model::FetchTask task;
  task.url = record.url;
  task.site = record.site;
  task.kind = record.kind;
  task.depth = record.depth;
  RETURN_IF_ERROR(assessment_->frontier().Add({task}));
  ASSIGN_OR_RETURN(record, assessment_->sink().Store(std::move(record), exchange));
  RETURN_IF_ERROR(assessment_->frontier().Finish(record.url, record.outcome));
  ++counts_.taken;
  if (!counts_.first || record.fetched_at < *counts_.first) counts_.first = record.fetched_at;
  if (!counts_.last || *counts_.last < record.fetched_at) counts_.last = record.fetched_at;
  if (record.imported.kind == "warc" && record.outcome == FetchOutcome::kOk) ends_[record.url] = record;
  return {};
}

Status ImportWork::TakeManual(const ManualPage& page) {
  ASSIGN_OR_RETURN(const std::string bytes, store::ReadWholeFile(page.file, kMaxManualBytes));
  model::Exchange exchange;
  model::PageRecord record;
  record.content_type = TypeByName(page.file);
  exchange.body = bytes;
  std::string address = page.url;
  if (store::LooksLikeMhtml(bytes)) {
    auto saved = store::ReadMhtml(bytes);
    if (!saved) return tl::unexpected(base::WithPlace(saved.error(), page.file));
    exchange.body = std::move(saved->html);
    record.content_type = saved->content_type;
    if (address.empty()) address = saved->url;
  }
  const auto url = base::Url::Parse(address);
  if (address.empty() || !url || !url->is_http())
    return Fail(ErrorCode::kInvalidInput, "{}: which page is it? Give its http or https address with --url.",
                page.file);
  const crawler::ScopeVerdict verdict = scope_.Decide(*url);
  const model::SiteProfile* site = page.site.empty() ? verdict.site : scope_.Site(page.site);
  if (site == nullptr) {
    return Fail(ErrorCode::kInvalidInput,
                "{}: no site of the plan has this address ({}). Name the site with --site.", address,
                crawler::SkipReasonName(verdict.reason));
  }
  record.kind = scope_.KindOf(*site, *url);
  if (!page.kind.empty()) {
    const auto kind = model::ParseEnum<model::TaskKind>(page.kind);
    if (!kind)
      return Fail(ErrorCode::kInvalidInput, "{}: is no kind of page; use list, detail or attachment.",
                  page.kind);
    record.kind = *kind;
  }
  record.site = site->id;
  record.url = record.final_url = crawler::NormaliseForFrontier(*url);
  record.fetched_at = page.at;
  record.imported = {"manual", page.by, fs::path(page.file).filename().string(), base::Sha256Hex(bytes)};
  const int before = counts_.taken;
  const std::string stored_url = record.url;
  RETURN_IF_ERROR(Put(std::move(record), exchange));
  if (counts_.taken > before) {
    counts_.taken_urls.push_back(stored_url);
  } else {
    NotTaken(stored_url,
             Msg("the assessment has this page whole already; --replace puts the saved one in its place"));
  }
  return {};
}

Status ImportWork::TakeAnswer(store::ForeignAnswer answer, const model::ImportInfo& info) {
  const auto url = base::Url::Parse(answer.url);
  if (!url) return {};
  crawler::ScopeVerdict verdict = scope_.Decide(*url);
  if (!verdict.inside()) {
    ++counts_.outside;
    return {};
  }
  const std::string name = crawler::NormaliseForFrontier(*url);
  if (answer.status >= 300 && answer.status < 400 && !answer.location.empty()) {
    if (const auto target = base::Url::Parse(answer.location, &*url))
      hops_[name] = {crawler::NormaliseForFrontier(*target), answer.request_head, answer.status,
                     answer.fetched_at};
    return {};
  }
  model::PageRecord record;
  record.site = verdict.site->id;
  record.url = record.final_url = name;
  const auto& seeds = verdict.site->seeds;
  const bool seed = std::any_of(seeds.begin(), seeds.end(), [&](const std::string& text) {
    const auto parsed = base::Url::Parse(text);
    return parsed && crawler::NormaliseForFrontier(*parsed) == name;
  });
  record.kind = seed                           ? model::TaskKind::kSeed
                : url->path() == "/robots.txt" ? model::TaskKind::kRobots
                                               : scope_.KindOf(*verdict.site, *url);
  record.depth = seed ? 0 : 1;
  record.http_status = answer.status;
  record.content_type = answer.content_type;
  record.etag = answer.etag;
  record.last_modified = answer.last_modified;
  record.remote_address = answer.remote_address;
  record.fetched_at = answer.fetched_at;
  record.imported = info;
  if (answer.resource) {
    record.imported.kind = "manual";
  } else {
    const auto judged = crawler::JudgeAnswer(answer.status, answer.response_head, answer.body, options_);
    record.outcome = answer.truncated ? FetchOutcome::kTruncated : judged.outcome;
    record.outcome_detail = judged.detail;
    if (!answer.body_of.empty()) {
      record.outcome_detail += record.outcome_detail.empty() ? "" : "; ";
      record.outcome_detail += "a revisit record: the body is that of " + answer.body_of;
    }
  }
  const std::string head = answer.response_head;
  const bool whole = record.outcome == FetchOutcome::kOk;
  RETURN_IF_ERROR(Put(std::move(record), {std::move(answer.request_head), std::move(answer.response_head),
                                          std::move(answer.body)}));
  if (whole) heads_[name] = head;
  return {};
}

/// A link leads to the address before the redirects: it is a page of its own, with the body at their end.
Status ImportWork::TakeRedirects(const model::ImportInfo& info) {
  for (const auto& [url, first] : hops_) {
    std::string at = url;
    std::vector<model::Redirect> chain;
    std::set<std::string> seen;
    for (auto hop = hops_.find(at); hop != hops_.end() && static_cast<int>(chain.size()) < kMaxHops;
         hop = hops_.find(at)) {
      if (!seen.insert(at).second) break;
      chain.push_back({hop->second.status, at, hop->second.to});
      at = hop->second.to;
    }
    const auto end = ends_.find(at);
    if (end == ends_.end()) {
      NotTaken(url, Msg("it redirects to {}, which the archive does not hold", at));
      continue;
    }
    ASSIGN_OR_RETURN(std::string body, assessment_->pages().Body(end->second));
    model::PageRecord record = end->second;
    record.id = 0;
    record.url = url;
    record.redirects = std::move(chain);
    record.fetched_at = first.at;
    record.imported = info;
    record.kind = model::TaskKind::kDetail;
    if (const auto parsed = base::Url::Parse(url))
      if (const auto* site = scope_.Site(record.site)) record.kind = scope_.KindOf(*site, *parsed);
    const int before = counts_.taken;
    RETURN_IF_ERROR(Put(std::move(record), {first.request_head, heads_[at], std::move(body)}));
    counts_.redirects += counts_.taken - before;
  }
  return {};
}

Status ImportWork::Prepare(const std::vector<std::string>& archives) {
  for (const std::string& file : archives) {
    ASSIGN_OR_RETURN(const auto archive, store::ForeignWarc::Open(file));
    archive->CollectWishes(&revisited_);
  }
  if (!revisited_.any_wanted()) return {};
  for (const std::string& file : archives) {
    ASSIGN_OR_RETURN(const auto archive, store::ForeignWarc::Open(file));
    archive->CollectBodies(&revisited_);
  }
  if (revisited_.full())
    NotTaken("",
             Msg("the bodies that revisit records refer to are more than can be held: some are left out"));
  return {};
}

Status ImportWork::TakeWarc(const std::string& file) {
  ASSIGN_OR_RETURN(const std::string digest, store::FileSha256Hex(file));
  ASSIGN_OR_RETURN(const auto archive, store::ForeignWarc::Open(file));
  hops_.clear();
  ends_.clear();
  heads_.clear();
  model::ImportInfo info{"warc", "", fs::path(file).filename().string(), digest};
  for (;;) {
    auto answer = archive->Next(&revisited_);
    if (!answer) {
      if (answer.error().code != ErrorCode::kCorrupt && answer.error().code != ErrorCode::kOutOfRange)
        return tl::unexpected(answer.error());
      NotTaken(file, answer.error().message);
      break;
    }
    if (!*answer) break;
    info.by = archive->software();
    RETURN_IF_ERROR(TakeAnswer(std::move(**answer), info));
  }
  for (const store::SkippedRecord& skipped : archive->skipped()) NotTaken(skipped.url, skipped.why);
  return TakeRedirects(info);
}

}  // namespace mingcha::cli
