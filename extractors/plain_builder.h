#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/plain_tree.h"

namespace mingcha::extractors {

/// Elements by what the tree construction does with them.
enum class TagKind : uint8_t {
  kHtml,
  kHead,
  kBody,
  kBlock,
  kP,
  kPre,
  kHeading,
  kLi,
  kDd,
  kForm,
  kFormatting,
  kAnchor,
  kInline,
  kVoid,
  kRule,
  kInput,
  kMeta,
  kScript,
  kRaw,
  kTitle,
  kTextarea,
  kButton,
  kMarquee,
  kSelect,
  kOption,
  kOptgroup,
  kTable,
  kCaption,
  kColgroup,
  kCol,
  kSection,
  kRow,
  kCell,
};

struct Tag {
  std::string_view name;
  TagKind kind = TagKind::kInline;
  bool block = false;
};

/// Null: an element that plain pages do not have.
[[nodiscard]] const Tag* TagOf(std::string_view name);
/// Characters that a parser replaces or complains of: controls, non-characters, a byte-order mark.
[[nodiscard]] bool HasOddCharacters(std::string_view html);
[[nodiscard]] inline bool IsMarkupSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/// Builds one tree; every step says false as soon as the page is not plain.
class PlainBuilder {
 public:
  PlainBuilder(std::string_view html, int max_depth, PlainTree* out)
      : html_(html), max_depth_(static_cast<size_t>(max_depth)), out_(*out) {}
  bool Run();

 private:
  enum class Phase { kBeforeHtml, kBeforeHead, kInHead, kAfterHead, kInBody, kAfterBody };
  struct Open {
    int node;
    const Tag* tag;
  };

  // Tokens.
  bool Markup();
  bool Comment();
  bool Doctype();
  bool StartTag();
  bool EndTag();
  bool ReadName(size_t from, std::string_view* name);
  bool ReadAttributes();
  bool KeepAttribute(std::string_view name, std::string_view value);
  bool Decode(std::string_view text, bool attribute, std::string_view* out);
  bool RawText(const Tag& tag);
  [[nodiscard]] size_t RawEnd(std::string_view name) const;

  // The tree.
  bool Text(std::string_view text);
  bool Start(const Tag& tag);
  bool StartInHead(const Tag& tag, bool* taken);
  bool StartInTable(const Tag& tag);
  bool StartInSelect(const Tag& tag);
  bool StartInBody(const Tag& tag);
  bool End(const Tag& tag);
  bool EndInTable(const Tag& tag);
  bool EndInSelect(const Tag& tag);
  bool EndInBody(const Tag& tag);
  bool EndForm();
  bool CloseCell();
  bool CloseP();
  bool CloseItem(TagKind kind);
  void PopImplied(std::string_view except);
  [[nodiscard]] bool HasP() const;
  [[nodiscard]] bool IsOpen(TagKind kind) const;
  bool Push(const Tag& tag, bool with_attributes = true);
  bool Imply(std::string_view name) { return Push(*TagOf(name), false); }
  bool Leaf(const Tag& tag);
  void AddText(std::string_view text);
  void Pop();
  [[nodiscard]] TagKind current() const { return open_.back().tag->kind; }
  [[nodiscard]] std::string_view current_name() const { return open_.back().tag->name; }
  [[nodiscard]] bool InTable() const {
    return current() == TagKind::kTable || current() == TagKind::kSection || current() == TagKind::kRow;
  }
  [[nodiscard]] bool InSelect() const {
    return current() == TagKind::kSelect || current() == TagKind::kOption || current() == TagKind::kOptgroup;
  }

  std::string_view html_;
  size_t max_depth_;
  PlainTree& out_;
  size_t at_ = 0;
  Phase phase_ = Phase::kBeforeHtml;
  std::vector<Open> open_;
  bool doctype_ = false;         ///< Was there.
  bool simple_doctype_ = false;  ///< `<!DOCTYPE html>`: no quirks.
  bool form_open_ = false;
  bool text_goes_on_ = false;  ///< The last node is a text that nothing has ended yet.
  std::string name_;
  size_t first_attribute_ = 0;  ///< Of the start tag in hand.
};

}  // namespace mingcha::extractors
