#include "checker/chains.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;

/// All that stands at one stage of one project.
struct Stage {
  std::vector<const Notice*> pages;
  std::vector<const model::LedgerRow*> rows;
};

/// Pages that change the course of a project.
struct Turns {
  std::vector<const Notice*> amends, closes;
};

bool IsPeriodic(const model::Item& item) {
  return item.cadence == model::Cadence::kStanding || item.cadence == model::Cadence::kAnnual;
}

bool Contains(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

class ChainBuilder {
 public:
  ChainBuilder(const CheckIndex& index, const LimitTable& limits, const ProjectJoin& projects,
               const Sections& sections)
      : index_(index), limits_(limits), projects_(projects), sections_(sections) {
    for (const auto& link : index.plan.chains) {
      if (link.kind != model::ChainKind::kIf) from_.insert(index.Base(link.from_item));
    }
    if (from_.empty()) return;
    for (size_t i = 0; i < index.disclosures().size(); ++i) TakePage(i);
    for (size_t i = 0; i < index.plan.registers.ledger.size(); ++i) {
      const auto& row = index.plan.registers.ledger[i];
      if (from_.contains(index.Base(row.item)) && row.event_date && *row.event_date <= index.input.as_of)
        stages_[index.Base(row.item)][projects.OfRow(i)].rows.push_back(&row);
    }
  }

  Cases Build(Cases* ledger_cases) {
    std::map<std::pair<std::string_view, size_t>, std::vector<const Case*>> by_ledger;
    for (const Case& owed : *ledger_cases) {
      if (!owed.group) continue;
      for (const std::string& base : owed.bases) by_ledger[{base, *owed.group}].push_back(&owed);
    }
    for (const auto& link : index_.plan.chains) {
      if (link.kind == model::ChainKind::kIf || link.to_items.empty()) continue;
      const auto from = stages_.find(index_.Base(link.from_item));
      if (from == stages_.end()) continue;
      for (const auto& [group, stage] : from->second) {
        const size_t parts = sections_.PartsOf(group);
        for (size_t part = 0; part < std::max<size_t>(parts, 1); ++part) {
          const std::vector<size_t> about = parts == 0 ? std::vector<size_t>() : std::vector<size_t>{part};
          const bool known = std::any_of(
              link.to_items.begin(), link.to_items.end(), [&, group = group](const std::string& to) {
                const auto asked = by_ledger.find({index_.Base(to), group});
                return asked != by_ledger.end() &&
                       std::any_of(asked->second.begin(), asked->second.end(),
                                   [&](const Case* owed) { return SharesSection(owed->parts, about); });
              });
          if (!known) Follow(link, group, parts == 0 ? stage : PartOf(stage, about), about);
        }
      }
    }
    Cases cases;
    for (auto& [key, owed] : cases_) cases.push_back(std::move(owed));
    return cases;
  }

 private:
  /// What of a stage speaks of one part of its project; what speaks of the whole does.
  [[nodiscard]] Stage PartOf(const Stage& stage, const std::vector<size_t>& about) const {
    Stage part;
    for (const Notice* page : stage.pages) {
      if (SharesSection(sections_.OfDisclosure(index_.RankOf(*page)), about)) part.pages.push_back(page);
    }
    for (const auto* row : stage.rows) {
      const auto i = static_cast<size_t>(row - index_.plan.registers.ledger.data());
      if (SharesSection(sections_.OfRow(i), about)) part.rows.push_back(row);
    }
    // What names the part itself speaks before what names others too.
    std::stable_sort(part.pages.begin(), part.pages.end(),
                     [&](const Notice* a, const Notice* b) { return Breadth(*a) < Breadth(*b); });
    return part;
  }

  /// How many parts a page speaks of; the whole is most.
  [[nodiscard]] size_t Breadth(const Notice& page) const {
    const size_t parts = sections_.OfDisclosure(index_.RankOf(page)).size();
    return parts == 0 ? std::string::npos : parts;
  }

  void TakePage(size_t i) {
    const Notice& page = *index_.disclosures()[i];
    const model::Item* item = index_.ItemOf(page);
    const size_t group = projects_.OfDisclosure(i);
    if (!page.context.empty()) {
      const model::TitleContext* context = index_.Context(page.context);
      if (context == nullptr) return;
      if (context->kind == model::TitleContextKind::kCloses) turns_[group].closes.push_back(&page);
      if (context->kind == model::TitleContextKind::kAmends) turns_[group].amends.push_back(&page);
      return;
    }
    if (item == nullptr || IsPeriodic(*item) || page.grade == model::Grade::kWeak ||
        !from_.contains(index_.Base(item->id)))
      return;
    const auto published = PublishedOf(index_, page);
    if (published && published->first > index_.input.as_of) return;
    stages_[index_.Base(item->id)][group].pages.push_back(&page);
  }

  [[nodiscard]] std::optional<Date> LastDay(const std::vector<const Notice*>& pages) const {
    std::optional<Date> last;
    for (const Notice* page : pages) {
      const auto published = PublishedOf(index_, *page);
      if (published && published->first <= index_.input.as_of)
        last = std::max(last.value_or(published->first), published->first);
    }
    return last;
  }

  [[nodiscard]] std::optional<Date> FirstDay(const Stage& stage) const {
    std::optional<Date> first;
    for (const auto* row : stage.rows) first = std::min(first.value_or(*row->event_date), *row->event_date);
    for (const Notice* page : stage.pages) {
      if (const auto published = PublishedOf(index_, *page))
        first = std::min(first.value_or(published->first), published->first);
    }
    return first;
  }

  /// The day the clock of a forward link starts: the predecessor's latest showing, moved on by amendments.
  /// nullopt if nothing is dated or a closing page came afterwards.
  [[nodiscard]] std::optional<Date> ForwardStart(size_t group, const Stage& stage,
                                                 const std::vector<size_t>& about) const {
    std::optional<Date> start = LastDay(stage.pages);
    for (const auto* row : stage.rows) start = std::max(start.value_or(*row->event_date), *row->event_date);
    const auto it = turns_.find(group);
    if (!start || it == turns_.end()) return start;
    for (const Notice* closing : it->second.closes) {
      if (!SharesSection(sections_.OfDisclosure(index_.RankOf(*closing)), about)) continue;
      const auto published = PublishedOf(index_, *closing);
      if (!published || published->last >= *start) return std::nullopt;
    }
    std::vector<const Notice*> amends;
    for (const Notice* page : it->second.amends) {
      if (SharesSection(sections_.OfDisclosure(index_.RankOf(*page)), about)) amends.push_back(page);
    }
    if (const auto amended = LastDay(amends)) start = std::max(*start, *amended);
    return start;
  }

  [[nodiscard]] std::optional<Date> ForwardDue(const model::ChainLink& link, const model::Item& item,
                                               std::string_view unit, Date start) const {
    if (link.latest_days <= 0) return std::nullopt;
    const auto& calendar = index_.input.calendar;
    Date latest = start.PlusDays(link.latest_days);
    if (link.latest_unit == model::DayUnit::kWorking) {
      const auto day = calendar.AddWorkdays(start, link.latest_days);
      if (!day) return std::nullopt;
      latest = *day;
    }
    const LimitSet limits = limits_.Of(item, unit, model::LimitKind::kPublishBy);
    for (const auto* list : {&limits.specific, &limits.defaults}) {
      for (const auto* rule : *list) {
        if (!rule->valid.Contains(latest)) continue;
        const auto due = DueDate(calendar, *rule, latest);
        return due ? std::optional(*due) : std::nullopt;
      }
    }
    return latest;
  }

  /// Settled 5: the unit that page, ledger or project record names; empty if none of them is one for the
  /// item.
  [[nodiscard]] std::string ChargedUnit(const model::ChainLink& link, const model::Item& item, size_t group,
                                        const Stage& stage) const {
    const auto& named = index_.Obligated(item.id);
    std::vector<std::string> seen;
    for (const auto* row : stage.rows) seen.emplace_back(index_.Canonical(row->unit));
    for (const Notice* page : stage.pages) {
      if (!page->unit_conflict && !page->other_body) seen.emplace_back(index_.Canonical(page->unit));
    }
    if (const auto* record = projects_.Register(group)) seen.emplace_back(index_.Canonical(record->unit));
    std::erase(seen, "");
    for (const std::string& unit : seen) {
      if (Contains(named, unit)) return unit;
    }
    const model::Item* from = index_.Item(link.from_item);
    const model::Area* area = index_.Area(item.area);
    if (!seen.empty() && area != nullptr && area->open && from != nullptr && from->area == item.area)
      return seen.front();
    // What a register says is another unit's is no duty of the only one that the plan names.
    const bool told = std::any_of(stage.rows.begin(), stage.rows.end(),
                                  [&](const auto* row) { return !index_.Canonical(row->unit).empty(); });
    return named.size() == 1 && !told ? named.front() : std::string();
  }

  void Follow(const model::ChainLink& link, size_t group, const Stage& stage,
              const std::vector<size_t>& about) {
    const bool major = projects_.IsMajor(group);
    const model::Item* item = index_.Item(index_.Charged(index_.Base(link.to_items.front()), major));
    if (item == nullptr || IsPeriodic(*item) || (item->major_project_only && !major)) return;
    const auto start = link.backward ? FirstDay(stage) : ForwardStart(group, stage, about);
    if (!start) return;
    const std::string unit = ChargedUnit(link, *item, group, stage);
    const auto due = link.backward ? start : ForwardDue(link, *item, unit, *start);
    Case owed;
    owed.item = item;
    for (const std::string& to : link.to_items) owed.bases.emplace_back(index_.Base(to));
    owed.group = group;
    owed.parts = about;
    owed.link = &link;
    owed.backward = link.backward;
    owed.sources = stage.pages;
    owed.record.item = item->id;
    owed.record.unit = unit;
    owed.record.shown_unit = index_.Canonical(unit);
    if (!unit.empty()) owed.units = {owed.record.shown_unit};
    const model::Area* area = index_.Area(item->area);
    owed.any_unit = area != nullptr && area->open;
    owed.record.source = model::ObligationSource::kChain;
    owed.record.due_on = due;
    owed.record.review_only = !link.basis.verified || unit.empty();
    NameSubject(stage, &owed);
    NamePart(stage, &owed);
    owed.record.reason =
        link.backward
            ? Msg("\"{}\" of {} implies that \"{}\" came before it ({})", index_.ItemName(link.from_item),
                  start->Iso(), item->name, link.basis.text)
            : Msg("\"{}\" of {} is followed by \"{}\" within {} days ({})", index_.ItemName(link.from_item),
                  start->Iso(), item->name, link.latest_days, link.basis.text);
    Keep(std::move(owed));
  }

  void NameSubject(const Stage& stage, Case* owed) const {
    for (const auto* row : stage.rows) {
      owed->record.from.push_back(ShortPlace(row->place));
      Name(index_.SubjectKey(row->subject), row->subject, row->project_code, owed);
      const auto refs = References(*row);
      owed->refs.insert(owed->refs.end(), refs.begin(), refs.end());
    }
    for (const Notice* page : stage.pages) {
      owed->record.from.emplace_back(page->id);
      Name(page->subject, page->subject_text.empty() ? page->title : page->subject_text,
           page->codes.empty() ? Text() : page->codes.front(), owed);
      const auto& refs = page->refs;
      owed->refs.insert(owed->refs.end(), refs.begin(), refs.end());
    }
    std::sort(owed->refs.begin(), owed->refs.end());
    owed->refs.erase(std::unique(owed->refs.begin(), owed->refs.end()), owed->refs.end());
  }

  /// Where no name is that of the part alone, the part is added to it.
  void NamePart(const Stage& stage, Case* owed) const {
    if (owed->parts.empty()) return;
    if (stage.rows.empty() && !stage.pages.empty() && Breadth(*stage.pages.front()) == 1) return;
    if (!stage.rows.empty()) {
      const auto i = static_cast<size_t>(stage.rows.front() - index_.plan.registers.ledger.data());
      if (sections_.OfRow(i).size() == 1) return;
    }
    const std::string& name = sections_.NameOf(*owed->group, owed->parts.front());
    owed->record.subject += "\x1f" + name;
    owed->record.subject_text += " (" + name + ")";
    owed->named = false;
  }

  static void Name(std::string_view subject, std::string_view text, std::string_view code, Case* owed) {
    if (owed->record.subject.empty()) {
      const std::string key = FoldSubject(subject);
      owed->named = !key.empty();
      owed->record.subject = owed->named ? key : base::FoldLabel(text);
      owed->record.subject_text = text;
    }
    if (owed->record.project_code.empty()) owed->record.project_code = code;
  }

  /// Several links may ask for the same: of those that give a day, the verified speak before the others, then
  /// the soonest.
  void Keep(Case owed) {
    const auto key = std::tuple(owed.bases.front(), *owed.group, owed.parts);
    const auto [it, is_new] = cases_.try_emplace(key, std::move(owed));
    if (is_new) return;
    Case& known = it->second;
    known.refs.insert(known.refs.end(), owed.refs.begin(), owed.refs.end());
    std::sort(known.refs.begin(), known.refs.end());
    known.refs.erase(std::unique(known.refs.begin(), known.refs.end()), known.refs.end());
    if (Rank(owed) < Rank(known)) {
      owed.refs = known.refs;
      owed.record.subject = known.record.subject;  // one name for one thing, whichever link speaks
      owed.record.subject_text = known.record.subject_text;
      owed.named = known.named;
      AddNote(&owed, known.record.reason);
      known = std::move(owed);
    } else {
      AddNote(&known, owed.record.reason);
    }
  }

  [[nodiscard]] std::tuple<bool, bool, Date, std::string_view> Rank(const Case& owed) const {
    const Date due = owed.record.due_on.value_or(index_.input.calendar.last());
    return {!owed.record.due_on, owed.record.review_only, due, owed.link->id};
  }

  const CheckIndex& index_;
  const LimitTable& limits_;
  const ProjectJoin& projects_;
  const Sections& sections_;
  std::set<std::string_view> from_;  ///< Base items that links start from.
  std::map<std::string_view, std::map<size_t, Stage>> stages_;
  std::map<size_t, Turns> turns_;
  std::map<std::tuple<std::string, size_t, std::vector<size_t>>, Case> cases_;
};

/// Pages of one item and project that speak of one and the same event.
struct Cluster {
  std::vector<const Notice*> pages;
  std::vector<std::string> refs;
};

using Clusters = std::map<std::tuple<std::string_view, size_t, std::vector<size_t>>,
                          std::vector<Cluster>>;  // item, project,
                                                  // parts

/// Into the first cluster whose numbers do not speak against it; false if there is none.
bool Join(const Notice& page, std::vector<Cluster>* list) {
  const auto& refs = page.refs;
  const auto home = std::find_if(list->begin(), list->end(), [&](const Cluster& cluster) {
    return !ReferencesConflict(cluster.refs, refs);
  });
  if (home == list->end()) return false;
  home->pages.push_back(&page);
  home->refs.insert(home->refs.end(), refs.begin(), refs.end());
  std::sort(home->refs.begin(), home->refs.end());
  home->refs.erase(std::unique(home->refs.begin(), home->refs.end()), home->refs.end());
  return true;
}

/// A page about the whole project stands with each of its parts that has a page of its own.
void ShareWhole(Clusters* clusters) {
  for (auto whole = clusters->begin(); whole != clusters->end(); ++whole) {
    const auto& [base, group, parts] = whole->first;  // of one item and project the whole comes first
    if (!parts.empty()) continue;
    for (Cluster& cluster : whole->second) {
      std::erase_if(cluster.pages, [&, &base = base, &group = group](const Notice* page) {
        bool stands = false;
        for (auto part = std::next(whole); part != clusters->end(); ++part) {
          if (std::get<0>(part->first) != base || std::get<1>(part->first) != group) break;
          stands = Join(*page, &part->second) || stands;
        }
        return stands;
      });
    }
    std::erase_if(whole->second, [](const Cluster& cluster) { return cluster.pages.empty(); });
  }
}

std::string UnitOf(const CheckIndex& index, const model::Item& item, const Cluster& cluster) {
  std::string unit;
  for (const Notice* page : cluster.pages) {
    std::string current(page->unit_conflict || page->other_body ? "" : index.Canonical(page->unit));
    if (current.empty()) continue;
    if (Contains(index.Obligated(item.id), current)) return current;
    if (unit.empty()) unit = current;
  }
  return unit;
}

Case PageCase(const CheckIndex& index, const ProjectJoin& projects, size_t group, const Cluster& cluster) {
  const Notice& first = *cluster.pages.front();
  const model::Item* item = index.Item(index.Charged(index.Base(first.item), projects.IsMajor(group)));
  if (item == nullptr) item = index.Item(first.item);
  Case owed;
  owed.item = item;
  owed.bases = {std::string(index.Base(item->id))};
  owed.made_by_page = true;
  owed.group = group;
  owed.refs = cluster.refs;
  owed.sources = cluster.pages;
  owed.record.item = item->id;
  owed.record.unit = UnitOf(index, *item, cluster);
  owed.record.shown_unit = owed.record.unit;
  if (!owed.record.unit.empty()) owed.units = {owed.record.unit};
  const model::Area* area = index.Area(item->area);
  owed.any_unit = area != nullptr && area->open;
  owed.record.review_only =
      owed.record.unit.empty() || (!owed.any_unit && !Contains(index.Obligated(item->id), owed.record.unit));
  owed.record.source = model::ObligationSource::kCrossChannel;
  owed.named = !first.key.empty();
  owed.record.subject = owed.named ? first.key.str() : base::FoldLabel(first.title);
  owed.record.subject_text = first.subject_text.empty() ? first.title : first.subject_text;
  if (!first.codes.empty()) owed.record.project_code = first.codes.front();
  for (const Notice* page : cluster.pages) {
    owed.record.from.emplace_back(page->id);
  }
  owed.matched = cluster.pages;
  return owed;
}

}  // namespace

