#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/document.h"
#include "extractors/lexicon_index.h"
#include "extractors/script_data.h"

namespace mingcha::extractors {

constexpr size_t kLongAttribute = 160;  ///< Bytes; shorter ones carry no text.

/// Han characters of a text, those inside of tags left out.
[[nodiscard]] size_t CountHan(std::string_view text);

/// A text that a page's data carry, and what tells of it.
struct CarriedBody {
  int owner = -1;       // In the data; -1: an element of the page.
  int element = -1;     // One to be revealed; -1: none.
  std::string markup;   // Empty: the element.
  std::string text;     // Folded.
  size_t signs = 0;     // Han characters.
  bool listed = false;  // One of several of its kind.
  std::string title;
  bool agreed = false;  // The page names that title.
  std::string place;
};

/// What one page carries for its scripts: values of scripts and JSON, texts for later use, long attributes;
/// by the names of `words.data_*`. Refers to the document. See carried_text.h.
class PageData {
 public:
  PageData(const Document& document, const LexiconIndex& lexicon);

  [[nodiscard]] bool empty() const { return data_.values.empty() && reveal_.empty(); }
  [[nodiscard]] std::vector<CarriedBody> Bodies() const;
  /// The value that `words.data_<field>` name, of the object or of what is around and in it; empty: none.
  [[nodiscard]] std::string Field(int owner, std::string_view field) const;
  /// The title of the object, out of its markup; empty: none, or nothing that a title is.
  [[nodiscard]] std::string Title(int owner) const;
  /// Links to the files that stand beside the object's text.
  [[nodiscard]] std::string Files(int owner) const;
  /// The longest list of objects with a title and an address.
  struct Rows {
    int list = -1;
    std::string markup, titles;  // `titles`: folded, one a line
    int count = 0;
    bool whole = false;
    std::string place;
  };
  [[nodiscard]] Rows List() const;

 private:
  void ReadElement(int i);
  void ReadAttributes(int i);
  [[nodiscard]] bool IsNamed(std::string_view key, std::string_view list, std::string_view field) const;
  [[nodiscard]] const std::string* Own(int node, std::string_view field) const;
  [[nodiscard]] const std::string* Below(int node, std::string_view field, int depth) const;
  [[nodiscard]] int Above(int node) const;
  [[nodiscard]] bool IsListed(int node) const;
  [[nodiscard]] bool IsRecord(int node) const;
  [[nodiscard]] std::string PathOf(const DataValue& value) const;
  void AddFiles(int node, int depth, std::set<std::string>* known, std::string* out) const;

  const Document& document_;
  const LexiconIndex& lexicon_;
  ScriptData data_;
  int elements_ = -1;  // The node of values that elements hold.
  std::vector<int> reveal_;
  std::vector<std::vector<int>> children_;
  std::vector<std::vector<size_t>> values_;
};

}  // namespace mingcha::extractors
