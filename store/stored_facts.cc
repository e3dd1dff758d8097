#include "store/stored_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/on_threads.h"
#include "model/json.h"
#include "store/decode_rows.h"

namespace mingcha::store {
namespace {

using base::Result;
using base::Status;

Result<std::vector<model::PageFacts>> Decode(const std::vector<std::string>& texts,
                                             const std::vector<int64_t>& page_ids) {
  return DecodeRows<model::PageFacts>(texts, [&](size_t i) { return fmt::format("facts {}", page_ids[i]); });
}

}  // namespace

Status StoredFacts::Clear() { return database_->Execute("DELETE FROM facts"); }

Status StoredFacts::Save(const std::vector<model::PageFacts>& facts) {
  ASSIGN_OR_RETURN(Statement * row,
                   database_->Cached("INSERT OR REPLACE INTO facts(page_id, text) VALUES(?1, ?2)"));
  for (size_t from = 0; from < facts.size(); from += kRowsDecodedAtOnce) {
    std::vector<std::string> texts(std::min(kRowsDecodedAtOnce, facts.size() - from));
    base::OnThreads(texts.size(), [&](size_t i) { texts[i] = model::ToJson(facts[from + i]); });
    for (size_t i = 0; i < texts.size(); ++i)
      RETURN_IF_ERROR(row->Bind(1, facts[from + i].page_id).Bind(2, texts[i]).Run());
  }
  return {};
}

Status StoredFacts::ForEach(const std::function<Status(model::PageFacts)>& visit) {
  std::vector<std::string> texts;
  std::vector<int64_t> ids;
  int64_t last = INT64_MIN;
  do {
    texts.clear();
    ids.clear();
    ASSIGN_OR_RETURN(Statement * rows, database_->Cached("SELECT page_id, text FROM facts WHERE page_id > ?1 "
                                                         "ORDER BY page_id LIMIT ?2"));
    rows->Bind(1, last).Bind(2, static_cast<int64_t>(kRowsDecodedAtOnce));
    for (;;) {
      ASSIGN_OR_RETURN(const bool row, rows->Step());
      if (!row) break;
      last = rows->Int(0);
      ids.push_back(last);
      texts.push_back(rows->Text(1));
    }
    ASSIGN_OR_RETURN(auto facts, Decode(texts, ids));
    for (model::PageFacts& page : facts) RETURN_IF_ERROR(visit(std::move(page)));
  } while (texts.size() == kRowsDecodedAtOnce);
  return {};
}

Result<std::vector<std::optional<model::PageFacts>>> StoredFacts::Of(const std::vector<int64_t>& page_ids) {
  std::vector<std::string> texts;
  std::vector<int64_t> read;
  std::vector<size_t> places;
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("SELECT text FROM facts WHERE page_id = ?1"));
  for (size_t i = 0; i < page_ids.size(); ++i) {
    ASSIGN_OR_RETURN(const bool found, row->Bind(1, page_ids[i]).Step());
    if (found) {
      texts.push_back(row->Text(0));
      read.push_back(page_ids[i]);
      places.push_back(i);
    }
    row->Reset();
  }
  ASSIGN_OR_RETURN(auto facts, Decode(texts, read));
  std::vector<std::optional<model::PageFacts>> all(page_ids.size());
  for (size_t i = 0; i < facts.size(); ++i) all[places[i]] = std::move(facts[i]);
  return all;
}

}  // namespace mingcha::store
