#include "checker/coverage.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>

#include "base/text.h"
#include "model/enum_names.h"
#include "model/list_order.h"
#include "model/robots_trouble.h"

namespace mingcha::checker {

bool IsRead(model::FetchOutcome outcome) { return outcome == model::FetchOutcome::kOk; }

bool IsFinalWithoutPage(model::FetchOutcome outcome) {
  return outcome == model::FetchOutcome::kGone || outcome == model::FetchOutcome::kSoft404 ||
         outcome == model::FetchOutcome::kRedirectOutOfScope || outcome == model::FetchOutcome::kBadUrl;
}

namespace {

using model::FetchOutcome;
using model::PageKind;
using model::PageNote;
using model::PageRecord;
using model::TaskKind;

constexpr int kSlackDays = 184;  // chain parents are looked for six months back (settled 15)

bool IsRead(const PageRecord& page) { return checker::IsRead(page.outcome); }

bool IsContent(const PageRecord& page) {
  return page.kind != TaskKind::kRobots && page.kind != TaskKind::kSitemap && page.kind != TaskKind::kProbe;
}

/// Why a page was not read. A site that did not answer for its robots file forbids nothing: it is down.
std::string ReasonOf(const PageRecord& page) {
  if (page.outcome == FetchOutcome::kRobotsDenied &&
      page.outcome_detail.starts_with(model::kRobotsUnreachable))
    return "robots_unreachable";
  return std::string(model::EnumName(page.outcome));
}

void Count(const PageRecord& page, model::SiteCoverage* coverage) {
  ++coverage->planned;
  if (IsRead(page)) {
    ++coverage->fetched;
  } else if (page.outcome == FetchOutcome::kRobotsDenied) {
    ++coverage->denied;
  } else if (page.outcome == FetchOutcome::kGone || page.outcome == FetchOutcome::kSoft404) {
    ++coverage->dead;
  } else if (page.outcome == FetchOutcome::kBudget || page.outcome == FetchOutcome::kHostDown ||
             page.outcome == FetchOutcome::kHostBusy || page.outcome == FetchOutcome::kCancelled) {
    ++coverage->not_asked;
  } else {
    ++coverage->failed;
  }
}

bool LooksLikeHtml(const PageRecord& page) {
  return page.content_type.empty() || page.content_type.find("html") != std::string::npos;
}

/// Why a page that was fetched still tells nothing; empty if it was read.
std::string UnreadReason(const PageRecord& page, const model::PageFacts* facts) {
  if (facts == nullptr) {
    if (page.kind == TaskKind::kAttachment || !LooksLikeHtml(page)) return "attachment_unread";
    return "not_read";
  }
  if (facts->note == PageNote::kChallenge) return "challenge";
  if (facts->scripted_list) return "scripted_list";
  if (facts->kind == PageKind::kError && facts->note == PageNote::kNone) return "error_page";
  if (facts->unread_attachment) return "attachment_unread";
  return {};
}

class SiteReader {
 public:
  SiteReader(const CheckIndex& index, std::string_view site) : index_(index) {
    reach_.coverage.site = site;
    if (const auto* profile = index.Site(site)) {
      reach_.coverage.robots = profile->robots;
      reach_.coverage.robots_authorisation = profile->robots_authorisation;
    }
  }

  void Take(const PageRecord& page) {
    if (!IsContent(page)) return;
    Count(page, &reach_.coverage);
    if (!IsRead(page)) {
      if (IsGoneSinceEarlier(page)) return;
      AddHole(page, ReasonOf(page), IsFinalWithoutPage(page.outcome));
      return;
    }
    const model::PageFacts* facts = index_.Facts(page.id);
    const bool is_error = facts != nullptr && facts->kind == PageKind::kError;
    if (!is_error && page.kind != TaskKind::kAttachment) reach_.coverage.reached = true;
    if (facts != nullptr && (facts->note == PageNote::kSoft404 || facts->note == PageNote::kTemplateEmpty)) {
      const bool not_found = facts->note == PageNote::kSoft404;
      if (IsBlankFrame(page, *facts) || (not_found && IsGoneSinceEarlier(page))) return;
      AddHole(page, not_found ? "soft404" : "template_empty", true);
      return;
    }
    const std::string reason = UnreadReason(page, facts);
    if (!reason.empty()) AddHole(page, reason, false);
    if (reason == "attachment_unread") ++reach_.coverage.unread;
    if (is_error || facts == nullptr) return;
    reach_.read.push_back(&page);
    if (facts->kind == PageKind::kList) list_pages_.push_back(&page);
  }

