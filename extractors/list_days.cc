#include "extractors/list_days.h"

#include <algorithm>
#include <map>

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::DateReading;
using model::Grade;

struct ListDay {
  const model::PageFacts* list = nullptr;
  const model::ListEntry* entry = nullptr;
  bool differs = false;
};

DateReading ReadingOf(const ListDay& day) {
  DateReading reading;
  reading.date = *day.entry->date;
  reading.meaning = DateMeaning::kPublished;
  reading.source = model::ReadingSource::kList;
  reading.grade = Grade::kLikely;
  reading.span.quote = day.entry->title + " " + reading.date.Iso();
  reading.span.place = day.list->url;
  return reading;
}

bool SaysPublished(const DateReading& date) {
  return date.meaning == DateMeaning::kPublished && date.grade != Grade::kWeak;
}

/// The days follow one another, as those of publication do in a list; some rows may stay on top. Days in no
/// order are of something else: of acts, of deadlines.
bool IsInOrder(const model::PageFacts& list) {
  int falls = 0;
  int rises = 0;
  int dated = 0;
  const base::Date* before = nullptr;
  for (const model::ListEntry& entry : list.entries) {
    if (!entry.date) continue;
    ++dated;
    if (before != nullptr && *entry.date < *before) ++falls;
    if (before != nullptr && *before < *entry.date) ++rises;
    before = &*entry.date;
  }
  return std::min(falls, rises) <= dated / 5;
}

}  // namespace

void LendListDays(const std::vector<ReadPageRef>& pages) {
  std::map<std::string_view, ListDay> days;
  for (const ReadPageRef& page : pages) {
    if (page.facts->kind != model::PageKind::kList || !IsInOrder(*page.facts)) continue;
    for (const model::ListEntry& entry : page.facts->entries) {
      if (!entry.date || entry.url.empty()) continue;
      const auto [day, added] = days.try_emplace(entry.url, ListDay{page.facts, &entry, false});
      if (!added && *day->second.entry->date != *entry.date) day->second.differs = true;
    }
  }
  for (const ReadPageRef& page : pages) {
    model::PageFacts& facts = *page.facts;
    const bool article = facts.kind == model::PageKind::kDetail || facts.kind == model::PageKind::kAttachment;
    if (!article || (facts.published && facts.published->grade != Grade::kWeak)) continue;
    auto found = days.find(facts.url);
    if (found == days.end()) found = days.find(page.final_url);
    if (found == days.end() || found->second.differs) continue;
    const DateReading reading = ReadingOf(found->second);
    facts.published = reading;
    facts.dates.push_back(reading);
    for (model::Disclosure& disclosure : *page.disclosures) {
      if (std::none_of(disclosure.dates.begin(), disclosure.dates.end(), SaysPublished))
        disclosure.dates.push_back(reading);
    }
  }
}

}  // namespace mingcha::extractors
