#pragma once

#include <string>

#include "base/result.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// The stored page that a person means by an address: as stored, else with http:// in front where no scheme
/// stands, else cleaned as the crawler cleans addresses (fragment, session ids …), else any page the crawler
/// counts as the same (http and https, www, index pages). kNotFound if there is none.
[[nodiscard]] base::Result<model::PageRecord> FindPageLike(const model::Plan& plan,
                                                           const std::string& address,
                                                           store::Assessment* assessment);

}  // namespace mingcha::cli
