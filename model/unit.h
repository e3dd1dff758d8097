#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

struct UnitAlias {
  std::string name;
  ValidRange
      valid;  ///< When the unit bore the name. A short form that fits several units is refused by the loader.

  bool operator==(const UnitAlias&) const = default;
};

enum class UnitKind { kDepartment, kOffice, kTown, kStreet, kEnterprise, kOther };

/// Who must publish (责任单位).
struct Unit {
  std::string id;
  std::string name;  ///< Full name in force at the plan's date or since `valid.from`.
  UnitKind kind = UnitKind::kDepartment;
  std::vector<UnitAlias> aliases;    ///< Short names, former and later names.
  std::vector<std::string> classes;  ///< Class names the unit is a member of (各镇人民政府 …).
  std::vector<std::string> uscc;     ///< Unified social credit codes: the prefix of its index numbers.
  std::string parent;
  std::string successor;  ///< Unit id that carries its duties after valid.to.
  ValidRange valid;
  bool scored = true;
  ConfigPlace place;

  bool operator==(const Unit&) const = default;
};

}  // namespace mingcha::model
