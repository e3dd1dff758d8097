#include "store/stored_history.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_map>
#include <utility>

#include "model/json.h"
#include "store/decode_rows.h"
#include "store/history_builder.h"
#include "store/page_row.h"
#include "store/stored_facts.h"
#include "store/stored_frontier.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr int kRowsAtOnce = 256;
/// Of a page's facts what AdvanceHistory takes; the rest of them is many times that.
using FactsByPage = std::unordered_map<int64_t, model::PageFacts>;
using SightingsByUrl = std::unordered_map<std::string, std::vector<model::Sighting>>;

/// Pages in order of id, read in pieces so that the visitor may use the database.
Status ForEachPiece(Database* database,
                    const std::function<Status(const std::vector<model::PageRecord>&)>& visit) {
  std::vector<model::PageRecord> pages;
  int64_t last = 0;
  do {
    pages.clear();
    ASSIGN_OR_RETURN(Statement rows, database->Prepare("SELECT " MINGCHA_PAGE_COLUMNS
                                                       " FROM page WHERE id > ?1 ORDER BY id LIMIT ?2"));
    rows.Bind(1, last).Bind(2, int64_t{kRowsAtOnce});
    for (;;) {
      ASSIGN_OR_RETURN(const bool row, rows.Step());
      if (!row) break;
      ASSIGN_OR_RETURN(model::PageRecord page, ReadPageRow(rows, database->path()));
      pages.push_back(std::move(page));
    }
    RETURN_IF_ERROR(visit(pages));
    if (!pages.empty()) last = pages.back().id;
  } while (pages.size() == kRowsAtOnce);
  return {};
}

Status ForEachPage(Database* database, const std::function<Status(const model::PageRecord&)>& visit) {
  return ForEachPiece(database, [&](const std::vector<model::PageRecord>& pages) -> Status {
    for (const model::PageRecord& page : pages) RETURN_IF_ERROR(visit(page));
    return {};
  });
}

/// The pages of which something was read, with it, in order of id.
Status ForEachPageRead(Database* database,
                       const std::function<Status(const model::PageRecord&, model::PageFacts)>& visit) {
  StoredFacts stored(database);
  return ForEachPiece(database, [&](const std::vector<model::PageRecord>& pages) -> Status {
    std::vector<int64_t> ids;
    ids.reserve(pages.size());
    for (const model::PageRecord& page : pages) ids.push_back(page.id);
    ASSIGN_OR_RETURN(auto facts, stored.Of(ids));
    for (size_t i = 0; i < pages.size(); ++i) {
      if (facts[i]) RETURN_IF_ERROR(visit(pages[i], std::move(*facts[i])));
    }
    return {};
  });
}

Result<bool> Asked(Database* database, const std::string& url) {
  ASSIGN_OR_RETURN(Statement * row, database->Cached("SELECT 1 FROM page WHERE key = ?1 AND url = ?2"));
  ASSIGN_OR_RETURN(const bool found, row->Bind(1, UrlKey(url)).Bind(2, url).Step());
  row->Reset();
  return found;
}

model::PageFacts OfHistory(model::PageFacts&& all) {
  model::PageFacts kept;
  kept.text_hash = std::move(all.text_hash);
  kept.title = std::move(all.title);
  kept.published = std::move(all.published);
  kept.validity = std::move(all.validity);
  kept.attachments = std::move(all.attachments);
  kept.note = all.note;
  return kept;
}

/// What the crawl asks for itself is no page of the site.
bool HasHistory(model::TaskKind kind) {
  return kind != model::TaskKind::kRobots && kind != model::TaskKind::kSitemap &&
         kind != model::TaskKind::kProbe;
}

/// The stored disclosures in order of page, handed out page by page.
class DisclosureCursor {
 public:
  [[nodiscard]] Status Open(Database* database) {
    ASSIGN_OR_RETURN(Statement rows,
                     database->Prepare("SELECT text FROM record WHERE kind = 'disclosure' ORDER BY place"));
    rows_.emplace(std::move(rows));
    return Next();
  }
  /// Those of one page; to be asked in rising order of id.
  [[nodiscard]] Result<std::vector<model::Disclosure>> Of(int64_t page_id) {
    std::vector<model::Disclosure> found;
    while (ahead_ && ahead_->page_id <= page_id) {
      if (ahead_->page_id == page_id) found.push_back(std::move(*ahead_));
      RETURN_IF_ERROR(Next());
    }
    return found;
  }

 private:
  [[nodiscard]] Status Next() {
    ahead_.reset();
    ASSIGN_OR_RETURN(const bool row, rows_->Step());
    if (!row) return {};
    ASSIGN_OR_RETURN(ahead_.emplace(), model::FromJson<model::Disclosure>(rows_->Text(0)));
    return {};
  }
  std::optional<Statement> rows_;
  std::optional<model::Disclosure> ahead_;
};

}  // namespace

Result<std::vector<model::Round>> StoredHistory::RoundsBefore() {
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("SELECT text FROM meta WHERE name = 'rounds.before'"));
  ASSIGN_OR_RETURN(const bool found, row->Step());
  if (!found) return std::vector<model::Round>{};
  const std::string text = row->Text(0);
  row->Reset();
  return model::FromJson<std::vector<model::Round>>(text);
}

