#include "checker/obligations.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "checker/due_soon.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::Cadence;
using model::ObligationSource;

struct YearDue {
  int year;
  base::Date due;
  const model::LimitRule* rule;
};

/// A permit matter of a unit's guide, and how it came to be known.
struct Matter {
  std::string text, place;
  bool from_ledger = false;
};

class Builder {
 public:
  Builder(const CheckIndex& index, const LimitTable& limits, const ProjectJoin& projects,
          const Sections& sections)
      : index_(index),
        limits_(limits),
        projects_(projects),
        sections_(sections),
        horizon_(DueHorizon(index)) {
    for (const auto& row : index.plan.registers.ledger)
      ledger_items_.insert(std::string(index.Base(row.item)));
  }

  Cases Build() && {
    for (const auto& item : index_.plan.items) {
      if (item.cadence == Cadence::kStanding) AddStanding(item);
      if (item.cadence == Cadence::kAnnual) AddAnnual(item);
    }
    for (size_t i = 0; i < index_.plan.registers.ledger.size(); ++i) AddRow(i);
    return std::move(cases_);
  }

 private:
  [[nodiscard]] Case NewCase(const model::Item& item, std::string_view unit, ObligationSource source) const {
    Case owed;
    owed.item = &item;
    owed.bases = {std::string(index_.Base(item.id))};
    owed.record.item = item.id;
    owed.record.unit = unit;
    owed.record.shown_unit = index_.Canonical(unit);
    owed.record.source = source;
    if (!owed.record.shown_unit.empty()) owed.units = {owed.record.shown_unit};
    const model::Area* area = index_.Area(item.area);
    owed.any_unit = area != nullptr && area->open;
    return owed;
  }

  /// False for one that was not founded yet on `day` and had no predecessor, or was closed and has no
  /// successor: then nobody owed anything.
  [[nodiscard]] bool WasThere(std::string_view unit, base::Date day) const {
    const model::Unit* record = index_.plan.FindUnit(unit);
    return record == nullptr || record->valid.Contains(day);
  }

