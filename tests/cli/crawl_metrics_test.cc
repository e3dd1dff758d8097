// What a crawl tells while it runs: names as docs/metrics.md has them, the time left, the state of hosts.
#include "cli/crawl_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "cli/progress.h"
#include "model/enum_names.h"

namespace mingcha::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string Document() { return Read(MINGCHA_SOURCE_DIR "/docs/metrics.md"); }

crawler::CrawlProgress Busy() {
  crawler::CrawlProgress progress;
  progress.fetched = 200;
  progress.queued = 1'000;
  progress.bytes = 5'000'000;
  progress.elapsed_ms = 20'000;
  progress.in_flight = 3;
  progress.outcomes = {{model::FetchOutcome::kOk, 190}, {model::FetchOutcome::kTimeout, 10}};
  progress.skipped = {{crawler::SkipReason::kCalendar, 7}};
  progress.hosts = {{"a.example", 40, 2, 4, 500, 0, false}, {"b.example", 9, 0, 1, 8'000, 12, true}};
  return progress;
}

std::set<std::string> All(const std::string& text, const std::regex& pattern) {
  std::set<std::string> out;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), pattern); it != std::sregex_iterator(); ++it)
    out.insert((*it)[1]);
  return out;
}

TEST(MetricsTest, TheNamesAreThoseOfTheDocument) {
  const std::set<std::string> given = All(PrometheusText(Busy()), std::regex("# TYPE (\\S+) "));
  EXPECT_GT(given.size(), 10U);
  EXPECT_EQ(given, All(Document(), std::regex("\\| `(mingcha_[a-z_]+)` \\|")));
}

TEST(MetricsTest, EveryOutcomeAndReasonStandsInTheDocumentAndHasAChineseName) {
  const std::string document = Document();
  Context context;
  context.chinese = BuiltInChinese();
  std::vector<std::string> names;
  for (int reason = 1; reason < crawler::kSkipReasonCount; ++reason)
    names.emplace_back(crawler::SkipReasonName(static_cast<crawler::SkipReason>(reason)));
  for (const std::string_view outcome : model::EnumNames<model::FetchOutcome>()) names.emplace_back(outcome);
  EXPECT_GT(names.size(), 30U);
  for (const std::string& name : names) {
    EXPECT_THAT(document, HasSubstr("`" + name + "`"));
    EXPECT_NE(context.Say(base::Msg(name)), name);
  }
}

TEST(MetricsTest, EverySampleFollowsItsFamilyAndEveryLineIsWellFormed) {
  crawler::CrawlProgress progress = Busy();
  progress.hosts[0].host = "a\"b\\c\nd";
  std::istringstream lines(PrometheusText(progress));
  const std::regex sample(
      "(mingcha_crawl_[a-z_]+)(\\{[a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\"\\})? -?[0-9.e+-]+");
  std::string family;
  int samples = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("# TYPE ", 0) == 0) family = line.substr(7, line.find(' ', 7) - 7);
    if (line.rfind("# ", 0) == 0) continue;
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, sample)) << line;
    EXPECT_EQ(match[1], family);
    ++samples;
  }
  EXPECT_EQ(samples, 2 + 1 + 5 + 6 * 2);
}

TEST(MetricsTest, TheTimeLeftIsThatOfTheQueueAtThePaceSoFar) {
  crawler::CrawlProgress progress = Busy();
  EXPECT_EQ(SecondsLeft(progress), 100);
  progress.queued = 0;
  EXPECT_EQ(SecondsLeft(progress), 0);
  progress.fetched = 3;
  EXPECT_LT(SecondsLeft(progress), 0) << "too few to tell from";
  const auto event = boost::json::parse(ProgressEvent(Busy())).as_object();
  EXPECT_EQ(event.at("seconds_left"), 100);
  EXPECT_EQ(event.at("failed"), 10);
  EXPECT_EQ(event.at("hosts_down"), boost::json::array{"b.example"});
}

TEST(ProgressLineTest, TellsPagesTimeLeftFailuresAndHosts) {
  std::ostringstream err;
  Context context;
  context.lang = base::Lang::kEn;
  context.err = &err;
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / ("mingcha_progress_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  {
    const auto line = ProgressLine::Open(context, {folder / "metrics.prom", folder / "events.jsonl"});
    ASSERT_TRUE(line) << base::ToEnglish(line.error());
    (*line)->OnProgress(Busy());
    model::PageRecord page;
    page.url = "http://a.example/";
    (*line)->OnPage(page);
    (*line)->Finish();
  }
  EXPECT_THAT(err.str(), HasSubstr("200 pages, 1000 waiting, 10 not read, 5 MB, 10 pages/s, 1:40 left"));
  EXPECT_THAT(err.str(), HasSubstr("timeout:10"));
  EXPECT_THAT(err.str(), Not(HasSubstr("ok:")));
  EXPECT_THAT(err.str(), HasSubstr(" | b.example left alone | a.example 2/40 0.5s"))
      << "those in trouble first";
  EXPECT_EQ(Read(folder / "metrics.prom"), PrometheusText(Busy()));
  const std::string events = Read(folder / "events.jsonl");
  EXPECT_THAT(events, HasSubstr("\"event\":\"page\""));
  EXPECT_THAT(events, HasSubstr("\"event\":\"progress\""));
  const auto nowhere = ProgressLine::Open(context, {folder / "no/such/metrics.prom", ""});
  EXPECT_FALSE(nowhere) << "better before the first request than at the end";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mingcha::cli
