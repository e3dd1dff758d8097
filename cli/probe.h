#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mingcha::cli {

/// A pure function of the product behind JSON: what `mingcha probe KIND` asks.
class Prober {
 public:
  virtual ~Prober() = default;
  [[nodiscard]] virtual base::Result<boost::json::object> Answer(const boost::json::object& question) = 0;
};

/// The kinds, in the order of the help text.
[[nodiscard]] const std::vector<std::string>& ProbeKinds();
/// `config` is read by the kinds that need a plan (date, item, page) or a calendar.
[[nodiscard]] base::Result<std::unique_ptr<Prober>> MakeProber(std::string_view kind,
                                                               const std::filesystem::path& config);

/// A text member of a question. kInvalidInput if it is absent or no text.
[[nodiscard]] base::Result<std::string> TextOf(const boost::json::object& question, std::string_view key);

/// Probers that need a plan; in probe_plan.cc.
[[nodiscard]] base::Result<std::unique_ptr<Prober>> MakePlanProber(std::string_view kind,
                                                                   const std::filesystem::path& config);

}  // namespace mingcha::cli
