#include "store/history_builder.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mingcha::store {
namespace {

using model::FetchOutcome;
using model::PageFacts;
using model::PageHistory;
using model::PageNote;
using model::PageRecord;
using model::PageVersion;
using model::Presence;

bool IsGone(FetchOutcome outcome) {
  return outcome == FetchOutcome::kGone || outcome == FetchOutcome::kSoft404;
}

bool SaysNotFound(const PageFacts* facts) { return facts != nullptr && facts->note == PageNote::kSoft404; }

/// An answer that is a page of the site, not a refusal.
bool IsPage(const PageRecord& page, const PageFacts* facts) {
  if (page.outcome != FetchOutcome::kOk || page.body_sha256.empty()) return false;
  return facts == nullptr || (facts->note != PageNote::kSoft404 && facts->note != PageNote::kChallenge);
}

std::optional<base::Date> PublishedOn(const PageFacts& facts) {
  if (!facts.published || facts.published->precision != model::DatePrecision::kDay) return std::nullopt;
  return facts.published->date;
}

void TakeFacts(const PageFacts& facts, PageVersion* version) {
  version->text_hash = facts.text_hash;
  version->title = facts.title ? facts.title->value : std::string();
  version->published = PublishedOn(facts);
  version->validity = facts.validity ? facts.validity->value : std::string();
  version->attachments = facts.attachments;
}

void TakePage(RoundLook* look, PageHistory* history) {
  const PageRecord& page = *look->page;
  const bool same = !history->versions.empty() && !history->gone_first &&
                    history->versions.back().sha256 == page.body_sha256;
  if (!same) {
    PageVersion version;
    version.first_round = look->round;
    version.first_seen = page.fetched_at;
    version.sha256 = page.body_sha256;
    version.warc = page.warc;
    history->versions.push_back(std::move(version));
  }
  PageVersion& version = history->versions.back();
  version.last_round = look->round;
  version.last_seen = page.fetched_at;
  version.content_type = page.content_type;
  // A 304 need not repeat them.
  if (!page.etag.empty() || page.http_status != 304) version.etag = page.etag;
  if (!page.last_modified.empty() || page.http_status != 304) version.last_modified = page.last_modified;
  if (look->facts != nullptr) TakeFacts(*look->facts, &version);
  version.disclosures = std::move(look->disclosures);
  history->presence = Presence::kPresent;
  history->gone_first.reset();
  history->gone_last.reset();
  history->gone_status = 0;
  history->gone_warc = {};
}

/// Earlier answers of the same round count as looks of their own.
void TakeGone(const PageRecord& page, PageHistory* history) {
  const auto seen_gone = [&](base::Instant at, int status, const model::WarcRef& warc) {
    if (!history->gone_first || at < *history->gone_first) history->gone_first = at;
    if (history->gone_last && at < *history->gone_last) return;
    history->gone_last = at;
    history->gone_status = status;
    history->gone_warc = warc;
  };
  for (const model::PageLook& look : page.earlier_looks) {
    if (IsGone(look.outcome)) seen_gone(look.at, look.http_status, look.warc);
  }
  seen_gone(page.fetched_at, page.http_status, page.revisit.file.empty() ? page.warc : page.revisit);
  history->presence = history->versions.empty()                    ? Presence::kNeverSeen
                      : *history->gone_first < *history->gone_last ? Presence::kWithdrawn
                                                                   : Presence::kVanished;
}

void AddSightings(std::vector<model::Sighting> sightings, PageHistory* history) {
  std::sort(sightings.begin(), sightings.end(), [](const model::Sighting& a, const model::Sighting& b) {
    return std::tie(a.list_page, a.shown, a.title) < std::tie(b.list_page, b.shown, b.title);
  });
  const auto last = std::unique(sightings.begin(), sightings.end(), [](const auto& a, const auto& b) {
    return a.list_page == b.list_page && a.shown == b.shown;
  });
  sightings.erase(last, sightings.end());
  if (sightings.size() > model::kMaxSightings) sightings.resize(model::kMaxSightings);
  for (model::Sighting& sighting : sightings) history->sightings.push_back(std::move(sighting));
}

std::string WithoutFragment(const std::string& url) { return url.substr(0, url.find('#')); }

}  // namespace

PageHistory AdvanceHistory(std::optional<PageHistory> before, RoundLook look) {
  const PageRecord& page = *look.page;
  PageHistory history = before ? std::move(*before) : PageHistory{};
  history.url = page.url;
  history.site = page.site;
  history.kind = page.kind;
  if (IsPage(page, look.facts)) {
    TakePage(&look, &history);
  } else if (IsGone(page.outcome) || SaysNotFound(look.facts)) {
    TakeGone(page, &history);
  } else {
    history.presence = history.versions.empty() ? Presence::kNeverSeen : Presence::kUnknown;
  }
  AddSightings(std::move(look.sightings), &history);
  return history;
}

PageHistory NotAsked(PageHistory before) {
  before.presence = before.versions.empty() ? Presence::kNeverSeen : Presence::kUnknown;
  return before;
}

std::optional<model::ListLook> LookAtList(const PageRecord& page, const PageFacts& facts, int round) {
  if (facts.entries.empty() && facts.kind != model::PageKind::kList) return std::nullopt;
  model::ListLook look;
  look.url = page.url;
  look.round = round;
  look.at = page.fetched_at;
  look.entries = static_cast<int>(facts.entries.size());
  for (const model::ListEntry& entry : facts.entries) {
    if (!entry.date) continue;
    if (!look.newest || *look.newest < *entry.date) look.newest = entry.date;
    if (!look.oldest || *entry.date < *look.oldest) look.oldest = entry.date;
  }
  look.sha256 = page.body_sha256;
  look.warc = page.warc;
  return look;
}

std::vector<std::pair<std::string, model::Sighting>> SightingsOn(const PageRecord& page,
                                                                 const PageFacts& facts, int round) {
  std::vector<std::pair<std::string, model::Sighting>> found;
  const auto add = [&](const std::string& url, const std::string& title, std::optional<base::Date> shown) {
    model::Sighting sighting;
    sighting.round = round;
    sighting.at = page.fetched_at;
    sighting.list_page = page.url;
    sighting.title = title;
    sighting.shown = shown;
    found.emplace_back(WithoutFragment(url), std::move(sighting));
  };
  for (const model::ListEntry& entry : facts.entries) add(entry.url, entry.title, entry.date);
  for (const model::Link& link : facts.attachments) add(link.url, link.text, std::nullopt);
  return found;
}

}  // namespace mingcha::store
