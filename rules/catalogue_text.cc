#include "rules/catalogue_text.h"

#include <algorithm>
#include <climits>

#include "base/text.h"
#include "model/enum_names.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {
namespace {

using base::Msg;
using model::Item;
using model::LimitRule;
using model::Plan;

/// Words of one language; short-lived.
class CatalogueText {
 public:
  CatalogueText(const Plan& plan, base::Lang lang) : plan_(plan), lang_(lang) {}

  [[nodiscard]] std::string Say(const base::Message& message) const {
    return lang_ == base::Lang::kZh ? ChineseMessages().Render(message) : base::RenderEnglish(message);
  }

  template <typename E>
  [[nodiscard]] std::string Name(E value) const {
    return Say(base::Message{std::string(model::EnumName(value)), {}});
  }

  /// What happens on a day (`formed`); elsewhere the same names mean the day itself.
  [[nodiscard]] std::string EventName(model::DateMeaning meaning) const {
    const std::string name(model::EnumName(meaning));
    return lang_ == base::Lang::kZh ? ChineseMessages().Render({"event." + name, {}}) : name;
  }

  [[nodiscard]] std::string EventNames(const std::vector<model::DateMeaning>& meanings) const {
    std::vector<std::string> names;
    names.reserve(meanings.size());
    for (const model::DateMeaning meaning : meanings) names.push_back(EventName(meaning));
    return base::Join(names, Say(Msg(", ")));
  }

  [[nodiscard]] std::string Units(const std::vector<std::string>& units) const {
    std::vector<std::string> names;
    for (const std::string& id : units) {
      const model::Unit* unit = plan_.FindUnit(id);
      names.push_back(unit == nullptr ? id : unit->name);
    }
    return base::Join(names, Say(Msg(", ")));
  }

  [[nodiscard]] std::string Limit(const LimitRule& limit) const {
    const std::string unit = Name(limit.unit);
    switch (limit.kind) {
      case model::LimitKind::kPublishBy:
        return Say(Msg("within {} {} days of: {}", limit.days, unit, EventNames(limit.events)));
      case model::LimitKind::kStayUp:
        return Say(Msg("stays up {} {} days at least", limit.days, unit));
      case model::LimitKind::kPublishBefore:
        return Say(Msg("{} {} days at least before: {}", limit.days, unit, EventNames(limit.events)));
      case model::LimitKind::kCalendarDate:
        return Say(limit.year_offset == 0 ? Msg("by {}-{} of the year", limit.month, limit.day)
                                          : Msg("by {}-{} of the following year", limit.month, limit.day));
      case model::LimitKind::kOrder:
        return Say(Msg("not before {}", ItemName(limit.after_item)));
    }
    return {};
  }

  [[nodiscard]] std::string LimitWithLaw(const LimitRule& limit) const {
    std::string text = Limit(limit) + " — " + limit.basis.text;
    if (limit.valid.from || limit.valid.to) {
      text += " [" + (limit.valid.from ? limit.valid.from->Iso() : "") + ".." +
              (limit.valid.to ? limit.valid.to->Iso() : "") + "]";
    }
    if (!limit.basis.verified) text += " " + Say(Msg("(not verified: review only)"));
    if (!limit.units.empty()) text += " " + Say(Msg("(only {})", Units(limit.units)));
    return text;
  }

  /// Limits that may govern the item; the plan's blanket ones last, and only the narrower where both fit.
  [[nodiscard]] std::vector<const LimitRule*> Limits(const Item& item) const {
    std::vector<const LimitRule*> limits;
    const std::string_view decision = model::EnumName(item.decision);
    bool narrow_default = false;
    for (const LimitRule& limit : plan_.limits) {
      const bool any_decision = limit.decisions.empty();
      const bool fits = any_decision || std::find(limit.decisions.begin(), limit.decisions.end(), decision) !=
                                            limit.decisions.end();
      if (!fits || !model::AnyGlobMatches(limit.items, item.id)) continue;
      const bool dated = item.cadence == model::Cadence::kProject || item.cadence == model::Cadence::kEvent;
      if (limit.is_default && !dated) continue;  // Standing and annual items have no event to count from.
      narrow_default = narrow_default || (limit.is_default && !any_decision);
      limits.push_back(&limit);
    }
    std::erase_if(limits, [&](const LimitRule* limit) {
      return narrow_default && limit->is_default && limit->decisions.empty();
    });
    std::stable_partition(limits.begin(), limits.end(),
                          [](const LimitRule* limit) { return !limit->is_default; });
    return limits;
  }

