#include "checker/gone_before.h"

#include <algorithm>

namespace mingcha::checker {

GoneBefore::GoneBefore(const CheckIndex& index) {
  const model::History* history = index.input.history;
  if (history == nullptr) return;
  for (const model::PageHistory& page : history->pages) {
    const bool gone =
        page.presence == model::Presence::kWithdrawn || page.presence == model::Presence::kVanished;
    if (!gone || page.versions.empty()) continue;
    for (const model::Disclosure& one : page.versions.back().disclosures) {
      if (one.grade == model::Grade::kWeak || !one.context.empty()) continue;
      Read read;
      read.page = &page;
      read.base_item = index.Base(one.item);
      read.unit = one.unit_conflict ? std::string_view() : index.Canonical(one.unit);
      read.year = one.period_year;
      read.key = index.SubjectKey(one.subject.empty() ? one.title : one.subject);
      read.own = FoldReference(one.doc_number);
      read.refs = {read.own};
      for (const std::string& code : one.codes) read.refs.push_back(FoldReference(code));
      std::erase(read.refs, "");
      std::sort(read.refs.begin(), read.refs.end());
      if (!read.key.empty()) by_name_[read.key].push_back(reads_.size());
      for (const std::string& ref : read.refs) by_name_[ref].push_back(reads_.size());
      reads_.push_back(std::move(read));
    }
  }
}

bool GoneBefore::IsFor(const Read& read, const Case& owed) {
  return std::find(owed.bases.begin(), owed.bases.end(), read.base_item) != owed.bases.end() &&
         (read.unit.empty() || read.unit == owed.record.shown_unit);
}

const model::PageHistory* GoneBefore::Find(const Case& owed) const {
  if (reads_.empty() || owed.item->cadence == model::Cadence::kStanding) return nullptr;
  if (owed.item->cadence == model::Cadence::kAnnual) {
    const auto found = std::find_if(reads_.begin(), reads_.end(), [&](const Read& read) {
      return owed.year != 0 && read.year == owed.year && !read.unit.empty() && IsFor(read, owed);
    });
    return found == reads_.end() ? nullptr : found->page;
  }
  std::vector<std::string> names = owed.refs;
  if (!owed.subject_key().empty()) names.emplace_back(owed.subject_key());
  for (const std::string& name : names) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) continue;
    for (const size_t i : found->second) {
      const Read& read = reads_[i];
      if (IsFor(read, owed) && !Contradicts(owed, read.refs, read.own)) return read.page;
    }
  }
  return nullptr;
}

}  // namespace mingcha::checker
