#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "rules/plan_loader.h"

namespace mingcha::rules {

/// A small configuration in a folder of its own under the test's temporary directory; removed with the
/// object.
class PlanFolder {
 public:
  /// Holds base/ (a correct plan), calendar/cn.yaml and language/zh.yaml.
  PlanFolder();
  ~PlanFolder();
  PlanFolder(const PlanFolder&) = delete;
  PlanFolder& operator=(const PlanFolder&) = delete;

  /// Writes (or overwrites) a file, `base/units.yaml`.
  void Write(const std::string& name, const std::string& text) const;
  /// Replaces the only occurrence of `from` in a file; fails the test if there is not exactly one.
  void Edit(const std::string& name, const std::string& from, const std::string& to) const;
  void Remove(const std::string& name) const;
  [[nodiscard]] std::string Read(const std::string& name) const;
  [[nodiscard]] LoadOutcome Load(const std::string& folder = "base") const;
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
};

/// English texts of diagnostics with the folder's path taken off, one a line.
[[nodiscard]] std::string Told(const std::vector<Diagnostic>& diagnostics, const PlanFolder& folder);

}  // namespace mingcha::rules
