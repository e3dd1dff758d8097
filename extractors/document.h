#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

struct Attribute {
  std::string_view name;   ///< Lower case.
  std::string_view value;  ///< Entities decoded.
};

/// One node of a parsed page. Nodes stand in document order; a subtree is the half-open range [own index,
/// end).
struct Node {
  enum class Type : uint8_t { kElement, kText };
  Type type = Type::kElement;
  bool block = false;     ///< Element that starts a line of its own.
  std::string_view tag;   ///< Lower case; empty for text.
  std::string_view text;  ///< Text nodes, and the source of script and style elements' children.
  int parent = -1;        ///< -1 for the root.
  int end = 0;            ///< Index after the last descendant.
  uint32_t first_attribute = 0;
  uint32_t attribute_count = 0;
};

/// A page parsed the way browsers do (HTML5), as a flat array of nodes.
///
/// Why flat: later readers walk the page front to back, ask for ranges, and must not recurse on hostile
/// input. Owns all text its nodes point into; movable, immutable, so any thread may read it.
class Document {
 public:
  /// Reads at most kMaxBytes of `utf8`; nesting beyond kMaxDepth is flattened. Any bytes are fine. A frame
  /// that carries its page in `srcdoc` stands as a box with that page's body in it, at most kMaxFrames of
  /// them; frames inside such frames likewise, four deep.
  [[nodiscard]] static Document Parse(std::string_view utf8);
  /// The same by the full parser alone, for pages of any kind; Parse asks it where plain_tree.h cannot.
  [[nodiscard]] static Document ParseInFull(std::string_view utf8);
  static constexpr size_t kMaxBytes = size_t{8} << 20U;
  static constexpr int kMaxDepth = 400;
  static constexpr int kMaxFrames = 32;

  /// Puts the body of `markup` into the page, in a box of the tag `tag` (a literal) that becomes the last
  /// child of the element `node`. The box's index.
  int Insert(int node, std::string_view tag, std::string_view markup);
  /// Makes an element whose text no reader sees (`noscript`, `template`) a box like any other.
  void Reveal(int node);

  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const Node& node(int index) const { return nodes_[static_cast<size_t>(index)]; }
  [[nodiscard]] int size() const { return static_cast<int>(nodes_.size()); }
  /// Value of an attribute, empty if absent.
  [[nodiscard]] std::string_view Attr(int index, std::string_view name) const;
  [[nodiscard]] bool HasAttr(int index, std::string_view name) const;
  [[nodiscard]] std::span<const Attribute> AttributesOf(int index) const {
    const Node& element = node(index);
    return std::span(attributes_).subspan(element.first_attribute, element.attribute_count);
  }
  /// True if an element of that tag.
  [[nodiscard]] bool Is(int index, std::string_view tag) const { return node(index).tag == tag; }
  /// First element of a tag in [from, to), or -1.
  [[nodiscard]] int FindTag(std::string_view tag, int from, int to) const;
  /// All text below a node, scripts and styles left out, white space collapsed.
  [[nodiscard]] std::string Text(int index) const;
  /// Raw text below a node (scripts).
  [[nodiscard]] std::string RawText(int index) const;
  /// True if the node or an ancestor is of the tag.
  [[nodiscard]] bool Inside(int index, std::string_view tag) const;
  /// True if input was cut at kMaxBytes or flattened at kMaxDepth.
  [[nodiscard]] bool limited() const { return limited_; }

 private:
  Document();
  /// Frames stand as frames.
  [[nodiscard]] static Document ParseClosed(std::string_view utf8);
  [[nodiscard]] static Document ParseClosedInFull(std::string_view utf8);
  void OpenFrames();
  /// False: there was none to open.
  bool OpenOuterFrames();
  struct Storage;
  std::unique_ptr<Storage> storage_;
  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  bool limited_ = false;
};

/// True for elements that start a line of their own.
[[nodiscard]] bool IsBlockTag(std::string_view tag);
/// True for elements whose text no reader sees: script, style, template …
[[nodiscard]] bool IsInvisibleTag(std::string_view tag);

}  // namespace mingcha::extractors
