#include "checker/migration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "base/text.h"
#include "checker/document_id.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;

constexpr int kBurstPages = 20;  // documents entered on one day
constexpr int kOldDays = 30;     // older than their entry: not of that day
constexpr int kYearGap = 366;

// Leaps of a platform's counter.
constexpr size_t kLeapDays = 10;        // days of entry that must be known to tell its usual pace
constexpr int64_t kLeapNumbers = 5000;  // fewer are an ordinary busy day
constexpr double kLeapFactor = 10;      // times the usual pace
constexpr int kLeapSpan = 14;           // days: what takes longer is no bulk load
constexpr size_t kCrossings = 8;        // neighbours of two hosts by number that must agree on their days

// Runs of documents that stand above later ones.
constexpr size_t kLookBack = 100;   // documents below that are asked
constexpr size_t kLeastBelow = 10;  // fewer below tell nothing
constexpr int kAbove = 60;          // days by which those below must be later
constexpr size_t kNeighbours = 10;  // on each side: a run is told by its neighbours

/// The year after the last `/` of an index number; 0 if there is none.
int IndexYear(std::string_view index_number) {
  const size_t slash = index_number.rfind('/');
  if (slash == std::string_view::npos || index_number.size() < slash + 5) return 0;
  int year = 0;
  for (size_t i = slash + 1; i < slash + 5; ++i) {
    if (index_number[i] < '0' || index_number[i] > '9') return 0;
    year = year * 10 + (index_number[i] - '0');
  }
  return year >= 1990 && year <= 2100 ? year : 0;
}

template <typename Dates>
std::optional<Date> ReadingOf(const Dates& dates, model::DateMeaning meaning) {
  for (const auto& reading : dates) {
    if (reading.meaning == meaning && reading.grade != model::Grade::kWeak &&
        reading.source != model::ReadingSource::kUrl)
      return reading.date;
  }
  return std::nullopt;
}

template <typename Dates>
std::optional<Date> EntryDay(const Dates& dates) {
  for (const auto& reading : dates) {
    if (reading.source == model::ReadingSource::kUrl && reading.precision == model::DatePrecision::kDay)
      return reading.date;
  }
  return std::nullopt;
}

/// The day of an HTTP date (`Tue, 13 Mar 2018 08:12:45 GMT`), by the clock of Greenwich.
std::optional<Date> HttpDay(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const size_t comma = text.find(", ");
  if (comma == std::string_view::npos || text.size() < comma + 13) return std::nullopt;
  text.remove_prefix(comma + 2);
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(3, 3));
  int day = 0;
  int year = 0;
  std::from_chars(text.data(), text.data() + 2, day);
  std::from_chars(text.data() + 7, text.data() + 11, year);
  if (month == kMonths.end() || text[2] != ' ' || text[6] != ' ') return std::nullopt;
  return Date::FromYmd(year, static_cast<int>(month - kMonths.begin()) + 1, day);
}

bool IsOld(const Migration::Document& document, Date entry) {
  const auto& written = document.written ? document.written : document.claimed;
  return written && entry.DaysSince(*written) > kOldDays;
}

using Documents = std::vector<Migration::Document>;

/// True if the counters of two hosts are one: where their numbers meet, their days do.
bool SameCounter(const Documents& a, const Documents& b) {
  size_t crossings = 0;
  size_t agree = 0;
  Documents both;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  for (size_t i = 1; i < both.size(); ++i) {
    if (both[i - 1].host == both[i].host || both[i - 1].number == both[i].number) continue;
    ++crossings;
    if (both[i].entry->DaysSince(*both[i - 1].entry) >= -2) ++agree;
  }
  return crossings >= kCrossings && agree * 10 >= crossings * 9;
}

/// What tells that each column of a host counts for itself: numbers that columns share although the documents
/// are of different days. An article that stands in two columns keeps its day.
bool CountsByColumn(const Documents& counter) {
  constexpr size_t kLeastShared = 3;
  size_t numbers = 0;
  size_t shared = 0;
  for (size_t i = 0; i < counter.size();) {
    ++numbers;
    bool differ = false;
    size_t k = i + 1;
    for (; k < counter.size() && counter[k].number == counter[i].number; ++k) {
      const auto day = [](const Migration::Document& one) { return one.claimed ? one.claimed : one.entry; };
      const auto a = day(counter[i]);
      const auto b = day(counter[k]);
      differ = differ || (counter[k].column != counter[i].column && a && b && std::abs(a->DaysSince(*b)) > 1);
    }
    shared += differ ? 1 : 0;
    i = k;
  }
  return shared >= kLeastShared && shared * 10 >= numbers;
}

