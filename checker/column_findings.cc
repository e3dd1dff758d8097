#include "checker/column_findings.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "checker/finding_sink.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::FindingKind;

constexpr size_t kSiteCodeDigits = 10;
constexpr size_t kMaxProof = 5;

bool HasWord(const std::vector<std::string>& words, const std::string& folded) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return !word.empty() && folded.find(base::FoldLabel(word)) != std::string::npos;
  });
}

class ColumnLook {
 public:
  ColumnLook(const CheckIndex& index, const Cases& cases, const std::vector<SiteReach>& reach,
             const PlaceGuard& guard)
      : index_(index), cases_(cases), reach_(reach), guard_(guard) {}

  std::vector<model::Finding> Build() && {
    for (const Case& owed : cases_) AddWrongColumn(owed);
    AddWrongUnits();
    for (const SiteReach& site : reach_) {
      newest_.clear();
      for (const ListWalk& list : site.lists) NoteNewest(site, list);
      for (const ListWalk& list : site.lists) AddColumn(site, list);
    }
    for (const auto* page : index_.pages()) {
      const auto* facts = index_.Facts(page->id);
      if (facts == nullptr) continue;
      NoteForeign(*page, *facts);
      NoteIndex(*page, *facts);
      NoteCode(*page, *facts);
    }
    AddForeign();
    AddIndexFaults();
    AddCodes();
    return std::move(sink_).Take();
  }

 private:
  [[nodiscard]] const model::PlaceRule* PlaceOf(const Notice& page) const {
    const model::PlaceRule* best = nullptr;
    for (const auto& rule : index_.plan.places) {
      if (rule.site != page.site || !UnderPrefix(page.url, rule.prefix)) continue;
      if (best == nullptr || rule.prefix.size() > best->prefix.size()) best = &rule;
    }
    return best;
  }

  [[nodiscard]] bool Names(const model::PlaceRule& rule, std::string_view item) const {
    return model::AnyGlobMatches(rule.items, item) || model::AnyGlobMatches(rule.items, index_.Base(item));
  }

  /// A place of the configuration is for the item and unit, and the page stands in one that is for others.
  void AddWrongColumn(const Case& owed) {
    if (owed.matched.empty() || owed.primary == nullptr) return;
    const bool has_place =
        std::any_of(index_.plan.places.begin(), index_.plan.places.end(), [&](const model::PlaceRule& rule) {
          return !rule.items.empty() && index_.Canonical(rule.unit) == owed.record.shown_unit &&
                 Names(rule, owed.item->id);
        });
    if (!has_place) return;
    const Notice* wrong = nullptr;
    const model::PlaceRule* where = nullptr;
    for (const auto* page : owed.matched) {
      const auto* rule = PlaceOf(*page);
      if (rule == nullptr || rule->items.empty()) {
        const auto* site = index_.Site(page->site);
        if (site != nullptr && site->unit.empty()) continue;  // a channel: no column of the unit
        return;                                               // nothing says that it may not stand there
      }
      if (Names(*rule, owed.item->id)) return;
      if (wrong == nullptr) {
        wrong = page;
        where = rule;
      }
    }
    if (wrong == nullptr) return;
    FindingDraft draft = DraftOf(owed, *wrong);
    draft.needs_review = !RightPlacesRead(owed) || IsPageDoubtful(owed) ||
                         owed.record.verdict == model::Verdict::kUndeterminable ||
                         owed.record.shown_unit != index_.Canonical(wrong->unit);
    std::vector<std::string> named;
    for (const std::string& glob : where->items) {
      const auto* item = index_.Item(glob);
      const auto* area =
          glob.ends_with(".*") ? index_.plan.FindArea(glob.substr(0, glob.size() - 2)) : nullptr;
      named.push_back(item != nullptr ? item->name : area != nullptr ? area->name : glob);
    }
    draft.reason = Msg("\"{}\" stands in a column that is for other items ({})", owed.item->name,
                       base::Join(named, ", "));
    AddWithPage(std::move(draft), *wrong);
  }

  /// A place that is for the item and was not read whole may hold the page too.
  [[nodiscard]] bool RightPlacesRead(const Case& owed) const {
    return std::all_of(
        index_.plan.places.begin(), index_.plan.places.end(), [&](const model::PlaceRule& rule) {
          const bool right = !rule.items.empty() && index_.Canonical(rule.unit) == owed.record.shown_unit &&
                             Names(rule, owed.item->id);
          if (!right) return true;
          Place place;
          place.site = rule.site;
          place.prefix = rule.prefix;
          place.id = rule.id;
          return guard_.CheckPlace(place).holes.empty();
        });
  }

