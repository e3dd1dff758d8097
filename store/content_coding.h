#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mingcha::store {

/// Undoes the content codings of a body (RFC 9110, 8.4): gzip, deflate, br, zstd, several in the order they
/// were applied. A name that is no registered coding (`utf-8`) is none. nullopt: one that is not known here
/// (compress), damaged bytes, or more than `limit` bytes. Any bytes are safe; any thread.
[[nodiscard]] std::optional<std::string> DecodeContent(std::string_view body, std::string_view codings,
                                                       size_t limit);

/// True for bytes that can be a text as it was before coding: some tools write bodies decoded and leave the
/// head as it came.
[[nodiscard]] bool LooksDecoded(std::string_view body);

/// Takes apart a chunked body (RFC 9112, 7.1); nullopt if it is none.
[[nodiscard]] std::optional<std::string> Dechunk(std::string_view body);

}  // namespace mingcha::store