/// The documents of one host and form by the counter that numbered them; each list is sorted.
std::vector<Documents> CountersOf(Documents documents) {
  std::sort(documents.begin(), documents.end());
  if (!CountsByColumn(documents)) return {std::move(documents)};
  std::map<std::string, Documents> columns;
  for (auto& document : documents) columns[document.column].push_back(std::move(document));
  std::vector<Documents> counters;
  counters.reserve(columns.size());
  for (auto& [_, column] : columns) counters.push_back(std::move(column));
  return counters;
}

/// Joins the hosts of one platform; each list is sorted, the result too.
std::vector<Documents> Platforms(const std::vector<Documents>& hosts) {
  std::vector<size_t> root(hosts.size());
  std::iota(root.begin(), root.end(), size_t{0});
  const auto find = [&](size_t i) {
    while (root[i] != i) i = root[i];
    return i;
  };
  for (size_t a = 0; a < hosts.size(); ++a) {
    for (size_t b = a + 1; b < hosts.size(); ++b) {
      if (hosts[a].front().family != hosts[b].front().family || !SameCounter(hosts[a], hosts[b])) continue;
      const size_t low = std::min(find(a), find(b));
      const size_t high = std::max(find(a), find(b));
      root[high] = low;
    }
  }
  std::map<size_t, Documents> joined;
  for (size_t i = 0; i < hosts.size(); ++i) {
    Documents& platform = joined[find(i)];
    platform.insert(platform.end(), hosts[i].begin(), hosts[i].end());
  }
  std::vector<Documents> platforms;
  for (auto& [_, platform] : joined) {
    std::sort(platform.begin(), platform.end());
    platforms.push_back(std::move(platform));
  }
  return platforms;
}

/// One stretch of a counter: from the last number known of a day to the last number of the next known day.
struct Stretch {
  int64_t above = 0, upto = 0;  ///< Numbers: (above, upto].
  Date from, to;
  [[nodiscard]] int days() const { return to.DaysSince(from); }
  [[nodiscard]] double pace() const { return static_cast<double>(upto - above) / days(); }
};

/// The stretches of a platform whose counter rises with the days; days that break the order are left out.
std::vector<Stretch> StretchesOf(const Documents& platform) {
  std::map<Date, int64_t> last;  // the day's highest number
  for (const auto& document : platform) {
    int64_t& number = last.try_emplace(*document.entry, document.number).first->second;
    number = std::max(number, document.number);
  }
  std::vector<Stretch> stretches;
  auto before = last.begin();
  for (auto day = last.begin(); day != last.end(); ++day) {
    if (day == before || day->second <= before->second) continue;
    stretches.push_back({before->second, day->second, before->first, day->first});
    before = day;
  }
  return stretches;
}

/// The pace at which the counter ran on the middle one of its days.
double UsualPace(std::vector<Stretch> stretches) {
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.pace() < b.pace(); });
  int days = 0;
  for (const Stretch& stretch : stretches) days += stretch.days();
  int seen = 0;
  for (const Stretch& stretch : stretches) {
    seen += stretch.days();
    if (seen * 2 >= days) return stretch.pace();
  }
  return 0;
}

/// Which documents of one counter, sorted by number, stand above many later ones.
std::vector<bool> StandAboveLater(const Documents& counter) {
  std::vector<bool> above(counter.size());
  for (size_t i = kLeastBelow; i < counter.size(); ++i) {
    const size_t from = i > kLookBack ? i - kLookBack : 0;
    size_t later = 0;
    for (size_t k = from; k < i; ++k) {
      if (counter[k].claimed->DaysSince(*counter[i].claimed) > kAbove) ++later;
    }
    above[i] = later >= 5 && later * 4 >= i - from;
  }
  return above;
}

