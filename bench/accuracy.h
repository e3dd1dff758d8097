#pragma once

#include <filesystem>

#include "model/plan.h"

namespace mingcha::bench {

/// Titles and notice bodies of the corpus against the classifier and the element finder; prints its tables.
void PrintItemAccuracy(const std::filesystem::path& corpus, const model::Plan& plan);

}  // namespace mingcha::bench
