#pragma once

#include <map>
#include <string>

namespace mingcha::reports {

/// The entries of a ZIP archive by name; an unreadable archive fails the test.
[[nodiscard]] std::map<std::string, std::string> ReadZip(const std::string& bytes);

}  // namespace mingcha::reports
