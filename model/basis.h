#pragma once

#include <optional>
#include <string>

#include "base/civil_date.h"

namespace mingcha::model {

/// Where a rule comes from: document and article. Every limit, chain and ground carries one.
struct Basis {
  std::string text;       ///< Document and article as printed in reports.
  bool verified = false;  ///< The number was read in the document's text; false: from memory, never deducts.

  bool operator==(const Basis&) const = default;
};

/// Closed range of days in which a name, rule or place holds; an absent end is open.
struct ValidRange {
  std::optional<base::Date> from;
  std::optional<base::Date> to;

  [[nodiscard]] bool Contains(base::Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
  bool operator==(const ValidRange&) const = default;
};

/// Where in the configuration something was defined, for messages and `explain`.
struct ConfigPlace {
  std::string file;  ///< As the user named the folder, joined with the file's name in it.
  int line = 0;      ///< 1-based; 0 unknown.

  bool operator==(const ConfigPlace&) const = default;
};

}  // namespace mingcha::model
