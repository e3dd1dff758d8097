#include "survey/propose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "base/url.h"
#include "extractors/classifier.h"
#include "extractors/lexicon_index.h"
#include "survey/columns.h"
#include "survey/names.h"
#include "survey/unit_finish.h"

namespace mingcha::survey {
namespace {

using base::Msg;
using model::FetchOutcome;
using model::SiteKind;

constexpr size_t kUnitListLinks = 3;    // names of bodies on one page that make it a list of units
constexpr int kClearlyFewer = 3;        // times as many titles of an item in another column of the unit
constexpr size_t kMostColumnName = 20;  // code points; longer anchors are titles

bool IsHome(std::string_view url) {
  const auto parsed = base::Url::Parse(url);
  return parsed && (parsed->path() == "/" || PrefixOf(url).empty()) && !parsed->query();
}

/// A word for an id from the last folder of a path: ASCII letters, digits, `_`, `-`; empty: none fits.
std::string SlugOf(std::string_view prefix) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  std::string slug(prefix.substr(prefix.rfind('/') + 1));
  const bool letters =
      std::any_of(slug.begin(), slug.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
  const bool plain = std::all_of(
      slug.begin(), slug.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
  return letters && plain && slug.size() <= 24 ? base::ToLowerAscii(slug) : std::string();
}

class Proposer {
 public:
  Proposer(const model::Plan& plan, const District& district, const std::vector<SeenPage>& pages,
           const CmsGuess& cms, const extractors::Classifier& classifier,
           const extractors::LexiconIndex& lexicon)
      : plan_(plan),
        district_(district),
        pages_(pages),
        cms_(cms),
        lexicon_(lexicon),
        names_(plan, district.name, lexicon, RegionAbove(district, pages, lexicon)),
        reader_(plan, classifier, lexicon),
        portal_(SiteKey(district.portal)) {
    for (const std::string& name : plan.unit_classes) {
      const bool has_members =
          std::any_of(plan.units.begin(), plan.units.end(), [&](const model::Unit& unit) {
            return std::find(unit.classes.begin(), unit.classes.end(), name) != unit.classes.end();
          });
      if (!has_members) open_classes_.insert(name);
    }
  }

  Proposal Run() {
    AddPortal();
    AddLinkedSites();
    AddUnitLists();
    FindColumns();
    MapColumns();
    NameSiteIds();
    FinishUnits(plan_, names_, lexicon_, open_classes_, &out_);
    NoteTheRest();
    return std::move(out_);
  }

 private:
  struct Folder {
    std::string prefix, unit;
  };

  // ---- units
  // --------------------------------------------------------------------------------------------------

  std::string FreeId(std::string wanted, std::string_view otherwise) {
    if (wanted.empty() || plan_.FindUnit(wanted) != nullptr || UnitById(wanted) != nullptr)
      wanted = std::string(otherwise) + "-" + std::to_string(++numbered_);
    return wanted;
  }
  ProposedUnit* UnitById(const std::string& id) {
    for (ProposedUnit& unit : out_.units) {
      if (unit.id == id) return &unit;
    }
    return nullptr;
  }

  /// The class that most units of the kind belong to in the plan: towns share their duties.
  std::vector<std::string> ClassesOf(model::UnitKind kind) const {
    std::map<std::string, int> counts;
    for (const model::Unit& unit : plan_.units) {
      if (unit.kind != kind) continue;
      for (const std::string& name : unit.classes) ++counts[name];
    }
    if (kind == model::UnitKind::kDepartment || kind == model::UnitKind::kOffice || counts.empty()) return {};
    return {std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
              return a.second < b.second;
            })->first};
  }

