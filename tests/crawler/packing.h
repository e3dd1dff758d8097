#pragma once

#include <string>

namespace mingcha::crawler {

/// The text as one gzip member, for what servers send.
[[nodiscard]] std::string Gzip(std::string text);

}  // namespace mingcha::crawler
