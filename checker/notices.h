#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/message.h"
#include "model/disclosure.h"

namespace mingcha::checker {

/// A text that many records share: 8 bytes, immutable, borrowed from the TextPool that made it.
class Text {
 public:
  Text() : text_(&Empty()) {}

  // NOLINTNEXTLINE(google-explicit-constructor): stands wherever the string would
  operator const std::string&() const { return *text_; }
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator std::string_view() const { return *text_; }
  [[nodiscard]] const std::string& str() const { return *text_; }
  [[nodiscard]] bool empty() const { return text_->empty(); }
  [[nodiscard]] size_t size() const { return text_->size(); }

  friend bool operator==(const Text& a, const Text& b) { return a.text_ == b.text_ || *a.text_ == *b.text_; }
  friend bool operator==(const Text& a, std::string_view b) { return *a.text_ == b; }
  friend std::strong_ordering operator<=>(const Text& a, const Text& b) {
    return a.text_ == b.text_ ? std::strong_ordering::equal : *a.text_ <=> *b.text_;
  }
  friend std::strong_ordering operator<=>(const Text& a, std::string_view b) {
    return std::string_view(*a.text_) <=> b;
  }

 private:
  friend class TextPool;
  explicit Text(const std::string* text) : text_(text) {}
  static const std::string& Empty();
  const std::string* text_;
};

/// Owns texts; equal ones once. Not thread-safe. Texts live as long as the pool.
class TextPool {
 public:
  [[nodiscard]] Text Of(std::string_view text);
  /// Without looking for an equal one: for texts that are different anyway.
  [[nodiscard]] Text Own(std::string text);
  /// Forgets which texts it has: equal ones that come later are kept again.
  void Forget() { known_ = {}; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    size_t operator()(const std::string* text) const { return (*this)(std::string_view(*text)); }
  };
  struct Equal {
    using is_transparent = void;
    static std::string_view View(std::string_view text) { return text; }
    static std::string_view View(const std::string* text) { return *text; }
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return View(a) == View(b);
    }
  };

  std::deque<std::string> texts_;
  std::unordered_set<const std::string*, Hash, Equal> known_;
};

/// The id of a disclosure: one of the usual length lies in the record itself.
class NoticeId {
 public:
  NoticeId() = default;
  NoticeId(std::string_view id, TextPool* pool);

  // NOLINTNEXTLINE(google-explicit-constructor): stands wherever the text would
  operator std::string_view() const {
    if (size_ <= kInside) return {inside_.data(), size_};
    const std::string* text = nullptr;
    std::memcpy(&text, inside_.data(), kPointer);
    return *text;
  }
  [[nodiscard]] std::string str() const { return std::string(std::string_view(*this)); }

  friend bool operator==(const NoticeId& a, const NoticeId& b) {
    return std::string_view(a) == std::string_view(b);
  }
  friend bool operator==(const NoticeId& a, std::string_view b) { return std::string_view(a) == b; }
  friend std::strong_ordering operator<=>(const NoticeId& a, const NoticeId& b) {
    return std::string_view(a) <=> std::string_view(b);
  }

 private:
  static constexpr size_t kInside = 16;
  static constexpr size_t kPointer = sizeof(void*);
  std::array<char, kInside> inside_{};  ///< The id, or the address of a longer one in the pool.
  uint32_t size_ = 0;
};

/// A short run of values, borrowed from the Notices that made it.
template <typename T>
class Run {
 public:
  Run() = default;
  Run(const T* data, size_t size) : data_(data), size_(static_cast<uint32_t>(size)) {}
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T& front() const { return *data_; }
  [[nodiscard]] const T& operator[](size_t i) const { return data_[i]; }

 private:
  const T* data_ = nullptr;
  uint32_t size_ = 0;
};

