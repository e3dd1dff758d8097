#include "tests/checker/tiny_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/digest.h"
#include "tests/base/calendar_fixture.h"

namespace mingcha::checker {
namespace {

using model::Cadence;
using model::DateMeaning;
using model::OwedBy;

model::Item MakeItem(std::string id, Cadence cadence, OwedBy owed_by = OwedBy::kEach) {
  model::Item item;
  item.id = std::move(id);
  item.name = "name of " + item.id;
  item.area = item.id.substr(0, 1);
  item.cadence = cadence;
  item.owed_by = owed_by;
  return item;
}

model::LimitRule MakeLimit(std::string id, std::vector<std::string> items, std::vector<DateMeaning> events,
                           int days, model::DayUnit unit = model::DayUnit::kWorking) {
  model::LimitRule rule;
  rule.basis = {"source of " + id, true};
  rule.id = std::move(id);
  rule.items = std::move(items);
  rule.events = std::move(events);
  rule.days = days;
  rule.unit = unit;
  return rule;
}

model::ChainLink MakeLink(std::string id, std::string from, std::string to, int latest, bool backward,
                          bool verified) {
  model::ChainLink link;
  link.basis = {"source of " + id, verified};
  link.id = std::move(id);
  link.from_item = std::move(from);
  link.to_items = {std::move(to)};
  link.latest_days = latest;
  link.backward = backward;
  return link;
}

void AddItems(model::Plan* plan) {
  plan->items = {MakeItem("g.guide", Cadence::kStanding),
                 MakeItem("g.policy", Cadence::kStanding, OwedBy::kMaker),
                 MakeItem("g.hotline", Cadence::kStanding, OwedBy::kAnyOf),
                 MakeItem("g.matter", Cadence::kStanding),
                 MakeItem("y.plan", Cadence::kAnnual),
                 MakeItem("y.report", Cadence::kAnnual),
                 MakeItem("y.work", Cadence::kAnnual, OwedBy::kMaker),
                 MakeItem("p.permit", Cadence::kEvent),
                 MakeItem("p.contested", Cadence::kEvent),
                 MakeItem("p.result", Cadence::kEvent),
                 MakeItem("p.deal", Cadence::kEvent),
                 MakeItem("p.show", Cadence::kEvent),
                 MakeItem("p.order", Cadence::kEvent)};
  for (const char* area : {"t", "b"}) {
    for (const char* name : {".notice", ".candidates", ".award", ".contract"})
      plan->items.push_back(MakeItem(std::string(area) + name, Cadence::kProject));
  }
  for (auto& item : plan->items) {
    if (item.id == "g.matter") item.permit_matter = true;
    if (item.id == "p.permit") item.decision = model::DecisionKind::kPermit;
    if (item.id == "p.contested") item.decision = model::DecisionKind::kContested;
    if (item.id == "p.result")
      item.elements = {{"price", {}, {}, false, true, {}}, {"winner", {}, {}, false, true, {}}};
  }
}

void AddLimits(model::Plan* plan) {
  auto blanket =
      MakeLimit("default-20", {"*"}, {DateMeaning::kFormed, DateMeaning::kDecided, DateMeaning::kSigned}, 20);
  blanket.is_default = true;
  blanket.decisions = {"none", "contested"};
  auto seven = MakeLimit("default-7", {"*"}, {DateMeaning::kDecided}, 7);
  seven.is_default = true;
  seven.decisions = {"permit", "penalty"};
  auto contested = MakeLimit("contested-7", {"*"}, {DateMeaning::kDecided}, 7);
  contested.decisions = {"contested"};
  contested.basis.verified = false;
  auto deal = MakeLimit("deal-10", {"p.deal"}, {DateMeaning::kSaleEnd}, 10);
  deal.basis.verified = false;
  auto old_order = MakeLimit("order-10", {"p.order"}, {DateMeaning::kReceived}, 10);
  old_order.proxies = {DateMeaning::kApproved};
  old_order.valid.to = D("2021-08-31");
  auto new_order = MakeLimit("order-15", {"p.order"}, {DateMeaning::kReceived}, 15);
  new_order.proxies = {DateMeaning::kApproved};
  new_order.valid.from = D("2021-09-01");
  auto report = MakeLimit("report-january", {"y.report"}, {}, 0);
  report.kind = model::LimitKind::kCalendarDate;
  report.month = 1;
  report.day = 31;
  report.year_offset = 1;
  plan->limits = {
      blanket,
      seven,
      contested,
      deal,
      old_order,
      new_order,
      report,
      MakeLimit("result-2", {"p.result"}, {DateMeaning::kDetermined}, 2),
      MakeLimit("show-3", {"p.show"}, {DateMeaning::kReportReceived}, 3, model::DayUnit::kNatural)};
}

}  // namespace

base::Date D(std::string_view iso) { return base::Day(iso); }

World::World() : as_of(D("2026-02-10")), window{D("2025-01-01"), D("2025-12-31")} {
  plan.document = "the plan";
  plan.assessment.plan_date = D("2018-03-12");
  for (const char* id : {"one", "two"}) {
    model::Unit unit;
    unit.id = id;
    unit.name = std::string("unit ") + id;
    plan.units.push_back(unit);
  }
  for (const char* id : {"g", "y", "p", "t", "b"}) {
    model::Area area;
    area.id = id;
    area.name = id;
    area.units = {"one", "two"};
    area.exempt_grounds = {"secret"};
    plan.areas.push_back(area);
  }
  plan.grounds = {{"secret", "secret", {"law", true}, {}}};
  AddItems(&plan);
  AddLimits(&plan);
  plan.chains = {MakeLink("n-c", "t.notice", "t.candidates", 60, false, false),
                 MakeLink("a-c", "t.award", "t.candidates", 0, true, true),
                 MakeLink("a-k", "t.award", "t.contract", 30, false, true)};
  plan.twins = {{"t.notice", "b.notice"},
                {"t.candidates", "b.candidates"},
                {"t.award", "b.award"},
                {"t.contract", "b.contract"}};
  plan.title_contexts = {{"failed", model::TitleContextKind::kCloses, {}, {}, {}, {}, {}},
                         {"amended", model::TitleContextKind::kAmends, {}, {}, {}, {}, {}}};
  AddSite("one", model::SiteKind::kDepartment, "one");
  AddSite("two", model::SiteKind::kDepartment, "two");
}

void World::AddSite(std::string_view id, model::SiteKind kind, std::string_view unit) {
  model::SiteProfile site;
  site.id = id;
  site.name = "site " + site.id;
  site.kind = kind;
  site.unit = unit;
  plan.sites.push_back(site);
  AddPage(id, "/", model::PageKind::kHome).kind = model::TaskKind::kSeed;
  AddPage(id, "/list/", model::PageKind::kList).kind = model::TaskKind::kList;
}

model::PageRecord& World::AddPage(std::string_view site, std::string_view path, model::PageKind kind) {
  model::PageRecord page;
  page.id = static_cast<int64_t>(pages.size()) + 1;
  page.site = site;
  page.url = "http://" + page.site + ".test" + std::string(path);
  page.final_url = page.url;
  page.http_status = 200;
  page.content_type = "text/html";
  page.body_sha256 = base::Sha256Hex(page.url);
  page.fetched_at = base::Instant::FromUnixMillis(1'780'000'000'000 + page.id);
  page.warc = {"archive/a.warc.gz", static_cast<uint64_t>(page.id) * 100, 50};
  pages.push_back(page);
  model::PageFacts read;
  read.page_id = page.id;
  read.url = page.url;
  read.kind = kind;
  read.title = model::TextReading{"title of " + page.url, {}, {}, {}};
  facts.push_back(read);
  return pages.back();
}

model::Disclosure& World::Publish(std::string_view item, std::string_view unit, std::string_view published,
                                  std::string_view subject, std::string_view site) {
  const auto& page = AddPage(site, "/d/" + std::to_string(pages.size()) + ".html", model::PageKind::kDetail);
  model::Disclosure made;
  made.id = base::ShortId({page.url, item});
  made.page_id = page.id;
  made.url = page.url;
  made.site = site;
  made.item = item;
  made.grade = model::Grade::kCertain;
  made.unit = unit;
  made.title = "title " + std::string(item) + " " + std::string(subject) + " " + std::to_string(page.id);
  made.subject = subject;
  made.subject_text = subject;
  if (!published.empty()) {
    Read(&made, model::DateMeaning::kPublished, published);
    made.period_year = 0;
  }
  for (const auto& element : ItemOf(item).elements) made.elements.push_back({element.name, "x", {}});
  FactsOf("http://" + std::string(site) + ".test/list/").entries.push_back({page.url, made.title, {}});
  disclosures.push_back(made);
  return disclosures.back();
}

model::LedgerRow& World::Ledger(std::string_view item, std::string_view unit, std::string_view subject,
                                std::string_view event_date) {
  model::LedgerRow row;
  row.item = item;
  row.unit = unit;
  row.subject = subject;
  if (!event_date.empty()) row.event_date = D(event_date);
  row.place = "ledger.csv:" + std::to_string(plan.registers.ledger.size() + 2);
  plan.registers.ledger.push_back(row);
  return plan.registers.ledger.back();
}

model::Item& World::ItemOf(std::string_view id) {
  return *std::find_if(plan.items.begin(), plan.items.end(), [&](const auto& item) { return item.id == id; });
}
model::Unit& World::UnitOf(std::string_view id) {
  return *std::find_if(plan.units.begin(), plan.units.end(), [&](const auto& unit) { return unit.id == id; });
}
model::LimitRule& World::Limit(std::string_view id) {
  return *std::find_if(plan.limits.begin(), plan.limits.end(),
                       [&](const auto& limit) { return limit.id == id; });
}
model::PageFacts& World::FactsOf(std::string_view url) {
  return *std::find_if(facts.begin(), facts.end(), [&](const auto& read) { return read.url == url; });
}

void World::Fail(std::string_view site, std::string_view path, model::FetchOutcome outcome,
                 std::string_view anchor, model::TaskKind kind) {
  model::PageRecord& page = AddPage(site, path, model::PageKind::kDetail);
  page.kind = kind;
  page.outcome = outcome;
  page.http_status = outcome == model::FetchOutcome::kGone ? 404 : 0;
  page.anchor = anchor;
  page.found_on = "http://" + std::string(site) + ".test/list/";
  facts.pop_back();
}

CheckOutput World::Run() const {
  auto output = Check({plan, base::ChinaCalendar(), as_of, window, pages, facts, disclosures, complete,
                       history ? &*history : nullptr, subject_form, earlier});
  EXPECT_TRUE(output.has_value());
  return output ? *output : CheckOutput{};
}

CheckOutput World::RunShuffled(unsigned seed) const {
  World other = *this;
  std::mt19937 random(seed);
  std::shuffle(other.pages.begin(), other.pages.end(), random);
  std::shuffle(other.facts.begin(), other.facts.end(), random);
  std::shuffle(other.disclosures.begin(), other.disclosures.end(), random);
  return other.Run();
}

void Read(model::Disclosure* page, DateMeaning meaning, std::string_view day, model::Grade grade) {
  model::DateReading reading;
  reading.date = D(day);
  reading.meaning = meaning;
  reading.grade = grade;
  reading.source = model::ReadingSource::kInfoTable;
  page->dates.push_back(reading);
}

model::Obligation Only(const CheckOutput& output, std::string_view item, std::string_view unit,
                       std::string_view subject) {
  std::vector<model::Obligation> found;
  for (const auto& obligation : output.result.obligations) {
    if (obligation.item == item && obligation.shown_unit == unit &&
        (subject.empty() || obligation.subject_text == subject))
      found.push_back(obligation);
  }
  EXPECT_EQ(found.size(), 1u) << item << " of " << unit << " " << subject;
  return found.empty() ? model::Obligation() : found.front();
}

std::vector<model::Finding> Findings(const CheckOutput& output, model::FindingKind kind,
                                     std::string_view item) {
  std::vector<model::Finding> found;
  for (const auto& finding : output.result.findings) {
    if (finding.kind == kind && (item.empty() || finding.item == item)) found.push_back(finding);
  }
  return found;
}

}  // namespace mingcha::checker
