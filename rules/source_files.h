#pragma once

#include <filesystem>
#include <string>

namespace mingcha::rules {

/// One file that was read for a plan.
struct SourceFile {
  std::string name;      ///< As the user named the folder, joined with the file's name in it.
  std::string relative;  ///< From the assessment's folder, `/` between parts: what the digest names it.
  std::string kind;      ///< Name within its own folder, `items/housing.yaml`.
  std::filesystem::path folder;  ///< Where its relative paths start.
  int layer = 0;  ///< 0: the outermost folder that is extended; higher layers override lower ones.
};

}  // namespace mingcha::rules
