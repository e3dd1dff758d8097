// Self-check: the plan narrowed to what concerns one unit.
#include <gtest/gtest.h>

#include "config/run_config.h"

namespace mingcha::config {
namespace {

void AddSite(const std::string& id, const std::string& unit, model::Plan* plan) {
  model::SiteProfile site;
  site.id = id;
  site.unit = unit;
  site.seeds = {"http://" + id + ".example/index.html"};
  plan->sites.push_back(site);
}

void AddItem(const std::string& id, const std::string& unit, model::Plan* plan) {
  model::Area area;
  area.id = id.substr(0, id.find('.'));
  area.units = {unit};
  plan->areas.push_back(area);
  model::Item item;
  item.id = id;
  item.area = area.id;
  plan->items.push_back(item);
}

/// Two units with sites of their own, a portal with a folder each, an exchange for tenders, a site of nobody.
model::Plan TwoUnits() {
  model::Plan plan;
  for (const char* id : {"zjw", "czj"}) {
    model::Unit unit;
    unit.id = id;
    plan.units.push_back(unit);
    AddSite(id, id, &plan);
    model::PlaceRule place;
    place.site = "portal";
    place.unit = id;
    place.prefix = std::string("/units/") + id + "/";
    plan.places.push_back(place);
  }
  AddSite("portal", "", &plan);
  AddSite("exchange", "", &plan);
  AddSite("nobody", "", &plan);
  AddItem("tender.notice", "zjw", &plan);
  AddItem("procurement.result", "czj", &plan);
  model::Channel channel;
  channel.sites = {"exchange"};
  channel.items = {"tender.*"};
  plan.channels.push_back(channel);
  return plan;
}

std::string Crawled(const model::Plan& plan) {
  std::string sites;
  for (const model::SiteProfile& site : plan.sites) {
    if (site.crawl) sites += site.id + " ";
  }
  return sites;
}

TEST(OnlyConcerningTest, SitesOfOthersAreNotCrawled) {
  EXPECT_EQ(Crawled(OnlyConcerning(TwoUnits(), "zjw")), "zjw portal exchange ");
  EXPECT_EQ(Crawled(OnlyConcerning(TwoUnits(), "czj")), "czj portal ") << "tenders are not its matter";
}

TEST(OnlyConcerningTest, OfTheSharedPortalOnlyTheUnitsFolderIsAsked) {
  const model::Plan plan = OnlyConcerning(TwoUnits(), "zjw");
  const model::SiteProfile& portal = *plan.FindSite("portal");
  EXPECT_EQ(portal.allow_paths, std::vector<std::string>{"/units/zjw/"});
  EXPECT_EQ(portal.seeds, (std::vector<std::string>{"http://portal.example/index.html",
                                                    "http://portal.example/units/zjw/"}));
  EXPECT_TRUE(plan.FindSite("exchange")->allow_paths.empty());
  EXPECT_EQ(plan.assessment.only_units, std::vector<std::string>{"zjw"});
}

TEST(OnlyConcerningTest, APlaceThatIsTheWholeSiteKeepsIt) {
  model::Plan plan = TwoUnits();
  plan.places[0].prefix = "";
  EXPECT_TRUE(OnlyConcerning(plan, "zjw").FindSite("portal")->allow_paths.empty());
}

TEST(OnlyConcerningTest, AnOpenAreaMakesItsChannelsEverybodysMatter) {
  model::Plan plan = TwoUnits();
  plan.areas[0].open = true;
  EXPECT_EQ(Crawled(OnlyConcerning(plan, "czj")), "czj portal exchange ");
}

TEST(OnlyConcerningTest, PlacesThatNameAnItemButNoUnitAreWantedWhole) {
  model::Plan plan = TwoUnits();
  model::PlaceRule place;
  place.site = "nobody";
  place.items = {"tender.notice"};
  plan.places.push_back(place);
  EXPECT_EQ(Crawled(OnlyConcerning(plan, "zjw")), "zjw portal exchange nobody ");
}

}  // namespace
}  // namespace mingcha::config
