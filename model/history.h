#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "model/disclosure.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/run.h"

namespace mingcha::model {

// What several rounds of one assessment saw: the ground of backdated_suspect, changed, attachment_replaced,
// withdrawn and of trends. Built by the store when a stage `extract` ends, from what the earlier round handed
// over and from this round's pages and facts; read with store::Assessment::LoadHistory. Every WarcRef in it
// stands in this assessment's own folder: the earlier archives are carried over file by file.
//
// All texts, times and references are of the store; equal inputs give equal bytes.

/// One crawl of the chain, oldest first; History::rounds.back() is the one in this folder.
struct Round {
  int number = 0;      ///< 1, 2, … in the chain; `round` members below refer to it.
  std::string id;      ///< AssessmentSpec::id of that round.
  std::string folder;  ///< As named by `previous:` or --previous; empty for the present round.
  std::string
      manifest;  ///< SHA-256 of that round's manifest.json as it was carried over; empty: present one.
  std::string config_digest;
  base::Instant crawl_started, crawl_ended;
  bool complete = false;  ///< The crawl came to its own end: what it did not see, it looked for.
  /// The lists as that round walked them. Empty if it was never checked, and for the present round (the
  /// checker has its own).
  std::vector<ListTrail> trails;

  bool operator==(const Round&) const = default;
};

/// One content of a URL, from the first to the last look in a row that found it.
struct PageVersion {
  int first_round = 0, last_round = 0;
  base::Instant first_seen, last_seen;  ///< Times of looks that found exactly this content.
  std::string sha256;                   ///< Of the decoded body: tells any change, banners and counters too.
  std::string
      text_hash;  ///< PageFacts::text_hash, main text only; empty: not read (attachment, not extracted).
  std::string etag, last_modified;  ///< As the server said on the last of these looks.
  std::string content_type;
  std::string title;                    ///< As read; empty: unread.
  std::optional<base::Date> published;  ///< As the page itself claims; day precision only.
  std::string validity;                 ///< Stated validity or display period, as written.
  std::vector<Link> attachments;        ///< As linked from this version.
  std::vector<Disclosure> disclosures;  ///< As extracted then; only of versions that are not the present one.
  WarcRef warc;                         ///< A response with this body, the earliest that is archived.

  bool operator==(const PageVersion&) const = default;
};

/// What the present round knows about a URL's being there.
enum class Presence {
  kPresent,    ///< Found by the last look.
  kVanished,   ///< 404, 410 or a page that says «not found», seen by one look only: not yet to be accused.
  kWithdrawn,  ///< Gone, and asked for again after that with the same answer (History: gone_first,
               ///< gone_last).
  kUnknown,    ///< The last look told nothing: server error, timeout, robots, challenge, budget, not asked.
  kNeverSeen,  ///< No look of any round found a page; known from links only.
};
[[nodiscard]] std::string_view PresenceName(Presence presence);

/// One row of a list that named the URL, or one page that linked it as an attachment.
struct Sighting {
  int round = 0;
  base::Instant at;
  std::string list_page;            ///< URL of the page that shows the row (ListTrail::pages_urls has it).
  std::string title;                ///< As the row shows it.
  std::optional<base::Date> shown;  ///< The row's date.

  bool operator==(const Sighting&) const = default;
};

/// All that the rounds saw of one URL, page or attachment.
struct PageHistory {
  std::string url;  ///< As asked.
  std::string site;
  TaskKind kind = TaskKind::kDetail;
  Presence presence = Presence::kPresent;
  std::vector<PageVersion> versions;  ///< Oldest first; a content that comes back is a version of its own.
  /// First and last look that answered «gone» since the last version; absent while present or unknown.
  std::optional<base::Instant> gone_first, gone_last;
  int gone_status = 0;  ///< HTTP status of the last of them (200: a page that says «not found»).
  WarcRef gone_warc;    ///< The archived answer of the last of them.
  std::vector<Sighting> sightings;  ///< By round and list page; at most kMaxSightings a round.

  [[nodiscard]] const PageVersion* last() const { return versions.empty() ? nullptr : &versions.back(); }
  [[nodiscard]] std::optional<base::Instant> first_seen() const {
    return versions.empty() ? std::nullopt : std::optional(versions.front().first_seen);
  }
  [[nodiscard]] std::optional<base::Instant> last_seen() const {
    return versions.empty() ? std::nullopt : std::optional(versions.back().last_seen);
  }
  bool operator==(const PageHistory&) const = default;
};
inline constexpr size_t kMaxSightings = 8;  ///< List pages kept per URL and round.

/// One look at one list page: proof that it was seen at a time, and with what in it.
///
/// «Provably seen without URL U» is: the list's trail (Round::trails) walked to its end or past U's claimed
/// date in round r, and no Sighting of U in round r names one of its pages. The ListLook of those pages is
/// the evidence.
struct ListLook {
  std::string url;  ///< Of the list page.
  int round = 0;
  base::Instant at;
  int entries = 0;
  std::optional<base::Date> newest, oldest;  ///< Of its rows.
  std::string sha256;
  WarcRef warc;

  bool operator==(const ListLook&) const = default;
};

/// The whole chain.
struct History {
  std::vector<Round> rounds;       ///< Oldest first; one entry: there was no earlier round.
  std::vector<PageHistory> pages;  ///< By URL.
  std::vector<ListLook> lists;     ///< By URL, then round; every round's looks.

  [[nodiscard]] int present_round() const { return rounds.empty() ? 0 : rounds.back().number; }
  /// Binary search; null if no round knows the URL.
  [[nodiscard]] const PageHistory* Find(std::string_view url) const;
  bool operator==(const History&) const = default;
};

}  // namespace mingcha::model