  /// Obligated units as they answered on `day`, each with the plan's names that lead to it.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> UnitsOn(const model::Item& item,
                                                                        base::Date day) const {
    std::map<std::string, std::vector<std::string>> units;
    for (const std::string& named : model::ObligatedUnits(index_.plan, item)) {
      std::string unit = ResponsibleAt(index_, named, day);
      if (!WasThere(unit, day)) continue;
      auto& names = units[std::move(unit)];
      std::string name = index_.UnitName(named);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return units;
  }

  [[nodiscard]] std::string LeadOf(const model::Item& item, base::Date day) const {
    const model::Area* area = index_.Area(item.area);
    if (area != nullptr && !area->lead.empty()) return ResponsibleAt(index_, area->lead, day);
    const auto named = model::ObligatedUnits(index_.plan, item);
    return named.empty() ? std::string() : ResponsibleAt(index_, named.front(), day);
  }

  void AddStanding(const model::Item& item) {
    const base::Date day = index_.input.as_of;
    const auto start = index_.input.calendar.AddWorkdays(index_.plan.assessment.plan_date, 20);
    const auto add = [&](Case owed) {
      if (start) owed.record.due_on = *start;
      cases_.push_back(std::move(owed));
    };
    if (item.owed_by != model::OwedBy::kEach) {
      if (auto owed = SharedCase(item, day, ObligationSource::kStanding)) add(std::move(*owed));
      return;
    }
    for (const auto& [unit, names] : UnitsOn(item, day)) {
      const auto matters = item.permit_matter ? MattersOf(item, unit) : std::map<std::string, Matter>();
      if (matters.empty()) {
        Case owed = NewCase(item, unit, ObligationSource::kStanding);
        owed.record.reason = item.permit_matter
                                 ? Msg("{} owes \"{}\" for every permit matter of its guide; which matters "
                                       "there are is not known",
                                       base::Join(names, " / "), item.name)
                                 : Msg("{} owes \"{}\" at all times", base::Join(names, " / "), item.name);
        add(std::move(owed));
      }
      for (const auto& [key, matter] : matters) add(MatterCase(item, unit, key, matter));
    }
  }

  [[nodiscard]] Case MatterCase(const model::Item& item, const std::string& unit, const std::string& key,
                                const Matter& matter) const {
    Case owed = NewCase(item, unit, ObligationSource::kStanding);
    owed.named = !key.empty();
    owed.record.subject = key;
    owed.record.subject_text = matter.text;
    owed.record.review_only = !matter.from_ledger;
    owed.record.from.push_back(ShortPlace(matter.place));
    owed.record.reason =
        Msg("{} owes \"{}\" for the permit matter \"{}\"", index_.UnitName(unit), item.name, matter.text);
    return owed;
  }

  /// Matters named by ledger rows or seen on the unit's guide pages, for all permit-matter items of the area.
  [[nodiscard]] std::map<std::string, Matter> MattersOf(const model::Item& item,
                                                        std::string_view unit) const {
    std::map<std::string, Matter> matters;
    const auto belongs = [&](std::string_view id, std::string_view owner) {
      const model::Item* other = index_.Item(id);
      return other != nullptr && other->permit_matter && other->area == item.area &&
             index_.Canonical(owner) == index_.Canonical(unit);
    };
    for (const auto& row : index_.plan.registers.ledger) {
      const std::string key = index_.SubjectKey(row.subject);
      if (!key.empty() && belongs(row.item, row.unit)) matters[key] = {row.subject, row.place, true};
    }
    for (const auto* page : index_.disclosures()) {
      if (page->grade == model::Grade::kWeak || page->unit_conflict || page->other_body) continue;
      const std::string& key = page->key;
      if (!key.empty() && belongs(page->item, page->unit))
        matters.try_emplace(key, Matter{page->subject_text.empty() ? page->subject : page->subject_text,
                                        page->id.str(), false});
    }
    return matters;
  }

  /// Owed once by the unit that makes it, or by any: charged to the lead. A ledger decides instead.
  [[nodiscard]] std::optional<Case> SharedCase(const model::Item& item, base::Date day,
                                               ObligationSource source) const {
    if (ledger_items_.contains(std::string(index_.Base(item.id)))) return std::nullopt;
    const auto units = UnitsOn(item, day);
    if (units.empty()) return std::nullopt;
    Case owed = NewCase(item, LeadOf(item, day), source);
    owed.shared = true;
    owed.units.clear();
    for (const auto& [unit, names] : units) owed.units.emplace_back(index_.Canonical(unit));
    std::sort(owed.units.begin(), owed.units.end());
    owed.units.erase(std::unique(owed.units.begin(), owed.units.end()), owed.units.end());
    owed.record.review_only = item.owed_by == model::OwedBy::kMaker;
    owed.record.reason =
        item.owed_by == model::OwedBy::kMaker
            ? Msg("\"{}\" is owed once, by the unit that makes it; a gap is charged to the lead unit {}",
                  item.name, index_.UnitName(owed.record.unit))
            : Msg("\"{}\" is owed once, by any of the units named; a gap is charged to the lead unit {}",
                  item.name, index_.UnitName(owed.record.unit));
    return owed;
  }

  /// Periods of an annual item that fall due inside the window.
  /// Also those that fall due soon after as-of, for the list of what is to come.
  [[nodiscard]] std::vector<YearDue> YearsOf(const model::Item& item, std::string_view unit) const {
    const std::vector<const model::LimitRule*> rules =
        limits_.Of(item, unit, model::LimitKind::kCalendarDate).specific;
    std::vector<YearDue> years;
    const model::Window& window = index_.input.window;
    const int last = std::max(window.to.year(), horizon_ ? horizon_->year() : 0);
    for (int year = window.from.year() - 2; year <= last; ++year) {
      YearDue found{year, CalendarDue(nullptr, year), nullptr};
      for (const auto* rule : rules) {
        const base::Date due = CalendarDue(rule, year);
        if (!rule->valid.Contains(due)) continue;
        found = {year, due, rule};
        break;
      }
      const bool judged = window.from <= found.due && found.due <= window.to;
      const bool soon = index_.input.as_of < found.due && horizon_ && found.due <= *horizon_;
      if (judged || soon) years.push_back(found);
    }
    return years;
  }

  void SetPeriod(const YearDue& period, Case* owed) const {
    owed->year = period.year;
    owed->calendar_rule = period.rule;
    owed->rule = period.rule;
    owed->record.period = std::to_string(period.year);
    owed->record.due_on = period.due;
    if (period.rule != nullptr) owed->record.limit_rule = period.rule->id;
  }

  void AddAnnual(const model::Item& item) {
    if (item.owed_by != model::OwedBy::kEach) {
      for (const YearDue& period : YearsOf(item, LeadOf(item, index_.input.as_of))) {
        auto owed = SharedCase(item, period.due, ObligationSource::kAnnual);
        if (!owed) continue;
        SetPeriod(period, &*owed);
        cases_.push_back(std::move(*owed));
      }
      return;
    }
    // Which day a unit's period falls due depends on the unit, and which unit answers depends on that day.
    std::set<std::pair<std::string, int>> seen;
    for (const std::string& named : model::ObligatedUnits(index_.plan, item)) {
      for (const YearDue& period : YearsOf(item, named)) {
        const std::string unit = ResponsibleAt(index_, named, period.due);
        if (!WasThere(unit, period.due) || !seen.emplace(unit, period.year).second) continue;
        const auto units = UnitsOn(item, period.due);
        const auto names = units.find(unit);
        Case owed = NewCase(item, unit, ObligationSource::kAnnual);
        owed.record.reason =
            Msg("{} owes \"{}\" once a year, here for {}",
                names == units.end() ? index_.UnitName(unit) : base::Join(names->second, " / "), item.name,
                period.year);
        SetPeriod(period, &owed);
        cases_.push_back(std::move(owed));
      }
    }
  }

  [[nodiscard]] Case RowCase(const model::Item& item, const model::LedgerRow& row) const {
    const base::Date day = row.event_date.value_or(index_.input.as_of);
    Case owed = NewCase(item, row.unit.empty() ? std::string() : ResponsibleAt(index_, row.unit, day),
                        ObligationSource::kLedger);
    owed.row = &row;
    owed.record.subject_text = row.subject;
    owed.record.project_code = row.project_code.empty() ? row.doc_number : row.project_code;
    return owed;
  }

  void AddRow(size_t i) {
    const model::LedgerRow& row = index_.plan.registers.ledger[i];
    const model::Item* item = index_.Item(row.item);
    if (item == nullptr || (item->permit_matter && !index_.SubjectKey(row.subject).empty())) return;
    if (item->cadence == Cadence::kAnnual) {
      for (const YearDue& period : YearsOf(*item, row.unit)) {
        if (row.event_date && row.event_date->year() != period.year) continue;
        Case owed = RowCase(*item, row);
        owed.record.subject_text.clear();
        SetPeriod(period, &owed);
        AddOnce(std::move(owed));
      }
      return;
    }
    if (item->cadence == Cadence::kStanding) {
      Case owed = RowCase(*item, row);
      owed.record.subject_text.clear();
      AddOnce(std::move(owed));
      return;
    }
    const size_t group = projects_.OfRow(i);
    const model::Item* charged = index_.Item(index_.Charged(index_.Base(item->id), projects_.IsMajor(group)));
    Case owed = RowCase(charged == nullptr ? *item : *charged, row);
    owed.group = group;
    owed.parts = sections_.OfRow(i);
    owed.refs = projects_.RefsOfRow(i);
    owed.record.subject = projects_.KeyOfRow(i);
    owed.named = !owed.record.subject.empty();
    cases_.push_back(std::move(owed));
  }

  /// A row about a standing or annual item that the plan asks of the unit anyway only backs it.
  void AddOnce(Case owed) {
    for (Case& known : cases_) {
      if (known.bases != owed.bases || known.record.shown_unit != owed.record.shown_unit ||
          known.record.period != owed.record.period || known.named)
        continue;
      known.record.from.push_back(ShortPlace(owed.row->place));
      return;
    }
    cases_.push_back(std::move(owed));
  }

  const CheckIndex& index_;
  const LimitTable& limits_;
  const ProjectJoin& projects_;
  const Sections& sections_;
  std::optional<base::Date> horizon_;
  std::set<std::string> ledger_items_;
  Cases cases_;
};