  /// The proposed unit that a name means: one of the plan, one named before, or a new one.
  std::string UnitFor(const std::string& text, const std::string& slug) {
    const std::string bare = names_.Bare(text);
    const model::UnitKind kind = names_.KindOf(bare);
    auto hit = names_.Find(text);
    // Towns and streets of another district are others, however alike.
    const bool local = kind == model::UnitKind::kTown || kind == model::UnitKind::kStreet;
    if (hit && local && !hit->same) hit.reset();
    if (!hit) {
      for (const ProposedUnit& unit : out_.units) {
        if (unit.name == bare) return unit.id;
      }
    }
    std::string id = hit ? hit->unit : FreeId(slug, "unit");
    if (ProposedUnit* known = UnitById(id)) {
      if (known->name != bare &&
          std::find(known->aliases.begin(), known->aliases.end(), bare) == known->aliases.end())
        known->aliases.push_back(bare);
      return id;
    }
    ProposedUnit unit{id, bare, kind, hit.has_value(), {}, {}, {}};
    if (hit) {
      const model::Unit& planned = *plan_.FindUnit(id);
      unit.kind = planned.kind;
      unit.classes = planned.classes;
      for (const model::UnitAlias& alias : planned.aliases) {
        if (!alias.valid.to && !names_.NamesRegion(alias.name)) unit.aliases.push_back(alias.name);
      }
      if (!hit->same)
        unit.doubts.push_back(Msg("taken for {} of the plan, whose name is longer or shorter", planned.name));
    } else {
      unit.classes = ClassesOf(kind);
      if (unit.classes.empty())
        unit.doubts.push_back(
            Msg("no unit of the plan bears this name: say which areas it answers for, or take it out"));
    }
    for (std::string& form : names_.ShortForms(bare)) {
      if (std::find(unit.aliases.begin(), unit.aliases.end(), form) == unit.aliases.end())
        unit.aliases.push_back(std::move(form));
    }
    out_.units.push_back(std::move(unit));
    return id;
  }

  // ---- sites
  // --------------------------------------------------------------------------------------------------

  const SeenPage* HomeOf(const std::string& key) const {
    const SeenPage* home = nullptr;
    for (const SeenPage& page : pages_) {
      if (page.site != key || page.outcome != FetchOutcome::kOk) continue;
      if (home == nullptr || page.found_on.empty()) home = &page;
      if (page.found_on.empty()) break;
    }
    return home;
  }

  /// Who keeps a site, as the foot of its first page says, or that of a frame of it.
  std::string OrganiserOf(const std::string& key) const {
    const SeenPage* home = HomeOf(key);
    if (home != nullptr && !home->organiser.empty()) return home->organiser;
    for (const SeenPage& page : pages_) {
      if (page.site == key && !page.organiser.empty()) return page.organiser;
    }
    return {};
  }

  void DescribeSite(const std::string& key, ProposedSite* site) {
    const SeenPage* home = HomeOf(key);
    if (home == nullptr) {
      site->doubts.push_back(Msg("its first page could not be read; nothing of it is known"));
    } else if (names_.NamesRegion(home->title) || names_.NamesBody(home->title)) {
      site->name = home->title;  // Others are called «home page» and the like.
    }
    bool doubt = false;
    site->cms = cms_.Of(key, &doubt);
    if (site->cms.empty()) {
      site->doubts.push_back(Msg(
          "its content system was not recognised: see docs/cms.md if its lists are not walked to the end"));
    } else if (doubt) {
      site->doubts.push_back(Msg("its content system is a guess"));
    }
  }

  void AddPortal() {
    ProposedSite site;
    site.id = "portal";
    site.name = district_.name;
    site.kind = SiteKind::kPortal;
    site.host = portal_;
    site.seed = district_.portal;
    DescribeSite(portal_, &site);
    if (const std::string organiser = OrganiserOf(portal_); !organiser.empty()) {
      site.unit = UnitFor(organiser, "");
    } else {
      site.doubts.push_back(
          Msg("its foot does not say who keeps it; name the unit (usually the government's office)"));
    }
    out_.sites.push_back(std::move(site));
  }