Cases ChainObligations(const CheckIndex& index, const LimitTable& limits, const ProjectJoin& projects,
                       const Sections& sections, Cases* ledger_cases) {
  return ChainBuilder(index, limits, projects, sections).Build(ledger_cases);
}

Cases PageObligations(const CheckIndex& index, const ProjectJoin& projects, const Sections& sections,
                      const Cases& cases) {
  std::vector<bool> used(index.input.disclosures.size(), false);
  for (const Case& owed : cases) {
    for (const auto* page : owed.matched) used[page->position] = true;
    for (const auto* page : owed.weak) used[page->position] = true;
  }
  Clusters clusters;
  for (size_t i = 0; i < index.disclosures().size(); ++i) {
    const Notice& page = *index.disclosures()[i];
    if (used[page.position]) continue;
    const model::Item* item = index.ItemOf(page);
    if (item == nullptr || IsPeriodic(*item) || !page.context.empty() || page.grade == model::Grade::kWeak)
      continue;
    const auto published = PublishedOf(index, page);
    if (published && published->first > index.input.as_of) continue;
    auto& list = clusters[{index.BaseOf(page), projects.OfDisclosure(i), sections.OfDisclosure(i)}];
    if (!Join(page, &list)) {
      list.emplace_back();
      (void)Join(page, &list);
    }
  }
  ShareWhole(&clusters);
  Cases found;
  for (const auto& [key, list] : clusters) {
    for (const Cluster& cluster : list) found.push_back(PageCase(index, projects, std::get<1>(key), cluster));
  }
  return found;
}

}  // namespace mingcha::checker
