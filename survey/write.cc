#include "survey/write.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::survey {
namespace {

using base::Msg;

std::string QuotedList(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() == 1 ? "" : ", ") + Quoted(value);
  return out + "]";
}

/// A comment, one line, whatever the text holds.
std::string Comment(std::string_view text) {
  std::string line(base::Trim(text));
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return "# " + line;
}

std::string DoubtLines(const std::vector<base::Message>& doubts, const Say& say, std::string_view indent) {
  std::string out;
  for (const base::Message& doubt : doubts)
    out += std::string(indent) + Comment(say(Msg("confirm: {}", say(doubt)))) + "\n";
  return out;
}

std::string NameOf(const model::Plan& plan, const std::string& unit) {
  const model::Unit* known = plan.FindUnit(unit);
  return known == nullptr ? unit : known->name;
}

bool IsLocal(const model::Plan& plan, const std::string& unit) {
  const model::Unit* known = plan.FindUnit(unit);
  return known != nullptr &&
         (known->kind == model::UnitKind::kTown || known->kind == model::UnitKind::kStreet);
}

/// Departments one by one; towns and streets of another district are no loss and are counted only.
std::vector<base::Message> DroppedDoubts(const Proposal& proposal, const model::Plan& plan) {
  std::vector<base::Message> out;
  size_t local = 0;
  for (const std::string& unit : proposal.dropped_units) {
    const model::Unit* known = plan.FindUnit(unit);
    if (known != nullptr && known->valid.to) continue;
    if (IsLocal(plan, unit)) {
      ++local;
      continue;
    }
    out.push_back(
        Msg("{}: not found on the portal, so its duties fall away; add the unit if the district has it",
            NameOf(plan, unit)));
  }
  if (local > 0)
    out.push_back(
        Msg("{} towns and streets of the plan are not on this portal; its own are needed if none were found",
            local));
  return out;
}

std::vector<base::Message> AreaDoubts(const Proposal& proposal, const model::Plan& plan) {
  std::vector<base::Message> out;
  for (const std::string& id : proposal.dropped_areas) {
    const model::Area* area = plan.FindArea(id);
    out.push_back(
        Msg("{}: none of the units that answer for this area was found, so it falls away; name a unit "
            "and take the area out of `remove`",
            area == nullptr ? id : area->name));
  }
  return out;
}

}  // namespace

std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) continue;
    out += c == '\'' ? std::string("''") : std::string(1, c);
  }
  return out + "'";
}

std::string UnitsYaml(const Proposal& proposal, const model::Plan& plan, const Say& say) {
  std::string out =
      Comment(
          say(Msg("Who must publish, as the portal names them. Units of the plan keep its ids, "
                  "so that its areas find them; their further names are the plan's without its region."))) +
      "\n";
  if (proposal.units.empty())
    out +=
        Comment(say(Msg("confirm: {}",
                        say(Msg("no unit was found on the portal: its menu may be made by scripts in a way "
                                "that is not known; write the units here"))))) +
        "\n";
  out += proposal.units.empty() ? "units: []\n" : "units:\n";
  for (const ProposedUnit& unit : proposal.units) {
    out += DoubtLines(unit.doubts, say, "");
    out += "- id: " + Quoted(unit.id) + "\n  name: " + Quoted(unit.name) +
           "\n  kind: " + std::string(model::EnumName(unit.kind)) + "\n";
    if (unit.of_plan || !unit.aliases.empty()) out += "  aliases: " + QuotedList(unit.aliases) + "\n";
    if (unit.of_plan) out += "  uscc: []\n";
    std::vector<std::string> classes = unit.classes;
    classes.insert(classes.end(), unit.proposed_classes.begin(), unit.proposed_classes.end());
    if (classes.empty()) continue;
    out += "  classes: " + QuotedList(classes);
    if (!unit.proposed_classes.empty())
      out += "  " + Comment(say(Msg("confirm: {}", say(Msg("proposed: {}; the plan does not say who is meant",
                                                           base::Join(unit.proposed_classes, ", "))))));
    out += "\n";
  }
  if (proposal.dropped_units.empty()) return out;
  out += "\n";
  for (const base::Message& doubt : DroppedDoubts(proposal, plan))
    out += Comment(say(Msg("confirm: {}", say(doubt)))) + "\n";
  return out + "remove: " + QuotedList(proposal.dropped_units) + "\n";
}

std::string AreasYaml(const Proposal& proposal, const model::Plan& plan, const Say& say) {
  if (proposal.dropped_areas.empty()) return {};
  return DoubtLines(AreaDoubts(proposal, plan), say, "") + "remove: " + QuotedList(proposal.dropped_areas) +
         "\n";
}

