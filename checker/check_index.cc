#include "checker/check_index.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "checker/document_number.h"
#include "checker/projects.h"

namespace mingcha::checker {
namespace {

template <typename Map>
auto FindPtr(const Map& map, const typename Map::key_type& key) -> typename Map::mapped_type {
  const auto it = map.find(key);
  return it == map.end() ? nullptr : it->second;
}

bool EarlierPage(const model::PageRecord* a, const model::PageRecord* b) {
  return std::tie(a->url, a->id, a->site) < std::tie(b->url, b->id, b->site);
}

bool EarlierDisclosure(const Notice* a, const Notice* b) {
  if (const auto order = a->id <=> b->id; order != 0) return order < 0;
  return std::tie(a->url, a->row, a->item) < std::tie(b->url, b->row, b->item);
}

/// The first eight bytes as a number that orders as the text does.
uint64_t PrefixOf(std::string_view text) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < sizeof(prefix); ++i)
    prefix = prefix << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return prefix;
}

/// Most pairs are told apart by the beginnings of their ids, which lie side by side.
void SortDisclosures(std::vector<const Notice*>* notices) {
  std::vector<std::pair<uint64_t, const Notice*>> keyed;
  keyed.reserve(notices->size());
  for (const auto* notice : *notices) keyed.emplace_back(PrefixOf(notice->id), notice);
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : EarlierDisclosure(a.second, b.second);
  });
  for (size_t i = 0; i < keyed.size(); ++i) (*notices)[i] = keyed[i].second;
}

void SortUnique(std::vector<std::string>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

void AddReference(std::string_view text, std::vector<std::string>* list) {
  if (std::string folded = FoldReference(text); !folded.empty()) list->push_back(std::move(folded));
}

/// The earliest and latest of the best grade among day readings of publication.
class RangeReader {
 public:
  template <typename Reading>
  void Take(const Reading& reading) {
    if (reading.precision != model::DatePrecision::kDay) return;
    const bool better = !range_ || reading.grade < grade_;
    if (!better && reading.grade != grade_) return;
    if (better) {
      grade_ = reading.grade;
      range_ = PublishedRange{reading.date, reading.date, grade_ == model::Grade::kWeak};
      return;
    }
    range_->first = std::min(range_->first, reading.date);
    range_->last = std::max(range_->last, reading.date);
  }
  [[nodiscard]] const std::optional<PublishedRange>& range() const { return range_; }

 private:
  model::Grade grade_ = model::Grade::kWeak;
  std::optional<PublishedRange> range_;
};

/// The page's own reading speaks where the record has none.
template <typename Dates>
std::optional<PublishedRange> ReadPublished(const Dates& dates, const model::PageFacts* facts) {
  RangeReader reader;
  for (const auto& reading : dates) {
    if (reading.meaning == model::DateMeaning::kPublished) reader.Take(reading);
  }
  if (!reader.range() && facts != nullptr && facts->published) reader.Take(*facts->published);
  return reader.range();
}

}  // namespace