/// The neighbours of a document by number: [from, to).
std::pair<size_t, size_t> Beside(const Documents& counter, size_t i) {
  return {i > kNeighbours ? i - kNeighbours : 0, std::min(counter.size(), i + kNeighbours + 1)};
}

/// How the days of a stretch of documents go with their numbers.
struct Order {
  size_t pairs = 0, inverted = 0;  ///< Neighbours, and those of them of which the later number is the older.
  int span = 0;                    ///< Days from the oldest to the newest.

  /// Every other document is older than the one before it, over months. Lists are often moved from their top,
  /// the newest first.
  [[nodiscard]] bool broken() const { return inverted >= 8 && inverted * 2 >= pairs && span >= kAbove; }
  [[nodiscard]] bool kept() const { return pairs >= kNeighbours && inverted * 10 <= pairs; }
};

Order OrderOf(const Documents& counter, size_t from, size_t to) {
  constexpr int kStep = 3;  // days: editors enter what belongs to one week in any order
  Order order;
  Date first = *counter[from].claimed;
  Date last = first;
  for (size_t i = from + 1; i < to; ++i) {
    ++order.pairs;
    if (counter[i - 1].claimed->DaysSince(*counter[i].claimed) > kStep) ++order.inverted;
    first = std::min(first, *counter[i].claimed);
    last = std::max(last, *counter[i].claimed);
  }
  order.span = last.DaysSince(first);
  return order;
}

/// A host's numbers say something only where they are seen to rise with the days: on at least so many of its
/// documents, and on a quarter of them.
bool RisesWithTheDays(const Documents& counter) {
  size_t kept = 0;
  for (size_t i = 0; i < counter.size(); ++i) {
    const auto [from, to] = Beside(counter, i);
    if (OrderOf(counter, from, to).kept()) ++kept;
  }
  return kept >= 2 * kNeighbours && kept * 4 >= counter.size();
}

}  // namespace

Migration::Migration(const CheckIndex& index) : index_(index) {
  // By host and family: sorted, so that nothing hangs on the order of pages.
  std::map<std::pair<std::string, std::string>, Documents> dated;
  std::map<std::pair<std::string, std::string>, Documents> claimed;
  for (const auto& facts : index.input.facts) {
    if (facts.kind != model::PageKind::kDetail) continue;
    Document document;
    document.host = SplitUrl(facts.url).host;
    document.entry = EntryDay(facts.dates);
    document.claimed = ReadingOf(facts.dates, model::DateMeaning::kPublished);
    document.written = ReadingOf(facts.dates, model::DateMeaning::kFormed);
    document.page_id = facts.page_id;
    if (document.entry) {
      Day& day = entries_[{document.host, *document.entry}];
      ++day.pages;
      if (IsOld(document, *document.entry)) ++day.old;
    }
    const auto id = ReadDocumentId(facts.url);
    if (!id) continue;
    document.family = id->family;
    document.column = id->column;
    document.number = id->number;
    if (!document.entry) document.entry = id->day;
    // Where the address tells the day of entry, that day speaks; a day after the as-of date is a mistake of
    // the page or of its reading.
    if (!document.entry && document.claimed && *document.claimed <= index.input.as_of)
      claimed[{document.host, document.family}].push_back(document);
    if (document.entry) dated[{document.host, document.family}].push_back(document);
  }
  std::vector<Documents> hosts;
  for (auto& [_, documents] : dated) {
    for (Documents& counter : CountersOf(std::move(documents))) hosts.push_back(std::move(counter));
  }
  for (const Documents& platform : Platforms(hosts)) FindLeaps(platform);
  for (auto& [_, documents] : claimed) {
    for (const Documents& counter : CountersOf(std::move(documents))) FindRuns(counter);
  }
}