std::string SitesYaml(const Proposal& proposal, const Manner& manner, const Say& say) {
  std::string out = Comment(say(Msg("What is crawled: robots are obeyed, one request at a time. Once an "
                                    "address is checked, set address_verified and say where it was read."))) +
                    "\nreplace: true\nsites:\n";
  for (const ProposedSite& site : proposal.sites) {
    out += "\n" + DoubtLines(site.doubts, say, "");
    out += "- id: " + Quoted(site.id) + "\n  name: " + Quoted(site.name) +
           "\n  kind: " + std::string(model::EnumName(site.kind)) + "\n";
    if (!site.unit.empty()) out += "  unit: " + Quoted(site.unit) + "\n";
    out += "  seeds: [" + Quoted(site.seed) + "]\n  hosts: [" + Quoted(site.host) + "]\n";
    if (!site.cms.empty()) out += "  cms: " + Quoted(site.cms) + "\n";
    if (manner.private_addresses) out += "  allow_private_addresses: true\n";
    out += "  pace: {delay_ms: " + std::to_string(manner.delay_ms) +
           ", concurrency: " + (manner.delay_ms == 0 ? "8" : "1") +
           ", timeout_ms: 30000}\n  robots: obey\n  max_pages: 20000\n  max_depth: 12\n";
    out += "  address_verified: false\n  address_source: " + Quoted(say(Msg("links of the portal"))) + "\n";
    if (!site.crawl) out += "  crawl: false\n";
  }
  return out;
}

std::string ChannelsYaml(const Proposal& proposal, const model::Plan& plan, const Say& say) {
  std::string out;
  for (const model::Channel& channel : plan.channels) {
    const auto site =
        std::find_if(proposal.sites.begin(), proposal.sites.end(), [&](const ProposedSite& found) {
          return std::find(channel.sites.begin(), channel.sites.end(), found.id) != channel.sites.end();
        });
    if (site == proposal.sites.end()) continue;
    out += "- {id: " + Quoted(channel.id) + ", name: " + Quoted(site->name) + "}\n";
  }
  if (out.empty()) return out;
  return Comment(say(Msg("Channels of the plan by the names they have here. Confirm that the plan of this "
                         "district asks for each."))) +
         "\nchannels:\n" + out;
}

std::string PlacesYaml(const Proposal& proposal, const Say& say) {
  std::string out = Comment(say(Msg("Which stretch of a site is whose, and for which items it is the place: "
                                    "«missing» is said only when such a place was read to its end."))) +
                    "\nreplace: true\n";
  const bool any = std::any_of(proposal.places.begin(), proposal.places.end(),
                               [](const ProposedPlace& place) { return place.active; });
  out += any ? "places:\n" : "places: []\n";
  for (const ProposedPlace& place : proposal.places) {
    out += "\n" + Comment(place.name) + "\n" + DoubtLines(place.doubts, say, "");
    std::string line =
        "- {id: " + Quoted(place.id) + ", site: " + Quoted(place.site) + ", prefix: " + Quoted(place.prefix);
    if (!place.unit.empty() || !place.active)
      line += ", unit: " + (place.unit.empty() ? std::string("'?'") : Quoted(place.unit));
    if (!place.items.empty()) line += ", items: " + QuotedList(place.items);
    out += (place.active ? "" : "# ") + line + "}\n";
  }
  if (!proposal.others.empty())
    out += "\n" + Comment(say(Msg("Columns that no item of the plan was recognised in:"))) + "\n";
  for (const OtherColumn& other : proposal.others)
    out += Comment(other.site + "  " + other.name + "  " + other.url) + "\n";
  return out;
}

std::vector<std::string> Doubts(const Proposal& proposal, const model::Plan& plan, const Say& say) {
  std::vector<std::string> out;
  const auto once = [&](std::string doubt) {  // Several pages raise the same.
    if (std::find(out.begin(), out.end(), doubt) == out.end()) out.push_back(std::move(doubt));
  };
  const auto add = [&](const std::string& about, const std::vector<base::Message>& doubts) {
    for (const base::Message& doubt : doubts) once(say(Msg("{}: {}", about, say(doubt))));
  };
  for (const base::Message& doubt : proposal.doubts) once(say(doubt));
  for (const ProposedSite& site : proposal.sites) add(site.name, site.doubts);
  for (const ProposedUnit& unit : proposal.units) add(unit.name, unit.doubts);
  for (const base::Message& doubt : DroppedDoubts(proposal, plan)) out.push_back(say(doubt));
  for (const base::Message& doubt : AreaDoubts(proposal, plan)) out.push_back(say(doubt));
  for (const ProposedPlace& place : proposal.places)
    add(place.name + " (" + place.prefix + ")", place.doubts);
  return out;
}

}  // namespace mingcha::survey