auto KeyOf(const Case& owed) {
  return std::tie(owed.record.item, owed.record.unit, owed.record.subject, owed.record.period);
}

/// Everything that tells two cases of one key apart, in a fixed order.
auto TieBreak(const Case& owed) {
  return std::tuple(base::Join(owed.refs, "\x1f"), owed.record.event_date, owed.record.due_on, FromOf(owed));
}

/// By key, then what tells equal keys apart, then as they came. Cases are large: their order is sorted first,
/// then each is moved once, along the cycles of the permutation.
void SortInPlace(Cases* cases) {
  std::vector<uint32_t> from(cases->size());
  std::iota(from.begin(), from.end(), 0U);
  std::sort(from.begin(), from.end(), [&](uint32_t i, uint32_t j) {
    const Case& a = (*cases)[i];
    const Case& b = (*cases)[j];
    if (const auto order = KeyOf(a) <=> KeyOf(b); order != 0) return order < 0;
    const auto one = TieBreak(a);
    const auto other = TieBreak(b);
    return one != other ? one < other : i < j;
  });
  for (uint32_t start = 0; start < from.size(); ++start) {
    if (from[start] == start) continue;
    Case held = std::move((*cases)[start]);
    uint32_t hole = start;
    while (from[hole] != start) {
      const uint32_t next = from[hole];
      (*cases)[hole] = std::move((*cases)[next]);
      from[hole] = hole;
      hole = next;
    }
    (*cases)[hole] = std::move(held);
    from[hole] = hole;
  }
}

}  // namespace

