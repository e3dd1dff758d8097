#include "extractors/identity.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace mingcha::extractors {
namespace {

base::Date Day(int year) { return *base::Date::FromYmd(year, 6, 1); }

model::Unit MakeUnit(std::string id, std::string name, std::vector<model::UnitAlias> aliases) {
  model::Unit unit;
  unit.id = std::move(id);
  unit.name = std::move(name);
  unit.aliases = std::move(aliases);
  return unit;
}

model::PlaceRule MakePlace(std::string site, std::string prefix, std::string unit,
                           model::ValidRange valid = {}) {
  model::PlaceRule place;
  place.site = std::move(site);
  place.prefix = std::move(prefix);
  place.unit = std::move(unit);
  place.valid = valid;
  return place;
}

model::SiteProfile MakeSite(std::string id, std::string unit) {
  model::SiteProfile site;
  site.id = std::move(id);
  site.unit = std::move(unit);
  return site;
}

TEST(RegionStemTest, ARegionsOwnName) {
  model::Lexicon lexicon;
  lexicon.words["survey_region_marks"] = {"省", "自治区", "市", "自治州", "州", "区", "自治县", "县"};
  for (const auto& [district, stem] :
       {std::pair("天津市宝坻区", "宝坻"), std::pair("云岭区", "云岭"),
        std::pair("东江省乙州市云岭区", "云岭"), std::pair("某省甲县", "甲县"), std::pair("蓟县", "蓟县"),
        std::pair("沙市区", "沙市"), std::pair("昆山市", "昆山"), std::pair("甲", "")})
    EXPECT_EQ(RegionStem(district, lexicon), stem) << district;
}

UnitResolver Resolver() {
  model::Plan plan;
  plan.assessment.district = "天津市宝坻区";
  const model::ValidRange before{std::nullopt, base::Date::FromYmd(2018, 12, 31)};
  const model::ValidRange since{base::Date::FromYmd(2019, 1, 1), std::nullopt};
  plan.units = {
      MakeUnit("zfb", "天津市宝坻区人民政府办公室", {{"宝坻区人民政府", {}}, {"天津市宝坻区人民政府", {}}}),
      MakeUnit("zjw", "天津市宝坻区住房和建设委员会", {{"建委", before}, {"住建委", since}}),
      MakeUnit("ghj", "天津市宝坻区规划局", {{"规划局", {}}}),
      MakeUnit("ghzy", "天津市规划和自然资源局宝坻分局", {{"规划资源分局", {}}}),
      MakeUnit("a", "甲局", {{"联合局", {}}}),
      MakeUnit("b", "乙局", {{"联合局", {}}}),
      MakeUnit("bp", "宝坻区宝平街道办事处", {{"宝平街道办事处", {}}}),
  };
  plan.units[0].uscc = {"111202240002047246"};
  plan.units[2].valid = before;
  plan.units[2].successor = "ghzy";
  plan.sites = {MakeSite("portal", ""), MakeSite("zj", "zjw"), MakeSite("run", "zfb")};
  plan.sites[1].kind = model::SiteKind::kDepartment;
  plan.sites[2].kind = model::SiteKind::kPortal;
  plan.places = {
      MakePlace("portal", "/zwgk/zjw/", "zjw"),
      MakePlace("portal", "/zwgk/zjw/gh/", "ghj"),
      MakePlace("portal", "/zwgk/old", "ghj", before),
      MakePlace("portal", "zt.example.cn/a/", "bp"),
  };
  return UnitResolver::Create(plan);
}

TEST(UnitResolverTest, AHintAgainstWhoRunsThePortalStaysADisagreement) {
  const UnitResolver resolver = Resolver();
  const auto with = [&](bool weak) {
    return resolver.Resolve({"http://r.cn/x", "run", "宝坻区住建委", "", Day(2019), weak});
  };
  EXPECT_FALSE(with(false).conflict);
  EXPECT_TRUE(with(true).conflict);
}

/// In a column that all units share, who keeps the portal says nothing of whose a page is.
TEST(UnitResolverTest, AColumnThatAllShareIsTheIssuersPageByPage) {
  model::Plan plan;
  plan.assessment.district = "宝坻区";
  plan.units = {MakeUnit("zfb", "宝坻区政府办公室", {}), MakeUnit("czj", "宝坻区财政局", {})};
  plan.sites = {MakeSite("run", "zfb")};
  plan.sites[0].kind = model::SiteKind::kPortal;
  plan.places = {MakePlace("run", "/nb/", ""), MakePlace("run", "/nb/zfb/", "zfb")};
  struct Case {
    const char *url, *issuer, *unit;
    bool conflict;
  };
  for (const Case& c : std::vector<Case>{{"http://r.cn/nb/1.html", "宝坻区财政局", "czj", false},
                                         {"http://r.cn/nb/2.html", "", "", false},
                                         {"http://r.cn/nb/zfb/3.html", "", "zfb", false},
                                         {"http://r.cn/other/4.html", "宝坻区财政局", "czj", true},
                                         {"http://r.cn/other/5.html", "", "zfb", false}}) {
    const UnitVerdict verdict =
        UnitResolver::Create(plan).Resolve({c.url, "run", c.issuer, "", Day(2019), true});
    EXPECT_EQ(verdict.unit, c.unit) << c.url;
    EXPECT_EQ(verdict.conflict, c.conflict) << c.url;
  }
}

TEST(UnitResolverTest, TheTrailOfAPortalsPageTellsWhoseItIs) {
  const UnitResolver resolver = Resolver();
  const std::vector<std::string> trail = {"首页", "天津市宝坻区规划局", "年度报告"};
  const std::vector<std::string> none = {"首页", "政务公开", "年度报告"};
  struct Case {
    const char* url;
    const char* issuer;
    bool weak;
    const std::vector<std::string>* trail;
    const char* unit;
    const char* reason;
    bool conflict;
  };
  for (const Case& c : std::vector<Case>{
           {"http://r.cn/x", "", false, &trail, "ghj", "trail", false},
           {"http://r.cn/x", "", false, &none, "zfb", "site", false},
           {"http://r.cn/x", "宝坻区规划局", true, &trail, "ghj", "issuer", false},
           {"http://r.cn/x", "宝坻区规划局", true, &none, "ghj", "issuer", true},
           {"http://r.cn/x", "宝坻区建委", true, &trail, "zjw", "issuer", true},
           {"http://r.cn/x", "宝坻区建委", false, &trail, "zjw", "issuer", false},
       }) {
    const UnitVerdict verdict =
        resolver.Resolve({c.url, "run", c.issuer, "", Day(2018), c.weak, {}, c.trail});
    EXPECT_EQ(verdict.unit, c.unit) << c.issuer << c.weak;
    EXPECT_EQ(verdict.reason, c.reason) << c.issuer << c.weak;
    EXPECT_EQ(verdict.conflict, c.conflict) << c.issuer << c.weak;
  }
}

TEST(UnitResolverTest, TheGovernmentSignsWhatItsDepartmentsPrepare) {
  model::Plan plan;
  plan.assessment.district = "宝坻区";
  plan.units = {MakeUnit("zfb", "宝坻区人民政府办公室", {{"宝坻区人民政府", {}}}),
                MakeUnit("czj", "宝坻区财政局", {}), MakeUnit("gt", "宝坻区自然资源局", {})};
  plan.units[0].kind = model::UnitKind::kOffice;
  plan.sites = {MakeSite("gt", "gt")};
  plan.places = {MakePlace("gt", "/zd/", "gt"), MakePlace("gt", "/other/", "gt")};
  plan.places[0].items = {"taking.*"};
  const UnitResolver resolver = UnitResolver::Create(plan);
  struct Case {
    const char *path, *issuer, *item;
    bool conflict;
  };
  for (const Case& c : {Case{"/zd/1.html", "宝坻区人民政府", "taking.announcement", false},
                        Case{"/zd/1.html", "宝坻区自然资源局", "taking.announcement", false},
                        Case{"/zd/1.html", "宝坻区财政局", "taking.announcement", true},
                        Case{"/zd/1.html", "宝坻区人民政府", "housing.plan", true},
                        Case{"/other/1.html", "宝坻区人民政府", "taking.announcement", true}}) {
    const std::string url = std::string("http://gt.cn") + c.path;
    const UnitVerdict verdict =
        resolver.Resolve({url, "gt", c.issuer, "", Day(2019), false, {}, nullptr, c.item});
    EXPECT_EQ(verdict.unit, "gt") << c.path << c.issuer;
    EXPECT_EQ(verdict.conflict, c.conflict) << c.path << c.issuer << c.item;
  }
}

TEST(UnitResolverTest, AnotherPartyOnAPageThatComesFromThePlacesUnitIsNoDisagreement) {
  const UnitResolver resolver = Resolver();
  const auto with = [&](std::string_view source) {
    return resolver.Resolve(
        {"http://portal.example.cn/zwgk/zjw/x.html", "portal", "甲局", "", Day(2019), false, source});
  };
  EXPECT_TRUE(with("").conflict);
  EXPECT_TRUE(with("甲局").conflict);
  EXPECT_FALSE(with("宝坻区住建委").conflict);
  EXPECT_EQ(with("宝坻区住建委").unit, "zjw");
}

TEST(UnitResolverTest, OrderOfSources) {
  struct Case {
    const char* name;
    const char* url;
    const char* site;
    const char* issuer;
    const char* index;
    std::optional<base::Date> date;
    const char* unit;
    const char* reason;
    bool conflict;
  };
  for (const Case& c : std::vector<Case>{
           {"place", "http://p.cn/zwgk/zjw/1.html", "portal", "", "", {}, "zjw", "place", false},
           {"longest place", "http://p.cn/zwgk/zjw/gh/1.html", "portal", "", "", {}, "ghj", "place", false},
           {"place of another site", "http://p.cn/zwgk/zjw/1.html", "zj", "", "", {}, "zjw", "site", false},
           {"prefix ends inside a word",
            "http://p.cn/zwgk/older/1.html",
            "portal",
            "",
            "",
            {},
            "",
            "none",
            false},
           {"prefix at a boundary", "http://p.cn/zwgk/old/1.html", "portal", "", "", Day(2018), "ghj",
            "place", false},
           {"place out of date", "http://p.cn/zwgk/old/1.html", "portal", "", "", Day(2020), "", "none",
            false},
           {"place with host", "http://zt.example.cn/a/1.html", "portal", "", "", {}, "bp", "place", false},
           {"host of another", "http://p.cn/a/1.html", "portal", "", "", {}, "", "none", false},
           {"issuer", "http://p.cn/x", "portal", "天津市宝坻区规划局", "", Day(2018), "ghj", "issuer", false},
           {"index number",
            "http://p.cn/x",
            "portal",
            "",
            "111202240002047246/2020-01662",
            {},
            "zfb",
            "index_number",
            false},
           {"organisation code",
            "http://p.cn/x",
            "portal",
            "",
            "00020472-4/2020-01662",
            {},
            "zfb",
            "index_number",
            false},
           {"site", "http://p.cn/x", "zj", "", "", {}, "zjw", "site", false},
           {"who runs a portal gives way", "http://r.cn/x", "run", "宝坻区住建委", "", Day(2019), "zjw",
            "issuer", false},
           {"who runs a portal, nobody signs", "http://r.cn/x", "run", "", "", Day(2019), "zfb", "site",
            false},
           {"another's page on a department's site", "http://z.cn/x", "zj", "宝坻区规划局", "", Day(2018),
            "ghj", "issuer", true},
           {"nothing", "http://p.cn/x", "portal", "", "", {}, "", "none", false},
           {"bad URL", "::", "portal", "", "", {}, "", "none", false},
           {"place against issuer", "http://p.cn/zwgk/zjw/1.html", "portal", "宝坻区规划局", "", Day(2018),
            "zjw", "place", true},
           {"issuer against index",
            "http://p.cn/x",
            "portal",
            "住建委",
            "111202240002047246/2020-01662",
            {},
            "zjw",
            "issuer",
            true},
           {"predecessor is no conflict",
            "http://p.cn/zwgk/zjw/gh/1.html",
            "portal",
            "规划资源分局",
            "",
            {},
            "ghj",
            "place",
            false},
           {"site against issuer", "http://p.cn/x", "zj", "宝平街道办事处", "", {}, "bp", "issuer", true},
       }) {
    const UnitVerdict verdict = Resolver().Resolve({c.url, c.site, c.issuer, c.index, c.date});
    EXPECT_EQ(verdict.unit, c.unit) << c.name;
    EXPECT_EQ(verdict.reason, c.reason) << c.name;
    EXPECT_EQ(verdict.conflict, c.conflict) << c.name;
  }
}

TEST(UnitResolverTest, NamesByDateAndFront) {
  struct Case {
    const char* name;
    std::optional<base::Date> date;
    const char* unit;
  };
  for (const Case& c : std::vector<Case>{
           {"建委", Day(2018), "zjw"},
           {"建委", Day(2020), ""},
           {"住建委", Day(2018), ""},
           {"区住建委", Day(2020), "zjw"},
           {"宝坻区 住建委", {}, "zjw"},
           {"天津市宝坻区住建委", {}, "zjw"},
           {"市住建委", {}, ""},
           {"天津市住建委", {}, ""},
           {"联合局", {}, ""},
           {"天津市宝坻区人民政府办公室", {}, "zfb"},
           {"天津市宝坻区人民政府宝平街道办事处", {}, "bp"},
           {"区住建委质量科", {}, "zjw"},
           {"某某公司、区住建委", {}, "zjw"},
           {"", {}, ""},
       }) {
    EXPECT_EQ(Resolver().UnitNamed(c.name, c.date), c.unit) << c.name;
  }
}

TEST(UnitResolverTest, TheRegionAboveTheDistrictMayStandInFront) {
  model::Plan plan;
  plan.assessment.district = "云屏区";
  plan.units = {MakeUnit("sj", "云屏区数据局", {{"区数据局", {}}}),
                MakeUnit("zj", "江州市云屏区住房和城乡建设管理局", {}),
                MakeUnit("hb", "江州市生态环境局云屏分局", {})};
  const UnitResolver resolver = UnitResolver::Create(plan);
  struct Case {
    const char* name;
    const char* unit;
  };
  for (const Case& c : std::vector<Case>{
           {"云屏区数据局", "sj"},
           {"江州市云屏区数据局", "sj"},
           {"南山省江州市云屏区数据局", "sj"},
           {"云屏区住房和城乡建设管理局", "zj"},
           {"江州市云屏区住房和城乡建设管理局", "zj"},
           {"江州市数据局", ""},
           {"江州市云溪区数据局", ""},
           {"江州市生态环境局云屏分局", "hb"},
       }) {
    EXPECT_EQ(resolver.UnitNamed(c.name, {}), c.unit) << c.name;
  }
}

}  // namespace
}  // namespace mingcha::extractors
