#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::attachments {

struct ToolResult {
  bool found = false;     ///< The program is installed.
  bool finished = false;  ///< It ended by itself and its output was whole.
  int exit_code = -1;     ///< -1: killed by a signal.
  std::string out, err;   ///< `err` at most some kilobytes.
};

/// Runs an installed program inside the worker's jail: `input` as a memory file in place of the argument
/// `{}`, output over pipes. It may start no other process and dies with the worker. Only in the worker (one
/// thread).
[[nodiscard]] ToolResult RunTool(const std::vector<std::string>& command, std::string_view input,
                                 size_t max_output);

/// True if the program is in one of the system's folders.
[[nodiscard]] bool HasTool(std::string_view name);

}  // namespace mingcha::attachments
