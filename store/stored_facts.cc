#include "store/stored_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/on_threads.h"
#include "model/json.h"

namespace mingcha::store {
namespace {

using base::Result;
using base::Status;

constexpr size_t kAtOnce = 256;

struct FactsRow {
  int64_t page_id = 0;
  std::optional<std::string> text;  ///< nullopt: nothing was read of the page.
};

Result<std::vector<std::optional<model::PageFacts>>> Decode(const std::vector<FactsRow>& rows) {
  std::vector<Result<model::PageFacts>> read(rows.size());
  base::OnThreads(rows.size(), [&](size_t i) {
    if (rows[i].text) read[i] = model::FromJson<model::PageFacts>(*rows[i].text);
  });
  std::vector<std::optional<model::PageFacts>> facts(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].text) continue;
    if (!read[i])
      return tl::unexpected(base::WithPlace(read[i].error(), fmt::format("facts {}", rows[i].page_id)));
    facts[i] = std::move(*read[i]);
  }
  return facts;
}

}  // namespace

Status StoredFacts::Clear() { return database_->Execute("DELETE FROM facts"); }

Status StoredFacts::Save(const std::vector<model::PageFacts>& facts) {
  ASSIGN_OR_RETURN(Statement * row,
                   database_->Cached("INSERT OR REPLACE INTO facts(page_id, text) VALUES(?1, ?2)"));
  for (size_t from = 0; from < facts.size(); from += kAtOnce) {
    std::vector<std::string> texts(std::min(kAtOnce, facts.size() - from));
    base::OnThreads(texts.size(), [&](size_t i) { texts[i] = model::ToJson(facts[from + i]); });
    for (size_t i = 0; i < texts.size(); ++i)
      RETURN_IF_ERROR(row->Bind(1, facts[from + i].page_id).Bind(2, texts[i]).Run());
  }
  return {};
}

Status StoredFacts::ForEach(const std::function<Status(model::PageFacts)>& visit) {
  std::vector<FactsRow> texts;
  int64_t last = INT64_MIN;
  do {
    texts.clear();
    ASSIGN_OR_RETURN(Statement * rows, database_->Cached("SELECT page_id, text FROM facts WHERE page_id > ?1 "
                                                         "ORDER BY page_id LIMIT ?2"));
    rows->Bind(1, last).Bind(2, static_cast<int64_t>(kAtOnce));
    for (;;) {
      ASSIGN_OR_RETURN(const bool row, rows->Step());
      if (!row) break;
      last = rows->Int(0);
      texts.push_back({last, rows->Text(1)});
    }
    ASSIGN_OR_RETURN(auto facts, Decode(texts));
    for (auto& page : facts) {
      if (page) RETURN_IF_ERROR(visit(std::move(*page)));
    }
  } while (texts.size() == kAtOnce);
  return {};
}

Result<std::vector<std::optional<model::PageFacts>>> StoredFacts::Of(const std::vector<int64_t>& page_ids) {
  std::vector<FactsRow> texts;
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("SELECT text FROM facts WHERE page_id = ?1"));
  for (const int64_t id : page_ids) {
    ASSIGN_OR_RETURN(const bool found, row->Bind(1, id).Step());
    texts.push_back({id, found ? std::optional<std::string>(row->Text(0)) : std::nullopt});
    row->Reset();
  }
  return Decode(texts);
}

}  // namespace mingcha::store
