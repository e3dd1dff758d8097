#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"

namespace mingcha::model {

/// What a URL is fetched for; the order is the order of priority.
enum class TaskKind { kRobots, kSitemap, kSeed, kList, kDetail, kAttachment, kProbe };

/// How a fetch ended, as a closed list: for an assessor a dead link is a result, not an error.
enum class FetchOutcome {
  kOk,  ///< 2xx with a whole body, or 304 for a body that an earlier round left (PageRecord::revisit is set).
  kNotModified,  ///< 304 without such a body.
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
  kBomb,          ///< Unpacks to far more than was sent.
  kRedirectLoop,  ///< Too many redirects.
  kRedirectOutOfScope,
  kRobotsDenied,
  kChallenge,         ///< Anti-crawler answer; named, never worked around.
  kForbiddenAddress,  ///< Resolved to a private address that the site does not allow.
  kBadUrl,
  kSoft404,    ///< 2xx, but what the host answers for an address that cannot exist.
  kHostDown,   ///< Not asked: the host had failed so often that it was left alone.
  kHostBusy,   ///< Not asked: the host had named a later time (Retry-After) than the run waits for.
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
  /// Validators of the body that an earlier round left, for a conditional request; empty: none, ask plainly.
  /// Set by the frontier on Take, not kept by Add.
  std::string etag = {}, last_modified = {};
  std::string key = {};  ///< Under which it is known only once, if that is not the URL (base/url_fold.h).
  int64_t place = 0;     ///< Where the frontier keeps it; 0: not told.
  /// Body of a POST request (application/x-www-form-urlencoded); empty: GET. `url` then ends in a fragment
  /// `post:…` with what of the body tells requests apart (post_address.h).
  std::string post = {};
  std::string rows = {};      ///< Digest of the rows of the list page that named this one as its next.
  std::string fallback = {};  ///< Asked instead, if this is gone or shows those very rows again.

  bool operator==(const FetchTask&) const = default;
};

/// Where the archived response stands.
struct WarcRef {
  std::string file;     ///< Relative to the assessment folder; empty: nothing archived.
  uint64_t offset = 0;  ///< Of the gzip member.
  uint64_t length = 0;

  bool operator==(const WarcRef&) const = default;
};

/// One step on the way from the address asked to the page.
struct Redirect {
  int status = 0;
  std::string from, to;
  WarcRef warc = {};  ///< The archived answer of `from`; empty where that answer is the record's own.

  bool operator==(const Redirect&) const = default;
};

/// How a connection was secured; all empty over plain http.
struct TlsInfo {
  std::string version;  ///< `TLSv1.3`
  std::string cipher;   ///< `TLS_AES_256_GCM_SHA384`
  std::string subject;  ///< Of the server's certificate.
  std::string issuer;
  std::string fingerprint;  ///< SHA-256 of the certificate's DER bytes, hexadecimal.
  std::string not_after;    ///< As the certificate says it.

  bool operator==(const TlsInfo&) const = default;
};

/// Milliseconds from the start of the last request to the end of each phase; 0: not reached, or the
/// connection was there already.
struct FetchTiming {
  int name_ms = 0, connect_ms = 0, tls_ms = 0, first_byte_ms = 0;

  bool operator==(const FetchTiming&) const = default;
};

/// An answer of the same round that a later one replaced.
struct PageLook {
  base::Instant at;
  FetchOutcome outcome = FetchOutcome::kOk;
  int http_status = 0;
  WarcRef warc;

  bool operator==(const PageLook&) const = default;
};

/// Who put the bytes here, when it was not our crawler.
struct ImportInfo {
  std::string
      kind;  ///< `manual`: saved by a person; `warc`: read from another program's archive; empty: crawled.
  std::string by;      ///< The saver's name, or the other program as its warcinfo names it.
  std::string source;  ///< Name of the file that was handed in.
  std::string source_sha256;

  bool operator==(const ImportInfo&) const = default;
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
  WarcRef warc;  ///< The response that holds the body; for an unchanged page an earlier round's.
  /// The record of this look if it brought no body of its own: a WARC revisit (304, or a body that the
  /// archive holds already). Empty file: `warc` is this look's.
  WarcRef revisit;
  std::optional<base::Instant> body_from;  ///< When the body was fetched, if an earlier round did it.
  std::vector<PageLook> earlier_looks;     ///< Oldest first.
  std::string http_version;                ///< `1.1`, `2`; empty: no answer.
  TlsInfo tls;
  FetchTiming timing;
  ImportInfo imported;

  bool operator==(const PageRecord&) const = default;
};

/// The address whose answer a record holds: `final_url`, unless that was named and not asked.
[[nodiscard]] const std::string& AnsweredUrl(const PageRecord& page);

}  // namespace mingcha::model