  SiteReach Finish() && {
    if (!index_.input.crawl_complete) {
      Hole hole;
      hole.gap = {reach_.coverage.site, "", "", "", "crawl_incomplete"};
      reach_.holes.push_back(std::move(hole));
    }
    JoinLists();
    auto key = [](const Hole& hole) { return std::tie(hole.gap.url, hole.gap.reason, hole.gap.found_on); };
    std::sort(reach_.holes.begin(), reach_.holes.end(),
              [&](const Hole& a, const Hole& b) { return key(a) < key(b); });
    for (const Hole& hole : reach_.holes) {
      if (!hole.soft) reach_.coverage.gaps.push_back(hole.gap);
    }
    for (const ListWalk& list : reach_.lists) reach_.coverage.lists.push_back(list.trail);
    return std::move(reach_);
  }

 private:
  /// The frame of a frameset that shows nothing, as portals keep one for their scripts: no link of a name
  /// leads there, and what the set shows stands in its other frames.
  [[nodiscard]] bool IsBlankFrame(const PageRecord& page, const model::PageFacts& facts) const {
    if (facts.note != PageNote::kTemplateEmpty || !page.anchor.empty()) return false;
    const PageRecord* host = index_.PageByUrl(page.found_on);
    const model::PageFacts* set = host == nullptr ? nullptr : index_.Facts(host->id);
    return set != nullptr && set->note == PageNote::kRedirectStub;
  }

  /// A page that an earlier round read, gone now, and to which nothing leads any more: what stood there is
  /// known, and no other item can hide behind it.
  [[nodiscard]] bool IsGoneSinceEarlier(const PageRecord& page) const {
    if (!page.found_on.empty() || page.kind == TaskKind::kSeed) return false;
    if (page.outcome != FetchOutcome::kGone && page.outcome != FetchOutcome::kSoft404 && !IsRead(page))
      return false;
    const model::History* history = index_.input.history;
    const auto* before = history == nullptr ? nullptr : history->Find(page.url);
    return before != nullptr && !before->versions.empty();
  }

  void AddHole(const PageRecord& page, std::string reason, bool soft) {
    Hole hole;
    hole.gap = {reach_.coverage.site, page.url, page.found_on, page.anchor, std::move(reason)};
    hole.anchor = base::FoldLabel(page.anchor);
    hole.soft = soft && page.kind != TaskKind::kSeed;
    hole.attachment = page.kind == TaskKind::kAttachment || hole.gap.reason == "attachment_unread";
    if (hole.attachment) {
      const PageRecord* host = page.kind == TaskKind::kAttachment ? index_.PageByUrl(page.found_on) : &page;
      hole.host = host == nullptr ? nullptr : index_.Facts(host->id);
    } else if (hole.gap.reason == "template_empty") {
      hole.host = index_.Facts(page.id);
    }
    reach_.holes.push_back(std::move(hole));
  }

