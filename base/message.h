#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::base {

/// Languages of reports and messages. Chinese is the product's default.
enum class Lang { kZh, kEn };

/// A sentence for people, not yet in any language: the English fmt format is the key of the catalogues, the
/// arguments are already text. Value type; comparing messages compares meaning, not wording.
struct Message {
  std::string format;             ///< Positional `{}` or `{0}` only; no format specifications.
  std::vector<std::string> args;  ///< In the order of the placeholders.

  bool operator==(const Message&) const = default;
};

template <typename... Args>
[[nodiscard]] Message Msg(std::string_view format, const Args&... args) {
  return Message{std::string(format), {fmt::format("{}", args)...}};
}

/// The English wording. A placeholder without an argument renders as itself; never throws.
[[nodiscard]] std::string RenderEnglish(const Message& message);

/// Wordings of one language, keyed by the English format.
///
/// The catalogue is data (`<module>/messages.zh.tsv`, two columns: English, Chinese; `#` starts a comment
/// line). An argument that is itself a key of the catalogue (a state, a kind) is translated too. Value type;
/// immutable after Parse, so any thread may read it.
class Catalogue {
 public:
  Catalogue() = default;

  /// Adds the rows of one TSV text. Rows with other than two columns are returned as line numbers (1-based).
  std::vector<int> Add(std::string_view tsv);

  /// The wording in the catalogue's language, or the English one where the catalogue has none.
  [[nodiscard]] std::string Render(const Message& message) const;
  [[nodiscard]] bool Contains(std::string_view format) const;

 private:
  std::map<std::string, std::string, std::less<>> wordings_;
};

}  // namespace mingcha::base
