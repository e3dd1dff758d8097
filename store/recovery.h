#pragma once

#include <string>

#include "base/result.h"
#include "store/assessment.h"
#include "store/database.h"

namespace mingcha::store {

/// Makes archive and database agree after a crash: cuts a torn record off the archive's last file, drops the
/// rows that point into it, and lets their tasks wait again. kCorrupt if a file that rows point into is gone
/// or an earlier one is cut: that is no crash, and evidence is never dropped silently.
[[nodiscard]] base::Result<Repair> MendArchive(const std::string& root, Database* database);

}  // namespace mingcha::store