std::string ResponsibleAt(const CheckIndex& index, std::string_view unit, base::Date day) {
  std::string current = model::SuccessorAt(index.plan, unit, day);
  for (size_t steps = 0; steps < index.plan.units.size(); ++steps) {
    const model::Unit* record = index.plan.FindUnit(current);
    if (record == nullptr || !record->valid.from || *record->valid.from <= day) return current;
    const auto before = std::find_if(index.plan.units.begin(), index.plan.units.end(),
                                     [&](const model::Unit& other) { return other.successor == current; });
    if (before == index.plan.units.end()) return current;
    current = before->id;
  }
  return current;
}

Cases KnownObligations(const CheckIndex& index, const LimitTable& limits, const ProjectJoin& projects,
                       const Sections& sections) {
  return Builder(index, limits, projects, sections).Build();
}

Cases UnknownUniverse(const CheckIndex& index, const Cases& cases) {
  std::set<std::pair<std::string, std::string>> spoken;
  for (const Case& owed : cases) {
    spoken.emplace(owed.record.item, owed.record.shown_unit);
  }
  Cases unknown;
  for (const auto& item : index.plan.items) {
    if (item.cadence == Cadence::kStanding || item.cadence == Cadence::kAnnual) continue;
    for (const std::string& unit : index.Obligated(item.id)) {
      if (spoken.contains({item.id, unit})) continue;
      Case row;
      row.item = &item;
      row.bases = {std::string(index.Base(item.id))};
      row.units = {unit};
      row.record.item = item.id;
      row.record.unit = unit;
      row.record.shown_unit = unit;
      row.record.source = ObligationSource::kLedger;
      row.record.verdict = model::Verdict::kNoKnownUniverse;
      row.record.reason = Msg(
          "neither ledger, chain nor another channel says how many of \"{}\" there ought to be", item.name);
      unknown.push_back(std::move(row));
    }
  }
  return unknown;
}

Cases WithIds(const CheckIndex& index, Cases cases) {
  (void)index;
  SortInPlace(&cases);
  size_t kept = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    Case& owed = cases[i];
    const Case* before = kept == 0 ? nullptr : &cases[kept - 1];
    const bool twin_before =
        before != nullptr && before->item == owed.item && before->record.unit == owed.record.unit &&
        before->record.subject == owed.record.subject && before->record.period == owed.record.period;
    const bool twin_after = i + 1 < cases.size() && KeyOf(cases[i + 1]) == KeyOf(owed);
    if (twin_before && TieBreak(*before) == TieBreak(owed)) continue;
    std::string subject = owed.record.subject;
    if (twin_before || twin_after) subject += "\x1e" + base::Join(owed.refs, "\x1e");
    owed.record.id =
        base::ShortId({"obligation", owed.record.item, owed.record.unit, subject, owed.record.period});
    if (before != nullptr && before->record.id == owed.record.id) {
      owed.record.id = base::ShortId({owed.record.id, std::to_string(i)});
    }
    if (kept != i) cases[kept] = std::move(owed);
    ++kept;
  }
  cases.resize(kept);
  return cases;
}

}  // namespace mingcha::checker
