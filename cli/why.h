#pragma once

#include <string>

#include "cli/context.h"

namespace mingcha::cli {

/// `crawl --why URL DIR|CONFIG`: what the crawl makes of one address, decider by decider, and, if `folder` is
/// an assessment, what became of it. Asks no server. The exit code is 0 if the address is in scope, 1 if not.
int ExplainUrl(const Context& context, const std::string& folder, const std::string& address);

}  // namespace mingcha::cli
