#include "demo/portal.h"

#include <gtest/gtest.h>

#include <set>

namespace mingcha::demo {
namespace {

std::map<std::string, std::string> Addresses(const District& district) {
  std::map<std::string, std::string> urls;
  for (const SiteSpec& site : district.sites) urls[site.id] = "http://" + site.id + ".invalid";
  return urls;
}

class PortalTest : public testing::Test {
 protected:
  const District district_ = BundledDistrict().value();
  const std::vector<PortalSite> sites_ = BuildPortal(district_, Addresses(district_)).value();

  const Answer* Find(const std::string& site, const std::string& path) const {
    for (const PortalSite& candidate : sites_) {
      const auto answer = candidate.answers.find(path);
      if (candidate.id == site && answer != candidate.answers.end()) return &answer->second;
    }
    return nullptr;
  }
};

TEST_F(PortalTest, HasTheSizeTheDemoPromises) {
  size_t pages = 0;
  std::set<Style> styles;
  for (const PortalSite& site : sites_) pages += site.answers.size();
  for (const SiteSpec& site : district_.sites) styles.insert(site.style);
  EXPECT_EQ(sites_.size(), 8u);
  EXPECT_GE(pages, 600u);
  EXPECT_GE(styles.size(), 3u);
}

TEST_F(PortalTest, IsTheSameEveryTime) {
  const std::vector<PortalSite> again = BuildPortal(district_, Addresses(district_)).value();
  for (size_t i = 0; i < sites_.size(); ++i) {
    ASSERT_EQ(sites_[i].answers.size(), again[i].answers.size());
    for (const auto& [path, answer] : sites_[i].answers)
      EXPECT_EQ(answer.body, again[i].answers.at(path).body) << path;
  }
}

TEST_F(PortalTest, OldSiteServesGb18030) {
  const Answer* list = Find("fj", "/newslist.aspx?col=2");
  ASSERT_NE(list, nullptr);
  EXPECT_NE(list->body.find("charset=gb2312"), std::string::npos);
  EXPECT_EQ(list->body.find("宝坻"), std::string::npos) << "the page is UTF-8";
  EXPECT_NE(list->body.find("\xCD\xC1\xB5\xD8"), std::string::npos) << "no GBK text found";
}

TEST_F(PortalTest, ListsPageAsTheirSystemDoes) {
  ASSERT_NE(Find("portal", "/zwgk/news/index.html"), nullptr);
  EXPECT_NE(Find("portal", "/zwgk/news/index.html")->body.find("createPageHTML("), std::string::npos);
  EXPECT_NE(Find("portal", "/zwgk/news/index_1.html"), nullptr);
  EXPECT_NE(Find("czj", "/news.htm"), nullptr);
  EXPECT_NE(Find("czj", "/news/1.htm"), nullptr);
  EXPECT_NE(Find("fj", "/newslist.aspx?col=1&page=2"), nullptr);
}

TEST_F(PortalTest, ListsThatOnlyScriptsFollowHaveTheirAnswers) {
  EXPECT_NE(Find("portal", "/zwgk/zdly/index.html")->body.find("<datastore>"), std::string::npos);
  size_t proxied = 0;
  size_t posted = 0;
  for (const PortalSite& site : sites_) {
    for (const auto& [path, answer] : site.answers) {
      proxied += path.starts_with("POST /module/web/jpage/dataproxy.jsp?startrecord=") ? 1 : 0;
      posted += path.find("&__EVENTARGUMENT=") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_GE(proxied, 1u);
  EXPECT_GE(posted, 3u);
  ASSERT_NE(Find("spj", "/gkmlpt/api/all/1?page=3&sid=120115"), nullptr);
  EXPECT_EQ(Find("spj", "/zwgk/news/index.html")->body.find("<li>"), std::string::npos)
      << "its rows are in the JSON";
}

TEST_F(PortalTest, TrapsHaveNoEnd) {
  const PortalSite& old = sites_.back();
  ASSERT_TRUE(old.traps);
  EXPECT_NE(old.traps("/rili?m=900")->body.find("/rili?m=901"), std::string::npos);
  EXPECT_NE(old.traps("/chaxun?x=1&x=1")->body.find("/chaxun?x=1&x=1&x=1"), std::string::npos);
  EXPECT_EQ(old.traps("/zhuan/a")->location, "/zhuan/b");
  EXPECT_EQ(old.traps("/lost/any.html")->status, 200);
  EXPECT_GT(old.traps("/man")->delay_ms, 0);
  EXPECT_FALSE(old.traps("/nothing").has_value());
}

TEST_F(PortalTest, FaultsAnswerAsTheyShould) {
  ASSERT_NE(Find("spj", "/zwgk/bszn/index.html"), nullptr);
  EXPECT_EQ(Find("spj", "/zwgk/bszn/index.html")->status, 412);
  EXPECT_EQ(Find("zjw", "/zwgk/jgxx/index.html")->status, 500);
  EXPECT_NE(Find("czj", "/robots.txt")->body.find("Disallow: /info/1003/"), std::string::npos);
}

TEST_F(PortalTest, OmittedElementsAreNotOnThePage) {
  bool seen = false;
  for (const DocumentSpec& document : district_.documents) {
    if (document.form != "candidates" || document.omit.empty()) continue;
    seen = true;
    const std::string& project = document.fields.at("project");
    for (const auto& [path, answer] : sites_[1].answers) {
      if (path.starts_with("/zwgk/zbtb/") &&
          answer.body.find(project + "施工中标候选人公示</h1>") != std::string::npos &&
          document.omit.front() == "工期") {
        EXPECT_EQ(answer.body.find("<th>工期</th>"), std::string::npos) << path;
      }
    }
  }
  EXPECT_TRUE(seen);
}

TEST(DistrictTest, WrongDescriptionsAreRefused) {
  EXPECT_FALSE(LoadDistrict("{"));
  EXPECT_FALSE(LoadDistrict("{}"));
  EXPECT_FALSE(LoadDistrict(R"({"as_of": "2026-13-01"})"));
}

TEST(DistrictTest, DocumentInAnUnknownColumnIsRefused) {
  District district = BundledDistrict().value();
  district.documents.front().column = "nowhere";
  EXPECT_FALSE(BuildPortal(district, Addresses(district)));
}

}  // namespace
}  // namespace mingcha::demo