  [[nodiscard]] static FindingDraft DraftOf(const Case& owed, const Notice& page) {
    FindingDraft draft;
    draft.kind = FindingKind::kMisplaced;
    draft.unit = owed.record.shown_unit;
    draft.item = owed.record.item;
    draft.subject = owed.record.subject;
    draft.subject_text = owed.record.subject_text;
    draft.period = owed.record.period;
    draft.obligation = owed.record.id;
    draft.url = page.url;
    draft.title = page.title;
    return draft;
  }

  void AddWithPage(FindingDraft draft, const Notice& page) {
    const auto* record = index_.Page(page.page_id);
    if (record == nullptr) return;
    sink_.Add(std::move(draft), {index_.plan.document, true},
              {EvidenceOf(model::EvidenceType::kPage, *record, page.title)});
  }

  /// A page among one unit's whose issuer is another, and that stands nowhere else.
  void AddWrongUnits() {
    std::set<std::string_view> items;  // of pages in question
    for (const auto* page : index_.disclosures()) {
      if (page->unit_conflict) items.insert(page->item);
    }
    if (items.empty()) return;
    std::set<std::pair<std::string, std::string>> elsewhere;
    for (const auto* page : index_.disclosures()) {
      if (!page->unit_conflict && items.contains(page->item))
        elsewhere.emplace(page->item, base::FoldLabel(page->title));
    }
    for (const auto* page : index_.disclosures()) {
      if (!page->unit_conflict || page->grade == model::Grade::kWeak || page->row > 0) continue;
      const std::string title = base::FoldLabel(page->title);
      const auto* facts = index_.Facts(page->page_id);
      if (elsewhere.contains({page->item, title}) || facts == nullptr || !facts->issuer) continue;
      FindingDraft draft;
      draft.kind = FindingKind::kMisplaced;
      draft.unit = guard_.UnitOfUrl(page->site, page->url);
      draft.item = page->item;
      draft.subject = title;
      draft.subject_text = page->title;
      draft.url = page->url;
      draft.title = page->title;
      draft.needs_review = true;
      draft.reason = Msg("it stands among the pages of {}, but its issuer is \"{}\"",
                         index_.UnitName(draft.unit), facts->issuer->value);
      AddWithPage(std::move(draft), *page);
    }
  }

  /// A later page of a long list may not be known as one: it bears its column's name, and the column is as
  /// new as the newest of its pages.
  void NoteNewest(const SiteReach& site, const ListWalk& list) {
    const std::string unit = guard_.UnitOfUrl(site.coverage.site, list.trail.url);
    for (const auto* facts : list.facts) {
      if (facts == nullptr) continue;
      for (const auto& entry : facts->entries) {
        if (!entry.date || *entry.date > index_.input.as_of) continue;
        auto& newest = newest_[{unit, list.trail.name}];
        newest = std::max(newest, *entry.date);
      }
    }
  }

  void AddColumn(const SiteReach& site, const ListWalk& list) {
    if (list.pages.empty() || list.facts.empty() || list.facts.front() == nullptr) return;
    const model::PageFacts& first = *list.facts.front();
    if (first.scripted_list || first.kind != model::PageKind::kList) return;
    std::string name = list.trail.name;
    if (name.empty() && !first.breadcrumb.empty()) name = first.breadcrumb.back();
    FindingDraft draft;
    draft.unit = guard_.UnitOfUrl(site.coverage.site, list.trail.url);
    draft.subject = site.coverage.site + "\x1f" + std::string(SplitUrl(list.trail.url).path);
    draft.subject_text = name;
    draft.url = list.trail.url;
    draft.title = name;
    draft.needs_review = draft.unit.empty();
    const auto* rule = RuleOfColumn(index_.plan.inspection, name);
    if (list.trail.entries == 0) {
      if (list.trail.to_end) AddBlank(list, rule, std::move(draft));
      return;
    }
    AddStale(list, rule, std::move(draft));
  }

