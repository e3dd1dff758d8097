#pragma once

#include <set>
#include <string>
#include <string_view>

#include "demo/district.h"

namespace mingcha::demo {

/// The district `factor` times over: every project, purchase, parcel, permit and penalty once more under
/// `factor` - 1 other names and numbers, with the same days and the same defects, and as much more news. What
/// stands once a unit or year (plans, reports, columns) stays once. The truth grows with it.
/// `factor` 1 gives the district itself. Documents of several copies are in the order of their days.
/// `named`: names that only the registers of the configuration hold (NamesIn).
[[nodiscard]] District Scaled(District district, const std::set<std::string>& named, int factor);

/// Where a register of the demo's configuration has its names and numbers, 0-based.
struct RegisterColumns {
  size_t name = 0, number = 0;
  std::set<std::string> once;  ///< Names of what is there once.
};

/// A register (CSV: a head, then a row each) `factor` times over, with the names and numbers that Scaled
/// gives. Rows without a number, or of what is there once, are not copied.
[[nodiscard]] std::string ScaledRegister(std::string_view csv, const RegisterColumns& columns, int factor);
/// The names of its rows that ScaledRegister copies.
[[nodiscard]] std::set<std::string> NamesIn(std::string_view csv, const RegisterColumns& columns);

}  // namespace mingcha::demo
