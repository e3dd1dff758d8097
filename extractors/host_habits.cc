#include "extractors/host_habits.h"

#include <algorithm>

#include "base/url.h"

namespace mingcha::extractors {
namespace {

using model::DateReading;
using model::ReadingSource;

bool IsArticle(const model::PageFacts& facts) {
  return facts.kind == model::PageKind::kDetail || facts.kind == model::PageKind::kAttachment;
}

std::string HostOf(const model::PageFacts& facts) {
  const auto url = base::Url::Parse(facts.url);
  if (!url) return {};
  return url->port() ? url->host() + ":" + std::to_string(*url->port()) : url->host();
}

/// A reading that only its place suggests.
bool IsDoubtful(const DateReading& reading) {
  if (reading.grade == model::Grade::kCertain || reading.precision != model::DatePrecision::kDay)
    return false;
  return reading.source == ReadingSource::kArticleHead || reading.source == ReadingSource::kScript ||
         reading.source == ReadingSource::kBody || reading.source == ReadingSource::kHeader ||
         reading.source == ReadingSource::kFooter;
}

std::set<base::Date> DoubtfulDays(const model::PageFacts& facts) {
  std::set<base::Date> days;
  for (const DateReading& reading : facts.dates) {
    if (IsDoubtful(reading)) days.insert(reading.date);
  }
  return days;
}

}  // namespace

void HostHabits::Add(const model::PageFacts& facts) {
  if (!IsArticle(facts)) return;
  Host& host = hosts_[HostOf(facts)];
  ++host.pages;
  for (const base::Date& day : DoubtfulDays(facts)) ++host.days[day];
}

std::vector<base::Date> HostHabits::BoilerplateOf(const model::PageFacts& facts) const {
  std::vector<base::Date> days;
  const auto host = hosts_.find(HostOf(facts));
  if (host == hosts_.end() || host->second.pages < kFewPages) return days;
  for (const auto& [day, pages] : host->second.days) {
    if (pages * 2 > host->second.pages) days.push_back(day);
  }
  return days;
}

bool HostHabits::Misleads(const model::PageFacts& facts) const {
  if (!IsArticle(facts)) return false;
  const std::vector<base::Date> habits = BoilerplateOf(facts);
  if (habits.empty()) return false;
  const std::set<base::Date> days = DoubtfulDays(facts);
  return std::any_of(habits.begin(), habits.end(), [&](const base::Date& day) { return days.contains(day); });
}

}  // namespace mingcha::extractors
