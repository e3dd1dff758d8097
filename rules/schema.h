#pragma once

#include <map>
#include <string>

#include "model/plan.h"

namespace mingcha::rules {

/// JSON schemas (draft 2020-12) of every kind of configuration file, for editors: file name
/// (`units.schema.json`) → text. Made from the same tables that read the files, committed under
/// config/schema/.
[[nodiscard]] std::map<std::string, std::string> JsonSchemas();

/// One schema of all: `$defs` of every kind of file, a document being any of them.
[[nodiscard]] std::string JsonSchema();

/// Every key of every file as Markdown tables, made from the same tables.
[[nodiscard]] std::string KeyReference();

}  // namespace mingcha::rules
