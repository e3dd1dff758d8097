#pragma once

#include <map>
#include <string>

namespace mingcha::base {

/// A ZIP archive of the given members, in memory.
[[nodiscard]] std::string ZipOf(const std::map<std::string, std::string>& members);

/// A workbook with one sheet named 台账: `sheet_xml` is what stands inside `<worksheet>`, `shared` inside
/// `<sst>`, `styles` inside `<styleSheet>`.
[[nodiscard]] std::string BookOf(const std::string& sheet_xml, const std::string& shared = {},
                                 const std::string& styles = {}, bool is_1904 = false);

}  // namespace mingcha::base
