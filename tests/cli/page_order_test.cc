// Neither the order in which pages were crawled nor reading them again changes what is read and found.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/digest.h"
#include "cli/pipeline.h"
#include "demo/overlay.h"
#include "demo/portal.h"
#include "model/json.h"
#include "rules/plan_loader.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAsked = "2026-01-20T01:02:03Z";
/// Stands on every page of one host, without a label: its template's, to be learnt and refused.
constexpr const char* kTemplateDay = "2019年3月7日";

/// A new folder; removed with what is in it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "mingcha-order-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~ScratchFolder() { fs::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;  // Owns the folder.
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Stored {
  model::PageRecord record;
  model::Exchange exchange;
};

/// One archived answer.
Stored Page(const std::string& site, const std::string& url, const std::string& type, std::string body) {
  Stored page;
  page.record.site = site;
  page.record.url = page.record.final_url = url;
  page.record.http_status = 200;
  page.record.content_type = type;
  page.record.body_bytes = static_cast<int64_t>(body.size());
  page.record.body_sha256 = base::Sha256Hex(body);
  page.record.fetched_at = *base::Instant::FromIso(kAsked);
  page.record.kind = type.starts_with("text/html") ? model::TaskKind::kDetail : model::TaskKind::kAttachment;
  page.exchange.request_head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  page.exchange.response_head = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n";
  page.exchange.body = std::move(body);
  return page;
}

/// What an assessment says, told by addresses instead of page ids and archive places.
struct Told {
  std::vector<std::string> facts, disclosures;
  std::string findings, obligations, scores, projects;
  bool operator==(const Told&) const = default;
};

class PageOrderTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new ScratchFolder;
    const demo::District district = demo::BundledDistrict().value();
    std::map<std::string, std::string> base_urls;
    int port = 18651;  // Named, never served.
    for (const demo::SiteSpec& site : district.sites)
      base_urls[site.id] = fmt::format("http://127.0.0.1:{}", port++);
    ASSERT_TRUE(demo::WriteOverlay(folder_->path(), fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo",
                                   district, base_urls));
    auto loaded = rules::LoadPlan(folder_->path() / "config");
    ASSERT_TRUE(loaded.ok());
    plan_ = new model::Plan(std::move(loaded.plan));
    pages_ = new std::vector<Stored>;
    const std::vector<demo::PortalSite> sites = demo::BuildPortal(district, base_urls).value();
    for (const demo::PortalSite& site : sites) {
      for (const auto& [target, answer] : site.answers) {
        if (answer.status == 200 && target.starts_with("/"))
          pages_->push_back(Page(site.id, site.base_url + target, answer.content_type, answer.body));
      }
    }
    // A host whose template prints a day.
    const std::string base = sites.front().base_url;
    for (int i = 0; i < 40; ++i) {
      const std::string title = fmt::format("关于第{}号道路养护工作安排的通知", i + 1);
      pages_->push_back(
          Page(sites.front().id, fmt::format("{}/order/t{}.html", base, i), "text/html; charset=utf-8",
               fmt::format("<html><head><meta charset=utf-8><title>{0}</title></head><body><div>{2}</div>"
                           "<h1>{0}</h1><div class=content><p>各有关单位：现将第{1}号道路的养护工作安排"
                           "通知如下，请认真组织实施，确保道路畅通。</p></div></body></html>",
                           title, i + 1, kTemplateDay)));
    }
  }
  static void TearDownTestSuite() {
    delete pages_;
    delete plan_;
    delete folder_;
  }

  static std::unique_ptr<store::Assessment> Archive(const std::string& name,
                                                    const std::vector<size_t>& order) {
    store::AssessmentOptions options;
    options.salt = std::string(32, '5');
    auto assessment = store::Assessment::Create((folder_->path() / name).string(), options).value();
    EXPECT_TRUE(assessment->SavePlan(*plan_));
    model::RunManifest manifest;
    manifest.id = "order";
    manifest.complete = true;
    manifest.crawl_started = manifest.crawl_ended = *base::Instant::FromIso(kAsked);
    EXPECT_TRUE(assessment->SaveManifest(manifest));
    for (const size_t i : order) {
      const Stored& page = (*pages_)[i];
      EXPECT_TRUE(assessment->sink().Store(page.record, page.exchange));
    }
    EXPECT_TRUE(assessment->Flush());
    return assessment;
  }

  static Told Read(store::Assessment* assessment) {
    std::ostringstream out;
    std::ostringstream err;
    Context context;
    context.out = &out;
    context.err = &err;
    const auto extracted = RunExtract(context, *plan_, assessment);
    EXPECT_TRUE(extracted) << (extracted ? "" : base::ToEnglish(extracted.error()));
    const auto checked = RunCheck(context, *plan_, assessment);
    EXPECT_TRUE(checked) << (checked ? "" : base::ToEnglish(checked.error()));
    Told told;
    const auto all_facts = assessment->LoadFacts();
    for (model::PageFacts facts : *all_facts) {
      facts.page_id = 0;
      told.facts.push_back(model::ToJson(facts));
    }
    const auto all_disclosures = assessment->LoadDisclosures();
    for (model::Disclosure disclosure : *all_disclosures) {
      disclosure.page_id = 0;
      told.disclosures.push_back(model::ToJson(disclosure));
    }
    std::sort(told.facts.begin(), told.facts.end());
    std::sort(told.disclosures.begin(), told.disclosures.end());
    store::StoredCheck check = assessment->LoadCheck().value();
    for (model::Finding& finding : check.result.findings) {
      for (model::Evidence& evidence : finding.evidence) evidence.offset = 0, evidence.warc_file.clear();
      told.findings += model::ToJson(finding) + "\n";
    }
    for (const model::Obligation& obligation : check.result.obligations)
      told.obligations += model::ToJson(obligation) + "\n";
    for (const model::UnitScore& score : check.result.units) told.scores += model::ToJson(score) + "\n";
    for (const auto& project : check.result.projects) told.projects += model::ToJson(project) + "\n";
    return told;
  }

  static void ExpectSame(const Told& one, const Told& other) {
    const auto lists = [](const std::vector<std::string>& a, const std::vector<std::string>& b) {
      ASSERT_EQ(a.size(), b.size());
      for (size_t i = 0; i < a.size(); ++i) ASSERT_EQ(a[i], b[i]);
    };
    lists(one.facts, other.facts);
    lists(one.disclosures, other.disclosures);
    EXPECT_EQ(one.findings, other.findings);
    EXPECT_EQ(one.obligations, other.obligations);
    EXPECT_EQ(one.scores, other.scores);
    EXPECT_EQ(one.projects, other.projects);
  }

  static std::vector<size_t> InOrder() {
    std::vector<size_t> order(pages_->size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    return order;
  }

  static inline ScratchFolder* folder_ = nullptr;
  static inline model::Plan* plan_ = nullptr;
  static inline std::vector<Stored>* pages_ = nullptr;
};

TEST_F(PageOrderTest, TheOrderOfTheCrawlChangesNothing) {
  std::vector<size_t> order = InOrder();
  const Told first = Read(Archive("first", order).get());
  // What is compared says something: findings of the demo, and a template's day learnt and refused.
  EXPECT_GT(first.disclosures.size(), 50U);
  EXPECT_GT(std::count(first.findings.begin(), first.findings.end(), '\n'), 20);
  const auto learnt = std::count_if(first.facts.begin(), first.facts.end(), [](const std::string& facts) {
    return facts.find("/order/t") != std::string::npos &&
           facts.find("\"published\":null") != std::string::npos;
  });
  EXPECT_EQ(learnt, 40);
  std::mt19937 random(20260120);
  for (int round = 0; round < 3; ++round) {
    if (round == 0) {
      std::reverse(order.begin(), order.end());
    } else {
      std::shuffle(order.begin(), order.end(), random);
    }
    SCOPED_TRACE(round);
    ExpectSame(first, Read(Archive(fmt::format("order-{}", round), order).get()));
  }
}

TEST_F(PageOrderTest, ReadingTheArchiveAgainGivesTheSameRows) {
  const auto assessment = Archive("again", InOrder());
  const Told first = Read(assessment.get());
  ExpectSame(first, Read(assessment.get()));
  // From the archive alone: what was read is forgotten first.
  ASSERT_TRUE(assessment->ClearFacts());
  ASSERT_TRUE(assessment->ReplaceDisclosures({}));
  ExpectSame(first, Read(assessment.get()));
}

}  // namespace
}  // namespace mingcha::cli
