#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/assessment.h"
#include "model/plan.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// The four registers an assessment may bring.
enum class RegisterKind { kLedger, kExemptions, kNoEvents, kMajorProjects };

/// Reads one CSV register (RFC 4180; UTF-8 with or without BOM, UTF-16 with BOM, else GB18030) and appends
/// its rows. Headings are Chinese or English. Items are given by id or by a name only one item bears, units
/// by id or by a name in force at the row's date (without a date: by a name only one unit bears). Faults name
/// file, row and column; a row with a fault is left out. `plan` gives items, units and grounds; its own
/// registers are not read.
void AddRegister(RegisterKind kind, std::string_view bytes, const std::string& file_name,
                 const model::Plan& plan, model::Registers* registers, std::vector<Diagnostic>* errors,
                 std::vector<Diagnostic>* warnings);

}  // namespace mingcha::rules