CheckIndex::CheckIndex(const CheckInput& check_input) : input(check_input), plan(check_input.plan) {
  for (const auto& item : plan.items) items_.emplace(item.id, &item);
  for (const auto& area : plan.areas) areas_.emplace(area.id, &area);
  for (const auto& site : plan.sites) sites_.emplace(site.id, &site);
  for (const auto& context : plan.title_contexts) contexts_.emplace(context.id, &context);
  for (const auto& unit : plan.units) units_.emplace(unit.id, &unit);
  for (const auto& unit : plan.units)
    canonical_.emplace(unit.id, model::SuccessorAt(plan, unit.id, input.as_of));
  for (const auto& [first, second] : plan.twins) {
    base_of_.emplace(second, first);
    major_of_.emplace(first, second);
  }
  for (const auto& item : plan.items) {
    std::vector<std::string> units;
    for (const std::string& unit : model::ObligatedUnits(plan, item)) {
      std::string current(Canonical(unit));
      if (std::find(units.begin(), units.end(), current) == units.end()) units.push_back(std::move(current));
    }
    obligated_.emplace(item.id, std::move(units));
  }
  pages_.reserve(input.pages.size());
  page_by_id_.reserve(input.pages.size());
  page_by_url_.reserve(input.pages.size());
  facts_by_id_.reserve(input.facts.size());
  for (const auto& page : input.pages) pages_.push_back(&page);
  std::sort(pages_.begin(), pages_.end(), EarlierPage);
  for (const auto* page : pages_) {
    page_by_id_.emplace(page->id, page);
    page_by_url_.emplace(page->url, page);
  }
  for (const auto* page : pages_) {
    if (!page->final_url.empty()) page_by_url_.emplace(page->final_url, page);
  }
  for (const auto& site : plan.sites) {
    auto& drop = fold_.drop_parameters;
    drop.insert(drop.end(), site.drop_parameters.begin(), site.drop_parameters.end());
  }
  for (const auto* page : pages_) {
    for (const std::string* url : {&page->url, &page->final_url}) {
      if (std::string key = KeyOf(*url); !key.empty()) page_by_key_.emplace(std::move(key), page);
    }
  }
  for (const auto& facts : input.facts) facts_by_id_.emplace(facts.page_id, &facts);
  TakeDisclosures();
}

void CheckIndex::TakeDisclosures() {
  disclosures_.reserve(input.disclosures.size());
  published_.reserve(input.disclosures.size());
  item_of_.reserve(input.disclosures.size());
  std::unordered_map<std::string_view, uint32_t> known;
  for (size_t i = 0; i < input.disclosures.size(); ++i) {
    const Notice& notice = input.disclosures[i];
    disclosures_.push_back(&notice);
    published_.push_back(ReadPublished(notice.dates, Facts(notice.page_id)));
    const auto [it, is_new] = known.try_emplace(notice.item, static_cast<uint32_t>(noticed_items_.size()));
    if (is_new) noticed_items_.push_back({Item(notice.item), Base(notice.item)});
    item_of_.push_back(it->second);
  }
  SortDisclosures(&disclosures_);
  rank_.resize(disclosures_.size());
  for (uint32_t i = 0; i < disclosures_.size(); ++i) rank_[disclosures_[i]->position] = i;
  std::vector<std::pair<int64_t, uint32_t>> pages;
  pages.reserve(disclosures_.size());
  for (uint32_t i = 0; i < disclosures_.size(); ++i) pages.emplace_back(disclosures_[i]->page_id, i);
  std::sort(pages.begin(), pages.end());
  by_page_.reserve(pages.size());
  for (const auto& [page, i] : pages) by_page_.push_back(i);
}

Run<uint32_t> CheckIndex::OfPage(int64_t page_id) const {
  const auto less = [this](uint32_t i, int64_t id) { return disclosures_[i]->page_id < id; };
  const auto begin = std::lower_bound(by_page_.begin(), by_page_.end(), page_id, less);
  auto end = begin;
  while (end != by_page_.end() && disclosures_[*end]->page_id == page_id) ++end;
  return {by_page_.data() + (begin - by_page_.begin()), static_cast<size_t>(end - begin)};
}

const model::Item* CheckIndex::Item(std::string_view id) const { return FindPtr(items_, id); }
const model::Area* CheckIndex::Area(std::string_view id) const { return FindPtr(areas_, id); }
const model::SiteProfile* CheckIndex::Site(std::string_view id) const { return FindPtr(sites_, id); }
const model::TitleContext* CheckIndex::Context(std::string_view id) const { return FindPtr(contexts_, id); }
const model::PageRecord* CheckIndex::Page(int64_t id) const { return FindPtr(page_by_id_, id); }
const model::PageRecord* CheckIndex::PageByUrl(std::string_view url) const {
  if (const auto* page = FindPtr(page_by_url_, url)) return page;
  // The crawl asks one of the addresses that lead to a page; lists may name another.
  const auto found = page_by_key_.find(KeyOf(url));
  return found == page_by_key_.end() ? nullptr : found->second;
}
std::string CheckIndex::KeyOf(std::string_view url) const {
  const auto parsed = base::Url::Parse(url);
  if (!parsed || !parsed->is_http()) return {};
  const auto clean = base::Url::Parse(base::CleanUrl(*parsed, fold_));
  return clean ? base::FoldKey(*clean, fold_) : std::string();
}
const model::PageFacts* CheckIndex::Facts(int64_t page_id) const { return FindPtr(facts_by_id_, page_id); }
std::string_view CheckIndex::Base(std::string_view item) const {
  const auto it = base_of_.find(item);
  return it == base_of_.end() ? item : it->second;
}

