#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/deadlines.h"
#include "checker/projects.h"
#include "checker/sections.h"

namespace mingcha::checker {

/// What found pages and ledger rows imply of other items of the same project (settled 4). Only `always` and
/// `one_of` links can make an obligation. A closing page ends the chain, an amending one restarts its clock.
/// Items that a case of the ledger already asks of the project are left to it. Each section that the notices
/// tell apart (sections.h) has obligations of its own.
[[nodiscard]] Cases ChainObligations(const CheckIndex& index, const LimitTable& limits,
                                     const ProjectJoin& projects, const Sections& sections,
                                     Cases* ledger_cases);

/// One obligation for every project or event page that no case matched: the page itself, or the channel that
/// shows it, proves that it was owed (design: cross-channel). Weak pages make none. Pages of different
/// sections are told apart; one about the whole project stands with each of them.
[[nodiscard]] Cases PageObligations(const CheckIndex& index, const ProjectJoin& projects,
                                    const Sections& sections, const Cases& cases);

}  // namespace mingcha::checker
