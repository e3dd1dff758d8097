#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/url_fold.h"
#include "checker/check.h"

namespace mingcha::checker {

/// The publication readings worth believing: the earliest and latest of the best grade.
struct PublishedRange {
  base::Date first, last;
  bool weak = false;
};

/// The input, sorted and findable by key, so that no step scans what another has scanned. Borrows everything
/// from the CheckInput, which must outlive it. Immutable after construction.
class CheckIndex {
 public:
  explicit CheckIndex(const CheckInput& check_input);

  const CheckInput& input;
  const model::Plan& plan;

  [[nodiscard]] const model::Item* Item(std::string_view id) const;
  [[nodiscard]] const model::Area* Area(std::string_view id) const;
  [[nodiscard]] const model::SiteProfile* Site(std::string_view id) const;
  [[nodiscard]] const model::TitleContext* Context(std::string_view id) const;
  [[nodiscard]] const model::PageRecord* Page(int64_t id) const;
  /// By the URL asked or the one redirected to, else by the key under which the crawl knows it
  /// (base/url_fold.h).
  [[nodiscard]] const model::PageRecord* PageByUrl(std::string_view url) const;
  [[nodiscard]] const model::PageFacts* Facts(int64_t page_id) const;

  /// The item that stands for a pair of twins (settled 6): the one that gives way; other items themselves.
  [[nodiscard]] std::string_view Base(std::string_view item) const;
  /// The item that is charged: the major projects' twin, or `base` itself.
  [[nodiscard]] std::string_view Charged(std::string_view base, bool is_major) const;
  /// The unit that answers for `unit` at the as-of date; empty stays empty.
  [[nodiscard]] std::string_view Canonical(std::string_view unit) const;
  [[nodiscard]] std::string UnitName(std::string_view id) const;
  [[nodiscard]] std::string ItemName(std::string_view id) const;
  [[nodiscard]] std::string SiteName(std::string_view id) const;
  /// The joining key of a name as a register or a title has it; empty if it is too short to tell anything.
  [[nodiscard]] std::string SubjectKey(std::string_view name) const;
  /// Canonical units that an item names, expanded; empty for a class without members.
  [[nodiscard]] const std::vector<std::string>& Obligated(std::string_view item) const;

  /// Publication of a disclosure of the input.
  [[nodiscard]] const std::optional<PublishedRange>& Published(const Notice& notice) const {
    return published_[notice.position];
  }

  [[nodiscard]] const std::vector<const model::PageRecord*>& pages() const { return pages_; }  ///< By URL.
  [[nodiscard]] const std::vector<const Notice*>& disclosures() const { return disclosures_; }
  /// Where a disclosure of the input stands in disclosures(). Passes that may come in any order go through
  /// the input itself, which lies in memory as it was read.
  [[nodiscard]] size_t RankOf(const Notice& notice) const { return rank_[notice.position]; }
  /// Item(notice.item) and Base(notice.item), looked up once.
  [[nodiscard]] const model::Item* ItemOf(const Notice& notice) const {
    return noticed_items_[item_of_[notice.position]].item;
  }
  [[nodiscard]] std::string_view BaseOf(const Notice& notice) const {
    return noticed_items_[item_of_[notice.position]].base;
  }
  /// What was read from a page: positions in disclosures(), rising.
  [[nodiscard]] Run<uint32_t> OfPage(int64_t page_id) const;

 private:
  [[nodiscard]] std::string KeyOf(std::string_view url) const;
  void TakeDisclosures();
  template <typename T>
  using ById = std::unordered_map<std::string_view, const T*>;

  ById<model::Item> items_;
  ById<model::Area> areas_;
  ById<model::SiteProfile> sites_;
  ById<model::TitleContext> contexts_;
  ById<model::Unit> units_;
  ById<model::PageRecord> page_by_url_;
  base::FoldRules fold_;
  std::unordered_map<std::string, const model::PageRecord*> page_by_key_;
  std::unordered_map<int64_t, const model::PageRecord*> page_by_id_;
  std::unordered_map<int64_t, const model::PageFacts*> facts_by_id_;
  std::unordered_map<std::string_view, std::string_view> base_of_, major_of_;
  std::unordered_map<std::string_view, std::string> canonical_;
  std::unordered_map<std::string_view, std::vector<std::string>> obligated_;
  std::vector<const model::PageRecord*> pages_;
  std::vector<const Notice*> disclosures_;
  std::vector<uint32_t> by_page_;  ///< Positions in disclosures_, by page, then rising.
  struct NoticedItem {
    const model::Item* item;
    std::string_view base;
  };
  std::vector<NoticedItem> noticed_items_;
  std::vector<uint32_t> item_of_, rank_;                  ///< By position in the input.
  std::vector<std::optional<PublishedRange>> published_;  ///< By position in the input.
};

/// Host (with port) and path (with query) of an absolute URL, without parsing it further.
struct UrlParts {
  std::string_view host, path;
};
[[nodiscard]] UrlParts SplitUrl(std::string_view url);

/// A place of the configuration (`path/file:line`) as reports name it: its last three components at most, so
/// that no path of a machine is printed.
[[nodiscard]] std::string ShortPlace(std::string_view place);

/// A reference number folded for comparing (document numbers in one form, checker/document_number.h); empty
/// if it is too short or has no digit and so proves nothing.
[[nodiscard]] std::string FoldReference(std::string_view text);
/// All usable reference numbers of a row (codes and document number), folded, sorted, no repeats.
[[nodiscard]] std::vector<std::string> References(const model::LedgerRow& row);
/// `X-2025-1` → `X-#-#`: two numbers of one form but different digits are two things.
[[nodiscard]] std::string FormOf(std::string_view reference);

/// Of two sorted sets of folded numbers.
template <typename A, typename B>
[[nodiscard]] bool SharesReference(const A& a, const B& b) {
  return std::any_of(a.begin(), a.end(), [&](std::string_view left) {
    return std::any_of(b.begin(), b.end(), [&](std::string_view right) { return left == right; });
  });
}
/// True if the two sets share no number but both hold one of the same form (`X-2025-1`, `X-2025-2`): two
/// different things.
template <typename A, typename B>
[[nodiscard]] bool ReferencesConflict(const A& a, const B& b) {
  if (a.empty() || b.empty() || SharesReference(a, b)) return false;
  return std::any_of(a.begin(), a.end(), [&](std::string_view left) {
    const std::string form = FormOf(left);
    return std::any_of(b.begin(), b.end(), [&](std::string_view right) { return FormOf(right) == form; });
  });
}

/// True if a page was read before the day: one that it claims to be published on is then no such day.
[[nodiscard]] bool ReadBefore(const CheckIndex& index, int64_t page_id, base::Date day);

/// From the index, which has read it once.
[[nodiscard]] std::optional<PublishedRange> PublishedOf(const CheckIndex& index, const Notice& notice);
/// Of a record of an earlier round.
[[nodiscard]] std::optional<PublishedRange> PublishedOf(const CheckIndex& index,
                                                        const model::Disclosure& disclosure);

}  // namespace mingcha::checker
