#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/assessment.h"
#include "model/plan.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// The registers an assessment may bring.
enum class RegisterKind {
  kLedger,
  kExemptions,
  kNoEvents,
  kMajorProjects,
  kExtensions,
  kManualEvidence,
  kOverrides,
  kProjectJoins,
  kScores,
};

/// Reads one register, XLSX or CSV (register_table.h tells what is understood), and appends its rows.
/// Headings are Chinese or English, in any order. Items are given by id or by a name only one item bears,
/// units by id or by a name in force at the row's date (without a date: by a name only one unit bears).
/// Faults name file, row and column; a row with a fault is left out. `plan` gives items, units and grounds;
/// its own registers are not read.
void AddRegister(RegisterKind kind, std::string_view bytes, const std::string& file_name,
                 const model::Plan& plan, model::Registers* registers, std::vector<Diagnostic>* errors,
                 std::vector<Diagnostic>* warnings);

/// Rows of different registers, or of one, that cannot both hold: one case exempt and declared never to have
/// happened, one document of two days, two projects joined and split. Each is told with both places.
void CheckRegisters(const model::Plan& plan, std::vector<Diagnostic>* errors);

}  // namespace mingcha::rules
