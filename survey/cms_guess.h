#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extractors/pattern_set.h"
#include "model/plan.h"

namespace mingcha::survey {

/// Tells by which content-management system a site was made: signs in its pages, and how many addresses of
/// its links have the form that the system gives. Not thread-safe.
class CmsGuess {
 public:
  /// kInvalidInput naming the patterns that do not compile.
  [[nodiscard]] static base::Result<CmsGuess> Create(const model::Plan& plan);

  void SeePage(std::string_view site, std::string_view path, std::string_view source);
  void SeeLink(std::string_view site, std::string_view path);
  /// The profile that most speaks for; empty if nothing does. `*doubt`: another is nearly as likely.
  [[nodiscard]] std::string Of(std::string_view site, bool* doubt) const;

 private:
  CmsGuess() = default;
  void Count(std::string_view site, const std::vector<int>& hits, const std::vector<std::string>& owners,
             int weight);

  extractors::PatternSet texts_, urls_, details_;
  std::vector<std::string> text_owners_, url_owners_, detail_owners_;  ///< Profile of each pattern.
  std::map<std::string, std::map<std::string, int>, std::less<>> votes_;
};

}  // namespace mingcha::survey
