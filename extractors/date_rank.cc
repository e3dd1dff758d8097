#include "extractors/date_rank.h"

#include <algorithm>

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::DatePrecision;
using model::DateReading;
using model::Grade;
using model::ReadingSource;

constexpr int kNever = 99;

int PublishedRank(const DateReading& r) {
  if (r.meaning != DateMeaning::kPublished || r.precision != DatePrecision::kDay) return kNever;
  const int grade = static_cast<int>(r.grade);
  switch (r.source) {
    case ReadingSource::kInfoTable:
    case ReadingSource::kArticleHead:
      return r.grade == Grade::kWeak ? 6 : grade;  // weak: no label, and inside the text
    case ReadingSource::kScript:
      return 4;
    case ReadingSource::kMetaTag:
      return 5;
    case ReadingSource::kUrl:
      return 7;
    default:
      return kNever;
  }
}

int FormedRank(const DateReading& r) {
  if (r.precision != DatePrecision::kDay) return kNever;
  if (r.meaning == DateMeaning::kFormed) {
    if (r.source == ReadingSource::kInfoTable || r.source == ReadingSource::kArticleHead)
      return r.grade == Grade::kCertain ? 0 : 3;
    if (r.source == ReadingSource::kSignature) return 1;
    return 6;
  }
  if (r.source != ReadingSource::kBody && r.source != ReadingSource::kTable &&
      r.source != ReadingSource::kInfoTable)
    return kNever;
  switch (r.meaning) {
    case DateMeaning::kDecided:
      return 2;
    case DateMeaning::kDetermined:
      return 4;
    case DateMeaning::kSigned:
    case DateMeaning::kApproved:
      return 5;
    default:
      return kNever;
  }
}

template <typename Rank>
std::optional<DateReading> Best(const std::vector<DateReading>& readings, const Rank& rank) {
  const DateReading* best = nullptr;
  for (const DateReading& reading : readings) {
    if (rank(reading) < kNever && (best == nullptr || rank(reading) < rank(*best))) best = &reading;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace

std::optional<DateReading> BestPublished(const std::vector<DateReading>& readings) {
  return Best(readings, PublishedRank);
}

std::optional<DateReading> BestFormed(const std::vector<DateReading>& readings) {
  return Best(readings, FormedRank);
}

void SortByRank(std::vector<DateReading>* readings) {
  std::stable_sort(readings->begin(), readings->end(), [](const DateReading& a, const DateReading& b) {
    return std::min(PublishedRank(a), FormedRank(a)) < std::min(PublishedRank(b), FormedRank(b));
  });
}

bool MaySayPublished(const DateReading& reading) { return PublishedRank(reading) != kNever; }

}  // namespace mingcha::extractors
