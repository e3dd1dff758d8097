#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/page_record.h"
#include "model/ports.h"
#include "store/database.h"

namespace mingcha::store {

/// Gives tasks the validators that the round before left for their URL. Lists too: a 304 for a list is as
/// good as the list.
[[nodiscard]] base::Status AddValidators(Database* database, std::vector<model::FetchTask>* tasks);

/// Makes tasks of the URLs that only the round before knows (no link led to them this time; they are asked
/// all the same, `found_on` empty), for these sites. Returns how many. Pages of lists that are asked by POST
/// are not among them: their list asks for them.
[[nodiscard]] base::Result<int> AddUnlinked(Database* database,
                                            const std::vector<model::SiteAddresses>& sites);

/// Makes the tasks wait again whose page was there in the round before, answers 404 or 410 now, and was asked
/// for once only: before anything is called withdrawn. Returns how many.
[[nodiscard]] base::Result<int> AskVanishedAgain(Database* database);

}  // namespace mingcha::store