Result<std::optional<model::PageHistory>> StoredHistory::Before(const std::string& url) {
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("SELECT text FROM history_before WHERE url = ?1"));
  ASSIGN_OR_RETURN(const bool found, row->Bind(1, url).Step());
  if (!found) return std::nullopt;
  const std::string text = row->Text(0);
  row->Reset();
  ASSIGN_OR_RETURN(model::PageHistory history, model::FromJson<model::PageHistory>(text));
  return std::optional(std::move(history));
}

Status StoredHistory::Compute(bool for_next_round, const VisitPage& visit_page, const VisitLook& visit_look) {
  ASSIGN_OR_RETURN(const std::vector<model::Round> before, RoundsBefore());
  const int round = static_cast<int>(before.size()) + 1;
  SightingsByUrl sightings;
  FactsByPage kept;
  RETURN_IF_ERROR(
      ForEachPageRead(database_, [&](const model::PageRecord& page, model::PageFacts facts) -> Status {
        for (auto& [url, sighting] : SightingsOn(page, facts, round))
          sightings[url].push_back(std::move(sighting));
        const auto look = LookAtList(page, facts, round);
        kept.emplace(page.id, OfHistory(std::move(facts)));
        return look ? visit_look(*look) : Status();
      }));
  DisclosureCursor disclosures;
  RETURN_IF_ERROR(disclosures.Open(database_));
  RETURN_IF_ERROR(ForEachPage(database_, [&](const model::PageRecord& page) -> Status {
    if (!HasHistory(page.kind)) return {};
    const auto facts = kept.find(page.id);
    ASSIGN_OR_RETURN(auto earlier, Before(page.url));
    RoundLook look;
    look.round = round;
    look.page = &page;
    look.facts = facts == kept.end() ? nullptr : &facts->second;
    if (for_next_round) {
      ASSIGN_OR_RETURN(look.disclosures, disclosures.Of(page.id));
    }
    if (const auto seen = sightings.find(page.url); seen != sightings.end())
      look.sightings = std::move(seen->second);
    return visit_page(AdvanceHistory(std::move(earlier), std::move(look)));
  }));
  ASSIGN_OR_RETURN(Statement rest, database_->Prepare("SELECT url, text FROM history_before ORDER BY url"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rest.Step());
    if (!row) break;
    ASSIGN_OR_RETURN(const bool asked, Asked(database_, rest.Text(0)));
    if (asked) continue;
    ASSIGN_OR_RETURN(model::PageHistory history, model::FromJson<model::PageHistory>(rest.Text(1)));
    RETURN_IF_ERROR(visit_page(NotAsked(std::move(history))));
  }
  ASSIGN_OR_RETURN(Statement looks, database_->Prepare("SELECT text FROM look_before ORDER BY url, round"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, looks.Step());
    if (!row) return {};
    ASSIGN_OR_RETURN(const model::ListLook look, model::FromJson<model::ListLook>(looks.Text(0)));
    RETURN_IF_ERROR(visit_look(look));
  }
}

Status StoredHistory::Rebuild() {
  RETURN_IF_ERROR(database_->Execute("DELETE FROM history; DELETE FROM look;"));
  RETURN_IF_ERROR(Compute(
      false,
      [&](const model::PageHistory& page) -> Status {
        ASSIGN_OR_RETURN(Statement * row,
                         database_->Cached("INSERT OR REPLACE INTO history(url, text) VALUES(?1, ?2)"));
        return row->Bind(1, page.url).Bind(2, model::ToJson(page)).Run();
      },
      [&](const model::ListLook& look) -> Status {
        ASSIGN_OR_RETURN(
            Statement * row,
            database_->Cached("INSERT OR REPLACE INTO look(url, round, text) VALUES(?1, ?2, ?3)"));
        return row->Bind(1, look.url).Bind(2, int64_t{look.round}).Bind(3, model::ToJson(look)).Run();
      }));
  return database_->Execute("INSERT OR REPLACE INTO meta(name, text) VALUES('stored.history', 'built')");
}

Status StoredHistory::ForEach(const std::function<Status(const model::PageHistory&)>& visit) {
  ASSIGN_OR_RETURN(const int64_t built,
                   database_->QueryInt("SELECT COUNT(*) FROM meta WHERE name = 'stored.history'"));
  if (built == 0) {
    return Fail(ErrorCode::kNotFound,
                "{}: no history was built here yet. Run `mingcha extract` on this folder first.",
                database_->path());
  }
  ASSIGN_OR_RETURN(Statement rows, database_->Prepare("SELECT text FROM history ORDER BY url"));
  for (bool more = true; more;) {
    std::vector<std::string> texts;
    while (texts.size() < kRowsDecodedAtOnce) {
      ASSIGN_OR_RETURN(more, rows.Step());
      if (!more) break;
      texts.push_back(rows.Text(0));
    }
    ASSIGN_OR_RETURN(auto pages, DecodeRows<model::PageHistory>(texts, [](size_t) { return "history"; }));
    for (const model::PageHistory& page : pages) RETURN_IF_ERROR(visit(page));
  }
  return {};
}

Result<std::vector<model::ListLook>> StoredHistory::Looks() {
  std::vector<model::ListLook> looks;
  ASSIGN_OR_RETURN(Statement rows, database_->Prepare("SELECT text FROM look ORDER BY url, round"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return looks;
    ASSIGN_OR_RETURN(model::ListLook look, model::FromJson<model::ListLook>(rows.Text(0)));
    looks.push_back(std::move(look));
  }
}

}  // namespace mingcha::store
