// What is remembered of links changes nothing but the work: the same tasks, skips and addresses.
#include "crawler/link_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "crawler/page_work.h"

namespace mingcha::crawler {
namespace {

CrawlOptions District() {
  CrawlOptions options;
  model::SiteProfile portal;
  portal.id = "portal";
  portal.hosts = {"www.district.example"};
  model::SiteProfile bureau;
  bureau.id = "bureau";
  bureau.hosts = {"bureau.district.example"};
  bureau.allow_paths = {"/open/"};
  options.sites = {portal, bureau};
  return options;
}

/// Gives the links a test put there.
class Fixed final : public model::LinkFinder {
 public:
  [[nodiscard]] model::PageLinks Find(std::string_view, std::string_view, std::string_view) const override {
    return page;
  }
  model::PageLinks page;
};

/// What a page leads to, all told.
std::vector<std::string> Told(const Outlinks& outlinks) {
  std::vector<std::string> out;
  for (const auto& task : outlinks.tasks)
    out.push_back(task.site + " " + task.url + " " + task.key + " " + std::to_string(task.depth) + " " +
                  std::to_string(static_cast<int>(task.kind)) + " " + task.anchor + " " + task.found_on);
  for (const auto& address : outlinks.addresses) out.push_back("address " + address);
  for (const auto& [reason, count] : outlinks.skipped)
    out.push_back(std::string(SkipReasonName(reason)) + " " + std::to_string(count));
  for (const auto& [reason, url] : outlinks.skipped_urls)
    out.push_back(std::string(SkipReasonName(reason)) + " " + url);
  return out;
}

struct Page {
  model::FetchTask task;
  model::PageRecord record;
};

Page PageOf(const std::string& site, int number) {
  Page page;
  page.record.site = site;
  page.record.url = page.record.final_url = "http://www.district.example/p" + std::to_string(number);
  page.record.depth = number % 5;
  page.record.content_type = "text/html";
  return page;
}

model::Link SomeLink(std::mt19937* random) {
  const char* const addresses[] = {"http://www.district.example/",
                                   "http://www.district.example/index.html",
                                   "http://www.district.example/a/t1.html",
                                   "http://www.district.example/a/t1.html?jsessionid=5",
                                   "http://www.district.example/a/file.pdf",
                                   "http://www.district.example/x.css",
                                   "http://bureau.district.example/open/1.html",
                                   "http://bureau.district.example/closed/1.html",
                                   "http://bureau.district.example/closed/file",
                                   "http://elsewhere.example/",
                                   "http://www.district.example/a/a/a/a/a/",
                                   "http://www.district.example/list_2.html",
                                   "http://",
                                   "https://www.district.example/a/t1.html"};
  model::Link link;
  link.url = addresses[(*random)() % std::size(addresses)];
  link.text = "text " + std::to_string((*random)() % 3);
  const auto kind = (*random)() % 8;
  if (kind == 0) link.kind = model::Link::Kind::kAttachment;
  if (kind == 1) link.kind = model::Link::Kind::kPager;
  return link;
}

TEST(LinkMemory, ChangesNothingThatIsToldOfAPage) {
  const CrawlOptions options = District();
  const Scope scope(options);
  std::mt19937 random(3);  // NOLINT: the same pages in every run
  LinkMemory memory(6);    // So small that it forgets all the time.
  for (int i = 0; i < 3'000; ++i) {
    Fixed links;
    for (size_t n = random() % 20; n > 0; --n) links.page.links.push_back(SomeLink(&random));
    if (random() % 3 == 0) links.page.rows = "rows";
    Page page = PageOf(random() % 2 == 0 ? "portal" : "bureau", i);
    if (random() % 4 == 0) page.task.rows = "rows";
    if (random() % 9 == 0) page.record.kind = model::TaskKind::kRobots;
    const auto plain = FindOutlinks(page.task, page.record, "", scope, options, links);
    const auto remembered = FindOutlinks(page.task, page.record, "", scope, options, links, &memory);
    ASSERT_EQ(Told(plain), Told(remembered)) << i;
  }
}

TEST(LinkMemory, LeavesOutWhatTheFrontierHasAndNothingElse) {
  const CrawlOptions options = District();
  const Scope scope(options);
  std::mt19937 random(5);  // NOLINT: the same pages in every run
  LinkMemory memory;
  std::set<std::string> frontier;  // Keys.
  for (int i = 0; i < 2'000; ++i) {
    Fixed links;
    for (size_t n = random() % 12; n > 0; --n) links.page.links.push_back(SomeLink(&random));
    const Page page = PageOf("portal", i);
    const auto plain = FindOutlinks(page.task, page.record, "", scope, options, links);
    const auto remembered = FindOutlinks(page.task, page.record, "", scope, options, links, &memory);
    EXPECT_EQ(plain.addresses, remembered.addresses) << i;
    const auto key = [](const model::FetchTask& task) { return task.key.empty() ? task.url : task.key; };
    std::vector<std::string> fresh, offered;
    for (const auto& task : plain.tasks)
      if (!frontier.contains(key(task))) fresh.push_back(key(task));
    for (const auto& task : remembered.tasks)
      if (!frontier.contains(key(task))) offered.push_back(key(task));
    EXPECT_EQ(fresh, offered) << i;
    if (random() % 3 == 0) continue;  // That page was never stored.
    for (const auto& task : remembered.tasks) frontier.insert(key(task));
    for (const auto& meaning : remembered.to_settle) meaning->offered = true;
  }
  Fixed links;
  links.page.links.push_back(
      {"http://www.district.example/a/t1.html", "", model::Link::Kind::kAnchor, {}, {}});
  const Page page = PageOf("portal", 1);
  const auto last = FindOutlinks(page.task, page.record, "", scope, options, links, &memory);
  EXPECT_TRUE(last.tasks.empty()) << "known, yet offered again";
  EXPECT_EQ(last.addresses.size(), 1U);
}

TEST(LinkMemory, ForgetsWhatWasNotAskedFor) {
  const model::SiteProfile site;
  LinkMemory memory(10);
  const auto link = [](int i) { return model::Link{"http://h/" + std::to_string(i), "", {}, {}, {}}; };
  for (int i = 0; i < 100; ++i) {
    memory.Keep(site, link(i), std::make_shared<LinkMeaning>());
    EXPECT_NE(memory.Recall(site, {link(0)})[0], nullptr) << "asked for all the time, yet forgotten at " << i;
  }
  EXPECT_EQ(memory.Recall(site, {link(50)})[0], nullptr);
  EXPECT_NE(memory.Recall(site, {link(99)})[0], nullptr);
}

TEST(SeenStrings, KnowsEachTextOnceHoweverManyShareAHash) {
  std::vector<std::string> texts;
  for (int i = 0; i < 500; ++i) texts.push_back(std::to_string(i));
  SeenStrings seen(4);
  for (const auto& text : texts) EXPECT_TRUE(seen.Insert(text.size(), text)) << text;
  for (const auto& text : texts) EXPECT_FALSE(seen.Insert(text.size(), text)) << text;
}

}  // namespace
}  // namespace mingcha::crawler
