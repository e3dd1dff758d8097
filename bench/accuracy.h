#pragma once

#include <filesystem>
#include <string_view>

#include "model/plan.h"

namespace mingcha::bench {

/// True if what is named so belongs to the half of the corpus that is kept unseen while rules are written: by
/// a hash of the name (of a site for pages, of the text of a title, of the file of a body), so that nobody
/// chooses. Its misses are counted, never listed.
[[nodiscard]] bool HeldOut(std::string_view key);

/// Titles and notice bodies of the corpus against the classifier and the element finder; prints its tables,
/// and unless `quiet` each miss of the half that is looked at.
void PrintItemAccuracy(const std::filesystem::path& corpus, const model::Plan& plan, bool quiet);

}  // namespace mingcha::bench
