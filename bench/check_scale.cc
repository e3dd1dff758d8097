// How long one check takes and how much memory, at several sizes: `check_scale [DISCLOSURES ...]`, default
// 125000 250000 500000 1000000. Five disclosures an obligation, all of them rows of tables of fifty: the
// unit's, its copy on another site, and three more of the unit's. One obligation in ten is met late, one in
// twenty without an element. Obligations are handed over one by one, as a store
// takes them. Prints one line a size; docs/performance.md
// keeps the figures. One process a size, so that the peak memory is that size's own.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "checker/check.h"

namespace mingcha {
namespace {

constexpr int kCopies = 5;
constexpr int kRowsOfPage = 50;
constexpr int kLateOneIn = 10, kIncompleteOneIn = 20;  // obligations

constexpr int kUnits = 40, kItems = 5;
constexpr int kFirstYear = 2024, kLastYear = 2026;  // without notices: weekdays are enough for a measurement

base::Date Day(std::string_view iso) { return base::Date::FromIso(iso).value_or(base::Date()); }

/// Owns everything the input borrows or holds.
struct World {
  model::Plan plan;
  std::vector<std::string> items, units;
  std::vector<model::PageRecord> pages;
  std::vector<model::PageFacts> facts;
  checker::Notices disclosures;
  std::unordered_map<std::string, int64_t> page_of_url;
};

model::PageRecord& AddPage(const std::string& site, const std::string& url, model::PageKind kind,
                           World* world) {
  model::PageRecord page;
  page.id = static_cast<int64_t>(world->pages.size()) + 1;
  page.site = site;
  page.url = page.final_url = url;
  page.http_status = 200;
  page.body_sha256 = base::Sha256Hex(url);
  page.fetched_at = base::Instant::FromUnixMillis(1'770'000'000'000 + page.id);
  page.warc = {"archive/a.warc.gz", static_cast<uint64_t>(page.id) * 100, 50};
  model::PageFacts facts;
  facts.page_id = page.id;
  facts.url = url;
  facts.kind = kind;
  world->pages.push_back(std::move(page));
  world->facts.push_back(std::move(facts));
  return world->pages.back();
}

void AddDate(model::DateMeaning meaning, base::Date date, model::Disclosure* page) {
  model::DateReading reading;
  reading.date = date;
  reading.meaning = meaning;
  reading.grade = model::Grade::kCertain;
  reading.source = model::ReadingSource::kTable;
  page->dates.push_back(std::move(reading));
}

/// A plan of event items that every unit owes, with one limit: the obligations are the ledger's.
void AddPlan(World* world) {
  model::Plan& plan = world->plan;
  plan.document = "plan";
  plan.assessment.plan_date = Day("2024-01-02");
  model::Area area;
  area.id = area.name = "area";
  for (int i = 0; i < kUnits; ++i) {
    model::Unit unit;
    unit.id = fmt::format("unit{}", i);
    unit.name = unit.id;
    plan.units.push_back(unit);
    world->units.push_back(unit.id);
    area.units.push_back(unit.id);
  }
  plan.areas.push_back(area);
  for (int i = 0; i < kItems; ++i) {
    model::Item item;
    item.id = fmt::format("area.item{}", i);
    item.name = item.id;
    item.area = area.id;
    item.elements = {{"number", {}, {}, false, true, {}}};
    plan.items.push_back(item);
    world->items.push_back(item.id);
  }
  model::LimitRule limit;
  limit.id = "twenty";
  limit.items = {"*"};
  limit.events = {model::DateMeaning::kDecided};
  limit.days = 20;
  limit.is_default = true;
  limit.basis = {"plan", true};
  plan.limits.push_back(limit);
  plan.calendar.name = "weekdays";
  for (int year = kFirstYear; year <= kLastYear; ++year) plan.calendar.years.push_back({year, {}, {}, {}});
}

void AddSites(World* world) {
  for (size_t i = 0; i < world->units.size(); ++i) {
    model::SiteProfile site;
    site.id = fmt::format("s{}", i);
    site.name = site.id;
    site.unit = world->units[i];
    world->plan.sites.push_back(site);
    const std::string root = fmt::format("http://{}.test/", site.id);
    AddPage(site.id, root, model::PageKind::kHome, world).kind = model::TaskKind::kSeed;
    AddPage(site.id, root + "list/", model::PageKind::kList, world).kind = model::TaskKind::kList;
  }
}

void AddObligation(int n, World* world) {
  const size_t unit = static_cast<size_t>(n) % world->units.size();
  const std::string& item = world->items[static_cast<size_t>(n) % world->items.size()];
  const base::Date event = Day("2025-01-06").PlusDays(n % 240);
  model::LedgerRow row;
  row.item = item;
  row.unit = world->units[unit];
  row.subject = fmt::format("road section number {} of the district", n);
  row.doc_number = fmt::format("DOC-2025-{:06}", n);
  row.event_date = event;
  row.place = fmt::format("ledger.csv:{}", n + 2);
  const int nth = n / kUnits;  // of its unit
  for (int copy = 0; copy < kCopies; ++copy) {
    model::Disclosure page;
    const size_t site = copy == 1 ? (unit + 1) % world->units.size() : unit;
    page.site = fmt::format("s{}", site);
    page.row = nth % kRowsOfPage;
    page.url = fmt::format("http://s{}.test/d{}/{}-{}.html", site, copy, unit, nth / kRowsOfPage);
    page.id = base::ShortId({page.url, item, std::to_string(page.row)});
    page.item = item;
    page.grade = model::Grade::kCertain;
    page.unit = world->units[unit];
    page.title = row.subject;
    page.subject = page.subject_text = row.subject;
    page.doc_number = row.doc_number;
    AddDate(model::DateMeaning::kPublished, event.PlusDays(n % kLateOneIn == 0 ? 45 : 3 + n % 20), &page);
    AddDate(model::DateMeaning::kDecided, event, &page);
    const auto [it, is_new] = world->page_of_url.try_emplace(page.url, 0);
    if (is_new) it->second = AddPage(page.site, page.url, model::PageKind::kDetail, world).id;
    page.page_id = it->second;
    if (n % kIncompleteOneIn != 0) page.elements.push_back({"number", row.doc_number, {}});
    world->disclosures.Add(page);
  }
  world->plan.registers.ledger.push_back(std::move(row));
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int64_t PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

int RunOne(int disclosures) {
  World world;
  AddPlan(&world);
  world.plan.registers.ledger.reserve(static_cast<size_t>(disclosures / kCopies));
  AddSites(&world);
  for (int n = 0; n < disclosures / kCopies; ++n) AddObligation(n, &world);
  world.disclosures.Seal();
  const auto calendar = base::WorkdayCalendar::Create(world.plan.calendar);
  if (!calendar) return 1;
  checker::CheckInput input{world.plan,
                            *calendar,
                            Day("2026-02-10"),
                            {Day("2025-01-01"), Day("2025-12-31")},
                            std::move(world.pages),
                            std::move(world.facts),
                            std::move(world.disclosures),
                            true};
  const int64_t input_mb = PeakMegabytes();
  const auto start = std::chrono::steady_clock::now();
  const double cpu = CpuSeconds();
  size_t obligations = 0;
  const auto output = checker::Check(input, [&](const model::Obligation&) -> base::Status {
    ++obligations;
    return {};
  });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!output) return 1;
  std::cout << fmt::format(
                   "{:>8} disclosures, {:>7} ledger rows, {:>7} obligations, {:>7} findings: {:6.2f} s, "
                   "{:6.2f} CPU "
                   "s, input {} MB, peak {} MB",
                   disclosures, world.plan.registers.ledger.size(), obligations,
                   output->result.findings.size(), seconds, CpuSeconds() - cpu, input_mb, PeakMegabytes())
            << std::endl;
  return 0;
}

int Run(const std::vector<int>& sizes) {
  for (const int size : sizes) {
    const pid_t child = fork();
    if (child == 0) _exit(RunOne(size));
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace mingcha

int main(int argc, char** argv) {
  std::vector<int> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {125'000, 250'000, 500'000, 1'000'000};
  return mingcha::Run(sizes);
}