/// model::DateReading without what no verdict asks for.
struct NoticeDate {
  struct Span {
    Text quote;
  };
  base::Date date;
  model::DateMeaning meaning : 8 = model::DateMeaning::kUnknown;  // one word for all five
  model::ReadingSource source : 8 = model::ReadingSource::kBody;
  model::DatePrecision precision : 4 = model::DatePrecision::kDay;
  model::Grade grade : 4 = model::Grade::kLikely;
  bool midnight : 1 = false;
  Span span;
};

static_assert(sizeof(NoticeDate) == 16);

struct NoticeElement {
  Text element, value;
};

/// A model::Disclosure as the checker holds it: a fifth of its size, since the records of one document share
/// their texts, and with what every step asks for worked out once. The fields are those of the Disclosure.
struct Notice {
  NoticeId id;
  int period_year = 0;
  int64_t page_id = 0;
  Text url, site, item, unit, title, subject, subject_text, doc_number, index_number, context, text_hash;
  Text key;        ///< FoldSubject of its subject.
  Run<Text> refs;  ///< Its usable reference numbers (codes and document number), folded, sorted, no repeats.
  Run<Text> codes, cited_documents;
  Run<Text> names;  ///< What its fields call the subject, folded.
  Run<NoticeDate> dates;
  Run<NoticeElement> elements;
  int row = -1;
  uint32_t position = 0;  ///< In its Notices.
  model::Grade grade = model::Grade::kWeak;
  bool unit_conflict = false;
  bool other_body = false;   ///< Signed by an authority that is no unit: not the unit's own.
  bool parent_body = false;  ///< Signed by the authority whose branch the unit is.
  bool unread_attachment = false;
};

/// All disclosures of a check. Movable; the notices keep their places.
class Notices {
 public:
  Notices() : pool_(std::make_unique<TextPool>()) {}
  // NOLINTNEXTLINE(google-explicit-constructor): what a check is given where there are few
  Notices(const std::vector<model::Disclosure>& disclosures);

  /// Takes what the checker needs of one; the order of adding does not matter to any verdict.
  void Add(const model::Disclosure& disclosure);
  /// All have been added: gives back what only adding needs. Adding after it is a waste, not an error.
  void Seal();

  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const Notice& operator[](size_t i) const { return chunks_[i / kChunk][i % kChunk]; }

 private:
  static constexpr size_t kChunk = 4096;
  template <typename T>
  class Arena {
   public:
    [[nodiscard]] Run<T> Take(const std::vector<T>& values) {
      if (values.empty()) return {};
      if (values.size() > left_) {
        left_ = std::max(kBlock, values.size());
        blocks_.push_back(std::make_unique<T[]>(left_));
        at_ = blocks_.back().get();
      }
      T* begin = at_;
      std::copy(values.begin(), values.end(), begin);
      at_ += values.size();
      left_ -= values.size();
      return Run<T>(begin, values.size());
    }

   private:
    static constexpr size_t kBlock = 4096;
    std::vector<std::unique_ptr<T[]>> blocks_;
    T* at_ = nullptr;
    size_t left_ = 0;
  };

  using Folds = std::unordered_map<std::string_view, Text>;  // as written to folded

  [[nodiscard]] Text Folded(Text text, std::string (*fold)(std::string_view), Folds* folds);
  void TakeNumbers(const model::Disclosure& disclosure, Notice* notice);
  void TakeReadings(const model::Disclosure& disclosure, Notice* notice);

  std::unique_ptr<TextPool> pool_;
  Folds references_, subjects_;
  std::vector<std::unique_ptr<Notice[]>> chunks_;
  size_t size_ = 0;
  Arena<Text> texts_;
  Arena<NoticeDate> dates_;
  Arena<NoticeElement> elements_;
};

}  // namespace mingcha::checker

/// Messages take a shared text as they take a string.
template <>
struct fmt::formatter<mingcha::checker::Text> : fmt::formatter<std::string_view> {
  template <typename Context>
  auto format(const mingcha::checker::Text& text, Context& context) const {
    return fmt::formatter<std::string_view>::format(text.str(), context);
  }
};