  size_t Root(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  /// Pages that page on to one another are one list.
  void JoinLists() {
    std::map<const PageRecord*, size_t> place;
    for (size_t i = 0; i < list_pages_.size(); ++i) place.emplace(list_pages_[i], i);
    parent_.resize(list_pages_.size());
    std::iota(parent_.begin(), parent_.end(), size_t{0});
    for (size_t i = 0; i < list_pages_.size(); ++i) {
      for (const auto& link : index_.Facts(list_pages_[i]->id)->next_pages) {
        const PageRecord* next = index_.PageByUrl(link.url);
        const auto it = next == nullptr ? place.end() : place.find(next);
        if (it != place.end())
          parent_[std::max(Root(i), Root(it->second))] = std::min(Root(i), Root(it->second));
      }
    }
    std::map<size_t, std::vector<const PageRecord*>> members;
    for (size_t i = 0; i < list_pages_.size(); ++i) members[Root(i)].push_back(list_pages_[i]);
    for (auto& [root, pages] : members) reach_.lists.push_back(Walk(std::move(pages)));
    std::sort(reach_.lists.begin(), reach_.lists.end(),
              [](const ListWalk& a, const ListWalk& b) { return a.trail.url < b.trail.url; });
  }

  ListWalk Walk(std::vector<const PageRecord*> pages) {
    std::set<std::string_view> named;  // as a page after another
    for (const PageRecord* page : pages) {
      for (const auto& link : index_.Facts(page->id)->next_pages) named.insert(link.url);
    }
    const auto key = [&](const PageRecord* page) {
      return std::tuple(named.contains(page->url), page->depth, page->url.size(),
                        std::string_view(page->url));
    };
    std::sort(pages.begin(), pages.end(),
              [&](const PageRecord* a, const PageRecord* b) { return key(a) < key(b); });
    ListWalk walk;
    walk.pages = std::move(pages);
    walk.trail.site = reach_.coverage.site;
    walk.trail.url = walk.pages.front()->url;
    walk.trail.pages = static_cast<int>(walk.pages.size());
    for (const PageRecord* page : walk.pages) {
      const model::PageFacts* facts = index_.Facts(page->id);
      walk.facts.push_back(facts);
      walk.trail.pages_urls.push_back(page->url);
      walk.trail.entries += static_cast<int>(facts->entries.size());
    }
    const model::PageFacts& first = *walk.facts.front();
    if (!first.breadcrumb.empty()) {
      walk.trail.name = first.breadcrumb.back();
    } else if (first.title) {
      walk.trail.name = first.title->value;
    }
    for (const model::PageFacts* facts : walk.facts) {
      walk.trail.announced = std::max(walk.trail.announced, facts->list_pages);
      walk.trail.announced_rows = std::max(walk.trail.announced_rows, facts->list_rows);
    }
    walk.trail.stop_reason = StopReason(walk);
    walk.trail.to_end = walk.trail.stop_reason == "end" || walk.trail.stop_reason == "older_than_window";
    return walk;
  }

  /// Every dated row is older than anything the assessment looks for. Rows on top that stay there keep a page
  /// from being so: only a whole page ends a walk. A list that runs from old to new has its newest rows last.
  [[nodiscard]] bool WhollyOlder(const model::PageFacts& facts) const {
    if (model::RunsForward(facts.entries)) return false;
    const base::Date bound = index_.input.window.from.PlusDays(-kSlackDays);
    bool dated = false;
    for (const auto& entry : facts.entries) {
      if (!entry.date) continue;
      if (*entry.date >= bound) return false;
      dated = true;
    }
    return dated;
  }

  /// Nothing of the list is there: past its end, or it never was.
  [[nodiscard]] bool IsAbsent(const PageRecord& page) const {
    if (page.outcome == FetchOutcome::kGone || page.outcome == FetchOutcome::kSoft404) return true;
    const model::PageFacts* facts = IsRead(page) ? index_.Facts(page.id) : nullptr;
    if (facts == nullptr) return false;
    return facts->note == PageNote::kSoft404 || facts->note == PageNote::kTemplateEmpty ||
           (facts->kind == PageKind::kList && facts->entries.empty());
  }

  /// What a list says it has against what was seen of it.
  struct Extent {
    size_t pages = 0;  ///< With rows, each set of rows counted once.
    bool repeated = false;
    size_t entries = 0;  ///< Different ones.
  };
  static Extent ExtentOf(const ListWalk& walk) {
    Extent extent;
    std::set<std::string> pages;
    std::set<std::string> entries;
    for (const model::PageFacts* facts : walk.facts) {
      std::string all;
      for (const auto& entry : facts->entries) {
        const std::string& name = entry.url.empty() ? entry.title : entry.url;
        entries.insert(name);
        all += name + "\n";
      }
      if (!all.empty() && !pages.insert(std::move(all)).second) extent.repeated = true;
    }
    extent.pages = pages.size();
    extent.entries = entries.size();
    return extent;
  }

  /// Why the walk ended, once all its links were followed: at the end of the list, or short of it.
  static std::string EndReason(const model::ListTrail& trail, const Extent& extent, bool gone) {
    const auto pages = static_cast<int>(extent.pages);
    const bool all_rows =
        trail.announced_rows >= 0 && static_cast<int>(extent.entries) >= trail.announced_rows;
    if (all_rows) return "end";
    if (trail.announced > 0 && pages >= trail.announced) return "end";
    if (trail.announced > 1 || trail.announced_rows > 0) return extent.repeated ? "repeated" : "short";
    if (gone) return "failed:" + std::string(model::EnumName(FetchOutcome::kGone));
    return extent.repeated && pages < 2 ? "repeated" : "end";
  }

  [[nodiscard]] std::string StopReason(const ListWalk& walk) const {
    bool older = false;
    bool cut = false;  // … and further pages were left out for it
    bool gone = false;
    for (const model::PageFacts* facts : walk.facts) {
      if (facts->scripted_list) return "scripted";
      const bool whole_page = WhollyOlder(*facts);
      older = older || whole_page;
      for (const auto& link : facts->next_pages) {
        const PageRecord* next = index_.PageByUrl(link.url);
        if (next != nullptr && IsAbsent(*next)) {
          if (IsBeforeAnother(*facts, link))
            return IsRead(*next) ? "failed:answer" : "failed:" + std::string(model::EnumName(next->outcome));
          gone = gone || !IsRead(*next) || index_.Facts(next->id)->kind == PageKind::kError;
          continue;
        }
        if (next != nullptr && IsRead(*next)) {
          const model::PageFacts* answer = index_.Facts(next->id);
          if (answer == nullptr || answer->kind == PageKind::kError) return "failed:answer";
          continue;
        }
        const bool unasked = next == nullptr || next->outcome == FetchOutcome::kBudget;
        if (unasked && whole_page) cut = true;
        if (unasked && (whole_page || IsRepetition(walk, *facts))) continue;
        if (next == nullptr) return "not_asked";
        return "failed:" + std::string(model::EnumName(next->outcome));
      }
    }
    if (cut) return "older_than_window";
    const std::string reason = EndReason(walk.trail, ExtentOf(walk), gone);
    if (older && reason != "end") return "older_than_window";
    const bool unread = std::any_of(walk.facts.begin(), walk.facts.end(),
                                    [](const auto* facts) { return facts->pager_unread; });
    const bool told = walk.trail.announced > 0 || walk.trail.announced_rows >= 0;
    return reason == "end" && unread && !told ? "pager_unread" : reason;
  }

  /// A page that is not there stands before one that is, and no other address gave it: its rows were not
  /// seen.
  [[nodiscard]] bool IsBeforeAnother(const model::PageFacts& facts, const model::Link& gone) const {
    const auto has_rows = [&](const std::string& url) {
      const PageRecord* page = index_.PageByUrl(url);
      const model::PageFacts* rows = page == nullptr || !IsRead(*page) ? nullptr : index_.Facts(page->id);
      return rows != nullptr && rows->kind == PageKind::kList && !rows->entries.empty();
    };
    if (!gone.fallback.empty() && has_rows(gone.fallback)) return false;
    const auto number = [](const model::Link& link) {
      int value = 0;
      const auto [end, error] = std::from_chars(link.text.data(), link.text.data() + link.text.size(), value);
      return error == std::errc() && end == link.text.data() + link.text.size() ? value : 0;
    };
    const int own = number(gone);
    return own > 0 &&
           std::any_of(facts.next_pages.begin(), facts.next_pages.end(),
                       [&](const model::Link& link) { return number(link) > own && has_rows(link.url); });
  }

  /// Another page of the list shows the same rows: from here the crawler does not go on.
  static bool IsRepetition(const ListWalk& walk, const model::PageFacts& facts) {
    return std::any_of(walk.facts.begin(), walk.facts.end(), [&](const model::PageFacts* other) {
      return other != &facts && !facts.entries.empty() && other->entries == facts.entries;
    });
  }

  const CheckIndex& index_;
  SiteReach reach_;
  std::vector<const PageRecord*> list_pages_;
  std::vector<size_t> parent_;
};

}  // namespace

std::vector<SiteReach> ReachOfSites(const CheckIndex& index) {
  std::map<std::string_view, SiteReader> readers;
  for (const auto& site : index.plan.sites) {
    if (site.crawl) readers.try_emplace(site.id, index, site.id);
  }
  for (const PageRecord* page : index.pages()) {
    readers.try_emplace(page->site, index, page->site).first->second.Take(*page);
  }
  std::vector<SiteReach> reach;
  reach.reserve(readers.size());
  for (auto& [site, reader] : readers) reach.push_back(std::move(reader).Finish());
  return reach;
}

}  // namespace mingcha::checker
