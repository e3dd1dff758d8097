#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/workbook.h"

// Internal to the workbook reader: the archive's members under limits, and how numbers are shown.

namespace mingcha::base {

/// Members of a workbook's ZIP archive. The bytes must outlive it. Not for use from several threads.
class WorkbookParts {
 public:
  static Result<WorkbookParts> Open(std::string_view bytes, const WorkbookLimits& limits);
  WorkbookParts(WorkbookParts&&) noexcept;
  ~WorkbookParts();

  [[nodiscard]] bool Has(const std::string& name) const;
  /// Unpacked bytes; kCorrupt if the member is missing or its checksum wrong, kOutOfRange beyond a limit.
  [[nodiscard]] Result<std::string> Read(const std::string& name);

 private:
  struct Archive;
  WorkbookParts(std::unique_ptr<Archive> archive, const WorkbookLimits& limits);

  std::unique_ptr<Archive> archive_;
  WorkbookLimits limits_;
  uint64_t read_bytes_ = 0;
};

/// Name of the member that `target`, written in `part`, points to: `/xl/a.xml` or relative. Never leaves the
/// archive.
[[nodiscard]] std::string ResolvePart(std::string_view part, std::string_view target);

/// False if elements nest deeper than `depth`; reads `<` `/` `>` only, so that no parser sees such a text.
[[nodiscard]] bool XmlDepthWithin(std::string_view xml, int depth);

/// What a number format shows of a moment.
enum class DateForm { kNone, kDate, kDateTime, kTime };

/// Formats every reader knows by number (ECMA-376 part 1, 18.8.30, with those of East Asian versions).
[[nodiscard]] DateForm FormOfBuiltIn(int id);
/// By the letters outside of quotes, escapes and brackets.
[[nodiscard]] DateForm FormOfCode(std::string_view code);

/// Fills text and date from a serial number; false if it is no day that exists (1900-02-29, negative, beyond
/// 9999).
bool WriteMoment(double serial, DateForm form, bool is_1904, WorkbookCell* cell);

/// The shortest decimal that reads back as the same number, without exponent up to 21 digits.
[[nodiscard]] std::string NumberText(double number);

}  // namespace mingcha::base
