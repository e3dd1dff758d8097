#include "checker/notices.h"

#include "checker/check_index.h"
#include "checker/projects.h"

namespace mingcha::checker {

const std::string& Text::Empty() {
  static const std::string kEmpty;
  return kEmpty;
}

Text TextPool::Of(std::string_view text) {
  if (text.empty()) return {};
  if (const auto it = known_.find(text); it != known_.end()) return Text(*it);
  const Text made = Own(std::string(text));
  known_.insert(&made.str());
  return made;
}

Text TextPool::Own(std::string text) {
  texts_.push_back(std::move(text));
  return Text(&texts_.back());
}

NoticeId::NoticeId(std::string_view id, TextPool* pool) : size_(static_cast<uint32_t>(id.size())) {
  if (id.size() <= kInside) {
    std::copy(id.begin(), id.end(), inside_.begin());
    return;
  }
  const std::string* text = &pool->Of(id).str();
  std::memcpy(inside_.data(), &text, kPointer);
}

Notices::Notices(const std::vector<model::Disclosure>& disclosures) : Notices() {
  for (const auto& disclosure : disclosures) Add(disclosure);
}

void Notices::Add(const model::Disclosure& disclosure) {
  if (size_ % kChunk == 0) chunks_.push_back(std::make_unique<Notice[]>(kChunk));
  Notice& notice = chunks_.back()[size_ % kChunk];
  notice.id = NoticeId(disclosure.id, pool_.get());
  notice.page_id = disclosure.page_id;
  notice.url = pool_->Of(disclosure.url);
  notice.site = pool_->Of(disclosure.site);
  notice.item = pool_->Of(disclosure.item);
  notice.unit = pool_->Of(disclosure.unit);
  notice.title = pool_->Of(disclosure.title);
  notice.subject = pool_->Of(disclosure.subject);
  notice.subject_text = pool_->Of(disclosure.subject_text);
  notice.doc_number = pool_->Of(disclosure.doc_number);
  notice.index_number = pool_->Of(disclosure.index_number);
  notice.context = pool_->Of(disclosure.context);
  notice.text_hash = pool_->Of(disclosure.text_hash);
  notice.key = Folded(notice.subject, FoldSubject, &subjects_);
  notice.row = disclosure.row;
  notice.period_year = disclosure.period_year;
  notice.position = static_cast<uint32_t>(size_);
  notice.grade = disclosure.grade;
  notice.unit_conflict = disclosure.unit_conflict;
  notice.other_body = disclosure.unit_reason == "other_body";
  notice.parent_body = disclosure.unit_reason == "parent_body";
  notice.unread_attachment = disclosure.unread_attachment;
  TakeNumbers(disclosure, &notice);
  TakeReadings(disclosure, &notice);
  ++size_;
}

void Notices::Seal() {
  references_ = {};
  subjects_ = {};
  pool_->Forget();
}

Text Notices::Folded(Text text, std::string (*fold)(std::string_view), Folds* folds) {
  if (text.empty()) return {};
  const auto [it, is_new] = folds->try_emplace(text.str());
  if (is_new) it->second = pool_->Of(fold(text));
  return it->second;
}

void Notices::TakeNumbers(const model::Disclosure& disclosure, Notice* notice) {
  const auto take = [&](const std::vector<std::string>& list) {
    std::vector<Text> texts;
    texts.reserve(list.size());
    for (const std::string& text : list) texts.push_back(pool_->Of(text));
    return texts_.Take(texts);
  };
  notice->codes = take(disclosure.codes);
  notice->cited_documents = take(disclosure.cited_documents);
  std::vector<std::string> names;
  for (const std::string& name : disclosure.names) {
    if (std::string folded = FoldSubject(name); !folded.empty()) names.push_back(std::move(folded));
  }
  notice->names = take(names);
  std::vector<Text> refs;
  for (const Text code : notice->codes) refs.push_back(Folded(code, FoldReference, &references_));
  refs.push_back(Folded(notice->doc_number, FoldReference, &references_));
  std::erase_if(refs, [](const Text& ref) { return ref.empty(); });
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  notice->refs = texts_.Take(refs);
}

void Notices::TakeReadings(const model::Disclosure& disclosure, Notice* notice) {
  std::vector<NoticeDate> dates;
  dates.reserve(disclosure.dates.size());
  for (const auto& reading : disclosure.dates) {
    NoticeDate date;
    date.date = reading.date;
    date.meaning = reading.meaning;
    date.source = reading.source;
    date.precision = reading.precision;
    date.grade = reading.grade;
    date.midnight = reading.midnight;
    date.span.quote = pool_->Of(reading.span.quote);
    dates.push_back(date);
  }
  notice->dates = dates_.Take(dates);
  std::vector<NoticeElement> elements;
  elements.reserve(disclosure.elements.size());
  for (const auto& element : disclosure.elements)
    elements.push_back({pool_->Of(element.element), pool_->Of(element.value)});
  notice->elements = elements_.Take(elements);
}

}  // namespace mingcha::checker
