#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace mingcha::extractors {

/// Tags and texts of a page in one pass, without a tree: the tokens of the HTML Standard (13.2.5) as far as
/// links need them.
///
/// Why beside the tree: a crawl asks every page where it leads and few pages what they say; the tree costs
/// thirty times as much. Comments, raw text (script, style, textarea …), unquoted and repeated attributes are
/// told apart as browsers do it; what is cut off at the end of the input is no tag. Views point into the
/// input. Linear time.
class HtmlScanner {
 public:
  enum class Token { kEnd, kText, kStart, kClose };
  /// Attributes that matter to links; the first of a name counts. `data() == nullptr`: absent. Entities as
  /// written.
  struct Attributes {
    std::string_view href, src, data, title, onclick, http_equiv, content, alt, value, srcdoc;
    std::string_view long_data;  ///< The first value of some length that only a script reads.
  };

  explicit HtmlScanner(std::string_view html) : html_(html) {}

  Token Next();
  [[nodiscard]] std::string_view text() const { return text_; }  ///< Of kText; as written.
  /// True if the text is that of a script, style or the like: no entity is meant.
  [[nodiscard]] bool raw() const { return raw_; }
  /// Name of the tag in lower case; of kText inside a raw element that element's. At most 15 bytes, longer
  /// names are cut.
  [[nodiscard]] std::string_view name() const { return {name_.data(), name_size_}; }
  [[nodiscard]] const Attributes& attributes() const { return attributes_; }

 private:
  enum class Content { kData, kRaw, kScript, kPlain };
  Token ReadTag(size_t at);
  bool ReadAttributes(size_t at);
  void SkipComment(size_t at);
  [[nodiscard]] size_t RawEnd(size_t at) const;
  [[nodiscard]] size_t ScriptEnd(size_t at) const;
  [[nodiscard]] bool ClosesAt(size_t at, std::string_view name) const;
  void Keep(std::string_view name, std::string_view value);
  void Enter();
  void TakeName(size_t from, size_t to);

  std::string_view html_;
  size_t at_ = 0;
  Content content_ = Content::kData;
  int foreign_ = 0;  ///< Depth of svg and math elements: nothing is raw there.
  bool self_closing_ = false;
  std::string_view text_;
  bool raw_ = false;
  std::array<char, 16> name_{};
  size_t name_size_ = 0;
  Attributes attributes_;
};

}  // namespace mingcha::extractors
