#include "checker/later_look.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace mingcha::checker {
namespace {

/// True if the answer tells of the page itself. Trouble on the way, robots, budgets and guards tell nothing:
/// the earlier reading then stands.
bool TellsOfPage(model::FetchOutcome outcome) {
  using model::FetchOutcome;
  return outcome == FetchOutcome::kOk || outcome == FetchOutcome::kGone ||
         outcome == FetchOutcome::kSoft404 || outcome == FetchOutcome::kRedirectOutOfScope;
}

}  // namespace

void TakeLaterLook(Readings later, Readings* earlier) {
  int64_t offset = 0;
  std::map<std::string, int64_t> old_ids;
  std::map<std::string, std::pair<std::string, std::string>> linked_from;
  for (const auto& page : earlier->pages) {
    offset = std::max(offset, page.id);
    old_ids[page.url] = page.id;
    linked_from[page.url] = {page.found_on, page.anchor};
  }
  std::set<int64_t> silent;
  for (const model::PageRecord& page : later.pages) {
    if (old_ids.contains(page.url) && !TellsOfPage(page.outcome)) silent.insert(page.id);
  }
  std::erase_if(later.pages, [&](const auto& page) { return silent.contains(page.id); });
  std::erase_if(later.facts, [&](const auto& facts) { return silent.contains(facts.page_id); });
  std::erase_if(later.disclosures, [&](const auto& one) { return silent.contains(one.page_id); });
  std::set<int64_t> replaced;
  for (model::PageRecord& page : later.pages) {
    if (page.kind == model::TaskKind::kRobots || page.kind == model::TaskKind::kSitemap) continue;
    if (const auto old = old_ids.find(page.url); old != old_ids.end()) replaced.insert(old->second);
    page.id += offset;
    page.kind = model::TaskKind::kDetail;
    if (const auto from = linked_from.find(page.url); from != linked_from.end())
      std::tie(page.found_on, page.anchor) = from->second;
  }
  std::erase_if(later.pages, [](const auto& page) {
    return page.kind == model::TaskKind::kRobots || page.kind == model::TaskKind::kSitemap;
  });
  std::erase_if(earlier->pages, [&](const auto& page) { return replaced.contains(page.id); });
  std::erase_if(earlier->facts, [&](const auto& facts) { return replaced.contains(facts.page_id); });
  std::erase_if(earlier->disclosures, [&](const auto& one) { return replaced.contains(one.page_id); });
  for (auto& facts : later.facts) facts.page_id += offset;
  for (auto& one : later.disclosures) one.page_id += offset;
  const auto append = [](auto more, auto* list) {
    list->insert(list->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  append(std::move(later.pages), &earlier->pages);
  append(std::move(later.facts), &earlier->facts);
  append(std::move(later.disclosures), &earlier->disclosures);
}

}  // namespace mingcha::checker