std::string_view CheckIndex::Charged(std::string_view base, bool is_major) const {
  const auto it = major_of_.find(base);
  return it == major_of_.end() || !is_major ? base : it->second;
}

std::string_view CheckIndex::Canonical(std::string_view unit) const {
  const auto it = canonical_.find(unit);
  return it == canonical_.end() ? unit : std::string_view(it->second);
}

std::string CheckIndex::UnitName(std::string_view id) const {
  const auto* unit = FindPtr(units_, id);
  return unit == nullptr ? std::string(id) : unit->name;
}

std::string CheckIndex::ItemName(std::string_view id) const {
  const auto* item = Item(id);
  return item == nullptr ? std::string(id) : item->name;
}

std::string CheckIndex::SiteName(std::string_view id) const {
  const auto* site = Site(id);
  return site == nullptr || site->name.empty() ? std::string(id) : site->name;
}

const std::vector<std::string>& CheckIndex::Obligated(std::string_view item) const {
  static const std::vector<std::string> kNone;
  const auto it = obligated_.find(item);
  return it == obligated_.end() ? kNone : it->second;
}

UrlParts SplitUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {{}, url};
  url.remove_prefix(scheme + 3);
  const size_t slash = url.find('/');
  if (slash == std::string_view::npos) return {url, "/"};
  return {url.substr(0, slash), url.substr(slash)};
}

std::string ShortPlace(std::string_view place) {
  size_t slash = place.size();
  for (int i = 0; i < 3; ++i) {
    if (slash == 0) return std::string(place);
    slash = place.rfind('/', slash - 1);
    if (slash == std::string_view::npos) return std::string(place);
  }
  return std::string(place.substr(slash + 1));
}

std::string CheckIndex::SubjectKey(std::string_view name) const {
  return FoldSubject(input.subject_form ? input.subject_form(name) : std::string(name));
}

std::string FoldReference(std::string_view text) {
  std::string folded = PlainDocumentNumber(base::ToLowerAscii(base::FoldLabel(text)));
  const bool digit = std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digit || base::CodePointCount(folded) < 4) return {};
  return folded;
}

std::string FormOf(std::string_view reference) {
  std::string form;
  for (const char c : reference) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) {
      form += c;
    } else if (form.empty() || form.back() != '#') {
      form += '#';
    }
  }
  return form;
}

std::vector<std::string> References(const model::LedgerRow& row) {
  std::vector<std::string> list;
  AddReference(row.project_code, &list);
  AddReference(row.doc_number, &list);
  // Plots and the like are known by their number alone, which registers then give for a name.
  const std::string name = FoldReference(row.subject);
  const bool number = name.size() >= 6 &&
                      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_/") == std::string::npos;
  if (list.empty() && number) list.push_back(name);
  SortUnique(&list);
  return list;
}

bool ReadBefore(const CheckIndex& index, int64_t page_id, base::Date day) {
  const model::PageRecord* page = index.Page(page_id);
  return page != nullptr && page->fetched_at != base::Instant() && base::ChinaDate(page->fetched_at) < day;
}

std::optional<PublishedRange> PublishedOf(const CheckIndex& index, const Notice& notice) {
  return index.Published(notice);
}

std::optional<PublishedRange> PublishedOf(const CheckIndex& index, const model::Disclosure& disclosure) {
  return ReadPublished(disclosure.dates, index.Facts(disclosure.page_id));
}

}  // namespace mingcha::checker
