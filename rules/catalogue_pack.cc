#include "rules/catalogue_pack.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "rules/catalogue_words.h"

namespace mingcha::rules {
namespace {

std::string Hash(std::string_view text) { return base::ShortId({text}).substr(0, 8); }

/// A title that contains these words in this order, whatever stands between.
std::string TitlePattern(const std::string& name) { return re2::RE2::QuoteMeta(name); }

std::string Comment(std::string_view text) { return base::CollapseSpace(text); }

}  // namespace

std::string YamlQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += ' ';
    } else if (c == '\'') {
      out += "''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

PackUnit PackBuilder::UnitFor(const std::string& name) {
  const std::string folded = base::FoldLabel(base::FoldWidth(name));
  const std::string bare = CatalogueWords::Get().Without("unit_prefix", folded);
  for (const std::string& wanted : {folded, bare}) {
    for (const std::string& known : base_.unit_classes) {
      if (base::FoldLabel(known) == wanted) return {known, true};
    }
    std::set<std::string> found;
    for (const auto& unit : base_.units) {
      const auto bears = [&](const std::string& own) {
        const std::string own_folded = base::FoldLabel(own);
        return own_folded == wanted || CatalogueWords::Get().Without("unit_prefix", own_folded) == wanted;
      };
      if (bears(unit.name) || std::any_of(unit.aliases.begin(), unit.aliases.end(),
                                          [&](const auto& alias) { return bears(alias.name); }))
        found.insert(unit.id);
    }
    // Of a unit and its predecessor the later one owes what is published now.
    for (const std::string& id : std::set<std::string>(found)) {
      const auto* unit = base_.FindUnit(id);
      if (unit != nullptr && found.contains(unit->successor)) found.erase(id);
    }
    if (found.size() == 1) return {*found.begin(), true};
  }
  const std::string id = options_.pack + "-unit-" + Hash(folded);
  new_units_.emplace(id, folded);
  return {id, false};
}

std::string PackBuilder::AreaOf(const PackItem& item) const {
  return options_.pack + "-" + Hash(item.levels.front());
}

std::string PackBuilder::IdOf(const PackItem& item) const {
  return AreaOf(item) + "." + Hash(base::Join(item.levels, "\x1f"));
}

void PackBuilder::AddItem(PackItem item) {
  const std::string id = IdOf(item);
  const auto [it, is_new] = by_id_.try_emplace(id, items_.size());
  if (is_new) {
    items_.push_back(std::move(item));
    return;
  }
  PackItem& known = items_[it->second];
  for (auto& element : item.elements) {
    const bool told = std::any_of(known.elements.begin(), known.elements.end(),
                                  [&](const auto& one) { return one.name == element.name; });
    if (!told) known.elements.push_back(std::move(element));
  }
  for (auto& limit : item.limits) {
    const bool told = std::any_of(known.limits.begin(), known.limits.end(),
                                  [&](const auto& one) { return one.text == limit.text; });
    if (!told) known.limits.push_back(std::move(limit));
  }
  for (auto& unit : item.units) {
    const bool told = std::any_of(known.units.begin(), known.units.end(),
                                  [&](const auto& one) { return one.id == unit.id; });
    if (!told) known.units.push_back(std::move(unit));
  }
}

ImportedPack PackBuilder::Build() {
  std::map<std::string, std::vector<const PackItem*>> areas;
  std::vector<std::string> order;
  for (const PackItem& item : items_) {
    auto& list = areas[AreaOf(item)];
    if (list.empty()) order.push_back(AreaOf(item));
    list.push_back(&item);
  }
  for (const std::string& area : order) WriteArea(area, areas[area]);
  WriteLimits();
  if (!new_units_.empty()) WriteUnits();
  WriteAssessment();
  pack_.items = static_cast<int>(items_.size());
  return std::move(pack_);
}

void PackBuilder::WriteArea(const std::string& area, const std::vector<const PackItem*>& items) {
  std::vector<std::string> units;
  for (const PackItem* item : items) {
    for (const PackUnit& unit : item->units) {
      if (std::find(units.begin(), units.end(), unit.id) == units.end()) units.push_back(unit.id);
    }
  }
  if (units.empty()) {  // nobody is named: a unit that stands for whom it may concern
    const std::string id = options_.pack + "-unit-" + Hash("");
    new_units_.emplace(id, options_.title + " ?");
    units.push_back(id);
  }
  std::vector<std::string> quoted;
  quoted.reserve(units.size());
  for (const std::string& unit : units) quoted.push_back(YamlQuoted(unit));
  std::string out =
      "# Made by `mingcha rules import`; correct it by hand, then `mingcha rules lint` and `rules test`.\n";
  out +=
      fmt::format("domain: {{id: {0}, name: {1}}}\n", YamlQuoted(options_.pack), YamlQuoted(options_.title));
  out += fmt::format("area: {{id: {}, name: {}, units: [{}], open: true}}\nitems:\n", YamlQuoted(area),
                     YamlQuoted(items.front()->levels.front()), base::Join(quoted, ", "));
  for (const PackItem* item : items) WriteItem(*item, &out);
  pack_.files["items/" + area + ".yaml"] = out;
}

void PackBuilder::WriteItem(const PackItem& item, std::string* out) {
  *out += "# " + Comment(base::Join(item.levels, " / ")) + "\n";
  if (!item.basis.empty()) *out += "# " + Comment(item.basis) + "\n";
  *out += fmt::format("- id: {}\n  name: {}\n  cadence: {}\n", YamlQuoted(IdOf(item)),
                      YamlQuoted(item.levels.back()), item.cadence);
  if (!item.nature.empty()) *out += fmt::format("  decision: {}\n", item.nature);
  if (!item.units.empty()) {
    std::vector<std::string> quoted;
    for (const PackUnit& unit : item.units) quoted.push_back(YamlQuoted(unit.id));
    *out += fmt::format("  units: [{}]\n", base::Join(quoted, ", "));
  }
  if (!item.elements.empty()) {
    *out += "  elements:\n";
    for (const PackElement& element : item.elements)
      *out += fmt::format("  - {{name: {}, labels: [{}]{}}}\n", YamlQuoted(element.name),
                          YamlQuoted(element.name), element.required ? "" : ", required: false");
  }
  *out += fmt::format(
      "  patterns:\n    title: [{{re: {}, grade: likely}}]\n    column: [{{re: {}, grade: likely}}]\n    "
      "positive: "
      "[{}]\n",
      YamlQuoted(TitlePattern(item.levels.back())), YamlQuoted("^" + TitlePattern(item.levels.back()) + "$"),
      YamlQuoted(item.levels.back()));
}

void PackBuilder::WriteLimits() {
  std::string out =
      "# Made by `mingcha rules import`. verified: false until somebody has read the law behind each: a "
      "limit that "
      "is not\n# verified goes to review and never deducts.\nlimits:\n";
  int written = 0;
  for (const PackItem& item : items_) {
    int number = 0;
    for (const PackLimit& limit : item.limits) {
      if (item.cadence == "annual" && !limit.display) continue;  // due by the end of its year
      const std::string id = fmt::format("{}-{}", IdOf(item), ++number);
      out += fmt::format("# {}\n- id: {}\n  kind: {}\n  items: [{}]\n", Comment(limit.text), YamlQuoted(id),
                         limit.display ? "stay_up" : "publish_by", YamlQuoted(IdOf(item)));
      if (!limit.nature.empty()) out += fmt::format("  decisions: [{}]\n", limit.nature);
      if (!limit.display) {
        out += limit.event == "formed" ? std::string("  events: [formed, changed]\n")
                                       : fmt::format("  events: [{}]\n", limit.event);
      }
      out += fmt::format("  days: {}\n  unit: {}\n  basis: {{text: {}, verified: false}}\n", limit.days,
                         limit.working ? "working" : "natural",
                         YamlQuoted(item.basis.empty() ? options_.title : base::Ellipsize(item.basis, 200)));
      ++written;
    }
  }
  pack_.limits = written;
  if (written > 0) pack_.files["limits.yaml"] = out;
}

void PackBuilder::WriteUnits() {
  std::string out =
      "# Names the plan does not know. Give them their sites, or write the plan's unit instead in "
      "items/*.yaml.\n"
      "units:\n";
  for (const auto& [id, name] : new_units_)
    out += fmt::format("- {{id: {}, name: {}, scored: false}}\n", YamlQuoted(id), YamlQuoted(name));
  pack_.files["units.yaml"] = out;
}

void PackBuilder::WriteAssessment() {
  pack_.files["assessment.yaml"] = fmt::format(
      "# A rule pack made by `mingcha rules import`. An assessment takes it in by `packs: [this folder]`; by "
      "itself "
      "it only lints.\nextends: {}\nid: {}\ntitle: {}\n",
      YamlQuoted(options_.extends), YamlQuoted(options_.pack), YamlQuoted(options_.title));
}

}  // namespace mingcha::rules
