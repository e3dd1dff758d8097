#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

/// An object, a list or a block of code of a script.
struct DataNode {
  int parent = -1;    ///< Index of the one around it; -1: a script's own level.
  std::string key;    ///< What it is called there (of a member of a list: the list's own name); may be empty.
  bool list = false;  ///< `[…]`.
};

/// A text or a number that stands in a script as a value.
struct DataValue {
  int owner = 0;     ///< Index of the node it belongs to.
  std::string key;   ///< The name before it, as written; empty: none.
  std::string text;  ///< Escapes undone, pieces joined by `+` put together.
};

/// What scripts of one page carry as data.
struct ScriptData {
  std::vector<DataNode> nodes;
  std::vector<DataValue> values;
  size_t bytes = 0;      ///< Read so far.
  bool limited = false;  ///< More was there than is read.
};

/// Adds the values of a script to `data`, under a node of their own (`name` is its key): those of JSON, of
/// object literals and of assignments alike, whatever the code between them does (`var title = "…"`,
/// `window.state = {"article": {…}}`, `JSON.parse("…")`). A text that is JSON itself is read as such, three
/// deep; names that a function is called with stand for what they are called with. Nothing is run.
///
/// Any bytes, linear time: at most 4 MB a page, 20,000 values, nodes 100 deep.
void ReadScriptData(std::string_view script, std::string_view name, ScriptData* data);

/// The text of a literal's inside: `\n`, `\/`, `\x41`, `A` and pairs of surrogates undone.
[[nodiscard]] std::string UnescapeLiteral(std::string_view literal);

constexpr int kTextSigns = 40;    ///< Han characters; less is no text of a page.
constexpr int kRecordSigns = 12;  ///< Less is no record either: a title with its file.

/// True if the text has so many Han characters, as they are, as `\u` escapes, percent-encoded or maybe in
/// base
/// 64. Cheap: one look at each byte.
[[nodiscard]] bool MayHoldText(std::string_view text, int least = kTextSigns);

}  // namespace mingcha::extractors
