#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"

namespace mingcha::model {

/// What a URL is fetched for; the order is the order of priority.
enum class TaskKind { kRobots, kSitemap, kSeed, kList, kDetail, kAttachment, kProbe };

/// How a fetch ended, as a closed list: for an assessor a dead link is a result, not an error.
enum class FetchOutcome {
  kOk,  ///< 2xx with a whole body.
  kNotModified,
  kClientError,  ///< 4xx other than those named below.
  kGone,         ///< 404, 410.
  kServerError,  ///< 5xx.
  kDns,
  kConnect,  ///< Refused, unreachable.
  kTls,
  kTimeout,
  kReset,
  kTruncated,  ///< Fewer bytes than announced.
  kTooLarge,
  kRedirectLoop,  ///< Too many redirects.
  kRedirectOutOfScope,
  kRobotsDenied,
  kChallenge,         ///< Anti-crawler answer; named, never worked around.
  kForbiddenAddress,  ///< Resolved to a private address that the site does not allow.
  kBadUrl,
  kBudget,     ///< Not asked: a budget of pages or depth was used up.
  kCancelled,  ///< Not asked or cut off: the run was stopped.
};
[[nodiscard]] std::string_view FetchOutcomeName(FetchOutcome outcome);

/// One request that was made or is to be made.
struct FetchTask {
  std::string url;  ///< Normalised, without fragment.
  std::string site;
  TaskKind kind = TaskKind::kDetail;
  int depth = 0;         ///< Links from the seed.
  std::string found_on;  ///< URL of the page that linked here; empty for seeds.
  std::string anchor;    ///< Link text or title attribute there.
  int attempts = 0;      ///< Requests made so far.

  bool operator==(const FetchTask&) const = default;
};

struct Redirect {
  int status = 0;
  std::string from, to;

  bool operator==(const Redirect&) const = default;
};

/// Where the archived response stands.
struct WarcRef {
  std::string file;     ///< Relative to the assessment folder; empty: nothing archived.
  uint64_t offset = 0;  ///< Of the gzip member.
  uint64_t length = 0;

  bool operator==(const WarcRef&) const = default;
};

/// What is known of one fetched URL without looking inside the body. Immutable once written.
struct PageRecord {
  int64_t id = 0;  ///< Given by the store; 0 before.
  std::string site;
  std::string url;        ///< As asked.
  std::string final_url;  ///< After redirects.
  std::vector<Redirect> redirects;
  TaskKind kind = TaskKind::kDetail;
  FetchOutcome outcome = FetchOutcome::kOk;
  std::string outcome_detail;  ///< What exactly, in English: curl's text, challenge name, robots rule.
  int http_status = 0;         ///< 0: no answer.
  std::string content_type;    ///< Header value as sent.
  std::string last_modified, etag;
  std::string remote_address;
  std::string body_sha256;  ///< Of the decoded body; empty: no body.
  int64_t body_bytes = 0;
  base::Instant fetched_at;
  int elapsed_ms = 0;
  int depth = 0;
  std::string found_on, anchor;
  WarcRef warc;

  bool operator==(const PageRecord&) const = default;
};

}  // namespace mingcha::model