  void AddLinkedSites() {
    std::vector<SeenPage> of_portal;
    std::copy_if(pages_.begin(), pages_.end(), std::back_inserter(of_portal),
                 [&](const SeenPage& page) { return page.site == portal_; });
    for (ProposedSite& site : LinkedSites(plan_, district_, of_portal)) {
      const std::string link_text = site.name;
      DescribeSite(site.host, &site);
      if (site.kind == SiteKind::kDepartment || site.kind == SiteKind::kTown) {
        std::string says = OrganiserOf(site.host);
        if (says.empty()) says = link_text;
        site.unit = UnitFor(says, "");
        const auto by_link = names_.Find(link_text);
        if (by_link && by_link->unit != site.unit)
          site.doubts.push_back(
              Msg("the portal calls it {}, its own foot {}: whose is it?", link_text, says));
      }
      out_.sites.push_back(std::move(site));
    }
  }

  // ---- lists of units
  // -----------------------------------------------------------------------------------------

  void AddUnitLists() {
    for (const SeenPage& page : pages_) {
      if (page.site != portal_) continue;
      std::vector<const SeenLink*> bodies;
      for (const SeenLink& link : page.links) {
        if (names_.NamesBody(link.text)) bodies.push_back(&link);
      }
      if (bodies.size() < kUnitListLinks) continue;
      for (const SeenLink* link : bodies) {
        if (SiteKey(link->url) != portal_) continue;  // a site of its own, taken above
        const std::string prefix = PrefixOf(link->url);
        if (std::any_of(folders_.begin(), folders_.end(),
                        [&](const Folder& f) { return f.prefix == prefix; }))
          continue;
        const std::string unit = UnitFor(link->text, SlugOf(prefix));
        if (prefix.empty()) {
          const base::Message doubt = Msg("its part of the portal, {}, has no path of its own", link->url);
          auto& doubts = UnitById(unit)->doubts;
          if (std::find(doubts.begin(), doubts.end(), doubt) == doubts.end()) doubts.push_back(doubt);
          continue;
        }
        folders_.push_back({prefix, unit});
        ProposedPlace place;
        place.id = unit + "-own";
        place.site = "portal";
        place.prefix = prefix;
        place.unit = unit;
        place.name = link->text;
        out_.places.push_back(std::move(place));
      }
    }
  }

  std::string FolderUnit(const std::string& prefix) const {
    std::string unit;
    size_t longest = 0;
    for (const Folder& folder : folders_) {
      if (prefix.starts_with(folder.prefix) && folder.prefix.size() > longest) {
        longest = folder.prefix.size();
        unit = folder.unit;
      }
    }
    return unit;
  }

  /// Whose a column of the portal is: by folder, by a name in its trail, by the page that leads to it.
  std::string PortalUnit(const SeenPage& page, const std::string& prefix) const {
    if (std::string unit = FolderUnit(prefix); !unit.empty()) return unit;
    std::vector<std::string> steps = page.trail;
    steps.push_back(page.anchor);
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      if (!names_.NamesBody(*step)) continue;
      if (const auto hit = names_.Find(*step)) return hit->unit;
      const std::string bare = names_.Bare(*step);
      for (const ProposedUnit& unit : out_.units) {
        if (unit.name == bare) return unit.id;
      }
    }
    return FolderUnit(PrefixOf(page.found_on));
  }

  // ---- columns
  // ------------------------------------------------------------------------------------------------

  static bool IsUnreadColumn(const SeenPage& page) {
    const bool refused = page.outcome == FetchOutcome::kChallenge ||
                         page.outcome == FetchOutcome::kRobotsDenied ||
                         page.outcome == FetchOutcome::kServerError || page.outcome == FetchOutcome::kTimeout;
    return refused && !page.anchor.empty() && base::CodePointCount(page.anchor) <= kMostColumnName;
  }

