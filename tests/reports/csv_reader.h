#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mingcha::reports {

/// Rows of cells of an RFC 4180 text that begins with a byte-order mark; the heading is row 0. Fails the test
/// on anything else. Written apart from the writer, so that they check each other.
[[nodiscard]] std::vector<std::vector<std::string>> ReadCsv(std::string_view text);

/// Position of a heading; fails the test if it is not there.
[[nodiscard]] size_t Column(const std::vector<std::vector<std::string>>& rows, std::string_view heading);

}  // namespace mingcha::reports
