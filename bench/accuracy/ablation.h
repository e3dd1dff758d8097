#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"

namespace mingcha::bench {

/// What one source of the corpus shows: all its pages, titles and notice bodies, as rules see them.
struct Evidence {
  std::string folded;  ///< Lines of text, white space removed, signs folded, lower case.
  std::string lines;   ///< The same lines with their white space, attribute values and addresses.
  std::string source;  ///< Decoded bytes of the pages.
};

/// Names the group that a source of the corpus (`owner/name`) is left out with.
using GroupOf = std::function<std::string(const std::string& repository)>;
/// Each source alone.
[[nodiscard]] std::string SourceName(const std::string& repository);
/// Sources whose pages all come from one content system together, by its name; the others alone.
[[nodiscard]] GroupOf ByPlatform(const std::filesystem::path& corpus);

/// The rules' words and patterns as they would be if a source had never been seen.
///
/// A word (label, list entry), a pattern, and each branch of each alternation of a pattern is dropped if the
/// corpus shows it in the left-out group and nowhere else, and the plan that is assessed does not name it in
/// its items and elements. What no source shows stays: it cannot help. So what is read of the group
/// afterwards is read with words and patterns that the plan or another source supports. It says nothing of
/// code, nor of a pattern's shape. One thread.
class Ablation {
 public:
  Ablation(const std::filesystem::path& corpus, const model::Plan& plan, const GroupOf& group_of);
  ~Ablation();
  Ablation(const Ablation&) = delete;  // Holds what it looked up.
  Ablation& operator=(const Ablation&) = delete;

  struct Result {
    model::Plan plan;
    std::vector<std::string> words, patterns, branches;  ///< Dropped.
  };
  [[nodiscard]] Result Without(const model::Plan& plan, const std::string& group);
  [[nodiscard]] std::vector<std::string> groups() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The ranges [begin, end) of the branches of every alternation of an RE2 pattern, its own first: `a(b|c)`
/// has `a(b|c)`, `b`, `c`. Empty branches are left out.
[[nodiscard]] std::vector<std::pair<size_t, size_t>> BranchesOf(std::string_view pattern);

}  // namespace mingcha::bench
