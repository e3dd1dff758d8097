#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mingcha::store {

/// The page inside a file that a browser saved as one (MHTML, RFC 2557).
struct SavedPage {
  std::string url;  ///< Content-Location of the page or of the file; may be empty.
  std::string content_type;
  std::string html;
};

/// True if the bytes look like MHTML rather than HTML.
[[nodiscard]] bool LooksLikeMhtml(std::string_view bytes);

/// The first HTML part, decoded (base 64, quoted-printable). Any bytes are safe to give. kInvalidInput if
/// there is none.
[[nodiscard]] base::Result<SavedPage> ReadMhtml(std::string_view bytes);

}  // namespace mingcha::store
