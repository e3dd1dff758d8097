#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extractors/lexicon_index.h"
#include "model/plan.h"
#include "survey/cms_guess.h"
#include "survey/survey.h"

namespace mingcha::survey {

/// What is known of a district before its portal is looked at.
struct District {
  std::string name;
  std::string portal;  ///< Absolute address.
  bool private_addresses = false;
};

/// `host`, or `host:port` where the address names one: the key of a site in a survey.
[[nodiscard]] std::string SiteKey(std::string_view url);

/// The region that the portal writes before the district's name («A市» of «A市B区C局»); empty if it has none,
/// or the district was given with it.
[[nodiscard]] std::string RegionAbove(const District& district, const std::vector<SeenPage>& portal_pages,
                                      const extractors::LexiconIndex& lexicon);

/// Sites of departments, exchanges and credit platforms that a portal's pages link to, each once, in order of
/// appearance; other sites are left alone. Ids and units are not final yet.
[[nodiscard]] std::vector<ProposedSite> LinkedSites(const model::Plan& plan, const District& district,
                                                    const std::vector<SeenPage>& portal_pages);

/// Reads sites, units, columns and the places of items off the pages of a portal and of the sites it links
/// to. `plan` is the one the new folder extends: its items, areas, units and words decide what means what.
/// Pure. kInvalidInput for patterns of the plan that do not compile.
[[nodiscard]] base::Result<Proposal> Propose(const model::Plan& plan, const District& district,
                                             const std::vector<SeenPage>& pages, const CmsGuess& cms);

}  // namespace mingcha::survey
