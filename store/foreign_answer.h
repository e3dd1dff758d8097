#pragma once

#include <string>

#include "base/civil_date.h"

namespace mingcha::store {

/// One HTTP answer, or one saved resource, of another program's archive, its body decoded.
struct ForeignAnswer {
  std::string url;
  base::Instant fetched_at;
  bool resource = false;  ///< A WARC resource record: there is no status and no head.
  int status = 0;
  std::string request_head, response_head;
  std::string body;  ///< Without transfer and content coding.
  std::string content_type, etag, last_modified, location, remote_address;
  bool truncated = false;  ///< WARC-Truncated says so.
  /// Of a revisit record: address and time of the record that has its body; empty: it is its own.
  std::string body_of;
};

}  // namespace mingcha::store
