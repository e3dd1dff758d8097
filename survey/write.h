#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/message.h"
#include "model/plan.h"
#include "survey/survey.h"

namespace mingcha::survey {

/// Puts a message into the language of the folder's comments.
using Say = std::function<std::string(const base::Message& message)>;

/// How a proposed folder asks its sites.
struct Manner {
  int delay_ms = 1000;
  bool private_addresses = false;
};

/// The YAML files of a proposal. Every doubt stands as a comment beside what it is about; what is not
/// `active` is a comment altogether. They replace the inherited units, sites and places.
[[nodiscard]] std::string UnitsYaml(const Proposal& proposal, const model::Plan& plan, const Say& say);
/// For the folder `items`: areas that nobody is left to answer for; empty if there are none.
[[nodiscard]] std::string AreasYaml(const Proposal& proposal, const model::Plan& plan, const Say& say);
[[nodiscard]] std::string SitesYaml(const Proposal& proposal, const Manner& manner, const Say& say);
/// The plan's channels by the names of the sites found for them; empty if there are none.
[[nodiscard]] std::string ChannelsYaml(const Proposal& proposal, const model::Plan& plan, const Say& say);
[[nodiscard]] std::string PlacesYaml(const Proposal& proposal, const Say& say);

/// Every doubt of the proposal with the name of what it is about, in the order of the files.
[[nodiscard]] std::vector<std::string> Doubts(const Proposal& proposal, const model::Plan& plan,
                                              const Say& say);

/// A YAML string that stays one whatever it holds.
[[nodiscard]] std::string Quoted(std::string_view text);

}  // namespace mingcha::survey