  void FindColumns() {
    std::set<std::pair<std::string, std::string>> seen;
    for (const SeenPage& page : pages_) {
      const ProposedSite* site = SiteByHost(page.site);
      if (site == nullptr || site->kind == SiteKind::kExchange || site->kind == SiteKind::kCredit) continue;
      const bool list = page.outcome == FetchOutcome::kOk && page.kind == model::PageKind::kList;
      if ((!list && !IsUnreadColumn(page)) || IsHome(page.url)) continue;
      Column column;
      column.site = page.site;
      column.url = page.url;
      column.name = page.anchor.empty() || base::CodePointCount(page.anchor) > kMostColumnName ? page.title
                                                                                               : page.anchor;
      column.trail = page.trail;
      column.entries = page.entries;
      if (!list) column.unread = Reason(page);
      const std::string prefix = PrefixOf(page.url);
      if (std::any_of(
              folders_.begin(), folders_.end(),
              [&](const Folder& f) { return site->kind == SiteKind::kPortal && f.prefix == prefix; }) &&
          page.entries.empty())
        continue;
      if (!seen.emplace(page.site, prefix.empty() ? page.url : prefix).second) continue;
      if (!prefix.empty()) column.prefixes.push_back(prefix);
      column.unit = site->kind == SiteKind::kPortal ? PortalUnit(page, prefix) : site->unit;
      if (!list)
        column.doubts.push_back(Msg("could not be read ({}): taken by its name alone", Reason(page)));
      if (page.paged_by_script)
        column.doubts.push_back(
            Msg("its further pages are reached by a script that no profile in cms/ describes"));
      columns_.push_back(std::move(column));
    }
    GiveArticleFolders();
  }

  static std::string Reason(const SeenPage& page) {
    return page.http_status >= 400 ? "HTTP " + std::to_string(page.http_status)
                                   : std::string(model::FetchOutcomeName(page.outcome));
  }