  [[nodiscard]] std::string Nature(const Item& item) const {
    std::string text = Name(item.cadence);
    const bool periodic =
        item.cadence == model::Cadence::kStanding || item.cadence == model::Cadence::kAnnual;
    if (periodic) text += Say(Msg(", owed by: ")) + Name(item.owed_by);
    if (item.decision != model::DecisionKind::kNone) text += Say(Msg(", decision: ")) + Name(item.decision);
    if (item.permit_matter) text += Say(Msg(", one per permit matter"));
    if (item.major_project_only) text += Say(Msg(", major projects only"));
    return text;
  }

  [[nodiscard]] std::string Elements(const Item& item) const {
    std::vector<std::string> names;
    for (const model::Element& element : item.elements) {
      names.push_back(element.name + (element.from_law ? Say(Msg(" (by law)")) : "") +
                      (element.required ? "" : Say(Msg(" (optional)"))));
    }
    return base::Join(names, Say(Msg(", ")));
  }

  [[nodiscard]] std::string ItemName(const std::string& id) const {
    const Item* item = plan_.FindItem(id);
    return item == nullptr ? id : item->name;
  }

  [[nodiscard]] std::string AreaUnits(const model::Area& area) const {
    return Units(area.units) + (area.open ? Say(Msg(" and other units")) : "");
  }

 private:
  const Plan& plan_;
  base::Lang lang_;
};

void AddItem(const CatalogueText& text, const Item& item, std::string* out) {
  *out += "  " + item.id + "  " + item.name + "\n";
  *out += "      " + text.Nature(item) + "\n";
  if (!item.units.empty()) *out += "      " + text.Say(Msg("units: {}", text.Units(item.units))) + "\n";
  if (!item.elements.empty()) *out += "      " + text.Say(Msg("parts: {}", text.Elements(item))) + "\n";
  for (const LimitRule* limit : text.Limits(item)) {
    *out += "      " + text.Say(Msg("limit: {}", text.LimitWithLaw(*limit))) + "\n";
  }
}

/// In the order of the appendix, which is the plan's; areas without a row last, in the order of the files.
std::vector<model::Area> AreasInOrder(const Plan& plan) {
  std::vector<model::Area> areas = plan.areas;
  std::stable_sort(areas.begin(), areas.end(), [](const model::Area& a, const model::Area& b) {
    return (a.appendix_row == 0 ? INT_MAX : a.appendix_row) <
           (b.appendix_row == 0 ? INT_MAX : b.appendix_row);
  });
  return areas;
}

std::string Cell(std::string text) {
  for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

}  // namespace

std::string LimitText(const Plan& plan, const LimitRule& limit, base::Lang lang) {
  return CatalogueText(plan, lang).Limit(limit);
}

std::string ListCatalogue(const Plan& plan, base::Lang lang) {
  const CatalogueText text(plan, lang);
  std::string out = plan.document + "\n";
  out += text.Say(Msg("{} areas, {} items, {} units, {} limits", plan.areas.size(), plan.items.size(),
                      plan.units.size(), plan.limits.size())) +
         "\n";
  std::string domain;
  for (const model::Area& area : AreasInOrder(plan)) {
    if (area.domain != domain) {
      domain = area.domain;
      const auto it = std::find_if(plan.domains.begin(), plan.domains.end(),
                                   [&](const model::Domain& known) { return known.id == domain; });
      out += "\n== " + (it == plan.domains.end() ? domain : it->name) + " ==\n";
    }
    out += "\n" + area.name + " (" + area.id + ")\n";
    out += "  " + text.Say(Msg("responsible: {}", text.AreaUnits(area))) + "\n";
    for (const Item& item : plan.items) {
      if (item.area == area.id) AddItem(text, item, &out);
    }
  }
  return out;
}

std::string RulesMarkdown(const Plan& plan, base::Lang lang) {
  const CatalogueText text(plan, lang);
  std::string out = "# " + plan.document + "\n\n";
  out += text.Say(Msg("Made from the configuration by `mingcha rules list --markdown`; do not edit.")) + "\n";
  for (const model::Area& area : AreasInOrder(plan)) {
    out += "\n## " + area.name + "\n\n" + text.Say(Msg("responsible: {}", text.AreaUnits(area))) + "\n\n";
    out += "| " + text.Say(Msg("item")) + " | " + text.Say(Msg("how often")) + " | " +
           text.Say(Msg("parts")) + " | " + text.Say(Msg("limits")) + " |\n|---|---|---|---|\n";
    for (const Item& item : plan.items) {
      if (item.area != area.id) continue;
      std::vector<std::string> limits;
      for (const LimitRule* limit : text.Limits(item)) limits.push_back(text.LimitWithLaw(*limit));
      out += "| " + Cell(item.name) + "<br>`" + item.id + "` | " + Cell(text.Nature(item)) + " | " +
             Cell(text.Elements(item)) + " | " + Cell(base::Join(limits, "<br>")) + " |\n";
    }
  }
  return out;
}

}  // namespace mingcha::rules
