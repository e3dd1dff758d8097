#include "checker/coverage.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using model::FetchOutcome;
using model::PageKind;
using model::PageNote;
using model::PageRecord;
using model::TaskKind;

constexpr int kSlackDays = 184;  // chain parents are looked for six months back (settled 15)

bool IsRead(const PageRecord& page) {
  return page.outcome == FetchOutcome::kOk || page.outcome == FetchOutcome::kNotModified;
}

bool IsContent(const PageRecord& page) {
  return page.kind != TaskKind::kRobots && page.kind != TaskKind::kSitemap && page.kind != TaskKind::kProbe;
}

/// The answer is final and a person would see the same.
bool IsSoft(FetchOutcome outcome) {
  return outcome == FetchOutcome::kGone || outcome == FetchOutcome::kSoft404 ||
         outcome == FetchOutcome::kRedirectOutOfScope || outcome == FetchOutcome::kBadUrl;
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
             page.outcome == FetchOutcome::kCancelled) {
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
      AddHole(page, std::string(model::EnumName(page.outcome)), IsSoft(page.outcome));
      return;
    }
    const model::PageFacts* facts = index_.Facts(page.id);
    const bool is_error = facts != nullptr && facts->kind == PageKind::kError;
    if (!is_error && page.kind != TaskKind::kAttachment) reach_.coverage.reached = true;
    if (facts != nullptr && (facts->note == PageNote::kSoft404 || facts->note == PageNote::kTemplateEmpty)) {
      AddHole(page, facts->note == PageNote::kSoft404 ? "soft404" : "template_empty", true);
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
  void AddHole(const PageRecord& page, std::string reason, bool soft) {
    Hole hole;
    hole.gap = {reach_.coverage.site, page.url, page.found_on, page.anchor, std::move(reason)};
    hole.anchor = base::FoldLabel(page.anchor);
    hole.soft = soft && page.kind != TaskKind::kSeed;
    hole.attachment = page.kind == TaskKind::kAttachment || hole.gap.reason == "attachment_unread";
    if (hole.attachment) {
      const PageRecord* host = page.kind == TaskKind::kAttachment ? index_.PageByUrl(page.found_on) : &page;
      hole.host = host == nullptr ? nullptr : index_.Facts(host->id);
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
    std::sort(pages.begin(), pages.end(), [](const PageRecord* a, const PageRecord* b) {
      return std::tuple(a->depth, a->url.size(), a->url) < std::tuple(b->depth, b->url.size(), b->url);
    });
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
    walk.trail.stop_reason = StopReason(walk);
    walk.trail.to_end = walk.trail.stop_reason == "end" || walk.trail.stop_reason == "older_than_window";
    return walk;
  }

  [[nodiscard]] bool HasOlderPage(const ListWalk& walk) const {
    const base::Date bound = index_.input.window.from.PlusDays(-kSlackDays);
    return std::any_of(walk.facts.begin(), walk.facts.end(), [&](const model::PageFacts* facts) {
      bool dated = false;
      for (const auto& entry : facts->entries) {
        if (!entry.date) continue;
        if (*entry.date >= bound) return false;
        dated = true;
      }
      return dated;
    });
  }

  [[nodiscard]] std::string StopReason(const ListWalk& walk) const {
    std::string stop = "end";
    for (const model::PageFacts* facts : walk.facts) {
      if (facts->scripted_list) return "scripted";
      for (const auto& link : facts->next_pages) {
        const PageRecord* next = index_.PageByUrl(link.url);
        if (next != nullptr && IsRead(*next)) continue;
        const bool unasked = next == nullptr || next->outcome == FetchOutcome::kBudget;
        if (unasked && HasOlderPage(walk)) {
          stop = "older_than_window";
          continue;
        }
        if (next == nullptr) return "not_asked";
        return "failed:" + std::string(model::EnumName(next->outcome));
      }
    }
    return stop;
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