  void AddStale(const ListWalk& list, const model::ColumnRule* rule, FindingDraft draft) {
    if (rule == nullptr || rule->days == 0) return;
    std::optional<base::Date> newest;
    bool whole = true;  // every row of every page was read with its day: nothing newer can hide
    for (const auto* facts : list.facts) {
      if (facts == nullptr) {
        whole = false;
        continue;
      }
      for (const auto& entry : facts->entries) {
        whole = whole && entry.date.has_value();
        if (entry.date && *entry.date <= index_.input.as_of && (!newest || *entry.date > *newest))
          newest = entry.date;
      }
    }
    if (!newest) return;
    const int age = index_.input.as_of.DaysSince(*newest);
    if (age <= rule->days) return;
    const auto shown = newest_.find({draft.unit, list.trail.name});
    if (!list.trail.name.empty() && shown != newest_.end() && shown->second > *newest) return;
    draft.kind = FindingKind::kStaleColumn;
    draft.needs_review = draft.needs_review || !whole || !list.trail.to_end;
    draft.reason =
        Msg("the newest entry of the column \"{}\" is of {}, {} days before {}; at most {} are good",
            draft.title, newest->Iso(), age, index_.input.as_of.Iso(), rule->days);
    sink_.Add(std::move(draft), rule->basis,
              {EvidenceOf(model::EvidenceType::kListTrail, *list.pages.front(),
                          list.trail.name + " | " + newest->Iso())});
    sink_.last()->published = newest;
    sink_.last()->days_over = age - rule->days;
    sink_.last()->day_unit = model::DayUnit::kNatural;
  }

  /// Settled 3: where the column may lawfully be empty, a person must look; a declaration settles it.
  void AddBlank(const ListWalk& list, const model::ColumnRule* rule, FindingDraft draft) {
    std::string item;
    for (const auto& place : index_.plan.places) {
      if (!UnderPrefix(list.trail.url, place.prefix) || place.items.size() != 1) continue;
      if (index_.Item(place.items.front()) != nullptr) item = place.items.front();
    }
    const bool declared = std::any_of(
        index_.plan.registers.no_events.begin(), index_.plan.registers.no_events.end(),
        [&](const model::NoEventRow& row) {
          return !item.empty() && index_.Base(row.item) == index_.Base(item) &&
                 row.year == index_.input.window.to.year() && index_.Canonical(row.unit) == draft.unit;
        });
    if (declared) return;
    const model::Item* named = index_.Item(item);
    const bool of_events = named != nullptr && named->cadence != model::Cadence::kStanding &&
                           named->cadence != model::Cadence::kAnnual;
    draft.kind = FindingKind::kBlankColumn;
    draft.item = item;
    // What no rule and no place of the plan calls a column may be a page that only looks like one.
    const bool known = rule != nullptr || named != nullptr;
    draft.needs_review = draft.needs_review || of_events || !known || (rule != nullptr && rule->may_be_blank);
    draft.reason = Msg("the column \"{}\" holds no entry", draft.title);
    sink_.Add(std::move(draft), {},
              {EvidenceOf(model::EvidenceType::kListTrail, *list.pages.front(), list.trail.name)});
  }

  struct Foreign {
    const model::PageRecord* page = nullptr;
    std::string url, text;
    size_t pages = 0;
  };

  void NoteForeign(const model::PageRecord& page, const model::PageFacts& facts) {
    for (const auto& link : facts.audit.foreign_links) {
      auto& known = foreign_[{page.site, std::string(SplitUrl(link.url).host)}];
      if (known.page == nullptr) known = {&page, link.url, link.text, 0};
      ++known.pages;
    }
  }

  void AddForeign() {
    for (const auto& [key, link] : foreign_) {
      FindingDraft draft;
      draft.kind = FindingKind::kForeignLink;
      draft.unit = guard_.UnitOfUrl(link.page->site, link.page->url);
      draft.subject = key.first + "\x1f" + key.second;
      draft.subject_text = key.second;
      draft.url = link.page->url;
      draft.title = link.text;
      draft.needs_review = draft.unit.empty();
      draft.reason = Msg("{} pages of {} link to a host that is not allowed: \"{}\" leads to {}", link.pages,
                         index_.SiteName(key.first), link.text, link.url);
      sink_.Add(std::move(draft), index_.plan.inspection.foreign_links,
                {EvidenceOf(model::EvidenceType::kPage, *link.page, link.text + " " + link.url)});
    }
  }

