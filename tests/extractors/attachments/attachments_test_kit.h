#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extractors/attachments/converter.h"
#include "extractors/attachments/read_file.h"

namespace mingcha::attachments {

/// A committed file of tests/fixtures/attachments.
[[nodiscard]] std::string Fixture(const std::string& name);
/// A zip of stored members, made here.
[[nodiscard]] std::string Zip(const std::vector<std::pair<std::string, std::string>>& members);
/// All text of all parts, tables as `a|b|c` lines.
[[nodiscard]] std::string AllText(const model::AttachmentContent& content);
/// A converter whose worker is the tests' own program, with words in front of its arguments.
[[nodiscard]] ConverterOptions TestOptions(const std::vector<std::string>& words = {});

}  // namespace mingcha::attachments
