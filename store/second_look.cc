#include "store/second_look.h"

#include <algorithm>

#include "base/url.h"
#include "base/url_fold.h"
#include "model/post_address.h"
#include "store/stored_frontier.h"

namespace mingcha::store {

using base::Result;
using base::Status;

Status AddValidators(Database* database, std::vector<model::FetchTask>* tasks) {
  for (model::FetchTask& task : *tasks) {
    ASSIGN_OR_RETURN(Statement * row,
                     database->Cached("SELECT etag, last_modified FROM earlier WHERE url = ?1"));
    ASSIGN_OR_RETURN(const bool found, row->Bind(1, task.url).Step());
    if (!found) continue;
    task.etag = row->Text(0);
    task.last_modified = row->Text(1);
    row->Reset();
  }
  return {};
}

Result<int> AddUnlinked(Database* database, const std::vector<model::SiteAddresses>& sites) {
  ASSIGN_OR_RETURN(Statement known, database->Prepare("SELECT 1 FROM task WHERE fold = ?1"));
  ASSIGN_OR_RETURN(
      Statement insert,
      database->Prepare("INSERT INTO task(key, url, site, kind, depth, found_on, anchor, attempts, "
                        "state, outcome, fold) VALUES(?1, ?2, ?3, ?4, 1, '', '', 0, 0, '', ?5)"));
  ASSIGN_OR_RETURN(Statement rows,
                   database->Prepare("SELECT url, site, kind FROM earlier WHERE kind <> ?1 ORDER BY url"));
  rows.Bind(1, static_cast<int64_t>(model::TaskKind::kRobots));  // Those are copies, no pages.
  int added = 0;
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return added;
    const std::string url = rows.Text(0);
    const std::string site = rows.Text(1);
    const auto asked = std::find_if(sites.begin(), sites.end(),
                                    [&](const model::SiteAddresses& one) { return one.id == site; });
    if (asked == sites.end() || url.find("#" + std::string(model::kPostMark)) != std::string::npos) continue;
    const auto parsed = base::Url::Parse(url);
    const int64_t fold = UrlKey(parsed ? base::FoldKey(*parsed, asked->fold) : url);
    ASSIGN_OR_RETURN(const bool is_known, known.Bind(1, fold).Step());
    known.Reset();
    if (is_known) continue;
    RETURN_IF_ERROR(
        insert.Bind(1, UrlKey(url)).Bind(2, url).Bind(3, site).Bind(4, rows.Int(2)).Bind(5, fold).Run());
    ++added;
  }
}

Result<int> AskVanishedAgain(Database* database) {
  // State 2 is done; a second answer leaves a first one in earlier_looks.
  ASSIGN_OR_RETURN(
      Statement again,
      database->Prepare("UPDATE task SET state = 0 WHERE state = 2 AND kind <> ?1 AND outcome IN ('gone', "
                        "'soft_404') AND EXISTS("
                        "SELECT 1 FROM earlier WHERE earlier.url = task.url) AND EXISTS("
                        "SELECT 1 FROM page WHERE page.key = task.key AND page.url = task.url AND "
                        "page.outcome IN ('gone', 'soft_404') AND page.earlier_looks = '[]')"));
  RETURN_IF_ERROR(again.Bind(1, static_cast<int64_t>(model::TaskKind::kRobots)).Run());
  return database->changes();
}

}  // namespace mingcha::store