void Migration::FindLeaps(const Documents& platform) {
  const std::vector<Stretch> stretches = StretchesOf(platform);
  if (stretches.size() < kLeapDays) return;
  const double usual = UsualPace(stretches);
  for (const Stretch& stretch : stretches) {
    const int64_t numbers = stretch.upto - stretch.above;
    if (stretch.days() > kLeapSpan || numbers < kLeapNumbers || stretch.pace() < usual * kLeapFactor)
      continue;
    for (const Document& document : platform) {
      if (document.number <= stretch.above || document.number > stretch.upto) continue;
      if (!IsOld(document, *document.entry)) continue;
      moved_.try_emplace(document.page_id,
                         Msg("its number {} is one of {} given out from {} to {}, many times the usual pace, "
                             "and the document is older: moved in bulk",
                             document.number, numbers, stretch.from.Iso(), stretch.to.Iso()));
    }
  }
}

void Migration::FindRuns(const Documents& counter) {
  if (!RisesWithTheDays(counter)) return;
  const std::vector<bool> above = StandAboveLater(counter);
  for (size_t i = 0; i < counter.size(); ++i) {
    const auto [from, to] = Beside(counter, i);
    const auto among = static_cast<size_t>(std::count(above.begin() + static_cast<std::ptrdiff_t>(from),
                                                      above.begin() + static_cast<std::ptrdiff_t>(to), true));
    const bool run = above[i] && among * 2 >= to - from && among >= kNeighbours;
    if (!run && !OrderOf(counter, from, to).broken()) continue;
    moved_.try_emplace(counter[i].page_id,
                       Msg("its number {} stands in a run of documents whose numbers and days do not rise "
                           "together: entered in bulk",
                           counter[i].number));
  }
}

std::optional<base::Message> Migration::SignOfEntry(const Notice& page) const {
  const model::PageFacts* facts = index_.Facts(page.page_id);
  const auto entry = facts == nullptr ? EntryDay(page.dates) : EntryDay(facts->dates);
  if (entry) {
    const auto it = entries_.find({std::string(SplitUrl(page.url).host), *entry});
    if (it != entries_.end() && it->second.pages >= kBurstPages && it->second.old * 2 >= it->second.pages)
      return Msg("{} documents entered this site on {}, most of them old: moved in bulk", it->second.pages,
                 entry->Iso());
  }
  const auto moved = moved_.find(page.page_id);
  return moved == moved_.end() ? std::nullopt : std::optional(moved->second);
}

std::optional<base::Message> Migration::SignOn(const Notice& page, Date published) const {
  if (auto sign = SignOfEntry(page)) return sign;
  const model::PageFacts* facts = index_.Facts(page.page_id);
  return facts == nullptr ? SignIn(page.dates, page, published) : SignIn(facts->dates, page, published);
}

template <typename Dates>
std::optional<base::Message> Migration::SignIn(const Dates& dates, const Notice& page, Date published) const {
  auto formed = ReadingOf(page.dates, model::DateMeaning::kFormed);
  if (!formed) formed = ReadingOf(dates, model::DateMeaning::kFormed);
  if (!formed) return std::nullopt;
  const int year = IndexYear(page.index_number);
  const bool far = published.DaysSince(*formed) > kYearGap;
  if (year - formed->year() >= 2 || (year > formed->year() && far))
    return Msg("the index number is of {}, the document of {}: numbered anew when it was moved", year,
               formed->year());
  const bool midnight = std::any_of(dates.begin(), dates.end(), [&](const auto& reading) {
    return reading.midnight && reading.meaning == model::DateMeaning::kPublished && reading.date == published;
  });
  if (midnight && far)
    return Msg("the time of publication is 00:00 and the document is much older: a moved row");
  return std::nullopt;
}

std::optional<base::Message> Migration::SeenBefore(const Notice& page, Date published) const {
  if (index_.input.history != nullptr) {
    const model::PageHistory* history = index_.input.history->Find(page.url);
    const auto seen = history == nullptr ? std::nullopt : history->first_seen();
    if (seen && base::ChinaDate(*seen) < published)
      return Msg("an earlier round saw the page on {}, before the stated day {}",
                 base::ChinaDate(*seen).Iso(), published.Iso());
  }
  const model::PageRecord* record = index_.Page(page.page_id);
  const auto written = record == nullptr ? std::nullopt : HttpDay(record->last_modified);
  if (written && published.DaysSince(*written) > 2)
    return Msg("the server says that the file was last changed on {}, before the stated day {}",
               written->Iso(), published.Iso());
  return std::nullopt;
}

}  // namespace mingcha::checker