  /// Articles that stand apart from their list have a folder of the column's own where no other column shares
  /// it.
  void GiveArticleFolders() {
    std::map<std::pair<std::string, std::string>, int> users;
    std::vector<std::string> folders(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      folders[i] =
          ArticleFolder(column.entries, column.site, column.prefixes.empty() ? "/" : column.prefixes.front());
      if (!folders[i].empty()) ++users[{column.site, folders[i]}];
    }
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!folders[i].empty() && users[{columns_[i].site, folders[i]}] == 1)
        columns_[i].prefixes.push_back(folders[i]);
    }
  }

  const ProposedSite* SiteByHost(const std::string& host) const {
    for (const ProposedSite& site : out_.sites) {
      if (site.host == host) return &site;
    }
    return nullptr;
  }

  /// The unit that has a unit's duties now.
  std::string InOffice(std::string unit) const {
    for (int steps = 0; steps < 16; ++steps) {
      const model::Unit* known = plan_.FindUnit(unit);
      if (known == nullptr || !known->valid.to || known->successor.empty()) break;
      unit = known->successor;
    }
    return unit;
  }

  /// True if the plan may mean the unit: by name, by class, by a class whose members it leaves open, or in an
  /// area that it leaves open.
  bool Owes(const model::Item& item, const std::string& unit) const {
    const model::Area* area = plan_.FindArea(item.area);
    const std::vector<std::string>& owing = item.units.empty() && area != nullptr ? area->units : item.units;
    const auto found = std::find_if(out_.units.begin(), out_.units.end(),
                                    [&](const ProposedUnit& u) { return u.id == unit; });
    const bool local = found != out_.units.end() &&
                       (found->kind == model::UnitKind::kTown || found->kind == model::UnitKind::kStreet);
    return std::any_of(owing.begin(), owing.end(), [&](const std::string& name) {
      if (InOffice(name) == unit) return true;
      if (found != out_.units.end() &&
          std::find(found->classes.begin(), found->classes.end(), name) != found->classes.end())
        return true;
      return !local && open_classes_.contains(name);
    });
  }

  // ---- items
  // --------------------------------------------------------------------------------------------------

  void MapColumns() {
    std::vector<std::map<std::string, ItemGuess>> guesses;
    std::map<std::pair<std::string, std::string>, ItemGuess> best;  // by unit and item
    for (const Column& column : columns_) {
      std::map<std::string, ItemGuess> own;
      for (const auto& [item, guess] : reader_.ItemsOf(column)) {
        if (!column.unit.empty() && !Owes(*plan_.FindItem(item), column.unit)) continue;
        own[item] = guess;
        ItemGuess& most = best.try_emplace({column.unit, item}, guess).first->second;
        most.ground = std::max(most.ground, guess.ground);
        most.titles = std::max(most.titles, guess.titles);
      }
      guesses.push_back(std::move(own));
    }
    for (size_t i = 0; i < columns_.size(); ++i) {
      std::set<std::string> sure, hinted;
      for (const auto& [item, guess] : guesses[i]) {
        const ItemGuess& most = best.at({columns_[i].unit, item});
        if (guess.ground == Ground::kHint) {
          hinted.insert(item);
        } else if (columns_[i].unit.empty() || !IsBetter(most, guess)) {
          sure.insert(item);
        }
      }
      AddPlaces(columns_[i], sure, hinted);
    }
  }

  /// True if another column of the unit is so much more an item's that this one is not.
  static bool IsBetter(const ItemGuess& other, const ItemGuess& guess) {
    if (guess.ground == Ground::kArea) return other.ground > Ground::kArea;
    return guess.ground == Ground::kTitles && guess.titles * kClearlyFewer < other.titles;
  }

  /// Items as the configuration names them: an area by `area.*` where all of it is meant.
  std::vector<std::string> Globs(const std::set<std::string>& items, const std::string& unit) const {
    std::vector<std::string> globs;
    for (const model::Area& area : plan_.areas) {
      std::vector<std::string> of_area;
      size_t owed = 0;
      bool dotted = true;
      for (const model::Item& item : plan_.items) {
        if (item.area != area.id) continue;
        dotted = dotted && item.id.starts_with(area.id + ".");
        owed += unit.empty() || Owes(item, unit) ? 1U : 0U;
        if (items.contains(item.id)) of_area.push_back(item.id);
      }
      if (dotted && of_area.size() > 1 && of_area.size() == owed)
        globs.push_back(area.id + ".*");
      else
        globs.insert(globs.end(), of_area.begin(), of_area.end());
    }
    return globs;
  }

  void AddPlaces(const Column& column, const std::set<std::string>& sure,
                 const std::set<std::string>& hinted) {
    const ProposedSite& site = *SiteByHost(column.site);
    if (sure.empty() && hinted.empty()) {
      out_.others.push_back({column.site, column.name, column.url});
      if (!column.unread.empty())
        out_.doubts.push_back(
            Msg("{} ({}) could not be read ({}), and its name says nothing of what stands in it", column.name,
                column.url, column.unread));
      return;
    }
    if (column.prefixes.empty()) {
      out_.doubts.push_back(
          Msg("{} ({}): only its query tells this column apart, so the whole site is its place", column.name,
              column.url));
      return;
    }
    const size_t sharing = column.unit.empty() ? UnitsNamedIn(column, out_.units) : 0;
    size_t n = 0;
    for (const std::string& prefix : column.prefixes) {
      ProposedPlace place;
      const std::string slug = SlugOf(prefix);
      place.id = UniquePlace((column.unit.empty() ? site.id : column.unit) + "-" +
                             (slug.empty() ? "column" : slug) + (n++ == 0 ? "" : "-articles"));
      place.site = site.host;
      place.prefix = prefix;
      place.unit = column.unit;
      place.name = column.name;
      place.items = Globs(sure.empty() ? hinted : sure, column.unit);
      place.doubts = column.doubts;
      if (!column.unread.empty())
        place.doubts.push_back(Msg("could not be read ({}): taken by its name alone", column.unread));
      const bool shared = sharing >= kUnitListLinks;
      place.active = !sure.empty() && (!column.unit.empty() || shared);
      if (shared) {
        place.doubts.push_back(
            Msg("its titles name {} units, so all units share it: each page's issuer tells whose it is",
                sharing));
      } else if (column.unit.empty()) {
        place.doubts.push_back(
            Msg("whose column this is was not found: name the unit, or a unit a stretch of it; leave `unit` "
                "out if all units share it"));
      }
      if (sure.empty()) place.doubts.push_back(Msg("hardly anything speaks for these items"));
      out_.places.push_back(std::move(place));
    }
  }

  std::string UniquePlace(std::string id) {
    const std::string wanted = id;
    for (int n = 2; std::any_of(out_.places.begin(), out_.places.end(),
                                [&](const ProposedPlace& p) { return p.id == id; });
         ++n)
      id = wanted + "-" + std::to_string(n);
    return id;
  }

  // ---- the end
  // ------------------------------------------------------------------------------------------------

  /// Sites get the ids that the plan's channels speak of (exchange, credit), departments their unit's.
  void NameSiteIds() {
    std::map<std::string, std::string> ids;  // host to id
    std::set<std::string> taken;
    for (ProposedSite& site : out_.sites) {
      std::string id = site.kind == SiteKind::kPortal     ? "portal"
                       : site.kind == SiteKind::kExchange ? "exchange"
                       : site.kind == SiteKind::kCredit   ? "credit"
                       : site.unit.empty()                ? "site"
                                                          : site.unit;
      const std::string wanted = id;
      for (int n = 2; !taken.insert(id).second; ++n) id = wanted + "-" + std::to_string(n);
      ids[site.host] = site.id = id;
    }
    for (ProposedPlace& place : out_.places) {
      if (const auto found = ids.find(place.site); found != ids.end()) place.site = found->second;
    }
    for (OtherColumn& other : out_.others) {
      if (const auto found = ids.find(other.site); found != ids.end()) other.site = found->second;
    }
  }

  void NoteTheRest() {
    for (const model::Unit& unit : plan_.units) {
      if (UnitById(InOffice(unit.id)) == nullptr) out_.dropped_units.push_back(unit.id);
    }
    for (const model::Area& area : plan_.areas) {
      const bool answered = std::any_of(area.units.begin(), area.units.end(), [&](const std::string& name) {
        return plan_.FindUnit(name) == nullptr || UnitById(InOffice(name)) != nullptr;
      });
      if (!answered && !area.units.empty()) out_.dropped_areas.push_back(area.id);
    }
    const auto is_kind = [&](SiteKind kind) {
      return std::any_of(out_.sites.begin(), out_.sites.end(),
                         [&](const ProposedSite& site) { return site.kind == kind; });
    };
    if (!is_kind(SiteKind::kExchange))
      out_.doubts.push_back(
          Msg("no link to a trading platform was found: add it to sites.yaml, or gaps of trades stay "
              "unverifiable"));
    if (!is_kind(SiteKind::kCredit))
      out_.doubts.push_back(Msg("no link to a credit site was found: add it to sites.yaml"));
    for (const ProposedUnit& unit : out_.units) {
      const bool placed =
          std::any_of(out_.places.begin(), out_.places.end(),
                      [&](const ProposedPlace& p) { return p.active && p.unit == unit.id; }) ||
          std::any_of(out_.sites.begin(), out_.sites.end(),
                      [&](const ProposedSite& s) { return s.unit == unit.id; });
      if (!placed) out_.doubts.push_back(Msg("{}: neither a site nor a stretch of one was found", unit.name));
    }
  }

  const model::Plan& plan_;
  const District& district_;
  const std::vector<SeenPage>& pages_;
  const CmsGuess& cms_;
  const extractors::LexiconIndex& lexicon_;
  const NameMatcher names_;
  const ColumnReader reader_;
  const std::string portal_;
  Proposal out_;
  std::vector<Folder> folders_;
  std::vector<Column> columns_;
  std::set<std::string> open_classes_;  ///< Collective names whose members the plan leaves to the district.
  int numbered_ = 0;
};

}  // namespace

base::Result<Proposal> Propose(const model::Plan& plan, const District& district,
                               const std::vector<SeenPage>& pages, const CmsGuess& cms) {
  ASSIGN_OR_RETURN(const extractors::Classifier classifier, extractors::Classifier::Create(plan));
  const extractors::LexiconIndex lexicon(plan.lexicon);
  return Proposer(plan, district, pages, cms, classifier, lexicon).Run();
}

}  // namespace mingcha::survey
