#include "tests/lists/list_bench.h"

#include <gtest/gtest.h>

#include <charconv>

#include "base/text.h"
#include "checker/check.h"
#include "config/run_config.h"
#include "crawler/crawler.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/test_plan.h"

namespace mingcha::testing {
namespace {

model::Plan PlanFor(const LoopbackSite& site, int max_pages) {
  model::Plan plan = BaodiPlan();
  model::SiteProfile profile;
  profile.id = "portal";
  profile.seeds = {site.Url("/")};
  profile.allow_private_addresses = true;
  profile.pace.delay_ms = 0;
  profile.pace.timeout_ms = 10'000;
  profile.max_pages = max_pages;
  plan.sites = {profile};
  plan.places.clear();
  plan.channels.clear();
  plan.assessment.window =
      model::Window{*base::Date::FromIso("2025-01-01"), *base::Date::FromIso("2025-06-30")};
  return plan;
}

std::string Detail(int row, const std::string& day) {
  const std::string title = ListBench::Title(row);
  return ListBench::Page(
      "<meta name=\"ArticleTitle\" content=\"" + title + "\">",
      "<h1>" + title + "</h1><p>发布时间：" + day + "</p><div>" + title +
          "的正文写在这里，说明有关情况，请有关单位和个人知悉并按照要求办理相关手续。</div>");
}

}  // namespace

ListBench::ListBench() {
  site.Otherwise([this](std::string_view target, int) {
    constexpr std::string_view kDetail = "/d/";
    int row = 0;
    if (target.starts_with(kDetail)) std::from_chars(target.data() + 3, target.data() + target.size(), row);
    return row > 0 ? Reply::Html(Detail(row, Day(row))) : Reply::Status(404);
  });
}

std::string ListBench::Day(int row) const {
  return base::Date::FromIso(newest)->PlusDays(-(row - 1) * days_apart).Iso();
}

std::string ListBench::Title(int row) { return "关于第" + std::to_string(row) + "号事项有关情况的通知"; }

std::string ListBench::Rows(int first, int last) const {
  std::string out;
  for (int row = first; row <= last; ++row) {
    out += "<li><a href=\"/d/" + std::to_string(row) + ".html\">" + Title(row) + "</a><span>" + Day(row) +
           "</span></li>\n";
  }
  return out;
}

std::string ListBench::Page(const std::string& head, const std::string& body) {
  return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>某区政府</title>" + head +
         "</head><body><div class=\"head\">某区人民政府</div>" + body + "</body></html>";
}

std::string ListBench::ListPage(int first, int last, const std::string& pager) const {
  return Page("", "<div>当前位置：<a href=\"/\">首页</a> &gt; 通知公告</div><ul class=\"list\">" +
                      Rows(first, last) + "</ul><div class=\"pages\">" + pager + "</div>");
}

model::ListTrail ListBench::Walk(const std::string& first) {
  site.Route("/", Reply::Html(Page("", "<a href=\"" + first + "\">通知公告</a>")));
  const model::Plan plan = PlanFor(site, max_pages);
  auto options = config::MakeCrawlOptions(plan);
  EXPECT_TRUE(options.has_value());
  options->retry_base_ms = 1;
  options->retry_cap_ms = 5;
  const auto links = extractors::HtmlLinkFinder::Create(plan);
  const FakeClock clock{"2025-06-30T00:00:00Z"};
  crawler::Crawler crawler(*options, frontier, sink, *links, clock, nullptr);
  const auto summary = crawler.Run();
  EXPECT_TRUE(summary.has_value());

  const auto calendar = base::WorkdayCalendar::Create(plan.calendar);
  const auto extractor = extractors::Extractor::Create(plan);
  EXPECT_TRUE(calendar.has_value());
  EXPECT_TRUE(extractor.has_value());
  checker::CheckInput input{
      plan, *calendar, *base::Date::FromIso("2025-06-30"), *plan.assessment.window, sink.records(),
      {},   {},        summary && summary->complete};
  for (size_t i = 0; i < sink.records().size(); ++i) {
    const model::PageRecord& record = sink.records()[i];
    if (record.kind == model::TaskKind::kRobots || sink.exchanges()[i].body.empty()) continue;
    input.facts.push_back(extractor->ExtractAll(record, sink.exchanges()[i].body, "salt").facts);
  }
  const auto output = checker::Check(input);
  EXPECT_TRUE(output.has_value());
  trails_.clear();
  for (const model::SiteCoverage& coverage : output->coverage) {
    trails_.insert(trails_.end(), coverage.lists.begin(), coverage.lists.end());
  }
  for (const model::ListTrail& trail : trails_) {
    if (trail.url == site.Url(first)) return trail;
  }
  std::string known;
  for (const model::ListTrail& trail : trails_) known += trail.url + " ";
  ADD_FAILURE() << "no list begins at " << first << "; lists: " << known;
  return {};
}

std::set<int> ListBench::Read() const {
  std::set<int> out;
  for (const model::PageRecord& record : sink.records()) {
    const size_t at = record.url.find("/d/");
    if (at == std::string::npos || record.outcome != model::FetchOutcome::kOk) continue;
    int row = 0;
    std::from_chars(record.url.data() + at + 3, record.url.data() + record.url.size(), row);
    out.insert(row);
  }
  return out;
}

int ListBench::Asked(std::string_view prefix) const {
  const auto requests = site.Requests();
  return static_cast<int>(std::count_if(requests.begin(), requests.end(), [&](const SeenRequest& request) {
    return std::string_view(request.target).starts_with(prefix);
  }));
}

std::set<int> UpTo(int n) {
  std::set<int> out;
  for (int i = 1; i <= n; ++i) out.insert(i);
  return out;
}

}  // namespace mingcha::testing
