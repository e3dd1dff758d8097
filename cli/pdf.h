#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace mingcha::cli {

/// The first of these programs that stands in PATH; empty if none does.
[[nodiscard]] std::string FindProgram(const std::vector<std::string>& names);

/// Makes a PDF beside every Word document of the folder and its `feedback/` by LibreOffice, then takes the
/// times and random numbers out of it, so that equal documents give equal PDFs on one machine. kUnsupported,
/// with what to install, if there is no LibreOffice; kTimeout if it does not end; kInternal if it fails.
[[nodiscard]] base::Status WritePdfs(const std::filesystem::path& folder);

/// `pdf` with the days of making and the file's identifiers replaced by fixed text of equal length.
[[nodiscard]] std::string WithoutTimes(std::string pdf);

}  // namespace mingcha::cli
