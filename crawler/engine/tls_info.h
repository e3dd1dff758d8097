#pragma once

#include "model/page_record.h"

using CURL = void;  // As <curl/curl.h> has it.

namespace mingcha::crawler {

/// How the connection of a request under way is secured: what the TLS library itself says of it (version,
/// cipher, the server's certificate). All empty over plain http. To be asked from curl's PREREQ callback,
/// when the connection stands, opened for this request or an earlier one; on curl's thread.
[[nodiscard]] model::TlsInfo TlsOf(CURL* request);

}  // namespace mingcha::crawler
