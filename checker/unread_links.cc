#include "checker/unread_links.h"

#include <algorithm>

#include "base/text.h"
#include "checker/coverage.h"
#include "checker/like_names.h"
#include "checker/projects.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMinAnchor =
    6;  // Code points: shorter ones («more», «details») do not tell what they lead to.

}  // namespace

const model::PageRecord* UnreadLinks::Behind(const model::Channel& channel, std::string_view subject) {
  const auto [it, is_new] = by_channel_.try_emplace(channel.id);
  if (is_new) it->second = LinksOf(channel);
  const bool named = base::CodePointCount(subject) >= kMinLikeName;
  for (const auto& [text, page] : it->second) {
    const bool tells = named && base::CodePointCount(text) >= kMinAnchor;
    if (!tells || text.find(subject) != std::string::npos || subject.find(text) != std::string_view::npos)
      return page;
  }
  return nullptr;
}

UnreadLinks::Links UnreadLinks::LinksOf(const model::Channel& channel) const {
  Links links;
  const auto on_channel = [&](const model::PageRecord* page) {
    return page != nullptr &&
           std::find(channel.sites.begin(), channel.sites.end(), page->site) != channel.sites.end();
  };
  const auto unread = [&](const model::PageRecord* page) {
    return page != nullptr && !IsRead(page->outcome) && !IsFinalWithoutPage(page->outcome) &&
           !on_channel(page);  // The channel's own are told by its coverage.
  };
  for (const model::PageRecord* page : index_.pages()) {
    if (unread(page) && on_channel(index_.PageByUrl(page->found_on)))
      links.emplace_back(index_.SubjectKey(page->anchor), page);
  }
  // A page is known by the first link that led to it; the channel's lists may name it too.
  for (const auto& facts : index_.input.facts) {
    if (facts.entries.empty() || !on_channel(index_.Page(facts.page_id))) continue;
    for (const auto& entry : facts.entries) {
      if (const auto* page = index_.PageByUrl(entry.url); unread(page))
        links.emplace_back(index_.SubjectKey(entry.title), page);
    }
  }
  return links;
}

bool ChannelItems::MayLack(const model::Channel& channel, const model::Item& item) {
  const bool portal = std::any_of(channel.sites.begin(), channel.sites.end(), [&](const std::string& id) {
    const auto* site = index_.Site(id);
    return site != nullptr && site->kind != model::SiteKind::kCredit &&
           site->kind != model::SiteKind::kExchange;
  });
  if (portal) return true;
  const auto [it, is_new] = shown_.try_emplace(channel.id);
  if (is_new) {
    for (const auto* page : index_.disclosures()) {
      const bool here =
          std::find(channel.sites.begin(), channel.sites.end(), page->site.str()) != channel.sites.end();
      if (here && page->grade != model::Grade::kWeak) it->second.insert(index_.BaseOf(*page));
    }
  }
  return it->second.contains(index_.Base(item.id));
}

}  // namespace mingcha::checker