  void NoteIndex(const model::PageRecord& page, const model::PageFacts& facts) {
    for (const std::string& fault : facts.audit.index_faults)
      index_faults_[page.site][fault].push_back(&page);
  }

  [[nodiscard]] FindingDraft TagsDraft(const std::string& site, std::string_view part) const {
    FindingDraft draft;
    draft.kind = FindingKind::kPageTags;
    const auto* profile = index_.Site(site);
    if (profile != nullptr) draft.unit = index_.Canonical(profile->unit);
    draft.subject = site + "\x1f" + std::string(part);
    draft.subject_text = index_.SiteName(site);
    return draft;
  }

  void AddIndexFaults() {
    for (const auto& [site, faults] : index_faults_) {
      FindingDraft draft = TagsDraft(site, "index_number");
      if (draft.unit.empty()) continue;
      size_t count = 0;
      std::vector<model::Evidence> proof;
      for (const auto& [fault, pages] : faults) {
        count += pages.size();
        draft.details.push_back(Msg("{}: {} pages", "index:" + fault, pages.size()));
        for (const auto* page : pages) {
          if (proof.size() >= kMaxProof) break;
          const auto* facts = index_.Facts(page->id);
          proof.push_back(EvidenceOf(model::EvidenceType::kPage, *page,
                                     facts->index_number ? facts->index_number->value : fault));
        }
      }
      draft.url = proof.front().url;
      draft.reason = Msg("index numbers on {} pages of {} are wrong", count, draft.subject_text);
      sink_.Add(std::move(draft), index_.plan.inspection.page_tags, std::move(proof));
    }
  }

  void NoteCode(const model::PageRecord& page, const model::PageFacts& facts) {
    const auto& audit = facts.audit;
    const auto& divisions = index_.plan.inspection.division_codes;
    const bool numbered = audit.site_code.size() == kSiteCodeDigits &&
                          audit.site_code.find_first_not_of("0123456789") == std::string::npos;
    const bool other = numbered && !divisions.empty() &&
                       std::none_of(divisions.begin(), divisions.end(), [&](const std::string& code) {
                         return audit.site_code.starts_with(code);
                       });
    if (other) codes_[page.site]["site_code_of_another_division"].push_back(&page);
    if (audit.site_codes_differ) codes_[page.site]["site_codes_differ"].push_back(&page);
    for (const std::string& part : audit.footer_missing) codes_[page.site]["footer:" + part].push_back(&page);
  }

  void AddCodes() {
    for (const auto& [site, faults] : codes_) {
      FindingDraft draft = TagsDraft(site, "footer");
      if (draft.unit.empty()) continue;
      std::vector<model::Evidence> proof;
      for (const auto& [fault, pages] : faults) {
        draft.details.push_back(Msg("{}: {} pages", fault, pages.size()));
        if (proof.size() >= kMaxProof) continue;
        const auto* facts = index_.Facts(pages.front()->id);
        proof.push_back(
            EvidenceOf(model::EvidenceType::kPage, *pages.front(), fault + " " + facts->audit.site_code));
      }
      draft.url = proof.front().url;
      draft.reason = Msg("footer and site code of {} have faults", draft.subject_text);
      sink_.Add(std::move(draft), index_.plan.inspection.page_tags, std::move(proof));
    }
  }

  const CheckIndex& index_;
  const Cases& cases_;
  const std::vector<SiteReach>& reach_;
  const PlaceGuard& guard_;
  using Faults = std::map<std::string, std::map<std::string, std::vector<const model::PageRecord*>>>;
  std::map<std::pair<std::string, std::string>, Foreign> foreign_;
  Faults index_faults_, codes_;
  std::map<std::pair<std::string, std::string>, base::Date>
      newest_;  ///< Of a site, by unit and name of list.
  FindingSink sink_;
};

}  // namespace

const model::ColumnRule* RuleOfColumn(const model::Inspection& inspection, std::string_view name) {
  const std::string folded = base::FoldLabel(name);
  for (const model::ColumnRule& rule : inspection.columns) {
    if (HasWord(rule.names, folded) && !HasWord(rule.except, folded)) return &rule;
  }
  return nullptr;
}

std::vector<model::Finding> ColumnFindings(const CheckIndex& index, const Cases& cases,
                                           const std::vector<SiteReach>& reach, const PlaceGuard& guard) {
  return ColumnLook(index, cases, reach, guard).Build();
}

}  // namespace mingcha::checker
