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

constexpr size_t kLinePlaces = size_t{1} << 18U;

bool HostHabits::Host::IsTemplate(uint32_t line) const {
  if (pages < kFewForLines || other_pages < kFewOthers || line == 0 || other_lines.empty()) return false;
  const auto most = [&](const std::vector<uint32_t>& seen, int all) {
    return uint64_t{seen[line % kLinePlaces]} * 10 >= static_cast<uint64_t>(all) * 9;
  };
  return most(lines, pages) && most(other_lines, other_pages);
}

void HostHabits::Add(const model::PageFacts& facts, const std::vector<uint32_t>& lines) {
  if (!IsArticle(facts)) return;
  Host& host = hosts_[HostOf(facts)];
  ++host.pages;
  const auto count = [&](std::vector<uint32_t>* seen) {
    if (!lines.empty() && seen->empty()) seen->assign(kLinePlaces, 0);
    for (const uint32_t line : lines) ++(*seen)[line % kLinePlaces];
  };
  count(&host.lines);
  if (facts.items.empty()) {
    ++host.other_pages;
    count(&host.other_lines);
  }
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

bool HostHabits::Misleads(const model::PageFacts& facts, const std::vector<uint32_t>& used) const {
  const auto host = hosts_.find(HostOf(facts));
  if (host == hosts_.end() || !IsArticle(facts)) return false;
  return std::any_of(used.begin(), used.end(), [&](uint32_t line) { return host->second.IsTemplate(line); });
}

IsTemplateLine HostHabits::TemplateOf(const model::PageFacts& facts) const {
  const auto host = hosts_.find(HostOf(facts));
  if (host == hosts_.end() || host->second.pages < kFewForLines || host->second.lines.empty()) return {};
  return [&known = host->second](uint32_t line) { return known.IsTemplate(line); };
}

}  // namespace mingcha::extractors
