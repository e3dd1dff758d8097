#include "rules/lint.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace mingcha::rules {
namespace {

using base::Msg;
using model::Plan;
namespace fs = std::filesystem;

constexpr size_t kExamples = 2;

void Add(const model::ConfigPlace& place, std::string key, base::Message expected, std::string found,
         base::Message remedy, std::vector<Diagnostic>* out) {
  out->push_back(
      {place.file, place.line, 0, std::move(key), std::move(expected), std::move(found), std::move(remedy)});
}

void LintItems(const Plan& plan, std::vector<Diagnostic>* out) {
  std::set<std::string> twins;
  for (const auto& [first, second] : plan.twins) twins.insert({first, second});
  for (const model::Item& item : plan.items) {
    const std::string path = "items[" + item.id + "].patterns";
    const model::ItemPatterns& patterns = item.patterns;
    if (patterns.title.empty() && twins.contains(item.id)) continue;  // Its twin is recognised for it.
    if (patterns.title.empty())
      Add(item.place, path + ".title", Msg("one title pattern at least"), {}, {}, out);
    if (patterns.positive.size() < kExamples) {
      Add(item.place, path + ".positive",
          Msg("{} example titles or more that must map to the item", kExamples),
          std::to_string(patterns.positive.size()), {}, out);
    }
    if (patterns.negative.size() < kExamples) {
      Add(item.place, path + ".negative",
          Msg("{} example titles or more that must not map to the item", kExamples),
          std::to_string(patterns.negative.size()), {}, out);
    }
  }
  for (const model::TitleContext& context : plan.title_contexts) {
    if (context.positive.empty() || context.negative.empty()) {
      Add({}, "contexts[" + context.id + "]", Msg("positive and negative example titles"), {}, {}, out);
    }
  }
}

void LintBasis(const model::ConfigPlace& place, const std::string& path, const model::Basis& basis,
               std::vector<Diagnostic>* out) {
  if (basis.text.empty()) {
    Add(place, path + ".basis", Msg("the law and article it rests on"), {}, {}, out);
  } else if (!basis.verified) {
    Add(place, path + ".basis", Msg("a law somebody has read (verified: true)"), basis.text,
        Msg("until then it gives reviews, never deductions"), out);
  }
}

void LintLaws(const Plan& plan, std::vector<Diagnostic>* out) {
  for (const auto& limit : plan.limits) LintBasis(limit.place, "limits[" + limit.id + "]", limit.basis, out);
  for (const auto& link : plan.chains) LintBasis(link.place, "chains[" + link.id + "]", link.basis, out);
  for (const auto& ground : plan.grounds)
    LintBasis(ground.place, "grounds[" + ground.id + "]", ground.basis, out);
  for (const auto& channel : plan.channels) {
    LintBasis(channel.place, "channels[" + channel.id + "]", channel.basis, out);
  }
}

void LintUnitsAndSites(const Plan& plan, std::vector<Diagnostic>* out) {
  std::set<std::string> placed;
  for (const model::PlaceRule& place : plan.places) placed.insert(place.unit);
  for (const model::SiteProfile& site : plan.sites) placed.insert(site.unit);
  for (const model::Unit& unit : plan.units) {
    if (unit.valid.to || placed.contains(unit.id)) continue;
    Add(unit.place, "units[" + unit.id + "]", Msg("a place in places.yaml or a site of its own"), unit.name,
        Msg("else what it owes is unverifiable, never missing"), out);
  }
  for (const model::SiteProfile& site : plan.sites) {
    const std::string path = "sites[" + site.id + "]";
    if (!site.address_verified) {
      Add(site.place, path + ".address_verified", Msg("an address somebody has verified"),
          site.seeds.empty() ? std::string() : site.seeds.front(), Msg("open it in a browser, then say so"),
          out);
    }
    const bool owned = site.kind == model::SiteKind::kDepartment || site.kind == model::SiteKind::kTown;
    if (owned && site.unit.empty()) {
      Add(site.place, path + ".unit", Msg("the unit that owns a site of this kind"), {}, {}, out);
    }
  }
}

/// True if a file stands in the folder, both as they were named.
bool IsIn(const fs::path& folder, const fs::path& file) {
  const fs::path from_folder = file.lexically_normal().lexically_relative(folder.lexically_normal());
  return !from_folder.empty() && *from_folder.begin() != "..";
}

}  // namespace

std::vector<DoubtGroup> TakeInherited(std::string_view folder, const std::vector<std::string>& files,
                                      std::vector<Diagnostic>* doubts) {
  const fs::path own(folder);
  std::vector<fs::path> bases;  // Where a plan begins.
  for (const std::string& file : files) {
    const fs::path path(file);
    if (path.filename() == "assessment.yaml" && !IsIn(own, path)) bases.push_back(path.parent_path());
  }
  std::vector<DoubtGroup> groups;
  std::erase_if(*doubts, [&](const Diagnostic& doubt) {
    const fs::path file(doubt.file);
    if (doubt.file.empty() || IsIn(own, file) ||
        std::none_of(bases.begin(), bases.end(), [&](const fs::path& base) { return IsIn(base, file); }))
      return false;
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const DoubtGroup& group) {
      return group.file == doubt.file && group.expected.format == doubt.expected.format;
    });
    if (known == groups.end()) {
      groups.push_back({doubt.file, doubt.expected, 1});
    } else {
      ++known->count;
    }
    return true;
  });
  return groups;
}

std::vector<Diagnostic> LintPlan(const Plan& plan) {
  std::vector<Diagnostic> doubts;
  LintItems(plan, &doubts);
  LintLaws(plan, &doubts);
  LintUnitsAndSites(plan, &doubts);
  SortDiagnostics(&doubts);
  return doubts;
}

}  // namespace mingcha::rules
